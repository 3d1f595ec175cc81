"""The arguments that ``playground compare`` and ``playground sweep`` share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from playground.cli.arguments import add_experiment, add_output, parser_for, whole_number
from playground.cli.executors import add_executor
from playground.cli.experiments import examples_from
from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import MOST_RUNS
from playground.experiment.studies.variations import Variation, parsed_variations


@dataclass(frozen=True)
class ParsedArgs:
    """What a command line asks to be studied.

    Attributes
    ----------
    arguments : argparse.Namespace
        All that was given.
    spec : ExperimentSpec
        What all runs have in common.
    dataset : Dataset or None
        The examples, where a session holds them.
    variations : tuple of Variation
        As given by ``--over``; empty where it is not.
    seeds : int
    """

    arguments: argparse.Namespace
    spec: ExperimentSpec
    dataset: Dataset | None
    variations: tuple[Variation, ...]
    seeds: int


def study_parser(command: str, description: str) -> argparse.ArgumentParser:
    """A parser that takes an experiment, what is varied, and where and how it runs."""
    parser = parser_for(command, description)
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
        "--seeds", default="5", metavar="N", help="how often each value runs (default 5)"
    )
    add_output(parser)
    add_executor(parser)
    return parser


def asked(parser: argparse.ArgumentParser, argv: Sequence[str]) -> ParsedArgs:
    """What the arguments ask for.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError, SettingError
        When one of them is wrong, with a sentence that says what is allowed.
    """
    arguments = parser.parse_args(argv)
    seeds = whole_number(arguments.seeds, "seeds", MOST_RUNS)
    spec, dataset = examples_from(arguments)
    variations = parsed_variations(spec, arguments.over) if arguments.over else ()
    return ParsedArgs(arguments, spec, dataset, variations, seeds)
