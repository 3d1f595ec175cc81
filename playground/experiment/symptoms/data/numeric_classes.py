"""Classes that are numbers, and look like amounts."""

from __future__ import annotations

import numpy as np

from playground.data.csv_source import CsvFile
from playground.experiment.results import ClassResults
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("numeric_classes", label="Classes that look like amounts")
class NumericClasses(Symptom):
    """The classes are numbers, and the network mistakes each for its neighbours: they are more and
    less of something."""

    severity = 58.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Five classes at least, so that most of them are no neighbours."""
        values = _values(case.session.dataset.class_names)
        if values is None or case.epoch < 10 or case.is_learnt:
            return None
        assert isinstance(case.train, ClassResults)  # there are classes
        wrong = case.train.predicted != case.train.truth
        if wrong.sum() < 20:
            return None
        rank = np.argsort(np.argsort(values))
        steps = np.abs(rank[case.train.predicted] - rank[case.train.truth])[wrong]
        near = float(np.mean(steps == 1))
        expected = 2 / len(values)  # of neighbours among answers drawn by chance
        if near < 0.6 or near < 1.5 * expected:
            return None
        return self.found(
            f"The {len(values)} classes are numbers, from {values.min():g} to {values.max():g}, "
            f"and {100 * near:.0f} % of the {len(steps):,} mistakes on the training set are off by "
            f"one: by chance it would be {100 * expected:.0f} %.",
            "They seem to be amounts. As classes they have no order, and a near miss counts as "
            "much as a far one.",
            self._remedy(case),
            classes=len(values),
            off_by_one=near,
        )

    def _remedy(self, case: Case) -> Remedy:
        label = "Learn them as quantities"
        if not isinstance(case.spec.data.source, CsvFile):
            return Remedy(label)
        loss = (("network.loss", "automatic"),)
        return Remedy(label, (("data.source.problem", "regression"), *loss))


def _values(names: tuple[str, ...]) -> np.ndarray | None:
    """The numbers that classes are called; None where there are few, or words among them."""
    try:
        values = np.array([float(name) for name in names])
    except ValueError:
        return None
    return values if len(values) >= 5 and np.isfinite(values).all() else None
