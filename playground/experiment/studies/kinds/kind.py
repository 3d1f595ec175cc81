"""StudyKind: all there is to know of one kind of study, and the registry of the kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.endings import cancelled_at
from playground.experiment.studies.results.significance import alike
from playground.experiment.studies.results.table import Row, sentence, table
from playground.experiment.studies.running.progress import Progress, StudyFrame
from playground.experiment.studies.study import Study, numeric_values, seeds_from
from playground.experiment.studies.variations import Variation, parsed_variations
from playground.settings import Registry, Settings, find

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from playground.experiment.studies.kinds.request import StudyRequest

#: One row a kind, in the order of the menu.
_MODULES = ("compare", "sweep", "learning_curve", "rate_finder", "recipe", "tune")

study_kinds = Registry(
    "kind of study", [f"playground.experiment.studies.kinds.{name}" for name in _MODULES]
)


@dataclass(frozen=True)
class JobContext:
    """Where a study is carried out: who hears how far it is, and who may end it.

    Attributes
    ----------
    progress : callable or None
        ``progress(stage, progress)``: what is being done, in words, and how far that is.
    frames : callable or None
        As for `run`; while it is given, all runs move side by side.
    cancelled : callable or None
        As for `run`.
    executor : concurrent.futures.Executor or None
        Where to train; by default in the calling thread.
    """

    progress: Callable[[str, Progress], object] | None = None
    frames: Callable[[StudyFrame], object] | None = None
    cancelled: Callable[[], bool] | None = None
    executor: Executor | None = None


@dataclass(frozen=True)
class Axis:
    """Where the variations of a study stand on the axis of what is varied.

    Attributes
    ----------
    places : tuple of float
        One for each variation.
    logarithmic : bool
        Whether they want a logarithmic axis; there may be a 0 among them.
    ticks : bool
        Whether every place has its label for a tick.
    """

    places: tuple[float, ...]
    logarithmic: bool = False
    ticks: bool = True


class Reading:
    """What a study shows beyond its table; each kind that has one derives its own.

    Attributes
    ----------
    sentence : str
        The same in words.
    chosen : str
        The label of the variation that it chooses; empty where it chooses none.
    """

    sentence: str
    chosen: str = ""

    def findings(self) -> dict[str, Any]:
        """The same for ``summary.json``."""
        return {}


class StudyKind(Settings):
    """One kind of study: how it is made, trained, read and told, and where it is offered.

    A kind is a subclass and its registration: the window's menu, its study window, the run
    history, the session file and the command line find it in `study_kinds`. Its fields are what
    a person can set of it: the flags of its command. What stands here is what a comparison does;
    a subclass changes what is different.

    Attributes
    ----------
    name, label, help : str
        As of `Registry`; the name is what files keep.
    menu : str
        Where the window offers it: ``"train"``, or nowhere where it is empty.
    action : str
        The object name of the window's action; the name of the kind by default.
    over : {"", "any", "numbers"}
        The settings of which a person chooses values; empty where the kind varies something by
        itself.
    question : str
        What stands above the values that a person is asked for, and on its page of help.
    required : bool
        Whether it makes no study before values were chosen.
    over_first : str
        The dotted path of the setting that the question begins with.
    over_pairs : bool
        Whether every combination of two settings may be asked for.
    own_rates : bool
        Whether each variation may have a learning rate of its own.
    tabled : bool
        Whether its runs are to be compared in a table, and their networks side by side.
    views : tuple of str
        The names of the views that draw it, the most telling first.
    against : str
        The column of the evaluations that its curves are drawn against.
    is_step : bool
        Whether it is but a step of other studies, with no command of its own.
    """

    name: ClassVar[str] = ""
    label = "Study"
    help: ClassVar[str] = ""
    menu: ClassVar[str] = ""
    action: ClassVar[str] = ""
    over: ClassVar[str] = ""
    question: ClassVar[str] = ""
    required: ClassVar[bool] = False
    over_first: ClassVar[str] = "training.l2"
    over_pairs: ClassVar[bool] = False
    own_rates: ClassVar[bool] = True
    tabled: ClassVar[bool] = True
    views: ClassVar[tuple[str, ...]] = ("curves",)
    against: ClassVar[str] = "step"
    is_step: ClassVar[bool] = False

    # ------------------------------------------------------------------ before it runs

    def heading(self, over: Sequence[str] = ()) -> str:
        """What such a study is called, above its window and in the run history."""
        return self.label

    def make(self, request: StudyRequest) -> Study:
        """Describe the study that is wanted.

        Raises
        ------
        ValueError
            When there can be no such study; the message is a plain sentence.
        """
        varied = parsed_variations(request.spec, request.over)
        return self.study_of(request.spec, request.seeds, varied)

    @classmethod
    def study_of(
        cls, spec: ExperimentSpec, seeds: int, variations: Sequence[Variation], title: str = ""
    ) -> Study:
        """A study of this kind from its variations."""
        return Study(cls.name, spec, tuple(variations), seeds_from(spec.seed, seeds), title)

    # ------------------------------------------------------------------ while it runs

    def train(self, study: Study, dataset: Dataset | None, context: JobContext) -> StudyResult:
        """Run the study; blocks until it is done or cancelled."""
        # A menu of kinds trains nothing, and the window's start waits for it.
        from playground.experiment.studies.running.run import run

        stage, tell = self.stage(study), context.progress
        return run(
            study,
            context.executor,
            dataset=dataset,
            progress=None if tell is None else lambda progress: tell(stage, progress),
            frames=context.frames,
            cancelled=context.cancelled,
            time_steps=self.tabled,
            trails="paths" in self.views,
        )

    def stage(self, study: Study) -> str:
        """What is being done while it runs, in words."""
        return study.title

    # ------------------------------------------------------------------ what it shows

    def read(self, result: StudyResult, dataset: Dataset | None = None) -> Reading | None:
        """What the study shows beyond its table; None where there is no more."""
        return None

    def sentences(self, result: StudyResult, reading: Reading | None) -> list[str]:
        """What the study shows, and how it was run where that matters.

        Parameters
        ----------
        result : StudyResult
        reading : Reading or None
            As `read` gives it.
        """
        if reading is None:
            return [sentence(result), *result.notices]
        words = [reading.sentence]
        if result.cancelled:
            at = cancelled_at(result.records)
            words.append(f"{at[:1].upper()}{at[1:]}; what was reached by then is kept.")
        return [*words, *result.notices]

    def offer(self, study: Study, reading: Reading | None, selected: str = "") -> Variation | None:
        """What a button gives the experiment on screen; None for nothing.

        Parameters
        ----------
        study : Study
        reading : Reading or None
            None while it runs.
        selected : str
            The label of the variation that a person selected; empty where none is.
        """
        label = selected or (reading.chosen if reading is not None else "")
        return next((v for v in study.variations if v.label == label), None)

    def best(self, result: StudyResult) -> Row:
        """The row whose numbers stand for the whole study: the lowest dev error.

        Without a dev set it is that of the lowest train cost.
        """
        return min(table(result), key=_rank)

    def is_decided(self, result: StudyResult) -> bool:
        """Whether the best variation differs from all others, as far as the seeds can tell."""
        if result.cancelled or not self.tabled:
            return True
        rows = [row for row in table(result) if row.complete and math.isfinite(row.dev_error)]
        if len(rows) < 2:
            return True
        best = min(rows, key=_rank)
        return not alike(result, best.label, [row.label for row in rows if row is not best])

    def column_title(self, study: Study) -> str:
        """What stands above the names of the variations in a table."""
        return study.title

    def axis(self, study: Study) -> Axis:
        """Where the variations stand: at their values, or at 0, 1, 2, ... where they have none."""
        values = numeric_values(study)
        if values is None:
            return Axis(tuple(map(float, range(len(study.labels)))))
        if find(study.base, study.paths[0]).setting.scale == "log":
            return Axis(values, logarithmic=True)
        return Axis(values, ticks=len(values) <= _MOST_TICKS)


#: Values that lie evenly need no tick each where there are more than these.
_MOST_TICKS = 8


def kind_of(study: Study) -> StudyKind:
    """The kind of a study; a plain one where a file names a kind that is not known here."""
    return study_kinds.get(study.kind, StudyKind)()


def _rank(row: Row) -> tuple[float, float]:
    error, cost = (
        math.inf if math.isnan(value) else value for value in (row.dev_error, row.train_cost)
    )
    return error, cost
