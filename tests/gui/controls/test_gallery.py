"""The gallery of data sets: a picture of each, drawn from what its source makes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from playground.data.sources import sources
from playground.experiment.session import Session
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.panel import ControlPanel
from playground.gui.controls.thumbnails import thumbnail
from playground.gui.theme import DARK, LIGHT, apply
from playground.settings import replaced, settings_of


@pytest.fixture
def panel(qtbot):
    apply(QApplication.instance(), LIGHT)
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.resize(304, 700)
    panel.show_spec(ExperimentSpec())
    panel.show()
    return panel


def painted(gallery):
    return lambda: all(not button.icon().isNull() for button in gallery.buttons.values())


def colours(icon):
    image = icon.pixmap(34, 34).toImage().scaled(34, 34)
    return np.array(
        [[image.pixelColor(x, y).getRgb() for x in range(34)] for y in range(34)], float
    )


def test_every_data_set_that_needs_no_hand_has_a_picture_and_no_two_look_alike(panel, qtbot):
    gallery = panel.editor("data.source")
    assert set(gallery.buttons) == {n for n in sources if not n.startswith("drawn")}
    assert all(button.icon().isNull() for button in gallery.buttons.values())
    qtbot.waitUntil(painted(gallery))
    pictures = [colours(button.icon()) for button in gallery.buttons.values()]
    for k, one in enumerate(pictures):
        assert (one[..., 3] > 0).sum() > 30
        assert all(np.abs(one - other).mean() > 3 for other in pictures[:k])


def test_a_registered_source_appears_in_the_gallery(qtbot):
    from playground.data.synthetic import Circle

    try:
        sources.register("disc", label="Disc")(type("Disc", (Circle,), {"__doc__": "A disc."}))
        panel = ControlPanel()
        qtbot.addWidget(panel)
        assert panel.editor("data.source").buttons["disc"].accessibleName() == "Data set: Disc"
    finally:
        sources.discard("disc")


@pytest.mark.parametrize(
    "name", [n for n in sources if not settings_of(sources[n]).keys() & {"path", "table"}]
)
def test_the_picture_shows_the_colours_of_the_classes(qapp, name):
    for theme in (LIGHT, DARK):
        picture = colours(thumbnail(sources[name], theme, 34, 1.0))
        data = sources[name]().make(np.random.default_rng(1))
        for k in range(len(data.class_names)):
            wanted = [int(theme.color(f"class {k + 1}")[i : i + 2], 16) for i in (1, 3, 5)]
            near = np.abs(picture[..., :3] - wanted).max(axis=-1) < 30
            assert (near & (picture[..., 3] > 60)).any()


def test_pictures_are_painted_anew_for_other_colours(panel, qtbot):
    gallery = panel.editor("data.source")
    qtbot.waitUntil(painted(gallery))
    before = colours(gallery.buttons["curve"].icon())
    apply(QApplication.instance(), DARK)
    qtbot.waitUntil(lambda: np.abs(colours(gallery.buttons["curve"].icon()) - before).max() > 20)
    apply(QApplication.instance(), LIGHT)


def test_a_click_and_a_key_choose_and_the_chosen_one_is_marked(panel, qtbot):
    gallery = panel.editor("data.source")
    assert [n for n, button in gallery.buttons.items() if button.isChecked()] == ["moons"]
    edits = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    qtbot.mouseClick(gallery.buttons["rings"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(gallery.buttons["spiral"], Qt.Key.Key_Space)
    assert edits == [("data.source", "rings"), ("data.source", "spiral")]
    panel.show_spec(replaced(ExperimentSpec(), "data.source", "drawn"))
    assert not any(button.isChecked() for button in gallery.buttons.values())


def test_the_problem_is_named_and_both_ways_to_make_it_anew_are_there(panel, qtbot):
    gallery = panel.editor("data.source")
    for name, words in (("rings", "3 classes"), ("curve", "Regression")):
        spec = replaced(ExperimentSpec(), "data.source", name)
        panel.show_run(Run.of(Session(spec)))
        assert gallery.problem.text().startswith(f"{words} · 300 examples")
    with qtbot.waitSignal(panel.regenerate_requested):
        qtbot.mouseClick(gallery.again, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.new_data_requested):
        qtbot.mouseClick(gallery.other, Qt.MouseButton.LeftButton)
