"""``playground sweep``: try every value, choose by the dev error, report the test error once."""

from __future__ import annotations

import math

from playground.cli.arguments import UsageError, parser_for
from playground.cli.studies import (
    Outcome,
    RunStudy,
    add_study,
    carry_out,
    experiment_of,
    whole_number,
)
from playground.cli.study_table import table_text
from playground.experiment.studies.study import MOST_MEMBERS, parsed_variations
from playground.experiment.studies.sweep import choose, sweep

HELP = "try the values of a setting and choose by the dev error"


def run(argv: list[str]) -> int:
    """Sweep; the exit code."""
    parser = parser_for(
        "sweep",
        "Train an experiment with each of several values, choose one by its dev error, and look "
        "at the test error of that one.",
    )
    add_study(parser)
    arguments = parser.parse_args(argv)
    seeds = whole_number(arguments.seeds, "seeds", MOST_MEMBERS)
    if not arguments.over:
        raise UsageError("What is to be tried? Give --over, such as --over training.l2=0,0.1,1.")
    spec, dataset = experiment_of(arguments)
    study = sweep(spec, parsed_variations(spec, arguments.over), seeds)

    def swept(run_study: RunStudy) -> Outcome:
        result = run_study(study)
        choice = choose(result, dataset)
        errors = {
            part: error if math.isfinite(error) else None
            for part, error in (
                ("train_error", choice.train_error),
                ("dev_error", choice.dev_error),
                ("test_error", choice.test_error),
            )
        }
        chosen = {"label": choice.label, **errors} if choice.label else None
        return Outcome(
            result, [choice.sentence], {"chosen": chosen}, table_text(result), choice.label
        )

    return carry_out(arguments, dataset, swept)
