"""One mini-batch from examples to cost and gradient, with everything bound beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from playground.engine.arguments import check_finite, check_same_m, checked_examples
from playground.engine.bounded_cache import bounded_cache
from playground.engine.calls import Call
from playground.engine.network import Network
from playground.engine.regularization.dropout import draw_masks, fill_masks, masked_layers

Masks = Sequence[np.ndarray | None] | None


class BoundStep:
    """The calls of one step, as a trainer makes them.

    Attributes
    ----------
    calls : list of calls
        From what was loaded to the gradient.
    total, weight, penalty
        After the calls the cost is ``weight * total() + penalty()``; `penalty` may be None.
    """

    def __init__(
        self, calls: list[Call], total: Call, weight: float, penalty: Callable[[], float] | None
    ) -> None:
        self.calls, self.total, self.weight, self.penalty = calls, total, weight, penalty


class Step(BoundStep):
    """The step for mini-batches of one size, with or without masks.

    Parameters
    ----------
    network : Network
    gradient : ndarray, (n_parameters,)
        Where the gradient of the cost goes, penalty included.
    m : int
        The number of examples.
    dropping : tuple of bool
        For the layers 0..L-1, whether dropout masks are applied.
    """

    def __init__(
        self, network: Network, gradient: np.ndarray, m: int, dropping: tuple[bool, ...]
    ) -> None:
        plan = network.make_plan(gradient, m, dropping)
        penalty = network.make_penalty(gradient, m)
        calls = plan.value + plan.backward + penalty.calls
        super().__init__(calls, plan.total, plan.weight, penalty.value if penalty.calls else None)
        self.masks = plan.masks if any(dropping) else []
        self.load, self.encode = plan.load, plan.encode
        self.targets, self.plausible = plan.targets, plan.plausible


class Steps:
    """The steps of a network by the shapes of X and Y; each is made when it is first needed.

    Parameters
    ----------
    network : Network
    gradient : ndarray, (n_parameters,)
        Where every step leaves its gradient.
    rng : numpy.random.Generator
        For dropout masks.
    """

    def __init__(self, network: Network, gradient: np.ndarray, rng: np.random.Generator) -> None:
        self._network, self._gradient, self._rng = network, gradient, rng
        self._forget()

    def _forget(self) -> None:
        self._known: dict[Any, Step] = {}
        self._known_for = self._network.regularization
        self._dropping = tuple(keep < 1 for keep in self._known_for.keep_prob)

    def loaded(
        self, X: np.ndarray, Y: np.ndarray, masks: Masks = None, *, encoded: bool = False
    ) -> Step:
        """The step for a mini-batch, ``(n_x, m)`` and ``(n_y, m)``, which is loaded into it.

        Where `encoded`, Y has been through the encoder of the loss already.

        Raises
        ------
        EngineError
            When X, Y or a mask has the wrong shape, or holds something that is not a number.
        """
        if self._network.regularization is not self._known_for:
            self._forget()
        dropping = self._dropping
        if masks is not None:
            dropping = masked_layers(masks, self._network.n_layers)
        try:
            # Shapes that were found right before need no second look.
            step = self._known[X.shape, Y.shape, dropping]
        except (KeyError, AttributeError):
            X, Y = self.checked(X, Y)
            step = self._made(X, Y, dropping)
        if step.masks:
            self._mask(step, masks)
        try:
            step.load(X)
            if encoded:
                step.targets[...] = Y
            else:
                step.encode(Y)
        except (TypeError, ValueError):
            self.checked(X, Y)  # says what it is that cannot be loaded
            raise
        return step

    def _mask(self, step: Step, masks: Masks) -> None:
        keep_prob = self._known_for.keep_prob
        if masks is None:
            draw_masks(step.masks, keep_prob, self._rng)
        else:
            fill_masks(step.masks, masks, keep_prob)

    def _made(self, X: np.ndarray, Y: np.ndarray, dropping: tuple[bool, ...]) -> Step:
        m = X.shape[1]
        make = partial(Step, self._network, self._gradient, m, dropping)
        return bounded_cache(self._known, (X.shape, Y.shape, dropping), make)

    def checked(
        self, X: np.ndarray, Y: np.ndarray, *, finite: bool = False
    ) -> tuple[np.ndarray, np.ndarray]:
        """X and Y as arrays of the network's type, or an `EngineError`.

        Where `finite` is asked for, a NaN or an infinite number is refused too.
        """
        sizes, dtype = self._network.layer_sizes, self._network.dtype
        X, Y = checked_examples(X, "X", sizes[0], dtype), checked_examples(Y, "Y", sizes[-1], dtype)
        check_same_m(X, Y)
        if finite:
            check_finite(X, "X")
            check_finite(Y, "Y")
        return X, Y
