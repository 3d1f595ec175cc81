"""Loss: what a network is trained to make small, each example by the weight of its class.

A loss is bound to the array that holds Z of the output layer. The gradient with
respect to it already carries the 1/m of the cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import numpy as np

from playground.dataclass import dataclass
from playground.engine.activations import Activation
from playground.engine.calls import Call, call, constant, product, total
from playground.engine.errors import EngineError
from playground.settings import SettingError, Settings, declared


@dataclass(frozen=True)
class BoundLoss:
    """A loss bound to the output layer of one network and one number of examples.

    Attributes
    ----------
    targets : ndarray, (n_y, m)
        What the loss reads of Y, in the form `Loss.encoder` gives it; to be filled.
    losses : ndarray, (n_y, m) or (1, m)
        Where `value` leaves the losses, times the constant that `weight` undoes.
    value : list of calls
        From Z to the losses.
    total : call
        The sum of the losses over the examples, times a constant that `weight` undoes.
    weight : float
        ``weight * total()`` is the cost without the penalty.
    slope : list of calls
        From there to ``dZ = dJ/dZ``.
    output : list of calls
        From what `value` leaves in Z to ``A = g(Z)``, in place.
    dZ : ndarray, (n_y, m)
        Where `slope` leaves its result.
    plausible : callable
        Whether what is in `targets` can be such, by a test that costs next to nothing.
    """

    targets: np.ndarray
    losses: np.ndarray
    value: list[Call]
    total: Call
    weight: float
    slope: list[Call]
    output: list[Call]
    dZ: np.ndarray
    plausible: Callable[[], bool] = lambda: True


@declared
class Loss(Settings):
    """One loss function, evaluated on ``(n_y, m)`` outputs and targets.

    Parameters
    ----------
    class_weights : tuple of float
        What the loss of an example counts, by its class: 0 and 1 for one output, else the row of
        its 1. Empty: all count 1. The cost stays a mean over the examples.

    Attributes
    ----------
    output : str
        The name of the output activation the loss belongs to; empty where any will do.
    task : str
        ``"binary"``, ``"multiclass"`` or ``"regression"``: how its outputs are to be read.
    formula, dZ_formula : str
        The loss of an example and dZ of the output layer, as LaTeX.
    """

    output: ClassVar[str] = ""
    task: ClassVar[str] = "regression"
    formula: ClassVar[str] = r"\mathcal{L}(\hat{y}, y)"
    dZ_formula: ClassVar[str] = r"\frac{\partial \mathcal{L}}{\partial Z^{[L]}}"

    class_weights: tuple[float, ...] = ()

    def check(self):
        """Weights are positive numbers."""
        object.__setattr__(self, "class_weights", tuple(map(float, self.class_weights)))
        if not all(0 < weight < math.inf for weight in self.class_weights):
            raise SettingError("class_weights", "every weight must be a number above 0.")

    def encoder(self, targets: np.ndarray) -> Callable[[np.ndarray], None]:
        """A function of Y that fills `targets`, ``(n_y, m)``, with the form of Y wanted here."""

        def encode(Y: np.ndarray) -> None:
            targets[...] = Y

        return encode

    def encoded(self, Y: np.ndarray) -> np.ndarray:
        """The encoded form of Y, ``(n_y, m)``, as a new array of its type."""
        targets = np.empty_like(Y)
        self.encoder(targets)(Y)
        return targets

    def bind(self, Z: np.ndarray, activation: Activation) -> BoundLoss:
        """Bind the loss to Z of the output layer, ``(n_y, m)`` or ``(K, n_y, m)``."""
        bound = self.bind_unweighted(Z, activation)
        return (
            _weighted(bound, *self.weight_of_targets(Z.shape[-2])) if self.class_weights else bound
        )

    def bind_unweighted(self, Z: np.ndarray, activation: Activation) -> BoundLoss:
        """As `bind`, where all examples count 1."""
        raise NotImplementedError

    def weight_of_targets(self, n_y: int) -> tuple[float, np.ndarray]:
        """The weight of an example as ``c0 + c t``, for its targets t as `encoder` gives them."""
        if n_y == 1:
            no, yes = self.class_weights
            return no, np.array([[yes - no]])
        return 0.0, np.array([self.class_weights])

    def check_output(self, n_y: int, activation: Activation) -> None:
        """Raise `EngineError` where the output layer does not fit the loss."""
        if self.output and activation.name != self.output:
            raise EngineError(
                f"loss: {self.name!r} does not fit the output activation {activation.name!r}; "
                f"it needs {self.output!r}."
            )
        n_classes = max(2, n_y)
        if self.class_weights and len(self.class_weights) != n_classes:
            raise EngineError(
                f"class_weights: {len(self.class_weights)} numbers are not allowed; there are "
                f"{n_classes} classes."
            )

    def check_targets(self, Y: np.ndarray) -> None:
        """Raise `EngineError` where Y, ``(n_y, m)``, holds a target the loss cannot take."""
        if self.class_weights:
            refuse_labels(self, Y)


def _weighted(bound: BoundLoss, c0: float, c: np.ndarray) -> BoundLoss:
    """A loss of which every example's part is multiplied by its weight, ``c0 + c targets``."""
    targets, dZ = bound.targets, bound.dZ
    weights = np.empty((*dZ.shape[:-2], 1, dZ.shape[-1]), dZ.dtype)
    losses = np.empty(bound.losses.shape, dZ.dtype)
    if targets.shape[-2] == 1:
        weigh = call(np.multiply, targets, constant(c.item(), targets), weights)
    else:
        weigh = product(c.astype(dZ.dtype), targets, weights)
    return replace(
        bound,
        losses=losses,
        value=[
            *bound.value,
            weigh,
            call(np.add, weights, constant(c0, weights), weights),
            call(np.multiply, bound.losses, weights, losses),
        ],
        total=total(losses),
        slope=[*bound.slope, call(np.multiply, dZ, weights, dZ)],
    )


def refuse_labels(loss: Loss, Y: np.ndarray) -> None:
    """Raise `EngineError` where Y, ``(n_y, m)``, holds anything but 0 and 1."""
    wrong = Y[(Y != 0) & (Y != 1)]
    if wrong.size:
        raise EngineError(
            f"Y: the label {wrong.flat[0]:g} is not allowed; {loss.name!r} takes 0 and 1 only."
        )
