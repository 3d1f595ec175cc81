"""What a session went through, moment by moment, and what comes when it trains on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import session_of

from playground.cancellation import Cancelled
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.replay import SPACINGS, Replay, spread
from playground.experiment.session import Session
from playground.io.session.file import load_session, save_session
from playground.settings import replaced

EXPERIMENTS = {
    "binary": 'data.source = {kind = "circle", samples = 60}',
    "several classes": 'data.source = {kind = "rings", samples = 60}',
    "regression": 'data.source = {kind = "plane", samples = 60}',
    "one feature": 'data.source = {kind = "curve", samples = 60}',
    "dropout": 'data.source = {kind = "moons", samples = 60}\ntraining.keep_prob = 0.7',
}


def frames_of(session: Session, *steps: int) -> list:
    plane = Plane.around(session.dataset, cells=9)
    return list(Replay.of(session).frames(plane, steps))


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_every_frame_is_what_an_independent_run_computes_at_its_step(text):
    replay, runs, running = Replay.of(session_of(text, steps=23)), set(), []
    plane = Plane.around(replay.dataset, cells=9)
    for frame, steps in zip(replay.frames(plane, [0, 3, 4, 23]), (0, 3, 4, 23), strict=True):
        alone = session_of(text, steps=steps)
        assert frame.snapshot.steps == steps
        assert np.array_equal(frame.snapshot.theta, alone.network.theta)
        surface = Surface.of(alone, plane).map(alone.network.theta)
        assert np.array_equal(frame.probes[SurfaceProbe].output, surface.output)
        alone.evaluate()
        assert frame.history.latest == alone.history.latest
        runs.add(id(frame.run))
        running.append(frame.snapshot.running)
    assert running == [True, True, True, False] and len(runs) == 1


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_looking_on_the_way_changes_nothing(text):
    session = session_of(text, steps=31)
    replay = Replay.of(session)
    *_, last = replay.frames(Plane.around(session.dataset, cells=5), range(32))
    assert np.array_equal(last.snapshot.theta, session.network.theta, equal_nan=True)
    assert np.array_equal(last.snapshot.theta, session.network.theta)
    assert np.array_equal(last.history.batch_costs, session.history.batch_costs)


def changed_by_hand() -> Session:
    """A session in whose training a person did everything that can be done."""
    session = session_of("training.epochs = 3\n" + EXPERIMENTS["binary"])
    session.start_from(session.network.theta / 2)
    session.step()
    for path, value in {
        "training.learning_rate": 0.1,
        "training.optimizer": "momentum",
        "training.keep_prob": 0.8,
        "training.batch_size": 7,
    }.items():
        session.apply(replaced(session.spec, path, value))
        session.step()
    session.set_parameter(2, 0.5)
    session.run()
    assert session.stop.reason == "finished"
    session.apply(replaced(session.spec, "training.epochs", 6))
    session.run()
    return session


def test_what_was_changed_by_hand_is_changed_again():
    session = changed_by_hand()
    session.set_parameter(0, 0.25)
    replay = Replay.of(session)
    *_, last = replay.frames(Plane.around(session.dataset, cells=5), [1, 4, session.trainer.steps])
    assert last.snapshot.steps == session.trainer.steps and last.snapshot.epoch == 6
    assert np.array_equal(last.snapshot.theta, session.network.theta)
    assert last.snapshot.spec == session.spec
    assert np.array_equal(last.snapshot.theta, session.network.theta, equal_nan=True)


def test_points_drawn_on_the_way_come_when_they_came():
    session = session_of('data.source = {kind = "drawn"}', steps=5)
    before = session.dataset.m
    points = session.spec.data.source.points
    session.apply(replaced(session.spec, "data.source.points", f"{points}; 1 1 1; 2 2 0"))
    for _ in range(5):
        session.step()
    frames = frames_of(session, 4, 10)
    assert [frame.snapshot.dataset.m for frame in frames] == [before, before + 2]
    assert np.array_equal(frames[-1].snapshot.theta, session.network.theta)


def test_a_session_from_a_file_shows_what_was_changed_before_it_was_saved(tmp_path):
    session = session_of(EXPERIMENTS["binary"], steps=10)
    session.apply(replaced(session.spec, "training.learning_rate", 0.1))
    for _ in range(10):
        session.step()
    save_session(session, tmp_path / "session.playground")
    resumed = load_session(tmp_path / "session.playground")
    frames = frames_of(resumed, 0, 10, 20)
    assert np.array_equal(frames[-1].snapshot.theta, session.network.theta)
    assert np.array_equal(frames[-1].history.batch_costs, session.history.batch_costs)


def test_what_is_not_trained_yet_is_trained_on():
    session = session_of(EXPERIMENTS["dropout"], steps=10)
    frames = frames_of(session, 5, 10, 14, 23)
    alone = session_of(EXPERIMENTS["dropout"], steps=23)
    assert np.array_equal(frames[-1].snapshot.theta, alone.network.theta)
    assert np.array_equal(frames[-1].history.batch_costs, alone.history.batch_costs)
    assert session.trainer.steps == 10


def test_a_session_from_a_file_is_repeated_too(tmp_path):
    session = session_of(EXPERIMENTS["several classes"], steps=12)
    save_session(session, tmp_path / "session.playground")
    resumed = load_session(tmp_path / "session.playground")
    for _ in range(8):
        resumed.step()
    *_, last = frames_of(resumed, 0, 20)
    assert np.array_equal(last.snapshot.theta, resumed.network.theta)


def test_a_run_that_ends_early_ends_with_the_frame_of_its_end():
    session = session_of("training.epochs = 2\n" + EXPERIMENTS["binary"])
    frames = frames_of(session, 0, 1, 1000, 2000)
    assert [frame.snapshot.running for frame in frames] == [True, True, False]
    assert frames[-1].snapshot.stop.reason == "finished" and frames[-1].snapshot.epoch == 2


def test_divergence_has_a_last_frame():
    text = """
        data.source = {kind = "plane", samples = 60}
        network.activation = "linear"
        training = {optimizer = "gd", learning_rate = 100}
        """
    session = session_of(text)
    session.run()
    last = frames_of(session, 0, 1, 10_000)[-1]
    assert last.snapshot.stop.reason == "diverged"
    assert np.array_equal(last.snapshot.theta, session.network.theta, equal_nan=True)


def test_it_is_given_up_between_two_steps():
    session = session_of(EXPERIMENTS["binary"])
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    frames = Replay.of(session).frames(Plane.around(session.dataset, cells=5), [3, 9], cancelled)
    assert next(frames).snapshot.steps == 3
    with pytest.raises(Cancelled):
        next(frames)
    assert len(asked) == 6


@given(
    st.integers(0, 1000),
    st.integers(0, 100_000),
    st.integers(2, 700),
    st.sampled_from(SPACINGS),
)
def test_steps_rise_from_the_first_to_the_last(first, span, count, spacing):
    steps = spread(first, first + span, count, spacing)
    assert steps[0] == first and steps[-1] == first + span
    assert len(steps) == min(count, span + 1)
    assert all(np.diff(steps) > 0)


def test_spacing_is_even_or_denser_at_the_start():
    assert spread(0, 100, 5) == [0, 25, 50, 75, 100]
    assert spread(0, 999, 4, "log") == [0, 9, 99, 999]
    assert spread(10, 1009, 4, "log") == [10, 19, 109, 1009]
