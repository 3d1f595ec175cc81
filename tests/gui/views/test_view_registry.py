"""A probe and a view, added by one file and one row each, are everywhere where they should be."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QDockWidget

import playground
from playground.cli import main
from playground.experiment.full_frame import full_frame
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.gui.export.plots import Plots
from playground.gui.shell.actions.action import actions
from playground.gui.views.registry import Place, ShowAction, ViewRow, views
from playground.settings import replaced

PACKAGE = Path(playground.__file__).parent

ROW = ViewRow(
    "norms",
    "Norms",
    "dummy_view",
    Place("right", beside="error", shown=False),
    "How large the weights are.",
    ShowAction("norms", "Show the norms", "Show how large the weights are", keys="Ctrl+Alt+N"),
)


@pytest.fixture(autouse=True)
def row():
    """The rows of both, there before the window is; their files are not imported yet."""
    views.add_row(ROW)
    probes.add("norms", "dummy_probe")
    yield ROW
    for name in ("dummy_view", "dummy_probe"):
        sys.modules.pop(name, None)
    for registry in (views, probes, actions):
        registry.discard("norms")


def norms_of(network):
    return tuple(float(np.linalg.norm(W)) for W in network.weights)


def seen(window, qtbot):
    """The view, once somebody has asked for it and it is drawn with its numbers."""
    window.findChild(QAction, "norms").trigger()
    qtbot.waitUntil(lambda: "norms" in window.playground.views)
    view = window.playground.views["norms"]
    qtbot.waitUntil(lambda: getattr(view, "norms", None) is not None)
    return view


def test_it_is_a_dock_imported_when_somebody_wants_to_see_it(window, qtbot):
    dock = window.findChild(QDockWidget, "dock_norms")
    assert dock.windowTitle() == "Norms" and dock.isHidden()
    assert dock.toggleViewAction() in window.menus["panels"].actions()
    shown = window.findChild(QAction, "norms")
    assert shown in window.menus["view"].actions()
    assert shown.toolTip() == "Show how large the weights are (Ctrl+Alt+N)"
    assert "dummy_view" not in sys.modules
    view = seen(window, qtbot)
    assert view.isVisible() and view.accessibleName() == "Norms"


def test_its_probe_is_computed_while_it_is_seen_and_no_longer(window, qtbot):
    bench = window.playground.workbench
    asked = [request.name for request in bench.requests]
    assert asked == ["surface"]
    view = seen(window, qtbot)
    session = Session(bench.spec)
    assert view.norms == pytest.approx(norms_of(session.network))
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    session.step()
    assert view.norms == pytest.approx(norms_of(session.network))
    window.docks["norms"].hide()
    qtbot.waitUntil(lambda: [request.name for request in bench.requests] == ["surface"])
    norms = view.norms
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 2)
    assert all(probe.name != "norms" for probe in bench.snapshot.probes)
    window.docks["norms"].toggleViewAction().trigger()  # in front, not behind another's tab
    session.step()
    qtbot.waitUntil(lambda: view.norms != norms)
    assert view.norms == pytest.approx(norms_of(session.network))


def test_it_is_in_the_export_dialog(window, qtbot):
    window.playground.exporting.ask()
    dialog = window.playground.exporting.dialog
    qtbot.waitUntil(lambda: "norms" in dialog.plots.which.keys)
    qtbot.waitUntil(lambda: "norms" in dialog.numbers.which.keys)
    dialog.reject()


def test_it_is_in_a_full_frame_in_plots_and_report_where_it_applies(qapp):
    session = Session(ExperimentSpec())
    session.step()
    frame = full_frame(session)
    assert frame.probes[probes["norms"]] == pytest.approx(norms_of(session.network))
    plots = Plots(frame)
    assert "norms" in plots.names and "norms" in plots.report_names()
    assert "Norms" in [drawing.title for drawing in plots.report_drawings()]
    assert plots.numbers("norms").splitlines()[0] == "x,norm"
    flat = Session(replaced(ExperimentSpec(), "network.hidden_layers", ()))
    assert "norms" not in Plots(full_frame(flat)).names


def test_it_is_drawn_from_the_command_line(qapp, tmp_path):
    codec.write(tmp_path / "x.toml", replaced(ExperimentSpec(), "training.epochs", 2))
    out = tmp_path / "out"
    assert main(["train", str(tmp_path / "x.toml"), "--out", str(out), "--quiet"]) == 0
    assert not QImage(str(out / "norms.png")).isNull()
    assert "<svg" in (out / "norms.svg").read_text(encoding="utf-8")
    assert 'alt="Norms"' in (out / "report.html").read_text(encoding="utf-8")


def test_nobody_but_the_registry_names_the_views():
    """But for the animation, which is of the boundary and the cost."""
    classes = {cls.__name__ for cls in views.values()}
    named = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for name in classes
        if f"import {name}" in path.read_text(encoding="utf-8")
    }
    assert named == {"gui/export/animation/stage.py"}
