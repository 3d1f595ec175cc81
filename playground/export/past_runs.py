"""The table of past runs inside a session file, as ordinary files.

=============================  ==============================================================
``runs.json``                  what stands in the table, and which row the session goes on with
``runs/7/experiment.toml``     the settings of run 7, which can be opened by themselves
``runs/7/curves.csv``          its evaluations, thinned out; of a study, those of each variation
``runs/7/boundary.png``        its decision boundary, where there is a picture of it
``runs/7/study.json``          of a study, the settings of its variations
=============================  ==============================================================
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.experiment import codec
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.past import (
    KINDS,
    LONGEST_NAME,
    MOST_CURVES,
    MOST_POINTS,
    Past,
    PastCurve,
    PastRun,
    PastRuns,
)
from playground.experiment.studies.study import Study, Variation
from playground.experiment.thumbnail import SHAPE
from playground.export.archive import Archive
from playground.export.errors import ExportError
from playground.export.png import pixels_of
from playground.settings import SettingError, find

LIST = "runs.json"
FOLDER = "runs/"
VERSION = 1

#: The most bytes of the list, of one file of a run, and of all of them together.
LARGEST_LIST, LARGEST_PART, LARGEST_ALL = 4 << 20, 1 << 20, 32 << 20

#: A study of more variations is kept without the means to run it again.
MOST_VARIATIONS = 100

_LONGEST = 4_000  # characters of a sentence
_MOST_SEEDS = 10_000
_LATEST = 4e9  # seconds since the epoch of the system: no clock shows more
_TASKS = ("", "binary", "multiclass", "regression")
_FINALS = ("train_cost", "train_error", "dev_error")

#: What a variation is called, here and there.
_WORDS = tuple(f.name for f in fields(Variation) if f.name not in ("changes", "train_examples"))

#: What the files of a row hold, which stay the same from save to save.
_written: WeakKeyDictionary[PastRun, dict[str, bytes]] = WeakKeyDictionary()


def members_of(past: PastRuns) -> dict[str, bytes]:
    """The files that keep a table of runs; none for an empty table.

    Where they would be too large together the oldest runs are left out, pinned ones last.
    """
    if not past.runs:
        return {}
    wanted = sorted(past.runs, key=lambda run: (run.pinned, run.number), reverse=True)
    kept, room = set(), LARGEST_ALL - LARGEST_LIST
    for run in wanted[: Past.MOST]:
        room -= sum(map(len, _files_of(run).values()))
        if room < 0:
            break
        kept.add(run.number)
    runs = [run for run in past.runs if run.number in kept]
    present = past.present if past.present in kept else 0
    content = {"version": VERSION, "present": present, "runs": [_row_of(run) for run in runs]}
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    members = {LIST: text.encode()}
    for run in runs:
        members |= {f"{FOLDER}{run.number}/{name}": data for name, data in _files_of(run).items()}
    return members


def past_of(archive: Archive) -> PastRuns:
    """The table of runs in a session file; empty where it holds none.

    Raises
    ------
    ExportError, ExperimentError
        When it is damaged, or written by a newer playground.
    """
    if LIST not in archive.members:
        return PastRuns()
    try:
        content = json.loads(archive.read(LIST, LARGEST_LIST))
        version = _whole(content, "version")
        if version > VERSION:
            raise ExportError(
                f"'{archive.name}: {LIST}' was written by a newer playground; this one reads "
                f"tables of format {VERSION}."
            )
        rows = content["runs"]
        if not isinstance(rows, list) or len(rows) > Past.MOST:
            raise ValueError(f"a list of at most {Past.MOST} runs is read")
        files = _Files(archive)
        runs = tuple(_run_of(row, files) for row in rows)
        numbers = [run.number for run in runs]
        if numbers != sorted(set(numbers)):
            raise ValueError("the numbers of the runs do not rise")
        present = _whole(content, "present")
        if present and present not in numbers:
            raise ValueError("the present run is none of them")
    except (ValueError, TypeError, KeyError) as error:
        if isinstance(error, ExportError):
            raise
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
        raise ExportError(f"'{archive.name}: {LIST}' is damaged: {problem}.") from None
    return PastRuns(runs, present)


# ---------------------------------------------------------------------- writing


def _row_of(run: PastRun) -> dict[str, Any]:
    return {
        "number": run.number,
        "kind": run.kind,
        "title": run.title,
        "name": run.name,
        "pinned": run.pinned,
        "seeds": list(run.seeds[:_MOST_SEEDS]),
        "epochs": run.epochs,
        **{name: _or_none(getattr(run, name)) for name in _FINALS},
        "task": run.task,
        "seconds": run.seconds,
        "began": run.began,
        "sentence": run.sentence[:_LONGEST],
        "best": run.best,
    }


def _files_of(run: PastRun) -> dict[str, bytes]:
    if run not in _written:
        files = {
            "experiment.toml": codec.dumps(run.spec).encode(),
            "curves.csv": _curves_csv(run.curves).encode(),
        }
        if run.picture:
            files["boundary.png"] = run.picture
        if run.study is not None and len(run.study.variations) <= MOST_VARIATIONS:
            files["study.json"] = json.dumps(_described(run.study), indent=1).encode()
        _written[run] = files
    return _written[run]


def _curves_csv(curves: Sequence[PastCurve]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["label", *EVALUATION_COLUMNS])
    for curve in curves:
        for row in curve.evaluations.tolist():
            cells = ["" if math.isnan(value) else repr(value) for value in row]
            writer.writerow([curve.label, *cells])
    return text.getvalue()


def _described(study: Study) -> dict[str, Any]:
    return {
        "kind": study.kind,
        "title": study.title,
        "settings": list(study.paths),
        "variations": [
            {name: getattr(variation, name) for name in ("train_examples", *_WORDS)}
            | {"experiment": codec.dumps(variation.applied_to(study.base))}
            for variation in study.variations
        ],
    }


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None


# ---------------------------------------------------------------------- reading


class _Files:
    """The files of the runs, which together may not be larger than is good."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._room = LARGEST_ALL

    def read(self, number: int, name: str) -> bytes | None:
        """A file of a run; None where there is none."""
        member = f"{FOLDER}{number}/{name}"
        if member not in self.archive.members:
            return None
        content = self.archive.read(member, min(LARGEST_PART, self._room))
        self._room -= len(content)
        return content

    def name(self, number: int, name: str) -> str:
        """What to call a file in a sentence."""
        return f"{self.archive.name}: {FOLDER}{number}/{name}"


