"""Optimizers (DNN 8, CS230 6.6-6.8): how a gradient moves the parameters.

Every optimizer works on whole vectors in the layout of theta. Averages are kept undamped: with
``v' = v / (1 - beta)`` the update ``v = beta v + (1 - beta) g`` is ``v' = beta v' + g``, one call
less, and the factor goes into a number that is multiplied anyway.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from playground.engine.calls import Call, call, constant, spread
from playground.settings import Registry, Settings, number, option

optimizers = Registry("optimizer")

Prepare = Callable[[Any, int], None]
"""``prepare(learning_rate, t)`` sets the numbers of step t = 1, 2, ...; for K networks the rates
are a column."""


class Optimizer(Settings):
    """One optimizer with its constants; what it remembers is an array kept by the trainer.

    Attributes
    ----------
    state : tuple of str
        What it remembers, one vector each.
    linear : bool
        Whether every update is a sum of multiples of gradients, parameters and state.
    symbols : tuple of str
        What the notes call that which it remembers.
    formulas : tuple of str
        A step, as LaTeX, line by line: one for each of `symbols`, then that of theta.
    """

    state: ClassVar[tuple[str, ...]] = ()
    linear: ClassVar[bool] = False
    symbols: ClassVar[tuple[str, ...]] = ()
    formulas: ClassVar[tuple[str, ...]] = ()

    @property
    def largest_stable_step(self) -> float:
        """Of the rate times the curvature: beyond it a quadratic cost grows step by step.

        Infinite where the size of the gradient is divided away.
        """
        return math.inf

    def scales(self) -> tuple[float, ...]:
        """What each remembered vector is multiplied by to give the quantity of the formulas."""
        return ()

    def bind(
        self, theta: np.ndarray, G: np.ndarray, state: np.ndarray
    ) -> tuple[Prepare, list[Call]]:
        """Bind the update to its arrays.

        Parameters
        ----------
        theta : ndarray, (n_parameters,) or (K, n_parameters)
            The parameters, changed in place.
        G : ndarray, (2, *theta.shape)
            The gradient, and room to calculate in; both are overwritten.
        state : ndarray, (len(self.state), *theta.shape)
            What the optimizer remembers, 0 at the start.

        Returns
        -------
        prepare : callable
            ``prepare(learning_rate, t)``, to be called before the calls of step t.
        calls : list of calls
            One update.
        """
        raise NotImplementedError


def flush(state: np.ndarray) -> None:
    """Set to 0 what has faded away, before it becomes denormal and slow.

    The average of a gradient that stays 0, such as that of an input that is always 0, halves for
    ever; what is flushed is too small to move any parameter.
    """
    state[np.abs(state) < (1e-30 if state.dtype == np.float32 else 1e-290)] = 0


def _rate(theta: np.ndarray) -> np.ndarray:
    """An array for a number that changes between steps: 0-d, or a column for K networks."""
    return np.zeros((*theta.shape[:-1], 1) if theta.ndim > 1 else (), theta.dtype)


def _decay(label: str, default: float, notes: str, help: str) -> float:
    return number(
        default,
        label=label,
        help=help,
        notes=notes,
        within="[0, 1)",
        applies="live",
        advanced=True,
    )


def _epsilon() -> float:
    return number(
        1e-8,
        label="Epsilon",
        help="Keeps the division from blowing up where gradients are nearly 0.",
        notes="DNN 8",
        within="(0, 1]",
        scale="log",
        applies="live",
        advanced=True,
    )


@optimizers.register("gd", label="Gradient descent")
class GradientDescent(Optimizer):
    """Walks straight down the gradient. The plainest rule: what it does is easy to follow, but
    it crawls through long valleys."""

    linear: ClassVar[bool] = True
    formulas: ClassVar[tuple[str, ...]] = (r"\theta := \theta - \alpha\, d\theta",)

    @property
    def largest_stable_step(self) -> float:
        """2: a step multiplies theta by ``1 - alpha h``."""
        return 2.0

    def bind(self, theta, G, state):
        """``theta -= alpha g``."""
        g, _ = G
        alpha = _rate(theta)

        def prepare(rate, t):
            alpha[...] = rate

        return prepare, [call(np.multiply, g, alpha, g), call(np.subtract, theta, g, theta)]


@optimizers.register("momentum", label="Momentum")
class Momentum(Optimizer):
    """Follows an average of the past gradients, like a ball that rolls: zigzags cancel and the
    common direction adds up."""

    beta: float = _decay(
        "β (momentum)",
        0.9,
        "CS230 6.6",
        "How much of the past is kept: averages 1/(1 - beta) steps.",
    )
    variant: str = option(
        "averaged",
        {"averaged": "Average, (1 - beta) g", "classical": "Classical, g"},
        label="Variant",
        help="Whether a new gradient enters with weight 1 - beta, or whole. The classical variant "
        "walks the same path with the smaller rate (1 - beta) times the learning rate.",
        notes="CS230 6.6",
        applies="live",
        advanced=True,
    )
    state: ClassVar[tuple[str, ...]] = ("velocity",)
    linear: ClassVar[bool] = True
    symbols: ClassVar[tuple[str, ...]] = ("v",)

    @property
    def formulas(self) -> tuple[str, ...]:
        """With the factor of the gradient of its variant."""
        factor = "" if self.variant == "classical" else r"(1 - \beta)\, "
        return (
            rf"v := \beta v + {factor}d\theta",
            r"\theta := \theta - \alpha\, v",
        )

    @property
    def largest_stable_step(self) -> float:
        """``2 (1 + beta)``, over the factor of the gradient: beyond it one of the two roots of
        ``z^2 - (1 + beta - scale alpha h) z + beta`` lies outside the unit circle."""
        (scale,) = self.scales()
        return 2 * (1 + self.beta) / scale

    def scales(self):
        """``v = (1 - beta) v'``, or v itself."""
        return (1 if self.variant == "classical" else 1 - self.beta,)

    def bind(self, theta, G, state):
        """``v = beta v + (1 - beta) g; theta -= alpha v``; classical ``v = beta v + g``."""
        g, _ = G
        (v,) = state
        (scale,) = self.scales()
        beta, alpha = constant(self.beta, theta), _rate(theta)

        def prepare(rate, t):
            alpha[...] = rate * scale

        return prepare, [
            call(np.multiply, v, beta, v),
            call(np.add, v, g, v),
            call(np.multiply, v, alpha, g),
            call(np.subtract, theta, g, theta),
        ]


