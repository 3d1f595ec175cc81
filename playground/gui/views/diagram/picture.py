"""Picture: the diagram as paint, for the screen and for files."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from playground.engine.plan import blocks
from playground.experiment.probes.inspection import InspectionProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.pointing import Inspected
from playground.gui.plotting.words import CENTRE, LEFT, RIGHT, write
from playground.gui.theme import Theme
from playground.gui.theme.numbers import number_text
from playground.gui.views.diagram import strength
from playground.gui.views.diagram.layout import BIAS, Column, Layout
from playground.gui.views.diagram.maps import NodeMaps
from playground.gui.views.diagram.numbers import Numbers, numbers_on
from playground.gui.views.diagram.parts import Bias, Link, Names, Part, Unit, value_of

_PADDING = 8.0
_AWAY = 14.0  # pixels from the cursor to the words


class Picture:
    """Paints one frame of a network in a layout.

    Attributes
    ----------
    pointed : Unit, Link, Bias or None
        What is under the cursor, or selected by keyboard.
    ringed : bool
        Whether `pointed` was selected by keyboard, which a ring shows.
    cursor : QPointF or None
        Where to write what is pointed at; None for beside the part itself.
    silent : bool
        Whether to write nothing, as where an editor shows the value.
    inspected : Inspected
        Of what the numbers are written, where the frame has any.
    numbers : Numbers or None
        What `write_numbers` has found.
    layout : Layout
        There is one, as there are `names` and a frame, once they were set: all before `paint`.
    """

    layout: Layout
    names: Names
    _frame: Frame

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.maps = NodeMaps()
        self.pointed: Part | None = None
        self.ringed = False
        self.cursor: QPointF | None = None
        self.silent = False
        self.inspected = Inspected()
        self.numbers: Numbers | None = None
        self._levels = np.empty(0, int)
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self._pens = strength.pens(theme)
        self._faded_pens = strength.pens(theme, faded=True)
        self._colors = strength.colours(theme)

    # ------------------------------------------------------------------ what is painted

    def set_layout(self, layout: Layout, names: Names) -> None:
        """Take another layout; `set_frame` comes next."""
        self.layout, self.names = layout, names
        self._links = np.array(layout.links)
        self._lines = [[QLineF(*piece) for piece in curve] for curve in layout.curves.tolist()]

    def set_frame(self, frame: Frame, pixel_ratio: float) -> None:
        """Take the weights and maps of a frame whose network the layout is of."""
        self._frame = frame
        self.maps.update(frame, self.layout, self.theme, pixel_ratio)
        columns = self.layout.columns
        self._blocks = blocks(frame.snapshot.theta, self.layout.layer_sizes)
        weights = [
            block[:-1][
                source.shown.start : source.shown.stop, target.shown.start : target.shown.stop
            ]
            for block, source, target in zip(self._blocks, columns, columns[1:])
        ]
        self._levels = strength.levels(np.concatenate([part.ravel() for part in weights]))

    def write_numbers(self) -> None:
        """Write a, z and w of the example that is inspected, or none where none is."""
        found = self._frame.probes.get(InspectionProbe)
        self.numbers = numbers_on(found, self.inspected, self.layout, self.metrics)

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter) -> None:
        """Paint everything into the layout's rectangle."""
        painter.setFont(self.font)
        self._paint_links(painter)
        self._paint_units(painter)
        self._paint_names(painter)
        if self.numbers is not None:
            self.numbers.paint(painter, self.theme)
        self._paint_pointed(painter)

    def _paint_links(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        near = self._near_links()
        self._draw_lines(painter, ~near, self._faded_pens)
        self._draw_lines(painter, near, self._pens)

    def _near_links(self) -> np.ndarray:
        """Which links to bring out, ``(n_links,)``."""
        if self.pointed is None:
            return np.ones(len(self._levels), bool)
        layer, row, column = self._links.T
        if isinstance(self.pointed, Link):
            return (self._links == self.pointed).all(axis=1)
        at, unit = self.pointed.layer, self.pointed.row
        return ((layer == at) & (row == unit)) | ((layer == at + 1) & (column == unit))

    def _draw_lines(self, painter: QPainter, chosen: np.ndarray, pens: list[QPen]) -> None:
        levels = np.where(chosen, self._levels, -1)
        for level in strength.WEAKEST_FIRST:
            places = np.flatnonzero(levels == level).tolist()
            if places:
                painter.setPen(pens[level])
                painter.drawLines([line for place in places for line in self._lines[place]])

    def _paint_units(self, painter: QPainter) -> None:
        layout, side = self.layout, float(self.layout.side)
        frame = QPen(QColor(self.theme.muted), 1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        for unit in layout.units:
            x, y = layout.corner(unit)
            # A copy: an SVG cannot show a part of an image.
            tile = self.maps.image.copy(self.maps.source(unit).toRect())
            painter.drawImage(QRectF(x, y, side, side), tile)
        painter.setPen(frame)
        for unit in layout.units:
            x, y = layout.corner(unit)
            painter.drawRoundedRect(QRectF(x, y, side, side), 3, 3)
        painter.setPen(QPen(QColor(self.theme.panel), 1.5))
        for unit in layout.units:
            if unit.layer:
                self._paint_bias(painter, unit)

    def _paint_bias(self, painter: QPainter, unit: Unit) -> None:
        value = self._blocks[unit.layer - 1][-1, unit.row]
        painter.setBrush(self._colors[int(strength.levels(value))])
        painter.drawRoundedRect(QRectF(*self.layout.bias_corner(unit), BIAS, BIAS), 2, 2)

    def _paint_names(self, painter: QPainter) -> None:
        layout = self.layout
        gap, line = 8.0, self.metrics.height()
        last = len(layout.columns) - 1
        for unit in layout.units:
            x, y = layout.corner(unit)
            middle = y + (layout.side - line) / 2
            if unit.layer == 0:
                box = QRectF(0, middle, x - gap, line)
                self._write(painter, box, RIGHT, self.names.inputs[unit.row])
            elif unit.layer == last and self.names.outputs:
                left = x + layout.side + gap
                box = QRectF(left, middle, layout.width - left, line)
                self._write(painter, box, LEFT, self.names.outputs[unit.row])
        for column in layout.columns:
            if column.note:
                self._write(painter, self.note_box(column), CENTRE, column.note)

    def note_box(self, column: Column) -> QRectF:
        """Where it is written how many units of a column are not shown."""
        top = column.ys[-1] + self.layout.side / 2 + 4
        return QRectF(column.x - 60, top, 120, self.metrics.height())

    def _write(self, painter: QPainter, box: QRectF, where: int, text: str) -> None:
        text = self.metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        write(painter, box, text, self.theme.muted, where)

    # ------------------------------------------------------------------ what is pointed at

    def words(self) -> list[tuple[str, str]]:
        """What is pointed at, as rows of (name, number)."""
        part = self.pointed
        if part is None:
            return []
        if isinstance(part, Link):
            ends = f"{self.names.title(part.source)} → {self.names.of(part.target)}"
            return [(ends, ""), ("Weight", self._number(part))]
        unit = Unit(*part)
        title = [(self.names.title(unit), "")]
        return [*title, ("Bias", self._number(Bias(*unit)))] if unit.layer else title

    def _number(self, part: Link | Bias) -> str:
        theta = self._frame.snapshot.theta
        return number_text(value_of(part, theta, self.layout.layer_sizes))

    def _paint_pointed(self, painter: QPainter) -> None:
        part = self.pointed
        if part is None or not self._is_shown(part):
            return
        painter.setPen(QPen(QColor(self.theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        grown = 3.0 if self.ringed else 1.0
        if isinstance(part, Unit):
            box = QRectF(*self.layout.corner(part), self.layout.side, self.layout.side)
            painter.drawRoundedRect(box.adjusted(-grown, -grown, grown, grown), 4, 4)
        elif isinstance(part, Bias):
            box = QRectF(*self.layout.bias_corner(Unit(*part)), BIAS, BIAS)
            painter.drawRoundedRect(box.adjusted(-grown, -grown, grown, grown), 3, 3)
        elif self.ringed:
            painter.setBrush(QColor(self.theme.panel))
            painter.drawEllipse(QPointF(*self.layout.centre(part)), 5, 5)
        if not self.silent:
            self._paint_words(painter, self.cursor or self._beside(part))

    def _is_shown(self, part: Part) -> bool:
        if isinstance(part, Link):
            return self.layout.shows(part.source) and self.layout.shows(part.target)
        return self.layout.shows(Unit(*part))

    def _beside(self, part: Part) -> QPointF:
        x, y = self.layout.centre(part)
        return QPointF(x + self.layout.side / 2, y) if isinstance(part, Unit) else QPointF(x, y)

    def _paint_words(self, painter: QPainter, at: QPointF) -> None:
        rows = self.words()
        advance, line = self.metrics.horizontalAdvance, self.metrics.height()
        widest = max(
            advance(name) + (advance(number) + 16 if number else 0) for name, number in rows
        )
        width, height = widest + 2 * _PADDING, len(rows) * line + 2 * _PADDING - 4
        fits = at.x() + _AWAY + width <= self.layout.width
        left = at.x() + _AWAY if fits else at.x() - _AWAY - width
        left = min(max(left, 2.0), max(2.0, self.layout.width - width - 2))
        top = at.y() - height - _AWAY if at.y() - height - _AWAY >= 0 else at.y() + _AWAY
        top = min(max(top, 2.0), max(2.0, self.layout.height - height - 2))
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(translucent(self.theme.panel, 0.95))
        painter.drawRoundedRect(QRectF(left, top, width, height), 6, 6)
        for place, (name, number) in enumerate(rows):
            box = QRectF(left + _PADDING, top + _PADDING - 2 + place * line, widest, line)
            write(painter, box, name, self.theme.muted if number else self.theme.text)
            write(painter, box, number, self.theme.text, RIGHT)
