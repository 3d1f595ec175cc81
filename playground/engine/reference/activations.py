"""Activations g and their derivatives g' (NN 2.2, DLP 1.3.4, CS230 3.5-3.7).

Each takes Z, ``(n, m)``; a derivative is called as its activation with ``_derivative`` behind it.
"""

from __future__ import annotations

import numpy as np


def sigmoid(Z):
    """``1 / (1 + e^-z)``, written so that nothing overflows (NN 2.2, CS230 3.5)."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def sigmoid_derivative(Z):
    """``a (1 - a)`` (CS230 3.7); 1 - a is the sigmoid of -z, to the last digit."""
    return sigmoid(Z) * sigmoid(-Z)


def tanh(Z):
    """``tanh z`` (CS230 3.5)."""
    return np.tanh(Z)


def tanh_derivative(Z):
    """``1 - a^2`` (CS230 3.7)."""
    return 1 - np.tanh(Z) ** 2


def relu(Z):
    """``max(0, z)`` (NN 2.2, CS230 3.5)."""
    return np.maximum(0, Z)


def relu_derivative(Z):
    """1 for z > 0, 0 for z <= 0 (ML5)."""
    return (Z > 0).astype(Z.dtype)


def leaky_relu(Z, beta=0.01):
    """``max(beta z, z)`` with beta in [0, 1) (CS230 3.5)."""
    return np.maximum(beta * Z, Z)


def leaky_relu_derivative(Z, beta=0.01):
    """1 for z > 0, beta for z <= 0 (CS230 3.7)."""
    return np.where(Z > 0, 1, beta).astype(Z.dtype)


def linear(Z):
    """``z`` (CS230 3.6)."""
    return Z


def linear_derivative(Z):
    """1."""
    return np.ones_like(Z)


def softmax(Z):
    """``e^(z_i - max z) / sum_j e^(z_j - max z)``, column by column (NN 2.2)."""
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def softmax_derivative(Z):
    """``dS_i/dz_j = S_i (delta_ij - S_j)`` (NN 2.2), ``(n, n, m)``: a matrix for each example."""
    S = softmax(Z)
    delta = np.eye(len(S), dtype=S.dtype)[:, :, np.newaxis]
    return S[:, np.newaxis] * (delta - S)


def through_activation(dA, derivative):
    """dZ from dA and g'(Z): unit by unit, or a matrix for each example where g is softmax."""
    if derivative.ndim == 3:
        return np.einsum("im,ijm->jm", dA, derivative)
    return dA * derivative
