"""Looking back in a run, going on from there another way, and coming back."""

from __future__ import annotations

import numpy as np
import pytest

from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.session import Session
from playground.gui.training import past_viewer
from playground.settings import replaced


@pytest.fixture
def first_spec(stopping_spec):
    return replaced(stopping_spec, "training.epochs", 40)


@pytest.fixture
def trained(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None, timeout=20_000)
    return bench


def look(bench, qtbot, step):
    bench.look_back(step)
    qtbot.waitUntil(
        lambda: bench.snapshot.steps == step and not bench.snapshot.exact_in, timeout=20_000
    )


def independent(spec, step) -> Session:
    session = Session(spec)
    while session.trainer.steps < step:
        session.step()
    return session


def test_a_moment_is_shown_as_it_was_with_all_that_is_computed_of_it(trained, qtbot):
    bench, last, run = trained, trained.snapshot.steps, trained.run
    steps = bench.history.n_steps
    for step in (57, 3, 0, last - 1):
        look(bench, qtbot, step)
        alone = independent(bench.spec, step)
        np.testing.assert_array_equal(bench.snapshot.theta, alone.network.theta)
        surface = Surface.of(alone, bench.probes[SurfaceProbe].plane).map(alone.network.theta)
        np.testing.assert_array_equal(bench.probes[SurfaceProbe].output, surface.output)
        assert bench.snapshot.looking_back and bench.snapshot.last_step == last
        assert bench.frame.latest == alone.history.latest
        assert bench.snapshot.epoch == alone.trainer.epoch
    bench.look_back(None)
    qtbot.waitUntil(lambda: bench.snapshot.steps == last)
    assert not bench.snapshot.looking_back and bench.run is run
    assert bench.history.n_steps == steps, "looking loses nothing and adds nothing"


def test_looking_back_pauses_and_run_goes_another_way(bench, qtbot):
    bench.set("training.epochs", 100_000)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 300)
    first = bench.run
    look(bench, qtbot, 100)
    assert not bench.running
    costs = bench.history.batch_costs.copy()
    bench.train()
    qtbot.waitUntil(lambda: bench.run is not first and bench.snapshot.steps > 150)
    bench.pause()
    qtbot.waitUntil(lambda: not bench.running)
    assert bench.run.parent.step == 100 and not bench.snapshot.looking_back
    assert np.array_equal(bench.run.parent.other.batch_costs[: len(costs)], costs)
    # Without a change it takes the very same steps again.
    np.testing.assert_array_equal(bench.history.batch_costs[:150], costs[:150])


def test_a_setting_changed_in_the_past_branches_and_undo_returns(trained, qtbot):
    bench, before, spec = trained, trained.snapshot, trained.spec
    look(bench, qtbot, 60)
    bench.set("training.learning_rate", 0.1)
    qtbot.waitUntil(lambda: bench.run.parent is not None and not bench.busy)
    assert bench.snapshot.steps == 60 and bench.snapshot.spec.training.learning_rate == 0.1
    assert bench.spec == bench.snapshot.spec
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 61)
    alone = independent(spec, 60)
    alone.apply(replaced(spec, "training.learning_rate", 0.1))
    alone.step()
    np.testing.assert_array_equal(bench.snapshot.theta, alone.network.theta)
    branch = bench.snapshot
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.parent.returns and not bench.busy)
    np.testing.assert_array_equal(bench.snapshot.theta, before.theta)
    assert bench.snapshot.steps == before.steps and bench.snapshot.stop == before.stop
    assert bench.spec == spec == bench.snapshot.spec
    bench.redo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 61 and not bench.busy)
    np.testing.assert_array_equal(bench.snapshot.theta, branch.theta)
    assert bench.spec.training.learning_rate == 0.1


def test_a_weight_set_in_the_past_branches(trained, qtbot):
    bench = trained
    look(bench, qtbot, 20)
    theta = bench.snapshot.theta.copy()
    bench.set_parameter(1, 0, 1, 0.75)
    qtbot.waitUntil(lambda: bench.run.parent is not None and not bench.busy)
    changed = np.flatnonzero(bench.snapshot.theta != theta)
    assert len(changed) == 1 and bench.snapshot.theta[changed[0]] == 0.75
    assert bench.snapshot.marks[-1].step == 20 and "0.75" in bench.snapshot.marks[-1].sentence


