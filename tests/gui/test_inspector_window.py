"""The inspector in the running program."""

from __future__ import annotations

import numpy as np
import pytest

from playground.experiment.probes.inspection import InspectionProbe
from playground.gui.views.inspector.formulas import formulas


@pytest.fixture
def view(window, qtbot):
    """The inspector of a window, with the numbers of the first step."""
    window.actions_.inspector.trigger()
    views = window.playground.views
    qtbot.waitUntil(lambda: "inspector" in views and views["inspector"].inspection is not None)
    yield views["inspector"]
    formulas().give_up()
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)


def test_do_this_step_takes_exactly_the_step_announced(window, qtbot, view):
    bench = window.playground.workbench
    for step in range(1, 4):
        announced = view.inspection.update.new_theta
        qtbot.waitUntil(view.step.isEnabled)
        view.step.click()
        qtbot.waitUntil(lambda n=step: bench.snapshot.steps == n and not bench.running)
        assert np.array_equal(bench.snapshot.theta, announced)
        qtbot.waitUntil(lambda n=step: view.inspection.steps == n)


def test_what_is_announced_follows_the_settings(window, qtbot, view):
    bench = window.playground.workbench
    bench.set("training.learning_rate", 0.25)
    qtbot.waitUntil(lambda: view.inspection.update.alpha == 0.25, timeout=5000)


def test_check_gradient_from_the_menu(window, qtbot, view):
    window.docks["inspector"].hide()
    qtbot.waitUntil(
        lambda: (
            not any(
                isinstance(request, InspectionProbe)
                for request in window.playground.workbench.requests
            )
        )
    )
    window.actions_.check_gradient.trigger()
    qtbot.waitUntil(lambda: view.check_panel.checks is not None)
    assert view.isVisible() and "Right" in view.check_panel.verdict.text()
    panel = view.check_panel
    panel.mistake.setCurrentIndex(panel.mistake.findData("transposed"))
    panel.ask()
    qtbot.waitUntil(lambda: panel.checks.mistake == "transposed")
    assert "Only dW[1] is wrong" in panel.verdict.text()
    assert not panel.mistake.model().item(panel.mistake.findData("no_penalty")).isEnabled()
