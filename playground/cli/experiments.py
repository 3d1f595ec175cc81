"""From a file and changes on the command line to a session."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from playground.cli.arguments import UsageError
from playground.data.datasets import Dataset
from playground.data.description import described, dev_taken, doubt
from playground.data.sources import sources
from playground.experiment import codec
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.io.session_file import SUFFIX, LoadedSession, load_session, read_session
from playground.settings import Registry, find, replaced

MISSING = "data.source.missing"


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
    changes = _changes_in(arguments)
    if Path(arguments.file).suffix.lower() == SUFFIX:
        return _resumed(arguments.file, changes)
    session = Session(with_changes(spec_from(arguments.file), changes))
    if not any(change.startswith(f"{MISSING}=") for change in changes):
        _refuse_great_loss(session.dataset)
    return LoadedSession(session, RunEntries(), {})


def data_lines(session: Session, quiet: bool) -> list[str]:
    """What to print about the data before training, a sentence a line.

    First what is predicted from what, then doubts and notices; where little is to be said, that
    rows are left out and no more.
    """
    dataset = session.dataset
    if quiet:
        lost = dataset.rows.loss if dataset.rows is not None else ""
        return [lost] if lost else []
    doubtful = doubt(dataset)
    lines = [
        described(dataset, session.split),
        doubtful and f"{doubtful} --set data.source.label=NAME chooses another column.",
        dev_taken(dataset, session.split),
        *(notice.text for notice in dataset.notices),
    ]
    return list(filter(None, lines))


def _refuse_great_loss(dataset: Dataset) -> None:
    """More than half of the rows left out unasked is too much to go on."""
    rows = dataset.rows
    if rows is not None and rows.mostly_lost:
        raise UsageError(
            f"{rows.loss} {rows.remedy} --set {MISSING}=drop goes on without them.".replace(
                "  ", " "
            )
        )


def examples_from(arguments: argparse.Namespace) -> tuple[ExperimentSpec, Dataset | None]:
    """The experiment that FILE, --set and --seed describe, and the examples a session holds.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError, SettingError
        As for `loaded_from`.
    """
    changes = _changes_in(arguments)
    if Path(arguments.file).suffix.lower() == SUFFIX:
        session = load_session(arguments.file)
        return with_changes(session.spec, changes), session.dataset
    return with_changes(spec_from(arguments.file), changes), None


def _changes_in(arguments: argparse.Namespace) -> list[str]:
    seed = [] if arguments.seed is None else [f"seed={arguments.seed}"]
    return [*arguments.changes, *seed]


def spec_from(file: str) -> ExperimentSpec:
    """The experiment in a ``.toml`` file, or the default experiment on the data in another."""
    if Path(file).suffix.lower() == ".toml":
        return codec.read(file)
    return replaced(
        ExperimentSpec(), "data.source", sources["csv"](path=str(Path(file).absolute()))
    )


def with_changes(spec: ExperimentSpec, changes: Iterable[str]) -> ExperimentSpec:
    """The experiment after each ``path=value``, one after the other."""
    for change in changes:
        path, equals, text = change.partition("=")
        if not equals:
            raise UsageError(f"--set {change}: write SETTING=VALUE, such as training.epochs=50.")
        setting = find(spec, path.strip()).setting
        # A choice named again keeps its settings, which `replaced` sees to.
        value = text.strip() if setting.kind is Registry else setting.parsed(text, path.strip())
        if setting.format == "file" and value:
            value = str(Path(value).absolute())
        spec = replaced(spec, path.strip(), value)
    return spec


def _resumed(file: str, changes: Iterable[str]) -> LoadedSession:
    loaded = read_session(file)
    spec = with_changes(loaded.session.spec, changes)
    try:
        loaded.session.apply(spec)
    except ValueError as error:
        raise UsageError(f"'{file}' has begun: {error}") from None
    return loaded
