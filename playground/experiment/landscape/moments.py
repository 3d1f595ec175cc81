"""Which moments of a run its path is made of: those at hand, and what a short replay adds."""

from __future__ import annotations

import time

import numpy as np

from playground.experiment.landscape.path import Path, path_steps
from playground.experiment.session import Session

#: Seconds of replay that are spent on one path in one go, and for one of its moments at most.
_PATIENCE, _LONGEST = 0.03, 0.1


class Moments:
    """The thetas of a run by their steps.

    Parameters
    ----------
    session : Session
    spacing : {"equal", "logarithmic", "both"}
        As for `path_steps`.
    most : int
        So many moments a path has at most.
    known : dict
        Those that are known; what is visited is added.

    Attributes
    ----------
    missing : int
        How many moments the last path would have had besides, for more time.
    """

    def __init__(
        self, session: Session, spacing: str, most: int, known: dict[int, np.ndarray]
    ) -> None:
        self._session, self._spacing = session, spacing
        self._most = most
        self._recording = session.recording
        self._known = known
        self.missing = 0

    def path(self, theta: np.ndarray) -> Path:
        """The path up to where the session stands.

        `theta` is its present one; or another one that is looked at in its place, which is not on
        its way.
        """
        session, recording = self._session, self._session.recording
        first, here = recording.steps[0], session.trainer.steps
        # Of a session that is only there to be looked at, the recording knows better.
        if recording is not self._recording:
            self._recording = recording
            self._known.clear()
        present = theta if recording.is_of(session) else recording.state_at(here).theta
        for keyframe in recording.keyframes:
            if keyframe.step < here:
                self._known.setdefault(keyframe.step, keyframe.theta)
        wanted = path_steps(first, here, self._most, self._spacing)[:-1]
        self._replay(wanted, here)
        known = np.array(sorted(step for step in self._known if step < here), int)
        if len(known) and len(wanted):
            known = np.unique(known[_nearest(known, wanted)])
        if len(self._known) > 4 * self._most:
            for step in set(self._known).difference(known.tolist()):
                del self._known[step]
        thetas = [self._known[step] for step in known.tolist()] + [present]
        return Path(
            tuple(session.network.layer_sizes),
            np.append(known, here).astype(int),
            np.stack([np.asarray(moment, float) for moment in thetas]),
        )

    def _replay(self, wanted: np.ndarray, here: int) -> None:
        """Visit moments that are wanted and have no other near them, as long as that is short."""
        recording, until = self._session.recording, time.perf_counter() + _PATIENCE
        apart = np.full(len(wanted), np.inf)
        if self._known:
            known = np.array(list(self._known))
            apart = np.abs(known[_nearest(known, wanted)] - wanted)
        missing = apart > np.diff(np.append(wanted, here)) / 2
        self.missing = 0
        for number, step in enumerate(wanted.tolist()):
            if number == 0:
                if step not in self._known:
                    self._known[step] = recording.state_at(step).theta
            elif missing[number] and recording.seconds_to(step) < _LONGEST:
                if time.perf_counter() < until:
                    self._known[step] = recording.state_at(step).theta
                else:
                    self.missing += 1


def _nearest(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For each of the steps that are wanted the place of the nearest one known."""
    return np.abs(known[np.newaxis] - wanted[:, np.newaxis]).argmin(axis=1)
