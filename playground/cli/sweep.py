"""``playground sweep``: try every value, choose by the dev error, report the test error once."""

from __future__ import annotations

from playground.cli.arguments import UsageError
from playground.cli.studies import carry_out
from playground.cli.study_arguments import asked, study_parser
from playground.experiment.studies.kinds.sweep import sweep

HELP = "try the values of a setting and choose by the dev error"


def run(argv: list[str]) -> int:
    """Sweep; the exit code."""
    parser = study_parser(
        "sweep",
        "Train an experiment with each of several values, choose one by its dev error, and look "
        "at the test error of that one.",
    )
    wanted = asked(parser, argv)
    if not wanted.variations:
        raise UsageError("What is to be tried? Give --over, such as --over training.l2=0,0.1,1.")
    return carry_out(wanted, sweep(wanted.spec, wanted.variations, wanted.seeds))
