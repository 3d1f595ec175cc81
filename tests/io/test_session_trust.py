"""What is saved opens again, whatever its size; what contradicts itself is refused by name."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sessions import members_of
from small_sessions import session_of
from zipped import zipped

from playground.data.datasets import Dataset, one_hot
from playground.experiment import history as history_module
from playground.experiment.history import EVALUATION_COLUMNS, History
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.io.archive import npz
from playground.io.errors import ExportError
from playground.io.session import data as session_data
from playground.io.session import file as session_file
from playground.io.session import state as session_state
from playground.io.session.file import Saved, load_session, save_session
from playground.settings import replaced


def pictures(m: int, dtype: type = np.uint8) -> Dataset:
    """Pictures of 8 x 8 pixels of four kinds."""
    rng = np.random.default_rng(m)
    labels = np.arange(m) % 4
    return Dataset(
        X=rng.integers(0, 256, (m, 64)).astype(dtype).T,
        Y=one_hot(labels, 4),
        feature_names=tuple(f"pixel {k}" for k in range(64)),
        class_names=("a", "b, c", "d", "ü"),
        image_shape=(8, 8),
    )


# ---------------------------------------------------------------------- sizes


@given(
    m=st.integers(20, 400),
    numbers=st.integers(0, 30_000),
    rows=st.integers(0, 12),
    large=st.integers(0, 30_000),
    steps=st.integers(0, 90),
)
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_size_opens_again_and_goes_on_bit_for_bit(tmp_path, m, numbers, rows, large, steps):
    """Whatever the limits between text and numbers, and what is called large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session_state, "MOST_ROWS_AS_TEXT", rows)
        for module in ("data.dataset", "experiment.inputs.preprocessing", "engine.mini_batches"):
            patch.setattr(f"playground.{module}.MOST_NUMBERS_AT_ONCE", large)
        numbers = min(numbers, large)  # what is large is never kept as text
        patch.setattr(session_data, "MOST_NUMBERS_AS_TEXT", numbers)
        spec = codec.loads('data.scaling = "divide_by_255"\nnetwork.precision = "float32"')
        session = Session(spec, pictures(m))
        for _ in range(steps):
            session.step()
        path = tmp_path / "x.playground"
        save_session(session, path)
        assert ("data.npz" in members_of(path)) == (65 * m > numbers)
        back = load_session(path)
        np.testing.assert_array_equal(back.dataset.X, session.dataset.X)
        assert back.dataset.X.dtype == session.dataset.X.dtype
        assert back.network.theta.tobytes() == session.network.theta.tobytes()
        for _ in range(20):
            assert np.array_equal(back.step(), session.step(), equal_nan=True)


def test_a_long_run_opens_again(tmp_path, monkeypatch):
    monkeypatch.setattr(history_module, "DETAILED_EVALUATIONS", 1 << 8)
    session = session_of("", 3)
    history = History()
    history.extend(session.history.whole())
    rng, steps = np.random.default_rng(0), 2 * history_module.DETAILED_STEPS + 5
    for step in range(3, steps):
        history.add_step(1.0 + step % 7)
    for epoch in range(1, 2000):
        row = dict.fromkeys(EVALUATION_COLUMNS, 0.1) | {"step": steps - 2000 + epoch}
        history.add_evaluation(*(row | {"epoch": epoch, "dev_cost": rng.random()}).values())
    session.history, session.trainer.steps, session.trainer.epoch = history, steps, 2000
    save_session(session, tmp_path / "x.playground")
    back = load_session(tmp_path / "x.playground").history
    assert back.n_steps == steps and back.first == history.first > 0
    np.testing.assert_array_equal(back.batch_costs, history.batch_costs)
    np.testing.assert_array_equal(back.cells.high, history.cells.high)
    np.testing.assert_array_equal(back.evaluations, history.evaluations)
    assert back.best() == history.best() and back.mark() == history.mark()
    for other in (back, history):
        other.add_step(0.5)
    assert back.mark() == history.mark()


def test_a_small_session_is_written_as_ever_and_names_the_old_format(tmp_path):
    save_session(session_of("", 9), tmp_path / "x.playground")
    found = members_of(tmp_path / "x.playground")
    assert {"data.csv", "history.csv", "weights.npz"} <= set(found)
    assert not {"data.npz", "history.npz"} & set(found)
    assert json.loads(found["session.json"])["version"] == 1


def test_the_data_of_a_large_session_can_be_opened_by_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(session_data, "MOST_NUMBERS_AS_TEXT", 0)
    session = Session(ExperimentSpec(), pictures(60, float))
    save_session(session, tmp_path / "x.playground")
    assert json.loads(members_of(tmp_path / "x.playground")["session.json"])["version"] == 2
    (tmp_path / "data.npz").write_bytes(members_of(tmp_path / "x.playground")["data.npz"])
    source = replaced(ExperimentSpec(), "data.source", "csv").data.source
    source = type(source)(path=str(tmp_path / "data.npz"))
    again = source.make(np.random.default_rng(0))
    np.testing.assert_array_equal(again.X, session.dataset.X)
    np.testing.assert_array_equal(again.labels, session.dataset.labels)


def test_what_is_large_is_written_without_a_second_copy(tmp_path):
    data = pictures(200_000)
    assert data.X.dtype == np.uint8
    session = Session(replaced(ExperimentSpec(), "data.scaling", "divide_by_255"), data)
    tracemalloc.start()
    save_session(session, tmp_path / "x.playground")
    assert tracemalloc.get_traced_memory()[1] < data.X.nbytes
    tracemalloc.stop()


