"""Sessions go on bit for bit, and what is no session is refused with a sentence."""

from __future__ import annotations

import json
import re
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
import strategies
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from small_sessions import session_of
from zipped import zipped

import playground
from playground.atomic import FileError
from playground.cli import main
from playground.data import DataError
from playground.data.datasets import Dataset
from playground.engine import EngineError
from playground.experiment.attachments import Attachments
from playground.experiment.errors import ExperimentError
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.notes import Notes
from playground.io.archive import Archive, npz
from playground.io.errors import ExportError
from playground.io.session import file as session_file
from playground.io.session.file import load_session, read_session, save_session
from playground.limits import LARGEST_NOTE
from playground.settings import SettingError, replaced


def assert_the_same_from_here(one: Session, other: Session, steps: int) -> None:
    """Whether two sessions are at the same place and walk the same way."""
    for _ in range(steps):
        _assert_same_state(one, other)
        assert np.array_equal(one.step(), other.step(), equal_nan=True)
    _assert_same_state(one, other)


def _assert_same_state(one, other):
    assert one.spec == other.spec and one.stop == other.stop
    assert one.network.theta.tobytes() == other.network.theta.tobytes()
    assert one.history.batch_costs.tobytes() == other.history.batch_costs.tobytes()
    assert np.array_equal(one.history.evaluations, other.history.evaluations, equal_nan=True)


@pytest.mark.parametrize("steps", [0, 1, 4, 20])
def test_a_session_goes_on_as_if_it_had_never_stopped(session, tmp_path, steps):
    for _ in range(steps):
        session.step()
    path = tmp_path / "with spaces — 試験.playground"
    save_session(session, path)
    assert_the_same_from_here(load_session(path), session, 50)


def small(spec: ExperimentSpec) -> ExperimentSpec:
    """The same kind of experiment in a size that trains quickly."""
    spec = replaced(spec, "network.hidden_layers", tuple(n % 5 + 1 for n in _hidden(spec)))
    return replaced(spec, "training.epochs", spec.training.epochs % 7 + 1)


def _hidden(spec):
    return spec.network.hidden_layers[:2]


def _dataset(spec: ExperimentSpec) -> Dataset:
    rng = np.random.default_rng(0)
    names = ("a", 'b "quoted", and more', "c\nd")[: spec.seed % 3 + 1]
    X = rng.normal(size=(len(names), 20)) * 10.0 ** rng.integers(-300, 90, (len(names), 20))
    Y = rng.normal(size=(1, 20))
    classes = ((), ("no", "yes"))[spec.seed % 2]
    return Dataset(X=X, Y=Y > 0 if classes else Y, feature_names=names, class_names=classes)


@given(strategies.settings(ExperimentSpec), st.integers(0, 30))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_session_makes_the_same_next_50_steps(tmp_path, spec, steps):
    spec = small(spec)
    try:
        session = Session(spec, _dataset(spec))
    except (EngineError, DataError, SettingError):
        return  # a loss that does not suit the labels, a share that leaves nothing
    for _ in range(steps):
        session.step()
    save_session(session, tmp_path / "x.playground")
    assert_the_same_from_here(load_session(tmp_path / "x.playground"), session, 50)


def test_a_live_change_is_kept(tmp_path):
    session = session_of("", 4)
    session.apply(replaced(session.spec, "training.batch_size", 7))
    session.apply(replaced(session.spec, "training.optimizer.beta1", 0.5))
    session.step()
    save_session(session, tmp_path / "x.playground")
    assert_the_same_from_here(load_session(tmp_path / "x.playground"), session, 50)


def test_what_a_person_finds_inside(tmp_path):
    session = session_of("", 40)
    save_session(session, tmp_path / "x.playground", Attachments(window={"layout": b"docks"}))
    with zipfile.ZipFile(tmp_path / "x.playground") as archive:
        names = set(archive.namelist())
        data = archive.read("data.csv").decode().splitlines()
    assert names >= {
        "experiment.toml", "data.csv", "history.csv", "weights.npz", "optimizer.npz",
        "random_state.json",
    }  # fmt: skip
    assert data[0] == "x1,x2,class" and len(data) == 301
    assert read_session(tmp_path / "x.playground").window == {"layout": b"docks"}


