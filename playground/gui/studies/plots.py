"""The views of a study by their names, and its plots as files without a window."""

from __future__ import annotations

import os
from pathlib import Path

from playground.experiment.studies.kinds.request import StudyOutcome
from playground.gui.export.picture_formats import save_views
from playground.gui.studies.chart import StudyView
from playground.gui.studies.paths_view import PathsView
from playground.gui.studies.race import RaceView
from playground.gui.studies.rate_view import RateView
from playground.gui.studies.scene import SceneMaker
from playground.gui.studies.tiles import TilesView
from playground.gui.studies.values_view import ValuesView

#: What `StudyKind.views` names; a kind with a view of its own adds it here.
STUDY_VIEWS: dict[str, type[StudyView]] = {
    view.name: view for view in (ValuesView, RaceView, PathsView, RateView)
}


def save_study_plots(outcome: StudyOutcome, folder: str | os.PathLike) -> list[Path]:
    """Save the views of a study, and the decision boundaries of its runs.

    Parameters
    ----------
    outcome : StudyOutcome
    folder : path
        Must exist. Receives each plot as PNG and SVG.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    FileError
        When a file cannot be written.
    """
    kind, result = outcome.request.kind, outcome.result
    views = [STUDY_VIEWS[name]() for name in kind.views]
    if kind.tabled:
        views.append(TilesView())
    scene = SceneMaker(result.study, outcome.request.dataset).final(result, outcome.reading)
    for view in views:
        view.draw(scene)
    return save_views(views, folder)
