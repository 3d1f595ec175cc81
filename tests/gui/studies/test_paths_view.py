"""Paths of a race in the study window: one plane, one colour a run, all at the same step."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.experiment.studies.kinds.compare import Compare, compare_optimizers
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.running.run import run
from playground.experiment.text import codec
from playground.gui.export.picture_formats import save_view
from playground.gui.studies.paths_view import PathsView
from playground.gui.studies.scene import SceneMaker
from playground.gui.theme import DARK, LIGHT

LINE = """
data = {source = {kind = "curve", samples = 40}, features = "2*x + 6"}
network.hidden_layers = []
training = {epochs = 30, optimizer = "gd", learning_rate = 0.02, batch_size = 1000}
"""


def shown(qtbot, study, theme=LIGHT) -> PathsView:
    view = PathsView(theme)
    qtbot.addWidget(view)
    view.resize(720, 520)
    view.show()
    view.draw(SceneMaker(study).final(run(study, trails=True)))
    return view


@pytest.fixture
def race(qtbot):
    return shown(qtbot, compare_optimizers(codec.loads("training.epochs = 10"), 2))


def test_all_runs_are_drawn_in_the_colours_of_the_study(race):
    (pane,) = race.panes
    assert pane.legend.texts == ["Gradient descent", "Momentum", "RMSprop", "Adam"]
    assert [layer.role for layer in pane.paths] == [f"class {k}" for k in (1, 2, 3, 4)]
    assert all(len(layer.points) > 10 for layer in pane.paths)
    assert "of all paths' variance" in race.words.text() and "Adam" in race.summary()
    assert race.curves()["Adam, a"][0][-1] == 60


def test_a_study_that_follows_has_its_own_names_though_nobody_looked_in_between(race):
    race.hide()
    race.draw(None)
    request = StudyRequest(Compare(), codec.loads(LINE), ("training.batch_size=1,2,3,4",), seeds=1)
    race.draw(SceneMaker(request.study).final(run(request.study, trails=True)))
    race.show()
    assert race.panes[0].legend.texts == ["1", "2", "3", "4"]


def test_the_slider_moves_all_of_them_to_the_same_step(race):
    race.slider.setValue(500)
    assert race.step == pytest.approx(15) and race.step_text.text() == "step 15 of 60"
    for layer, path in zip(race.panes[0].paths, race.panels[0].paths):
        np.testing.assert_allclose(layer.points, path.at(15))
    race.slider.setValue(0)
    assert all(len(layer.points) == 1 for layer in race.panes[0].paths)


def test_it_plays_from_the_start_to_the_end_and_can_be_paused(race, qtbot):
    race.play.click()
    assert race.slider.value() == 0 and race.play.text() == "Pause"
    qtbot.waitUntil(lambda: race.step > 1)
    race.play.click()
    here = race.slider.value()
    assert race.play.text() == "Play" and 0 < here < 1000
    race.slider.setValue(990)
    race.play.click()
    qtbot.waitUntil(lambda: race.slider.value() == 1000)
    qtbot.waitUntil(lambda: race.play.text() == "Play")
    race.play.click()
    race.hide()
    assert race.play.text() == "Play"


def test_other_features_stand_over_their_own_bowl(qtbot):
    view = shown(qtbot, StudyRequest(Compare(preset="scaling"), codec.loads(LINE), seeds=1).study)
    assert [pane.legend.texts for pane in view.panes] == [["Standardize"], ["Min-max"], ["None"]]
    assert "of its own" in view.words.text()
    view.draw(None)
    assert not view.panes and view.summary() == view.sentence


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_exported_as_it_stands(qtbot, tmp_path, theme):
    view = shown(qtbot, compare_optimizers(codec.loads("training.epochs = 5"), 1), theme)
    view.slider.setValue(700)
    save_view(view, tmp_path / "paths.png")
    image = QImage(str(tmp_path / "paths.png"))
    colors = {image.pixel(x, y) for x in range(0, 720, 5) for y in range(0, 560, 5)}
    assert len(colors) > 100
    save_view(view, tmp_path / "paths.csv")
    assert "Adam, a" in (tmp_path / "paths.csv").read_text()


def test_in_the_window_a_comparison_has_a_tab_for_them(window, qtbot):
    playground = window.playground
    playground.workbench.set("training.epochs", 8)
    qtbot.waitUntil(lambda: not playground.workbench.busy)
    window.actions_.compare_optimizers.trigger()
    qtbot.waitUntil(lambda: playground.studies.window is not None, timeout=10_000)
    study = playground.studies.window
    qtbot.waitUntil(lambda: study.finished is not None, timeout=30_000)
    view = study.plots["paths"]
    study.tabs.setCurrentWidget(view)
    assert study.tabs.isTabVisible(study.tabs.indexOf(view))
    assert len(view.panes) == 1 and len(view.panes[0].paths) == 4
    assert view.play.isEnabled()