def test_what_the_window_left_goes_along_without_a_window(tmp_path):
    save_session(
        session_of("", 4), tmp_path / "x.playground", Attachments(window={"layout.json": b"{}"})
    )
    out = tmp_path / "out"
    assert main(["train", str(tmp_path / "x.playground"), "--out", str(out), "--no-plots"]) == 0
    assert read_session(out / "session.playground").window == {"layout.json": b"{}"}
    save_session(load_session(tmp_path / "x.playground"), tmp_path / "y.playground")
    assert read_session(tmp_path / "y.playground").window == {}


def test_what_the_window_left_is_bounded_and_never_a_reason_to_refuse(tmp_path):
    window = {f"{number}.json": b"x" for number in range(40)} | {"0.json": b"x" * 10_000_000}
    save_session(session_of("", 4), tmp_path / "x.playground", Attachments(window=window))
    loaded = read_session(tmp_path / "x.playground")
    assert loaded.session.trainer.steps == 4
    assert len(loaded.window) == 16 and loaded.window["0.json"] == b""


EXERCISE = "# *Raise* L2.\ntraining.epochs = 5 # few\n"


def test_notes_answer_and_comments_go_along_without_a_window(tmp_path):
    (tmp_path / "x.toml").write_text(f"{EXERCISE}[answer]\nname = 'Ada'\ntext = '0.03'\n")
    out = tmp_path / "out"
    assert main(["train", str(tmp_path / "x.toml"), "--out", str(out), "--no-plots"]) == 0
    loaded = read_session(out / "session.playground")
    assert loaded.written.notes == Notes("*Raise* L2.", "Ada", "0.03")
    assert loaded.written.spec == loaded.session.spec
    with zipfile.ZipFile(out / "session.playground") as archive:
        assert archive.read("notes.md") == b"*Raise* L2.\n"
        assert archive.read("experiment.toml").decode() == EXERCISE
    assert "<i>Raise</i> L2." in (out / "report.html").read_text(encoding="utf-8")
    playground.load(out / "session.playground").save(tmp_path / "y.toml")
    assert (tmp_path / "y.toml").read_text().startswith(EXERCISE)
    assert main(["train", str(out), "--out", str(out), "--no-plots"]) == 0
    assert read_session(out / "session.playground").written == loaded.written


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("answer.json", b"[]", "answer.json"),
        ("answer.json", b'{"name": 3, "answer": ""}', "holds no name and answer"),
        ("answer.json", b'{"name": "x"}', "answer.json"),
        ("notes.md", b"\xff\xfe", "notes.md"),
        ("notes.md", b"x" * (LARGEST_NOTE + 1), "notes.md"),
    ],
)
def test_damaged_notes_are_refused_by_their_name(tmp_path, name, content, words):
    save_session(session_of("", 2), tmp_path / "x.playground")
    with zipfile.ZipFile(tmp_path / "x.playground", "a") as archive:
        archive.writestr(name, content)
    with pytest.raises(ExportError, match=re.escape(words)):
        read_session(tmp_path / "x.playground")


def test_a_session_that_began_with_imported_weights_knows_them(tmp_path):
    session = session_of("", 0)
    session.start_from(session.network.theta / 2, "mine.npz")
    for _ in range(9):
        session.step()
    save_session(session, tmp_path / "x.playground")
    back = load_session(tmp_path / "x.playground")
    assert back.initial_weights.origin == "mine.npz"
    assert np.array_equal(back.initial_weights.theta, session.initial_weights.theta)
    assert_the_same_from_here(back, session, 50)


def test_parts_that_the_data_assign_are_kept(tmp_path):
    parts = np.arange(20) % 3
    rng = np.random.default_rng(1)
    data = Dataset(
        X=rng.normal(size=(1, 20)), Y=rng.normal(size=(1, 20)), feature_names=("a",), parts=parts
    )
    session = Session(ExperimentSpec(), data)
    save_session(session, tmp_path / "x.playground")
    back = load_session(tmp_path / "x.playground")
    assert np.array_equal(back.dataset.parts, parts)
    assert_the_same_from_here(back, session, 5)


