"""Sessions of more inputs than examples: the same numbers, whoever looks and however often."""

import math

import numpy as np
import pytest
import sessions

from playground.data.datasets import Dataset
from playground.engine.shortcut import gram, shortcut
from playground.experiment.inputs.plane import Plane
from playground.experiment.replay import Replay
from playground.experiment.session import Session
from playground.io.session.file import load_session, save_session
from playground.settings import replaced


@pytest.fixture
def worth_it(monkeypatch):
    """Small sets go through X^T X too."""
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)


def examples(task="binary", n_x=80, m=50, seed=0):
    rng = np.random.default_rng(seed)
    n_y = 3 if task == "multiclass" else 1
    Y = (rng.random((1, m)) < 0.4).astype(float)
    if task == "multiclass":
        Y = np.eye(n_y)[:, rng.integers(0, n_y, m)]
    elif task == "regression":
        Y = rng.normal(size=(1, m))
    return Dataset(
        X=rng.random((n_x, m)),
        Y=Y,
        feature_names=tuple(f"x{i}" for i in range(n_x)),
        class_names=("no", "yes", "perhaps")[: max(2, n_y)] if task != "regression" else (),
    )


LOGISTIC = """
network.hidden_layers = []
training = {optimizer = "gd", learning_rate = 0.02, batch_size = 4096, epochs = 400}
"""


def spec_of(**settings):
    """Logistic regression with full batches of plain gradient descent."""
    return sessions.spec_of(LOGISTIC, **settings)


def plainly(monkeypatch, run):
    """What `run` gives where every step passes over X."""
    with monkeypatch.context() as patched:
        patched.setattr(shortcut, "suits", lambda *_: False)
        return run()


def look(session):
    """All that a window reads, and more."""
    session.network.theta.copy()
    session.test_error()
    session.predict(session.split.dev.X)
    session.state()
    _ = session.trainer.current_learning_rate, session.network.weights[0].sum()


def same(one, other):
    return (
        one.network.theta.tobytes() == other.network.theta.tobytes()
        and one.history.batch_costs.tobytes() == other.history.batch_costs.tobytes()
        and one.history.evaluations.tobytes() == other.history.evaluations.tobytes()
        and one.stop == other.stop
    )


def test_a_picture_sized_logistic_regression_goes_through_it_by_itself(monkeypatch):
    data = examples(n_x=8192, m=120)
    spec = spec_of(training__epochs=20, training__learning_rate=0.001)
    plain, short = plainly(monkeypatch, lambda: ran(Session(spec, data))), ran(Session(spec, data))
    assert plain.trainer.gram is None and short.trainer.gram is not None
    np.testing.assert_allclose(short.history.evaluations, plain.history.evaluations, rtol=1e-12)
    one, other = plain.network.theta, short.network.theta
    assert np.linalg.norm(one - other) <= 1e-12 * np.linalg.norm(one)


def ran(session):
    session.run()
    return session


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("l2", [0, 0.5])
def test_curves_and_end_are_those_of_plain_steps(worth_it, monkeypatch, task, l2):
    spec = spec_of(training__l2=l2, training__optimizer="momentum")

    def run():
        return ran(Session(spec, examples(task)))

    plain, short = plainly(monkeypatch, run), run()
    assert plain.trainer.gram is None and short.trainer.gram is not None
    np.testing.assert_allclose(short.history.evaluations, plain.history.evaluations, rtol=1e-11)
    np.testing.assert_allclose(short.history.batch_costs, plain.history.batch_costs, rtol=1e-11)
    assert short.stop == plain.stop


def changed_by_hand(session, step):
    """A little of all that can be done to a session on its way."""
    training = session.spec
    if step == 5:
        session.apply(replaced(training, "training.learning_rate", 0.01))
    elif step == 9:
        session.set_parameter(3, 0.25)
    elif step == 13:
        session.apply(replaced(training, "training.l2", 0.3))
    elif step == 17:
        session.apply(replaced(training, "training.optimizer", "momentum"))
    elif step == 21:
        session.apply(replaced(training, "training.batch_size", 11))
    elif step == 40:
        session.apply(replaced(training, "training.batch_size", 4096))
    elif step == 47:
        session.apply(replaced(training, "training.optimizer.variant", "classical"))


