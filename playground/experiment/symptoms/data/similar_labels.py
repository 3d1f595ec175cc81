"""Classes whose names a person would take for one."""

from __future__ import annotations

from playground.data.columns.lookalikes import similar_pairs
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count


@symptoms.register("similar_labels", label="Nearly equal labels")
class SimilarLabels(Symptom):
    """Two classes differ in a sign, a space or a capital letter only, and are probably one."""

    severity = 72.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Whatever the network does: it can hardly tell apart what is the same."""
        names = case.session.dataset.class_names
        if not (pairs := similar_pairs(names)):
            return None
        counts = case.session.dataset.class_counts
        first = pairs[0]
        sizes = [f"{counts[names.index(name)]:,}" for name in (first.first, first.second)]
        others = len(pairs) - 1
        more = f" So {'does' if others == 1 else 'do'} {count(others, 'further pair')}."
        more = more if others else ""
        return self.found(
            f"The classes {first}, and count as two, of {sizes[0]} and {sizes[1]} examples.{more}",
            "Somebody wrote one word in two ways; what no feature tells apart counts as an error.",
            Remedy("Write them alike in the file"),
            pairs=len(pairs),
            first=first.first,
            second=first.second,
        )
