"""The workbench and its worker, as the window drives them."""

import math
import time
from functools import partial

import numpy as np
import pytest

from playground.data.sources import sources
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.session import Session
from playground.gui.training.experiment_on_screen import WEIGHTS
from playground.gui.training.messages import Message
from playground.settings import replaced


@pytest.fixture
def first_spec(stopping_spec):
    return replaced(stopping_spec, "training.epochs", 50)


def idle(bench):
    return lambda: not bench.running and not bench.busy


def stopped(bench):
    return lambda: bench.snapshot.stop is not None and not bench.running


def sentences(bench):
    return [message.sentence for message in bench.messages if message is not None]


def test_the_first_run_stands_evaluated_and_paused(bench):
    assert not bench.running
    assert bench.snapshot.steps == 0
    assert bench.history.n_evaluations == 1
    surface = bench.probes[SurfaceProbe]
    assert surface.output.shape == (1, surface.plane.rows, surface.plane.columns)


def test_training_in_the_window_gives_the_bits_of_a_session_without_one(bench, qtbot):
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    session = Session(bench.spec)
    session.run()
    assert bench.snapshot.stop == session.stop
    np.testing.assert_array_equal(bench.snapshot.theta, session.network.theta)
    np.testing.assert_array_equal(bench.history.batch_costs, session.history.batch_costs)
    np.testing.assert_array_equal(bench.history.evaluations, session.history.evaluations)


def test_no_metric_point_is_lost_while_frames_come_and_go(bench, qtbot):
    bench.set("training.epochs", 2000)
    bench.train()
    qtbot.waitUntil(lambda: bench.history.n_steps > 1000, timeout=10_000)
    bench.pause()
    qtbot.waitUntil(idle(bench))
    assert bench.history.n_steps == bench.snapshot.steps
    assert bench.history.n_evaluations == bench.snapshot.epoch + 1


def test_one_step_and_one_epoch(bench, qtbot):
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    per_epoch = bench.snapshot.steps
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 2 and not bench.running)
    assert bench.snapshot.steps == 2 * per_epoch


def test_live_settings_reach_the_running_network_and_others_start_it_over(bench, qtbot):
    bench.set("training.epochs", 10_000_000)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 50)
    run = bench.run
    for path, value in [
        ("training.learning_rate", 0.003),
        ("training.l2", 0.1),
        ("training.optimizer.beta1", 0.5),
    ]:
        bench.set(path, value)
    qtbot.waitUntil(lambda: bench.snapshot.spec == bench.spec)
    assert bench.run is run
    assert bench.snapshot.learning_rate == 0.003
    assert bench.running
    bench.set("network.hidden_layers", (5, 3))
    qtbot.waitUntil(lambda: bench.run is not run and bench.snapshot.steps > 0)
    assert bench.run.layer_sizes == (2, 5, 3, 1)
    assert bench.running
    assert "Started over: hidden layers changed." in sentences(bench)


def test_reset_gives_the_same_start(bench, qtbot):
    start = bench.snapshot.theta
    run = bench.run
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    assert not np.array_equal(bench.snapshot.theta, start)
    bench.reset()
    qtbot.waitUntil(lambda: bench.run is not run)
    np.testing.assert_array_equal(bench.snapshot.theta, start)
    assert bench.snapshot.steps == 0 == bench.history.n_steps
    bench.new_seed()
    qtbot.waitUntil(lambda: not np.array_equal(bench.snapshot.theta, start))


def test_a_hundred_resets_in_a_row(bench, qtbot):
    bench.set("training.epochs", 10_000_000)
    for _ in range(100):
        bench.train()
        bench.reset()
    qtbot.waitUntil(lambda: idle(bench)())
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps >= 1)


def test_a_finished_run_goes_on_when_asked(bench, qtbot):
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    assert sentences(bench)[-1] == "Finished 50 epochs."
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.epoch > 50, timeout=10_000)
    assert "“Stop after epochs” is off" in sentences(bench)[-1]
    assert bench.spec.training.epochs == 50 and not bench.spec.training.stop_after
    bench.pause()
    qtbot.waitUntil(idle(bench))
    bench.undo()
    assert bench.spec.training.stop_after


def test_a_run_goes_on_until_it_is_paused_unless_an_end_was_asked_for(bench, qtbot):
    bench.set("training.stop_after", False)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.epoch > 60, timeout=10_000)
    assert bench.running and bench.snapshot.stop is None
    bench.set("training.stop_after", True)
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    assert bench.snapshot.stop.reason == "finished"


