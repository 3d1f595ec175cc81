"""Initial weights W[l], ``(n_out, n_in)`` (NN 2.3.1, ML5, DNN 3.1, CS230 3.9, 5.5.3).

``n_in`` is n[l-1] and ``n_out`` is n[l]; biases start at 0.
"""

from __future__ import annotations

import numpy as np


def zeros(n_in, n_out, rng):
    """0: all units of a hidden layer stay the same (NN 2.3.1)."""
    return np.zeros((n_out, n_in))


def normal(n_in, n_out, rng, scale=0.01):
    """``scale N(0,1)`` (NN 2.3.1, DNN 3.1, CS230 3.9)."""
    return scale * rng.standard_normal((n_out, n_in))


def identity(n_in, n_out, rng, gamma=1.0):
    """``gamma I``: linear layers multiply by gamma each (CS230 5.5.2)."""
    return gamma * np.eye(n_out, n_in)


def uniform(n_in, n_out, rng, low=0.0, high=1.0):
    """``U[low, high)`` (ML5)."""
    return rng.uniform(low, high, (n_out, n_in))


def he(n_in, n_out, rng):
    """``sqrt(2/n[l-1]) N(0,1)``, for relu (CS230 5.5.3)."""
    return np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))


def xavier(n_in, n_out, rng):
    """``sqrt(1/n[l-1]) N(0,1)``, for tanh (CS230 5.5.3)."""
    return np.sqrt(1 / n_in) * rng.standard_normal((n_out, n_in))


def glorot(n_in, n_out, rng):
    """``sqrt(2/(n[l-1] + n[l])) N(0,1)`` (CS230 5.5.3)."""
    return np.sqrt(2 / (n_in + n_out)) * rng.standard_normal((n_out, n_in))
