"""K networks of one architecture, trained together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.arguments import check_same_m
from playground.engine.ensemble.stack import Stack
from playground.engine.errors import EngineError
from playground.engine.metrics import CostAndError
from playground.engine.network import Network
from playground.engine.trainer import Trainer

# From so many units on, one product fills the processor, and K at once are no faster.
_WIDE = 64
# Beyond so many numbers, K shuffled copies of a training set take too much memory.
_LARGE = 1 << 25


class Ensemble:
    """Trains K networks at once; each learns what its own trainer would have taught it.

    The members may differ in everything but architecture, loss, type, batch size and the number
    of examples: in seed, initial weights, data, learning rate, schedule, l1, l2, keep_prob and
    optimizer. Small networks are stepped together on 3-D arrays, wide ones one after another,
    whichever is faster; the results are the same but for the last digits.

    Parameters
    ----------
    trainers : sequence of Trainer
        One per member, each with a training set attached, all at the same step between two
        epochs. Their settings are taken as they are now.

    Attributes
    ----------
    trainers : list of Trainer

    Raises
    ------
    EngineError
        When the trainers do not go together.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.trainers = list(trainers)
        _check_alike(self.trainers)
        X, Y = self.trainers[0].training_set
        small = len(self.trainers) * (X.size + Y.size) <= _LARGE
        narrow = max(self.trainers[0].network.layer_sizes) < _WIDE
        self._stack = Stack(self.trainers) if small and narrow else None

    def __len__(self) -> int:
        return len(self.trainers)

    @property
    def together(self) -> bool:
        """Whether the members are stepped on 3-D arrays."""
        return self._stack is not None

    def advance(self) -> np.ndarray:
        """The next mini-batch of every member.

        Returns
        -------
        ndarray, (K,)
            The costs before the update, as of `Trainer.advance`. Members whose cost is not
            finite have diverged and are no longer updated.
        """
        if self._stack is not None:
            return self._stack.advance()
        return np.array([trainer.advance() for trainer in self.trainers])

    def step(self, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """The same mini-batch for every member, exactly as given.

        Parameters
        ----------
        X, Y : ndarray, (n_x, m) and (n_y, m)

        Returns
        -------
        ndarray, (K,)
            The costs before the update.
        """
        network = self.trainers[0].network
        X, Y = network.checked_inputs(X), network.checked_targets(Y)
        check_same_m(X, Y)
        if self._stack is not None:
            return self._stack.step(X, Y)
        return np.array([trainer.step(X, Y) for trainer in self.trainers])

    def train_epoch(self) -> None:
        """One whole epoch, or what is left of the present one.

        Members that are stepped one after another do so epoch by epoch, each in its own cache.
        """
        for one in [self] if self.together else self.trainers:
            one.advance()
            while not one.at_epoch_end:
                one.advance()

    @property
    def steps(self) -> int:
        """Steps taken by every member."""
        return (self._stack or self.trainers[0]).steps

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return (self._stack or self.trainers[0]).epoch

    @property
    def at_epoch_end(self) -> bool:
        """Whether the last step was the last one of an epoch."""
        return self.steps > 0 and (self._stack or self.trainers[0]).position == 0

    @property
    def networks(self) -> list[Network]:
        """The members' networks, brought up to date."""
        if self._stack is not None:
            self._stack.write_back()
        return [trainer.network for trainer in self.trainers]

    @property
    def theta(self) -> np.ndarray:
        """The parameters of all members, ``(K, n_parameters)``; a copy."""
        if self._stack is not None:
            return self._stack.theta
        return np.stack([network.theta for network in self.networks])

    def cost_and_error(
        self, X: np.ndarray, Y: np.ndarray, penalty: bool = True
    ) -> list[CostAndError]:
        """Cost and error of every member on X, ``(n_x, m)``, and Y, ``(n_y, m)``."""
        return [network.cost_and_error(X, Y, penalty) for network in self.networks]

    def release(self) -> list[Trainer]:
        """Bring the trainers up to date, so that they can go on alone, and return them."""
        if self._stack is not None:
            self._stack.release()
            self._stack = None
        return self.trainers


def _check_alike(trainers: Sequence[Trainer]) -> None:
    if not trainers:
        raise EngineError("trainers: none are given; an ensemble has at least one.")
    first = _shared(trainers[0])
    for k, trainer in enumerate(trainers):
        if any(trainer is other for other in trainers[:k]):
            raise EngineError(f"trainers[{k}]: it is given twice; every member has its own.")
        if trainer.position:
            raise EngineError(f"trainers[{k}]: it is in the middle of an epoch; finish it first.")
        for name, value in _shared(trainer).items():
            if value != first[name]:
                raise EngineError(
                    f"trainers[{k}]: its {name}, {value}, is not that of the first, "
                    f"{first[name]}; all members of an ensemble agree in it."
                )


def _shared(trainer: Trainer) -> dict[str, object]:
    network = trainer.network
    return {
        "layer_sizes": network.layer_sizes,
        "activations": network.activations,
        "loss": network.loss,
        "dtype": network.dtype.name,
        "batch_size": trainer.batch_size,
        "number of examples": trainer.training_set[0].shape[1],
        "number of steps": trainer.steps,
        "number of steps with its optimizer": trainer.optimizer_steps,
        "epoch": trainer.epoch,
    }
