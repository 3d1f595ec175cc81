"""What the published tables of the course notes were computed with: data, draws, plain formulas.

The notes draw from NumPy's old generator, so their numbers come out of `RandomState` alone. The
formulas are written down a second time, one line each and with nothing of the engine in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

# ---------------------------------------------------------------------- data


def flower():
    """The planar "flower" of 400 points: X, (2, 400), and Y, (1, 400)."""
    rng, n = np.random.RandomState(1), 200
    petals = []
    for label in range(2):
        angle = np.linspace(label * 3.12, (label + 1) * 3.12, n) + rng.randn(n) * 0.2
        radius = 4 * np.sin(4 * angle) + rng.randn(n) * 0.2
        petals.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.hstack(petals), np.repeat([[0.0, 1.0]], n, axis=1)


def circles():
    """``make_circles(300, noise=0.05)`` of scikit-learn after seed 1."""
    angle = np.linspace(0, 2 * np.pi, 150, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)])
    return _shuffled(ring, 0.8 * ring, 0.05, np.random.RandomState(1))


def moons():
    """``make_moons(300, noise=0.2)`` of scikit-learn after seed 3."""
    angle = np.linspace(0, np.pi, 150)
    upper = np.stack([np.cos(angle), np.sin(angle)])
    lower = np.stack([1 - np.cos(angle), 1 - np.sin(angle) - 0.5])
    return _shuffled(upper, lower, 0.2, np.random.RandomState(3))


def _shuffled(zeros, ones, noise, rng):
    X, Y = np.hstack([zeros, ones]), np.repeat([[0.0, 1.0]], 150, axis=1)
    order = np.arange(300)
    rng.shuffle(order)
    return X[:, order] + rng.normal(scale=noise, size=(300, 2)).T, Y[:, order]


# ---------------------------------------------------------------------- draws


def drawn(layer_sizes, seed, scale):
    """W and b of each layer: ``scale(n_in) * randn`` and 0."""
    rng = np.random.RandomState(seed)
    return [
        (rng.randn(n_out, n_in) * scale(n_in), np.zeros((n_out, 1)))
        for n_in, n_out in pairwise(layer_sizes)
    ]


def he(n_in):
    """The factor of the notes' third initialization."""
    return np.sqrt(2 / n_in)


def epochs(m=300, batch_size=64, seed=10) -> Iterator[list[np.ndarray]]:
    """Epoch after epoch, the examples of each mini-batch; the seed rises by one an epoch."""
    while True:
        seed += 1
        order = np.random.RandomState(seed).permutation(m)
        yield [order[start : start + batch_size] for start in range(0, m, batch_size)]


# ---------------------------------------------------------------------- plain formulas

HIDDEN = {
    "relu": (lambda Z: np.maximum(0, Z), lambda A: (A > 0) * 1.0),
    "tanh": (np.tanh, lambda A: 1 - A**2),
}


class Plain:
    """A network with a sigmoid output, as somebody who has read the notes once would write it.

    Parameters
    ----------
    layers : list of (W, b)
        Copied.
    hidden : {"relu", "tanh"}
    l2 : float
    """

    def __init__(self, layers, hidden="relu", l2=0.0):
        self.weights = [W.copy() for W, _ in layers]
        self.biases = [b.copy() for _, b in layers]
        self.l2 = l2
        self._g, self._slope = HIDDEN[hidden]
        self._v = [np.zeros_like(P) for P in self._parameters]
        self._s = [np.zeros_like(P) for P in self._parameters]
        self._t = 0

    @property
    def _parameters(self):
        return self.weights + self.biases

    def step(self, X, Y, optimizer, rate, masks=None, keep=1.0):
        """The cost of a mini-batch, after which the parameters are moved."""
        m, last = X.shape[1], len(self.weights) - 1
        A = [X]
        for i, (W, b) in enumerate(zip(self.weights, self.biases)):
            Z = W @ A[-1] + b
            A.append(1 / (1 + np.exp(-Z)) if i == last else self._g(Z))
            if masks is not None and i < last:
                A[-1] = A[-1] * masks[i] / keep
        cost = -(Y * np.log(A[-1]) + (1 - Y) * np.log(1 - A[-1])).sum() / m
        cost += self.l2 / (2 * m) * sum((W**2).sum() for W in self.weights)

        dW, db, dZ = [], [], A[-1] - Y
        for i in range(last, -1, -1):
            dW.insert(0, dZ @ A[i].T / m + self.l2 / m * self.weights[i])
            db.insert(0, dZ.sum(axis=1, keepdims=True) / m)
            if i:
                dA, before = self.weights[i].T @ dZ, A[i]
                if masks is not None:
                    dA, before = dA * masks[i - 1] / keep, before * keep
                dZ = dA * self._slope(before)
        getattr(self, f"_{optimizer}")(dW + db, rate)
        return cost

    def _gd(self, gradient, rate):
        for P, G in zip(self._parameters, gradient):
            P -= rate * G

    def _momentum(self, gradient, rate):
        for P, G, v in zip(self._parameters, gradient, self._v):
            v[...] = 0.9 * v + 0.1 * G
            P -= rate * v

    def _rmsprop(self, gradient, rate):
        for P, G, s in zip(self._parameters, gradient, self._s):
            s[...] = 0.999 * s + 0.001 * G**2
            P -= rate * G / (np.sqrt(s) + 1e-8)

    def _adam(self, gradient, rate):
        self._t += 1
        for P, G, v, s in zip(self._parameters, gradient, self._v, self._s):
            v[...] = 0.9 * v + 0.1 * G
            s[...] = 0.999 * s + 0.001 * G**2
            corrected = v / (1 - 0.9**self._t), s / (1 - 0.999**self._t)
            P -= rate * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)
