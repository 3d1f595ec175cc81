"""What ``playground compare`` and ``playground sweep`` share: from arguments to a folder."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from playground.cli.arguments import UsageError, add_experiment
from playground.cli.drawing import draw_study
from playground.cli.experiments import spec_from, with_changes
from playground.cli.interrupts import Interrupts
from playground.cli.study_progress import StudyBar
from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.pool import process_pool
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.run import run
from playground.experiment.studies.study import Study
from playground.experiment.studies.wording import count
from playground.export.run_folder import run_folder
from playground.export.session_file import SUFFIX, load_session
from playground.export.studies import write_study


@dataclass(frozen=True)
class Outcome:
    """What is said and written of a study.

    Attributes
    ----------
    result : StudyResult
    sentences : sequence of str
        What it shows.
    findings : dict
        Further content of ``summary.json``.
    table : str
        The same in numbers, for the terminal.
    chosen : str
        The label of the variation that was chosen; empty where none was.
    """

    result: StudyResult
    sentences: Sequence[str]
    findings: dict[str, Any]
    table: str
    chosen: str = ""


RunStudy = Callable[[Study], StudyResult]


def add_study(parser: argparse.ArgumentParser) -> None:
    """Let a parser take an experiment, what is varied, and where and how it runs."""
    add_experiment(parser)
    parser.add_argument(
        "--over",
        action="append",
        default=[],
        metavar="SETTING=A,B,...",
        help="the values to try of a setting, such as training.l2=0,0.01,0.1; given several "
        "times, every combination is tried",
    )
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="the folder to write the results into"
    )
    parser.add_argument(
        "--seeds", default="5", metavar="N", help="how often each value runs (default 5)"
    )
    parser.add_argument(
        "--workers",
        default="1",
        metavar="N",
        help="processes to run on (default 1: networks of one shape train together in one)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="run on the Dask cluster with this scheduler"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="say nothing unless something is wrong"
    )
    parser.add_argument("--no-plots", action="store_true", help="draw nothing, which needs no Qt")


def whole_number(text: str, name: str, most: int) -> int:
    """The number that an argument says, from 1 on.

    Raises
    ------
    UsageError
        When it says none.
    """
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise UsageError(f"--{name} {text}: this is no whole number from 1 to {most:,}.")
    return int(text)


def experiment_of(arguments: argparse.Namespace) -> tuple[ExperimentSpec, Dataset | None]:
    """The experiment all runs have in common, and its examples where a session holds them."""
    changes = [*arguments.changes]
    if arguments.seed is not None:
        changes.append(f"seed={arguments.seed}")
    if Path(arguments.file).suffix.lower() == SUFFIX:
        session = load_session(arguments.file)
        return with_changes(session.spec, changes), session.dataset
    return with_changes(spec_from(arguments.file), changes), None


def carry_out(
    arguments: argparse.Namespace,
    dataset: Dataset | None,
    study_with: Callable[[RunStudy], Outcome],
) -> int:
    """Run studies and write the folder; the exit code.

    Parameters
    ----------
    arguments : argparse.Namespace
    dataset : Dataset or None
        As for `run`.
    study_with : callable
        ``study_with(run_study)`` runs what is to be run and says what came of it.
    """
    quietly = np.errstate(all="ignore")  # what becomes infinite is said in a sentence
    with quietly, Interrupts() as interrupts, run_folder(arguments.out) as folder:
        with executor_of(arguments) as executor:

            def run_study(study: Study) -> StudyResult:
                with StudyBar(study, arguments.quiet) as bar:
                    return run(
                        study,
                        executor,
                        dataset=dataset,
                        progress=bar.show,
                        cancelled=lambda: interrupts.wished,
                        time_steps=study.kind == "compare",
                    )

            outcome = study_with(run_study)
        write_study(outcome.result, folder, outcome.sentences, outcome.findings)
        problem = ""
        if not arguments.no_plots:
            problem = draw_study(outcome.result, dataset, outcome.chosen, folder)
    if problem:
        print(problem, file=sys.stderr)
    return _tell(outcome, interrupts.wished, arguments)


@contextlib.contextmanager
def executor_of(arguments: argparse.Namespace) -> Iterator[Executor | None]:
    """Where to train: a cluster, processes, or None for this thread."""
    workers = whole_number(arguments.workers, "workers", 4 * (os.cpu_count() or 1))
    if arguments.scheduler is not None:
        with _cluster(arguments.scheduler) as executor:
            yield executor
    elif workers > 1:
        with process_pool(workers) as executor:
            yield executor
    else:
        yield None


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(
            "--scheduler needs Dask; install it with: pip install 'neural-playground[cluster]'"
        )
    from distributed import Client

    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {address}: no scheduler answers there ({error}).") from None
    with client:
        # Runs that came to nothing because their worker died are no fault of theirs.
        yield client.get_executor(retries=3)


def _tell(outcome: Outcome, interrupted: bool, arguments: argparse.Namespace) -> int:
    """Say what came of it; the exit code."""
    result = outcome.result
    for record in result.failures:
        member = record.member
        print(f"{member.label}, seed {member.seed}: {record.failure}", file=sys.stderr)
    if not arguments.quiet:
        print(outcome.table)
        for sentence in (*result.notices, *outcome.sentences):
            print(sentence)
        print(f"{count(len(result.records), 'run')} in '{arguments.out}'.")
    if interrupted:
        return 130
    return 1 if len(result.failures) == len(result.records) else 0