def test_equal_sessions_give_equal_bytes(tmp_path):
    for name in "ab":
        save_session(session_of("", 9), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_saving_where_one_cannot_leaves_the_session_as_it_was(tmp_path):
    session = session_of("", 3)
    with pytest.raises(FileError, match="there is no such file or folder"):
        save_session(session, tmp_path / "none" / "x.playground")
    assert session.step() > 0


# ---------------------------------------------------------------------- refusals


def _members(**replacements: bytes | None) -> bytes:
    """A session file with some of its members replaced, or left out where None."""
    members = session_file.Saved(session_of("training.patience = 5", 20))._members() | {
        name.replace("__", "."): content for name, content in replacements.items()
    }
    return zipped({name: content for name, content in members.items() if content is not None})


def _about(**changes) -> bytes:
    about = Archive(_members(), "x").json("session.json")
    return json.dumps(about | changes).encode()


def _optimizer(**changes) -> bytes:
    session = session_of("training.patience = 5", 20)
    trainer = session.state()["trainer"]
    best = session.state()["early_stopping"]["theta"]
    arrays = {"memory": trainer["vectors"], "order": trainer["order"], "best_theta": best}
    return npz(arrays | changes)


def _refusals():
    progress = {"t": 20, "steps": 20, "epoch": 3, "position": 2, "present_batch_size": 32}
    half = np.arange(90)
    return {
        "a zip of something else": (zipped({"a": b"x"}), "no session of the playground"),
        "another format": (_members(session__json=_about(format="x")), "is no session"),
        "newer": (_members(session__json=_about(version=99)), "written by a newer playground"),
        "no settings": (_members(experiment__toml=None), "'experiment.toml' is missing"),
        "no data": (_members(data__csv=None), "'data.csv' is missing"),
        "no random state": (_members(random_state__json=None), "is missing"),
        "wrong setting": (_members(experiment__toml=b"\nseed = -1"), "experiment.toml, line 2"),
        "not TOML": (_members(experiment__toml=b"a: b"), "this is not TOML"),
        "not text": (_members(experiment__toml=b"\xff"), "is damaged"),
        "not JSON": (_members(session__json=b"{"), "is damaged"),
        "JSON without end": (_members(session__json=b"[" * 10**6), "nested too deeply"),
        "JSON of another shape": (_members(session__json=b"5"), "is damaged"),
        "empty data": (_members(data__csv=b""), "holds no examples"),
        "a row too short": (_members(data__csv=b"a,b\r\n1\r\n"), "data.csv', line 2"),
        "no such class": (_members(data__csv=b"a,b\r\n1,x\r\n"), "no class is 'x'"),
        "not a number": (_members(data__csv=b"a,b\r\nx,0\r\n"), "data.csv', line 2"),
        "infinite data": (_members(data__csv=b"a,b\r\ninf,0\r\n1,1\r\n"), "must be finite"),
        "other examples": (_members(data__csv=b"a,b\r\n1,0\r\n2,1\r\n"), "does not divide"),
        "other features": (_members(split__npz=npz({"train": half})), "no division"),
        "other lines": (
            _members(split__npz=npz({"train": half, "dev": half, "test": half, "lines": half})),
            "has not the line of each example",
        ),
        "half the examples": (
            _members(split__npz=npz({"train": half, "dev": half, "test": half})),
            "does not divide",
        ),
        "no weights": (_members(weights__npz=b""), "damaged or no such archive"),
        "other weights": (
            _members(experiment__toml=b"network.hidden_layers = [3]"),
            "These weights are for the network 2-8-4-1",
        ),
        "memory of another network": (
            _members(optimizer__npz=_optimizer(memory=np.zeros((2, 3)))),
            "what the optimizer remembers",
        ),
        "no order": (
            _members(optimizer__npz=_optimizer(order=np.full(180, 10**9))),
            "no order of these examples",
        ),
        "best weights of another": (
            _members(optimizer__npz=_optimizer(best_theta=np.zeros(3))),
            "best weights",
        ),
        "beyond the epoch": (
            _members(session__json=_about(progress=progress | {"position": 10**6})),
            "position is 1,000,000 after 20 steps",
        ),
        "no count": (
            _members(session__json=_about(progress=progress | {"steps": 1e300})),
            "steps is no whole number",
        ),
        "steps without costs": (
            _members(session__json=_about(progress=progress | {"steps": 10**15})),
            "one cost a step",
        ),
        "a beginning of nothing": (
            _members(beginning__npz=npz({"theta": np.full(61, np.nan), "origin": np.array("x")})),
            "weights it began with",
        ),
        "a beginning of another network": (
            _members(beginning__npz=npz({"theta": np.ones(3), "origin": np.array("x")})),
            "is damaged: theta",
        ),
        "no history": (_members(history__csv=b"a,b\n"), "history.csv', line 1"),
        "a random state of nothing": (_members(random_state__json=b"{}"), "'shuffling' is missing"),
        "another generator": (
            _members(random_state__json=b'{"shuffling": {"bit_generator": "x"}, "dropout": {}}'),
            "is damaged",
        ),
        "empty": (b"", "no such archive"),
        "foreign": (b"GIF89a" * 100, "no such archive"),
    }


REFUSALS = _refusals()


@pytest.mark.parametrize("data, words", REFUSALS.values(), ids=REFUSALS)
def test_what_is_no_session_is_refused_with_a_sentence(tmp_path, data, words):
    path = tmp_path / "mine.playground"
    path.write_bytes(data)
    with pytest.raises((ExportError, ExperimentError), match=words) as caught:
        load_session(path)
    assert "mine.playground" in str(caught.value) and len(str(caught.value)) < 600
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.playground"]


def test_a_truncated_session_is_refused_wherever_it_ends(tmp_path):
    whole, path = _members(), tmp_path / "mine.playground"
    for cut in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:cut])
        with pytest.raises(ExportError, match=r"mine\.playground"):
            load_session(path)


