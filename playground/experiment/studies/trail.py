"""Trails: where the runs of a study have been in the space of parameters, to be drawn as paths."""

from __future__ import annotations

import math
from dataclasses import field

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.landscape.path import path_steps
from playground.experiment.session import Session
from playground.experiment.studies.study import Study, StudyRun

#: Moments of a trail, and the bytes that those of a study may take together.
_MOST, _FEWEST, _BYTES = 120, 8, 64 * 2**20


@dataclass(frozen=True, eq=False)
class Trail:
    """Some moments of a run.

    Attributes
    ----------
    steps : ndarray of int, (k,)
        Rising, from 0 on.
    thetas : tuple of ndarray, (n_parameters,)
        Read-only.
    """

    steps: np.ndarray
    thetas: tuple[np.ndarray, ...]


@dataclass(eq=False)
class TrailKeeper:
    """Keeps the trail of one run as it trains.

    Attributes
    ----------
    due : float
        The step at which the next moment is to be kept.
    """

    wanted: list[int]
    due: float = 0
    _steps: list[int] = field(default_factory=list)
    _thetas: list[np.ndarray] = field(default_factory=list)

    def keep(self, step: int, theta: np.ndarray) -> None:
        """Keep a moment; the next one is due later."""
        theta = theta.copy()
        theta.flags.writeable = False
        self._steps.append(step)
        self._thetas.append(theta)
        self.wanted = [wanted for wanted in self.wanted if wanted > step]
        self.due = self.wanted[0] if self.wanted else math.inf

    def until(self, step: int) -> Trail:
        """The trail up to a step: what came after it is no longer the run's own."""
        k = sum(kept <= step for kept in self._steps)
        return Trail(np.array(self._steps[:k], int), tuple(self._thetas[:k]))


class TrailKeepers:
    """Says which runs of a study leave a trail, and how many moments it has.

    Those of the first seed do: they have one start.

    Parameters
    ----------
    study : Study
    """

    def __init__(self, study: Study) -> None:
        self._seed, self._bytes = study.seeds[0], _BYTES // len(study.variations)

    def of(self, run: StudyRun, session: Session) -> TrailKeeper | None:
        """The keeper of a run that has not trained yet, its start kept; None for no trail."""
        theta = session.network.theta
        most = min(_MOST, self._bytes // theta.nbytes)
        if run.seed != self._seed or most < _FEWEST:
            return None
        end = run.spec.training.epochs * session.trainer.batches_per_epoch
        keeper = TrailKeeper(path_steps(0, end, most, "both").tolist())
        keeper.keep(0, theta)
        return keeper
