"""Weights set by hand: they reach the network, the cost follows, and undo takes them back."""

import math

import numpy as np
import pytest

from playground.engine.plan import blocks
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training import undo
from playground.gui.training.undo import ParameterEdit, UndoStack
from playground.settings import changed, replaced


@pytest.fixture
def first_spec():
    return replaced(ExperimentSpec(), "training.epochs", 10_000_000)


def weight(bench, layer, row, column):
    block = blocks(bench.snapshot.theta, bench.run.layer_sizes)[layer - 1]
    return block[-1 if column is None else column, row]


@pytest.mark.parametrize(("layer", "row", "column"), [(1, 7, 0), (2, 3, 5), (3, 0, None)])
def test_a_weight_changes_and_no_other_and_cost_and_error_follow(bench, qtbot, layer, row, column):
    before = bench.snapshot.theta
    bench.set_parameter(layer, row, column, 3.25)
    qtbot.waitUntil(lambda: weight(bench, layer, row, column) == 3.25)
    assert np.count_nonzero(bench.snapshot.theta != before) == 1
    session = Session(bench.spec)
    if column is None:
        session.network.biases[layer - 1][row, 0] = 3.25
    else:
        session.network.weights[layer - 1][row, column] = 3.25
    np.testing.assert_array_equal(session.network.theta, bench.snapshot.theta)
    session.evaluate()
    assert bench.history.n_evaluations == 2
    assert bench.history.latest == session.history.latest
    assert bench.history.latest["train_cost"] != bench.history.column("train_cost")[0]
    # The picture is of the new weights too.
    x, y = bench.probes[SurfaceProbe].plane.centres()
    expected = session.predict(np.array([[x[3]], [y[5]]])).item()
    assert math.isclose(bench.probes[SurfaceProbe].output[0, 5, 3], expected, rel_tol=1e-4)


def test_undo_and_redo_of_weights_and_settings_in_one_row(bench, qtbot):
    first = weight(bench, 1, 0, 0)
    bench.set_parameter(1, 0, 0, 2.0)
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) == 2.0)
    bench.set("training.learning_rate", 0.5)
    bench.undo()
    assert bench.spec.training.learning_rate != 0.5
    assert weight(bench, 1, 0, 0) == 2.0
    bench.undo()
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) == first)
    assert not bench.undo_stack.can_undo
    bench.redo()
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) == 2.0)
    bench.redo()
    qtbot.waitUntil(lambda: bench.snapshot.learning_rate == 0.5)
    assert not bench.undo_stack.can_redo


def test_a_weight_is_set_while_the_network_trains(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 20)
    bench.set_parameter(1, 0, 0, 40.0)
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) > 35)
    assert bench.running
    bench.undo()
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) < 5)
    assert bench.running


def test_edits_of_a_run_that_is_gone_are_forgotten(bench, qtbot):
    run = bench.run
    bench.set_parameter(1, 0, 0, 2.0)
    qtbot.waitUntil(lambda: weight(bench, 1, 0, 0) == 2.0)
    bench.set("training.learning_rate", 0.5)
    bench.reset()
    bench.set_parameter(1, 0, 1, 7.0)  # between two runs: there is no network to set it in
    qtbot.waitUntil(lambda: bench.run is not run)
    start = bench.snapshot.theta
    np.testing.assert_array_equal(start, Session(bench.spec).network.theta)
    bench.undo()
    assert bench.spec.training.learning_rate != 0.5
    assert not bench.undo_stack.can_undo
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert bench.run.run_id == run.run_id + 1


def test_what_is_no_number_is_refused(bench, qtbot):
    theta = bench.snapshot.theta
    bench.set_parameter(1, 0, 0, math.inf)
    assert bench.messages[-1].sentence == "A weight must be a finite number."
    assert not bench.undo_stack.can_undo
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert np.isfinite(theta).all() and np.isfinite(bench.snapshot.theta).all()


def test_maps_and_weighted_sums_come_while_they_are_watched(bench, qtbot):
    assert bench.probes[SurfaceProbe].units == ()
    assert PreActivationsProbe not in bench.probes
    bench.ask([SurfaceProbe(), SurfaceProbe(units=True)])
    qtbot.waitUntil(lambda: bench.probes[SurfaceProbe].units != ())
    rows, columns = bench.probes[SurfaceProbe].plane.rows, bench.probes[SurfaceProbe].plane.columns
    assert [units.shape for units in bench.probes[SurfaceProbe].units] == [
        (8, rows, columns),
        (4, rows, columns),
    ]
    assert PreActivationsProbe not in bench.probes
    bench.ask([SurfaceProbe(units=True), PreActivationsProbe()])
    qtbot.waitUntil(lambda: PreActivationsProbe in bench.probes)
    m = bench.run.split.train.m
    assert [Z.shape for Z in bench.frame.probes[PreActivationsProbe]] == [(8, m), (4, m), (1, m)]
    bench.ask([SurfaceProbe(), PreActivationsProbe()])
    qtbot.waitUntil(lambda: bench.probes[SurfaceProbe].units == ())
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    assert [Z.shape for Z in bench.probes[PreActivationsProbe]] == [(3, m), (1, m)]


# -------------------------------------------------------------------- the stack itself


def test_edits_of_one_weight_in_quick_succession_are_one_change(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(undo.time, "monotonic", lambda: clock[0])
    stack = UndoStack(ExperimentSpec())
    for old, new in ((0.0, 1.0), (1.0, 2.0), (2.0, 3.0)):
        clock[0] += 0.1
        stack.push_edit(ParameterEdit(1, 5, old, new))
    stack.push_edit(ParameterEdit(1, 6, 0.5, 0.25))
    assert stack.undo() == ParameterEdit(1, 6, 0.25, 0.5)
    assert stack.undo() == ParameterEdit(1, 5, 3.0, 0.0)
    assert not stack.can_undo
    assert stack.redo() == ParameterEdit(1, 5, 0.0, 3.0)
    clock[0] += 10
    stack.push_edit(ParameterEdit(1, 5, 3.0, 4.0))
    assert not stack.can_redo
    assert stack.undo() == ParameterEdit(1, 5, 4.0, 3.0)


def test_forgetting_edits_keeps_the_place_among_specifications():
    first = ExperimentSpec()
    second, third = replaced(first, "seed", 9), replaced(first, "seed", 10)
    stack = UndoStack(first)
    stack.push_edit(ParameterEdit(1, 0, 0.0, 1.0))
    stack.push(second, changed(first, second))
    stack.push_edit(ParameterEdit(1, 1, 0.0, 1.0))
    stack.push(third, changed(first, replaced(third, "training.l2", 1.0)))
    assert stack.undo() == second
    stack.forget_edits()
    assert stack.can_redo and stack.redo() == third
    assert stack.undo() == second
    assert stack.undo() == first
    assert not stack.can_undo
