"""Loss functions, each with the outputs it fits (NN 3.1, CS230 3.6, ML5).

Both cross-entropies are evaluated from Z, so a saturated output costs a large finite number, never
infinity; nothing is clipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from playground.engine.calls import Call, call, constant, product, sum_of_squares, total
from playground.engine.errors import EngineError
from playground.engine.loss import BoundLoss, Loss, refuse_labels
from playground.settings import Registry, number

losses = Registry("loss")


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
        refuse_labels(self, Y)


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
        refuse_labels(self, Y)
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
        within="(0, 1e6]",
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
