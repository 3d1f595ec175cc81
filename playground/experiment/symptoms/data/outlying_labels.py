"""A few labels of a regression so far from the others that they rule the cost."""

from __future__ import annotations

import numpy as np

from playground.data.labels import far_out
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("outlying_labels", label="A few labels far out")
class OutlyingLabels(Symptom):
    """Squared, the errors of a few labels outweigh those of all the others."""

    severity = 78.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """With a loss that squares them, and at least half of the labels' variance theirs."""
        if case.network.loss.name != "half_squared_error" or case.task != "regression":
            return None
        labels = case.session.dataset.Y[0]
        far = far_out(labels)
        if not len(far):
            return None
        squares = np.square(labels - np.median(labels))
        share = float(squares[far].sum() / squares.sum())
        if share < 0.5:
            return None
        farthest = labels[far[squares[far].argmax()]]
        low, high = np.percentile(labels, [25, 75])
        return self.found(
            f"{len(far):,} of {len(labels):,} labels lie far from the others, "
            f"{measured(float(farthest))} where half of them lie between {measured(float(low))} "
            f"and {measured(float(high))}: {100 * share:.0f} % of the squared distances are "
            "theirs.",
            "Squared, a few large errors outweigh all others, so the network learns these labels "
            "and little else. They may be mistakes in the file.",
            Remedy("Huber loss", (("network.loss", "huber"),)),
            labels=len(far),
            share=share,
        )
