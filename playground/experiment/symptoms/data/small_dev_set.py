"""A dev set too small to tell one network from another."""

from __future__ import annotations

from dataclasses import replace

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count

#: The severity where no advice can be followed, since nobody would see whether it helps.
_HARDLY_ANY = 58.0


@symptoms.register("small_dev_set", label="Dev set too small to tell")
class SmallDevSet(Symptom):
    """One dev example is more than 5 % of the dev error (CS230 5.1)."""

    severity = 30.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Fewer than twenty examples."""
        m = case.split.dev.m
        if not 0 < m < 20 or case.epoch < 1:
            return None
        if case.task == "regression":
            sentence = f"The dev set has {count(m, 'example')}: its error rests on a few of them."
        else:
            p = min(max(case.dev.error, 1 / m), 1 - 1 / m)
            spread = (p * (1 - p) / m) ** 0.5
            sentence = (
                f"The dev set has {count(m, 'example')}: one of them is {100 / m:.0f} % of its "
                f"error, whose standard error is {100 * spread:.0f} %."
            )
        found = self.found(
            sentence,
            "So few examples cannot tell a good network from a lucky one.",
            Remedy("More examples, or several seeds in a comparison"),
            examples=m,
        )
        return replace(found, severity=_HARDLY_ANY) if m < 10 else found
