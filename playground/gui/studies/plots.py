"""The plots of a study as files, without its window."""

from __future__ import annotations

import os
from pathlib import Path

from playground.data.datasets import Dataset
from playground.experiment.studies.record import StudyResult
from playground.gui.export.pictures import save_views
from playground.gui.studies.chart import StudyView
from playground.gui.studies.race import RaceView
from playground.gui.studies.scene import SceneMaker
from playground.gui.studies.tiles import TilesView
from playground.gui.studies.values_view import ValuesView
from playground.gui.theme import LIGHT, Theme


def save_study_plots(
    result: StudyResult,
    folder: str | os.PathLike,
    dataset: Dataset | None = None,
    chosen: str = "",
    theme: Theme = LIGHT,
) -> list[Path]:
    """Save curves and decision boundaries of a study, and of a sweep the errors over its values.

    Parameters
    ----------
    result : StudyResult
    folder : path
        Must exist. Receives each plot as PNG and SVG.
    dataset : Dataset, optional
        As it was given to `run`.
    chosen : str
        The label of the variation that the dev error chose; empty for none.
    theme : Theme

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    FileError
        When a file cannot be written.
    """
    scene = SceneMaker(result.study, dataset).final(result)
    views: list[StudyView] = [RaceView(theme), TilesView(theme)]
    if result.study.kind != "compare":
        values = ValuesView(theme)
        values.mark(chosen)
        views.append(values)
    for view in views:
        view.draw(scene)
    return save_views(views, folder)
