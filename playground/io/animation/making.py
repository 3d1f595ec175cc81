"""An animation from a replay to its file: frame by frame, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable

import numpy as np

from playground.atomic import whole_file
from playground.cancellation import Cancelled
from playground.dataclass import dataclass
from playground.experiment.inputs.plane import Plane
from playground.experiment.replay import Replay, spread
from playground.experiment.snapshot import Frame
from playground.io.animation.formats import Writer, animation_format
from playground.io.animation.settings import AnimationSettings, held_frames

#: Cells along each side of the plane: finer ones are not seen.
CELLS = 200


@dataclass(frozen=True)
class Made:
    """What came of it.

    Attributes
    ----------
    frames : int
        How many there are.
    last_step : int
        The step of the last one.
    size : int
        Bytes of the file.
    first_step, first_asked : int
        The step of the first one, and the one that was asked for: later where the past of a
        session was not kept from its beginning.
    """

    frames: int
    last_step: int
    size: int
    first_step: int = 0
    first_asked: int = 0

    @property
    def warning(self) -> str:
        """What a person should know of it, in a sentence; empty for nothing."""
        if self.first_step == self.first_asked:
            return ""
        return (
            f"It begins at step {self.first_step:,}: what came before was not kept in the file "
            "that the session comes from."
        )


def make_animation(
    path: str | os.PathLike,
    settings: AnimationSettings,
    replay: Replay,
    plane: Plane,
    draw: Callable[[Frame], np.ndarray],
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], object] = lambda share: None,
) -> Made:
    """Write what a session went through as an animation.

    One frame is held at a time. The file stands at `path` when all of it is written.

    Parameters
    ----------
    path : path
    settings : AnimationSettings
    replay : Replay
    plane : Plane
        What the boundary is shown over; cut as finely as a picture needs.
    draw : callable
        From a frame to its picture, ``(height, width, 3)`` from 0 to 255, both sides even.
    cancelled : callable
        Asked between any two mini-batches whether to give up.
    progress : callable
        Told the share that is done, after every frame.

    Raises
    ------
    Cancelled
        When it was asked to give up; `path` is as it was.
    ExportError
        When what the kind of file needs is missing.
    FileError
        When the file cannot be written.
    """
    writer_class = animation_format(settings.kind).writer()
    first = max(settings.first, replay.first)
    steps = spread(first, max(first, settings.last), settings.frames, settings.spacing)
    rate = settings.rate(len(steps))
    with whole_file(path) as file, contextlib.ExitStack() as stack:
        writer: Writer | None = None
        for count, frame in enumerate(replay.frames(plane.cut(CELLS), steps, cancelled), 1):
            picture = draw(frame)
            if writer is None:
                height, width, _ = picture.shape
                writer = writer_class(file, (width, height), rate)
                stack.callback(writer.close)
            writer.add(picture, 1 if frame.snapshot.running else held_frames(rate))
            progress(count / len(steps))
            if cancelled():
                raise Cancelled
        assert writer is not None, "there is a first frame"
        writer.finish()
        size = file.tell()
    return Made(count, frame.snapshot.steps, size, first, settings.first)