def test_divergence_pauses_with_a_sentence_and_a_way_out(bench, qtbot):
    spec = bench.spec
    for path, value in [
        ("data.source", "curve"),
        ("network.activation", "relu"),
        ("training.optimizer", "gd"),
        ("training.learning_rate", 100.0),
    ]:
        spec = replaced(spec, path, value)
    bench.propose(spec)
    bench.train()
    qtbot.waitUntil(
        lambda: bench.snapshot.stop is not None and bench.snapshot.stop.reason == "diverged",
        timeout=10_000,
    )
    message = bench.messages[-1]
    assert message.sentence.startswith("The training diverged at step ")
    assert message.sentence.endswith(
        "the learning rate 100 is too large for this network. Try 0.1."
    )
    run = bench.run
    message.do()
    qtbot.waitUntil(lambda: bench.run is not run, timeout=10_000)
    assert bench.run.spec.training.learning_rate == 0.1
    qtbot.waitUntil(lambda: bench.snapshot.steps > 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "missing.csv"),
        ("", "The file is empty."),
        ("x\n1\n2\n", "column"),
        ("x,y,label\n1,a\n", "Line 2"),
        ("x,y,label\n1,2,a\n3,4,a\n", "class"),
    ],
)
def test_what_cannot_be_read_leaves_the_experiment_as_it_was(
    bench, qtbot, tmp_path, content, sentence
):
    path = tmp_path / "missing.csv"
    if content is not None:
        path.write_text(content)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    spec, run, snapshot = bench.spec, bench.run, bench.snapshot
    bench.open(replaced(spec, "data.source", sources["csv"](path=str(path))))
    qtbot.waitUntil(lambda: any(sentence in words for words in sentences(bench)))
    assert bench.messages[-1].kind == "error"
    assert bench.spec == spec
    assert bench.run is run
    assert bench.snapshot is snapshot
    assert not bench.undo_stack.can_undo
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 2)


def test_an_error_in_the_engine_reaches_the_person_and_not_the_terminal(
    bench, qtbot, monkeypatch, capfd
):
    def broken(self):
        raise RuntimeError("a wire came loose")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "step", broken)
        bench.train()
        qtbot.waitUntil(lambda: any("a wire came loose" in words for words in sentences(bench)))
        qtbot.waitUntil(idle(bench))
    message = bench.messages[-1]
    assert message.kind == "error"
    assert "Traceback" in message.details
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err + captured.out
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)


def test_closing_in_the_middle_of_training_ends_the_thread(bench, qtbot):
    bench.set("training.epochs", 10_000_000)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 100)
    bench.close()
    assert bench._link.worker.isFinished()
    bench.close()


def test_the_pace_is_kept(bench, qtbot):
    """Not a test of speed: a slow pace takes few steps however fast the machine."""
    bench.set_pace(5)
    bench.train()
    qtbot.wait(400)
    bench.pause()
    qtbot.waitUntil(idle(bench))
    assert 1 <= bench.snapshot.steps <= 4


def test_undo_goes_back_and_the_worker_follows(bench, qtbot):
    bench.set("training.learning_rate", 0.5)
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 8, 4, 1))
    assert bench.spec.training.learning_rate == 0.5
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.learning_rate == 0.01)
    bench.redo()
    qtbot.waitUntil(lambda: bench.snapshot.learning_rate == 0.5)


def test_a_value_that_is_not_allowed_changes_nothing(bench):
    spec = bench.spec
    bench.set("training.learning_rate", -1.0)
    assert bench.spec is spec
    assert sentences(bench)[-1].startswith("Learning rate: -1 is not allowed")


def test_another_plane_is_shown_at_rest(bench, qtbot):
    plane = Plane(0, 1, (-1.0, 1.0), (-2.0, 2.0), 12, 9, (0.0, 0.0))
    bench.ask([SurfaceProbe(plane, units=True)])
    qtbot.waitUntil(lambda: bench.probes[SurfaceProbe].plane == plane)
    assert bench.probes[SurfaceProbe].output.shape == (1, 9, 12)
    assert [len(units) for units in bench.probes[SurfaceProbe].units] == [8, 4]
    x, y = plane.centres()
    corner = bench.run.scaler.apply(np.array([[x[0]], [y[0]]]))
    session = Session(bench.spec)
    expected = session.network.predict(corner).item()
    assert math.isclose(bench.probes[SurfaceProbe].output[0, 0, 0], expected, rel_tol=1e-4)


