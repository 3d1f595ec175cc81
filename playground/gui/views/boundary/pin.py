"""Pin: the boundary of one moment, kept beside the one on screen, and how the two differ."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.experiment.probes.surface import SurfaceMap, SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.plot_view import PlotView
from playground.gui.theme import Theme, boxes
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import number_text, percent_text


class Pin(QWidget):
    """A view of a moment that does not move any more, with words that say which.

    Parameters
    ----------
    view : PlotView
        Taken over.
    frame : Frame
        Which it draws.
    """

    def __init__(self, view: PlotView, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("pinned_boundary")
        self.view = view
        words = Label(_words(frame), "caption", textFormat=Qt.TextFormat.PlainText)
        words.setContentsMargins(12, 8, 12, 0)
        view.legend.set_keys([])  # that of the picture beside it says it all
        boxes.column(words, (view, 1), into=self, spacing=0)
        self.setAccessibleName(words.text())
        view.show()

    @property
    def surface(self) -> SurfaceMap | None:
        """What was computed over the plane."""
        return self.view.result_of(SurfaceProbe)


class PinnedBeside(QHBoxLayout):
    """The picture of now, and left of it the one that is pinned, where one is.

    Parameters
    ----------
    now : QWidget

    Attributes
    ----------
    pinned : Pin or None
    """

    def __init__(self, now: QWidget) -> None:
        super().__init__()
        self.pinned: Pin | None = None
        self.setSpacing(0)
        self.addWidget(now, 1)

    def keep(self, pin: Pin | None) -> None:
        """Keep this one in place of any other; None for none."""
        if self.pinned is not None:
            self.removeWidget(self.pinned)
            self.pinned.deleteLater()
        self.pinned = pin
        if pin is not None:
            self.insertWidget(0, pin, 1)

    def difference(self, now: SurfaceMap) -> np.ndarray | None:
        """How a map differs from the pinned one; None where they cannot be compared."""
        pinned = None if self.pinned is None else self.pinned.surface
        if pinned is None or not _can_be_compared(now, pinned):
            return None
        return difference(now, pinned)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        if self.pinned is not None:
            self.pinned.view.recolour(theme)


def _words(frame: Frame) -> str:
    error = frame.latest.get("dev_error", float("nan"))
    words = f"Pinned: step {frame.snapshot.steps:,}"
    if not np.isfinite(error):
        return words
    is_class = bool(frame.run.dataset.class_names)
    return f"{words}, dev error {percent_text(error) if is_class else number_text(error)}"


def _can_be_compared(now: SurfaceMap, pinned: SurfaceMap) -> bool:
    """Whether both were computed over the same cells, for as many outputs."""
    if now.plane.is_line:
        return False
    same = now.plane.has_axes_of(pinned.plane) and now.output.shape == pinned.output.shape
    ranges = (now.plane.x_range, now.plane.y_range), (pinned.plane.x_range, pinned.plane.y_range)
    return same and ranges[0] == ranges[1] and now.plane.held == pinned.plane.held


def difference(now: SurfaceMap, pinned: SurfaceMap) -> np.ndarray:
    """How the maps differ, ``(1, rows, columns)``.

    One output: now minus pinned. Several classes: the share of probability that has changed
    places, from 0 to 1.
    """
    change = now.output.astype(float) - pinned.output
    return change if len(change) == 1 else np.abs(change).sum(axis=0, keepdims=True) / 2
