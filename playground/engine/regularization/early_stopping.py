"""Early stopping (NN 5.3, CS230 5.4.5): train no longer than it helps the dev set."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.arguments import checked_number, checked_whole


class EarlyStopping:
    """Watches the dev cost (or error) and keeps the parameters it was lowest with.

    Parameters
    ----------
    patience : int
        Evaluations in a row without an improvement after which to stop, from 1.
    min_delta : float
        How much lower than the best a value must be to count as an improvement, from 0.

    Attributes
    ----------
    best : float
        The lowest value so far; infinite before the first.
    best_epoch : int
        The epoch it was measured in; 0 before the first.
    best_theta : ndarray, (n_parameters,), or None
        The parameters it was measured with; None before the first.
    waited : int
        Evaluations since then.
    """

    def __init__(self, patience: int = 10, min_delta: float = 0.0) -> None:
        self.patience = checked_whole(patience, "patience")
        self.min_delta = checked_number(min_delta, "min_delta", 0)
        self.best = math.inf
        self.best_epoch = 0
        self.waited = 0
        self.best_theta: np.ndarray | None = None

    def update(self, value: float, theta: np.ndarray, epoch: int) -> bool:
        """Take note of a dev value; True where training should stop.

        Parameters
        ----------
        value : float
            The dev cost or error after `epoch`; NaN counts as no improvement.
        theta : ndarray, (n_parameters,)
            The parameters it was measured with; copied when they are the best.
        epoch : int
        """
        if value < self.best - self.min_delta:
            self.best, self.best_epoch, self.waited = float(value), epoch, 0
            self.best_theta = theta.copy()
        else:
            self.waited += 1
        return self.should_stop

    @property
    def should_stop(self) -> bool:
        """Whether patience has run out."""
        return self.waited >= self.patience

    def restore_best(self, theta: np.ndarray) -> None:
        """Copy the best parameters into `theta`; without any, leave it."""
        if self.best_theta is not None:
            theta[...] = self.best_theta

    def state(self) -> dict:
        """All that is needed to go on watching: numbers, and ``theta`` (empty without any)."""
        theta = np.empty(0) if self.best_theta is None else self.best_theta.copy()
        return {
            "best": self.best,
            "best_epoch": self.best_epoch,
            "waited": self.waited,
            "theta": theta,
        }

    def restore(self, state: dict) -> None:
        """Go on from a `state`."""
        self.best, self.best_epoch = float(state["best"]), int(state["best_epoch"])
        self.waited = int(state["waited"])
        theta = np.array(state["theta"])
        self.best_theta = theta if theta.size else None