def test_what_is_written_is_what_the_session_holds(bench, qtbot, tmp_path):
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    answers = []
    write = partial(lambda path, session: np.save(path, session.network.theta), tmp_path / "theta")
    bench.call(write).then(answers.append)
    qtbot.waitUntil(lambda: answers == [None])
    np.testing.assert_array_equal(np.load(tmp_path / "theta.npy"), bench.snapshot.theta)

    def full(session):
        raise OSError("The disk is full.")

    bench.call(full)
    qtbot.waitUntil(lambda: "The disk is full." in sentences(bench))


def test_a_run_that_reached_its_goal_says_so_and_goes_on_without_it(bench, qtbot):
    bench.set("training.until_error", 0.1)
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    assert bench.snapshot.stop.reason == "error_reached"
    assert any("has reached 10 %" in sentence for sentence in sentences(bench))
    epoch = bench.snapshot.epoch
    assert 0 < epoch < 50
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 50 and not bench.running, timeout=10_000)
    assert bench.spec.training.until_error == 0
    assert bench.spec == bench.snapshot.spec


def test_the_worker_stands_still_while_a_frame_is_drawn(bench, qtbot):
    bench.set("training.epochs", 10_000_000)
    seen = []

    def draw(frame):
        if frame.snapshot.running and bench.gate.closed:
            time.sleep(0.01)  # whatever mini-batch was at hand is done
            trainer = bench._link.worker._session.trainer
            before = trainer.steps
            time.sleep(0.02)
            seen.append(trainer.steps - before)

    bench.frame_ready.connect(draw)
    bench.train()
    qtbot.waitUntil(lambda: len(seen) >= 5, timeout=10_000)
    bench.pause()
    qtbot.waitUntil(idle(bench))
    # A gate that is held too long lets a single one through rather than stop for ever.
    assert sorted(seen)[len(seen) // 2] == 0


def test_reset_is_undone_and_redone_with_all_that_was_trained(bench, qtbot):
    bench.set("training.learning_rate", 0.02)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    theta, steps, evaluations = (
        bench.snapshot.theta,
        bench.snapshot.steps,
        bench.history.evaluations,
    )
    bench.reset()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == steps)
    np.testing.assert_array_equal(bench.snapshot.theta, theta)
    np.testing.assert_array_equal(bench.history.evaluations, evaluations)
    assert bench.history.n_steps == steps
    assert bench.spec.training.learning_rate == 0.02  # no older setting is taken back
    bench.redo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == steps)
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    session = Session(bench.spec)
    session.run()
    np.testing.assert_array_equal(bench.snapshot.theta, session.network.theta)
    bench.undo()
    assert bench.spec.training.learning_rate == 0.01


@pytest.mark.parametrize("draw", ["new_weights", "new_data", "new_seed"])
def test_other_random_numbers_are_undone_with_all_that_was_trained(bench, qtbot, draw):
    bench.set("training.learning_rate", 0.02)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    spec, theta, steps = bench.spec, bench.snapshot.theta, bench.snapshot.steps
    for _ in range(2):  # quickly, one after the other: one change
        getattr(bench, draw)()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0 and not bench.busy)
    assert bench.spec != spec
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == steps)
    np.testing.assert_array_equal(bench.snapshot.theta, theta)
    assert bench.spec == spec == bench.run.spec
    bench.redo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    bench.reset()  # one run is kept: from here on the change before is one of settings alone
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0 and not bench.busy)
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    bench.undo()
    qtbot.waitUntil(lambda: not bench.busy and bench.run.spec == spec)
    assert bench.snapshot.steps == 0 and bench.spec == spec


def test_only_what_was_trained_makes_a_reset_a_change(bench, qtbot):
    run = bench.run
    bench.reset()
    qtbot.waitUntil(lambda: bench.run is not run)
    assert not bench.undo_stack.can_undo
    for _ in range(3):  # only the last of several can be taken back: one run is kept
        bench.step()
        qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
        bench.reset()
        qtbot.waitUntil(lambda: bench.snapshot.steps == 0 and not bench.busy)
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert not bench.undo_stack.can_undo


