"""Parts of the data that come from different distributions."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.data.csv_source import CsvFile
from playground.data.name_list import name_list
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured

#: How unlikely a difference must be by chance, in standard errors: once in a few million splits.
_ERRORS = 5.0


@symptoms.register("parts_differ", label="Train and dev differ")
class PartsDiffer(Symptom):
    """The share of a class, or the mean label, differs between train and dev by more than chance
    makes it (CS230 5.1)."""

    severity = 68.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """As in a sorted file that is cut instead of shuffled."""
        train, dev = case.split.train, case.split.dev
        if min(train.m, dev.m) < 10:
            return None
        if case.task == "regression":
            return self._of_numbers(case, train.Y[0], dev.Y[0])
        shares = train.class_counts / train.m, dev.class_counts / dev.m
        pooled = (train.class_counts + dev.class_counts) / (train.m + dev.m)
        error = np.sqrt(pooled * (1 - pooled) * (1 / train.m + 1 / dev.m))
        difference = np.abs(shares[0] - shares[1])
        apart = np.divide(difference, error, out=np.zeros_like(error), where=error > 0)
        worst = int(np.argmax(apart))
        if apart[worst] < _ERRORS:
            return None
        return self._told(
            case,
            f"'{train.class_names[worst]}' is {100 * shares[0][worst]:.3g} % of the training set "
            f"and {100 * shares[1][worst]:.3g} % of the dev set.",
            apart[worst],
        )

    def _of_numbers(self, case: Case, train: np.ndarray, dev: np.ndarray) -> Finding | None:
        error = np.sqrt(train.var() / len(train) + dev.var() / len(dev))
        apart = abs(train.mean() - dev.mean()) / error if error else 0.0
        if apart < _ERRORS:
            return None
        return self._told(
            case,
            f"The mean label is {measured(float(train.mean()))} in the training set and "
            f"{measured(float(dev.mean()))} in the dev set.",
            apart,
        )

    def _told(self, case: Case, sentence: str, apart: float) -> Finding:
        return self.found(
            sentence,
            "The parts come from different distributions, as when a sorted file is cut without "
            "shuffling; what is learned from one does not hold for the other.",
            Remedy("Divide by chance", _divided_by_chance(case)),
            standard_errors=float(apart),
        )


def _divided_by_chance(case: Case) -> tuple[tuple[str, Any], ...]:
    """Without the column that says which row belongs where, which is none of the others."""
    source, data = case.spec.data.source, case.session.dataset
    changes: list[tuple[str, Any]] = [("data.division", "60/20/20")]
    if isinstance(source, CsvFile) and data.parts is not None:
        used = {data.label_name, *(encoding.name for encoding in data.encodings)}
        unused = [name for name in data.table_columns if name not in used]
        changes.append(("data.source.split_column", ""))
        changes.append(("data.source.ignore", name_list(unused)))
    return tuple(changes)
