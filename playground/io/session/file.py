"""Sessions: a run with everything it needs to go on, bit for bit, in a zip of ordinary files.

====================  =========================================================================
``session.json``      the format's version, how far the run has come, what the data leave out
``experiment.toml``   the settings in force, with the comments of who wrote them
``notes.md``          the words that go with the experiment, where there are any
``answer.json``       a student's name and answer to them
``data.csv``          all examples; where they are many, ``data.npz`` in their own type
``columns.json``      how the columns of a table became those of the data, words included
``split.npz``         which of them are train, dev and test, in which order
``weights.npz``       the parameters and the scaling, as in an export of the weights
``optimizer.npz``     what the optimizer remembers, the present epoch's order, the best weights,
                      and where training goes through X^T X its coordinates
``random_state.json`` the states of the random streams
``history.csv``       the evaluations; where they are many, ``history.npz``
``batch_costs.npz``   the cost of every mini-batch; of a long run, of the last ones, and the
                      lowest, highest and mean of the stretches before
``changes.json``      what was changed by hand on the way, and with ``keyframes.npz`` moments that
                      all others can be replayed from, bit for bit
``beginning.npz``     the weights the run began with, where they were imported
``runs.json``         the table of what was run before; its rows have files below ``runs/``
====================  =========================================================================

Others may lie beside them below ``window/``: what the window wants to find again; and
``lesson.json``: what a learner answered in a lesson (`lesson_answers`).

Format 1 knows no ``data.npz`` and no ``history.npz``; a session that needs neither is still
written in it. Everything large is stored as it is, and may be as large as its file: what has been
saved can be opened. ARCHITECTURE.md has the changes of the format.
"""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from playground import __version__
from playground.atomic import opened, whole_file
from playground.data.datasets import Dataset
from playground.data.encoding import as_json as encodings_json
from playground.data.encoding import of_json as encodings_of_json
from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.experiment.stopping import diverged
from playground.experiment.text import codec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment, notes_of
from playground.io.archive import Archive, Member, write_zip
from playground.io.errors import ExportError, refusing
from playground.io.loaded_session import LoadedSession
from playground.io.prediction.predictor import Predictor
from playground.io.run_log.fields import json_bytes
from playground.io.run_log.table import members_of, past_of
from playground.io.session import window_files
from playground.io.session.data import (
    data_arrays,
    data_csv,
    dataset_of,
    dataset_of_arrays,
    description,
    is_large,
    split_arrays,
    split_of,
    with_lines,
)
from playground.io.session.past import SessionPast, read_past
from playground.io.session.state import (
    is_long,
    progress_of,
    read_state,
    state_members,
)
from playground.io.weights.weights import as_npz, from_npz
from playground.limits import LARGEST_ANSWER, LARGEST_TABLE

FORMAT = "neural playground session"
VERSION = 2
SUFFIX = ".playground"

_BEGINNING, _DATA, _TABLE = "beginning.npz", "data.npz", "data.csv"
_EXPERIMENT, _NOTES, _ANSWER = "experiment.toml", "notes.md", "answer.json"

#: How the columns of a table became the columns of the data, for other rows to be predicted.
_COLUMNS = "columns.json"
_LONGEST_NAME = 255  # characters

#: What is worth packing; random digits, as in arrays, are not.
_TEXT = (".json", ".toml", ".csv", ".md")

#: The text of each small data set that is in use: it stays the same from save to save.
_data_texts: WeakKeyDictionary[Dataset, bytes] = WeakKeyDictionary()


def save_session(
    session: Session, path: str | os.PathLike, attached: Attachments | None = None
) -> None:
    """Write a session between two of its mini-batches; the file is the old or the new one.

    Parameters
    ----------
    session : Session
    path : str or path
    attached : Attachments, optional
        What lies beside it; the settings in force are the session's own.

    Raises
    ------
    FileError
        When the file cannot be written.
    ExperimentError
        When settings and words are too long to be read again.
    """
    Saved(session, attached).write(path)


class Saved:
    """A session as it stands, to be written later: training may go on meanwhile.

    What training changes is copied; what it only adds to is not.

    Parameters
    ----------
    session : Session
    attached : Attachments, optional
    """

    def __init__(self, session: Session, attached: Attachments | None = None) -> None:
        state = session.state()
        if state["stop"] is None and not np.isfinite(state["theta"]).all():
            # The step that would have found it out has not been taken yet.
            state["stop"] = diverged(session)
        self.steps = session.trainer.steps
        self._state, self._dataset = state, session.dataset
        self._attached = attached or Attachments()
        self._written = dataclasses.replace(self._attached.written, spec=session.spec)
        self._split, self._weights = session.split, as_npz(Predictor.of(session))
        self._beginning = session.initial_weights
        self._before = SessionPast(session)

    def write(self, path: str | os.PathLike) -> None:
        """Write the file; it is the old or the new one.

        Raises
        ------
        FileError
            When the file cannot be written.
        ExperimentError
            When its settings and the words around them are too long to be read again.
        """
        members = self._members() | members_of(self._attached.runs)
        members |= window_files.members_of(self._attached.window)
        with whole_file(path) as file:
            write_zip(file, members, _TEXT)

    def _members(self) -> dict[str, Member]:
        state, dataset = self._state, self._dataset
        large = is_large(dataset)
        about = {
            "format": FORMAT,
            "version": VERSION if large or is_long(state["points"]) else 1,
            "program": __version__,
            **progress_of(state),
            "data": description(dataset),
        }
        data = {_DATA: data_arrays(dataset)} if large else {_TABLE: _data_text(dataset)}
        members: dict[str, Member] = {
            "session.json": json_bytes(about),
            **_words(self._written),
            **data,
            "split.npz": split_arrays(dataset, self._split),
            "weights.npz": self._weights,
            **state_members(state),
            **self._before.members(),
        }
        if dataset.encodings:
            members[_COLUMNS] = json_bytes(encodings_json(dataset.encodings))
        if taken := self._beginning:
            members[_BEGINNING] = {"theta": taken.theta, "origin": np.array(taken.origin)}
        return members