def test_the_settings_shown_are_those_of_the_moment(bench, qtbot):
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    middle = bench.snapshot.steps
    bench.set("training.learning_rate", 0.2)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 2)
    assert [(m.step, m.sentence) for m in bench.snapshot.marks] == [
        (middle, "Learning rate: 0.01 to 0.2")
    ]
    look(bench, qtbot, middle - 1)
    assert bench.spec.training.learning_rate == 0.01
    bench.look_back(None)
    qtbot.waitUntil(lambda: not bench.snapshot.looking_back)
    assert bench.spec.training.learning_rate == 0.2
    assert bench.undo_stack.can_undo


def test_what_only_a_new_run_can_have_starts_over(trained, qtbot):
    bench = trained
    look(bench, qtbot, 20)
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    assert bench.looking_at is None and bench.run.parent is None
    assert bench.snapshot.steps == 0


def test_a_step_in_the_past_is_the_one_that_was_taken(trained, qtbot):
    bench, run = trained, trained.run
    look(bench, qtbot, 20)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 21)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 21)
    per_epoch = bench.history.column("step")[1]
    assert bench.snapshot.steps % per_epoch == 0
    assert bench.run is run and bench.snapshot.looking_back


def test_many_moments_asked_for_at_once_end_at_the_last(trained, qtbot):
    bench = trained
    rng = np.random.default_rng(2)
    for step in rng.integers(0, bench.snapshot.last_step, 300).tolist():
        bench.look_back(step)
    qtbot.waitUntil(lambda: bench.snapshot.steps == step and bench.snapshot.looking_back)
    np.testing.assert_array_equal(bench.snapshot.theta, independent(bench.spec, step).network.theta)


def test_what_takes_long_shows_the_nearest_moment_meanwhile(trained, qtbot, monkeypatch):
    monkeypatch.setattr(past_viewer, "PATIENCE", 0.0)
    bench, seen = trained, []
    bench.frame_ready.connect(seen.append)
    bench.call(lambda session: session.recording.keyframes.clear()).then(lambda result: None)
    bench.look_back(70)
    qtbot.waitUntil(lambda: bench.snapshot.steps == 70 and not bench.snapshot.exact_in)
    near = [frame.snapshot for frame in seen if frame.snapshot.exact_in]
    assert all(snapshot.steps < 70 and snapshot.looking_back for snapshot in near)


def test_random_looking_editing_running_and_undoing_ends_whole(bench, qtbot):
    rng = np.random.default_rng(5)
    for _ in range(60):
        deed = rng.integers(0, 8)
        if deed == 0:
            bench.train()
        elif deed == 1:
            bench.pause()
        elif deed in (2, 3) and bench.snapshot.last_step:
            bench.look_back(int(rng.integers(0, bench.snapshot.last_step + 1)))
        elif deed == 4:
            bench.set("training.learning_rate", float(rng.choice([0.003, 0.01, 0.03])))
        elif deed == 5:
            bench.set_parameter(1, 0, 0, float(rng.normal()))
        elif deed == 6:
            bench.undo()
        else:
            bench.redo()
        qtbot.wait(int(rng.integers(0, 30)))
    bench.pause()
    bench.look_back(None)
    qtbot.waitUntil(lambda: not (bench.busy or bench.running or bench.snapshot.looking_back))
    qtbot.wait(50)
    assert bench.spec == bench.snapshot.spec
    assert bench.history.n_steps == bench.snapshot.steps == bench.snapshot.last_step
    checked = []
    bench.call(lambda session: session.recording.state_at(session.trainer.steps).theta).then(
        checked.append
    )
    qtbot.waitUntil(lambda: bool(checked))
    np.testing.assert_array_equal(checked[0], bench.snapshot.theta)
    assert not [m for m in bench.messages if m is not None and m.details]
