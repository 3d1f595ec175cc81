"""Features of very different size, or far from 0, as they are."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured

#: With more features their sizes alone are looked at: the valley is the matter of a large matrix.
_MOST_FEATURES = 100


@symptoms.register("unscaled_features", label="Features not scaled")
class UnscaledFeatures(Symptom):
    """What the network sees makes the cost a valley a hundred times as narrow as standardised
    features would (CS230 5.5.1)."""

    severity = 76.0
    lesson = "normalization"

    def look(self, case: Case) -> Finding | None:
        """Where the training set is not learned."""
        if case.epoch < 1 or case.is_learnt or case.spec.data.scaling.name == "standardise":
            return None
        X, _ = case.inputs
        size = np.sqrt(np.mean(np.square(X), axis=1))
        large = float(size.max())
        now = scaled = 1.0
        if len(X) <= _MOST_FEATURES:
            now, scaled = _narrowness(X), _narrowness(_standardised(X))
        narrow = now > 100 * scaled
        if not large > 30 and not narrow:
            return None
        name = case.feature_names[int(np.argmax(size))]
        said = f"'{name}' is the largest feature, about {large:,.3g}"
        if narrow:
            said += (
                f": the cost is a long valley, of condition number {measured(now)}, and "
                f"{measured(scaled)} with standardized features"
            )
        return self.found(
            f"{said}.",
            "A rate that suits the steep direction is far too small for the flat one.",
            Remedy("Standardize the features", (("data.scaling", "standardise"),)),
            condition_number=now,
            feature=name,
        )


def _narrowness(X: np.ndarray) -> float:
    """The condition number of the cost of a linear model on features ``(n_x, m)``.

    Of what varies at all: a constant feature, or one that follows from others, has no slope.
    """
    if not np.isfinite(X).all():
        return 1.0
    bordered = np.vstack([X, np.ones(X.shape[1])])
    curvatures = np.linalg.eigvalsh(bordered @ bordered.T / X.shape[1])
    curvatures = curvatures[curvatures > 1e-12 * curvatures[-1]]
    return float(curvatures[-1] / curvatures[0])


def _standardised(X: np.ndarray) -> np.ndarray:
    spread = X.std(axis=1, keepdims=True)
    return (X - X.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)
