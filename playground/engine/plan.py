"""The plan of a step: forward, cost and backward as bound calls (NN 3.1, DNN 6-7, CS230 4.6).

A plan belongs to one architecture and one number of examples. It owns every array a step needs
and is made once; a step then only runs its lists. Block l of theta, ``(n[l-1] + 1, n[l])``, holds
W[l]^T above the row b[l]^T, and the activations lie above a row of ones, so that one product per
layer takes care of W and b together:

    Z[l] = block[l]^T [A[l-1]; 1]        d block[l] = [A[l-1]; 1] dZ[l]^T

The same code serves K networks at once: every array then has a leading axis K.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

import numpy as np

from playground.engine.activations import Activation
from playground.engine.calls import Call, call, constant, product, transposed
from playground.engine.loss import Loss


def blocks(vector: np.ndarray, layer_sizes: Sequence[int]) -> list[np.ndarray]:
    """The layers of a vector in the layout of theta: views ``(..., n[l-1] + 1, n[l])``."""
    views, start = [], 0
    for n_in, n_out in pairwise(layer_sizes):
        stop = start + (n_in + 1) * n_out
        views.append(vector[..., start:stop].reshape(*vector.shape[:-1], n_in + 1, n_out))
        start = stop
    return views


# Up to so many numbers, copying X above a row of ones costs less than it saves.
_OWN_INPUT = 1 << 14


class ForwardPlan:
    """Bound calls from X to Z[L].

    Parameters
    ----------
    layer_sizes : sequence of int
        n[0], ..., n[L].
    activations : sequence of Activation
        One per layer 1..L.
    theta : ndarray, (n_parameters,) or (K, n_parameters)
        The parameters the plan reads.
    m : int
        The number of examples.
    dropping : sequence of bool
        For the layers 0..L-1, whether dropout masks are applied; empty for nowhere.

    Attributes
    ----------
    A : list of ndarray
        A[1], ..., A[L-1], ``(n[l], m)``, before masks; then Z[L], which becomes A[L].
    masks : list of ndarray or None
        Masks of the layers 0..L-1, where there are any, divided by keep_prob; to be filled.
    load : callable
        ``load(X)`` takes X, ``(n[0], m)``, masked where that is due.
    forward : list of calls
        From the X that was loaded to Z[L]: those to Z[1], and `later`.
    later : list of calls
        From Z[1] in A[0] to Z[L]; none where L is 1.
    output : list of calls
        From there to A[L], in place.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activations: Sequence[Activation],
        theta: np.ndarray,
        m: int,
        dropping: Sequence[bool] = (),
    ) -> None:
        self.m = m
        self._lead, self._dtype = theta.shape[:-1], theta.dtype
        dropping = tuple(dropping) or (False,) * len(activations)
        hidden = layer_sizes[1:-1]

        # All hidden layers lie in one array, each above its row of ones.
        self._starts = [0]
        for n in hidden:
            self._starts.append(self._starts[-1] + n + 1)
        self._rows = self._empty(self._starts[-1])
        self._inputs = [self._rows[..., a:b, :] for a, b in pairwise(self._starts)]
        for A in self._inputs:
            A[..., -1, :] = 1
        self.A = [*(A[..., :-1, :] for A in self._inputs), self._empty(layer_sizes[-1])]
        self.masks = [
            np.empty((*self._lead, n, m), self._dtype) if drop else None
            for n, drop in zip(layer_sizes, dropping)
        ]

        self._blocks = blocks(theta, layer_sizes)
        self.load = self._bind_input(layer_sizes[0])
        self.later: list[Call] = []
        for i, activation in enumerate(activations[:-1]):
            self.later += activation.forward(self.A[i])
            mask = self.masks[i + 1]
            if mask is not None:
                dropped = np.ones_like(self._inputs[i])
                self.later.append(call(np.multiply, self.A[i], mask, dropped[..., :-1, :]))
                self._inputs[i] = dropped
            into_next = transposed(self._blocks[i + 1])
            self.later.append(product(into_next, self._inputs[i], self.A[i + 1]))
        self.forward = self._first_layer() + self.later
        self.output = list(activations[-1].forward(self.A[-1]))

    def _empty(self, rows: int) -> np.ndarray:
        # For K networks as (rows, K, m) in memory, where neighbouring rows of all are one piece.
        array = np.empty((rows, *self._lead, self.m), self._dtype)
        return array.swapaxes(0, -2)

    def _bind_input(self, n_x: int) -> Callable[[np.ndarray], None]:
        """A small X is copied above a row of ones; a large one is read where it is."""
        mask = self.masks[0]
        self._own_input: np.ndarray | None = None
        self._given: np.ndarray
        if n_x * self.m <= _OWN_INPUT:
            self._own_input = self._empty(n_x + 1)
            self._own_input[..., -1, :] = 1
            loaded = self._own_input[..., :-1, :]
        else:
            loaded = self._given = self._empty(n_x if mask is not None else 0)

        def copy(X: np.ndarray) -> None:
            loaded[...] = X

        def read_in_place(X: np.ndarray) -> None:
            self._given = np.asarray(X, self._dtype)

        if mask is not None:
            return lambda X: np.multiply(X, mask, loaded)
        return copy if self._own_input is not None else read_in_place

    def _first_layer(self) -> list[Call]:
        block, Z = self._blocks[0], self.A[0]
        if self._own_input is not None:
            return [product(transposed(block), self._own_input, Z)]
        W, b = transposed(block[..., :-1, :]), transposed(block[..., -1:, :])
        multiply = np.matmul if self._lead else np.ndarray.dot
        return [lambda: multiply(W, self._given, Z), call(np.add, Z, b, Z)]


