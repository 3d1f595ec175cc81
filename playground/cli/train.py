"""``playground train``: an experiment from its file to a folder of results."""

from __future__ import annotations

import argparse
import math
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from playground.atomic import write_whole
from playground.cancellation import Cancelled, cancellable
from playground.cli.arguments import (
    RESULTS,
    UsageError,
    add_experiment,
    add_json,
    add_linear_model,
    add_output,
    print_json,
    refuse_to_replace,
)
from playground.cli.command import Command, commands
from playground.cli.drawing import draw_animation, draw_run
from playground.cli.experiments import data_lines, loaded_from
from playground.cli.interrupts import Interrupts
from playground.cli.progress import ShareBar, TrainingBar
from playground.experiment.linear.model import LinearModel
from playground.experiment.results import ClassResults, results
from playground.experiment.session import Session
from playground.experiment.stopping import Stop
from playground.experiment.wording import error_text
from playground.io.animation.formats import AnimationFormat
from playground.io.formats import formats, formats_of
from playground.io.report.content import report_of
from playground.io.report.html import as_html
from playground.io.report.run_table import run_table
from playground.io.run_folder import run_folder, write_run
from playground.io.summary import summary
from playground.io.weights.weights import import_weights
from playground.limits import shortened


@commands.register(
    "train",
    help="train an experiment and write everything about it into a folder",
    description="Train an experiment. A session is resumed where it stopped.",
)
class Train(Command):
    """Trains an experiment, or a session on from where it stopped."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """An experiment, where it goes, and what it begins with."""
        add_experiment(parser)
        add_output(parser)
        add_linear_model(parser)
        add_json(parser)
        parser.add_argument(
            "--weights",
            metavar="FILE",
            help="begin with the weights in a .npz or .json file in place of random initial "
            "weights; they must be for the same architecture",
        )
        parser.add_argument(
            "--from-step",
            metavar="N",
            help="of a session: go back to where it stood after N mini-batches and go on from "
            "there, with the settings of that moment and those of --set",
        )
        parser.add_argument(
            "--animation",
            nargs="?",
            const="gif",
            choices=[kind.name for kind in formats_of(AnimationFormat)],
            help="write animation.gif or animation.mp4 too: the decision boundary over the whole "
            "training, in 60 frames evenly spread over its steps. gif unless said otherwise",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Train; the exit code."""
        if arguments.animation and (lacking := formats[arguments.animation].missing()):
            raise UsageError(lacking)
        if not _goes_on(arguments):
            refuse_to_replace(arguments, RESULTS)
        loaded = loaded_from(arguments)
        session = loaded.session
        first, *others = [*data_lines(loaded, arguments.quiet), ""]
        aside = sys.stderr if arguments.quiet or arguments.json else sys.stdout
        print(first, end="\n" if first else "", file=aside)
        for line in filter(None, others):
            print(line, file=sys.stderr)
        if arguments.weights:
            remarks = import_weights(session, arguments.weights)
            if not arguments.quiet:
                print(remarks, file=aside)
        # What becomes infinite is said in a sentence, and once.
        with (
            np.errstate(all="ignore"),
            Interrupts() as interrupts,
            run_folder(arguments.out) as folder,
        ):
            began = time.monotonic()
            train(session, arguments.quiet, interrupts)
            if arguments.linear_model and not interrupts.wished:
                with cancellable(lambda: interrupts.wished), suppress(Cancelled):
                    LinearModel.of(session)
            runs = loaded.runs.trained_on(session, time.monotonic() - began)
            write_run(session, folder, replace(loaded, runs=runs))
            report = report_of(session, run_table(runs.runs, session.spec), attached=loaded)
            drawn = ("", {}) if arguments.no_plots else draw_run(session, folder, report)
            problem, figures = drawn
            write_whole(
                folder / "report.html",
                as_html(report.with_figures(figures)).encode(),
                durable=False,
            )
            notice = animate(session, folder, arguments, interrupts) if arguments.animation else ""
        for sentence in filter(None, (problem, notice)):
            print(sentence, file=sys.stderr)
        with np.errstate(all="ignore"):
            return _tell(session, arguments, interrupts)


def _goes_on(arguments: argparse.Namespace) -> bool:
    """Whether a run goes on in its own folder: what was there is the beginning of what comes."""
    out, file = Path(arguments.out).resolve(), Path(arguments.file).resolve()
    return file in (out, out / "session.playground")


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
    with ShareBar(arguments.quiet, "Animation: {percentage:3.0f}%") as bar:
        return draw_animation(session, path, lambda: interrupts.wished, bar.show)


def _tell(session: Session, arguments: argparse.Namespace, interrupts: Interrupts) -> int:
    """Say how it ended; the exit code."""
    interrupted = Stop("interrupted", f"Interrupted in epoch {session.trainer.epoch + 1:,}.")
    stop = session.stop or interrupted
    if stop.reason == "diverged":
        print(stop.sentence, file=sys.stderr)
    if arguments.json:
        print_json(summary(session))
    elif stop.reason != "diverged" and not arguments.quiet:
        model = LinearModel.known_to(session)
        linear = model.beside_network(session) if model is not None else ""
        where = f"Everything is in '{arguments.out}'."
        words = (stop.sentence, _errors(session), _baseline(session), linear, where)
        print(" ".join(filter(None, words)))
    if stop.reason == "diverged":
        return 1
    return 130 if interrupts.wished else 0  # be it while something was drawn


def _errors(session: Session) -> str:
    found, task = summary(session), session.dataset.task
    errors = {part: found[part]["error"] for part in ("train", "dev", "test")}
    words = [
        f"{part} {error_text(error, task)}"
        for part, error in errors.items()
        if error is not None and math.isfinite(error)
    ]
    return f"Error: {', '.join(words)}." if words else ""


def _baseline(session: Session) -> str:
    """What an answer that looks at nothing gives, on the dev set where there is one."""
    part = "dev" if session.split.dev.m else "train"
    found, task = results(session, part), session.dataset.task
    if not math.isfinite(found.baseline_error):
        return ""
    answer = "the mean of the training labels"
    if isinstance(found, ClassResults):
        answer = f"'{found.class_names[found.baseline_class]}'"
    beaten = found.error < found.baseline_error
    return shortened(
        f"Always answering {answer} gives {part} {error_text(found.baseline_error, task)}"
        f"{'.' if beaten else ': the network is no better than that.'}"
    )