def test_running_on_says_so_and_holds_for_that_run_alone(bench, qtbot):
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    bench.train()
    assert not bench.spec.training.stop_after and bench.spec.training.epochs == 50
    said = "Training goes on: “Stop after epochs” is off, for this run."
    assert sentences(bench)[-1] == said
    qtbot.waitUntil(lambda: bench.snapshot.epoch >= 60, timeout=10_000)
    bench.set("training.learning_rate", 0.02)
    assert not bench.spec.training.stop_after  # the run goes on
    bench.set("data.source", "circle")
    assert bench.spec.training.stop_after
    qtbot.waitUntil(lambda: bench.run.spec.data.source.name == "circle" and not bench.busy)
    bench.undo()
    assert not bench.spec.training.stop_after


def test_what_a_person_sets_by_hand_after_running_on_stays(bench, qtbot):
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    bench.train()
    bench.set("training.epochs", 70)
    bench.reset()
    bench.set("data.source", "circle")
    assert bench.spec.training.epochs == 70


def test_reset_after_running_on_plans_as_before_and_undo_returns(bench, qtbot):
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.epoch >= 60, timeout=10_000)
    bench.pause()
    qtbot.waitUntil(idle(bench))
    reached = bench.snapshot.epoch
    bench.reset()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    assert bench.spec.training.stop_after and bench.snapshot.spec.training.stop_after
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == reached)
    assert not bench.spec.training.stop_after


def test_a_goal_taken_back_by_running_on_holds_for_the_next_run(bench, qtbot):
    bench.set("training.until_error", 0.1)
    bench.train()
    qtbot.waitUntil(stopped(bench), timeout=10_000)
    bench.train()
    assert bench.spec.training.until_error == 0
    assert "for this run." in sentences(bench)[-1]
    bench.pause()
    qtbot.waitUntil(idle(bench))
    bench.reset()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    assert bench.spec.training.until_error == 0.1


def test_new_weights_keep_the_points_and_new_data_keep_the_weights(bench, qtbot):
    def looked_at():
        return bench.run.dataset.X.copy(), bench.snapshot.theta.copy()

    X, theta = looked_at()
    bench.new_weights()
    qtbot.waitUntil(lambda: bench.run.spec.weights_draw == 1 and not bench.busy)
    again, others = looked_at()
    assert np.array_equal(X, again) and not np.array_equal(theta, others)
    bench.new_data()
    qtbot.waitUntil(lambda: bench.run.spec.data_draw == 1 and not bench.busy)
    points, still = looked_at()
    assert not np.array_equal(X, points) and np.array_equal(others, still)
    bench.undo()
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.spec.weights_draw == 0 and not bench.busy)
    assert all(map(np.array_equal, looked_at(), (X, theta)))


def test_a_run_ends_where_its_goal_is_reached_to_the_mini_batch(bench, qtbot):
    bench.goal = lambda session: session.trainer.steps == 17
    bench.train()
    qtbot.waitUntil(lambda: not bench.running and bench.snapshot.steps == 17)
    bench.set("network.hidden_layers", (3,))
    bench.train()
    qtbot.waitUntil(lambda: not bench.running and bench.snapshot.steps == 17)
    bench.goal = None
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 17)
    bench.pause()
    qtbot.waitUntil(idle(bench))


def test_a_goal_is_one_of_the_run_as_it_is_not_of_the_moment_looked_back_at(bench, qtbot):
    bench.goal = lambda session: session.trainer.steps >= 20
    bench.train()
    qtbot.waitUntil(lambda: not bench.running and bench.snapshot.steps == 20)
    bench.look_back(5)
    qtbot.waitUntil(lambda: bench.snapshot.steps == 5)
    bench.goal = lambda session: session.trainer.steps >= 30
    bench.train()
    qtbot.waitUntil(lambda: not bench.running and bench.snapshot.steps == 30)
    assert bench.run.parent is None


def test_what_somebody_objects_to_is_not_changed_and_says_why(bench, qtbot):
    asked = []

    def objection(paths):
        asked.append(list(paths))
        return Message("note", "Not now.") if paths != ["training.learning_rate"] else None

    bench.objection = objection
    before = bench.spec
    bench.set("network.hidden_layers", (3,))
    bench.set_parameter(1, 0, 0, 0.5)
    assert bench.spec == before
    assert asked == [["network.hidden_layers"], [WEIGHTS]]
    assert sentences(bench)[-2:] == ["Not now.", "Not now."]
    bench.set("training.learning_rate", 0.5)
    assert bench.spec.training.learning_rate == 0.5
    bench.put_in_force(replaced(before, "training.l2", 0.25))
    assert bench.spec == replaced(before, "training.l2", 0.25)
    qtbot.waitUntil(lambda: bench.snapshot.spec == bench.spec)
    bench.undo()
    assert bench.spec.training.learning_rate == 0.5
