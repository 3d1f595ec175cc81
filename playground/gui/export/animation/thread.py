"""The thread that trains once more and encodes, while the window draws its frames."""

from __future__ import annotations

import queue
import traceback
from pathlib import Path

import numpy as np
from PySide6.QtCore import QThread, Signal

from playground.cancellation import Cancelled
from playground.experiment.inputs.plane import Plane
from playground.experiment.replay import Replay
from playground.experiment.snapshot import Frame
from playground.gui.training.mailbox import Gate
from playground.io.animation.making import Made, make_animation
from playground.io.animation.settings import AnimationSettings

#: Seconds between two looks, while a picture is waited for, at whether to give up.
_PATIENCE = 0.05


class AnimationThread(QThread):
    """Makes one animation.

    Each frame is announced by `frame_ready`; its picture comes back through `hand_over`.

    Parameters
    ----------
    path : Path
    settings : AnimationSettings
    replay : Replay
    plane : Plane
    gate : Gate
        Held while the window draws.

    Signals
    -------
    frame_ready(Frame)
        The next to be drawn.
    progressed(float)
        The share that is done.

    Attributes
    ----------
    path, settings : Path, AnimationSettings
    cancelled : bool
        Whether it was asked to give up; it may have come to its end all the same.
    made : Made or None
        What came of it; to be read when the thread has finished.
    failure : tuple of str or None
        Why nothing came of it: a sentence, and the details where it is an error of the program.
    """

    frame_ready = Signal(object)
    progressed = Signal(float)

    def __init__(
        self, path: Path, settings: AnimationSettings, replay: Replay, plane: Plane, gate: Gate
    ) -> None:
        super().__init__()
        self.setObjectName("animation")
        self.made: Made | None = None
        self.failure: tuple[str, str] | None = None
        self.path, self.settings = path, settings
        self.cancelled = False
        self._replay, self._plane = replay, plane
        self._gate = gate
        self._pictures: queue.SimpleQueue[np.ndarray | Exception] = queue.SimpleQueue()

    # ------------------------------------------------------------------ called by the window

    def cancel(self) -> None:
        """Give up after the mini-batch at hand; returns at once."""
        self.cancelled = True

    def hand_over(self, picture: np.ndarray | Exception) -> None:
        """Give the picture of the frame that was announced, or why there is none."""
        self._pictures.put(picture)

    # ------------------------------------------------------------------ in the thread

    def run(self) -> None:
        """Train, have every frame drawn, and encode."""
        try:
            self.made = make_animation(
                self.path,
                self.settings,
                self._replay,
                self._plane,
                self._draw,
                self._asked,
                self.progressed.emit,
            )
        except Cancelled:
            return
        except MemoryError:
            self.failure = "There is not enough memory for this animation.", ""
        except (ValueError, OSError) as error:
            self.failure = str(error), ""
        except Exception as error:
            self.failure = (
                f"The animation failed because of an error in the program: {error}",
                traceback.format_exc(),
            )

    def _draw(self, frame: Frame) -> np.ndarray:
        self.frame_ready.emit(frame)
        while not self._asked():
            try:
                picture = self._pictures.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if isinstance(picture, Exception):
                raise picture
            return picture
        raise Cancelled

    def _asked(self) -> bool:
        """Whether to give up; waits while the window draws."""
        if self._gate.closed:
            self._gate.wait()
        return self.cancelled
