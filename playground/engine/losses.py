"""Loss functions, each with the outputs it fits (NN 3.1, CS230 3.6, ML5).

A loss is bound to the array that holds Z of the output layer. Both cross-entropies are evaluated
from Z, so a saturated output costs a large finite number, never infinity; nothing is clipped.
The gradient with respect to Z of the output layer already carries the 1/m of the cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from playground.engine.activations import Activation
from playground.engine.calls import Call, call, constant, product, sum_of_squares, total
from playground.engine.errors import EngineError
from playground.settings import Registry, SettingError, Settings, declared, number

losses = Registry("loss")


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
            _refuse_labels(self, Y)


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


def _refuse_labels(loss: Loss, Y: np.ndarray) -> None:
    wrong = Y[(Y != 0) & (Y != 1)]
    if wrong.size:
        raise EngineError(
            f"Y: the label {wrong.flat[0]:g} is not allowed; {loss.name!r} takes 0 and 1 only."
        )


def _softplus(U: np.ndarray, out: np.ndarray) -> Iterator[Call]:
    """``log(1 + e^u)`` without overflow, and exact to the last digits where it is tiny."""
    if U.size < 256:
        yield call(np.logaddexp, constant(0, U), U, out)
        return
    # logaddexp works number by number; beyond some hundred of them five vector calls are faster.
    positive = np.empty_like(U)
    yield call(np.copysign, U, constant(-1, U), out)
    yield call(np.exp, out, out)
    yield call(np.log1p, out, out)
    yield call(np.maximum, U, constant(0, U), out=positive)
    yield call(np.add, out, positive, out)


@losses.register("binary_cross_entropy", label="Binary cross-entropy")
class BinaryCrossEntropy(Loss):
    """For answers of yes or no: -(y log a + (1-y) log(1-a)), with sigmoid outputs. With several
    outputs the losses are added up, one question each (one-vs-all)."""

    output: ClassVar[str] = "sigmoid"
    task: ClassVar[str] = "binary"
    formula: ClassVar[str] = r"-\sum_k \left( y_k \log a_k + (1 - y_k) \log (1 - a_k) \right)"
    dZ_formula: ClassVar[str] = "A - Y"

    def encoder(self, targets):
        """Labels become signs, s = 1 - 2y."""
        minus_two, one = constant(-2, targets), constant(1, targets)

        def encode(Y: np.ndarray) -> None:
            np.multiply(Y, minus_two, targets)
            np.add(targets, one, targets)

        return encode

    def weight_of_targets(self, n_y):
        """As of labels y, which are ``(1 - s)/2``."""
        c0, c = super().weight_of_targets(n_y)
        return c0 + c.sum() / 2, -c / 2

    def bind_unweighted(self, Z, activation):
        """With u = s z the loss is log(1 + e^u), and dZ = A - Y = s e^(u - loss).

        Both keep their relative precision however sure the network is.
        """
        m = Z.shape[-1]
        signs, U, dZ = (np.empty_like(Z) for _ in range(3))
        loss = np.empty(Z.shape, Z.dtype)

        # The squares of signs add up to their number. Wrong labels push the sum one way: all that
        # lie between 0 and 1 down, all others up.
        squares, n = sum_of_squares(signs), signs.size
        return BoundLoss(
            targets=signs,
            losses=loss,
            value=[call(np.multiply, Z, signs, U), *_softplus(U, loss)],
            total=total(loss),
            weight=1 / m,
            slope=[
                call(np.subtract, U, loss, dZ),
                call(np.exp, dZ, dZ),
                call(np.multiply, dZ, signs, dZ),
                call(np.multiply, dZ, constant(1 / m, Z), dZ),
            ],
            output=list(activation.forward(Z)),
            dZ=dZ,
            plausible=lambda: squares() == n,
        )

    def check_targets(self, Y):
        """Labels are 0 and 1."""
        _refuse_labels(self, Y)


@losses.register("softmax_cross_entropy", label="Softmax cross-entropy")
class SoftmaxCrossEntropy(Loss):
    """For one class out of several: -log of the probability given to the right one, with a
    softmax output and one-hot labels."""

    output: ClassVar[str] = "softmax"
    task: ClassVar[str] = "multiclass"
    formula: ClassVar[str] = r"-\sum_k y_k \log a_k"
    dZ_formula: ClassVar[str] = "A - Y"

    def bind_unweighted(self, Z, activation):
        """With s = z - max z: the loss is log sum e^s - sum y s, and dZ = A - Y."""
        m = Z.shape[-1]
        targets, S, E, chosen, dZ = (np.empty_like(Z) for _ in range(5))
        row = (*Z.shape[:-2], 1, m)
        peak, sums, loss, of_class = (np.empty(row, Z.dtype) for _ in range(4))
        ones = np.ones((1, Z.shape[-2]), Z.dtype)

        columns = np.empty(row, Z.dtype)
        add_up, n = product(ones, targets, columns), columns.size
        of_columns, of_entries, all_in_all = (
            sum_of_squares(columns),
            sum_of_squares(targets),
            total(columns),
        )

        def plausible() -> bool:
            # n sums of columns that add up to n, and so do their squares, are all 1. The squares
            # of the entries then add up to n for ones and zeros; fractions push it down, others up.
            add_up()
            return all_in_all() == of_columns() == of_entries() == n

        return BoundLoss(
            targets=targets,
            losses=loss,
            value=[
                call(np.maximum.reduce, Z, axis=-2, keepdims=True, out=peak),
                call(np.subtract, Z, peak, S),
                call(np.exp, S, E),
                product(ones, E, sums),
                call(np.log, sums, loss),
                call(np.multiply, S, targets, chosen),
                product(ones, chosen, of_class),
                call(np.subtract, loss, of_class, loss),
            ],
            total=total(loss),
            weight=1 / m,
            slope=[
                call(np.divide, E, sums, dZ),
                call(np.subtract, dZ, targets, dZ),
                call(np.multiply, dZ, constant(1 / m, Z), dZ),
            ],
            output=list(activation.forward(Z)),
            dZ=dZ,
            plausible=plausible,
        )

    def check_output(self, n_y, activation):
        """Softmax needs two outputs or more: with one it would always answer 1."""
        super().check_output(n_y, activation)
        if n_y < 2:
            raise EngineError(
                f"layer_sizes: {n_y} output is not enough for {self.name!r}; it needs at least 2 "
                "(for yes or no use one sigmoid output and 'binary_cross_entropy')."
            )

    def check_targets(self, Y):
        """Every column is one-hot: a single 1, the rest 0."""
        _refuse_labels(self, Y)
        sums = Y.sum(axis=0)
        if (sums != 1).any():
            i = int(np.flatnonzero(sums != 1)[0])
            raise EngineError(
                f"Y: column {i} has {sums[i]:g} ones; {self.name!r} takes one-hot columns, "
                "with exactly one 1 each."
            )


@losses.register("half_squared_error", label="Half squared error")
class HalfSquaredError(Loss):
    """For numbers: half the squared distance from the target, with a linear output. Works with
    every other output too, though cross-entropy learns classes faster."""

    formula: ClassVar[str] = r"\frac{1}{2} \sum_k (a_k - y_k)^2"
    dZ_formula: ClassVar[str] = r"(A - Y) \odot g'(Z)"

    def bind_unweighted(self, Z, activation):
        """The loss is 1/2 sum (a - y)^2, and dZ = (A - Y) g'(Z)."""
        m = Z.shape[-1]
        targets, E, dZ = (np.empty_like(Z) for _ in range(3))
        squares = np.empty(Z.shape, Z.dtype)
        return BoundLoss(
            targets=targets,
            losses=squares,
            value=[
                *activation.forward(Z),
                call(np.subtract, Z, targets, E),
                call(np.multiply, E, E, squares),
            ],
            total=total(squares),
            weight=0.5 / m,
            slope=[call(np.multiply, E, constant(1 / m, Z), dZ), *activation.backward(Z, dZ)],
            output=[],
            dZ=dZ,
        )


