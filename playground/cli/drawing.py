"""The plots of a run without a window: the one part of the command line that needs Qt."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playground.cli.qt_libraries import import_sentence
from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.studies.record import StudyResult
from playground.export.portrait import portrait


def draw_plots(session: Session, folder: Path) -> str:
    """Draw all plots of a session into a folder, as PNG and SVG.

    Returns
    -------
    str
        Why there are none, in a sentence; empty where there are.
    """

    def draw() -> None:
        from playground.gui.pictures import save_plots

        save_plots(portrait(session), folder)

    return _drawn(draw)


def draw_study(result: StudyResult, dataset: Dataset | None, chosen: str, folder: Path) -> str:
    """Draw all plots of a study into a folder, as PNG and SVG.

    Parameters
    ----------
    result : StudyResult
    dataset : Dataset or None
        As it was given to `run`.
    chosen : str
        The label of the variation to mark as chosen; empty for none.
    folder : Path

    Returns
    -------
    str
        Why there are none, in a sentence; empty where there are.
    """

    def draw() -> None:
        from playground.gui.studies.plots import save_study_plots

        save_study_plots(result, folder, dataset, chosen)

    return _drawn(draw)


def _drawn(draw: Callable[[], None]) -> str:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from PySide6.QtWidgets import QApplication

        application = QApplication.instance() or QApplication(["playground"])
        draw()
    except ImportError as error:
        if error.name and error.name.startswith("playground"):
            raise
        return f"No plots were drawn. {import_sentence(error)}"
    application.sendPostedEvents()
    return ""
