"""The table of runs in a session file: kept as it is, and refused where it is not sensible."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import strategies
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from past_runs import falling, past_run, picture
from small_sessions import session_of
from zipped import zipped

from playground.cli import main
from playground.experiment.attachments import Attachments
from playground.experiment.run_log import (
    KINDS,
    LONGEST_NAME,
    RunCurve,
    RunEntries,
    RunEntry,
    RunLog,
)
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import Compare
from playground.experiment.studies.kinds.entry import request_of
from playground.experiment.studies.kinds.presets import STUDY_PRESETS
from playground.experiment.studies.kinds.rate_finder import RateFinder
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.study import MOST_RUNS
from playground.experiment.text import codec
from playground.io.archive import Archive
from playground.io.run_log import study, table
from playground.io.run_log.run import files_of
from playground.io.run_log.table import members_of, past_of
from playground.io.session.file import read_session, save_session
from playground.settings import replaced

_PLAIN = ("number", "kind", "title", "name", "spec", "seeds", "epochs", "task", "seconds",
          "began", "sentence", "pinned", "best", "picture")  # fmt: skip
_FINALS = ("train_cost", "train_error", "dev_error")


def assert_same(one: RunEntry, other: RunEntry) -> None:
    for name in _PLAIN:
        assert getattr(one, name) == getattr(other, name), name
    for name in _FINALS:
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert [curve.label for curve in one.curves] == [curve.label for curve in other.curves]
    for curve, its in zip(one.curves, other.curves):
        np.testing.assert_array_equal(curve.evaluations, its.evaluations)
    assert (one.study is None) == (other.study is None)
    if one.study is not None:
        assert one.study.runs == other.study.runs
        for name in ("kind", "title", "labels", "seeds"):
            assert getattr(one.study, name) == getattr(other.study, name)
        for variation, its in zip(one.study.variations, other.study.variations):
            # A choice may be named in one and made in the other.
            assert replace(variation, changes=()) == replace(its, changes=())


def back(past: RunEntries) -> RunEntries:
    return past_of(Archive(zipped(members_of(past)), "mine"))


_reals = st.floats(allow_infinity=False)
_texts = st.text(st.characters(codec="utf-8"), max_size=LONGEST_NAME)
_curves = st.lists(
    st.lists(st.lists(st.floats(), min_size=7, max_size=7), min_size=1, max_size=5),
    max_size=3,
).map(lambda curves: tuple(RunCurve(f'"{i}",\n', np.array(rows)) for i, rows in enumerate(curves)))
_runs = st.builds(
    RunEntry,
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
    past = RunEntries(tuple(runs), 3 * (present % len(runs)) + 1)
    again = back(past)
    assert again.present == past.present and len(again.runs) == len(runs)
    for one, other in zip(runs, again.runs):
        assert_same(one, other)
    assert members_of(again) == members_of(past)


@pytest.mark.parametrize("preset", STUDY_PRESETS)
def test_a_study_can_be_run_again_from_its_file(preset):
    spec = ExperimentSpec()
    study = StudyRequest(Compare(preset=preset), spec, seeds=2).study
    curves = tuple(falling(label=label) for label in study.labels)
    run = past_run(4, kind="study", study=study, seeds=study.seeds, curves=curves, best=1)
    (again,) = back(RunEntries((run,))).runs
    assert_same(run, again)
    assert again.varied == run.varied and again.best_curve.label == study.labels[1]


def test_a_study_of_too_many_variations_is_kept_without_them(monkeypatch):
    monkeypatch.setattr(study, "MOST_VARIATIONS", 3)
    many = StudyRequest(Compare(), ExperimentSpec(), seeds=1).study
    run = past_run(1, kind="study", study=many)
    (again,) = back(RunEntries((run,))).runs
    assert again.study is None and again.kind == "study" and MOST_RUNS > 3


def test_a_search_for_a_rate_as_it_was_kept_before_it_was_a_study():
    """Then it was a kind of row, and had no study.json."""
    members = members_of(RunEntries((past_run(3, curves=(falling(),), train_cost=0.25),)))
    content = json.loads(members["runs.json"])
    content["runs"][0]["kind"] = "rates"
    members["runs.json"] = json.dumps(content).encode()
    (run,) = past_of(Archive(zipped(members), "old")).runs
    assert (run.kind, run.train_cost) == ("study", 0.25)
    assert run.study == StudyRequest(RateFinder(), ExperimentSpec(), seeds=1).study
    assert request_of(run).title == "Run 3" and not request_of(run).kind.tabled


def test_a_kind_of_study_of_another_playground_is_a_plain_comparison():
    plain = replace(
        StudyRequest(Compare(), ExperimentSpec(), seeds=2).study, kind="from the future"
    )
    (run,) = back(RunEntries((past_run(1, kind="study", study=plain, seeds=plain.seeds),))).runs
    assert run.study.kind == "from the future"
    outcome = request_of(replace(run, spec=replaced(run.spec, "training.epochs", 2))).carry_out()
    assert "The lowest dev error" in outcome.sentences[0]


def test_an_empty_table_is_no_file():
    assert members_of(RunEntries()) == {}
    assert back(RunEntries()) == RunEntries()


def test_what_a_person_finds_inside(tmp_path):
    past = RunEntries((past_run(7, name="My best", picture=picture()),), 7)
    save_session(session_of("", 9), tmp_path / "x.playground", Attachments(runs=past))
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
    past = RunEntries((past_run(1), past_run(2, pinned=True)), 2)
    save_session(session, tmp_path / "with", Attachments(runs=past))
    loaded = read_session(tmp_path / "with")
    assert len(loaded.runs.runs) == 2
    for one, other in zip(past.runs, loaded.runs.runs):
        assert_same(one, other)
    save_session(loaded.session, tmp_path / "again", Attachments(runs=loaded.runs))
    assert (tmp_path / "again").read_bytes() == (tmp_path / "with").read_bytes()
    old = read_session(tmp_path / "without")
    assert old.runs == RunEntries()
    save_session(old.session, tmp_path / "without again")
    assert (tmp_path / "without again").read_bytes() == (tmp_path / "without").read_bytes()
    for _ in range(30):
        assert loaded.session.step() == old.session.step()
    assert loaded.session.network.theta.tobytes() == old.session.network.theta.tobytes()


def test_a_session_resumed_on_the_command_line_keeps_its_table(tmp_path):
    spec = codec.loads("training.epochs = 3")
    present = past_run(2, spec, name="mine", pinned=True, picture=picture(), seconds=5.0)
    past = RunEntries((past_run(1, spec), present), 2)
    save_session(
        session_of("training.epochs = 3", 4), tmp_path / "x.playground", Attachments(runs=past)
    )
    out = tmp_path / "out"
    wanted = ["train", str(tmp_path / "x.playground"), "--out", str(out), "--no-plots", "--quiet"]
    assert main(wanted) == 0
    loaded = read_session(out / "session.playground")
    session, (one, two) = loaded.session, loaded.runs.runs
    assert_same(one, past.runs[0])
    assert loaded.runs.present == 2
    assert (two.name, two.pinned, two.epochs) == ("mine", True, 3)
    assert two.train_cost == session.history.latest["train_cost"]
    assert two.curves[0].column("train_cost")[-1] == two.train_cost
    assert two.sentence == session.stop.sentence
    assert two.picture == b"" and two.seconds > 5


def test_too_much_is_left_out_oldest_first_and_pinned_last(monkeypatch):
    runs = tuple(past_run(n, pinned=n == 1, picture=picture(n)) for n in range(1, 9))
    each = sum(map(len, files_of(runs[0]).values()))
    monkeypatch.setattr(table, "LARGEST_RUN_LOG", table.LARGEST_RUN_LIST + int(3.5 * each))
    again = back(RunEntries(runs, 2))
    assert [run.number for run in again.runs] == [1, 7, 8]
    assert again.present == 0


def test_as_many_runs_as_there_may_be_are_kept():
    runs = tuple(past_run(n, picture=picture()) for n in range(1, RunLog.MOST + 1))
    assert len(back(RunEntries(runs)).runs) == RunLog.MOST
