"""Progress on a terminal, with the time left; nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self

from playground.experiment.session import Session
from playground.experiment.studies.running.progress import Progress


class Bar:
    """A progress bar, for a `with` block.

    Parameters
    ----------
    quiet : bool
        Show nothing, as is done anyway where standard error is no terminal.
    words : any
        What `tqdm.tqdm` takes.
    """

    def __init__(self, quiet: bool, **words: Any) -> None:
        self._bar: Any = None
        if not quiet and sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread to watch over the bar
            self._bar = tqdm(dynamic_ncols=True, leave=False, **words)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


class TrainingBar(Bar):
    """A bar of the steps of a session; `show` after each of them.

    Parameters
    ----------
    session : Session
    quiet : bool
        As for `Bar`.
    """

    _FORMAT = (
        "{percentage:3.0f}%|{bar}| epoch {postfix[0][epoch]:,} of {postfix[0][epochs]:,}, "
        "{elapsed}, {remaining} left, {rate_fmt}, cost {postfix[0][cost]:.4g}"
    )

    def __init__(self, session: Session, quiet: bool) -> None:
        self._session, trainer = session, session.trainer
        epochs = session.last_epoch
        self._shown = {"epoch": trainer.epoch, "epochs": epochs, "cost": float("nan")}
        super().__init__(
            quiet,
            initial=trainer.steps,
            total=max(epochs * trainer.batches_per_epoch, trainer.steps),
            unit=" steps",
            bar_format=self._FORMAT,
            postfix=[self._shown],
        )

    def show(self, cost: float) -> None:
        """One more step was taken, at this cost."""
        if self._bar is not None:
            self._shown["epoch"], self._shown["cost"] = self._session.trainer.epoch, cost
            self._bar.update()


class StudyBar(Bar):
    """A bar of the work of a study; `show` takes its progress.

    Parameters
    ----------
    quiet : bool
        As for `Bar`.
    """

    _FORMAT = "{desc}: {percentage:3.0f}%|{bar}| {postfix[0]}, {elapsed}{postfix[1]}"

    def __init__(self, quiet: bool) -> None:
        self._words, self._stage = ["", ""], ""
        super().__init__(quiet, total=1.0, bar_format=self._FORMAT, postfix=self._words)

    def show(self, stage: str, progress: Progress) -> None:
        """Move on to where a stage of a study stands."""
        if self._bar is None:
            return
        if stage != self._stage:
            self._stage = stage
            self._bar.reset()
            self._bar.set_description_str(stage, refresh=False)
        left = progress.seconds_left
        self._words[0] = f"{progress.done:,} of {progress.runs:,} runs"
        self._words[1] = "" if left is None else f", {self._bar.format_interval(left)} left"
        self._bar.n = progress.fraction
        self._bar.refresh()


class ShareBar(Bar):
    """A bar of a whole of which more and more is done; `show` takes how much that is.

    Parameters
    ----------
    quiet : bool
        As for `Bar`.
    form : str
        What stands before the time, in the fields of tqdm.
    total : float
        The whole.
    """

    def __init__(self, quiet: bool, form: str, total: float = 1.0) -> None:
        bar_format = form + "|{bar}| {elapsed}, {remaining} left"
        super().__init__(quiet, total=total, bar_format=bar_format)

    def show(self, done: float) -> None:
        """Move on to so much of it."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