@losses.register("huber", label="Huber")
class Huber(Loss):
    """For numbers with outliers: the half squared error up to a distance from the target, and
    beyond it only as much as the distance, so that a few wild values do not bend everything."""

    delta: float = number(
        1,
        label="Huber threshold",
        help="Up to this distance from the target errors count squared, beyond it linearly; in "
        "standard deviations where labels are standardized.",
        minimum=0,
        open_minimum=True,
        maximum=1e6,
        scale="log",
    )

    formula: ClassVar[str] = r"\sum_k c_k (a_k - y_k - c_k / 2)"
    dZ_formula: ClassVar[str] = r"C \odot g'(Z), \quad C = A - Y \text{ held in } \pm\delta"

    def bind_unweighted(self, Z, activation):
        """With e = a - y and c = e held within delta, the loss is c (e - c/2), dZ = c g'(Z)."""
        m = Z.shape[-1]
        targets, E, C, dZ = (np.empty_like(Z) for _ in range(4))
        loss = np.empty(Z.shape, Z.dtype)
        return BoundLoss(
            targets=targets,
            losses=loss,
            value=[
                *activation.forward(Z),
                call(np.subtract, Z, targets, E),
                call(np.minimum, E, constant(self.delta, E), out=C),
                call(np.maximum, C, constant(-self.delta, E), out=C),
                call(np.multiply, C, constant(-0.5, C), loss),
                call(np.add, loss, E, loss),
                call(np.multiply, loss, C, loss),
            ],
            total=total(loss),
            weight=1 / m,
            slope=[call(np.multiply, C, constant(1 / m, Z), dZ), *activation.backward(Z, dZ)],
            output=[],
            dZ=dZ,
        )
