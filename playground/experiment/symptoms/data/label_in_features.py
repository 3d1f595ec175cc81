"""A feature that is the label by another name."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.experiment.symptoms.data.constant_feature import leave_out
from playground.experiment.symptoms.symptom import Case, Finding, Symptom, symptoms

#: Of fewer examples a feature may be that by chance, or by somebody's design.
_FEWEST = 20

_LOOKED_AT = 500


@symptoms.register("label_in_features", label="A feature gives the label away")
class LabelInFeatures(Symptom):
    """One feature alone says the label of every training example: it may have been made of it."""

    severity = 79.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """A value, or a word, for each class, or a line to the number; beside other features."""
        X, train = case.features, case.split.train
        columns = _columns(case)
        if len(columns) < 2 or train.m < _FEWEST or case.session.dataset.image_shape is not None:
            return None
        first = slice(_LOOKED_AT)  # of many examples these are enough to see that most do not
        for name, rows in columns.items():
            if not _tells(X[rows, first], train, first) or not _tells(X[rows], train, slice(None)):
                continue
            return self.found(
                f"'{name}' alone tells '{case.session.dataset.label_name}' of all {train.m:,} "
                "training examples, exactly.",
                "Nothing that was measured apart from the label does. If it was made of the label, "
                "or only becomes known with it, what is learned here is of no use later.",
                leave_out(case, range(rows.start, rows.stop)),
                feature=name,
            )
        return None


def _columns(case: Case) -> dict[str, slice]:
    """The rows of the features that each column became, by its name."""
    if not case.session.features.is_identity or not case.session.dataset.encodings:
        return {name: slice(row, row + 1) for row, name in enumerate(case.feature_names)}
    columns, row = {}, 0
    for encoding in case.session.dataset.encodings:
        columns[encoding.name] = slice(row, row := row + encoding.n_features)
    return columns


def _tells(X: np.ndarray, train: Dataset, part: slice) -> bool:
    """Whether features, ``(n, m)``, have values for each class that no other has; or are a line to
    the number, but for rounding."""
    if train.class_names:
        labels = train.labels[part]
        groups = [X[:, labels == k] for k in np.unique(labels)]
        if len(groups) < 2 or any(np.ptp(group, axis=1).any() for group in groups):
            return False
        return len({tuple(group[:, 0]) for group in groups}) == len(groups)
    if len(X) > 1:
        return False
    x, y = X[0] - X[0].mean(), train.Y[0, part] - train.Y[0, part].mean()
    product, sizes = float(x @ y), float(x @ x) * float(y @ y)
    return sizes > 0 and product**2 > (1 - 1e-12) * sizes
