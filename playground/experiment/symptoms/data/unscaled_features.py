"""Features of very different size, or far from 0, as they are."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured

#: With more features their sizes alone are looked at: the valley is the matter of a large matrix.
_MOST_FEATURES = 100

#: A learning rate for standardised features.
_RATE = 0.1


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
            _remedy(case.spec, X),
            condition_number=now,
            feature=name,
        )


def _remedy(spec: ExperimentSpec, X: np.ndarray) -> Remedy:
    """Standardised features, and where the steps follow the gradient a rate that suits them: the
    one that raw features bear leaves the cost where it is."""
    label, changes = "Standardize the features", (("data.scaling", "standardise"),)
    present = spec.training.learning_rate
    if present < _RATE and math.isfinite(spec.training.optimizer.largest_stable_step):
        rate = float(f"{min(_RATE, 1 / _curvatures(_standardised(X))[-1]):.1g}")
        if present < rate:
            of_rate = Remedy.of_rate(rate)
            return Remedy(f"{label}, {of_rate.label.lower()}", (*changes, *of_rate.changes))
    return Remedy(label, changes)


def _narrowness(X: np.ndarray) -> float:
    """The condition number of the cost of a linear model on features ``(n_x, m)``.

    Of what varies at all: a constant feature, or one that follows from others, has no slope.
    """
    curvatures = _curvatures(X)
    curvatures = curvatures[curvatures > 1e-12 * curvatures[-1]]
    return float(curvatures[-1] / curvatures[0])


def _curvatures(X: np.ndarray) -> np.ndarray:
    """Of the cost of a linear model on ``(n_x, m)``, rising: the last is the largest."""
    if not np.isfinite(X).all():
        return np.ones(1)
    bordered = np.vstack([X, np.ones(X.shape[1])])
    flat = bordered if len(bordered) <= X.shape[1] else bordered.T  # the fewer products
    return np.linalg.eigvalsh(flat @ flat.T / X.shape[1])


def _standardised(X: np.ndarray) -> np.ndarray:
    spread = X.std(axis=1, keepdims=True)
    return (X - X.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)
