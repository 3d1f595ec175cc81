"""The tools to draw with: look, a class or a height, move, erase; and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QDoubleSpinBox, QToolButton, QWidget

from playground.data.datasets import Dataset
from playground.gui.plotting.layers.points import Style
from playground.gui.plotting.symbols import shape_of
from playground.gui.theme import Theme, application, boxes, shown_theme
from playground.gui.theme.icon_button import IconButton

LOOK, DRAW, MOVE, ERASE = "look", "draw", "move", "erase"

#: So many classes have a button; a drawing with more can still be moved and erased.
MOST_CLASSES = 8

_ICON = 18  # logical pixels
_FIELD = 124


class DrawBar(QWidget):
    """A row of tools, one of which is chosen.

    Signals
    -------
    changed()
        Another tool or class was chosen.
    class_requested()
        The person wants to draw with one more class.
    save_requested()
        The person wants to keep the points as a file.
    closed()
        The person has drawn enough.

    Attributes
    ----------
    tool : {"look", "draw", "move", "erase"}
    """

    changed = Signal()
    class_requested = Signal()
    clear_requested = Signal()
    save_requested = Signal()
    closed = Signal()

    classes: Sequence[QToolButton] = ()  # Qt tells of the palette before there is anything

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Drawing tools")
        self._group = QButtonGroup(self, idToggled=self._on_toggled)
        self.look = self._tool("pointer", "Look around: drag to pan, turn the wheel to zoom")
        self.draw = self._tool("draw", "Draw points: click, or drag for many")
        self._classes = boxes.row(spacing=2)
        self._next_class = -1  # to be chosen once it is there
        self.more = self._button("plus", "Draw with one more class; the network starts over")
        self.height_field = QDoubleSpinBox()
        self.height_field.setAccessibleName("Height of new points")
        self.height_field.setToolTip("The height that new points have")
        self.height_field.setRange(-1e9, 1e9)
        self.height_field.setFixedWidth(_FIELD)
        self.move_points = self._tool("move", "Move a point: drag it")
        self.erase = self._tool("erase", "Erase points: click, or drag over them")
        self.clear = self._button("clear", "Clear: remove all points, to draw others")
        self.save = self._button("save", "Save the points as a CSV file")
        self.close_button = self._button("close", "Put the drawing tools away (Esc)")
        first = self.look, self.draw, self._classes, self.more, self.height_field
        then = self.move_points, self.erase, self.clear, 1, self.save, self.close_button
        boxes.row(*first, *then, into=self, margins=(12, 6, 12, 0), spacing=2)
        self.more.clicked.connect(self.class_requested)
        self.clear.clicked.connect(self.clear_requested)
        self.save.clicked.connect(self.save_requested)
        self.close_button.clicked.connect(self.closed)
        self.look.setChecked(True)

    @property
    def tool(self) -> str:
        """What the mouse does."""
        chosen = self._group.checkedButton()
        tools = (None, LOOK), (self.look, LOOK), (self.move_points, MOVE), (self.erase, ERASE)
        return next((tool for button, tool in tools if button is chosen), DRAW)

    @property
    def label(self) -> float:
        """The class, or the height, of new points."""
        chosen = self._group.checkedButton()
        if chosen in self.classes:
            return float(self.classes.index(chosen))
        return self.height_field.value()

    def show_data(self, dataset: Dataset) -> None:
        """Offer what suits a data set: its classes, or a height where it has none."""
        regression = dataset.task == "regression"
        drawing = self.tool == DRAW
        checked = self._group.checkedButton()
        chosen = self.classes.index(checked) if checked in self.classes else 0
        for button in self.classes:
            self._group.removeButton(button)
            self._classes.removeWidget(button)
            button.deleteLater()
        self.classes = classes = []
        for k, name in enumerate(dataset.class_names[:MOST_CLASSES]):
            words = f"Draw points of {dataset.label_name} {name}: click, or drag for many"
            button = self._tool("", f"{words} ({k + 1})")
            self._classes.addWidget(button)
            classes.append(button)
        self.draw.setVisible(regression)
        self.more.setVisible(0 < len(dataset.class_names) < MOST_CLASSES)
        self.height_field.setVisible(regression and dataset.n_x == 2)
        if regression:
            spread = float(dataset.Y.max() - dataset.Y.min()) or 1.0
            self.height_field.setSingleStep(spread / 10)
            self.height_field.setPrefix(f"{dataset.label_name} = ")
        if 0 <= self._next_class < len(self.classes):
            chosen, drawing, self._next_class = self._next_class, True, -1
        if drawing:
            self.draw_with(min(chosen, len(self.classes) - 1))
        self._paint_classes()

    def draw_with(self, class_index: int = 0) -> None:
        """Choose to draw, with a class where there are classes."""
        if not self.classes:
            self.draw.setChecked(True)
        elif class_index < len(self.classes):
            self.classes[class_index].setChecked(True)

    def draw_once_there(self, class_index: int) -> None:
        """Choose to draw with a class that is about to be there."""
        self._next_class = class_index

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._paint_classes()

    # ------------------------------------------------------------------ inside

    def _button(self, name: str, words: str) -> QToolButton:
        return IconButton(name, words.split(":")[0].split(" (")[0], words, _ICON, self)

    def _tool(self, name: str, words: str) -> QToolButton:
        button = self._button(name, words)
        button.setCheckable(True)
        self._group.addButton(button)
        return button

    def _paint_classes(self) -> None:
        for k, button in enumerate(self.classes):
            button.setIcon(self._symbol(point_style(k, shown_theme(application()))))

    def _symbol(self, style: Style) -> QIcon:
        scale = self.devicePixelRatio()
        picture = QPixmap(int(_ICON * scale), int(_ICON * scale))
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(_ICON / 2, _ICON / 2))
        style.paint(painter, 11.0)
        painter.end()
        return QIcon(picture)

    @Slot(int, bool)
    def _on_toggled(self, _: int, checked: bool) -> None:
        if checked:
            self.changed.emit()


def point_style(class_index: int, theme: Theme) -> Style:
    """How the points of a class look."""
    color = theme.color(f"class {class_index + 1}")
    return Style(shape_of(class_index), color, line=theme.outline)
