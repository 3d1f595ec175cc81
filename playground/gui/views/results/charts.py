"""The charts of results: what thresholds give, how sure is right, each class; or predicted numbers.

A chart is a row of a table below: its title, and a function that paints it into an area and returns
where each example was painted, if each was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.engine.scores import Calibration, ThresholdCurve
from playground.experiment.results import ClassResults, RegressionResults
from playground.experiment.wording import measured
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

_MOST_POINTS = 2_000
_ROW = 18  # pixels of a line of a table
_NUMBER = 58  # and of a column of numbers


class _Plot:
    """A box in which values have places.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
    x, y : tuple of float
        The values at its ends.
    theme : Theme
    """

    def __init__(
        self,
        painter: QPainter,
        box: QRectF,
        theme: Theme,
        x: tuple[float, float] = (0.0, 1.0),
        y: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        self._painter, self._box, self._theme = painter, box, theme
        self._x, self._y = x, y
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(box)

    def place(self, x: float, y: float) -> QPointF:
        across = (x - self._x[0]) / ((self._x[1] - self._x[0]) or 1.0)
        up = (y - self._y[0]) / ((self._y[1] - self._y[0]) or 1.0)
        box = self._box
        return QPointF(box.left() + across * box.width(), box.bottom() - up * box.height())

    def line(self, x: np.ndarray, y: np.ndarray, color: str, width: float = 2) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(color), width))
        self._painter.drawPolyline(QPolygonF([self.place(*point) for point in zip(x, y)]))

    def dots(self, x: np.ndarray, y: np.ndarray, color: str, size: float, fill: float = 1) -> None:
        brush = QColor(color)
        brush.setAlphaF(fill)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(brush)
        for point in zip(x, y):
            self._painter.drawEllipse(self.place(*point), size, size)

    def ring(self, x: float, y: float) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._theme.accent), 2))
        self._painter.drawEllipse(self.place(x, y), 7, 7)


# ---------------------------------------------------------------------- of two classes


def _square(
    painter: QPainter, area: QRectF, theme: Theme, title: str, axes: str, drawn: bool = True
) -> _Plot | None:
    """A square from 0 to 1 both ways under its title; None where there is nothing to draw."""
    painter.setFont(small_font())
    painter.setPen(QColor(theme.muted))
    painter.drawText(area, Qt.AlignmentFlag.AlignTop, title)
    box = area.adjusted(4, 20, -4, -18)
    side = min(box.width(), box.height())
    if not drawn:
        return None
    under = QRectF(box.left(), box.top() + side + 2, area.right() - box.left(), 16)
    painter.drawText(under, 0, axes)
    return _Plot(painter, QRectF(box.left(), box.top(), side, side), theme)


def _at_threshold(curve: ThresholdCurve, at: float) -> int:
    """The place on a curve where a threshold stands."""
    return int(np.searchsorted(-curve.thresholds, -at, side="right")) - 1


def _roc(painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme) -> None:
    """Hits against false alarms, and where the threshold stands."""
    known = np.isfinite(found.auc)
    title = f"ROC, area {measured(found.auc)}" if known else "ROC: one class only"
    plot = _square(painter, area, theme, title, "false alarms →, hits ↑", known)
    if plot is None:
        return
    curve = found.curve()
    x, y = curve.false_positive_rate, curve.true_positive_rate
    plot.line((0, 1), (0, 1), theme.border, 1)
    plot.line(x, y, theme.dev)
    here = _at_threshold(curve, at)
    plot.dots(x[[here]], y[[here]], theme.accent, 4)


def _precision_recall(
    painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme
) -> None:
    """Precision against recall; a guess has the precision of the line."""
    curve, name = found.curve(), found.class_names[1]
    title = f"Of '{name}', area {measured(found.average_precision)}"
    title = title if curve.positives else f"No example is '{name}'"
    plot = _square(painter, area, theme, title, "recall →, precision ↑", curve.positives > 0)
    if plot is None:
        return
    share = curve.positives / (curve.positives + curve.negatives)
    plot.line((0, 1), (share, share), theme.border, 1)
    plot.line(curve.true_positive_rate, curve.precision, theme.dev)
    here = _at_threshold(curve, at)
    plot.dots(curve.true_positive_rate[[here]], curve.precision[[here]], theme.accent, 4)


def _calibration(
    painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme
) -> None:
    """How often the second class is what it is predicted to be; larger dots for more examples."""
    calibration: Calibration = found.calibration()
    title = f"Calibration: {100 * calibration.error:.2g} % off"
    plot = _square(painter, area, theme, title, "predicted →, observed ↑")
    assert plot is not None
    plot.line((0, 1), (0, 1), theme.border, 1)
    plot.line(calibration.predicted, calibration.observed, theme.dev, 1)
    for x, y, m in zip(*calibration):
        plot.dots((x,), (y,), theme.dev, 2 + 5 * float(np.sqrt(m / found.m)))


# ---------------------------------------------------------------------- of classes


def _nothing(painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme) -> None:
    """The matrix alone."""


def _each_class(
    painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme
) -> None:
    """Precision, recall and F1 of each class and on average."""
    painter.setFont(small_font())
    scores = found.scores
    numbers = [*zip(scores.precision, scores.recall, scores.f1), ()]
    numbers[-1] = tuple(float(np.mean(each)) for each in scores[:3])
    heads = ("precision", "recall", "F1")
    names = [*found.class_names, "mean"]
    most = max(1, int(area.height() // _ROW) - 2)
    if len(names) > most + 1:
        left = len(names) - most
        names[most - 1 : -1], numbers[most - 1 : -1] = [f"… {left} more"], [()]
    rows = [("", heads), *zip(names, numbers)]
    first = max(40.0, area.width() - len(heads) * _NUMBER)
    metrics, right = painter.fontMetrics(), Qt.AlignmentFlag.AlignRight
    for line, (name, cells) in enumerate(rows):
        top = area.top() + line * _ROW
        average = line == len(rows) - 1
        painter.setPen(QColor(theme.muted if not line or average else theme.text))
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(first) - 8)
        painter.drawText(QRectF(area.left(), top, first, _ROW), 0, short)
        for column, cell in enumerate(cells):
            place = QRectF(area.left() + first + column * _NUMBER, top, _NUMBER, _ROW)
            painter.drawText(place, right, cell if isinstance(cell, str) else f"{cell:.3f}")


# ---------------------------------------------------------------------- of numbers


def _numbers(
    painter: QPainter,
    area: QRectF,
    theme: Theme,
    values: tuple[np.ndarray, np.ndarray],
    ends: tuple[tuple[float, float], tuple[float, float]],
    words: str,
    row: int | None,
    right: tuple[tuple[float, float], tuple[float, float]],
) -> np.ndarray:
    """Two numbers of each example, and a line where all would lie if they were right."""
    painter.setFont(small_font())
    box = area.adjusted(64, 8, -12, -34)
    plot = _Plot(painter, box, theme, *ends)
    plot.line(*right, theme.border, 1)
    painter.setPen(QColor(theme.muted))
    (left_end, right_end), (low, high) = ends
    for value in (low, high):
        y = plot.place(left_end, value).y()
        side = QRectF(area.left(), y - 8, 58, 16)
        painter.drawText(side, Qt.AlignmentFlag.AlignRight, measured(value))
    below = QRectF(box.left(), box.bottom() + 2, box.width(), 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, measured(left_end))
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, measured(right_end))
    painter.drawText(below.translated(0, 14), Qt.AlignmentFlag.AlignHCenter, words)
    x, y = values
    shown = np.isfinite(x) & np.isfinite(y)
    step = -(-len(x) // _MOST_POINTS)
    some = np.flatnonzero(shown)[::step]
    plot.dots(x[some], y[some], theme.dev, 3, 0.6)
    if row is not None and shown[row]:
        plot.ring(x[row], y[row])
    places = np.full((len(x), 2), np.nan)
    for each in some:
        at = plot.place(x[each], y[each])
        places[each] = at.x(), at.y()
    return places


def _ends(*values: np.ndarray) -> tuple[float, float]:
    both = np.concatenate(values)
    both = both[np.isfinite(both)]
    return (float(both.min()), float(both.max())) if both.size else (0.0, 1.0)


def _predicted(
    painter: QPainter, area: QRectF, found: RegressionResults, row: int | None, theme: Theme
) -> np.ndarray:
    """Predicted against true, with the line of being right."""
    ends = _ends(found.truth, found.predicted)
    values, words = (found.truth, found.predicted), "true →, predicted ↑"
    return _numbers(painter, area, theme, values, (ends, ends), words, row, (ends, ends))


def _residuals(
    painter: QPainter, area: QRectF, found: RegressionResults, row: int | None, theme: Theme
) -> np.ndarray:
    """By how much the truth is more than what was predicted."""
    x, y = _ends(found.predicted), _ends(found.residuals, np.zeros(1))
    values, words = (found.predicted, found.residuals), "predicted →, true minus predicted ↑"
    return _numbers(painter, area, theme, values, (x, y), words, row, (x, (0.0, 0.0)))


class Chart(NamedTuple):
    """A way to show results.

    Attributes
    ----------
    title : str
    paint : callable
        Takes a painter, the area, the results, the threshold or the chosen row, and the theme;
        returns where the examples are, ``(m, 2)`` in pixels, where each has a place.
    """

    title: str
    paint: Callable[..., np.ndarray | None]


_CLASSES = Chart("Each class", _each_class)
OF_TWO_CLASSES = {
    "roc": Chart("ROC curve", _roc),
    "precision_recall": Chart("Precision and recall", _precision_recall),
    "calibration": Chart("Calibration", _calibration),
    "classes": _CLASSES,
}
OF_CLASSES = {"none": Chart("Matrix alone", _nothing), "classes": _CLASSES}
OF_NUMBERS = {
    "predicted": Chart("Predicted and true", _predicted),
    "residuals": Chart("Residuals", _residuals),
}


def charts_of(found: ClassResults | RegressionResults) -> dict[str, Chart]:
    """The charts there are of results, by name; the usual one first."""
    if isinstance(found, RegressionResults):
        return OF_NUMBERS
    return OF_TWO_CLASSES if len(found.class_names) == 2 else OF_CLASSES
