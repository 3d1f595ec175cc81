"""Points drawn while the window trains: the network goes on, and everything can be undone."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.by_hand.drawn import Drawing
from playground.experiment.drawing import as_drawing
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced

START = replaced(replaced(ExperimentSpec(), "data.source", "drawn"), "training.epochs", 10_000_000)


@pytest.fixture
def first_spec():
    return START


@pytest.fixture
def bench(bench):
    bench.runs = [bench.run]
    bench.run_started.connect(bench.runs.append)
    return bench


def draw(bench, *points, gesture=None):
    source = bench.spec.data.source
    source = source if isinstance(source, Drawing) else as_drawing(bench.snapshot)
    bench.propose(replaced(bench.spec, "data.source", source.add(points)), gesture)


def drawn(bench, m):
    return lambda: bench.snapshot.dataset.m == m and bench.snapshot.spec == bench.spec


def test_a_point_drawn_at_rest_is_measured_at_once(bench, qtbot):
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    theta, cost, steps = bench.snapshot.theta, bench.history.latest, bench.snapshot.steps
    draw(bench, (9, 9, 0))
    qtbot.waitUntil(drawn(bench, 11))
    np.testing.assert_array_equal(bench.snapshot.theta, theta)
    assert bench.snapshot.steps == steps == bench.history.n_steps
    assert bench.history.latest["train_cost"] != cost["train_cost"]
    assert len(bench.runs) == 1 and bench.snapshot.run is bench.run
    assert sum(part.m for part in vars_of(bench.snapshot.split)) == 11


def vars_of(split):
    return split.train, split.dev, split.test


def test_training_goes_on_with_what_is_drawn_and_undone(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 20)
    steps = bench.snapshot.steps
    for k in range(5):
        draw(bench, (k, 7, k % 2), gesture=k)
    qtbot.waitUntil(drawn(bench, 15))
    assert bench.running and bench.snapshot.steps >= steps
    bench.undo()
    bench.undo()
    qtbot.waitUntil(drawn(bench, 13))
    bench.redo()
    qtbot.waitUntil(drawn(bench, 14))
    assert len(bench.runs) == 1
    assert bench.messages == [None] * len(bench.messages)
    bench.pause()
    qtbot.waitUntil(lambda: not bench.running)
    assert bench.history.n_steps == bench.snapshot.steps


def test_a_drag_is_one_change_and_the_next_is_another(bench, qtbot):
    for k in range(4):
        draw(bench, (k, 7, 0), gesture=1)
    draw(bench, (9, 9, 1), gesture=2)
    bench.undo()
    assert bench.spec.data.source.points.endswith("3 7 0")
    bench.undo()
    assert bench.spec == START
    qtbot.waitUntil(drawn(bench, 10))


def test_drawing_on_a_generated_picture_keeps_the_network(bench, qtbot):
    bench.set("data.source", "moons")
    qtbot.waitUntil(lambda: len(bench.runs) == 2)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    theta = bench.snapshot.theta
    draw(bench, (1, 1, 0), gesture=1)
    qtbot.waitUntil(drawn(bench, 301))
    assert bench.spec.data.source.name == "drawn"
    np.testing.assert_array_equal(bench.snapshot.theta, theta)
    assert len(bench.runs) == 2


def test_choosing_drawn_data_is_another_data_set(bench, qtbot):
    bench.set("data.source", "moons")
    qtbot.waitUntil(lambda: len(bench.runs) == 2)
    bench.set("data.source", "drawn")
    qtbot.waitUntil(lambda: len(bench.runs) == 3)
    assert bench.run.dataset.m == 10


def test_reset_starts_over_with_what_was_drawn(bench, qtbot):
    bench.step_epoch()
    draw(bench, (9, 9, 0))
    bench.reset()
    qtbot.waitUntil(lambda: len(bench.runs) == 2)
    assert bench.run.dataset.m == 11 and bench.snapshot.steps == 0
    np.testing.assert_array_equal(bench.snapshot.split.train.X, bench.run.split.train.X)


def test_another_number_of_classes_starts_over(bench, qtbot):
    bench.set("data.source.classes", 3)
    qtbot.waitUntil(lambda: len(bench.runs) == 2)
    assert bench.run.layer_sizes[-1] == 3


@pytest.mark.parametrize("running", [False, True])
def test_a_point_that_cannot_be_is_taken_back_with_a_sentence(bench, qtbot, running):
    bench.set("data.features", "x1, sqrt(x2 + 5)")
    qtbot.waitUntil(lambda: bench.run.features.names[-1] == "sqrt(x2+5)")
    if running:
        bench.train()
        qtbot.waitUntil(lambda: bench.snapshot.steps > 5)
    before = bench.spec
    draw(bench, (0, -9, 0))
    bench.set("training.learning_rate", 0.5)
    qtbot.waitUntil(lambda: bench.messages[-1] is not None and bench.spec == before)
    assert "sqrt(x2+5) is not a number for example 11" in bench.messages[-1].sentence
    qtbot.waitUntil(lambda: bench.snapshot.spec == before)
    assert bench.running == running
    assert bench.snapshot.dataset.m == 10
    draw(bench, (0, -4, 0))
    qtbot.waitUntil(drawn(bench, 11))


def edited_somehow(source, kind, rng):
    m = len(source.drawn.places)
    x, y = rng.uniform(-5, 5, 2).round(3).tolist()
    if kind == "add":
        return source.add([(x, y, int(rng.integers(2)))])
    if kind == "move":
        return source.move(int(rng.integers(m)), x, y)
    return source.erase([int(rng.integers(m))] if m > 1 else [])


def test_points_drawn_undone_and_redone_at_random_while_it_trains(bench, qtbot):
    rng = np.random.default_rng(6)
    bench.train()
    for stroke in range(150):
        source, kind = bench.spec.data.source, rng.choice(["add", "move", "erase", "undo", "redo"])
        if kind == "undo":
            bench.undo()
        elif kind == "redo":
            bench.redo()
        else:
            edited = edited_somehow(source, kind, rng)
            bench.propose(replaced(bench.spec, "data.source", edited), int(stroke // 3))
        if stroke % 7 == 0:
            bench.set("training.learning_rate", float(rng.uniform(0.001, 0.01)))
        if stroke % 10 == 0:
            qtbot.wait(5)
    bench.pause()
    m = len(bench.spec.data.source.drawn.places)
    qtbot.waitUntil(lambda: not bench.running and drawn(bench, m)(), timeout=15_000)
    split = bench.snapshot.split
    assert sum(part.m for part in (split.train, split.dev, split.test)) == m
    assert bench.history.n_steps == bench.snapshot.steps
    assert len(bench.runs) == 1
    assert all(message is None for message in bench.messages)