def test_looking_changes_nothing_to_the_last_bit(worth_it):
    headless, watched = Session(spec_of(), examples()), Session(spec_of(), examples())
    for step in range(60):
        for session in (headless, watched):
            changed_by_hand(session, step)
            session.step()
        look(watched)
    look(headless)
    assert headless.trainer.gram is not None
    assert same(headless, watched)


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize("saved_at", [0, 1, 5, 9, 13, 17, 30, 47, 52])
def test_a_saved_session_goes_on_bit_for_bit(worth_it, tmp_path, saved_at, looked):
    """Saved right after what is changed at that step, before the next mini-batch."""
    going_on = Session(spec_of(), examples())
    for step in range(60):
        changed_by_hand(going_on, step)
        if step == saved_at:
            save_session(going_on, tmp_path / "x.playground")
            resumed = load_session(tmp_path / "x.playground")
        elif step > saved_at:
            changed_by_hand(resumed, step)
        going_on.step()
        if step >= saved_at:
            resumed.step()
            if looked:
                look(resumed)
    assert same(going_on, resumed)


def test_saving_changes_nothing_for_the_session_itself(worth_it, tmp_path):
    saved, left_alone = Session(spec_of(), examples()), Session(spec_of(), examples())
    for step in range(60):
        for session in (saved, left_alone):
            changed_by_hand(session, step)
        save_session(saved, tmp_path / "x.playground")
        saved.step()
        left_alone.step()
    assert same(saved, left_alone)


def test_the_coordinates_are_in_the_file_only_where_there_are_any(worth_it, tmp_path):
    from zipfile import ZipFile

    def kept():
        with ZipFile(tmp_path / "x.playground") as archive, archive.open("optimizer.npz") as file:
            return set(np.load(file)) & {"anchor", "coordinates"}

    session = Session(spec_of(), examples())
    save_session(session, tmp_path / "x.playground")
    assert not kept()
    session.step()
    save_session(session, tmp_path / "x.playground")
    assert kept() == {"anchor", "coordinates"}


def test_a_session_that_is_run_again_from_its_seed_takes_the_same_way(worth_it):
    session = Session(spec_of(), examples())
    for step in range(60):
        changed_by_hand(session, step)
        session.step()
    replay = Replay.of(session)
    *_, last = replay.frames(Plane.around(session.dataset), [0, 7, 30, 60])
    assert np.array_equal(last.snapshot.theta, session.network.theta)


def test_early_stopping_goes_back_to_its_best_weights(worth_it, monkeypatch):
    spec = spec_of(training__patience=3, training__learning_rate=0.1, training__epochs=4000)

    def run():
        return ran(Session(spec, examples()))

    plain, short = plainly(monkeypatch, run), run()
    assert short.stop.reason == "early_stopping" and short.stop == plain.stop
    np.testing.assert_allclose(short.network.theta, plain.network.theta, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(short.history.evaluations, plain.history.evaluations, rtol=1e-10)


def test_divergence_is_found_at_the_same_step(worth_it, monkeypatch):
    spec = spec_of(training__learning_rate=100.0)

    def run():
        return ran(Session(spec, examples("regression")))

    plain, short = plainly(monkeypatch, run), run()
    assert short.stop.reason == "diverged" and short.stop == plain.stop
    assert not math.isfinite(short.history.latest["train_cost"])
    assert np.isfinite(short.network.theta).all()


def test_without_a_dev_set_there_is_nothing_to_measure_on_it(worth_it):
    session = Session(spec_of(data__division="by_hand", data__dev_share=0.0), examples())
    session.step()
    assert session.trainer.gram is not None
    assert math.isnan(session.history.latest["dev_cost"])
    assert math.isfinite(session.history.latest["train_cost"])
