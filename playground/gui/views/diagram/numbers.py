"""The numbers of an example on the diagram: what the inspector shows, where it comes about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from playground.experiment.inspection.numbers import Inspection
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.pointing import Inspected
from playground.gui.plotting.words import CENTRE, write
from playground.gui.theme import Theme
from playground.gui.theme.numbers import number_text
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.parts import Unit

_DIGITS = 3
_ROOM = 2.0  # pixels around the words
_TALL = 2.6  # lines: a unit as tall as that has room for z and a
_NEAR, _FAR = 0.3, 0.7  # of the way of a link: where its number may stand
_FEW = 6  # links of a layer that all bear numbers


class Number(NamedTuple):
    """Words on the diagram, centred in their box; `strong` for what is looked at closely."""

    box: QRectF
    text: str
    strong: bool


class Numbers:
    """What of an inspection fits onto a diagram.

    Forward, a unit bears a, and z above it where there is room, and a link its weight; backward
    dz and dw. Only links of the layer looked at bear numbers, and only those that lead to the
    unit looked at unless they are few, where they do not cover one another.

    Parameters
    ----------
    inspection : Inspection
    at : Inspected
    layout : Layout
        Of the same network.
    metrics : QFontMetricsF
    """

    def __init__(
        self, inspection: Inspection, at: Inspected, layout: Layout, metrics: QFontMetricsF
    ) -> None:
        self._pass, self._layout, self._metrics = inspection.shown, layout, metrics
        self._layer = min(at.layer, len(layout.columns) - 1)
        self._unit = min(at.unit, layout.layer_sizes[self._layer] - 1)
        self._column = min(at.column, self._pass.m - 1)
        self._backward = at.backward
        self.shown: list[Number] = [*self._on_units()]
        for places in self._on_links():
            free = (n for n in places if not any(n.box.intersects(o.box) for o in self.shown))
            self.shown.extend(itertools.islice(free, 1))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all of them, on a ground that lets them be read."""
        painter.setBrush(translucent(theme.panel, 0.85))
        for number in self.shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(number.box, 3, 3)
            color = theme.accent if number.strong else theme.text
            write(painter, number.box, number.text, color, CENTRE)

    # ------------------------------------------------------------------ where and what

    def _on_units(self) -> Iterator[Number]:
        for unit in self._layout.units:
            words = self._words(unit)
            if words:
                x, y = self._layout.centre(unit)
                strong = unit == (self._layer, self._unit)
                yield self._number(x, y, words, strong, unit)

    def _words(self, unit: Unit) -> str:
        numbers, i = self._pass, self._column
        if self._backward:
            # No derivative is taken of what the network is given.
            return self._text("dz", numbers.dZ[unit.layer][unit.row, i]) if unit.layer else ""
        a = self._text("a", numbers.A[unit.layer][unit.row, i])
        if not unit.layer or not self._is_tall:
            return a
        return f"{self._text('z', numbers.Z[unit.layer][unit.row, i])}\n{a}"

    def _text(self, symbol: str, value: float) -> str:
        text = number_text(float(value) + 0.0, _DIGITS)
        if not self._is_tall:
            return text
        return f"{symbol}\n{text}" if self._backward else f"{symbol} {text}"

    @property
    def _is_tall(self) -> bool:
        return self._layout.side >= _TALL * self._metrics.height()

    def _on_links(self) -> Iterator[list[Number]]:
        """The number of each link at the places where it may stand, the best first."""
        weights = (self._pass.dW if self._backward else self._pass.W)[self._layer]
        source, target = self._layout.columns[self._layer - 1 : self._layer + 1]
        few = len(source.ys) * len(target.ys) <= _FEW
        # Where they lie apart: at the end of which there are more.
        far = few and len(target.ys) > len(source.ys)
        ways = (_FAR, 0.5, _NEAR) if far else (_NEAR, 0.5, _FAR)
        for link, pieces in zip(self._layout.links, self._layout.curves):
            strong = link.row == self._unit
            if link.layer == self._layer and (few or strong):
                text = number_text(float(weights[link.row, link.column]) + 0.0, _DIGITS)
                points = (pieces[int(way * len(pieces))][:2] for way in ways)
                yield [self._number(x, y, text, strong) for x, y in points]

    def _number(
        self, x: float, y: float, words: str, strong: bool, unit: Unit | None = None
    ) -> Number:
        lines = words.split("\n")
        width = max(map(self._metrics.horizontalAdvance, lines)) + 2 * _ROOM
        height = len(lines) * self._metrics.height()
        left, half = x - width / 2, self._layout.side / 2
        if unit is not None and unit.layer == 0:
            left = max(left, x - half)  # beside it stands the name of the input
        elif unit is not None and unit.layer == len(self._layout.columns) - 1:
            left = min(left, x + half - width)  # and here that of the class
        return Number(QRectF(QPointF(left, y - height / 2), QPointF(left + width, y + height / 2)),
                      words, strong)  # fmt: skip


def numbers_on(
    inspection: Inspection | None, at: Inspected, layout: Layout, metrics: QFontMetricsF
) -> Numbers | None:
    """The numbers of an inspection; None where there is none, or of another network."""
    if not at.layer or inspection is None or inspection.network.layer_sizes != layout.layer_sizes:
        return None
    if not all(np.isfinite(Z).all() for Z in inspection.shown.Z[1:]):
        return None  # a network that has diverged has no numbers to read
    return Numbers(inspection, at, layout, metrics)
