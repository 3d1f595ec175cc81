"""Mini-batches, averages with memory, and the check of a gradient (CS230 5.5.4-6.5)."""

from __future__ import annotations

import numpy as np


def mini_batches(m, batch_size, rng):
    """The numbers of the examples of each mini-batch of an epoch (NN 7, DNN 4, CS230 6.1).

    They are shuffled, unless there is one batch; the last holds what is left.
    """
    order = rng.permutation(m) if batch_size < m else np.arange(m)
    return [order[start : start + batch_size] for start in range(0, m, batch_size)]


def weighted_average(x, beta):
    """``v_t = beta v_{t-1} + (1 - beta) x_t``, given as ``v_t / (1 - beta^t)`` (CS230 6.3-6.5)."""
    v, averages = 0.0, []
    for t, x_t in enumerate(x, 1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t))
    return np.array(averages)


def gradient_check(J, theta, g, epsilon=1e-7):
    """Compare g with two-sided differences of the cost J (NN 6.1, CS230 5.5.4-5.5.6).

    ``approx_i = (J(theta + eps e_i) - J(theta - eps e_i)) / (2 eps)``

    Returns
    -------
    approx : ndarray, (n_parameters,)
    difference : float
        ``||approx - g|| / (||approx|| + ||g||)``: up to 1e-7 right, from 1e-3 a bug.
    """
    approx = np.empty_like(theta)
    for i in range(len(theta)):
        step = np.zeros_like(theta)
        step[i] = epsilon
        approx[i] = (J(theta + step) - J(theta - step)) / (2 * epsilon)
    norms = np.linalg.norm(approx) + np.linalg.norm(g)
    return approx, np.linalg.norm(approx - g) / norms if norms else 0.0