def test_a_session_taken_down_is_written_as_it_stood(tmp_path):
    session = session_of("training.patience = 5", 30)
    saved = Saved(session)
    theta, steps = session.network.theta.copy(), session.trainer.steps
    for _ in range(50):
        session.step()
    saved.write(tmp_path / "x.playground")
    back = load_session(tmp_path / "x.playground")
    assert back.trainer.steps == steps and back.history.n_steps == steps
    assert back.network.theta.tobytes() == theta.tobytes()


# ---------------------------------------------------------------------- contradictions


def changed(tmp_path: Path, **changes: object) -> Path:
    """A session file with members replaced; of ``session.json`` the keys given as a dict."""
    path = tmp_path / "mine.playground"
    save_session(session_of("training.patience = 5", 21), path)
    found = members_of(path)
    for name, content in changes.items():
        name = name.replace("__", ".")
        if isinstance(content, dict):
            about = json.loads(found[name])
            for key, value in content.items():
                about[key] = (about[key] or {}) | value if isinstance(value, dict) else value
            content = json.dumps(about).encode()
        found[name] = content
    path.write_bytes(zipped(found))
    return path


def history(**last: float) -> bytes:
    rows = [dict.fromkeys(EVALUATION_COLUMNS, 0.5) | {"step": 0, "epoch": 0}]
    rows.append(dict.fromkeys(EVALUATION_COLUMNS, 0.5) | {"step": 6, "epoch": 1} | last)
    lines = [",".join(EVALUATION_COLUMNS)] + [",".join(map(str, row.values())) for row in rows]
    return "\n".join(lines).encode()


def weights(**arrays: np.ndarray) -> bytes:
    from playground.io.archive import arrays_of
    from playground.io.prediction.predictor import Predictor
    from playground.io.weights.weights import as_npz

    return npz(arrays_of(as_npz(Predictor.of(session_of("", 0))), "x") | arrays)


CONTRADICTIONS = {
    "weights that are none": ({"weights__npz": weights(W1=np.full((8, 2), np.nan))}, "weights.npz"),
    "a scaling that is none": (
        {"weights__npz": weights(x_shift=np.full((2, 1), np.inf))},
        "weights.npz",
    ),
    "other examples than asked for": (
        {"experiment__toml": b'data.source = {kind = "circle", samples = 5000}'},
        "experiment.toml",
    ),
    "an epoch nobody reaches": ({"session__json": {"progress": {"epoch": 2**52}}}, "session.json"),
    "more steps of the optimizer": ({"session__json": {"progress": {"t": 10**6}}}, "session.json"),
    "an end that is no end": ({"session__json": {"stop": {"reason": "bored"}}}, "session.json"),
    "an end without words": (
        {"session__json": {"stop": {"reason": "finished", "sentence": 5}}},
        "session.json",
    ),
    "an end that mends nothing": (
        {"session__json": {"stop": {"reason": "finished", "sentence": "x", "setting": "a.b"}}},
        "session.json",
    ),
    "a best cost that is none": (
        {"session__json": {"early_stopping": {"best": float("nan")}}},
        "session.json",
    ),
    "no evaluation": ({"history__csv": history()[:67]}, "history.csv"),
    "an infinite history": ({"history__csv": history(step=np.inf)}, "history.csv"),
    "a step that is none": ({"history__csv": history(step=np.nan)}, "history.csv"),
    "half a step": ({"history__csv": history(step=0.5)}, "history.csv"),
    "a history of the future": ({"history__csv": history(step=10**6)}, "history.csv"),
    "a rate that is none": ({"history__csv": history(learning_rate=np.nan)}, "history.csv"),
    "costs without steps": ({"batch_costs__npz": npz({"cost": np.zeros(3)})}, "batch_costs.npz"),
    "half a character": (
        {"session__json": {"stop": {"reason": "finished", "sentence": "\ud800"}}},
        "session.json",
    ),
}


@pytest.mark.parametrize("changes, member", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_itself_is_refused_by_the_name_of_its_member(tmp_path, changes, member):
    path = changed(tmp_path, **changes)
    with pytest.raises(ExportError, match=member.replace(".", r"\.")) as caught:
        load_session(path)
    assert "mine.playground" in str(caught.value)


def test_a_session_that_has_diverged_opens_with_its_infinite_weights(tmp_path):
    session = session_of("", 5)
    session.network.theta[3] = np.nan
    save_session(session, tmp_path / "x.playground")
    back = load_session(tmp_path / "x.playground")
    assert back.stop.reason == "diverged" and np.isnan(back.network.theta[3])


@pytest.mark.parametrize(
    "member, content",
    [
        ("history.csv", b",,,,,,\n" * 3_000_000),
        ("data.csv", b"0,0\n" * 5_000_000),
        ("split.npz", b"\0" * 20_000_000),
    ],
)
def test_a_small_bomb_is_refused_before_it_is_unpacked(tmp_path, member, content):
    path = tmp_path / "mine.playground"
    save_session(session_of("", 4), path)
    found = members_of(path) | {member: content}
    path.write_bytes(zipped(found, (member,)))
    del content, found
    tracemalloc.start()
    with pytest.raises(ExportError, match=r"would unpack to"):
        load_session(path)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_formats_are_what_a_reader_must_know():
    assert session_file.VERSION == 2
