"""A test set that has become a second dev set."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import listed


@symptoms.register("test_looked_at", label="Test set looked at before")
class TestLookedAt(Symptom):
    """The test error was measured more than once, and training went on in between (NN 5)."""

    __test__ = False  # the name is no test's
    severity = 22.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """At different steps."""
        looks = case.session.test_looks
        if len(looks) < 2:
            return None
        return self.found(
            f"The test error was looked at {len(looks)} times, at the steps "
            f"{listed([f'{step:,}' for step in looks[:5]])}.",
            "What is chosen after looking at it no longer measures anything new.",
            Remedy("Report the first, or collect new test examples"),
            looks=len(looks),
        )
