"""The table of runs in a session file: refused in a sentence where it is not sensible."""

from __future__ import annotations

import json
import math
import tracemalloc
import zipfile

import numpy as np
import pytest
from past_runs import falling, past_run, picture
from small_sessions import session_of
from zipped import zipped

from playground.experiment.errors import ExperimentError
from playground.experiment.run_log import RunEntries
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import Compare
from playground.experiment.studies.kinds.request import StudyRequest
from playground.io.archive import Archive
from playground.io.errors import ExportError
from playground.io.png import as_png
from playground.io.run_log import table
from playground.io.run_log.table import members_of, past_of
from playground.io.session.file import load_session, save_session


def changed(files=None, row=None, **top) -> dict[str, bytes]:
    """The files of a table of one run, with something in them replaced; None leaves it out."""
    study = StudyRequest(Compare(), ExperimentSpec(), seeds=1).study
    members = members_of(RunEntries((past_run(1, study=study, picture=picture()),), 1))
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
    "endless brackets": ({"files": {"runs.json": b"[" * 10**6}}, "nested too deeply"),
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
    "no such kind": ({"row": {"kind": "virus"}}, "kind is none of run, study"),
    "a list for a kind": ({"row": {"kind": []}}, "kind is none of run"),
    "no such task": ({"row": {"task": "x"}}, "task is none of binary"),
    "a path for a number": ({"row": {"number": "../../x"}}, "number is no whole number"),
    "number 0": ({"row": {"number": 0}}, "number is no whole number from 1"),
    "half an epoch": ({"row": {"epochs": 0.5}}, "epochs is no whole number"),
    "no cost": ({"row": {"train_cost": "low"}}, "train_cost is not a number"),
    "an infinite cost": ({"row": {"train_cost": math.inf}}, "Infinity is not a number"),
    "a time beyond all clocks": ({"row": {"began": 1e300}}, "began is not a number from 0"),
    "no time": ({"row": {"began": math.nan}}, "NaN is not a number"),
    "negative time": ({"row": {"seconds": -1}}, "seconds is not a number"),
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
    runs = tuple(past_run(n, curves=(falling(200),)) for n in range(1, 6))
    members = members_of(RunEntries(runs))
    monkeypatch.setattr(table, "LARGEST_RUN_LOG", 20_000)
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
