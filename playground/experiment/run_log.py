"""What has been run so far, one row each: settings, results, curves, a small picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.history import EVALUATION_COLUMNS, History
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec

if TYPE_CHECKING:
    from playground.experiment.studies.study import Study

KINDS = ("run", "study")

#: So many evaluations of a curve are kept, and so many curves of a study.
MOST_POINTS, MOST_CURVES = 240, 8

#: The longest name; what is longer is cut.
LONGEST_NAME = 120


@dataclass(frozen=True, eq=False)
class RunCurve:
    """How costs and errors went.

    Attributes
    ----------
    label : str
        Of the variation of a study; empty for a run.
    evaluations : ndarray, (n, 7)
        Rows of `EVALUATION_COLUMNS`; nan for what was not measured.
    """

    label: str
    evaluations: np.ndarray

    def column(self, name: str) -> np.ndarray:
        """One column by its name, ``(n,)``."""
        return self.evaluations[:, EVALUATION_COLUMNS.index(name)]


@dataclass(frozen=True, eq=False)
class RunEntry:
    """One run or one study, and what came of it.

    Attributes
    ----------
    number : int
        From 1 on, in the order of their beginnings.
    kind : {"run", "study"}
    title, name : str
        What the program calls it, and what the person does.
    spec : ExperimentSpec
        The experiment; of a study, what its runs have in common.
    seeds : tuple of int
    epochs : int
        Completed; of a study, of its longest run.
    train_cost, train_error, dev_error : float
        At the end; of a study, medians of its best variation. NaN where there are none.
    task : str
        As of `Dataset`, for the unit of the errors.
    seconds : float
        How long it trained.
    began : float
        The time, in seconds since the epoch of the system.
    sentence : str
        How it ended, or what the study shows.
    pinned : bool
    curves : tuple of RunCurve
        One, or those of the variations of a study.
    best : int
        Which of the curves the numbers belong to.
    picture : bytes
        The decision boundary as a PNG of `playground.io.png`; empty where there is none.
    study : Study or None
        All that is needed to run a study again; None for a run, and for a study that is too large
        to be kept in a file.
    parent, parted : int
        Of a run that went back in another one: its number, and the step they have in common last;
        0 for one that did not.
    """

    number: int
    kind: str
    name: str
    spec: ExperimentSpec
    seeds: tuple[int, ...] = ()
    epochs: int = 0
    train_cost: float = math.nan
    train_error: float = math.nan
    dev_error: float = math.nan
    task: str = ""
    seconds: float = 0.0
    began: float = 0.0
    sentence: str = ""
    pinned: bool = False
    title: str = ""
    curves: tuple[RunCurve, ...] = ()
    best: int = 0
    picture: bytes = b""
    study: Study | None = None
    parent: int = 0
    parted: int = 0

    @property
    def is_study(self) -> bool:
        """Whether it is a study and not a run."""
        return self.kind == KINDS[1]

    @property
    def best_curve(self) -> RunCurve | None:
        """The curve its numbers belong to; None where none is known."""
        return self.curves[self.best] if self.best < len(self.curves) else None

    @property
    def varied(self) -> str:
        """What a study varies, in words: ``"Optimizers: gd, adam"``; empty for a run."""
        if self.study is None:
            return ""
        return f"{self.study.title}: {', '.join(self.study.labels)}"

    def after(self, spec: ExperimentSpec, history: History, epochs: int, sentence: str) -> RunEntry:
        """This run once it has come further; its picture stays."""
        latest = history.latest
        return replace(
            self,
            spec=spec,
            seeds=(spec.seed,),
            epochs=epochs,
            train_cost=latest.get("train_cost", math.nan),
            train_error=latest.get("train_error", math.nan),
            dev_error=latest.get("dev_error", math.nan),
            sentence=sentence,
            curves=(RunCurve("", thinned(history.evaluations)),),
        )


@dataclass(frozen=True)
class RunEntries:
    """All that has been run, as a session file keeps it.

    Attributes
    ----------
    runs : tuple of RunEntry
        In the order of their numbers.
    present : int
        The number of the run that the session itself goes on with; 0 where it is none of them.
    """

    runs: tuple[RunEntry, ...] = ()
    present: int = 0

    def trained_on(self, session: Session, seconds: float) -> RunEntries:
        """The same once the present run has trained further, as a session outside of the window.

        Its picture is of another network than the one it has come to, and goes.
        """
        sentence = session.stop.sentence if session.stop else "Paused."
        if session.initial_weights is not None:
            sentence = f"{session.initial_weights.sentence} {sentence}".lstrip()
        epochs = session.trainer.epoch
        runs = tuple(
            replace(
                run.after(session.spec, session.history, epochs, sentence),
                seconds=run.seconds + seconds,
                picture=b"",
            )
            if run.number == self.present
            else run
            for run in self.runs
        )
        return replace(self, runs=runs)


class RunLog:
    """All that has been run, the newest last; at most so many, pinned ones the longest."""

    #: More runs than this are not kept: an experiment with drawn points may be large.
    MOST = 500

    def __init__(self, runs: Iterable[RunEntry] = ()) -> None:
        self._runs = {run.number: run for run in runs}
        self._removed: dict[int, RunEntry] = {}
        self._last = max(self._runs, default=0)

    @property
    def runs(self) -> tuple[RunEntry, ...]:
        """In the order of their beginnings."""
        return tuple(self._runs.values())

    @property
    def removed(self) -> tuple[RunEntry, ...]:
        """What was removed last, and could be brought back."""
        return tuple(self._removed.values())

    def __getitem__(self, number: int) -> RunEntry:
        return self._runs[number]

    def __contains__(self, number: int) -> bool:
        return number in self._runs

    def next_number(self) -> int:
        """The number of a run that begins now."""
        self._last += 1
        return self._last

    def put(self, run: RunEntry) -> None:
        """Add a run, or renew it; the name and the pin that a person gave it stay.

        One that was removed stays so: what is known of it is renewed, should it come back.
        """
        rows = self._removed if run.number in self._removed else self._runs
        known = rows.get(run.number)
        if known is not None:
            run = replace(run, name=known.name, pinned=known.pinned)
        rows[run.number] = run
        if len(self._runs) > self.MOST:
            loose = (run.number for run in self._runs.values() if not run.pinned)
            del self._runs[next(loose, next(iter(self._runs)))]

    def rename(self, number: int, name: str) -> None:
        """Call a run something else; an empty name changes nothing."""
        if name := " ".join(name.split())[:LONGEST_NAME].rstrip():
            self._runs[number] = replace(self._runs[number], name=name)

    def pin(self, number: int, pinned: bool) -> None:
        """Keep a run at the top, or no longer."""
        self._runs[number] = replace(self._runs[number], pinned=pinned)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take runs out of the table; until others are removed they can be brought back."""
        self._removed = {number: self._runs.pop(number) for number in numbers}

    def bring_back(self) -> None:
        """Put what was removed last back into its place."""
        self._runs = dict(sorted((self._runs | self._removed).items()))
        self._removed = {}


def thinned(evaluations: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """A few rows of many that draw the same curve, ``(n, 7)``: the first and the last among them.

    Half of them lie evenly, half ever closer to the beginning, where costs fall fastest.
    """
    n = len(evaluations)
    if n <= most:
        return evaluations.copy()
    even = np.linspace(0, n - 1, most - most // 2)
    early = np.geomspace(1, n, most // 2) - 1
    return evaluations[np.unique(np.rint(np.concatenate([even, early])).astype(int))]
