"""Where a lesson stands in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from playground.experiment.spec import ExperimentSpec
from playground.gui.app import create_window
from playground.lessons.lesson_file import loads
from playground.settings import replaced

LESSON = """+++
title = "Tabs"
summary = "The settings stand behind the lesson, or below it."
+++

## One

Words.
"""


def tabs_over_the_left(window):
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = window.findChildren(QTabBar, options=direct)
    return [bar for bar in bars if bar.isVisible() and bar.tabText(0) == "Settings"]


def test_no_tabs_are_left_over_the_settings_that_stand_below_a_lesson(window, qtbot, tmp_path):
    path = tmp_path / "tabs.lesson"
    path.write_text(LESSON, encoding="utf-8")
    lessons = window.playground.lessons
    lessons.open_path(str(path))
    qtbot.waitUntil(lambda: len(tabs_over_the_left(window)) == 1, timeout=20_000)
    for _ in range(2):
        lessons.stage.show_view("", with_settings=True)
        window.resize(window.width() + 10, window.height())
        qtbot.waitUntil(lambda: not tabs_over_the_left(window))
        settings = window.panels["settings"]
        assert settings.isVisible() and settings.y() > lessons.dock.geometry().bottom()
        lessons.stage.show_view("", with_settings=False)
        qtbot.waitUntil(lambda: len(tabs_over_the_left(window)) == 1)


@pytest.mark.parametrize(
    "ask", [lambda lessons: lessons.open(loads(LESSON)), lambda lessons: lessons.show()]
)
def test_what_is_asked_for_before_the_docks_stand_lies_over_the_settings(window, qtbot, ask):
    window.close()  # where everything stood is remembered
    later = create_window()
    try:
        assert not later.arranged
        ask(later.playground.lessons)
        bench = later.playground.workbench
        qtbot.waitUntil(lambda: later.arranged and bench.frame is not None, timeout=20_000)
        qtbot.waitUntil(lambda: len(tabs_over_the_left(later)) == 1)
        [bar] = tabs_over_the_left(later)
        assert bar.tabText(bar.currentIndex()) == later.playground.lessons.dock.windowTitle()
        assert later.panels["settings"].visibleRegion().isEmpty()
    finally:
        later.close()
        later.deleteLater()


def give_up_window(window):
    window.playground.lessons.close()


def open_another_experiment(window):
    window.playground.workbench.open(replaced(ExperimentSpec(), "network.hidden_layers", (5, 5)))


@pytest.mark.parametrize("then", [give_up_window, open_another_experiment])
def test_a_lesson_of_a_session_that_waits_for_the_docks_is_not_begun_too_late(
    window, qtbot, tmp_path, then
):
    lessons, bench = window.playground.lessons, window.playground.workbench
    path = tmp_path / "tabs.lesson"
    path.write_text(LESSON, encoding="utf-8")
    lessons.open_path(str(path))
    qtbot.waitUntil(lambda: lessons.page is not None and lessons.page.part is not None)
    with qtbot.waitSignal(window.playground.files.saving.saved):
        window.playground.files.saving.save_path(str(tmp_path / "kept.playground"))
    lessons.leave()
    window.arranged = False
    with qtbot.waitSignal(bench.resumed):
        bench.resume(str(tmp_path / "kept.playground"))
    assert lessons.progress is not None and lessons.page is None
    then(window)
    window.arranged = True
    window.views_arranged.emit()
    assert lessons.page is None


def test_in_large_type_a_lesson_shows_one_plot_at_a_time(window, qtbot, tmp_path):
    path = tmp_path / "tabs.lesson"
    path.write_text(LESSON, encoding="utf-8")
    lessons = window.playground.lessons
    window.resize(1280, 720)
    lessons.open_path(str(path))
    qtbot.waitUntil(lambda: len(tabs_over_the_left(window)) == 1, timeout=20_000)
    small = window.docks["cost"].height()
    window.actions_.workspace_present.trigger()
    qtbot.waitUntil(lambda: window.docks["cost"].height() > 1.5 * small)
    assert lessons.dock.isVisible()
    assert window.docks["error"] in window.view_docks.tabifiedDockWidgets(window.docks["cost"])
    qtbot.waitUntil(lambda: len(tabs_over_the_left(window)) == 1)
    layers = window.docks["layers"]
    lessons.stage.show_view("layers", with_settings=False)
    qtbot.waitUntil(lambda: layers.width() > 0.6 * window.width())  # a strip of it would scroll
    assert window.docks["network"] in window.view_docks.tabifiedDockWidgets(layers)
    window.actions_.workspace_train.trigger()
    qtbot.waitUntil(lambda: window.docks["cost"].height() < 1.2 * small)
