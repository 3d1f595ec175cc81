"""Every mini-batch of a session can be visited again, bit for bit, and one can go on from there."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.cancellation import Cancelled
from playground.data.datasets import Dataset
from playground.engine.optimizers import optimizers
from playground.engine.regularization.augmentation import augmentations
from playground.engine.schedules import schedules
from playground.engine.shortcut import gram
from playground.experiment.recording import Keyframe, recording
from playground.experiment.recording.keyframe import thinned
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.session import past as session_past
from playground.io.session.file import load_session, save_session
from playground.settings import replaced

SMALL = 'data.source = {kind = "moons", samples = 60}\n'

DIGITS = Path(__file__).parents[2] / "sample_data" / "digits.csv"

EXPERIMENTS = {
    "a smaller last batch": SMALL + "training.batch_size = 7",
    "one batch": SMALL + "training.batch_size = 1000",
    "one example a batch": SMALL + "training.batch_size = 1",
    "dropout": SMALL + "training.keep_prob = 0.7",
    "jitter": SMALL + 'training.augmentation = "jitter"',
    "moved pictures": f'data.source = {{kind = "csv", path = "{DIGITS}"}}\n'
    'training.augmentation = {kind = "pictures", rotation = 15, mirror = true}',
    "layer by layer": SMALL + 'network = {activation = ["relu", "tanh"], initializer = ["he", '
    '"normal", "xavier"]}\ntraining.keep_prob = [0.8, 0.6]',
    "float32": SMALL + 'network.precision = "float32"',
    "several classes": 'data.source = {kind = "rings", samples = 60}',
    "regression": 'data.source = {kind = "plane", samples = 60}',
    "early stopping": SMALL + "training = {patience = 2, epochs = 40, learning_rate = 0.1}",
    "an end": SMALL + "training.epochs = 3",
    "divergence": 'data.source = {kind = "plane", samples = 60}\nnetwork.activation = "linear"\n'
    'training = {optimizer = "gd", learning_rate = 100}',
    **{f"optimizer {name}": SMALL + f'training.optimizer = "{name}"' for name in optimizers},
    **{f"schedule {name}": SMALL + f'training.schedule = "{name}"' for name in schedules},
}


def session_of(text: str) -> Session:
    session = Session(codec.loads(text))
    session.recording.due = session._keyframe_due = 5  # so that short runs have keyframes too
    return session


def memory_of(session: Session) -> dict:
    """All that decides what comes next, as `state_at` should find it."""
    return copy.deepcopy(session.progress())


def same(a: object, b: object) -> bool:
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=True)
    return a == b or (a != a and b != b)


def trained(session: Session, steps: int, wishes: dict[int, list] | None = None) -> dict[int, dict]:
    """Train; what was remembered after every step and the changes made right then."""
    memories = {}
    for _ in range(steps + 1):
        at = session.trainer.steps
        for wish in (wishes or {}).pop(at, ()):
            wish(session)
        memories[at] = memory_of(session)
        session.step()
    memories[session.trainer.steps] = memory_of(session)
    return memories


def setting(path: str, value: object):
    return lambda session: session.apply(replaced(session.spec, path, value))


def draw(session: Session) -> None:
    session.apply(
        replaced(session.spec, "data.source.points", session.spec.data.source.points + "; 1 1 1")
    )


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_every_moment_is_found_again(text, monkeypatch):
    monkeypatch.setattr(recording, "REPLAY_TIME", 0.0)
    session = session_of(text)
    memories = trained(session, 45)
    last = session.trainer.steps
    assert session.recording.steps == (0, last)
    order = np.random.default_rng(3).permutation(sorted(memories))
    for step in order.tolist():
        assert same(session.recording.state_at(step).state, memories[step]), step


WISHES = [
    setting("training.learning_rate", 0.3),
    setting("training.optimizer", "momentum"),
    setting("training.optimizer", "adam"),
    setting("training.keep_prob", 0.8),
    setting("training.keep_prob", (0.9, 0.6)),
    setting("training.augmentation", augmentations["jitter"](sigma=0.1)),
    setting("training.augmentation", augmentations["jitter"](sigma=0.5)),
    setting("training.augmentation", "none"),
    setting("training.batch_size", 4),
    setting("training.l2", 0.5),
    setting("training.schedule", "exponential"),
    setting("training.epochs", 1000),
    setting("training.patience", 3),
    draw,
    lambda session: session.set_parameter(1, 0.25),
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 60), st.lists(st.sampled_from(WISHES), min_size=1, max_size=3), max_size=6
    ),
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
    st.booleans(),
    st.integers(1, 40),
)
def test_with_changes_by_hand_too_and_the_next_fifty_steps(wishes, visits, weights, due):
    session = Session(codec.loads('data.source = {kind = "drawn"}'))
    session._keyframe_due = due
    if weights:
        session.start_from(session.network.theta / 2)
    memories = trained(session, 60, dict(wishes))
    last = session.trainer.steps
    for step in visits:
        found = session.recording.state_at(min(step, last))
        assert same(found.state, memories[found.step])
        assert found.evaluations <= session.history.n_evaluations
    # On a path of its own, without the changes that came later.
    alone, step = session.recording.session_at(min(visits[0], last)), min(visits[0], last)
    other = session.recording.session_at(step)
    trained(other, 50)
    trained(alone, 50)
    assert same(memory_of(alone), memory_of(other))
    if not any(at > step for at in wishes):
        for _ in range(alone.trainer.steps - session.trainer.steps):
            session.step()
        if alone.trainer.steps == session.trainer.steps:
            assert same(memory_of(alone), memory_of(session))


def test_looking_back_leaves_the_session_alone():
    session, alone = session_of(SMALL), session_of(SMALL)
    for _ in range(30):
        session.step()
        alone.step()
        session.recording.state_at(session.trainer.steps // 2)
    assert same(memory_of(session), memory_of(alone))
    assert np.array_equal(session.history.evaluations, alone.history.evaluations)


def test_the_way_through_the_inner_products_is_found_again(monkeypatch):
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    rng = np.random.default_rng(0)
    dataset = Dataset(
        X=rng.normal(size=(80, 50)),
        Y=rng.integers(0, 2, (1, 50)).astype(float),
        feature_names=tuple(f"x{i}" for i in range(80)),
        class_names=("no", "yes"),
    )
    text = "network.hidden_layers = []\n"
    text += 'training = {optimizer = "gd", learning_rate = 0.02, batch_size = 4096}'
    session = Session(codec.loads(text), dataset)
    session._keyframe_due = 4
    memories = trained(session, 30)
    assert session.trainer.gram is not None
    for step in rng.integers(0, 31, 8).tolist():
        assert same(session.recording.state_at(step).state, memories[step])


def test_a_reopened_session_begins_where_it_was_saved_or_earlier(tmp_path):
    session = session_of(SMALL)
    trained(session, 20)
    path = tmp_path / "a.playground"
    save_session(session, path)
    again = load_session(path)
    again = getattr(again, "session", again)
    first, last = again.recording.steps
    assert first <= last == session.trainer.steps
    memories = trained(again, 20)
    for step in range(last, again.trainer.steps + 1, 3):
        assert same(again.recording.state_at(step).state, memories[step])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.floats(0, 1), st.booleans()), max_size=6))
def test_branches_of_branches_are_whole_and_can_be_taken_up_again(moves):
    session = session_of(SMALL)
    trained(session, 20)
    known = {}  # each way by its future: what was remembered on it
    for steps, part, back in moves:
        if back and session.futures:
            future = session.futures[0]
            expected, history = known[id(future)]
            session.return_to(future)
            assert same(memory_of(session), expected)
            assert np.array_equal(session.history.batch_costs, history, equal_nan=True)
            known[id(session.futures[-1])] = (
                session.futures[-1].last.state,
                session.futures[-1].history.batch_costs.copy(),
            )
            continue
        step = int(part * session.trainer.steps)
        before, costs = memory_of(session), session.history.batch_costs.copy()
        moment = session.recording.state_at(step)
        future = session.branch(step)
        known[id(future)] = before, costs
        assert same(memory_of(session), moment.state)
        assert session.recording.steps == (0, step)
        assert session.history.n_steps == step
        assert session.history.n_evaluations == moment.evaluations
        setting("training.learning_rate", 0.01 + part)(session)
        memories = trained(session, steps)
        for visited in {0, step, step + steps // 2, session.trainer.steps}:
            found = session.recording.state_at(visited).state
            if visited in memories:
                assert same(found, memories[visited])
    for future in session.futures:
        assert same(future.recording.state_at(future.last.step).state, future.last.state)


def test_keyframes_stay_within_the_budget_and_evenly_spread(monkeypatch):
    monkeypatch.setattr(recording, "REPLAY_TIME", 0.0)
    monkeypatch.setattr(recording, "SHARE", 1e9)
    session = session_of(SMALL + "training.epochs = 5000")
    session.step()
    size = Keyframe.of(session).nbytes
    session.recording.budget = 11 * size + 10
    for _ in range(2000):
        session.step()
    steps = [0, *(keyframe.step for keyframe in session.recording.keyframes), 2001]
    assert sum(k.nbytes for k in session.recording.keyframes) <= session.recording.budget
    assert len(session.recording.keyframes) >= 10
    assert max(np.diff(steps)) <= 2.5 * 2001 / 10
    memories = {k.step: k for k in session.recording.keyframes}
    assert session.recording.nearest(1000).step in memories


def test_a_change_made_right_at_a_keyframe_is_seen():
    session = session_of(SMALL)
    while not session.recording.keyframes:
        session.step()
    (keyframe,) = session.recording.keyframes
    session.set_parameter(0, 5.0)
    found = session.recording.state_at(keyframe.step)
    assert keyframe.theta[0] != 5.0 and found.theta[0] == 5.0


def test_all_futures_together_remember_half_as_much_as_the_present():
    session = session_of(SMALL)
    size = Keyframe.of(session).nbytes
    session.recording.budget = 12 * size
    for _ in range(3):
        for _ in range(20):
            session.step()
            session.recording.keep(Keyframe.of(session))
        session.branch(session.trainer.steps - 10)
    kept = [k.nbytes for future in session.futures for k in future.recording.keyframes]
    assert len(session.futures) == 3 and kept
    assert sum(kept) <= session.recording.budget / 2
    assert session.recording.budget == 12 * size


def test_how_long_a_replay_takes_is_known_on_another_way_too():
    session = session_of(SMALL)
    for _ in range(40):
        session.step()
    assert session.recording.seconds_to(20) >= 0 and session.recording.seconds_to(39) > 0
    session.branch(20)
    for _ in range(3):
        session.step()
    assert session.recording.seconds_to(23) > 0


@pytest.mark.parametrize("most", [0, 1, 7, 1000])
def test_however_many_there_were_those_that_stay_are_spread_evenly(most):
    session = session_of(SMALL)
    keyframe = Keyframe.of(session)
    many = [dataclasses.replace(keyframe, step=step) for step in range(1, 3001)]
    kept = [key.step for key in thinned(many, 0, recording.BUDGET, most)]
    assert len(kept) == most
    if most > 1:
        gaps = np.diff([0, *kept])
        assert kept[-1] == 3000 and gaps.max() <= 4 * 3000 / most


def test_leaving_keyframes_takes_a_small_part_of_the_time():
    """By counting, not by the clock: a keyframe for every `REPLAY_TIME` of steps at the most."""
    session = Session(codec.loads(SMALL + "training.epochs = 100000"))
    for _ in range(5000):
        session.step()
    # At a step of at least a microsecond there cannot be more than this.
    assert len(session.recording.keyframes) <= 2 + 5000 * 1e-3 / recording.REPLAY_TIME


def test_a_step_that_was_never_taken_is_refused():
    session = session_of(SMALL)
    session.step()
    with pytest.raises(ValueError, match="Step 2 is not one of the steps 0 to 1"):
        session.recording.state_at(2)
    with pytest.raises(ValueError, match="Step -1"):
        session.branch(-1)


def test_a_replay_can_be_given_up():
    session = Session(codec.loads(SMALL))
    for _ in range(20):
        session.step()
    with pytest.raises(Cancelled):
        session.recording.state_at(10, cancelled=lambda: True)
    assert session.recording.state_at(10).step == 10


def test_a_visit_shows_the_session_as_it_stood():
    session = session_of(SMALL + "training.learning_rate = 0.03")
    trained(session, 25)
    setting("training.l2", 0.5)(session)
    memories = trained(session, 25)
    for step in (40, 12, 26, 0, session.trainer.steps):
        visited = session.recording.visit(step, session.history)
        alone = Session(codec.loads(SMALL + "training.learning_rate = 0.03"))
        while alone.trainer.steps < step:
            if alone.trainer.steps == 26:
                setting("training.l2", 0.5)(alone)
            alone.step()
        if step in memories:
            assert same(visited.progress(), memories[step])
        assert np.array_equal(visited.network.theta, alone.network.theta)
        assert visited.trainer.steps == step and visited.history.n_steps == step
        assert np.array_equal(visited.history.evaluations, alone.history.evaluations)
        assert visited.recording.steps == session.recording.steps


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 40), st.lists(st.sampled_from(WISHES), min_size=1, max_size=2), max_size=4
    ),
    st.booleans(),
    st.booleans(),
)
def test_a_reopened_session_can_be_looked_back_into(tmp_path_factory, wishes, weights, branched):
    path = tmp_path_factory.mktemp("past") / "a.playground"
    session = Session(codec.loads('data.source = {kind = "drawn"}'))
    session._keyframe_due = 7
    if weights:
        session.start_from(session.network.theta / 2)
    memories = trained(session, 40, dict(wishes))
    if branched:
        session.branch(min(20, session.trainer.steps))
        memories = {k: m for k, m in memories.items() if k <= 20}
        memories |= trained(session, 10)
    save_session(session, path)
    again = load_session(path)
    assert again.recording.steps == session.recording.steps
    for step in sorted(memories)[::5]:
        assert same(again.recording.state_at(step).state, memories[step]), step
    assert again.spec == session.spec
    trained(again, 12)
    trained(session, 12)
    assert same(memory_of(again), memory_of(session))
    save_session(again, path)
    third = load_session(path)
    for step in (0, session.trainer.steps // 2):
        assert same(third.recording.state_at(step).state, session.recording.state_at(step).state)


def test_a_session_whose_past_was_not_kept_begins_where_it_was_saved(tmp_path):
    session = session_of(SMALL)
    trained(session, 20)
    session.restore(session.state())
    assert session.recording.steps == (21, 21)
    memories = trained(session, 20)
    path = tmp_path / "a.playground"
    save_session(session, path)
    again = load_session(path)
    assert again.recording.steps == (21, 42)
    for step in (21, 30, 42):
        assert same(again.recording.state_at(step).state, memories[step])


def test_a_long_past_without_keyframes_gets_some_on_the_way(tmp_path):
    session = Session(codec.loads(SMALL + "training.epochs = 5000"), recorded=False)
    while session.trainer.steps < 3000:
        session.step()
    assert session.recording.keyframes == []
    session.recording.state_at(2900)
    steps = [keyframe.step for keyframe in session.recording.keyframes]
    assert steps == [500, 1000, 1500, 2000, 2500]
    alone = Session(codec.loads(SMALL + "training.epochs = 5000"))
    while alone.trainer.steps < 1200:
        alone.step()
    assert same(session.recording.state_at(1200).state, memory_of(alone))


def test_a_long_session_keeps_keyframes_in_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(session_past, "_MOMENT", 1e6)
    session = session_of(SMALL)
    memories = trained(session, 300)
    assert session.recording.keyframes
    save_session(session, tmp_path / "a.playground")
    again = load_session(tmp_path / "a.playground")
    kept = [keyframe.step for keyframe in again.recording.keyframes]
    assert kept == [keyframe.step for keyframe in session.recording.keyframes]
    for step in (*kept, kept[-1] + 1, 7, 300):
        assert same(again.recording.state_at(step).state, memories[step])
