"""Keyframes: all that a session is at some of its moments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.dataclass import dataclass

if TYPE_CHECKING:
    from playground.experiment.session import Session
    from playground.experiment.spec import ExperimentSpec
    from playground.experiment.stopping import Stop

#: Bytes that a keyframe takes besides its arrays.
_OBJECTS = 3 * 2**10


@dataclass(frozen=True, eq=False)
class Keyframe:
    """All that a session is between two of its mini-batches.

    Attributes
    ----------
    step : int
        Mini-batches taken.
    evaluations : int
        Evaluations in the history by then.
    latest : tuple of float
        The last evaluation by then, a row of `EVALUATION_COLUMNS`.
    changes : int
        Changes by hand that were made by then.
    spec, dataset, split
        Those in force; shared, not copied.
    state : dict
        As of `Session.progress`; copies that nobody writes to.
    """

    step: int
    evaluations: int
    latest: tuple[float, ...]
    changes: int
    spec: ExperimentSpec
    dataset: Dataset
    split: Split
    state: dict[str, Any]

    @classmethod
    def of(cls, session: Session, evaluations: int | None = None) -> Keyframe:
        """A session as it stands.

        `evaluations` is given where its history does not begin with its first evaluation.
        """
        if evaluations is None:
            evaluations = session.history.n_evaluations
        return cls(
            session.trainer.steps,
            evaluations,
            tuple(session.history.latest.values()),
            len(session.changes),
            session.spec,
            session.dataset,
            session.split,
            session.progress(),
        )

    @property
    def theta(self) -> np.ndarray:
        """All parameters, ``(n_parameters,)``; read-only."""
        return self.state["theta"]

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self.state["trainer"]["epoch"]

    @property
    def stop(self) -> Stop | None:
        """Why the session stopped by itself at this moment, where it did."""
        return self.state["stop"]

    @cached_property
    def nbytes(self) -> int:
        """The bytes it takes, about."""
        return _OBJECTS + sum(array.nbytes for array in _arrays(self.state))


def last_before(keyframes: Sequence[Keyframe], step: int) -> Keyframe | None:
    """The last of keyframes, in rising order, up to a step."""
    place = bisect_right(keyframes, step, key=lambda keyframe: keyframe.step)
    return keyframes[place - 1] if place else None


def thinned(
    keyframes: Iterable[Keyframe], first: int, budget: int, most: int, least: int = 0
) -> list[Keyframe]:
    """Those that stay where all together may take so much; the least missed go.

    Parameters
    ----------
    keyframes : iterable of Keyframe
        In rising order.
    first : int
        The moment that is known without any of them.
    budget : int
        Bytes that those that stay may take.
    most, least : int
        How many may stay, and how many stay even where they take more.
    """
    kept = list(keyframes)
    while len(kept) > max(2 * most, least, 1):
        kept = kept[::-2][::-1]
    steps = np.array([first, *(keyframe.step for keyframe in kept)])
    excess = sum(keyframe.nbytes for keyframe in kept) - budget
    while len(kept) > least and (excess > 0 or len(kept) > most):
        place = _least_missed(steps)
        excess -= kept.pop(place).nbytes
        steps = np.delete(steps, place + 1)
    return kept


def _least_missed(steps: np.ndarray) -> int:
    """The place of the keyframe without which the longest replay grows least, never the last."""
    return int(np.argmin(steps[2:] - steps[:-2])) if steps.size > 2 else 0


def _arrays(value: Any) -> Iterable[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _arrays(item)
