"""From what somebody wants to know to what came of it: a study is made, tuned, run and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import JobContext, Reading, StudyKind
from playground.experiment.studies.kinds.tune import Pick, Tune, tuned, tuning, tuning_sentence
from playground.experiment.studies.rates import RATE, with_rates
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.significance import more_seeds
from playground.experiment.studies.study import Study, seeds_from

#: How often each variation runs, unless somebody wants it otherwise.
SEEDS = 5


@dataclass(frozen=True, eq=False)
class StudyRequest:
    """A study that is wanted.

    Attributes
    ----------
    kind : StudyKind
        With what was set of it.
    spec : ExperimentSpec
        What all runs have in common.
    over : tuple of str
        Values that were chosen, such as ``"training.l2=0,0.1"``.
    seeds : int
        How often each variation runs.
    tune : bool
        Whether to find each variation its learning rate first; `rates` do not count then.
    rates : mapping of str to float
        Learning rates by label, where they are not those of the study.
    dataset : Dataset or None
        As for `run`.
    repeated : Study or None
        A study to run once more, on `spec`; made anew by default.
    title : str
        What it is called; by default what the kind calls it.
    """

    kind: StudyKind
    spec: ExperimentSpec
    over: tuple[str, ...] = ()
    seeds: int = SEEDS
    tune: bool = False
    rates: Mapping[str, float] = field(default_factory=dict)
    dataset: Dataset | None = None
    repeated: Study | None = None
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", self.title or self.kind.heading(self.over))

    @property
    def own_rates(self) -> bool:
        """Whether each variation may have a learning rate of its own."""
        varied = [text.partition("=")[0].strip() for text in self.over]
        if self.repeated is not None:
            varied = [*self.repeated.paths]
        return self.kind.own_rates and RATE not in varied

    @cached_property
    def study(self) -> Study:
        """What is run, before any learning rate is tuned.

        Raises
        ------
        ValueError, OSError
            When there can be no such study; the message is a plain sentence.
        """
        if self.repeated is not None:
            seeds = seeds_from(self.spec.seed, self.seeds)
            study = replace(self.repeated, base=self.spec, seeds=seeds)
        else:
            study = self.kind.make(self)
        return with_rates(study, {} if self.tune else self.rates)

    @cached_property
    def search(self) -> Study | None:
        """The runs that tune the learning rates; None where that is not wanted.

        Raises
        ------
        ExperimentError
            When the learning rate is what is varied.
        """
        return tuning(self.study) if self.tune else None

    def carry_out(self, context: JobContext | None = None) -> StudyOutcome:
        """Run it; blocks until it is done or cancelled.

        Raises
        ------
        ValueError, OSError
            As for `study` and `search`.
        """
        context = context or JobContext()
        study, before = self.study, ""
        picks: tuple[Pick, ...] = ()
        if self.search is not None:
            found = Tune().train(self.search, self.dataset, replace(context, frames=None))
            if found.cancelled:
                before = "Canceled before the learning rates were found."
            else:
                study, picks = tuned(study, found)
                before = tuning_sentence(study, picks)
        result = self.kind.train(study, self.dataset, context)
        reading = self.kind.read(result, self.dataset)
        words = [before, *self.kind.sentences(result, reading)]
        return StudyOutcome(self, result, tuple(filter(None, words)), picks, reading)


@dataclass(frozen=True, eq=False)
class StudyOutcome:
    """What came of a study.

    Attributes
    ----------
    request : StudyRequest
    result : StudyResult
        All runs, with the learning rates that were tuned first.
    sentences : tuple of str
        What it shows, in words.
    picks : tuple of Pick
        The learning rates that were tuned first.
    reading : Reading or None
        What it shows beyond its table.
    """

    request: StudyRequest
    result: StudyResult
    sentences: tuple[str, ...]
    picks: tuple[Pick, ...] = ()
    reading: Reading | None = None

    @cached_property
    def more_seeds(self) -> int:
        """With how many seeds to run it again to see a difference; 0 where one is seen."""
        if self.request.kind.is_decided(self.result):
            return 0
        return more_seeds(len(self.result.study.seeds))
