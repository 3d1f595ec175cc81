"""Forward, backward and a step once more, as loops over examples and units (NN 1.1.1, CS230 2.2).

What `playground.engine.reference.propagation` says in one matrix product stands here number by
number. The results are the same; the loops take some hundred times as long, which is why nobody
writes them.
"""

from __future__ import annotations

import numpy as np


def forward_loops(X, W, b, g):
    """As `forward`, without dropout: every unit adds up what it reads, example by example."""
    L, m = len(W) - 1, X.shape[1]
    Z, A = [None], [X]
    for l in range(1, L + 1):
        n, n_in = W[l].shape
        Z.append(np.zeros((n, m)))
        A.append(np.zeros((n, m)))
        for i in range(m):
            for j in range(n):
                z = b[l][j, 0]
                for k in range(n_in):
                    z += W[l][j, k] * A[l - 1][k, i]
                Z[l][j, i] = z
            A[l][:, [i]] = g[l](Z[l][:, [i]])
    return Z, A


def backward_loops(Y, Z, A, W, derivative, loss_dZ, l1=0.0, l2=0.0):
    """As `backward`, without dropout; every example adds its share to dW and db."""
    L, m = len(W) - 1, Y.shape[1]
    dZ, dA = ([None, *(np.zeros_like(Z_l) for Z_l in Z[1:])] for _ in range(2))
    dW = [None, *(np.zeros_like(W_l) for W_l in W[1:])]
    db = [None, *(np.zeros((len(W_l), 1)) for W_l in W[1:])]
    dA[L] = None
    for i in range(m):
        one = slice(i, i + 1)
        dZ[L][:, one] = loss_dZ(Z[L][:, one], A[L][:, one], Y[:, one], derivative[L])
        for l in range(L, 0, -1):
            n, n_in = W[l].shape
            if l < L:
                for j in range(n):
                    for k in range(len(W[l + 1])):
                        dA[l][j, i] += W[l + 1][k, j] * dZ[l + 1][k, i]
                dZ[l][:, one] = dA[l][:, one] * derivative[l](Z[l][:, one])
            for j in range(n):
                db[l][j, 0] += dZ[l][j, i] / m
                for k in range(n_in):
                    dW[l][j, k] += dZ[l][j, i] * A[l - 1][k, i] / m
    for l in range(1, L + 1):
        for j in range(W[l].shape[0]):
            for k in range(W[l].shape[1]):
                w = W[l][j, k]
                dW[l][j, k] += l2 / m * w + l1 / (2 * m) * np.sign(w)
    return dZ, dA, dW, db


def gd_loops(W, b, dW, db, alpha):
    """A step of gradient descent, one parameter after another; new W and b."""
    W, b = ([None, *(array.copy() for array in arrays[1:])] for arrays in (W, b))
    for parameters, gradients in ((W, dW), (b, db)):
        for l in range(1, len(parameters)):
            for j in range(parameters[l].shape[0]):
                for k in range(parameters[l].shape[1]):
                    parameters[l][j, k] -= alpha * gradients[l][j, k]
    return W, b
