"""``playground compare``: optimizers, or any other settings, from one start."""

from __future__ import annotations

from playground.cli.arguments import parser_for
from playground.cli.studies import (
    Outcome,
    RunStudy,
    add_study,
    carry_out,
    experiment_of,
    whole_number,
)
from playground.cli.study_table import table_text
from playground.experiment.studies.compare import (
    compare,
    compare_optimizers,
)
from playground.experiment.studies.standings import sentence
from playground.experiment.studies.study import MOST_MEMBERS, Study, parsed_variations
from playground.experiment.studies.tuning import tuned, tuning, tuning_sentence

HELP = "compare optimizers or other settings, side by side"


def run(argv: list[str]) -> int:
    """Compare; the exit code."""
    parser = parser_for(
        "compare",
        "Train an experiment with each of several values, from the same initial weights and over "
        "the same mini-batches. Without --over all optimizers are compared.",
    )
    add_study(parser)
    parser.add_argument(
        "--tune", action="store_true", help="first find each value its own learning rate"
    )
    arguments = parser.parse_args(argv)
    seeds = whole_number(arguments.seeds, "seeds", MOST_MEMBERS)
    spec, dataset = experiment_of(arguments)
    if arguments.over:
        study = compare(spec, parsed_variations(spec, arguments.over), seeds)
    else:
        study = compare_optimizers(spec, seeds)
    if arguments.tune:
        tuning(study)  # finds out at once where that makes no sense

    def compared(run_study: RunStudy) -> Outcome:
        race, sentences, findings = study, [], {}
        if arguments.tune:
            race, sentences, findings = _tuned(study, run_study)
        result = run_study(race)
        return Outcome(result, [*sentences, sentence(result)], findings, table_text(result))

    return carry_out(arguments, dataset, compared)


def _tuned(study: Study, run_study: RunStudy) -> tuple[Study, list[str], dict]:
    race, picks = tuned(study, run_study(tuning(study)))
    found = {pick.label: pick.rate for pick in picks}
    return race, [tuning_sentence(study, picks)], {"learning_rates": found}
