"""The table of runs in a session file: kept as it is, and refused where it is not sensible."""

from __future__ import annotations

import csv
import json
import math
import tracemalloc
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import strategies
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from past_runs import falling, past_run
from small_sessions import session_of

from playground.cli import main
from playground.experiment import codec
from playground.experiment.errors import ExperimentError
from playground.experiment.past import KINDS, LONGEST_NAME, Past, PastCurve, PastRun, PastRuns
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.ready_made import READY_MADE
from playground.experiment.studies.study import MOST_MEMBERS
from playground.experiment.thumbnail import KINDS as COLOURS
from playground.experiment.thumbnail import SHAPE
from playground.export import past_runs
from playground.export.archive import Archive, zipped
from playground.export.errors import ExportError
from playground.export.past_runs import members_of, past_of
from playground.export.png import as_png
from playground.export.session_file import load_session, save_session

_PLAIN = ("number", "kind", "title", "name", "spec", "seeds", "epochs", "task", "seconds",
          "began", "sentence", "pinned", "best", "picture")  # fmt: skip
_FINALS = ("train_cost", "train_error", "dev_error")


def picture(seed=0) -> bytes:
    rng = np.random.default_rng(seed)
    return as_png(rng.integers(0, COLOURS, SHAPE, np.uint8), rng.integers(0, 256, (COLOURS, 3)))


def assert_same(one: PastRun, other: PastRun) -> None:
    for name in _PLAIN:
        assert getattr(one, name) == getattr(other, name), name
    for name in _FINALS:
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert [curve.label for curve in one.curves] == [curve.label for curve in other.curves]
    for curve, its in zip(one.curves, other.curves):
        np.testing.assert_array_equal(curve.evaluations, its.evaluations)
    assert (one.study is None) == (other.study is None)
    if one.study is not None:
        assert one.study.members == other.study.members
        for name in ("kind", "title", "labels", "seeds"):
            assert getattr(one.study, name) == getattr(other.study, name)
        for variation, its in zip(one.study.variations, other.study.variations):
            # A choice may be named in one and made in the other.
            assert replace(variation, changes=()) == replace(its, changes=())


def back(past: PastRuns) -> PastRuns:
    return past_of(Archive(zipped(members_of(past)), "mine"))


_reals = st.floats(allow_infinity=False)
_texts = st.text(st.characters(codec="utf-8"), max_size=LONGEST_NAME)
_curves = st.lists(
    st.lists(st.lists(st.floats(), min_size=7, max_size=7), min_size=1, max_size=5),
    max_size=3,
).map(lambda curves: tuple(PastCurve(f'"{i}",\n', np.array(rows)) for i, rows in enumerate(curves)))
_runs = st.builds(
    PastRun,
    number=st.just(0),
    kind=st.sampled_from(KINDS),
    name=_texts,
    title=_texts,
    spec=strategies.settings(ExperimentSpec),
    seeds=st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4).map(tuple),
    epochs=st.integers(0, 2**53 - 1),
    train_cost=_reals,
    train_error=_reals,
    dev_error=_reals,
    task=st.sampled_from(["", "binary", "multiclass", "regression"]),
    seconds=st.floats(0, 4e9),
    began=st.floats(0, 4e9),
    sentence=_texts,
    pinned=st.booleans(),
    curves=_curves,
    best=st.integers(0, 9),
    picture=st.sampled_from([b"", picture()]),
)


@given(st.lists(_runs, min_size=1, max_size=3), st.integers(0, 3))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_table_is_read_as_it_was_written(runs, present):
    for i, run in enumerate(runs):
        object.__setattr__(run, "number", 3 * i + 1)
    past = PastRuns(tuple(runs), 3 * (present % len(runs)) + 1)
    again = back(past)
    assert again.present == past.present and len(again.runs) == len(runs)
    for one, other in zip(runs, again.runs):
        assert_same(one, other)
    assert members_of(again) == members_of(past)


@pytest.mark.parametrize("ready_made", READY_MADE, ids=lambda ready_made: ready_made.name)
def test_a_study_can_be_run_again_from_its_file(ready_made):
    spec = ExperimentSpec()
    study = ready_made.study(spec, 2)
    curves = tuple(falling(label=label) for label in study.labels)
    run = past_run(4, kind="study", study=study, seeds=study.seeds, curves=curves, best=1)
    (again,) = back(PastRuns((run,))).runs
    assert_same(run, again)
    assert again.varied == run.varied and again.best_curve.label == study.labels[1]


def test_a_study_of_too_many_variations_is_kept_without_them(monkeypatch):
    monkeypatch.setattr(past_runs, "MOST_VARIATIONS", 3)
    study = READY_MADE[0].study(ExperimentSpec(), 1)
    run = past_run(1, kind="study", study=study)
    (again,) = back(PastRuns((run,))).runs
    assert again.study is None and again.kind == "study" and MOST_MEMBERS > 3


def test_an_empty_table_is_no_file():
    assert members_of(PastRuns()) == {}
    assert back(PastRuns()) == PastRuns()


