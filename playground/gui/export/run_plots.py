"""The plots of a run as files, without its window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from playground.experiment.snapshot import Frame
from playground.gui.export.offscreen_renderer import ensure_application
from playground.gui.export.picture_formats import save_views
from playground.gui.export.plots import Plots
from playground.gui.theme import LIGHT


def save_plots(
    frame: Frame,
    folder: str | os.PathLike,
    formats: Sequence[str] = ("png", "svg"),
) -> list[Path]:
    """Save every plot there is of a frame, without any window.

    Parameters
    ----------
    frame : Frame
        As of `full_frame`.
    folder : path
        Must exist. Receives a file for every plot and format: ``cost.png`` and the like.
    formats : sequence of str
        As of `save_views`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    PictureError
        When there is no such format.
    FileError
        When a file cannot be written.
    """
    ensure_application()
    plots = Plots(frame)
    written = save_views([plots.view(name, LIGHT) for name in plots.names], folder, formats)
    for _ in range(2):  # the views, then what a view without a window leaves behind
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written
