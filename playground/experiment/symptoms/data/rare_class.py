"""A rare class that is not found, in an error that looks low."""

from __future__ import annotations

from playground.experiment.results import ClassResults
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count

#: Counting fewer examples of a class as much as all others teaches them by heart.
_FEWEST = 5


@symptoms.register("rare_class", label="A rare class is missed")
class RareClass(Symptom):
    """Less than a tenth of the examples are of a class, and half of them or more are taken for
    others: hardly an error, and no success (CS230 5.1)."""

    severity = 57.5
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Where nobody has weighed the classes, once the cost has come to rest."""
        if case.epoch < 10 or case.network.loss.class_weights:
            return None
        if not (case.has_ended or abs(case.relative_fall()) < 0.05):
            return None
        train = case.train
        if not isinstance(train, ClassResults):
            return None
        counts = case.split.train.class_counts
        shares = counts / case.split.train.m
        missed = [k for k in range(len(counts)) if counts[k] and _is_missed(train, k, shares[k])]
        if not missed:
            return None
        k = min(missed, key=lambda each: train.recall[each])
        if counts[k] < _FEWEST:
            return self._single(case, train.class_names[k], int(counts[k]), float(train.recall[k]))
        found = round(train.recall[k] * counts[k])
        return self.found(
            f"'{train.class_names[k]}' is {100 * shares[k]:.3g} % of the training set, and of its "
            f"{counts[k]:,} examples {found:,} are found; {100 * (1 - train.error):.3g} % of all "
            "are right nonetheless.",
            "Each example counts alike, so a rare class adds little to the cost, however often it "
            "is missed. Where classes count alike more of it is found, at the price of other "
            "errors: judge that by its recall.",
            Remedy("Count all classes alike", (("network.class_weights", "balanced"),)),
            share=float(shares[k]),
            recall=float(train.recall[k]),
        )

    def _single(self, case: Case, name: str, m: int, recall: float) -> Finding:
        return self.found(
            f"The training set has {count(m, 'example')} of '{name}', and the network does not "
            "know the class.",
            "So few examples of a class do not show what they have in common.",
            Remedy("Collect more of them, or leave the class out"),
            share=m / case.split.train.m,
            recall=recall,
        )


def _is_missed(train: ClassResults, k: int, share: float) -> bool:
    return share < 0.1 and train.recall[k] <= 0.5