def _run_of(row: dict[str, Any], files: _Files) -> PastRun:
    number = _whole(row, "number", 1)
    try:
        spec = _experiment_of(number, files)
        seeds = tuple(_seeds_of(row["seeds"]))
        curves = _curves_of(files.read(number, "curves.csv") or b"")
        picture = files.read(number, "boundary.png") or b""
        if picture:
            pixels_of(picture, SHAPE)
        return PastRun(
            number=number,
            kind=_one_of(row, "kind", KINDS),
            title=_text(row, "title", LONGEST_NAME),
            name=_text(row, "name", LONGEST_NAME),
            spec=spec,
            seeds=seeds,
            epochs=_whole(row, "epochs"),
            **{name: _final(row, name) for name in _FINALS},
            task=_one_of(row, "task", _TASKS),
            seconds=_real(row, "seconds", _LATEST),
            began=_real(row, "began", _LATEST),
            sentence=_text(row, "sentence", _LONGEST),
            pinned=row["pinned"] is True,
            curves=curves,
            best=_whole(row, "best"),
            picture=picture,
            study=_study_of(files.read(number, "study.json"), spec, seeds),
        )
    except (ExportError, ValueError, TypeError, KeyError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
        raise ValueError(f"run {number}: {problem}") from None


def _experiment_of(number: int, files: _Files) -> Any:
    text = files.read(number, "experiment.toml")
    if text is None:
        raise ValueError("its experiment.toml is missing")
    return codec.loads(text.decode(), files.name(number, "experiment.toml"))


def _seeds_of(seeds: Any) -> list[int]:
    if not isinstance(seeds, list) or not 0 < len(seeds) <= _MOST_SEEDS:
        raise ValueError("it has no list of seeds")
    if any(type(seed) is not int or not 0 <= seed < 2**32 for seed in seeds):
        raise ValueError("a seed is no whole number below 2^32")
    return seeds


def _curves_of(content: bytes) -> tuple[PastCurve, ...]:
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    curves: dict[str, list[list[float]]] = {}
    try:
        header = next(reader, ["label", *EVALUATION_COLUMNS])
        if header != ["label", *EVALUATION_COLUMNS]:
            raise ValueError("it has not the columns of curves")
        for label, *cells in reader:
            rows = curves.setdefault(label[:_LONGEST], [])
            rows.append([float(cell) if cell else math.nan for cell in cells])
            if len(cells) != len(EVALUATION_COLUMNS):
                raise ValueError(f"{len(cells)} values in place of {len(EVALUATION_COLUMNS)}")
            if len(rows) > MOST_POINTS or len(curves) > MOST_CURVES:
                raise ValueError("it has more curves or points than are read")
    except (ValueError, csv.Error) as error:
        raise ValueError(f"curves.csv, line {reader.line_num}: {error}") from None
    return tuple(PastCurve(label, np.array(rows)) for label, rows in curves.items())


def _study_of(content: bytes | None, base: Any, seeds: tuple[int, ...]) -> Study | None:
    if content is None:
        return None
    about = json.loads(content)
    paths, listed = about["settings"], about["variations"]
    if not isinstance(listed, list) or len(listed) > MOST_VARIATIONS:
        raise ValueError(f"a study of at most {MOST_VARIATIONS} variations is read")
    variations = [_variation_of(variation, paths) for variation in listed]
    kind, title = _text(about, "kind", LONGEST_NAME), _text(about, "title", _LONGEST)
    return Study(kind, base, tuple(variations), seeds, title)


def _variation_of(about: dict[str, Any], paths: Sequence[str]) -> Variation:
    spec, changes = codec.loads(about["experiment"], "study.json"), []
    for path in paths:
        try:
            changes.append((path, find(spec, path).value))
        except SettingError:
            continue  # of another choice than this variation makes
    examples = about["train_examples"]
    if examples is not None:
        examples = _whole(about, "train_examples", 1)
    words = {name: _text({name: ""} | about, name, _LONGEST) for name in _WORDS}
    return Variation(changes=tuple(changes), train_examples=examples, **words)


def _whole(content: dict[str, Any], name: str, least: int = 0) -> int:
    value = content[name]
    if type(value) is not int or not least <= value < 2**53:
        raise ValueError(f"{name} is no whole number from {least} on")
    return value


def _real(content: dict[str, Any], name: str, most: float) -> float:
    value = content[name]
    if type(value) not in (int, float) or not 0 <= value <= most:
        raise ValueError(f"{name} is no number from 0 to {most:g}")
    return float(value)


def _final(content: dict[str, Any], name: str) -> float:
    value = content[name]
    if value is None:
        return math.nan
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"{name} is no number")
    return float(value)


def _text(content: dict[str, Any], name: str, longest: int) -> str:
    value = content[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is no text of at most {longest:,} characters")
    return value


def _one_of(content: dict[str, Any], name: str, allowed: Sequence[str]) -> str:
    value = content[name]
    if value not in allowed:
        raise ValueError(f"{name} is none of {', '.join(filter(None, allowed))}")
    return value
