"""``playground train``: an experiment from its file to a folder of results."""

from __future__ import annotations

import argparse
import math
import sys
import time

import numpy as np

from playground.cli.arguments import add_experiment, add_output, parser_for
from playground.cli.drawing import draw_plots
from playground.cli.experiments import session_from
from playground.cli.interrupts import Interrupts
from playground.cli.progress import TrainingBar
from playground.experiment.session import Session
from playground.experiment.snapshot import Stop
from playground.export.report import save_report
from playground.export.run_folder import run_folder, write_run
from playground.export.summary import summary

HELP = "train an experiment and write everything about it into a folder"


def run(argv: list[str]) -> int:
    """Train; the exit code."""
    parser = parser_for("train", "Train an experiment. A session is resumed where it stopped.")
    add_experiment(parser)
    add_output(parser)
    arguments = parser.parse_args(argv)
    session = session_from(arguments)
    # What becomes infinite is said in a sentence, and once.
    quietly = np.errstate(all="ignore")
    with quietly, Interrupts() as interrupts, run_folder(arguments.out) as folder:
        began = time.monotonic()
        train(session, arguments.quiet, interrupts)
        if session.past is not None:
            session.past = session.past.trained_on(session, time.monotonic() - began)
        write_run(session, folder)
        problem = "" if arguments.no_plots else draw_plots(session, folder)
        pictures = {file.stem.capitalize(): file.read_bytes() for file in folder.glob("*.svg")}
        save_report(session, folder / "report.html", dict(sorted(pictures.items())))
    if problem:
        print(problem, file=sys.stderr)
    return _tell(session, arguments)


def train(session: Session, quiet: bool, interrupts: Interrupts) -> None:
    """Train a session until it stops, or until the person wants it to."""
    with TrainingBar(session, quiet) as bar:
        while session.stop is None and not interrupts.wished:
            bar.show(session.step())


def _tell(session: Session, arguments: argparse.Namespace) -> int:
    """Say how it ended; the exit code."""
    interrupted = Stop("interrupted", f"Interrupted in epoch {session.trainer.epoch + 1:,}.")
    stop = session.stop or interrupted
    if stop.reason == "diverged":
        print(stop.sentence, file=sys.stderr)
    elif not arguments.quiet:
        print(f"{stop.sentence} {_errors(session)} Everything is in '{arguments.out}'.")
    return {"interrupted": 130, "diverged": 1}.get(stop.reason, 0)


def _errors(session: Session) -> str:
    found, regression = summary(session), session.dataset.task == "regression"
    errors = {part: found[part]["error"] for part in ("train", "dev", "test")}
    words = [
        f"{part} {error:.4g}" if regression else f"{part} {100 * error:.2g} %"
        for part, error in errors.items()
        if error is not None and math.isfinite(error)
    ]
    return f"Error: {', '.join(words)}." if words else ""
