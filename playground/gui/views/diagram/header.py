"""The header of the diagram: the number of hidden layers, and of the units of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.words import RIGHT, write
from playground.gui.theme import boxes, shown_theme
from playground.gui.theme.fonts import use_small_font
from playground.gui.theme.label import Label
from playground.gui.views.diagram import strength
from playground.gui.views.diagram.layer_menu import LayerMenu
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.stepper import Stepper

MOST_LAYERS_BY_BUTTON = 6
MOST_UNITS_BY_BUTTON = 8
MOST_LAYERS = 64  # deeper networks are for files, not for looking at

_NEW_LAYER = 4  # units of a first hidden layer; another one is as large as the last


class TopRow(QWidget):
    """The number of hidden layers at the left, what the links mean at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.stepper = Stepper("hidden layers", 0, MOST_LAYERS_BY_BUTTON)
        self._caption = Label("hidden layers", "caption")
        use_small_font(self._caption)
        parts = self.stepper, self._caption, 1, _Key()
        boxes.row(*parts, into=self, margins=(12, 4, 12, 0), spacing=8)

    def show_count(self, count: int) -> None:
        """Show a number of hidden layers."""
        self.stepper.show_value(count)
        self._caption.setText("hidden layer" if count == 1 else "hidden layers")


class UnitsRow(QWidget):
    """Above each hidden layer the number of its units, and what else can be chosen for it.

    Signals
    -------
    size_requested(int, int)
        The hidden layer, from 1, and the number of units it should have.
    setting_requested(str, object)
        As of `LayerMenu`.
    """

    size_requested = Signal(int, int)
    setting_requested = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.steppers: list[Stepper] = []
        self.menus: list[LayerMenu] = []
        self._spec = ExperimentSpec()
        self._ends = [Label(text, "caption", parent=self) for text in ("Inputs", "Output")]
        for label in self._ends:
            use_small_font(label)
        self.setFixedHeight(24)

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Show the numbers of units; steppers that stay keep the focus."""
        while len(self.steppers) > len(sizes):
            for gone in (self.steppers.pop(), self.menus.pop()):
                gone.hide()
                gone.deleteLater()
        while len(self.steppers) < len(sizes):
            layer = len(self.steppers) + 1
            what = f"units of hidden layer {layer}"
            stepper = Stepper(what, 1, MOST_UNITS_BY_BUTTON, self)
            stepper.wanted.connect(partial(self.size_requested.emit, layer))
            self.steppers.append(stepper)
            menu = LayerMenu(layer, self)
            menu.wanted.connect(self.setting_requested)
            menu.show_spec(self._spec)
            self.menus.append(menu)
        for stepper, size in zip(self.steppers, sizes):
            stepper.show_value(size)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Learn what can be chosen for each layer, and what is."""
        self._spec = spec
        for menu in self.menus:
            menu.show_spec(spec)

    @property
    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, layer after layer."""
        pairs = zip(self.steppers, self.menus)
        return [stop for stepper, menu in pairs for stop in (*stepper.stops, menu)]

    def lay_out(self, layout: Layout) -> None:
        """Stand above the columns of a layout."""
        for stepper, menu, column in zip(self.steppers, self.menus, layout.columns[1:-1]):
            stepper.move(round(column.x - (stepper.width() + menu.width()) / 2), 2)
            menu.move(stepper.x() + stepper.width(), 2)
            stepper.show()
            menu.show()
        for label, column in zip(self._ends, (layout.columns[0], layout.columns[-1])):
            label.adjustSize()
            left = round(column.x - label.width() / 2)
            label.move(min(max(0, left), round(layout.width) - label.width() - 4), 4)


def with_count(sizes: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Hidden layers with some dropped or added at the end."""
    new = sizes[-1] if sizes else _NEW_LAYER
    return sizes[:count] + (new,) * (count - len(sizes))


class _Key(Canvas):
    """What width and colour of a link mean: a row of strokes from negative to positive."""

    _STROKE = 9.0  # pixels
    _SHORTEST = 3.0  # beside words; where they leave less, there are none

    def __init__(self) -> None:
        name = "Key of the links: color shows the sign, width the size"
        super().__init__(self._paint_key, name)
        use_small_font(self)
        self.setToolTip(
            "Links: the color shows a weight's sign, negative at the left; the width its size."
        )

    def sizeHint(self) -> QSize:
        advance = self.fontMetrics().horizontalAdvance
        strokes = 2 * strength.LEVELS * self._STROKE
        return QSize(int(advance("negative") + advance("positive") + strokes + 16), 20)

    def _paint_key(self, painter: QPainter, area: QRectF) -> None:
        theme = shown_theme(self)
        x, y = self.fontMetrics().horizontalAdvance("negative") + 8.0, self.height() / 2
        # Where there is less room than for all of it, words cost more than strokes.
        missing = self.sizeHint().width() - self.width()
        stroke = self._STROKE - max(0, missing) / (2 * strength.LEVELS)
        if stroke < self._SHORTEST:
            x, stroke = 0.0, self.width() / (2 * strength.LEVELS)
        else:
            write(painter, area, "negative", theme.muted)
            write(painter, area, "positive", theme.muted, RIGHT)
        for pen in strength.pens(theme):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y), QPointF(x + stroke, y))
            x += stroke
