"""One run: its row in the list, and its files."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from playground.experiment.run_log import KINDS, LONGEST_NAME, RunEntry
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.rate_finder import RateFinder
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.text import codec
from playground.experiment.thumbnail import SHAPE
from playground.io.errors import problem_of
from playground.io.png import pixels_of
from playground.io.run_log.curves import curves_csv, curves_of
from playground.io.run_log.fields import (
    LONGEST_SENTENCE,
    finite,
    one_of,
    real,
    text,
    whole,
)
from playground.io.run_log.files import Files
from playground.io.run_log.study import study_json, study_of
from playground.json_text import plain

_MOST_SEEDS = 10_000
_LATEST = 4e9  # seconds since the epoch of the system: no clock shows more
_TASKS = ("", "binary", "multiclass", "regression")
_FINALS = ("train_cost", "train_error", "dev_error")

#: What the files of a row hold, which stay the same from save to save.
_written: WeakKeyDictionary[RunEntry, dict[str, bytes]] = WeakKeyDictionary()


def row_of(run: RunEntry) -> dict[str, Any]:
    """What stands in the list of a run, for JSON."""
    return {
        "number": run.number,
        "kind": run.kind,
        "title": run.title,
        "name": run.name,
        "pinned": run.pinned,
        "seeds": list(run.seeds[:_MOST_SEEDS]),
        "epochs": run.epochs,
        **{name: plain(getattr(run, name)) for name in _FINALS},
        "task": run.task,
        "seconds": run.seconds,
        "began": run.began,
        "sentence": run.sentence[:LONGEST_SENTENCE],
        "best": run.best,
        **({"parent": run.parent, "parted": run.parted} if run.parent else {}),
    }


def files_of(run: RunEntry) -> dict[str, bytes]:
    """The files of a run by their names in its folder."""
    if run not in _written:
        files = {
            "experiment.toml": codec.dumps(run.spec).encode(),
            "curves.csv": curves_csv(run.curves).encode(),
        }
        if run.picture:
            files["boundary.png"] = run.picture
        study = b"" if run.study is None else study_json(run.study)
        if study:
            files["study.json"] = study
        _written[run] = files
    return _written[run]


def run_of(row: dict[str, Any], files: Files) -> RunEntry:
    """The run that stands in the list as `row`.

    Raises
    ------
    ValueError
        When it is not as `row_of` and `files_of` wrote it.
    """
    number = whole(row, "number", 1)
    try:
        spec = _experiment_of(number, files)
        seeds = tuple(_seeds_of(row["seeds"]))
        study = study_of(files.read(number, "study.json"), spec, seeds)
        if row["kind"] == "rates":  # what a search for a learning rate was before it was a study
            row, study = row | {"kind": "study"}, StudyRequest(RateFinder(), spec).study
        curves = curves_of(files.read(number, "curves.csv") or b"")
        picture = files.read(number, "boundary.png") or b""
        if picture:
            pixels_of(picture, SHAPE)
        return RunEntry(
            number=number,
            kind=one_of(row, "kind", KINDS),
            title=text(row, "title", LONGEST_NAME),
            name=text(row, "name", LONGEST_NAME),
            spec=spec,
            seeds=seeds,
            epochs=whole(row, "epochs"),
            **{name: finite(row, name) for name in _FINALS},
            task=one_of(row, "task", _TASKS),
            seconds=real(row, "seconds", _LATEST),
            began=real(row, "began", _LATEST),
            sentence=text(row, "sentence", LONGEST_SENTENCE),
            pinned=row["pinned"] is True,
            curves=curves,
            best=whole(row, "best"),
            parent=whole(row, "parent") if "parent" in row else 0,
            parted=whole(row, "parted") if "parted" in row else 0,
            picture=picture,
            study=study,
        )
    except Exception as error:  # whoever wrote the file may have led a reader anywhere
        raise ValueError(f"run {number}: {problem_of(error)}") from None


def _experiment_of(number: int, files: Files) -> ExperimentSpec:
    content = files.read(number, "experiment.toml")
    if content is None:
        raise ValueError("its experiment.toml is missing")
    return codec.loads(content.decode(), files.name(number, "experiment.toml"))


def _seeds_of(seeds: Any) -> list[int]:
    if not isinstance(seeds, list) or not 0 < len(seeds) <= _MOST_SEEDS:
        raise ValueError("it has no list of seeds")
    if any(type(seed) is not int or not 0 <= seed < 2**32 for seed in seeds):
        raise ValueError("a seed is no whole number below 2^32")
    return seeds
