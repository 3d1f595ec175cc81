"""A kind of study added in one place is everywhere in the window where it should be."""

import pytest
from dummy_kind import dummy_kind
from PySide6.QtGui import QAction

from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.io.session.file import read_session, save_session
from playground.settings import replaced


@pytest.fixture(autouse=True)
def kind():
    """One more kind of study, there before the window is."""
    with dummy_kind() as kind:
        yield kind


@pytest.fixture
def main(kind, window, qtbot):
    bench = window.playground.workbench
    bench.propose(replaced(ExperimentSpec(), "training.epochs", 3))
    qtbot.waitUntil(lambda: bench.snapshot.spec.training.epochs == 3)
    return window


def studied(window, qtbot):
    window.findChild(QAction, "dummy_width").trigger()
    studies = window.playground.studies
    qtbot.waitUntil(lambda: len(studies.recorder.past.runs) == 1, timeout=20_000)
    return studies


def test_it_is_in_the_menu_between_its_like(main):
    texts = [action.text() for action in main.menus["train"].actions()]
    assert texts.index("Learning curve") < texts.index("Dummy width") < texts.index("Diagnose")
    action = main.findChild(QAction, "dummy_width")
    assert action.toolTip() == "Two widths of one hidden layer"


def test_it_runs_in_the_study_window_and_is_drawn_by_the_views_it_names(main, qtbot):
    studies = studied(main, qtbot)
    window = studies.window
    assert window.windowTitle().startswith("Dummy width")
    assert window.verdict.text == "The widest network is the widest."
    assert [view.name for view in window.views] == ["errors", "curves", "boundaries"]
    assert window.plots["errors"].choice.text == "chosen: 5"
    assert window.verdict.use.text() == "Use hidden layers 5"
    window.verdict.use.click()
    assert main.playground.workbench.spec.network.hidden_layers == (5,)


def test_it_is_kept_in_the_run_history_and_in_a_session_file(main, qtbot, tmp_path):
    studies = studied(main, qtbot)
    (run,) = studies.recorder.past.runs
    assert (run.title, run.study.kind) == ("Dummy width", "dummy_width")
    assert run.varied == "Hidden layers: 2, 5"
    path = tmp_path / "kept.playground"
    save_session(Session(ExperimentSpec()), path, Attachments(runs=studies.recorder.kept()))
    (again,) = read_session(path).runs.runs
    assert again.study.kind == "dummy_width" and again.study.runs == run.study.runs
    # Its results can be seen again, from the file as well.
    studies.recorder.finished.clear()
    before, said = studies.window.outcome, studies.window.verdict.text
    studies.show_history()
    studies.history.table.selectRow(0)
    studies.history.results.click()
    qtbot.waitUntil(lambda: not studies.runner.running, timeout=20_000)
    assert studies.window.outcome is not before and studies.window.verdict.text == said
