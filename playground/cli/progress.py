"""The progress of a training on a terminal, with the time left; nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType

from playground.experiment.session import Session

_BAR = (
    "{percentage:3.0f}%|{bar}| epoch {postfix[0][epoch]:,} of {postfix[0][epochs]:,}, {elapsed}, \
{remaining} left, {rate_fmt}, cost {postfix[0][cost]:.4g}"
)


class Progress:
    """A bar of the steps of a session; `show` after each of them.

    Parameters
    ----------
    session : Session
    quiet : bool
        Show nothing, as is done anyway where standard error is no terminal.
    """

    def __init__(self, session: Session, quiet: bool) -> None:
        self._session = session
        self._bar = None
        if quiet or not sys.stderr.isatty():
            return
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread to watch over the bar
        epochs = session.spec.training.epochs
        self._shown = {"epoch": session.trainer.epoch, "epochs": epochs, "cost": float("nan")}
        self._bar = tqdm(
            initial=session.trainer.steps,
            total=max(epochs * session.trainer.batches_per_epoch, session.trainer.steps),
            unit=" steps",
            dynamic_ncols=True,
            leave=False,
            bar_format=_BAR,
            postfix=[self._shown],
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, cost: float) -> None:
        """One more step was taken, at this cost."""
        if self._bar is not None:
            self._shown["epoch"], self._shown["cost"] = self._session.trainer.epoch, cost
            self._bar.update()
