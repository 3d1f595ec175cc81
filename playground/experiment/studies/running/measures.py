"""The evaluations of many sessions at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.ensemble.evaluation import Evaluation
from playground.engine.plan import blocks
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.session import Session

_COLUMN = {name: i for i, name in enumerate(EVALUATION_COLUMNS)}


class Measures:
    """Measures K sessions of one architecture and data size as each would measure itself.

    Parameters
    ----------
    sessions : sequence of Session
        Of one architecture; their training sets and dev sets are of one size.
    """

    def __init__(self, sessions: Sequence[Session]) -> None:
        first, self._trainers = sessions[0], [session.trainer for session in sessions]
        network, self._m = first.network, first.split.train.m
        self._parts = [("train", Evaluation(network, [t.training_set for t in self._trainers]))]
        if first.split.dev.m:
            dev_sets = [session.preprocess(session.split.dev) for session in sessions]
            self._parts.append(("dev", Evaluation(network, dev_sets)))
        self._rates = np.array([trainer.learning_rate for trainer in self._trainers])
        schedules = ((i, trainer.schedule) for i, trainer in enumerate(self._trainers))
        self._changing = [(i, s) for i, s in schedules if s is not None and not s.steady]
        self._l1 = np.array([session.network.l1 for session in sessions])
        self._l2 = np.array([session.network.l2 for session in sessions])
        self._on_weights = np.ones(network.n_parameters, network.dtype)
        for block in blocks(self._on_weights, network.layer_sizes):
            block[-1] = 0
        self._factors = np.array([session.preprocessing.label_factor for session in sessions])

    def taken(self, thetas: np.ndarray, steps: int, epoch: int) -> np.ndarray:
        """One row of `EVALUATION_COLUMNS` for each session, ``(K, 7)``.

        Parameters
        ----------
        thetas : ndarray, (K, n_parameters)
        steps, epoch : int
            Where all of them stand.
        """
        rows = np.full((len(self._trainers), len(EVALUATION_COLUMNS)), np.nan)
        rows[:, _COLUMN["step"]], rows[:, _COLUMN["epoch"]] = steps, epoch
        rows[:, _COLUMN["learning_rate"]] = self._rates
        for i, schedule in self._changing:
            trainer = self._trainers[i]
            rate = schedule.rate(trainer.learning_rate, epoch + 1, steps + 1)
            rows[i, _COLUMN["learning_rate"]] = rate
        penalties = self._penalties(thetas)
        for part, evaluation in self._parts:
            costs, errors = evaluation.measure(thetas)
            rows[:, _COLUMN[f"{part}_cost"]] = costs + penalties
            rows[:, _COLUMN[f"{part}_error"]] = errors / self._factors
        return rows

    def _penalties(self, thetas: np.ndarray) -> np.ndarray | float:
        if not (self._l1.any() or self._l2.any()):
            return 0.0
        weights = thetas * self._on_weights
        squares = np.einsum("kp,kp->k", weights, weights)
        return (self._l2 * squares + self._l1 * np.abs(weights).sum(axis=1)) / (2 * self._m)
