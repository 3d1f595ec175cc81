"""Principal components: the two directions in which examples with many features differ most."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass

#: Components of more examples than this are found from an even share of them; where each is many
#: numbers, from fewer.
MOST_EXAMPLES, _FEWEST_EXAMPLES = 2_000, 300
_MOST_NUMBERS = 400_000

#: With more features the whole decomposition would keep the window waiting for a second.
_MOST_AT_ONCE = 128
_TRIED, _ROUNDS = 8, 200  # directions that are followed at once, and how often at most


@dataclass(frozen=True, eq=False)
class Components:
    """A plane through the middle of the examples, laid so that it shows most of their variance.

    Features in different units are measured in their standard deviations first; the pixels of
    pictures share a unit and stay as they are.

    Attributes
    ----------
    mean, spread : ndarray, (n_x,)
        The middle of the examples, and the length of one unit of each feature.
    directions : ndarray, (2, n_x)
        Of length 1 and at right angles, in those units.
    shares : tuple of float
        The share of the variance along each direction.
    """

    mean: np.ndarray
    spread: np.ndarray
    directions: np.ndarray
    shares: tuple[float, float]

    @classmethod
    def of(cls, dataset: Dataset) -> Components:
        """The first two principal components of a data set with at least two features."""
        most = max(_FEWEST_EXAMPLES, min(MOST_EXAMPLES, _MOST_NUMBERS // dataset.n_x))
        which = np.linspace(0, dataset.m - 1, min(dataset.m, most)).astype(int)
        X = dataset.X[:, which]
        mean = X.mean(axis=1)
        spread = np.ones(dataset.n_x) if dataset.image_shape else X.std(axis=1)
        spread[spread == 0] = 1.0
        Z = (X - mean[:, np.newaxis]) / spread[:, np.newaxis]
        variances, directions, total = _principal(Z)
        # An eigenvector has no sign of its own: let its largest part point upwards.
        largest = np.abs(directions).argmax(axis=1)
        directions = directions * np.where(directions[[0, 1], largest] < 0, -1, 1)[:, np.newaxis]
        first, second = (max(0.0, float(v)) / total for v in variances)
        return cls(mean, spread, directions, (first, second))

    def coordinates(self, X: np.ndarray) -> np.ndarray:
        """Where examples ``(n_x, m)`` lie in the plane, or above and below it, ``(2, m)``."""
        return self.directions @ ((X - self.mean[:, np.newaxis]) / self.spread[:, np.newaxis])

    def points(self, along: np.ndarray) -> np.ndarray:
        """The examples ``(n_x, k)`` at places ``(2, k)`` of the plane."""
        offset = self.spread[:, np.newaxis] * (self.directions.T @ along)
        return self.mean[:, np.newaxis] + offset

    @property
    def names(self) -> tuple[str, str]:
        """What the axes are called."""
        first, second = (
            f"component {k} ({100 * share:.0f} % of the variance)"
            for k, share in enumerate(self.shares, 1)
        )
        return first, second


def _principal(Z: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The two largest variances of Z ``(n, m)``, their directions ``(2, n)``, and all variance.

    Of more features than examples from the products of examples, which are as many as examples:
    where ``Z'Z v = s v``, ``ZZ' (Zv) = s (Zv)``.
    """
    n, m = Z.shape
    products = (Z @ Z.T if n <= m else Z.T @ Z) / m
    variances, vectors = _two_largest(products)
    directions = vectors.T
    if n > m:
        directions = np.linalg.qr(Z @ vectors)[0].T
    return variances, directions, float(np.trace(products)) or 1.0


def _two_largest(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two largest eigenvalues, ``(2,)``, and their vectors, ``(n, 2)``.

    Of a large matrix by following some directions through it until they turn no more.
    """
    if len(covariance) <= _MOST_AT_ONCE:
        values, vectors = np.linalg.eigh(covariance)
        return values[:-3:-1], vectors[:, :-3:-1]
    followed = np.random.default_rng(0).standard_normal((len(covariance), _TRIED))
    before = np.zeros(2)
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(covariance @ followed)[0]
        values, turns = np.linalg.eigh(basis.T @ covariance @ basis)
        followed, largest = basis @ turns, values[:-3:-1]
        if np.abs(largest - before).max() <= 1e-12 * abs(largest[0]):
            break
        before = largest
    return largest, followed[:, :-3:-1]
