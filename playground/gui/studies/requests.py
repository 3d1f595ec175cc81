"""What the window asks to be studied, how it is carried out, and what comes of it. Qt-free."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.findings import Reading, read, sentences
from playground.experiment.studies.kinds.compare import with_rates
from playground.experiment.studies.kinds.rate_finder import RateCurve, find_rate
from playground.experiment.studies.kinds.tune import Pick, tuned, tuning, tuning_sentence
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.running.progress import Progress, StudyFrame
from playground.experiment.studies.running.run import run
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation
from playground.experiment.wording import count
from playground.gui.studies.progress_channel import Report
from playground.gui.studies.scene import Scene, SceneMaker

#: How often each variation runs, unless somebody wants it otherwise.
SEEDS = 5

#: At most this part of the time goes into what is drawn.
_DRAWING_SHARE = 0.2


class JobContext(Protocol):
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
    reading : Reading or None
        What a validation curve or a learning curve shows.
    """

    scene: Scene | None
    sentences: tuple[str, ...]
    picks: tuple[Pick, ...] = ()
    reading: Reading | None = None

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
    seeds: int = SEEDS
    tune: bool = False
    rates: Mapping[str, float] = field(default_factory=dict)
    dataset: Dataset | None = None
    own_rates: bool = True
    proposal: str = ""

    def carry_out(self, desk: JobContext) -> StudyOutcome:
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
                return StudyOutcome(None, ("Canceled before the learning rates were found.",))
            study, picks = tuned(study, found)
        else:
            study = with_rates(study, self.rates)
        return self._run(study, picks, desk)

    def _run(self, study: Study, picks: tuple[Pick, ...], desk: JobContext) -> StudyOutcome:
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
        reading = read(result, self.dataset)
        words = sentences(result, reading)
        if picks:
            words.insert(0, tuning_sentence(study, picks))
        return StudyOutcome(maker.final(result), tuple(words), picks, reading)


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

    def carry_out(self, desk: JobContext) -> RateCurve:
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
    return f"{count(len(study.runs), 'run')} side by side"


def _report(stage: str, progress: Progress, scene: Scene | None = None) -> Report:
    return Report(progress.fraction, stage, progress.seconds_left, scene)


def variation_of(study: Study, label: str) -> Variation:
    """The variation of this label."""
    return study.variations[study.labels.index(label)]