@optimizers.register("rmsprop", label="RMSprop")
class RMSprop(Optimizer):
    """Divides each gradient by its own recent size, so that steep and flat directions are walked
    at the same pace."""

    beta2: float = _decay(
        "β₂ (squares)",
        0.999,
        "CS230 6.7",
        "How much of the past is kept in the average of squares; 0.9 in Hinton's lecture.",
    )
    epsilon: float = _epsilon()
    state: ClassVar[tuple[str, ...]] = ("squares",)
    symbols: ClassVar[tuple[str, ...]] = ("S",)
    formulas: ClassVar[tuple[str, ...]] = (
        r"S := \beta_2 S + (1 - \beta_2)\, (d\theta)^2",
        r"\theta := \theta - \alpha\, \frac{d\theta}{\sqrt{S} + \epsilon}",
    )

    def scales(self):
        """``S = (1 - beta2) S'``."""
        return (1 - self.beta2,)

    def bind(self, theta, G, state):
        """``S = beta2 S + (1 - beta2) g^2; theta -= alpha g / (sqrt S + eps)``."""
        g, step = G
        (S,) = state
        root = (1 - self.beta2) ** 0.5
        beta2, alpha = constant(self.beta2, theta), _rate(theta)
        epsilon = constant(self.epsilon / root, theta)

        def prepare(rate, t):
            alpha[...] = rate / root

        return prepare, [
            call(np.multiply, S, beta2, S),
            call(np.multiply, g, g, step),
            call(np.add, S, step, S),
            call(np.sqrt, S, step),
            call(np.add, step, epsilon, step),
            call(np.divide, g, step, step),
            call(np.multiply, step, alpha, step),
            call(np.subtract, theta, step, theta),
        ]


@optimizers.register("adam", label="Adam")
class Adam(Optimizer):
    """Momentum and RMSprop together, both corrected for their start at 0. Fast and forgiving:
    the usual first choice."""

    beta1: float = _decay(
        "β₁ (momentum)",
        0.9,
        "CS230 6.8",
        "How much of the past is kept in the average of gradients.",
    )
    beta2: float = _decay(
        "β₂ (squares)",
        0.999,
        "CS230 6.8",
        "How much of the past is kept in the average of squared gradients.",
    )
    epsilon: float = _epsilon()
    state: ClassVar[tuple[str, ...]] = ("velocity", "squares")
    symbols: ClassVar[tuple[str, ...]] = ("v", "S")
    formulas: ClassVar[tuple[str, ...]] = (
        r"v := \beta_1 v + (1 - \beta_1)\, d\theta",
        r"S := \beta_2 S + (1 - \beta_2)\, (d\theta)^2",
        r"\theta := \theta - \alpha\, "
        r"\frac{v / (1 - \beta_1^t)}{\sqrt{S / (1 - \beta_2^t)} + \epsilon}",
    )

    def scales(self):
        """``v = (1 - beta1) v'`` and ``S = (1 - beta2) S'``."""
        return 1 - self.beta1, 1 - self.beta2

    def bind(self, theta, G, state):
        """``theta -= alpha v_corrected / (sqrt(S_corrected) + eps)``.

        Where ``v_corrected = v/(1 - beta1^t)`` and ``S_corrected = S/(1 - beta2^t)``. Divided by
        the root of what corrects S', this is one rate and one eps for all parameters.
        """
        g, squares = G
        v, S = state
        beta1, beta2, eps = self.beta1, self.beta2, self.epsilon
        betas = np.stack([np.broadcast_to(beta, (*theta.shape[:-1], 1)) for beta in (beta1, beta2)])
        betas = spread(betas.astype(theta.dtype), state)
        alpha, epsilon = _rate(theta), constant(eps + 0 * beta2, theta)
        step = squares

        def prepare(rate, t):
            root = ((1 - beta2) / (1 - beta2**t)) ** 0.5
            alpha[...] = rate * ((1 - beta1) / (1 - beta1**t)) / root
            epsilon[...] = eps / root

        return prepare, [
            call(np.multiply, g, g, squares),
            call(np.multiply, state, betas, state),
            call(np.add, state, G, state),
            call(np.sqrt, S, step),
            call(np.add, step, epsilon, step),
            call(np.divide, v, step, step),
            call(np.multiply, step, alpha, step),
            call(np.subtract, theta, step, theta),
        ]
