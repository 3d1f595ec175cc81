"""Features of very different size, as they are."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.case import Case
from playground.experiment.symptoms.symptom import Finding, Remedy, Symptom, symptoms


@symptoms.register("unscaled_features", label="Features not scaled")
class UnscaledFeatures(Symptom):
    """What the network sees has features a hundred times wider, or further from 0, than others
    (CS230 5.5.1)."""

    severity = 76.0
    lesson = "normalization"

    def look(self, case: Case) -> Finding | None:
        """Where the training set is not learned."""
        if case.epoch < 1 or case.is_learnt:
            return None
        X, _ = case.inputs
        size = np.sqrt(np.mean(np.square(X), axis=1))
        size = size[size > 0]
        if not len(size) or not (size.max() > 30 or size.max() > 100 * size.min()):
            return None
        if case.spec.data.scaling.name == "standardise":
            return None
        names = case.feature_names
        widest = int(np.argmax(np.mean(np.square(X), axis=1)))
        return self.found(
            f"The features differ in size by a factor of {size.max() / size.min():,.0f}; "
            f"'{names[widest]}' is the largest, about {size.max():,.3g}.",
            "The cost is a long narrow valley: a rate that suits one feature is too large for "
            "another.",
            Remedy("Standardise the features", (("data.scaling", "standardise"),)),
            ratio=float(size.max() / size.min()),
            feature=names[widest],
        )
