"""An animation from a rerun to its file: frame by frame, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.atomic import whole_file
from playground.cancellation import Cancelled
from playground.experiment.probes.surface import Plane
from playground.experiment.rerun import Rerun, spread
from playground.experiment.snapshot import Frame
from playground.io.animation.formats import Writer
from playground.io.animation.settings import AnimationSettings, held_frames
from playground.io.formats import formats

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
    departure : int or None
        After how many steps the rerun left the run it repeats; None where it did not.
    """

    frames: int
    last_step: int
    size: int
    departure: int | None

    @property
    def warning(self) -> str:
        """What a person should know of it, in a sentence; empty for nothing."""
        if self.departure is None:
            return ""
        return (
            "It shows the experiment run again from its seed, which differs from the current run "
            f"after step {self.departure:,}: that one was changed by hand before it was saved, or "
            "has been trained on another machine."
        )


def make_animation(
    path: str | os.PathLike,
    settings: AnimationSettings,
    rerun: Rerun,
    plane: Plane,
    draw: Callable[[Frame], np.ndarray],
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], object] = lambda share: None,
) -> Made:
    """Run a session again and write what it went through as an animation.

    One frame is held at a time. The file stands at `path` when all of it is written.

    Parameters
    ----------
    path : path
    settings : AnimationSettings
    rerun : Rerun
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
    writer_class = formats[settings.kind].writer()
    steps = spread(settings.first, settings.last, settings.frames, settings.spacing)
    rate = settings.rate(len(steps))
    with whole_file(path) as file, contextlib.ExitStack() as stack:
        writer: Writer | None = None
        for count, frame in enumerate(rerun.frames(plane.cut(CELLS), steps, cancelled), 1):
            picture = draw(frame)
            if writer is None:
                height, width, _ = picture.shape
                writer = writer_class(file, (width, height), rate)
                stack.callback(writer.close)
            writer.add(picture, 1 if frame.snapshot.running else held_frames(rate))
            progress(count / len(steps))
            if cancelled():
                raise Cancelled
        writer.finish()
        size = file.tell()
    return Made(count, frame.snapshot.steps, size, rerun.departure(frame))
