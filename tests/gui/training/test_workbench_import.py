"""Weights imported in the window: a new beginning, which undo takes back and reset goes back to."""

import numpy as np
import pytest

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.io.session.file import save_session
from playground.io.weights.weights import load_weights, save_weights
from playground.settings import replaced


@pytest.fixture
def path(tmp_path):
    """The weights of the default experiment after an epoch."""
    session = Session(ExperimentSpec())
    session.step_epoch()
    save_weights(session, tmp_path / "mine.npz")
    return str(tmp_path / "mine.npz")


def theta_in(path):
    return load_weights(path).network.theta


def imported(bench, path, qtbot):
    bench.import_weights(path)
    qtbot.waitUntil(lambda: np.array_equal(bench.snapshot.theta, theta_in(path)))


def said(bench):
    return [message.sentence for message in bench.messages if message is not None]


def test_the_run_starts_over_from_them_and_says_so(bench, path, qtbot):
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    before = bench.run
    bench.import_weights(path)
    qtbot.waitUntil(lambda: bench.run is not before)
    assert bench.snapshot.steps == 0 and not bench.running
    assert bench.run.initial_weights.origin == "mine.npz"
    assert np.array_equal(bench.snapshot.theta, theta_in(path))
    assert bench.messages[-1].sentence == "Began with the weights in mine.npz."


def test_undo_goes_back_to_drawn_weights_and_redo_to_these(bench, path, qtbot):
    drawn = bench.snapshot.theta
    imported(bench, path, qtbot)
    bench.undo()
    qtbot.waitUntil(lambda: np.array_equal(bench.snapshot.theta, drawn))
    assert bench.run.initial_weights is None and not bench.undo_stack.can_undo
    bench.redo()
    qtbot.waitUntil(lambda: np.array_equal(bench.snapshot.theta, theta_in(path)))
    assert bench.run.initial_weights.origin == "mine.npz"


def test_reset_and_a_live_change_keep_them_and_another_network_does_not(bench, path, qtbot):
    imported(bench, path, qtbot)
    bench.set("training.learning_rate", 0.02)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert not np.array_equal(bench.snapshot.theta, theta_in(path))
    bench.reset()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    assert np.array_equal(bench.snapshot.theta, theta_in(path))
    assert bench.spec.training.learning_rate == 0.02
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    assert bench.run.initial_weights is None
    bench.undo()
    qtbot.waitUntil(lambda: np.array_equal(bench.snapshot.theta, theta_in(path)))
    seed = bench.spec.seed
    bench.new_seed()
    qtbot.waitUntil(lambda: bench.run.spec.seed == seed + 1)
    assert bench.run.initial_weights is None


def test_the_same_bits_as_without_a_window(bench, path, qtbot):
    bench.set("training.epochs", 3)
    imported(bench, path, qtbot)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    session = Session(replaced(ExperimentSpec(), "training.epochs", 3))
    session.start_from(theta_in(path))
    session.run()
    assert np.array_equal(bench.snapshot.theta, session.network.theta)


def test_what_does_not_fit_is_a_sentence_and_the_work_stays(bench, path, qtbot):
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    run, spec = bench.run, bench.spec
    bench.import_weights(path)
    qtbot.waitUntil(lambda: any("does not fit" in sentence for sentence in said(bench)))
    assert "in layer 1, W1 is 8 x 2 and must be 3 x 2" in said(bench)[-1]
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert bench.run is run and bench.spec == spec


def test_a_file_chosen_while_a_run_is_being_built_is_imported_into_that_run(bench, path, qtbot):
    bench.set("training.l2", 0.1)
    bench.reset()
    bench.import_weights(path)
    qtbot.waitUntil(lambda: bench.run.initial_weights is not None)
    assert np.array_equal(bench.snapshot.theta, theta_in(path))
    assert bench.spec.training.l2 == 0.1


def test_a_session_that_began_with_them_is_reset_to_them(bench, path, tmp_path, qtbot):
    imported(bench, path, qtbot)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    kept = tmp_path / "kept.playground"
    bench.call(lambda session: save_session(session, kept))
    qtbot.waitUntil(kept.exists)
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.initial_weights is None)
    bench.resume(str(kept))
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert bench.run.initial_weights.origin == "mine.npz"
    bench.reset()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    assert np.array_equal(bench.snapshot.theta, theta_in(path))
