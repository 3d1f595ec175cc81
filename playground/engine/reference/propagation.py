"""Forward, cost and backward (NN 3.1, DNN 5-7, CS230 4).

Lists are indexed by the layer as in the notes: ``W[l]``, ``b[l]``, ``g[l]`` for l = 1..L, with
None in the place of the input; ``A[0]`` is X. Dropout masks D and keep_prob are indexed 0..L-1.
"""

from __future__ import annotations

import numpy as np


def dropout(A, D, keep_prob):
    """``A D / keep_prob`` (NN 5.1, DNN 5.3.2, CS230 5.4.3); as it is where D is None."""
    return A if D is None else A * D / keep_prob


def dropout_mask(n, m, keep_prob, rng, dtype=float):
    """``D = uniform < keep_prob``, ``(n, m)`` of 0 and 1 (CS230 5.4.3)."""
    return (rng.random((n, m), dtype) < keep_prob).astype(dtype)


def forward(X, W, b, g, D=None, keep_prob=None):
    """``Z[l] = W[l] A[l-1] + b[l]`` and ``A[l] = g[l](Z[l])`` (CS230 4.4).

    Parameters
    ----------
    X : ndarray, (n_x, m)
    W, b : list of ndarray, (n[l], n[l-1]) and (n[l], 1)
    g : list of functions of Z
    D : list of (n[l], m) arrays or None, optional
        Dropout masks of the layers 0..L-1; by default nothing is dropped.
    keep_prob : list of float, optional
        Of the layers 0..L-1; needed with D.

    Returns
    -------
    Z, A : list of ndarray, (n[l], m)
        Z[0] is None; A[l] is what the next layer reads, after dropout.
    """
    L = len(W) - 1
    D, keep_prob = D or [None] * L, keep_prob or [1] * L
    Z, A = [None], [dropout(X, D[0], keep_prob[0])]
    for l in range(1, L + 1):
        Z.append(W[l] @ A[l - 1] + b[l])
        A.append(g[l](Z[l]))
        if l < L:
            A[l] = dropout(A[l], D[l], keep_prob[l])
    return Z, A


def penalty(W, m, l1=0.0, l2=0.0):
    """``R = l2/(2m) sum W^2 + l1/(2m) sum |W|``, biases left out (NN 5, DNN 6.2, CS230 5.4.1)."""
    return sum(l2 * (W_l**2).sum() + l1 * np.abs(W_l).sum() for W_l in W[1:]) / (2 * m)


def penalty_gradient(W_l, m, l1=0.0, l2=0.0):
    """``dR/dW[l] = l2/m W[l] + l1/(2m) sign W[l]`` (DNN 6.2, CS230 5.4.1)."""
    return l2 / m * W_l + l1 / (2 * m) * np.sign(W_l)


def cost(losses, W, l1=0.0, l2=0.0):
    """``J = (1/m) sum_i loss_i + R`` for the losses of m examples (NN 3.1, CS230 5.4.1)."""
    return losses.mean() + penalty(W, len(losses), l1, l2)


def backward(Y, Z, A, W, derivative, loss_dZ, l1=0.0, l2=0.0, D=None, keep_prob=None):
    """The gradient of the cost, layer after layer from the last to the first (CS230 4.6).

    Parameters
    ----------
    Y : ndarray, (n_y, m)
    Z, A : list of ndarray
        As `forward` gives them, with the same D and keep_prob.
    W : list of ndarray, (n[l], n[l-1])
    derivative : list of functions of Z
        g' of every layer.
    loss_dZ : function of Z, A, Y and the derivative of the output layer
    l1, l2 : float
    D, keep_prob : list, optional

    Returns
    -------
    dZ, dA, dW, db : list of ndarray
        By layer; dA[L] is None, because a loss gives dZ[L] at once. dZ and dA are those of the
        losses, so the 1/m of the cost enters with dW and db.
    """
    L, m = len(W) - 1, Y.shape[1]
    D, keep_prob = D or [None] * L, keep_prob or [1] * L
    dZ, dA, dW, db = ([None] * (L + 1) for _ in range(4))
    for l in range(L, 0, -1):
        if l == L:
            dZ[L] = loss_dZ(Z[L], A[L], Y, derivative[L])
        else:
            dA[l] = dropout(W[l + 1].T @ dZ[l + 1], D[l], keep_prob[l])
            dZ[l] = dA[l] * derivative[l](Z[l])
        dW[l] = dZ[l] @ A[l - 1].T / m + penalty_gradient(W[l], m, l1, l2)
        db[l] = dZ[l].sum(axis=1, keepdims=True) / m
    return dZ, dA, dW, db