class Plan(ForwardPlan):
    """Bound calls from X and Y to the cost (without penalty) and its gradient.

    Parameters
    ----------
    layer_sizes, activations, theta, m, dropping
        As for `ForwardPlan`.
    loss : Loss
        The loss whose mean is the cost.
    gradient : ndarray, (n_parameters,) or (K, n_parameters)
        Where the gradient is written, in the layout of theta.

    Attributes
    ----------
    encode : callable
        ``encode(Y)`` takes Y, ``(n_y, m)``.
    targets, plausible, total, weight
        As of `BoundLoss`; the cost is ``weight * total()`` after the calls of `value`.
    value : list of calls
        From the X and the targets that were taken to the losses.
    backward : list of calls
        From there to the gradient.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activations: Sequence[Activation],
        loss: Loss,
        theta: np.ndarray,
        gradient: np.ndarray,
        m: int,
        dropping: Sequence[bool] = (),
    ) -> None:
        super().__init__(layer_sizes, activations, theta, m, dropping)
        self._loss = loss.bind(self.A[-1], activations[-1])
        self.targets, self.plausible = self._loss.targets, self._loss.plausible
        self.encode = loss.encoder(self.targets)
        self.total, self.weight = self._loss.total, self._loss.weight
        self.value = self.forward + self._loss.value
        gradients = blocks(gradient, layer_sizes)
        hidden = activations[:-1]

        # Neighbours with the same activation share the calls for g', rows of ones included.
        slopes = np.empty_like(self._rows)
        calls: list[Call] = []
        constant_slope: set[int] = set()
        for activation, neighbours in groupby(range(len(hidden)), hidden.__getitem__):
            first, *_, last = [*neighbours] * 2
            span = slice(self._starts[first], self._starts[last + 1])
            shared = list(activation.derivative(self._rows[..., span, :], slopes[..., span, :]))
            calls += shared
            if not shared:
                constant_slope.update(range(first, last + 1))
        dZ = self._loss.dZ
        calls += self._loss.slope
        if self._dtype == np.float32:
            # A network that has learned its examples by heart has dZ near 0. Float32 gets there
            # in denormals, which take a hundred times as long; this rounds them to 0.
            tiny = constant(1e-12, dZ)
            calls += [call(np.add, dZ, tiny, dZ), call(np.subtract, dZ, tiny, dZ)]

        for i in reversed(range(len(hidden))):
            dA = self._empty(layer_sizes[i + 1])
            D = slopes[..., self._starts[i] : self._starts[i + 1] - 1, :]
            calls.append(product(self._inputs[i], transposed(dZ), gradients[i + 1]))
            calls.append(product(self._blocks[i + 1][..., :-1, :], dZ, dA))
            if self.masks[i + 1] is not None:
                calls.append(call(np.multiply, dA, self.masks[i + 1], dA))
            if i not in constant_slope:
                calls.append(call(np.multiply, dA, D, dA))
            dZ = dA
        self.backward = calls + self._first_gradient(dZ, gradients[0])

    def _first_gradient(self, dZ: np.ndarray, gradient: np.ndarray) -> list[Call]:
        dZ = transposed(dZ)
        if self._own_input is not None:
            return [product(self._own_input, dZ, gradient)]
        dW, db = gradient[..., :-1, :], gradient[..., -1:, :]
        multiply = np.matmul if self._lead else np.ndarray.dot
        ones = np.ones((1, self.m), self._dtype)
        return [lambda: multiply(self._given, dZ, dW), product(ones, dZ, db)]

    def finish_output(self) -> None:
        """Make A[L] of what the calls of `value` left in its place."""
        for bound in self._loss.output:
            bound()
