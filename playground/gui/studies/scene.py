"""A study as it is drawn at one moment: curves, rows, surfaces; made where it trains. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.dataclass import dataclass
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface, SurfaceMap
from playground.experiment.studies.kinds.kind import Reading, kind_of
from playground.experiment.studies.kinds.request import StudyOutcome
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.results.bands import Band, curve, final_band
from playground.experiment.studies.results.endings import cancelled_at
from playground.experiment.studies.results.race_paths import RacePanel, RacePlotter
from playground.experiment.studies.results.table import Row, reachable_cost, table
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.progress import StudyFrame
from playground.experiment.studies.study import Study
from playground.experiment.wording import count

#: What can be drawn against time, by the columns of the evaluations.
COLUMNS = ("train_cost", "dev_cost", "train_error", "dev_error")

#: So many points a curve has while it moves, and in the end.
_LIVE_POINTS, _FINAL_POINTS = 240, 2000

#: So many networks are drawn, each on so many cells a side.
MOST_TILES, _CELLS = 16, 56


@dataclass(frozen=True, eq=False)
class Boundary:
    """What a network says over its examples.

    Attributes
    ----------
    dataset : Dataset
        All its examples.
    split : Split
    surface : SurfaceMap
    """

    dataset: Dataset
    split: Split
    surface: SurfaceMap


@dataclass(frozen=True, eq=False)
class Tile:
    """The network of one variation, with its first seed, over its examples.

    Attributes
    ----------
    label : str
    boundary : Boundary or None
        None before it has begun, and where its examples cannot be made.
    note : str
        Why it failed; empty where it did not.
    caption : str
        Where it was cancelled; empty where it was not.
    """

    label: str
    boundary: Boundary | None
    note: str = ""
    caption: str = ""


@dataclass(frozen=True, eq=False)
class Scene:
    """All that a view of a study needs to draw itself.

    Attributes
    ----------
    result : StudyResult
        The runs as far as they have come.
    reading : Reading or None
        What it shows beyond its table; None while it runs.
    finished : bool
        Whether nothing will change any more.
    x_name : str
        ``"step"``, or ``"epoch"`` where mini-batches of different runs are no equal steps.
    x_now, x_end : float
        Where the longest curve ends by now, and where it will end.
    curves : mapping of str to mapping of str to Band
        By column and label, the costs and errors so far.
    train, dev : Band
        The latest errors of every variation over what is varied, or over 0, 1, 2, ...
    tiles : tuple of Tile
    rows : tuple of Row
        As of `experiment.studies.results.table`.
    cost : float
        The train cost that `rows` are about.
    panels : tuple of RacePanel
        The ways of the runs through the space of parameters, where the kind of study draws them.
    """

    result: StudyResult
    reading: Reading | None
    finished: bool
    x_name: str
    x_now: float
    x_end: float
    curves: Mapping[str, Mapping[str, Band]]
    train: Band
    dev: Band
    tiles: tuple[Tile, ...]
    rows: tuple[Row, ...]
    cost: float
    panels: tuple[RacePanel, ...] = ()

    @property
    def study(self) -> Study:
        """What is drawn."""
        return self.result.study

    @property
    def note(self) -> str:
        """What the curves stand for, and where they were cut off, for a legend."""
        seeds = len(self.study.seeds)
        words = [f"median and middle half of {count(seeds, 'seed')}" if seeds > 1 else "one seed"]
        if not self.result.one_loss:
            words.append("costs of different losses are not comparable")
        return "; ".join(filter(None, [*words, cancelled_at(self.result.records)]))


@dataclass(frozen=True, eq=False)
class FinishedStudy:
    """What came of a study, and how it is drawn.

    Attributes
    ----------
    outcome : StudyOutcome
    scene : Scene
    """

    outcome: StudyOutcome
    scene: Scene


class SceneMaker:
    """Makes the scenes of one study.

    Parameters
    ----------
    study : Study
    dataset : Dataset, optional
        As for `run`.
    """

    def __init__(self, study: Study, dataset: Dataset | None = None) -> None:
        self._study = study
        self._datasets = DatasetCache(study.base, dataset)
        self._known: dict[int, tuple[Dataset, Split, Surface]] = {}  # by the index of the run
        self._plotter = RacePlotter(self._datasets) if "paths" in kind_of(study).views else None

    def scene_of(self, frame: StudyFrame) -> Scene:
        """A study that is still going on."""
        records = tuple(
            record or RunRecord(run) for run, record in zip(self._study.runs, frame.records)
        )
        return self._scene(StudyResult(self._study, records), None, finished=False)

    def final(self, result: StudyResult, reading: Reading | None = None) -> Scene:
        """A study that is over, and what it shows."""
        return self._scene(result, reading, finished=True)

    def _scene(self, result: StudyResult, reading: Reading | None, finished: bool) -> Scene:
        study = self._study
        by_label = {label: result.of(label) for label in study.labels}
        x_name = _x_name(result.records)
        most = _FINAL_POINTS if finished else _LIVE_POINTS
        cost, shown = reachable_cost(result), study.labels if kind_of(study).tabled else ()
        x = np.array(kind_of(study).axis(study).places)
        train, dev = (
            final_band(result, name, x, unfinished=True) for name in ("train_error", "dev_error")
        )
        return Scene(
            result=result,
            reading=reading,
            finished=finished,
            x_name=x_name,
            x_now=max(_reached(record, x_name) for record in result.records),
            x_end=max(_length(record, x_name) for record in result.records),
            curves={
                column: {
                    label: curve(records, column, x_name, most)
                    for label, records in by_label.items()
                }
                for column in COLUMNS
            },
            train=train,
            dev=dev,
            tiles=tuple(self._tile(by_label[label][0]) for label in shown[:MOST_TILES]),
            rows=table(result, cost),
            cost=cost,
            panels=self._panels(by_label, finished),
        )

    def _panels(
        self, by_label: Mapping[str, Sequence[RunRecord]], finished: bool
    ) -> tuple[RacePanel, ...]:
        if self._plotter is None:
            return ()
        return self._plotter.panels([records[0] for records in by_label.values()], finished)

    def _tile(self, record: RunRecord) -> Tile:
        boundary = self._boundary(record)
        return Tile(record.run.label, boundary, record.failure, cancelled_at([record]))

    def _boundary(self, record: RunRecord) -> Boundary | None:
        run = record.run
        if record.start is None or record.theta is None:
            return None
        if run.index not in self._known:
            dataset = self._datasets.dataset(run)
            surface = record.start.surface(Plane.around(dataset, cells=_CELLS))
            self._known[run.index] = dataset, self._datasets.split(run), surface
        dataset, split, surface = self._known[run.index]
        return Boundary(dataset, split, surface.map(record.theta))


def _x_name(records: Sequence[RunRecord]) -> str:
    paces = {record.start.batches_per_epoch for record in records if record.start is not None}
    return "step" if len(paces) < 2 else "epoch"


def _reached(record: RunRecord, x_name: str) -> float:
    places = record.column(x_name)
    return float(places[-1]) if places.size else 0.0


def _length(record: RunRecord, x_name: str) -> float:
    training, start = record.run.spec.training, record.start
    epochs = training.epochs if start is None else training.last_epoch(start.train_examples)
    if x_name == "epoch" or start is None:
        return float(epochs)
    return float(epochs * start.batches_per_epoch)
