"""The plots of a run as files, without its window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from playground.experiment.snapshot import Frame
from playground.gui.export.offscreen_renderer import ensure_application
from playground.gui.export.pictures import save_views
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.boundary.view import BoundaryView
from playground.gui.views.cost import CostView
from playground.gui.views.error import ErrorView


def save_plots(
    frame: Frame,
    folder: str | os.PathLike,
    formats: Sequence[str] = ("png", "svg"),
    theme: Theme = LIGHT,
) -> list[Path]:
    """Save cost, error and decision boundary of a frame, without any window.

    Parameters
    ----------
    frame : Frame
    folder : path
        Must exist. Receives ``cost``, ``error`` and ``boundary``, with an ending each.
    formats : sequence of str
        As of `save_views`.
    theme : Theme

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
    views = [make(theme) for make in (CostView, ErrorView, BoundaryView)]
    for view in views:
        view.draw(frame)
    written = save_views(views, folder, formats)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written
