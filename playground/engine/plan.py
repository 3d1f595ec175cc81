"""The plan of a step: forward, cost and backward as bound calls (NN 3.1, DNN 6-7, CS230 4.6).

A plan belongs to one architecture and one number of examples. It owns every array a step needs
and is made once; a step then only runs its lists. Block l of theta, ``(n[l-1] + 1, n[l])``, holds
W[l]^T above the row b[l]^T, and the activations lie above a row of ones, so that one product per
layer takes care of W and b together:

    Z[l] = block[l]^T [A[l-1]; 1]        d block[l] = [A[l-1]; 1] dZ[l]^T

The same code serves K networks at once: every array then has a leading axis K.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from playground.engine.activations import Activation
from playground.engine.calls import Call, call, product, transposed
from playground.engine.losses import Loss


def blocks(vector: np.ndarray, layer_sizes: Sequence[int]) -> list[np.ndarray]:
    """The layers of a vector in the layout of theta: views ``(..., n[l-1] + 1, n[l])``."""
    views, start = [], 0
    for n_in, n_out in pairwise(layer_sizes):
        stop = start + (n_in + 1) * n_out
        views.append(vector[..., start:stop].reshape(*vector.shape[:-1], n_in + 1, n_out))
        start = stop
    return views


def folds(X: np.ndarray) -> bool:
    """Whether X is so small that copying it above a row of ones costs less than it saves."""
    return X.size <= 1 << 15


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
    folded : bool
        Whether the input comes above a row of ones, ``(n[0] + 1, m)``. That saves two calls; with
        a large X, copying it there would cost more.

    Attributes
    ----------
    A : list of ndarray
        A[1], ..., A[L-1], ``(n[l], m)``, before masks; then Z[L], which becomes A[L].
    masks : list of ndarray or None
        Masks of the layers 0..L-1, where there are any, divided by keep_prob; to be filled.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activations: Sequence[Activation],
        theta: np.ndarray,
        m: int,
        dropping: Sequence[bool] = (),
        folded: bool = True,
    ) -> None:
        self.m, self.folded = m, folded
        self._lead, self._dtype = theta.shape[:-1], theta.dtype
        dropping = tuple(dropping) or (False,) * len(activations)
        hidden = layer_sizes[1:-1]

        # All hidden layers lie in one array, each above its row of ones.
        self._starts = [0]
        for n in hidden:
            self._starts.append(self._starts[-1] + n + 1)
        self._rows = self._empty(self._starts[-1])
        inputs = [self._rows[..., a:b, :] for a, b in pairwise(self._starts)]
        for A in inputs:
            A[..., -1, :] = 1
        self.A = [*(A[..., :-1, :] for A in inputs), self._empty(layer_sizes[-1])]
        self.masks = [self._empty(n) if drop else None for n, drop in zip(layer_sizes, dropping)]

        self._blocks = blocks(theta, layer_sizes)
        self._inputs = inputs
        self._forward: list[Call] = []
        for i, activation in enumerate(activations[:-1]):
            self._forward += activation.forward(self.A[i])
            mask = self.masks[i + 1]
            if mask is not None:
                dropped = np.ones_like(inputs[i])
                self._forward.append(call(np.multiply, self.A[i], mask, dropped[..., :-1, :]))
                inputs[i] = dropped
            into_next = transposed(self._blocks[i + 1])
            self._forward.append(product(into_next, inputs[i], self.A[i + 1]))

        # The first layer reads whatever X it is given, so only one side of its product is bound.
        first = self._blocks[0]
        self._own_input = None
        if folded:
            self._own_input = np.empty((*self._lead, layer_sizes[0] + 1, m), self._dtype)
            self._own_input[..., -1, :] = 1
        elif dropping[0]:
            self._own_input = self._empty(layer_sizes[0])
        self._bias = None if folded else transposed(first[..., -1:, :])
        self._into_first = transposed(first if folded else first[..., :-1, :])
        self._multiply = np.ndarray.dot if theta.ndim == 1 else np.matmul
        self._output = list(activations[-1].forward(self.A[-1]))

    def _empty(self, rows: int) -> np.ndarray:
        return np.empty((*self._lead, rows, self.m), self._dtype)

    def entered(self, X: np.ndarray) -> np.ndarray:
        """X, ``(n[0], m)``, in the form the plan reads: masked, above a row of ones."""
        mask = self.masks[0]
        if self._own_input is None:
            return X
        own = self._own_input[..., :-1, :] if self.folded else self._own_input
        if mask is None:
            np.copyto(own, X)
        else:
            np.multiply(X, mask, own)
        return self._own_input

    def forward(self, entered: np.ndarray) -> None:
        """Compute A[1..L-1] and Z[L] from an entered X."""
        self._multiply(self._into_first, entered, self.A[0])
        if self._bias is not None:
            np.add(self.A[0], self._bias, self.A[0])
        for bound in self._forward:
            bound()

    def output(self, entered: np.ndarray) -> np.ndarray:
        """A[L], ``(n[L], m)``, from an entered X; the array is the plan's own."""
        self.forward(entered)
        for bound in self._output:
            bound()
        return self.A[-1]


