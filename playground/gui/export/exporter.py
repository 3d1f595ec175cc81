"""Exporter: carries jobs out, in worker and window by turns, and says what came of it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.atomic import FileError
from playground.experiment.full_frame import full_frame
from playground.experiment.probe import Probe
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.gui.export.jobs import Job
from playground.gui.export.plots import Plots
from playground.gui.plotting.view import View
from playground.gui.training.calls import Failure
from playground.gui.training.messages import message_of_failure
from playground.gui.training.workbench import Workbench
from playground.io.run_folder import run_folder

_NOT_YET = "There is nothing to export yet."
_BUG = "The export stopped because of an error in the program"


class Exporter(QObject):
    """One export at a time.

    The worker looks at its session, the window draws in short steps, the worker writes. So the
    window stays alive, and the disk may take its time.

    Parameters
    ----------
    workbench : Workbench
    views : sequence of View
        Those that stand in the window: pictures are set as they are.

    Attributes
    ----------
    busy : bool
        Whether an export is under way; another one is not taken up then.

    Signals
    -------
    portrayed(Frame)
        What there is to draw of the session now, as `portray` asked for.
    progressed(int, int)
        So many steps are done, of at least so many.
    ended(str, bool)
        A sentence on what came of it, and whether it is an error.
    """

    portrayed = Signal(object)
    progressed = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(self, workbench: Workbench, views: Sequence[View], parent: QObject) -> None:
        super().__init__(parent)
        self.busy = False
        self._workbench, self._views = workbench, views
        self._jobs: tuple[Job, ...] = ()
        self._path = ""
        self._steps: Generator[None, None, list[Any]] | None = None
        self._steps_done = 0
        self._timer = QTimer(self, interval=0, timeout=self._step)

    # ------------------------------------------------------------------ what can be asked

    def portray(self) -> None:
        """Ask for a frame with everything in it; `portrayed` brings it."""
        if self._workbench.frame is not None:
            plots = Plots(self._workbench.frame, self._views)
            asked = plots.probes(view.name for view in self._views)
            portray = partial(full_frame, asked=asked)
            self._workbench.call(portray).then(self.portrayed.emit, self._on_failed)

    def save(self, jobs: Sequence[Job], path: str) -> None:
        """Write one job to a file, or several into a folder, under their suggested names."""
        if self.busy:
            return
        if self._workbench.frame is None:
            self.ended.emit(_NOT_YET, True)
            return
        self.busy, self._steps_done = True, 0
        self._jobs, self._path = tuple(jobs), path
        if any(job.draws for job in jobs):
            plots = Plots(self._workbench.frame, self._views)
            names = dict.fromkeys(name for job in jobs for name in job.plots(plots))
            look = partial(_look, jobs, plots.probes(names))
            self._workbench.call(look).then(self._on_seen, self._on_failed)
        else:
            self._write([None] * len(jobs))

    def close(self) -> None:
        """Let go of what is under way; for the end of the program."""
        self._timer.stop()
        self.busy = False

    # ------------------------------------------------------------------ look, draw, write

    def _on_seen(self, seen: tuple[Frame, list[Any]]) -> None:
        frame, its = seen
        if self.busy:
            self._steps = _drawn(self._jobs, Plots(frame, self._views), its)
            self._timer.start()

    @Slot()
    def _step(self) -> None:
        """One picture or page; the window lives on before the next."""
        if self._steps is None:
            return
        try:
            next(self._steps)
        except StopIteration as end:
            self._timer.stop()
            self._write(end.value)
        except Exception as error:
            self._on_failed(Failure.of(error, _BUG))
        else:
            self._steps_done += 1
            self.progressed.emit(self._steps_done, max(len(self._jobs), self._steps_done) + 1)

    def _write(self, drawn: list[Any]) -> None:
        write = partial(_write_files, self._jobs, drawn, self._path)
        self._workbench.call(write, "exporting").then(self._on_written, self._on_failed)

    def _on_written(self, _: object) -> None:
        job, *others = self._jobs
        name = Path(self._path).name or self._path
        what = f"{len(self._jobs):,} files in" if others else f"{job.title} as"
        self._end(f"Saved {what} {name}.", False)

    def _on_failed(self, failure: Failure) -> None:
        if failure.details:
            self._workbench.tell(message_of_failure(failure))
        self._end(failure.sentence, True)

    def _end(self, sentence: str, failed: bool) -> None:
        self._timer.stop()
        self._jobs, self._steps = (), None
        if self.busy:
            self.busy = False
            self.ended.emit(sentence, failed)


def _look(
    jobs: Sequence[Job], asked: Sequence[Probe], session: Session
) -> tuple[object, list[Any]]:
    """What there is to draw, and what each job takes of the session; in the worker."""
    return full_frame(session, asked, others=False), [job.look(session) for job in jobs]


def _write_files(jobs: Sequence[Job], drawn: list[Any], path: str, session: Session) -> None:
    """Write one job to a file, or all into a folder, or nothing; in the worker."""
    if len(jobs) == 1:
        jobs[0].write(session, drawn[0], path)
        return
    with run_folder(path, "written into") as folder:
        for job, content in zip(jobs, drawn):
            try:
                job.write(session, content, folder / job.file)
            except FileError as error:
                # The person has never heard of the folder they are gathered in.
                raise FileError(str(error).replace(str(folder), path)) from error


def _drawn(
    jobs: Sequence[Job], plots: Plots, seen: Sequence[Any]
) -> Generator[None, None, list[Any]]:
    """What all jobs draw, one after the other."""
    drawn = []
    for job, its in zip(jobs, seen):
        drawn.append((yield from job.draw(plots, its)))
    return drawn
