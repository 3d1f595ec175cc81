"""A fully connected network on one flat vector of parameters (CS230 5.5.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.cancellation import check
from playground.engine.arguments import (
    check_finite,
    check_same_m,
    checked_activations,
    checked_dtype,
    checked_entry,
    checked_examples,
    checked_layer_sizes,
)
from playground.engine.bounded_cache import bounded_cache
from playground.engine.calls import run
from playground.engine.errors import EngineError
from playground.engine.initializers import Initializer, checked_initializers
from playground.engine.loss import Loss
from playground.engine.losses import losses
from playground.engine.metrics import CostAndError, error_of
from playground.engine.plan import ForwardPlan, Plan, blocks
from playground.engine.regularization.dropout import fill_masks, masked_layers
from playground.engine.regularization.penalty import Penalty, penalty_value
from playground.engine.regularization.regularization import Regularization, checked_regularization


class Network:
    """Layers of units, their loss and their regularization.

    Parameters
    ----------
    layer_sizes : sequence of int
        n[0], ..., n[L]: the inputs, the hidden units, the outputs. ``[n_x, 1]`` is logistic (or
        linear) regression.
    activations : sequence
        One per layer 1..L: a name, ``(name, settings)`` or an `Activation`.
    loss : str or Loss
        ``"binary_cross_entropy"``, ``"softmax_cross_entropy"`` or ``"half_squared_error"``.
    l1, l2 : float
        Strength of the penalties on the weights (NN 5, CS230 5.4); may be set at any time.
    keep_prob : None, float or sequence of float
        Share of units that inverted dropout keeps while training (NN 5.1): nowhere less than all,
        one number for the hidden layers, or one number per layer 0..L-1. May be set at any time.
    dtype : {"float64", "float32"}
        The type of every number.
    task : {"binary", "multiclass", "regression"}, optional
        What the targets are, and so what counts as an error; by default what the loss is made
        for. Classes may be learned with the half squared error too.

    Attributes
    ----------
    theta : ndarray, (n_parameters,)
        All parameters; ``weights`` and ``biases`` are views of it. Layer after layer it holds
        W[l]^T row by row, then b[l].
    weights : list of ndarray, (n[l], n[l-1])
    biases : list of ndarray, (n[l], 1)
    regularization : Regularization
        l1, l2 and keep_prob together; another object whenever one of them or the loss changes, so
        that whoever has bound calls to them can tell.

    Raises
    ------
    EngineError
        When an argument is not allowed, with a sentence that says what is.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activations: Sequence[Any],
        loss: str | Loss,
        l1: float = 0.0,
        l2: float = 0.0,
        keep_prob: float | Sequence[float] | None = None,
        dtype: str = "float64",
        task: str | None = None,
    ) -> None:
        self.layer_sizes = checked_layer_sizes(layer_sizes)
        self.n_layers = len(self.layer_sizes) - 1
        self.activations = checked_activations(activations, self.n_layers)
        self._loss: Loss = checked_entry(losses, loss, "loss")
        self._loss.check_output(self.layer_sizes[-1], self.activations[-1])
        self.task = task or self.loss.task
        self.regularization = checked_regularization(l1, l2, keep_prob, self.n_layers)
        self.dtype = checked_dtype(dtype)

        size = sum((n_in + 1) * n for n_in, n in zip(self.layer_sizes, self.layer_sizes[1:]))
        self._theta = np.zeros(size, self.dtype)
        self._gradient = np.empty_like(self._theta)
        layers = blocks(self._theta, self.layer_sizes)
        self.weights = [block[:-1].T for block in layers]
        self.biases = [block[-1:].T for block in layers]
        self._plans: dict[Any, Any] = {}  # `Plan` and `ForwardPlan`

    @property
    def theta(self) -> np.ndarray:
        """All parameters, ``(n_parameters,)``; assigning copies the numbers in."""
        return self._theta

    @theta.setter
    def theta(self, values: np.ndarray) -> None:
        values = np.asarray(values)
        if values.shape != self._theta.shape:
            raise EngineError(
                f"theta: the shape {values.shape} is not allowed; it must be {self._theta.shape}."
            )
        self._theta[...] = values

    def frozen_theta(self) -> np.ndarray:
        """A copy of all parameters that nobody writes to."""
        theta = self._theta.copy()
        theta.flags.writeable = False
        return theta

    @property
    def loss(self) -> Loss:
        """What the cost is the mean of; may be set at any time, such as to other class weights."""
        return self._loss

    @loss.setter
    def loss(self, value: str | Loss) -> None:
        loss: Loss = checked_entry(losses, value, "loss")
        if loss != self._loss:
            loss.check_output(self.layer_sizes[-1], self.activations[-1])
            self._loss = loss
            self._plans.clear()
            self.regularization = Regularization(*self.regularization)

    @property
    def n_parameters(self) -> int:
        """The length of theta."""
        return self._theta.size

    @property
    def l1(self) -> float:
        """Strength of the L1 penalty, at least 0."""
        return self.regularization.l1

    @l1.setter
    def l1(self, value: float) -> None:
        self._regularize(value, self.l2, self.keep_prob)

    @property
    def l2(self) -> float:
        """Strength of the L2 penalty, at least 0."""
        return self.regularization.l2

    @l2.setter
    def l2(self, value: float) -> None:
        self._regularize(self.l1, value, self.keep_prob)

    @property
    def keep_prob(self) -> tuple[float, ...]:
        """Share of units kept by dropout in the layers 0..L-1, each in (0, 1]."""
        return self.regularization.keep_prob

    @keep_prob.setter
    def keep_prob(self, value: float | Sequence[float] | None) -> None:
        self._regularize(self.l1, self.l2, value)

    def _regularize(self, l1: float, l2: float, keep_prob: Any) -> None:
        regularization = checked_regularization(l1, l2, keep_prob, self.n_layers)
        if regularization != self.regularization:
            self.regularization = regularization

    def initialize(
        self, initializer: Initializer | str | Sequence[Any], rng: np.random.Generator
    ) -> None:
        """Draw the weights of every layer, first to last; biases are 0 unless they are given.

        Parameters
        ----------
        initializer : Initializer, str or sequence of them
            One for all layers, or one for each of the layers 1..L.
        rng : numpy.random.Generator

        Raises
        ------
        EngineError
            When there is not one for each layer, a weight is drawn that is larger than the
            network's type of number holds, or parameters are given that do not fit the layers.
        """
        chosen = checked_initializers(initializer, self.n_layers)
        for layer, (W, b, one) in enumerate(zip(self.weights, self.biases, chosen), 1):
            check()  # a large network takes seconds
            drawn, biases = one.layer(layer, self.layer_sizes, rng)
            with np.errstate(over="ignore"):
                W[...] = drawn
            if not np.isfinite(W).all():
                raise EngineError(
                    f"initializer: a weight of {np.abs(drawn).max():.4g} is not allowed; the "
                    f"largest {self.dtype.name} is {np.finfo(self.dtype).max:.2g}."
                )
            b[...] = biases

    def copy(self, dtype: str | None = None) -> Network:
        """A network of the same kind with the same parameters, and nothing shared."""
        clone = Network(
            self.layer_sizes,
            self.activations,
            self.loss,
            l1=self.l1,
            l2=self.l2,
            keep_prob=self.keep_prob,
            dtype=dtype or self.dtype.name,
            task=self.task,
        )
        clone.theta = self._theta
        return clone

    def __deepcopy__(self, memo: dict) -> Network:
        return self.copy()

    def __reduce__(self) -> tuple:
        # Bound calls cannot be pickled, and need not be. What stands behind None is set by setattr.
        arguments = self.layer_sizes, self.activations, self.loss, *self.regularization
        return Network, (*arguments, self.dtype.name, self.task), (None, {"theta": self._theta})

    def predict(self, X: np.ndarray) -> np.ndarray:
        """``Yhat = A[L]``, ``(n_y, m)``, for X of shape ``(n_x, m)``; dropout is off."""
        X = self.checked_inputs(X)
        return self._evaluated(X).A[-1].copy()

    def forward(self, X: np.ndarray) -> list[np.ndarray]:
        """``[A[1], ..., A[L]]``, each ``(n[l], m)``, for X of shape ``(n_x, m)``."""
        X = self.checked_inputs(X)
        return [A.copy() for A in self._evaluated(X).A]

    def penalty(self, m: int) -> float:
        """``l2/(2m) sum W^2 + l1/(2m) sum |W|`` over the weights of all layers."""
        with np.errstate(all="ignore"):
            return penalty_value(self._theta, self.layer_sizes, self.l1, self.l2, m)

    def cost(self, X: np.ndarray, Y: np.ndarray, penalty: bool = True) -> float:
        """The mean loss over the examples, and the penalty; dropout is off (NN 3.1)."""
        return self.cost_and_error(X, Y, penalty, error=False).cost

    def cost_and_error(
        self, X: np.ndarray, Y: np.ndarray, penalty: bool = True, *, error: bool = True
    ) -> CostAndError:
        """Cost and error in one pass; dropout is off.

        The error is the fraction misclassified, or for a regression the root of the mean squared
        error; NaN where it is not asked for.
        """
        plan = self._loaded(X, Y, None)
        # A network that diverges has an infinite cost, and nothing else to say about it.
        with np.errstate(all="ignore"):
            run(plan.value)
            cost = float(plan.total()) * plan.weight
            if penalty:
                cost += self.penalty(plan.m)
            wrong = np.nan
            if error:
                plan.finish_output()
                wrong = error_of(self.task, plan.A[-1], np.asarray(Y))
        return CostAndError(cost, wrong)

    def cost_and_error_in_blocks(self, X: np.ndarray, Y: np.ndarray, size: int) -> CostAndError:
        """As `cost_and_error` without the penalty, `size` examples at a time.

        In as much memory as one block takes; the last digits are those of another order of adding
        up.
        """
        m, total, wrong = X.shape[1], 0.0, 0.0
        regression = self.loss.task == "regression"
        for start in range(0, m, size):
            block = slice(start, start + size)
            cost, error = self.cost_and_error(X[:, block], Y[:, block], penalty=False)
            share = min(size, m - start) / m
            total += cost * share
            wrong += (error**2 if regression else error) * share
        return CostAndError(total, float(np.sqrt(wrong)) if regression else wrong)

    def gradient(
        self, X: np.ndarray, Y: np.ndarray, masks: Sequence[np.ndarray | None] | None = None
    ) -> np.ndarray:
        """``dJ/dtheta``, ``(n_parameters,)``, of the cost with its penalty.

        Parameters
        ----------
        X, Y : ndarray, (n_x, m) and (n_y, m)
        masks : sequence of (n[l], m) arrays or None, optional
            Fixed dropout masks of 0 and 1 for the layers 0..L-1. Default: dropout is off.
        """
        plan = self._loaded(X, Y, masks)
        run(plan.value + plan.backward + self.make_penalty(self._gradient, plan.m).calls)
        return self._gradient.copy()

    def cost_function(
        self, X: np.ndarray, Y: np.ndarray, masks: Sequence[np.ndarray | None] | None = None
    ) -> Callable[[], float]:
        """The cost, penalty included, as a function of nothing but the present theta.

        For many evaluations on one set of examples. It holds until the network is used for
        something else.
        """
        plan = self._loaded(X, Y, masks)

        def cost() -> float:
            run(plan.value)
            return float(plan.total()) * plan.weight + self.penalty(plan.m)

        return cost

    def _loaded(
        self, X: np.ndarray, Y: np.ndarray, masks: Sequence[np.ndarray | None] | None
    ) -> Plan:
        X, Y = self.checked_inputs(X), self.checked_targets(Y)
        check_same_m(X, Y)
        dropping = masked_layers(masks, self.n_layers) if masks is not None else ()
        m = X.shape[1]
        plan: Plan = bounded_cache(
            self._plans, (m, dropping), lambda: self.make_plan(self._gradient, m, dropping)
        )
        if masks is not None:
            fill_masks(plan.masks, masks, self.keep_prob)
        plan.load(X)
        plan.encode(Y)
        return plan

    def make_plan(self, gradient: np.ndarray, m: int, dropping: Sequence[bool] = ()) -> Plan:
        """A plan for `m` examples that reads theta and writes to `gradient`, of its layout."""
        shape = self.layer_sizes, self.activations, self.loss
        return Plan(*shape, self._theta, gradient, m, dropping)

    def make_penalty(self, gradient: np.ndarray, m: int) -> Penalty:
        """The present penalty for `m` examples, bound to theta and to `gradient`."""
        return Penalty(self._theta, gradient, self.layer_sizes, self.l1, self.l2, m)

    def _evaluated(self, X: np.ndarray) -> ForwardPlan:
        m = X.shape[1]
        arguments = self.layer_sizes, self.activations, self._theta, m
        plan = bounded_cache(self._plans, (m, "forward"), lambda: ForwardPlan(*arguments))
        plan.load(X)
        run(plan.forward + plan.output)
        return plan

    def checked_inputs(self, X: Any) -> np.ndarray:
        """X as ``(n_x, m)`` finite numbers of the network's type, or an `EngineError`."""
        X = checked_examples(X, "X", self.layer_sizes[0], self.dtype)
        check_finite(X, "X")
        return X

    def checked_targets(self, Y: Any) -> np.ndarray:
        """Y as ``(n_y, m)`` targets the loss can take, or an `EngineError`."""
        Y = checked_examples(Y, "Y", self.layer_sizes[-1], self.dtype)
        check_finite(Y, "Y")
        self.loss.check_targets(Y)
        return Y
