"""The plots of a run without a window: the one part of the command line that needs Qt."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playground.cancellation import Cancelled
from playground.cli.qt_libraries import import_sentence
from playground.experiment.full_frame import full_frame
from playground.experiment.inputs.plane import Plane
from playground.experiment.replay import Replay
from playground.experiment.session import Session
from playground.experiment.studies.kinds.request import StudyOutcome
from playground.io.animation.making import make_animation
from playground.io.animation.settings import AnimationSettings
from playground.io.errors import ExportError
from playground.io.report.content import Report


def draw_run(session: Session, folder: Path, report: Report) -> tuple[str, dict[str, bytes]]:
    """Draw all plots of a session into a folder, as PNG and SVG, and a report as PDF.

    Returns
    -------
    problem : str
        Why there are none, in a sentence; empty where there are.
    figures : dict
        SVG by title, for the report as a page of HTML.
    """
    figures: dict[str, bytes] = {}

    def draw() -> None:
        from playground.gui.export.plots import Plots, save_plots
        from playground.gui.export.report import as_pdf

        plots = Plots(full_frame(session))
        save_plots(plots.frame, folder)
        figures.update((title, encode()) for title, encode in plots.report_figures())
        (folder / "report.pdf").write_bytes(as_pdf(report, plots.report_drawings()))

    return _drawn(draw), figures


def draw_figures(session: Session) -> tuple[str, dict[str, bytes]]:
    """Draw the figures of a report alone; returns what `draw_run` does."""
    figures: dict[str, bytes] = {}

    def draw() -> None:
        from playground.gui.export.plots import Plots

        drawn = Plots(full_frame(session)).report_figures()
        figures.update((title, encode()) for title, encode in drawn)

    return _drawn(draw), figures


def draw_study(outcome: StudyOutcome, folder: Path) -> str:
    """Draw all plots of a study into a folder, as PNG and SVG.

    Returns
    -------
    str
        Why there are none, in a sentence; empty where there are.
    """

    def draw() -> None:
        from playground.gui.studies.plots import save_study_plots

        save_study_plots(outcome, folder)

    return _drawn(draw)


def draw_animation(
    session: Session, path: Path, cancelled: Callable[[], bool], progress: Callable[[float], object]
) -> str:
    """Make an animation of all that a session went through; parameters as of `make_animation`.

    Returns
    -------
    str
        Why there is none, or what one should know of it, in a sentence; empty for nothing.
    """
    warning = ""

    def draw() -> None:
        nonlocal warning
        from playground.gui.export.animation.stage import Stage
        from playground.gui.theme import LIGHT

        settings = AnimationSettings(kind=path.suffix[1:], last=session.trainer.steps)
        stage = Stage(int(settings.width), LIGHT, settings.with_cost, settings.last)
        plane = Plane.around(session.dataset)
        try:
            warning = make_animation(
                path, settings, Replay.of(session), plane, stage.draw, cancelled, progress
            ).warning
        except Cancelled:
            warning = "No animation was made: it was interrupted."
        except ExportError as error:  # the rest of the run is worth keeping
            warning = f"No animation was made. {error}"
        finally:
            stage.close()

    return _drawn(draw, "animation was made") or warning


def _drawn(draw: Callable[[], None], what: str = "plots were drawn") -> str:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from PySide6.QtWidgets import QApplication

        application = QApplication.instance() or QApplication(["playground"])
        draw()
    except ImportError as error:
        if error.name and error.name.startswith("playground"):
            raise
        return f"No {what}. {import_sentence(error)}"
    application.sendPostedEvents()
    return ""
