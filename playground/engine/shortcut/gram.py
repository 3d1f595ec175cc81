"""Gradient descent on fewer examples than inputs, through X^T X.

Without hidden layers the gradient with respect to W^T is ``X dZ^T``, a mixture of the examples,
and with an L2 penalty also of W itself. On one full batch, W therefore never leaves what the m
examples and its own start span, however long it is trained. Let the columns of B be the
examples, the weights as they were at the start, and what the optimizer remembered there:

    B = [X, W0^T, V0^T]      W^T = B C      V^T = B D

C and D, the coordinates, are all that moves, and all a step needs are inner products,

    Z = C^T (B^T X) + b      dJ/dC = [dZ^T; 0; 0] + l2/m C      sum W^2 = sum C * (B^T B C)

which are computed once. A step then passes once over ``(rank, m)`` numbers in place of twice
over ``(n_x, m)``: for 209 pictures of 12288 numbers, a hundred times fewer. An optimizer that is
linear in the gradient moves C and D by the very calls that would have moved W and V.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from playground.engine.calls import Call, call, product, run, transposed
from playground.engine.errors import EngineError
from playground.engine.metrics import CostAndError, error_of
from playground.engine.network import Network
from playground.engine.optimizers import Optimizer
from playground.engine.plan import blocks
from playground.engine.regularization.penalty import Penalty
from playground.engine.step import BoundStep

# Fewer numbers stay in the processor's cache, where to pass over them twice is as fast.
LEAST_NUMBERS = 1 << 19
# The inner products of more examples would take longer than one waits for a first step.
LARGEST_RANK = 2048
# Squares beyond these lose digits, or themselves.
_SMALLEST_SQUARE, _LARGEST_SQUARE = 1e-200, 1e200


def suits(network: Network, optimizer: Optimizer, m: int) -> bool:
    """Whether a full batch of `m` examples is better gone through by way of X^T X."""
    if network.n_layers > 1 or not optimizer.linear:
        return False
    n_x, n_y = network.layer_sizes
    rank = m + (1 + len(optimizer.state)) * n_y
    return (
        n_x * m >= LEAST_NUMBERS
        and rank <= min(LARGEST_RANK, n_x // 2)
        and network.dtype == np.float64
        and not network.l1
        and network.keep_prob == (1,)
    )


class GramMatrix:
    """The inner products of training examples with one another and with other vectors.

    Parameters
    ----------
    X, Y : ndarray, (n_x, m) and (n_y, m)
    """

    def __init__(self, X: np.ndarray, Y: np.ndarray) -> None:
        self.X, self.Y = X, Y
        self._others: tuple[np.ndarray, np.ndarray] | None = None

    @cached_property
    def own(self) -> np.ndarray:
        """``X^T X``, ``(m, m)``."""
        return self.X.T.dot(self.X)

    @property
    def exact(self) -> bool:
        """Whether squares of these examples are ordinary numbers."""
        largest = self.own.diagonal().max()
        return bool(_SMALLEST_SQUARE < largest < _LARGEST_SQUARE)

    def bordered(self, A: np.ndarray) -> np.ndarray:
        """``[X, A]^T [X, A]``, ``(m + k, m + k)``, for A of shape ``(n_x, k)``."""
        with_A = self.X.T.dot(A)
        return np.block([[self.own, with_A], [with_A.T, A.T.dot(A)]])

    def with_others(self, X: np.ndarray) -> np.ndarray:
        """``X'^T X``, ``(m', m)``; kept until they are asked for with other examples."""
        if self._others is None or self._others[0] is not X:
            self._others = X, X.T.dot(self.X)
        return self._others[1]


class _Seen:
    """Examples as the coordinates see them, from C and b to the loss.

    Parameters
    ----------
    network : Network
    block : ndarray, (rank + 1, n_y)
        C, and the row b.
    inner : ndarray, (m or more, rank)
        ``X^T B``, and perhaps other rows below.
    Y : ndarray, (n_y, m)

    Attributes
    ----------
    value : list of calls
        From the coordinates to the losses, by way of `inner_C`, ``inner C``.
    loss : BoundLoss
    """

    def __init__(
        self, network: Network, block: np.ndarray, inner: np.ndarray, Y: np.ndarray
    ) -> None:
        n_y, m = Y.shape
        Z, self.inner_C = np.empty((n_y, m)), np.empty((len(inner), n_y))
        self.loss = network.loss.bind(Z, network.activations[-1])
        network.loss.encoder(self.loss.targets)(Y)
        self.value: list[Call] = [
            product(inner, block[:-1], self.inner_C),
            call(np.add, transposed(self.inner_C[:m]), transposed(block[-1:]), Z),
            *self.loss.value,
        ]
        self._output, self._Y, self._task = Z, Y, network.task

    def measured(self) -> CostAndError:
        run(self.value)
        cost = float(self.loss.total()) * self.loss.weight
        run(self.loss.output)
        return CostAndError(cost, error_of(self._task, self._output, self._Y))


class Gram:
    """A network without hidden layers while it is trained through ``X^T X``.

    `suits` says where that is right. Theta and what the optimizer remembers stand still until
    `settle` and `settle_vectors`. These depend on nothing but the coordinates and leave them as
    they are, so that the numbers are the same however often somebody looks.

    Parameters
    ----------
    network : Network
    optimizer : Optimizer
    matrix : GramMatrix
        Of the training set.
    basis : ndarray, (1 + n_vectors, n_parameters)
        Theta, and what the optimizer remembers, where the coordinates start from.
    coordinates : ndarray, optional
        Where they have come since; the start by default.

    Attributes
    ----------
    step : calls, total, weight, penalty
        From the coordinates to the cost and its gradient, as of `Step`.
    rule : tuple
        How the optimizer moves the coordinates: ``prepare``, its calls, and what it remembers.
    basis : ndarray
        As given.
    coordinates : ndarray, (1 + n_vectors, (rank + 1) * n_y)
        Of theta and of each vector of the optimizer: C, ``(rank, n_y)``, row by row, then b.

    Raises
    ------
    EngineError
        When basis or coordinates are not of this network, optimizer and training set.
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer,
        matrix: GramMatrix,
        basis: np.ndarray,
        coordinates: np.ndarray | None = None,
    ) -> None:
        _check_shape("basis", basis, (1 + len(optimizer.state), network.n_parameters))
        self._network, self._matrix, self.basis = network, matrix, basis
        self._regularization = network.regularization
        (n_x, n_y), self._m = network.layer_sizes, matrix.X.shape[1]
        (starts,) = blocks(basis, network.layer_sizes)
        self._starts = starts[:, :-1].swapaxes(0, 1).reshape(n_x, -1)  # W0^T, V0^T side by side
        self._inner = matrix.bordered(self._starts)
        rank = len(self._inner)

        self.coordinates = np.zeros((len(basis), (rank + 1) * n_y))
        (self._blocks,) = blocks(self.coordinates, (rank, n_y))
        for block, start, row in zip(self._blocks, starts, range(self._m, rank, n_y)):
            block[row : row + n_y], block[-1] = np.eye(n_y), start[-1]
        if coordinates is not None:
            _check_shape("coordinates", coordinates, self.coordinates.shape)
            self.coordinates[...] = coordinates

        self._train = _Seen(network, self._blocks[0], self._inner, matrix.Y)
        self._others: tuple[np.ndarray, _Seen] | None = None
        self._bind(optimizer)
        self._settled = network.theta.copy()
        if coordinates is not None:
            self._write(self._settled, self._blocks[0])
        self._lagging = False

    def _bind(self, optimizer: Optimizer) -> None:
        theta, vectors = self.coordinates[0], self.coordinates[1:]
        sizes, m = (len(self._inner), self._network.layer_sizes[-1]), self._m
        gradient = np.empty((2, theta.size))
        (g,) = blocks(gradient[0], sizes)
        loss, dZ = self._train.loss, transposed(self._train.loss.dZ)
        decay = Penalty(theta, gradient[0], sizes, 0, self._network.l2, m)
        calls = [
            *self._train.value,
            *loss.slope,
            call(np.copyto, g[:m], dZ),
            call(g[m:-1].fill, 0),
            product(np.ones((1, m)), dZ, g[-1:]),
            *decay.calls,
        ]
        penalty = self._penalty if decay.calls else None
        self.step = BoundStep(calls, loss.total, loss.weight, penalty)
        prepare, update = optimizer.bind(theta, gradient, vectors)
        self.rule = prepare, [*update, self._lag], vectors

    # ------------------------------------------------------------------ theta

    def _lag(self) -> None:
        self._lagging = True

    def settle(self) -> None:
        """Bring theta to where the coordinates are."""
        if self._lagging:
            self._write(self._settled, self._blocks[0])
            self._network.theta = self._settled
            self._lagging = False

    def settle_vectors(self, vectors: np.ndarray) -> None:
        """Write what the optimizer remembers now to `vectors`, ``(n_vectors, n_parameters)``."""
        for vector, block in zip(vectors, self._blocks[1:]):
            self._write(vector, block)

    def _write(self, vector: np.ndarray, block: np.ndarray) -> None:
        (out,) = blocks(vector, self._network.layer_sizes)
        with np.errstate(all="ignore"):
            self._matrix.X.dot(block[: self._m], out[:-1])
            out[:-1] += self._starts.dot(block[self._m : -1])
        out[-1] = block[-1]

    @property
    def holds(self) -> bool:
        """Whether nobody has changed theta or the regularization meanwhile."""
        if self._network.regularization is not self._regularization:
            return False
        # Compared as bits, because not a number is not equal to itself.
        theta, settled = (array.view(np.int64) for array in (self._network.theta, self._settled))
        return self._lagging or np.array_equal(theta, settled)

    # ------------------------------------------------------------------ measuring

    def penalty(self, m: int) -> float:
        """As `Network.penalty`."""
        if not self._network.l2:
            return 0.0
        run(self._train.value[:1])
        return self._penalty() * self._m / m

    def _penalty(self) -> float:
        """The penalty of the training set, after the calls of a step."""
        sum_of_squares = float(np.vdot(self._blocks[0, :-1], self._train.inner_C))
        return self._network.l2 / (2 * self._m) * sum_of_squares

    def cost_and_error(self, X: np.ndarray, Y: np.ndarray, penalty: bool = True) -> CostAndError:
        """As `Network.cost_and_error`, for examples that do not change.

        The inner products with X are kept until it is asked for another one. Where they are too
        many, theta is settled, and the network asked.
        """
        with np.errstate(all="ignore"):
            if X is self._matrix.X:
                cost, error = self._train.measured()
            elif X.shape[1] <= LARGEST_RANK:
                cost, error = self._seen(X, Y).measured()
            else:
                self.settle()
                cost, error = self._network.cost_and_error(X, Y, penalty=False)
        return CostAndError(cost + self.penalty(X.shape[1]) if penalty else cost, error)

    def _seen(self, X: np.ndarray, Y: np.ndarray) -> _Seen:
        if self._others is None or self._others[0] is not X:
            inner = np.hstack([self._matrix.with_others(X), X.T.dot(self._starts)])
            self._others = X, _Seen(self._network, self._blocks[0], inner, Y)
        return self._others[1]


def _check_shape(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise EngineError(
            f"state: the shape of its {name} is {array.shape}; this network, optimizer and "
            f"training set need {shape}."
        )
