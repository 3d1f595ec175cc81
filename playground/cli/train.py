"""``playground train``: an experiment from its file to a folder of results."""

from __future__ import annotations

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np

from playground.cli.arguments import UsageError, add_experiment, add_output, parser_for
from playground.cli.drawing import draw_animation, draw_plots
from playground.cli.experiments import session_from
from playground.cli.interrupts import Interrupts
from playground.cli.progress import AnimationBar, TrainingBar
from playground.experiment.session import Session
from playground.experiment.snapshot import Stop
from playground.export.animation.making import missing
from playground.export.report import save_report
from playground.export.run_folder import run_folder, write_run
from playground.export.summary import summary

HELP = "train an experiment and write everything about it into a folder"


def run(argv: list[str]) -> int:
    """Train; the exit code."""
    parser = parser_for("train", "Train an experiment. A session is resumed where it stopped.")
    add_experiment(parser)
    add_output(parser)
    parser.add_argument(
        "--animation",
        nargs="?",
        const="gif",
        choices=("gif", "mp4"),
        help="write animation.gif or animation.mp4 too: the decision boundary over the whole "
        "training, in 60 frames evenly spread over its steps; it is trained once more for them, "
        "with the same numbers. gif unless said otherwise",
    )
    arguments = parser.parse_args(argv)
    if arguments.animation and (lacking := missing(arguments.animation)):
        raise UsageError(lacking)
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
        notice = animate(session, folder, arguments, interrupts) if arguments.animation else ""
    for sentence in filter(None, (problem, notice)):
        print(sentence, file=sys.stderr)
    return _tell(session, arguments, interrupts)


def train(session: Session, quiet: bool, interrupts: Interrupts) -> None:
    """Train a session until it stops, or until the person wants it to."""
    with TrainingBar(session, quiet) as bar:
        while session.stop is None and not interrupts.wished:
            bar.show(session.step())


def animate(
    session: Session, folder: Path, arguments: argparse.Namespace, interrupts: Interrupts
) -> str:
    """Make an animation of a session; a sentence where there is something to say of it."""
    if interrupts.wished:
        return "No animation was made: the training was interrupted."
    path = folder / f"animation.{arguments.animation}"
    with AnimationBar(arguments.quiet) as bar:
        return draw_animation(session, path, lambda: interrupts.wished, bar.show)


def _tell(session: Session, arguments: argparse.Namespace, interrupts: Interrupts) -> int:
    """Say how it ended; the exit code."""
    interrupted = Stop("interrupted", f"Interrupted in epoch {session.trainer.epoch + 1:,}.")
    stop = session.stop or interrupted
    if stop.reason == "diverged":
        print(stop.sentence, file=sys.stderr)
    elif not arguments.quiet:
        print(f"{stop.sentence} {_errors(session)} Everything is in '{arguments.out}'.")
    if stop.reason == "diverged":
        return 1
    return 130 if interrupts.wished else 0  # be it while something was drawn


def _errors(session: Session) -> str:
    found, regression = summary(session), session.dataset.task == "regression"
    errors = {part: found[part]["error"] for part in ("train", "dev", "test")}
    words = [
        f"{part} {error:.4g}" if regression else f"{part} {100 * error:.2g} %"
        for part, error in errors.items()
        if error is not None and math.isfinite(error)
    ]
    return f"Error: {', '.join(words)}." if words else ""