def test_what_a_person_finds_inside(tmp_path):
    past = PastRuns((past_run(7, name="My best", picture=picture()),), 7)
    save_session(session_of("", 9), tmp_path / "x.playground", past=past)
    with zipfile.ZipFile(tmp_path / "x.playground") as archive:
        listed = json.loads(archive.read("runs.json"))
        experiment = archive.read("runs/7/experiment.toml").decode()
        curve = list(csv.DictReader(archive.read("runs/7/curves.csv").decode().splitlines()))
        assert archive.read("runs/7/boundary.png").startswith(b"\x89PNG")
    assert listed["present"] == 7 and listed["runs"][0]["name"] == "My best"
    assert codec.loads(experiment) == ExperimentSpec()
    assert float(curve[-1]["train_cost"]) == 0.5


def test_a_session_takes_its_table_along_and_the_rest_is_untouched(tmp_path):
    session = session_of("", 9)
    save_session(session, tmp_path / "without")
    past = PastRuns((past_run(1), past_run(2, pinned=True)), 2)
    save_session(session, tmp_path / "with", past=past)
    loaded = load_session(tmp_path / "with")
    for one, other in zip(past.runs, loaded.past.runs):
        assert_same(one, other)
    save_session(loaded, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "with").read_bytes()
    old = load_session(tmp_path / "without")
    assert old.past == PastRuns()
    save_session(old, tmp_path / "without again")
    assert (tmp_path / "without again").read_bytes() == (tmp_path / "without").read_bytes()
    for _ in range(30):
        assert loaded.step() == old.step()
    assert loaded.network.theta.tobytes() == old.network.theta.tobytes()


def test_a_session_resumed_on_the_command_line_keeps_its_table(tmp_path):
    spec = codec.loads("training.epochs = 3")
    present = past_run(2, spec, name="mine", pinned=True, picture=picture(), seconds=5.0)
    past = PastRuns((past_run(1, spec), present), 2)
    save_session(session_of("training.epochs = 3", 4), tmp_path / "x.playground", past=past)
    out = tmp_path / "out"
    wanted = ["train", str(tmp_path / "x.playground"), "--out", str(out), "--no-plots", "--quiet"]
    assert main(wanted) == 0
    session = load_session(out / "session.playground")
    one, two = session.past.runs
    assert_same(one, past.runs[0])
    assert session.past.present == 2
    assert (two.name, two.pinned, two.epochs) == ("mine", True, 3)
    assert two.train_cost == session.history.latest["train_cost"]
    assert two.curves[0].column("train_cost")[-1] == two.train_cost
    assert two.sentence == session.stop.sentence
    assert two.picture == b"" and two.seconds > 5


def test_too_much_is_left_out_oldest_first_and_pinned_last(monkeypatch):
    runs = tuple(past_run(n, pinned=n == 1, picture=picture(n)) for n in range(1, 9))
    each = sum(map(len, past_runs._files_of(runs[0]).values()))
    monkeypatch.setattr(past_runs, "LARGEST_ALL", past_runs.LARGEST_LIST + int(3.5 * each))
    again = back(PastRuns(runs, 2))
    assert [run.number for run in again.runs] == [1, 7, 8]
    assert again.present == 0


# ---------------------------------------------------------------------- refusals


def changed(files=None, row=None, **top) -> dict[str, bytes]:
    """The files of a table of one run, with something in them replaced; None leaves it out."""
    study = READY_MADE[0].study(ExperimentSpec(), 1)
    members = members_of(PastRuns((past_run(1, study=study, picture=picture()),), 1))
    listed = json.loads(members["runs.json"])
    for key, value in (row or {}).items():
        listed["runs"][0][key] = value
    members["runs.json"] = json.dumps(listed | top).encode()
    for name, content in (files or {}).items():
        members[name if name == "runs.json" else f"runs/1/{name}"] = content
    return {name: content for name, content in members.items() if content is not None}


_HEADER = b"label,step,epoch,learning_rate,train_cost,dev_cost,train_error,dev_error\n"


def _without(key):
    listed = json.loads(changed()["runs.json"])
    del listed["runs"][0][key]
    return json.dumps(listed).encode()


