"""What a plane hides of a path, beside its picture: in words, and along the path."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.path import Hidden
from playground.experiment.landscape.plane import RANDOM_WALK_SHARES
from playground.experiment.wording import measured
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.words import LEFT, TOP, WRAPPED, write
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font
from playground.gui.theme.tooltips import plain_tip

_HEIGHT, _LOW = 92, 48  # pixels, with the curves and with words alone
_ROUND, _ENDLESS = 1.05, 1_000  # times as long as wide

_FLAT = 1e-6  # of the other curvature, and less, is none
_KINDS = {
    frozenset((1.0,)): "a bowl",
    frozenset((-1.0,)): "a hilltop",
    frozenset((1.0, -1.0)): "a saddle",
    frozenset((1.0, 0.0)): "a valley, level along it,",
    frozenset((-1.0, 0.0)): "a ridge, level along it,",
    frozenset((0.0,)): "level",
}


def hidden_sentence(landscape: Landscape) -> str:
    """What the plane shows of the path and what it does not, beside what chance would show."""
    if landscape.problem:
        return landscape.problem
    hidden = landscape.hidden
    if hidden is None or len(hidden.points) < 2:
        return ""
    words = _hidden_text(landscape, hidden)
    along = landscape.curvatures
    if np.isfinite(along).all():
        # Second differences of a cost that is flat are round-off, of either sign.
        level = _FLAT * np.abs(along).max()
        first, second = (0.0 if abs(value) <= level else float(value) for value in along)
        kind = _KINDS[frozenset((np.sign(first), np.sign(second)))]
        words += f" Curvature {measured(first)} and {measured(second)}: {kind} in this plane."
    if np.isfinite(landscape.elongation):
        words += f" {_shape_text(landscape)}"
    return f"{words} {landscape.told}".rstrip()


def _hidden_text(landscape: Landscape, hidden: Hidden) -> str:
    """How much of the path the plane holds."""
    end = measured(hidden.true_costs[-1])
    if landscape.parameters == 2:
        return f"These are all parameters: the plane hides nothing. Cost at the end {end}."
    words = f"The plane shows {100 * hidden.share:.0f} % of the path's variance"
    if landscape.parameters > 20:
        chance = sum(RANDOM_WALK_SHARES)
        words += f" (a random walk would show {100 * chance:.0f} % in its own best plane)"
    far = float(hidden.distances.max())
    in_plane = measured(hidden.plane_costs[-1])
    words += f". The path leaves it by up to {measured(far)}." if far else ". The path lies in it."
    return f"{words} Cost at its end {end}, in the plane {in_plane}."


def _shape_text(landscape: Landscape) -> str:
    """How long the bowl is for its width; and that of the features beside it."""
    beside = landscape.beside
    if beside is None or not np.isfinite(beside.elongation):
        if landscape.elongation < _ROUND:
            return "It is as long as wide."
        if landscape.elongation > _ENDLESS:
            return f"It is a valley, more than {_ENDLESS:,} times as long as wide."
        return f"It is {measured(landscape.elongation, 2)} times as long as wide."
    texts = (f"{measured(each.elongation, 2)} on {each.features}" for each in (landscape, beside))
    return f"Times as long as wide: {', '.join(texts)}. {beside.told}".rstrip()


def _fit(painter: QPainter, words: str, area: QRectF) -> bool:
    return painter.boundingRect(area, WRAPPED, words).height() <= area.height()


class HiddenStrip(Canvas):
    """The words, the distance out of the plane, and true against plane cost along the path."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.paint_into)
        self.theme = theme
        self.landscape: Landscape | None = None
        self.setObjectName("landscape_hidden")
        self.setFixedHeight(_HEIGHT)

    def be_low(self, low: bool) -> None:
        """Leave the curves out, where there is little room; or show them again."""
        self.setFixedHeight(_LOW if low else _HEIGHT)

    def sizeHint(self) -> QSize:
        """A few lines of text high."""
        return QSize(400, self.height())

    def show_landscape(self, landscape: Landscape | None) -> None:
        """Show what the plane of a landscape hides."""
        self.landscape = landscape
        words = "" if landscape is None else hidden_sentence(landscape)
        if words != self.accessibleName():
            self.setAccessibleName(words)
            self.setToolTip(plain_tip(words))
        self.update()

    def paint_into(self, painter: QPainter, area: QRectF) -> None:
        """Words at left, two small curves at right."""
        if self.landscape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        hidden, sentence = self.landscape.hidden, hidden_sentence(self.landscape)
        words, beside = area.adjusted(12, 0, -12, 0), area.adjusted(12, 0, -0.42 * area.width(), 0)
        # The curves where the words leave them room; of words that need more, the first lines.
        has_room = area.width() > 460 and area.height() > _LOW and _fit(painter, sentence, beside)
        if hidden is None or len(hidden.points) <= 2 or not has_room:
            where = LEFT if _fit(painter, sentence, words) else TOP
            write(painter, words, sentence, self.theme.text, where | WRAPPED)
            return
        write(painter, beside, sentence, self.theme.text, LEFT | WRAPPED)
        left = area.right() - area.width() * 0.4
        width = (area.width() * 0.4 - 24) / 2
        first = QRectF(left, area.top() + 8, width, area.height() - 16)
        second = first.translated(width + 12, 0)
        true = (hidden.true_costs, "train", False)
        if self.landscape.parameters == 2:
            self._curve(painter, first.united(second), "cost along the path", [true])
            return
        self._curve(painter, first, "out of the plane", [(hidden.distances, "text", False)])
        both = [true, (hidden.plane_costs, "accent", True)]
        self._curve(painter, second, "cost; in it dashed", both)

    def _curve(self, painter: QPainter, box: QRectF, words: str, lines: list) -> None:
        write(painter, box, words, self.theme.muted, TOP)
        box = box.adjusted(0, 18, 0, 0)
        values = np.concatenate([line for line, _, _ in lines])
        values = values[np.isfinite(values)]
        if not values.size:
            return
        low, high = min(0.0, float(values.min())), float(values.max())
        span = (high - low) or 1.0
        painter.setPen(QPen(QColor(self.theme.grid), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        for line, role, dashed in lines:
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(self.theme.color(role)), 1.5, style))
            x = np.linspace(box.left(), box.right(), len(line))
            y = box.bottom() - (np.nan_to_num(line, nan=high) - low) / span * box.height()
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in zip(x, y)]))
