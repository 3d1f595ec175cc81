"""The thread that trains once more and encodes, while the window draws its frames."""

from __future__ import annotations

import queue
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal

from playground.cancellation import Cancelled
from playground.experiment.inputs.plane import Plane
from playground.experiment.replay import Replay
from playground.experiment.snapshot import Frame
from playground.gui.training.job_thread import JobThread
from playground.gui.training.mailbox import Gate
from playground.io.animation.making import Made, make_animation
from playground.io.animation.settings import AnimationSettings

#: Seconds between two looks, while a picture is waited for, at whether to give up.
_PATIENCE = 0.05


class AnimationThread(JobThread):
    """Makes one animation, of which a `Made` tells.

    Each frame is announced by `frame_ready`; its picture comes back through `hand_over`.

    Parameters
    ----------
    path : Path
    settings : AnimationSettings
    replay : Replay
    plane : Plane
    gate : Gate
        As of `JobThread`.

    Signals
    -------
    frame_ready(Frame)
        The next to be drawn.
    progressed(float)
        The share that is done.
    """

    frame_ready = Signal(object)
    progressed = Signal(float)

    what = "this animation"
    doing = "making an animation"
    unforeseen = "The animation failed because of an error in the program"

    def __init__(
        self, path: Path, settings: AnimationSettings, replay: Replay, plane: Plane, gate: Gate
    ) -> None:
        super().__init__(gate)
        self.path, self.settings = path, settings
        self._replay, self._plane = replay, plane
        self._pictures: queue.SimpleQueue[np.ndarray | Exception] = queue.SimpleQueue()

    def hand_over(self, picture: np.ndarray | Exception) -> None:
        """Give the picture of the frame that was announced, or why there is none."""
        self._pictures.put(picture)

    # ------------------------------------------------------------------ in the thread

    def job(self) -> Made:
        """Train, have every frame drawn, and encode."""
        return make_animation(
            self.path,
            self.settings,
            self._replay,
            self._plane,
            self._draw,
            self.is_cancelled,
            self.progressed.emit,
        )

    def _draw(self, frame: Frame) -> np.ndarray:
        self.frame_ready.emit(frame)
        while not self.is_cancelled():
            try:
                picture = self._pictures.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if isinstance(picture, Exception):
                raise picture
            return picture
        raise Cancelled
