"""A command for every kind of study: ``playground compare``, ``playground sweep``, ..."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

import numpy as np

from playground.cli.arguments import (
    RESULTS,
    UsageError,
    add_experiment,
    add_json,
    add_output,
    print_json,
    refuse_to_replace,
    whole_number,
)
from playground.cli.command import Command
from playground.cli.drawing import draw_study
from playground.cli.executors import add_executor, executor_of
from playground.cli.experiments import examples_from
from playground.cli.interrupts import Interrupts
from playground.cli.progress import StudyBar
from playground.cli.study_table import table_text
from playground.experiment.studies.kinds.kind import JobContext, StudyKind, study_kinds
from playground.experiment.studies.kinds.request import SEEDS, StudyOutcome, StudyRequest
from playground.experiment.studies.rates import RATE, RATE_SETTING
from playground.experiment.studies.study import MOST_RUNS, Study
from playground.experiment.wording import count, listed, value_text
from playground.io.run_folder import run_folder
from playground.io.studies import study_summary, write_study
from playground.settings import Settings, find, settings_of


def commands() -> dict[str, partial[StudyCommand]]:
    """By name, one for each kind of study that is more than a step of others."""
    kinds = [kind for kind in study_kinds.values() if not kind.is_step]
    return {kind.name.replace("_", "-"): partial(StudyCommand, kind) for kind in kinds}


class StudyCommand(Command):
    """From an experiment to the folder of a study.

    Parameters
    ----------
    kind : type
        A class of `study_kinds`; its fields are flags.
    """

    def __init__(self, kind: type[StudyKind]) -> None:
        self._kind = kind
        self.name = kind.name.replace("_", "-")
        self.help = f"{kind.help[:1].lower()}{kind.help[1:].rstrip('.')}"
        self.description = " ".join(filter(None, [kind.help, kind.question]))

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """An experiment, what is varied, where it goes, and where and how it runs."""
        kind = self._kind
        add_experiment(parser)
        if kind.over:
            parser.add_argument(
                "--over",
                action="append",
                default=[],
                metavar="SETTING=A,B,...",
                help="the values to try of a setting, such as training.l2=0,0.01,0.1; given "
                "several times, every combination is tried",
            )
        for name, setting in settings_of(kind).items():
            allowed = f"one of {listed(setting.names)}" if setting.names else setting.range_text
            words = f"{setting.help[:1].lower()}{setting.help[1:].rstrip('.')}"
            usual = value_text(getattr(kind(), name))
            said = f"{words} ({allowed}; default {usual})" if allowed else words
            parser.add_argument(_flag(name), metavar="VALUE", help=said)
        if kind.tabled:
            parser.add_argument(
                "--seeds",
                default=str(SEEDS),
                metavar="N",
                help=f"how often each value runs (default {SEEDS})",
            )
        if kind.own_rates:
            rates = parser.add_mutually_exclusive_group()
            rates.add_argument(
                "--rate",
                action="append",
                default=[],
                metavar="VALUE=RATE",
                help="the learning rate of one of the values, such as gd=0.3; may be repeated",
            )
            rates.add_argument(
                "--tune", action="store_true", help="first find each value its own learning rate"
            )
        add_output(parser)
        add_json(parser)
        if kind.tabled:
            add_executor(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """Run the study and write its folder; the exit code."""
        refuse_to_replace(arguments, RESULTS)
        request = self._request(arguments)
        _ = request.study, request.search  # what is wrong with them is said before all else
        quietly = np.errstate(all="ignore")  # what becomes infinite is said in a sentence
        with quietly, Interrupts() as interrupts, run_folder(arguments.out) as folder:
            with self._executor(arguments) as executor, StudyBar(arguments.quiet) as bar:
                context = JobContext(
                    progress=bar.show, cancelled=lambda: interrupts.wished, executor=executor
                )
                outcome = request.carry_out(context)
            write_study(outcome, folder)
            problem = "" if arguments.no_plots else draw_study(outcome, folder)
        if problem:
            print(problem, file=sys.stderr)
        _report(outcome, arguments)
        if interrupts.wished:
            return 130
        return 1 if len(outcome.result.failures) == len(outcome.result.records) else 0

    def _executor(self, arguments: argparse.Namespace) -> AbstractContextManager[Executor | None]:
        return executor_of(arguments) if self._kind.tabled else nullcontext()

    def _request(self, arguments: argparse.Namespace) -> StudyRequest:
        kind, over = self._kind, tuple(vars(arguments).get("over", ()))
        if kind.required and not over:
            raise UsageError(
                "What is to be tried? Give --over, such as --over training.l2=0,0.1,1."
            )
        seeds = 1
        if kind.tabled:
            seeds = whole_number(arguments.seeds, "seeds", MOST_RUNS)
        given = {
            name: setting.parsed(text, _flag(name))
            for name, setting in settings_of(kind).items()
            if (text := vars(arguments)[name]) is not None
        }
        if over and given:
            each = f"--over and {_flag(next(iter(given)))}"
            raise UsageError(f"{each} both say what is tried; give one of them.")
        spec, dataset = examples_from(arguments)
        request = StudyRequest(kind(**given), spec, over, seeds, dataset=dataset)
        if not kind.own_rates:
            return request
        rates = _rates(request, arguments.rate) if arguments.rate else {}
        return replace(request, tune=arguments.tune, rates=rates)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _rates(request: StudyRequest, texts: Sequence[str]) -> dict[str, float]:
    """The learning rates that texts like ``gd=0.3`` write, by the labels of the variations.

    Raises
    ------
    UsageError, SettingError
        When there is no such value in the study, or it is no learning rate.
    """
    if not request.own_rates:
        raise UsageError("--rate: the learning rate is what is compared already.")
    names, rates, study = _names(request.study), {}, request.study
    for text in texts:
        name, _, rate = (part.strip() for part in text.rpartition("="))
        if name.lower() not in names:
            raise UsageError(
                f"--rate {text}: write VALUE=RATE, such as gd=0.3; the values are "
                f"{listed(study.labels)}."
            )
        rates[names[name.lower()]] = RATE_SETTING.parsed(rate, RATE)
    return rates


def _names(study: Study) -> dict[str, str]:
    """The labels of the variations by all that they may be called, in small letters."""
    names = {}
    for variation in study.variations:
        names[variation.label.lower()] = variation.label
        for path, value in variation.changes:
            chosen = find(variation.applied_to(study.base), path).value
            name = chosen.name if isinstance(chosen, Settings) else str(value)
            if len(variation.changes) == 1:
                names[name.lower()] = variation.label
    return names


def _report(outcome: StudyOutcome, arguments: argparse.Namespace) -> None:
    """Say what came of it."""
    result = outcome.result
    for record in result.failures:
        run = record.run
        print(f"{run.label}, seed {run.seed}: {record.failure}", file=sys.stderr)
    if arguments.json:
        print_json(study_summary(outcome))
        return
    if arguments.quiet:
        return
    if outcome.request.kind.tabled:
        print(table_text(result))
    print(*outcome.sentences, sep="\n")
    print(f"{count(len(result.records), 'run')} in '{arguments.out}'.")
