"""Optimizers (DNN 8, CS230 6.6-6.8): one step from theta, along its gradient g.

Each takes theta, g, what it remembers (arrays like theta, 0 at the start), the learning rate
alpha and the number t = 1, 2, ... of the step, and gives the new theta and what to remember.
"""

from __future__ import annotations

import numpy as np


def gd(theta, g, state, alpha, t):
    """``theta -= alpha g`` (DNN 8, CS230 2.1.5)."""
    return theta - alpha * g, state


def momentum(theta, g, state, alpha, t, beta=0.9, variant="averaged"):
    """``v = beta v + (1 - beta) g``, ``theta -= alpha v`` (CS230 6.6).

    In the classical variant g enters whole.
    """
    (v,) = state
    v = beta * v + (g if variant == "classical" else (1 - beta) * g)
    return theta - alpha * v, (v,)


def rmsprop(theta, g, state, alpha, t, beta2=0.999, epsilon=1e-8):
    """``S = beta2 S + (1 - beta2) g^2``, ``theta -= alpha g / (sqrt S + eps)`` (CS230 6.7)."""
    (S,) = state
    S = beta2 * S + (1 - beta2) * g**2
    return theta - alpha * g / (np.sqrt(S) + epsilon), (S,)


def adam(theta, g, state, alpha, t, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Momentum over RMSprop, both corrected for their start at 0 (DNN 8, CS230 6.8)."""
    v, S = state
    v = beta1 * v + (1 - beta1) * g
    S = beta2 * S + (1 - beta2) * g**2
    v_corrected = v / (1 - beta1**t)
    S_corrected = S / (1 - beta2**t)
    return theta - alpha * v_corrected / (np.sqrt(S_corrected) + epsilon), (v, S)
