"""A feature that is the same for every example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.csv_source import CsvFile
from playground.data.name_list import name_list, names_in
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import listed, measured


@symptoms.register("constant_feature", label="A constant feature")
class ConstantFeature(Symptom):
    """A feature has one value in the whole training set, so nothing can be learned from it."""

    severity = 20.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Border pixels of pictures are constant by nature."""
        if case.session.dataset.image_shape is not None:
            return None
        constant = np.flatnonzero(np.ptp(case.features, axis=1) == 0)
        if not len(constant) or len(constant) == len(case.features):
            return None
        names = [case.feature_names[row] for row in constant]
        said = listed([f"'{name}'" for name in names[:3]])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        value = measured(float(case.features[constant[0], 0]))
        return self.found(
            f"{said}{more} is the same for all {case.split.train.m:,} training examples ({value})."
            if len(names) == 1
            else f"{said}{more} are each the same for all {case.split.train.m:,} examples.",
            "What never differs cannot tell one example from another; it only adds weights.",
            leave_out(case, constant.tolist()),
            features=", ".join(names),
        )


def leave_out(case: Case, rows: Sequence[int]) -> Remedy:
    """Ignore the columns of a file that became these features, where no other came of them.

    Parameters
    ----------
    case : Case
    rows : sequence of int
        The rows of its features.
    """
    label, source, row = "Leave it out", case.spec.data.source, 0
    if not isinstance(source, CsvFile) or not case.session.features.is_identity:
        return Remedy(label)
    names = list(names_in(source.ignore))
    already = len(names)
    for encoding in case.session.dataset.encodings:
        if set(range(row, row + encoding.n_features)) <= set(rows):
            names.append(encoding.name)
        row += encoding.n_features
    ignored = (("data.source.ignore", name_list(names)),)
    return Remedy(label, ignored if len(names) > already else ())
