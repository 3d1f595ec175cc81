"""Numbers as labels that look like classes."""

from __future__ import annotations

import numpy as np

from playground.data.csv_source import CsvFile
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("few_distinct_labels", label="Labels that look like classes")
class FewDistinctLabels(Symptom):
    """A regression whose labels are a few whole numbers, perhaps classes."""

    severity = 40.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """At most twenty, each five times in the mean; two are said to be classes at once.

        Not where somebody said that they are quantities.
        """
        source = case.spec.data.source
        chosen = isinstance(source, CsvFile) and source.problem == "regression"
        if case.task != "regression" or chosen:
            return None
        labels = case.session.dataset.Y[0]
        distinct = np.unique(labels)
        whole = bool((distinct == np.round(distinct)).all())
        if not whole or not 2 < len(distinct) <= 20 or len(labels) < 5 * len(distinct):
            return None
        return self.found(
            f"The labels are {len(distinct)} whole numbers from {distinct[0]:,.0f} to "
            f"{distinct[-1]:,.0f}, and are learned as quantities.",
            "If they only name classes, a distance between them means nothing.",
            Remedy("Take the label column as classes, in the import window"),
            distinct=len(distinct),
        )