def load_session(path: str | os.PathLike) -> Session:
    """The session in a file, ready for its next mini-batch; raises as `read_session` does."""
    return read_session(path).session


def read_session(path: str | os.PathLike, kind: type[Session] = Session) -> LoadedSession:
    """The session in a file, and what lies beside it there; `kind` is the class it is made of.

    Raises
    ------
    FileError
        When the file cannot be read.
    ExportError, ExperimentError
        When it is no session, damaged, or written by a newer playground.
    """
    name = Path(path).name
    with opened(path) as file:
        archive = Archive(file, name)
        with refusing(name):
            return _loaded(archive, kind)


def _data_text(dataset: Dataset) -> bytes:
    if dataset not in _data_texts:
        _data_texts[dataset] = data_csv(dataset).encode()
    return _data_texts[dataset]


# ---------------------------------------------------------------------- reading


def _loaded(archive: Archive, kind: type[Session]) -> LoadedSession:
    about = _about(archive)
    written = _written(archive)
    spec = written.spec
    split = archive.arrays("split.npz")
    data = _data(archive, about, split.get("assigned"))
    data = with_lines(data, split.get("lines"), f"{archive.name}: split.npz")
    if problem := spec.data.source.contradiction(data):
        raise ExportError(f"'{archive.name}: experiment.toml' is not of these data: {problem}.")
    division = split_of(data, split, f"{archive.name}: split.npz")
    weights = from_npz(archive.read("weights.npz"), f"{archive.name}: weights.npz")
    if weights.flaw and (about["stop"] or {}).get("reason") != "diverged":
        raise ExportError(f"'{archive.name}: weights.npz' is refused: {weights.flaw}.")
    # Fitted to the data at the start of the run, which may have been drawn on since.
    session = kind(spec, data, division, (weights.scaler, weights.label_scaler))
    if _BEGINNING in archive.members:
        with refusing(f"{archive.name}: {_BEGINNING}"):
            session.start_from(*_beginning(archive.arrays(_BEGINNING)))
    state = read_state(archive, about, session, weights)
    session.restore(state)
    read_past(archive, session)
    return LoadedSession(
        session=session,
        runs=past_of(archive),
        window=window_files.window_of(archive),
        written=written,
    )


def _words(written: WrittenExperiment) -> dict[str, Member]:
    """The settings and the words around them."""
    notes = written.notes
    task = dataclasses.replace(written, notes=Notes(notes.text))
    members: dict[str, Member] = {_EXPERIMENT: str(task).encode()}
    if notes.text:
        members[_NOTES] = f"{notes.text}\n".encode()
    if notes.name or notes.answer:
        members[_ANSWER] = json_bytes({"name": notes.name, "answer": notes.answer})
    return members


def _written(archive: Archive) -> WrittenExperiment:
    text = archive.note(_EXPERIMENT)
    spec = codec.loads(text, f"{archive.name}: {_EXPERIMENT}")
    words = archive.note(_NOTES) if _NOTES in archive.members else notes_of(text).text
    answer = {"name": "", "answer": ""}
    if _ANSWER in archive.members:
        answer = archive.json(_ANSWER, LARGEST_ANSWER)
        known = isinstance(answer, dict) and {"name", "answer"} == set(answer)
        if not known or not all(isinstance(words, str) for words in answer.values()):
            raise ExportError(f"'{archive.name}: {_ANSWER}' holds no name and answer.")
    return WrittenExperiment(spec, Notes(words, answer["name"], answer["answer"]), text)


def _data(archive: Archive, about: dict[str, Any], parts: np.ndarray | None) -> Dataset:
    if _DATA in archive.members:
        name = f"{archive.name}: {_DATA}"
        data = dataset_of_arrays(archive.arrays(_DATA), about["data"], parts, name)
    else:
        name = f"{archive.name}: {_TABLE}"
        data = dataset_of(archive.read(_TABLE, LARGEST_TABLE), about["data"], parts, name)
    if _COLUMNS not in archive.members:
        return data
    with refusing(f"{archive.name}: {_COLUMNS}"):
        encodings = encodings_of_json(json.loads(bytes(archive.read(_COLUMNS))))
        if sum(encoding.n_features for encoding in encodings) != data.n_x:
            raise ValueError("the columns do not make these features")
    return dataclasses.replace(data, encodings=encodings)


def _beginning(arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, str]:
    """The weights a run began with, and the name of the file they came from."""
    theta, origin = arrays["theta"], str(arrays["origin"].item())
    if theta.dtype.kind != "f" or not np.isfinite(theta).all():
        raise ValueError("the weights it began with are no finite numbers")
    if len(origin) > _LONGEST_NAME:
        raise ValueError("the file its first weights came from has no sensible name")
    return theta, origin


def _about(archive: Archive) -> dict[str, Any]:
    if "session.json" not in archive.members:
        raise ExportError(f"'{archive.name}' is a zip archive, but no session of the playground.")
    about = archive.json("session.json")
    if about["format"] != FORMAT:
        raise ExportError(f"'{archive.name}' is no session of the playground.")
    if about["version"] > VERSION:
        raise ExportError(
            f"'{archive.name}' was written by a newer playground ({about['program']}); "
            f"this one reads sessions of format {VERSION}."
        )
    return about