REFUSED = {
    "not JSON": ({"files": {"runs.json": b"{"}}, "is damaged"),
    "not text": ({"files": {"runs.json": b"\xff"}}, "is damaged"),
    "another shape": ({"files": {"runs.json": b"5"}}, "is damaged"),
    "endless brackets": ({"files": {"runs.json": b"[" * 10**6}}, "more memory"),
    "an endless number": ({"files": {"runs.json": b"9" * 10_000}}, "is damaged"),
    "newer": ({"version": 9}, "written by a newer playground"),
    "no version": ({"version": None}, "version is no whole number"),
    "no list": ({"runs": {}}, "a list of at most 500 runs"),
    "too many": ({"runs": [{}] * 501}, "a list of at most 500 runs"),
    "another present": ({"present": 2}, "none of them"),
    "twice": ({"runs": [json.loads(changed()["runs.json"])["runs"][0]] * 2}, "do not rise"),
    "no name": ({"files": {"runs.json": _without("name")}}, "run 1: 'name' is missing"),
    "a name of pages": ({"row": {"name": "x" * 10_000}}, "name is no text of at most 120"),
    "a sentence of pages": ({"row": {"sentence": "x" * 10_000}}, "sentence is no text"),
    "a number for a name": ({"row": {"name": 5}}, "name is no text"),
    "no such kind": ({"row": {"kind": "virus"}}, "kind is none of run, study, rates"),
    "a list for a kind": ({"row": {"kind": []}}, "kind is none of run"),
    "no such task": ({"row": {"task": "x"}}, "task is none of binary"),
    "a path for a number": ({"row": {"number": "../../x"}}, "number is no whole number"),
    "number 0": ({"row": {"number": 0}}, "number is no whole number from 1"),
    "half an epoch": ({"row": {"epochs": 0.5}}, "epochs is no whole number"),
    "no cost": ({"row": {"train_cost": "low"}}, "train_cost is no number"),
    "an infinite cost": ({"row": {"train_cost": math.inf}}, "train_cost is no number"),
    "a time beyond all clocks": ({"row": {"began": 1e300}}, "began is no number from 0"),
    "no time": ({"row": {"began": math.nan}}, "began is no number"),
    "negative time": ({"row": {"seconds": -1}}, "seconds is no number"),
    "no seeds": ({"row": {"seeds": []}}, "no list of seeds"),
    "seeds of another kind": ({"row": {"seeds": [1.5]}}, "a seed is no whole number"),
    "a boolean seed": ({"row": {"seeds": [True]}}, "a seed is no whole number"),
    "no experiment": ({"files": {"experiment.toml": None}}, "experiment.toml is missing"),
    "a wrong setting": (
        {"files": {"experiment.toml": b"\nseed = -1"}},
        "runs/1/experiment.toml, line 2",
    ),
    "no TOML": ({"files": {"experiment.toml": b"\xff\xfe"}}, "run 1: .*can't decode"),
    "no picture": ({"files": {"boundary.png": b"GIF89a"}}, "run 1: this is no small PNG"),
    "another picture": (
        {"files": {"boundary.png": as_png(np.zeros((2, 2), np.uint8), np.zeros((1, 3)))}},
        "not one of 216 x 162 pixels",
    ),
    "other columns": ({"files": {"curves.csv": b"a,b\n"}}, "curves.csv, line 1"),
    "a short row": ({"files": {"curves.csv": _HEADER + b"x,1\n"}}, "curves.csv, line 2"),
    "an empty row": ({"files": {"curves.csv": _HEADER + b"\n"}}, "curves.csv, line 2"),
    "words": ({"files": {"curves.csv": _HEADER + b"x,a,1,1,1,1,1,1\n"}}, "curves.csv, line 2"),
    "a long curve": (
        {"files": {"curves.csv": _HEADER + b"x,1,1,1,1,1,1,1\n" * 300}},
        "more curves or points",
    ),
    "many curves": (
        {"files": {"curves.csv": _HEADER + b"".join(b"%d,1,,,,,,\n" % n for n in range(9))}},
        "more curves or points",
    ),
    "a large file": ({"files": {"curves.csv": b" " * (2 << 20)}}, "would unpack to 2,097,152"),
    "no study": ({"files": {"study.json": b"[]"}}, "run 1: "),
    "a study of nothing": (
        {"files": {"study.json": b'{"settings": [], "variations": [], "kind": "", "title": ""}'}},
        "at least one value",
    ),
    "a study of everything": (
        {"files": {"study.json": json.dumps({"settings": [], "variations": [{}] * 101}).encode()}},
        "at most 100 variations",
    ),
}


@pytest.mark.parametrize("change, words", REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, change, words):
    path = tmp_path / "mine.playground"
    save_session(session_of("", 2), path)
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in changed(**change).items():
            archive.writestr(name, content)
    with pytest.raises((ExportError, ExperimentError), match=words) as caught:
        load_session(path)
    assert "mine.playground" in str(caught.value) and len(str(caught.value)) < 600
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.playground"]


def test_files_that_are_large_only_together_are_refused(monkeypatch):
    monkeypatch.setattr(past_runs, "LARGEST_ALL", 20_000)
    runs = tuple(past_run(n, curves=(falling(200),)) for n in range(1, 6))
    monkeypatch.setattr(past_runs, "LARGEST_LIST", -1_000_000)
    members = members_of(PastRuns(runs))
    monkeypatch.setattr(past_runs, "LARGEST_LIST", 4 << 20)
    with pytest.raises(ExportError, match="would unpack to"):
        past_of(Archive(zipped(members), "mine"))


def test_a_bomb_of_pictures_costs_little_memory():
    members = changed(files={"boundary.png": b"\x89PNG\r\n\x1a\n" + b"\0" * (1 << 19)})
    archive = Archive(zipped(members, (".png",)), "mine")
    tracemalloc.start()
    with pytest.raises(ExportError, match="no small PNG"):
        past_of(archive)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_as_many_runs_as_there_may_be_are_kept():
    runs = tuple(past_run(n, picture=picture()) for n in range(1, Past.MOST + 1))
    assert len(back(PastRuns(runs)).runs) == Past.MOST
