"""The progress of a study on a terminal, with the time left; nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType

from playground.experiment.studies.study import Study
from playground.experiment.studies.watch import Progress

_BAR = "{desc}{percentage:3.0f}%|{bar}| {postfix[0]}, {elapsed}{postfix[1]}"


class StudyBar:
    """A bar of the work of a study; `show` takes its progress.

    Parameters
    ----------
    study : Study
    quiet : bool
        Show nothing, as is done anyway where standard error is no terminal.
    """

    def __init__(self, study: Study, quiet: bool) -> None:
        self._bar = None
        if quiet or not sys.stderr.isatty():
            return
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread to watch over the bar
        self._words = ["", ""]
        self._bar = tqdm(
            total=1.0,
            desc=study.title,
            dynamic_ncols=True,
            leave=False,
            bar_format=_BAR,
            postfix=self._words,
        )

    def __enter__(self) -> StudyBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        """Move on to where a study stands."""
        if self._bar is None:
            return
        left = progress.seconds_left
        self._words[0] = f"{progress.done:,} of {progress.runs:,} runs"
        self._words[1] = "" if left is None else f", {self._bar.format_interval(left)} left"
        self._bar.n = progress.fraction
        self._bar.refresh()
