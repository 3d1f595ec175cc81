"""From a file and changes on the command line to a session."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from playground.cli.arguments import UsageError
from playground.data.datasets import Dataset
from playground.data.description import described, dev_taken, doubt
from playground.data.sources import Source
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.suited import suited, told
from playground.experiment.text.written import WrittenExperiment
from playground.io.formats import Opener, format_of
from playground.io.loaded_session import LoadedSession
from playground.io.session.file import read_session
from playground.settings import Registry, SettingError, find, replaced

MISSING = "data.source.missing"


_Held = WrittenExperiment | Source | LoadedSession


class _FileArgument(Opener[_Held]):
    """What FILE may hold: an experiment, a session, or data for the default experiment."""

    def open_data(self, source: Source) -> Source:
        return source

    def open_experiment(self, path: str, written: WrittenExperiment) -> WrittenExperiment:
        return written

    def open_session(self, path: str) -> LoadedSession:
        return read_session(path)

    def open_weights(self, path: str) -> WrittenExperiment:
        raise UsageError(
            f"'{path}' holds weights and no experiment; give it beside one: "
            f"playground train FILE --weights {path}"
        )


def session_from(arguments: argparse.Namespace) -> Session:
    """The session that FILE, --set and --seed describe; raises as `loaded_from` does."""
    return loaded_from(arguments).session


def loaded_from(arguments: argparse.Namespace) -> LoadedSession:
    """The session that FILE, --set and --seed describe, and what lies beside it in FILE.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError, SettingError, DataError, EngineError
        When one of them is wrong, with a sentence that says what is allowed.
    """
    changes, opened = _changes_in(arguments), opened_file(arguments.file)
    step = getattr(arguments, "from_step", None)
    if isinstance(opened, LoadedSession):
        if step is not None:
            _go_back(arguments.file, opened.session, step)
        return _resumed(arguments.file, opened, changes)
    if step is not None:
        raise UsageError(f"--from-step: '{arguments.file}' is no session to go back in.")
    spec, dataset, remark = _begun(opened, changes)
    _tell_idle(spec, changes)
    session = Session(spec, dataset)
    _refuse_great_loss(session.dataset, changes)
    written = opened if isinstance(opened, WrittenExperiment) else WrittenExperiment()
    return LoadedSession(session=session, written=written, remark=remark)


def _begun(
    opened: WrittenExperiment | Source, changes: Iterable[str]
) -> tuple[ExperimentSpec, Dataset | None, str]:
    """An experiment with its changes; of data that come alone with what suits them, and said."""
    if isinstance(opened, WrittenExperiment):
        return with_changes(opened.spec, changes), None, ""
    asked = with_changes(replaced(ExperimentSpec(), "data.source", opened), changes)
    source = asked.data.source
    if not source.is_file:
        return asked, None, ""
    dataset = source.make(np.random.default_rng(asked.seed))
    spec = with_changes(suited(asked, dataset), changes)
    return spec, dataset, told(asked, spec)


def data_lines(loaded: LoadedSession, quiet: bool) -> list[str]:
    """What to print about the data before training, a sentence a line.

    First what is predicted from what, then doubts and notices, and how it is trained where nobody
    said so; at the end the notes of the experiment. Where little is to be said, that rows are left
    out and no more.
    """
    session, dataset = loaded.session, loaded.session.dataset
    if quiet:
        lost = dataset.rows.loss if dataset.rows is not None else ""
        return [lost] if lost else []
    doubtful, taken = doubt(dataset), dev_taken(dataset, session.split)
    lines = [
        described(dataset, session.split),
        doubtful and f"{doubtful} --set data.source.label=NAME chooses another column.",
        taken and f"{taken} --set data.division=as_given trains on all of them.",
        *(notice.text for notice in dataset.notices),
        loaded.remark,
        "" if session.spec.training.epochs else _epochs_taken(session),
        loaded.written.notes.text,
    ]
    return list(filter(None, lines))


def _epochs_taken(session: Session) -> str:
    return (
        f"Trains for {session.last_epoch:,} epochs at most, as suits {session.split.train.m:,} "
        "training examples; --set training.epochs=N sets another number."
    )


def _refuse_great_loss(dataset: Dataset, changes: Iterable[str]) -> None:
    """More than half of the rows left out unasked is too much to go on."""
    rows = dataset.rows
    asked = any(_path(change) == MISSING for change in changes)
    if rows is not None and rows.mostly_lost and not asked:
        sentences = (rows.loss, rows.remedy, f"--set {MISSING}=drop goes on without them.")
        raise UsageError(" ".join(filter(None, sentences)))


def examples_from(arguments: argparse.Namespace) -> tuple[ExperimentSpec, Dataset | None]:
    """The experiment that FILE, --set and --seed describe, and the examples in a session or table.

    Those that chance decides about are left to be made; rows that are left out are told.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError, SettingError, DataError
        As for `loaded_from`.
    """
    changes, opened = _changes_in(arguments), opened_file(arguments.file)
    if isinstance(opened, LoadedSession):
        session = opened.session
        return with_changes(session.spec, changes), session.dataset
    spec, dataset, _ = _begun(opened, changes)
    _tell_idle(spec, changes)
    source = spec.data.source
    if not source.is_file:
        return spec, None
    dataset = dataset or source.make(np.random.default_rng(spec.seed))
    _refuse_great_loss(dataset, changes)
    if dataset.rows is not None and dataset.rows.loss:
        print(dataset.rows.loss, file=sys.stderr)
    return spec, dataset


def _changes_in(arguments: argparse.Namespace) -> list[str]:
    if arguments.seed is None:
        return arguments.changes
    seed = f"seed={arguments.seed}"
    if others := [each for each in arguments.changes if _path(each) == "seed" and each != seed]:
        raise UsageError(f"--seed {arguments.seed} and --set {others[0]}: give one of them.")
    return [*arguments.changes, seed]


def _path(change: str) -> str:
    return change.partition("=")[0].strip()


def _tell_idle(spec: ExperimentSpec, changes: Iterable[str]) -> None:
    """Say which changes count for nothing, since another setting has not the value they need."""
    for path in dict.fromkeys(map(_path, changes)):
        if needed := find(spec, path).setting.only_when:
            other, value = f"{path.rpartition('.')[0]}.{needed[0]}", needed[1]
            if find(spec, other).value != value:
                print(
                    f"--set {path} changes nothing: it counts with --set {other}={value} only.",
                    file=sys.stderr,
                )


def opened_file(file: str) -> _Held:
    """The experiment in a file, the source of the data in one, or the session in one.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError
        When it holds neither or cannot be read.
    """
    return format_of(file).open(file, _FileArgument())


def with_changes(spec: ExperimentSpec, changes: Iterable[str]) -> ExperimentSpec:
    """The experiment after each ``path=value``; their order does not matter.

    What cannot be yet, such as a train share of 1 beside a dev share that is still to become 0,
    waits for the others.
    """
    waiting = list(changes)
    while waiting:
        refused, reasons = [], []
        for change in waiting:
            try:
                spec = _changed(spec, change)
            except SettingError as error:
                refused.append(change)
                reasons.append(error)
        if len(refused) == len(waiting):
            raise reasons[0]
        waiting = refused
    return spec


def _changed(spec: ExperimentSpec, change: str) -> ExperimentSpec:
    path, equals, text = change.partition("=")
    if not equals:
        raise UsageError(f"--set {change}: write SETTING=VALUE, such as training.epochs=50.")
    setting = find(spec, path.strip()).setting
    # A choice named again keeps its settings, which `replaced` sees to.
    named = setting.kind is Registry and text.strip() in setting.names
    value = text.strip() if named else setting.parsed(text, path.strip())
    if setting.format == "file" and value:
        value = str(Path(value).absolute())
    return replaced(spec, path.strip(), value)


def _go_back(file: str, session: Session, typed: str) -> None:
    """Put a session back to an earlier moment of its past."""
    first, last = session.recording.steps
    if not (typed.isascii() and typed.isdigit() and first <= int(typed[:20]) <= last):
        kept = f"from {first:,} to {last:,}" if first else f"up to {last:,}"
        raise UsageError(f"--from-step: '{typed}' is no step of '{file}'; it has those {kept}.")
    session.branch(int(typed))


def _resumed(file: str, loaded: LoadedSession, changes: Iterable[str]) -> LoadedSession:
    spec = with_changes(loaded.session.spec, changes)
    try:
        loaded.session.apply(spec)
    except ValueError as error:
        raise UsageError(f"'{file}' has begun: {error}") from None
    return loaded
