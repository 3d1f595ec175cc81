"""Training: mini-batch after mini-batch (NN 7, CS230 6.1-6.2)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.engine.arguments import (
    check_same_m,
    checked_entry,
    checked_generator,
    checked_number,
    checked_whole,
)
from playground.engine.calls import quiet
from playground.engine.errors import EngineError
from playground.engine.metrics import CostAndError
from playground.engine.mini_batches import MiniBatches, TrainingSet
from playground.engine.network import Network
from playground.engine.optimizer_state import OptimizerState
from playground.engine.optimizers import Optimizer, flush, optimizers
from playground.engine.regularization.augmentation import Augmenter
from playground.engine.schedules import Schedule, schedules
from playground.engine.shortcut.gram import Gram
from playground.engine.shortcut.shortcut import Shortcut
from playground.engine.step import BoundStep, Masks, Steps

#: The generators of a trainer, by the names of its attributes and in its `Trainer.state`.
GENERATORS = ("rng", "dropout_rng", "augmentation_rng")


class Trainer:
    """Trains a network, one mini-batch at a time.

    Parameters
    ----------
    network : Network
        Trained in place.
    optimizer : Optimizer or str
        Such as ``optimizers["adam"]()``. May be set between steps: one of the same class keeps
        what it remembers, another starts afresh.
    learning_rate : float
        alpha0, above 0; may be set between any two steps.
    schedule : Schedule or None
        How the rate changes with epoch and step; None leaves it. May be set between steps.
    batch_size : int
        Examples in a mini-batch, from 1. A new value counts from the next epoch on.
    rng : numpy.random.Generator
        For shuffling.
    dropout_rng : numpy.random.Generator, optional
        For dropout masks; by default a stream of its own is spawned from `rng`.
    augmentation_rng : numpy.random.Generator, optional
        For `augmentation`; by default likewise.

    Attributes
    ----------
    augmentation : callable or None
        What makes new examples of those of each mini-batch of the training set (NN 5.2): from
        X, ``(n_x, m)``, and `augmentation_rng` to an X of that shape. May be set between steps.
    epoch : int
        Epochs completed.
    position : int
        Mini-batches done in the present epoch.
    steps : int
        Steps taken in all, t of the formulas.
    defers : bool
        Whether theta may lag behind `advance` until it is asked for through `network`, which
        spares a pass over the examples where `gram` is at work. False, unless set.

    Raises
    ------
    EngineError
        When an argument is not allowed, with a sentence that says what is.
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer | str,
        learning_rate: float = 0.01,
        schedule: Schedule | str | None = None,
        batch_size: int = 64,
        rng: np.random.Generator | None = None,
        dropout_rng: np.random.Generator | None = None,
        augmentation_rng: np.random.Generator | None = None,
    ) -> None:
        self._network = network
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.batch_size = batch_size
        self.rng = checked_generator(rng, "rng")
        self.dropout_rng = self._stream(dropout_rng, "dropout_rng")
        self.augmentation_rng = self._stream(augmentation_rng, "augmentation_rng")
        self.augmentation: Augmenter | None = None

        self.epoch = self.position = self.steps = 0
        self._quiet = quiet()
        self._optimizer_state = OptimizerState(
            network.theta, checked_entry(optimizers, optimizer, "optimizer")
        )
        self._steps = Steps(network, self._optimizer_state.gradient[0], self.dropout_rng)
        self._shortcut = Shortcut(network, self._optimizer_state)
        self._examples: TrainingSet | None = None
        self._batches: MiniBatches  # of the epoch that has begun
        self.defers = False

    def _stream(self, given: np.random.Generator | None, argument: str) -> np.random.Generator:
        """The generator given, or else a stream of its own."""
        return checked_generator(self.rng.spawn(1)[0] if given is None else given, argument)

    @property
    def network(self) -> Network:
        """What is trained, up to date."""
        self._shortcut.settle()
        return self._network

    @property
    def learning_rate(self) -> float:
        """alpha0, the rate a schedule starts from."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = checked_number(value, "learning_rate", 0, open_low=True)

    @property
    def schedule(self) -> Schedule | None:
        """How the rate changes with epoch and step."""
        return self._schedule

    @schedule.setter
    def schedule(self, value: Schedule | str | None) -> None:
        self._schedule = None if value is None else checked_entry(schedules, value, "schedule")

    @property
    def current_learning_rate(self) -> float:
        """The rate the next step uses."""
        if self._schedule is None:
            return self._learning_rate
        return self._schedule.rate(self._learning_rate, self.epoch + 1, self.steps + 1)

    @property
    def batch_size(self) -> int:
        """Examples in a mini-batch; a new value counts from the next epoch on."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._batch_size = checked_whole(value, "batch_size")

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer; what it remembers stays when one of the same class is set."""
        return self._optimizer_state.optimizer

    @optimizer.setter
    def optimizer(self, value: Optimizer | str) -> None:
        optimizer: Optimizer = checked_entry(optimizers, value, "optimizer")
        if optimizer != self._optimizer_state.optimizer:
            self._shortcut.leave()
            self._optimizer_state.change(optimizer)

    @property
    def optimizer_steps(self) -> int:
        """Steps taken since the optimizer started afresh, t of its formulas."""
        return self._optimizer_state.t

    def step(self, X: np.ndarray, Y: np.ndarray, masks: Masks = None) -> float:
        """Exactly one mini-batch, as it is given.

        Parameters
        ----------
        X, Y : ndarray, (n_x, m) and (n_y, m)
        masks : sequence of (n[l], m) arrays or None, optional
            Fixed dropout masks of 0 and 1 for the layers 0..L-1, in place of random ones.

        Returns
        -------
        float
            The cost before the update, with the penalty. Where it is not finite, training has
            diverged and nothing is updated.

        Raises
        ------
        EngineError
            When X, Y or a mask does not fit, or holds what is not allowed.
        """
        step = self._steps.loaded(X, Y, masks)
        if not step.plausible():
            self._network.checked_targets(Y)
        if self._shortcut.way is not None:
            self._shortcut.leave()
        cost = self._quiet.run(self._descend, step, self._optimizer_state.rule)
        if not math.isfinite(cost):
            self._steps.checked(X, Y, finite=True)
        return cost

    def _descend(self, step: BoundStep, rule: tuple) -> float:
        for bound in step.calls:
            bound()
        cost = float(step.total()) * step.weight
        if step.penalty is not None:
            cost += float(step.penalty())
        rate = self._learning_rate if self._schedule is None else self.current_learning_rate
        self.steps += 1
        if math.isfinite(cost):
            self._optimizer_state.t = t = self._optimizer_state.t + 1
            prepare, update, vectors = rule
            prepare(rate, t)
            for bound in update:
                bound()
            if t % 64 == 0:
                flush(vectors)
        return cost

    def attach(self, X: np.ndarray, Y: np.ndarray, *, owned: bool = False) -> None:
        """Take over a training set, ``(n_x, m)`` and ``(n_y, m)``, for `advance`.

        It is copied, unless it is `owned`: given away. A new epoch starts with the next step; what
        was done of the present one is given up.
        """
        X, Y = self.network.checked_inputs(X), self.network.checked_targets(Y)
        check_same_m(X, Y)
        self._shortcut.leave()
        self._shortcut = Shortcut(self._network, self._optimizer_state)
        if not owned:
            X, Y = X.copy(), Y.copy()
        self._examples = TrainingSet(X, Y, self._network.loss)
        self.position = 0

    @property
    def batches_per_epoch(self) -> int:
        """Mini-batches in the present epoch, or in the next where none has begun."""
        if self.position:
            return len(self._batches)
        return -(-self._attached.m // self._batch_size)

    @property
    def at_epoch_end(self) -> bool:
        """Whether the last step was the last one of an epoch."""
        return self.position == 0 and self.steps > 0

    def advance(self) -> float:
        """The next mini-batch of the attached set; a new epoch is shuffled when one is due.

        A full batch of fewer examples than inputs takes the shorter way through ``X^T X`` where
        `playground.engine.shortcut.gram` knows one, and comes to the same but for the last digits.

        Returns
        -------
        float
            The cost of the mini-batch before the update, as `step` does.
        """
        if self.position == 0:
            self._begin_epoch()
        batches, gram = self._batches, self._shortcut.way
        if gram is None:
            cost = self._learn(*batches.batch(self.position))
        else:
            cost = self._quiet.run(self._descend, gram.step, gram.rule)
            if not self.defers:
                gram.settle()
        self.position += 1
        if self.position == len(batches):
            self.position = 0
            self.epoch += 1
        return cost

    def _learn(self, X: np.ndarray, targets: np.ndarray) -> float:
        """The cost of one mini-batch, before a step on it; targets as the loss encodes them."""
        if self.augmentation is not None:
            X = self.augmentation(X, self.augmentation_rng)
        step = self._steps.loaded(X, targets, encoded=True)
        return self._quiet.run(self._descend, step, self._optimizer_state.rule)

    @property
    def training_set(self) -> tuple[np.ndarray, np.ndarray]:
        """X, ``(n_x, m)``, and Y, ``(n_y, m)``, as attached."""
        return self._attached.X, self._attached.Y

    @property
    def _attached(self) -> TrainingSet:
        if self._examples is None:
            raise EngineError("attach: there is no training set yet; attach(X, Y) comes first.")
        return self._examples

    def _begin_epoch(self, order: np.ndarray | None = None) -> None:
        examples = self._attached
        self._batches = examples.begin_epoch(self._batch_size, self.rng, order)
        in_one_batch = not self._batches.shuffles and self.augmentation is None
        self._shortcut.begin_epoch(examples.X, examples.Y, in_one_batch)

    @property
    def gram(self) -> Gram | None:
        """What trains the network through ``X^T X``, while `advance` takes that way."""
        return self._shortcut.gram

    def penalty(self, m: int) -> float:
        """As `Network.penalty`, of the network as it is now."""
        return (self.gram or self._network).penalty(m)

    def cost_and_error(self, X: np.ndarray, Y: np.ndarray, penalty: bool = True) -> CostAndError:
        """As `Network.cost_and_error`, of the network as it is now.

        On the way through ``X^T X`` it is told from the inner products with X, which are kept
        until it is asked for another one: examples that change are to be copied.
        """
        return (self.gram or self._network).cost_and_error(X, Y, penalty)

    def train_epoch(self, X: np.ndarray, Y: np.ndarray) -> float:
        """One epoch over a training set: shuffle, cut, step; the smaller last batch included.

        It does what a whole epoch of `advance` does, bit for bit unless that takes the way
        through ``X^T X``; a set that is attached for `advance` stays attached.

        Returns
        -------
        float
            The mean of the mini-batches' costs, each weighted by its size.
        """
        X, Y = self._steps.checked(X, Y)
        self.network.checked_targets(Y)
        self._shortcut.leave()
        examples = TrainingSet(X, Y, self._network.loss)
        batches = examples.begin_epoch(self._batch_size, self.rng)
        total = 0.0
        for i in range(len(batches)):
            X_batch, targets = batches.batch(i)
            total += self._learn(X_batch, targets) * targets.shape[1]
        self.epoch += 1
        if not math.isfinite(total):
            self._steps.checked(X, Y, finite=True)
        return total / batches.m

    def state(self) -> dict[str, Any]:
        """All that is needed to go on bit for bit, besides settings, theta and the data.

        Arrays (``vectors``, ``(n_vectors, n_parameters)``, what the optimizer remembers;
        ``order``, the permutation of an epoch that has begun, else empty; ``basis`` and
        ``coordinates`` of `gram`, else empty), whole numbers, and the states of the three
        generators as dictionaries that JSON can hold.
        """
        under_way = self.position > 0
        begun = under_way and self._batches.shuffles
        return {
            **self._shortcut.state(),
            "vectors": self._optimizer_state.vectors.copy(),
            "t": self._optimizer_state.t,
            "steps": self.steps,
            "epoch": self.epoch,
            "position": self.position,
            "present_batch_size": self._batches.batch_size if under_way else self._batch_size,
            "order": self._batches.order.copy() if begun else np.empty(0, np.int64),
            **{name: getattr(self, name).bit_generator.state for name in GENERATORS},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a `state`; theta must be set and the same training set attached before.

        Raises
        ------
        EngineError
            When the state belongs to another network, optimizer or training set.
        """
        vectors = self._optimizer_state.checked_vectors(state["vectors"])
        order = np.asarray(state["order"])
        if state["position"]:
            m = self._attached.m
            if order.size not in (0, m):
                raise EngineError(
                    f"state: it belongs to a training set of {order.size} examples; "
                    f"the one attached has {m}."
                )
            present, self._batch_size = self._batch_size, int(state["present_batch_size"])
            self._begin_epoch(order)
            self._batch_size = present
        self._shortcut.way = None
        if np.size(state.get("basis", ())):
            self._shortcut.restore(state["basis"], state["coordinates"], *self.training_set)
        self._optimizer_state.vectors[...] = vectors
        self._optimizer_state.t, self.steps = int(state["t"]), int(state["steps"])
        self.epoch, self.position = int(state["epoch"]), int(state["position"])
        for name in GENERATORS:
            getattr(self, name).bit_generator.state = state[name]
