"""What the window asks to be studied, how it is carried out, and what comes of it. Qt-free."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.compare import with_rates
from playground.experiment.studies.learning_curve import LearningCurve, read_learning_curve
from playground.experiment.studies.rate_finder import RateCurve, find_rate
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.run import run
from playground.experiment.studies.standings import sentence, table
from playground.experiment.studies.study import Study, Variation
from playground.experiment.studies.sweep import Choice, choose
from playground.experiment.studies.tuning import Pick, tuned, tuning, tuning_sentence
from playground.experiment.studies.watch import Progress, StudyFrame
from playground.experiment.studies.wording import count, error_text, listed
from playground.gui.studies.hand_over import Report
from playground.gui.studies.scene import Scene, SceneMaker

#: At most this part of the time goes into what is drawn.
_DRAWING_SHARE = 0.2


class Desk(Protocol):
    """Where a request is carried out: told what is going on, asked whether to stop."""

    def report(self, report: Report) -> None:
        """Leave how far it is."""

    def cancelled(self) -> bool:
        """Whether to stop; may wait while the window draws."""


@dataclass(frozen=True, eq=False)
class StudyOutcome:
    """What came of a study.

    Attributes
    ----------
    scene : Scene or None
        The last thing to draw; None where it was cancelled before it began.
    sentences : tuple of str
        What it shows, in words.
    picks : tuple of Pick
        The learning rates that were tuned first.
    reading : Choice, LearningCurve or None
        What a validation curve or a learning curve shows.
    """

    scene: Scene | None
    sentences: tuple[str, ...]
    picks: tuple[Pick, ...] = ()
    reading: Choice | LearningCurve | None = None

    @property
    def result(self) -> StudyResult | None:
        """All runs."""
        return None if self.scene is None else self.scene.result


@dataclass(frozen=True, eq=False)
class StudyRequest:
    """A study to run.

    Attributes
    ----------
    title : str
    spec : ExperimentSpec
        What all runs have in common.
    make : callable
        ``make(spec, seeds)`` describes the study; called where it runs, since it may need the
        examples.
    seeds : int
        How often each variation runs.
    tune : bool
        Whether to find each variation its learning rate first; `rates` do not count then.
    rates : mapping of str to float
        Learning rates by label, where they are not those of the study.
    dataset : Dataset or None
        As for `run`.
    own_rates : bool
        Whether each variation may have a learning rate of its own.
    proposal : str
        The label of the variation that was proposed; empty where none was.
    """

    title: str
    spec: ExperimentSpec
    make: Callable[[ExperimentSpec, int], Study]
    seeds: int = 5
    tune: bool = False
    rates: Mapping[str, float] = field(default_factory=dict)
    dataset: Dataset | None = None
    own_rates: bool = True
    proposal: str = ""

    def carry_out(self, desk: Desk) -> StudyOutcome:
        """Run it; blocks until it is done or cancelled.

        Raises
        ------
        ValueError, OSError
            When there can be no such study; the message is a plain sentence.
        """
        study, picks = self.make(self.spec, self.seeds), ()
        if self.tune and self.own_rates:
            stage = "Finding each its learning rate"
            search = tuning(study)
            found = run(
                search,
                dataset=self.dataset,
                progress=lambda progress: desk.report(_report(stage, progress)),
                cancelled=desk.cancelled,
            )
            if found.cancelled:
                return StudyOutcome(None, ("Cancelled before the learning rates were found.",))
            study, picks = tuned(study, found)
        else:
            study = with_rates(study, self.rates)
        return self._run(study, picks, desk)

    def _run(self, study: Study, picks: tuple[Pick, ...], desk: Desk) -> StudyOutcome:
        maker, stage, due = SceneMaker(study, self.dataset), _stage(study), 0.0

        def show(frame: StudyFrame) -> None:
            nonlocal due
            before = time.perf_counter()
            scene = maker.scene_of(frame) if before >= due else None
            desk.report(_report(stage, frame.progress, scene))
            if scene is not None:
                after = time.perf_counter()
                due = after + (after - before) / _DRAWING_SHARE

        result = run(
            study,
            dataset=self.dataset,
            frames=show,
            cancelled=desk.cancelled,
            time_steps=True,
        )
        reading = self._read(result)
        sentences = [*_sentences(result, reading), *result.notices]
        if picks:
            sentences.insert(0, tuning_sentence(study, picks))
        return StudyOutcome(maker.final(result), tuple(sentences), picks, reading)

    def _read(self, result: StudyResult) -> Choice | LearningCurve | None:
        study = result.study
        if study.kind == "sweep":
            return choose(result, self.dataset)
        if study.kind == "learning_curve":
            asked = study.base.diagnosis
            return read_learning_curve(result, asked.bayes_error, asked.tolerance, self.dataset)
        return None


@dataclass(frozen=True, eq=False)
class RateRequest:
    """A search for the learning rate of an experiment.

    Attributes
    ----------
    title : str
    spec : ExperimentSpec
    dataset : Dataset or None
        Its examples, where they are at hand.
    """

    title: str
    spec: ExperimentSpec
    dataset: Dataset | None = None

    def carry_out(self, desk: Desk) -> RateCurve:
        """Run it; blocks until it is done or cancelled.

        Raises
        ------
        ValueError, OSError
            When the experiment cannot be begun; the message is a plain sentence.
        """
        stage = "Raising the learning rate"
        return find_rate(
            self.spec,
            dataset=self.dataset,
            progress=lambda part: desk.report(Report(part, stage)),
            cancelled=desk.cancelled,
        )


def _stage(study: Study) -> str:
    return f"{count(len(study.members), 'run')} side by side"


def _report(stage: str, progress: Progress, scene: Scene | None = None) -> Report:
    return Report(progress.fraction, stage, progress.seconds_left, scene)


def _sentences(result: StudyResult, reading: Choice | LearningCurve | None) -> list[str]:
    cancelled = ["The study was cancelled before all runs were done."] if result.cancelled else []
    if reading is not None:
        return [reading.sentence, *cancelled]
    if result.study.kind == "recipe" and not result.cancelled:
        return [_before_and_after(result)]
    return [sentence(result)]


def _before_and_after(result: StudyResult) -> str:
    """What a proposal did to the errors of the present experiment."""
    before, *tried = table(result)
    seeds = len(result.study.seeds)
    words = []
    for row in tried:
        train, dev = (
            _change(getattr(before, name), getattr(row, name), result.task)
            for name in ("train_error", "dev_error")
        )
        over = f" (medians of {count(seeds, 'seed')})" if seeds > 1 else ""
        words.append(f"{row.label}: the train error {train}, the dev error {dev}{over}.")
        if not math.isnan(row.dev_error - before.dev_error):
            gain = before.dev_error - row.dev_error
            what = "it helps" if gain > 0 else "it does harm" if gain < 0 else "it changes nothing"
            words.append(f"Judged by the dev error, {what}.")
    if result.failures:
        labels = listed(dict.fromkeys(record.member.label for record in result.failures))
        words.append(f"{count(len(result.failures), 'run')} of {labels} failed or diverged.")
    return " ".join(words)


def _change(before: float, after: float, task: str) -> str:
    if math.isnan(before) or math.isnan(after):
        return "is not known"
    if before == after:
        return f"stays at {error_text(after, task)}"
    verb = "falls" if after < before else "rises"
    return f"{verb} from {error_text(before, task)} to {error_text(after, task)}"


def variation_of(study: Study, label: str) -> Variation:
    """The variation of this label."""
    return study.variations[study.labels.index(label)]
