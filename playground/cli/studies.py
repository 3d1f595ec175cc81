"""What ``playground compare`` and ``playground sweep`` do: from a study to a folder."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.cli.drawing import draw_study
from playground.cli.executors import executor_of
from playground.cli.interrupts import Interrupts
from playground.cli.progress import StudyBar
from playground.cli.study_arguments import ParsedArgs
from playground.cli.study_table import table_text
from playground.experiment.studies.findings import Reading, read, sentences
from playground.experiment.studies.kinds.sweep import Choice
from playground.experiment.studies.kinds.tune import Pick, tuned, tuning, tuning_sentence
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.running.run import run
from playground.experiment.studies.study import Study
from playground.experiment.wording import count
from playground.io.run_folder import run_folder
from playground.io.studies import write_study


def carry_out(asked: ParsedArgs, study: Study, tune: bool = False) -> int:
    """Run a study and write the folder; the exit code.

    Parameters
    ----------
    asked : Asked
    study : Study
    tune : bool
        Whether each variation first finds its own learning rate.

    Raises
    ------
    ExperimentError
        When the rates cannot be tuned, because they are what is varied.
    """
    arguments, search = asked.arguments, tuning(study) if tune else None
    quietly = np.errstate(all="ignore")  # what becomes infinite is said in a sentence
    with quietly, Interrupts() as interrupts, run_folder(arguments.out) as folder:
        with executor_of(arguments) as executor:

            def carried_out(study: Study) -> StudyResult:
                with StudyBar(study, arguments.quiet) as bar:
                    return run(
                        study,
                        executor,
                        dataset=asked.dataset,
                        progress=bar.show,
                        cancelled=lambda: interrupts.wished,
                        time_steps=study.kind == "compare",
                    )

            picks: tuple[Pick, ...] = ()
            if search is not None:
                found = carried_out(search)
                if not found.cancelled:
                    study, picks = tuned(study, found)
            result = carried_out(study)
        reading = read(result, asked.dataset)
        words = sentences(result, reading)
        if picks:
            words.insert(0, tuning_sentence(study, picks))
        write_study(result, folder, words, _findings(reading, picks))
        problem = ""
        if not arguments.no_plots:
            chosen = reading.label if isinstance(reading, Choice) else ""
            problem = draw_study(result, asked.dataset, chosen, folder)
    if problem:
        print(problem, file=sys.stderr)
    _tell(result, words, asked)
    if interrupts.wished:
        return 130
    return 1 if len(result.failures) == len(result.records) else 0


def _findings(reading: Reading | None, picks: Sequence[Pick]) -> dict[str, Any]:
    """What was found, for ``summary.json``."""
    found: dict[str, Any] = {}
    if picks:
        found["learning_rates"] = {pick.label: pick.rate for pick in picks}
    if isinstance(reading, Choice):
        errors = {
            name: error if math.isfinite(error := getattr(reading, name)) else None
            for name in ("train_error", "dev_error", "test_error")
        }
        found["chosen"] = {"label": reading.label, **errors} if reading.label else None
    return found


def _tell(result: StudyResult, words: Sequence[str], asked: ParsedArgs) -> None:
    """Say what came of it."""
    for record in result.failures:
        run = record.run
        print(f"{run.label}, seed {run.seed}: {record.failure}", file=sys.stderr)
    if not asked.arguments.quiet:
        print(table_text(result), *words, sep="\n")
        print(f"{count(len(result.records), 'run')} in '{asked.arguments.out}'.")
