"""Scaling of features: by two vectors that the training set alone decides (CS230 5.5.1)."""

from __future__ import annotations

import numpy as np

from playground.data.dataset import frozen
from playground.dataclass import dataclass
from playground.limits import MOST_NUMBERS_AT_ONCE
from playground.settings import Registry, Settings


@dataclass(frozen=True, eq=False)
class Scaler:
    """Features scaled by two vectors: ``x_scaled = (x - shift) * factor``.

    Attributes
    ----------
    shift, factor : ndarray, shape (n_x, 1), read-only
        A factor of 0 keeps a feature at 0.
    """

    shift: np.ndarray
    factor: np.ndarray

    def __post_init__(self) -> None:
        for name in ("shift", "factor"):
            object.__setattr__(self, name, frozen(np.reshape(getattr(self, name), (-1, 1)), float))

    @property
    def is_uniform(self) -> bool:
        """Whether every feature is scaled by one factor, and 0 stays 0."""
        return not self.shift.any() and bool((self.factor == self.factor[0]).all())

    def apply(self, X: np.ndarray) -> np.ndarray:
        """Raw features (n_x, m) as the network sees them."""
        scaled = X - self.shift
        scaled *= self.factor
        return scaled

    def invert(self, X: np.ndarray) -> np.ndarray:
        """Scaled features (n_x, m) back in their own units; a constant feature is its constant."""
        backward = np.divide(1, self.factor, out=np.zeros_like(self.factor), where=self.factor != 0)
        return X * backward + self.shift


class Scaling(Settings):
    """Base of the ways to scale features. The training set alone decides (CS230 5.5.1)."""

    def fit(self, X: np.ndarray) -> Scaler:
        """The scaler that the training set X, (n_x, m), asks for."""
        raise NotImplementedError


scalings = Registry("scaling")


def _inverse(spread: np.ndarray, size: np.ndarray) -> np.ndarray:
    """1 / spread; 0 for a feature whose spread is nothing but rounding."""
    varies = (spread > 1e-12 * size) & (spread > 1e-200)
    return np.divide(1, spread, out=np.zeros_like(spread), where=varies)


@scalings.register("standardise", label="Standardize")
class Standardise(Scaling):
    """Mean 0 and standard deviation 1 on the training set; a constant feature becomes 0."""

    def fit(self, X: np.ndarray) -> Scaler:
        mu = X.mean(axis=1, keepdims=True)
        # The spread needs the differences from the mean: of large data, of a few rows at a time.
        rows = max(1, MOST_NUMBERS_AT_ONCE // max(1, X.shape[1]))
        sigma = [X[k : k + rows].std(axis=1, keepdims=True) for k in range(0, len(X), rows)]
        return Scaler(mu, _inverse(np.concatenate(sigma), np.abs(mu)))


@scalings.register("min_max", label="Min-max")
class MinMax(Scaling):
    """From 0 to 1 on the training set; a constant feature becomes 0."""

    def fit(self, X: np.ndarray) -> Scaler:
        low, high = (bound(axis=1, keepdims=True).astype(float) for bound in (X.min, X.max))
        return Scaler(low, _inverse(high - low, np.maximum(np.abs(low), np.abs(high))))


@scalings.register("divide_by_255", label="Divide by 255")
class DivideBy255(Scaling):
    """Pixels from 0..255 to 0..1, the same for every feature."""

    def fit(self, X: np.ndarray) -> Scaler:
        return Scaler(np.zeros(len(X)), np.full(len(X), 1 / 255))


@scalings.register("none", label="None")
class Unscaled(Scaling):
    """The features as they are."""

    def fit(self, X: np.ndarray) -> Scaler:
        return Scaler(np.zeros(len(X)), np.ones(len(X)))