def test_a_bomb_costs_little_memory(tmp_path):
    path = tmp_path / "mine.playground"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("session.json", "w") as member,
    ):
        for _ in range(2):
            member.write(b"\0" * 10_000_000)
    tracemalloc.start()
    with pytest.raises(ExportError, match="would unpack to 20,000,000 bytes"):
        load_session(path)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_files_beside_the_session_are_passed_over(tmp_path):
    path = tmp_path / "x.playground"
    path.write_bytes(_members(**{"__MACOSX/junk": b"x"}))
    assert load_session(path).trainer.steps == 20


def test_the_fixture_of_version_1_opens_for_ever():
    """Written once, when the format had everything it has; never to be written again."""
    loaded = read_session(Path(__file__).parent / "fixtures" / "version-1.playground")
    session = loaded.session
    assert session.trainer.steps == 7 and session.history.n_steps == 7
    assert session.spec.network.hidden_layers == (3,) and session.dataset.m == 40
    assert session.initial_weights.origin == "weights.npz"
    assert json.loads(loaded.window["layout.json"])["version"] == 1
    cost, _ = session.network.cost_and_error(*session.preprocess(session.split.train))
    assert cost == pytest.approx(0.6199917, abs=1e-6)
    assert session.step() > 0


def test_the_fixture_of_version_2_opens_for_ever():
    """Its examples and evaluations are kept as numbers in place of text."""
    path = Path(__file__).parent / "fixtures" / "version-2.playground"
    session = load_session(path)
    assert {"data.npz", "history.npz"} <= set(zipfile.ZipFile(path).namelist())
    assert session.trainer.steps == 20 and session.dataset.class_names == ("0", "1", "2")
    cost, _ = session.network.cost_and_error(*session.preprocess(session.split.train))
    assert cost == pytest.approx(1.0835113391, abs=1e-9)
    assert session.step() == pytest.approx(1.0978453491, abs=1e-9)


def test_every_format_of_a_session_has_its_fixture():
    fixtures = Path(__file__).parent / "fixtures"
    for version in range(1, session_file.VERSION + 1):
        assert (fixtures / f"version-{version}.playground").is_file()
