"""``playground compare``: optimizers, or any other settings, from one start."""

from __future__ import annotations

from collections.abc import Sequence

from playground.cli.arguments import UsageError
from playground.cli.studies import carry_out
from playground.cli.study_arguments import asked, study_parser
from playground.experiment.studies.kinds.compare import (
    RATE,
    compare,
    compare_optimizers,
    with_rates,
)
from playground.experiment.studies.study import Study
from playground.experiment.wording import listed
from playground.settings import Settings, find

HELP = "compare optimizers or other settings, side by side"


def run(argv: list[str]) -> int:
    """Compare; the exit code."""
    parser = study_parser(
        "compare",
        "Train an experiment with each of several values, from the same initial weights and over "
        "the same mini-batches. Without --over all optimizers are compared.",
    )
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
    wanted = asked(parser, argv)
    if wanted.variations:
        study = compare(wanted.spec, wanted.variations, wanted.seeds)
    else:
        study = compare_optimizers(wanted.spec, wanted.seeds)
    study = _at_rates(study, wanted.arguments.rate)
    return carry_out(wanted, study, tune=wanted.arguments.tune)


def _at_rates(study: Study, texts: Sequence[str]) -> Study:
    """A study with the learning rates that texts like ``gd=0.3`` write.

    Raises
    ------
    UsageError, SettingError
        When there is no such value in the study, or it is no learning rate.
    """
    if texts and RATE in study.paths:
        raise UsageError("--rate: the learning rate is what is compared already.")
    names = {}
    for variation in study.variations:
        names[variation.label.lower()] = variation.label
        for path, value in variation.changes:
            chosen = find(variation.applied_to(study.base), path).value
            name = chosen.name if isinstance(chosen, Settings) else str(value)
            if len(variation.changes) == 1:
                names[name.lower()] = variation.label
    rates = {}
    for text in texts:
        name, _, rate = (part.strip() for part in text.rpartition("="))
        if name.lower() not in names:
            raise UsageError(
                f"--rate {text}: write VALUE=RATE, such as gd=0.3; the values are "
                f"{listed(study.labels)}."
            )
        rates[names[name.lower()]] = find(study.base, RATE).setting.parsed(rate, RATE)
    return with_rates(study, rates)
