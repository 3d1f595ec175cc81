"""The charts of results: what thresholds give, how sure is right, each class; or predicted numbers.

A chart is a row of a table below: its title, and a function that paints it into an area and returns
where each example was painted, if each was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.engine.scores import ThresholdCurve
from playground.experiment.results import AnyResults, ClassResults, RegressionResults
from playground.experiment.wording import measured
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.words import TOP, write
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

Ends = tuple[float, float]
Values = Iterable[float]

_MOST_POINTS = 2_000
_ROW = 18  # pixels of a line of a table
_NUMBER = 58  # and of a column of numbers


class Sheet(NamedTuple):
    """What a chart is painted with, on, and in which colours."""

    painter: QPainter
    area: QRectF
    theme: Theme

    def plot(self, box: QRectF, x: Ends = (0.0, 1.0), y: Ends = (0.0, 1.0)) -> _Plot:
        """A box on it in which values have places: those between these ends."""
        return _Plot(self.painter, box, self.theme, x, y)


class _Plot:
    """A box in which values have places.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
    theme : Theme
    x, y : tuple of float
        The values at its ends.
    """

    def __init__(self, painter: QPainter, box: QRectF, theme: Theme, x: Ends, y: Ends) -> None:
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

    def line(self, x: Values, y: Values, color: str, width: float = 2) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(color), width))
        self._painter.drawPolyline(QPolygonF([self.place(*point) for point in zip(x, y)]))

    def dots(self, x: Values, y: Values, color: str, size: float, fill: float = 1) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(translucent(color, fill))
        for point in zip(x, y):
            self._painter.drawEllipse(self.place(*point), size, size)

    def ring(self, x: float, y: float) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._theme.accent), 2))
        self._painter.drawEllipse(self.place(x, y), 7, 7)


# ---------------------------------------------------------------------- of two classes


def _square(sheet: Sheet, title: str, axes: str) -> _Plot:
    """A square from 0 to 1 both ways under its title."""
    painter, area, theme = sheet
    _nothing_but(sheet, title)
    box = area.adjusted(4, 20, -4, -18)
    side = min(box.width(), box.height())
    under = QRectF(box.left(), box.top() + side + 2, area.right() - box.left(), 16)
    write(painter, under, axes, theme.muted, TOP)
    return sheet.plot(QRectF(box.left(), box.top(), side, side))


def _nothing_but(sheet: Sheet, title: str) -> None:
    sheet.painter.setFont(small_font())
    write(sheet.painter, sheet.area, title, sheet.theme.muted, TOP)


def _curve_at(
    plot: _Plot, theme: Theme, x: np.ndarray, y: np.ndarray, curve: ThresholdCurve, at: float
) -> None:
    """A curve, and where a threshold stands on it."""
    plot.line(x, y, theme.dev)
    here = int(np.searchsorted(-curve.thresholds, -at, side="right")) - 1
    plot.dots(x[[here]], y[[here]], theme.accent, 4)


def _roc(sheet: Sheet, found: ClassResults, at: float) -> None:
    """Hits against false alarms, and where the threshold stands."""
    if not np.isfinite(found.auc):
        _nothing_but(sheet, "ROC: one class only")
        return
    plot = _square(sheet, f"ROC, area {measured(found.auc)}", "false alarms →, hits ↑")
    plot.line((0, 1), (0, 1), sheet.theme.border, 1)
    curve = found.curve()
    x, y = curve.false_positive_rate, curve.true_positive_rate
    _curve_at(plot, sheet.theme, x, y, curve, at)


def _precision_recall(sheet: Sheet, found: ClassResults, at: float) -> None:
    """Precision against recall; a guess has the precision of the line."""
    curve, name = found.curve(), found.class_names[1]
    if not curve.positives:
        _nothing_but(sheet, f"No example is '{name}'")
        return
    title = f"Of '{name}', area {measured(found.average_precision)}"
    plot = _square(sheet, title, "recall →, precision ↑")
    share = curve.positives / (curve.positives + curve.negatives)
    plot.line((0, 1), (share, share), sheet.theme.border, 1)
    _curve_at(plot, sheet.theme, curve.true_positive_rate, curve.precision, curve, at)


def _calibration(sheet: Sheet, found: ClassResults, at: float) -> None:
    """How often the second class is what it is predicted to be; larger dots for more examples."""
    calibration, theme = found.calibration(), sheet.theme
    title = f"Calibration: {100 * calibration.error:.2g} % off"
    plot = _square(sheet, title, "predicted →, observed ↑")
    plot.line((0, 1), (0, 1), theme.border, 1)
    plot.line(calibration.predicted, calibration.observed, theme.dev, 1)
    for x, y, m in zip(*calibration):
        plot.dots((x,), (y,), theme.dev, 2 + 5 * float(np.sqrt(m / found.m)))


# ---------------------------------------------------------------------- of classes


def _nothing(sheet: Sheet, found: ClassResults, at: float) -> None:
    """The matrix alone."""


def _each_class(sheet: Sheet, found: ClassResults, at: float) -> None:
    """Precision, recall and F1 of each class and on average."""
    painter, area, theme = sheet
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
    metrics = painter.fontMetrics()
    for line, (name, cells) in enumerate(rows):
        top = area.top() + line * _ROW
        color = theme.muted if line in (0, len(rows) - 1) else theme.text
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(first) - 8)
        write(painter, QRectF(area.left(), top, first, _ROW), short, color, TOP)
        for column, cell in enumerate(cells):
            place = QRectF(area.left() + first + column * _NUMBER, top, _NUMBER, _ROW)
            words = cell if isinstance(cell, str) else f"{cell:.3f}"
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, words)


# ---------------------------------------------------------------------- of numbers


def _numbers(
    sheet: Sheet,
    values: tuple[np.ndarray, np.ndarray],
    ends: tuple[Ends, Ends],
    words: str,
    row: int | None,
    right: tuple[Ends, Ends],
) -> np.ndarray:
    """Two numbers of each example, and a line where all would lie if they were right."""
    painter, area, theme = sheet
    painter.setFont(small_font())
    box = area.adjusted(64, 8, -12, -34)
    plot = sheet.plot(box, *ends)
    plot.line(*right, theme.border, 1)
    painter.setPen(QColor(theme.muted))
    (left_end, right_end), upwards = ends
    for value in upwards:
        top = plot.place(left_end, value).y() - 8
        side = QRectF(area.left(), top, 58, 16)
        painter.drawText(side, Qt.AlignmentFlag.AlignRight, measured(value))
    below = QRectF(box.left(), box.bottom() + 2, box.width(), 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, measured(left_end))
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, measured(right_end))
    painter.drawText(below.translated(0, 14), Qt.AlignmentFlag.AlignHCenter, words)
    x, y = values
    shown = np.isfinite(x) & np.isfinite(y)
    some = np.flatnonzero(shown)[:: -(-len(x) // _MOST_POINTS)]
    plot.dots(x[some], y[some], theme.dev, 3, 0.6)
    if row is not None and shown[row]:
        plot.ring(x[row], y[row])
    places = np.full((len(x), 2), np.nan)
    for each in some:
        at = plot.place(x[each], y[each])
        places[each] = at.x(), at.y()
    return places


def _ends(*values: np.ndarray) -> Ends:
    both = np.concatenate(values)
    both = both[np.isfinite(both)]
    return (float(both.min()), float(both.max())) if both.size else (0.0, 1.0)


def _predicted(sheet: Sheet, found: RegressionResults, row: int | None) -> np.ndarray:
    """Predicted against true, with the line of being right."""
    ends = _ends(found.truth, found.predicted)
    values, words = (found.truth, found.predicted), "true →, predicted ↑"
    return _numbers(sheet, values, (ends, ends), words, row, (ends, ends))


def _residuals(sheet: Sheet, found: RegressionResults, row: int | None) -> np.ndarray:
    """By how much the truth is more than what was predicted."""
    x, y = _ends(found.predicted), _ends(found.residuals, np.zeros(1))
    values, words = (found.predicted, found.residuals), "predicted →, true minus predicted ↑"
    return _numbers(sheet, values, (x, y), words, row, (x, (0.0, 0.0)))


class Chart(NamedTuple):
    """A way to show results.

    Attributes
    ----------
    title : str
    paint : callable
        Takes a sheet, the results, and the threshold or the chosen row; returns where the
        examples are, ``(m, 2)`` in pixels, where each has a place.
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


def charts_of(found: AnyResults) -> dict[str, Chart]:
    """The charts there are of results, by name; the usual one first."""
    if isinstance(found, ClassResults):
        return OF_TWO_CLASSES if len(found.class_names) == 2 else OF_CLASSES
    return OF_NUMBERS