class Plan(ForwardPlan):
    """Bound calls from X and Y to the cost (without penalty) and its gradient.

    Parameters
    ----------
    layer_sizes, activations, theta, m, dropping, folded
        As for `ForwardPlan`.
    loss : Loss
        The loss whose mean is the cost.
    gradient : ndarray, (n_parameters,) or (K, n_parameters)
        Where the gradient is written, in the layout of theta.

    Attributes
    ----------
    loss : BoundLoss
        The loss, bound to the output layer; ``loss.encode(Y)`` sets the targets.
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
        folded: bool = True,
    ) -> None:
        super().__init__(layer_sizes, activations, theta, m, dropping, folded)
        self.loss = loss.bind(self.A[-1], activations[-1])
        gradients = blocks(gradient, layer_sizes)
        hidden = activations[:-1]

        # Neighbours with the same activation share the calls for g', rows of ones included.
        slopes = np.empty_like(self._rows)
        calls: list[Call] = []
        constant_slope = set()
        for activation, neighbours in groupby(range(len(hidden)), hidden.__getitem__):
            first, *_, last = [*neighbours] * 2
            span = slice(self._starts[first], self._starts[last + 1])
            shared = list(activation.derivative(self._rows[..., span, :], slopes[..., span, :]))
            calls += shared
            if not shared:
                constant_slope.update(range(first, last + 1))
        calls += self.loss.slope

        dZ = self.loss.dZ
        for i in reversed(range(len(hidden))):
            dA = self._empty(layer_sizes[i + 1])
            block, D = (
                self._blocks[i + 1],
                slopes[..., self._starts[i] : self._starts[i + 1] - 1, :],
            )
            calls.append(product(self._inputs[i], transposed(dZ), gradients[i + 1]))
            calls.append(product(block[..., :-1, :], dZ, dA))
            if self.masks[i + 1] is not None:
                calls.append(call(np.multiply, dA, self.masks[i + 1], dA))
            if i not in constant_slope:
                calls.append(call(np.multiply, dA, D, dA))
            dZ = dA
        self._backward = calls
        self._dZ = transposed(dZ)
        self._first_gradient = gradients[0] if folded else gradients[0][..., :-1, :]
        self._bias_gradient = gradients[0][..., -1:, :]
        self._ones = np.ones((1, m), self._dtype)

    def cost(self, entered: np.ndarray) -> float:
        """The cost on an entered X and the targets encoded before; ``(K,)`` for K networks."""
        self.forward(entered)
        for bound in self.loss.value:
            bound()
        return self.loss.total() * self.loss.weight

    def cost_and_gradient(self, entered: np.ndarray) -> float:
        """The cost, as `cost`, and the gradient into the array bound for it."""
        cost = self.cost(entered)
        for bound in self._backward:
            bound()
        self._multiply(entered, self._dZ, self._first_gradient)
        if not self.folded:
            self._multiply(self._ones, self._dZ, self._bias_gradient)
        return cost

    def finished_output(self) -> np.ndarray:
        """A[L] after `cost`, which need not have come that far."""
        for bound in self.loss.output:
            bound()
        return self.A[-1]
