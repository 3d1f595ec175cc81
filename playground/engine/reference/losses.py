"""Losses, each with dZ of the output layer (NN 3.1, CS230 3.6, ML5).

A loss takes Z, A and Y of the output layer, ``(n_y, m)``, and gives one number for each example,
``(m,)``. Its ``_dZ`` takes the derivative g' of the output layer besides.
"""

from __future__ import annotations

import numpy as np

from playground.engine.reference.activations import sigmoid, through_activation


def binary_cross_entropy(Z, A, Y):
    """``-(y log a + (1 - y) log(1 - a))``, summed over the outputs (NN 3.1, CS230 2.1.3).

    From Z, so that it stays finite: with ``s = 1 - 2y`` it is ``log(1 + e^(s z))``.
    """
    return np.logaddexp(0, (1 - 2 * Y) * Z).sum(axis=0)


def binary_cross_entropy_dZ(Z, A, Y, derivative):
    """``A - Y`` for sigmoid outputs (CS230 4.6): ``s sigmoid(s z)``, to the last digit."""
    return (1 - 2 * Y) * sigmoid((1 - 2 * Y) * Z)


def softmax_cross_entropy(Z, A, Y):
    """``-sum_k y_k log a_k`` for a one-hot y (NN 2.3).

    From Z, so that it stays finite: ``log sum_k e^z_k - sum_k y_k z_k``.
    """
    S = Z - Z.max(axis=0)
    return np.log(np.exp(S).sum(axis=0)) - (Y * S).sum(axis=0)


def softmax_cross_entropy_dZ(Z, A, Y, derivative):
    """``A - Y`` for a softmax output (NN 3.1)."""
    return A - Y


def half_squared_error(Z, A, Y):
    """``1/2 sum_k (a_k - y_k)^2`` (ML5, CS230 3.6)."""
    return ((A - Y) ** 2).sum(axis=0) / 2


def half_squared_error_dZ(Z, A, Y, derivative):
    """``(A - Y) g'(Z)`` (ML5)."""
    return through_activation(A - Y, derivative(Z))


def huber(Z, A, Y, delta=1.0):
    """``e^2/2`` for ``|e| <= delta``, else ``delta (|e| - delta/2)``, with ``e = a - y``, summed.

    As least squares near the target, but an outlier counts by its distance only (Huber 1964).
    """
    E = A - Y
    return np.where(np.abs(E) <= delta, E**2 / 2, delta * (np.abs(E) - delta / 2)).sum(axis=0)


def huber_dZ(Z, A, Y, derivative, delta=1.0):
    """``e g'(Z)``, with e held within -delta and delta."""
    return through_activation(np.clip(A - Y, -delta, delta), derivative(Z))


def example_weights(Y, class_weights):
    """What the loss of each example counts, ``(m,)``: the weight of its class.

    For one output the classes are 0 and 1, else the row of the 1. The cost is then
    ``J = (1/m) sum_i w_i loss_i + R``, and dZ of an example is multiplied by w_i as well.
    """
    if len(Y) == 1:
        no, yes = class_weights
        return np.where(Y[0] == 1, yes, no)
    return np.asarray(class_weights) @ Y
