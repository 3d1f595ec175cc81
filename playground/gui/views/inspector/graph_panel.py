"""The computation graph of a typed expression on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from playground.data.errors import DataError
from playground.experiment.inspection.graph import Node, computation_graph, parse_values
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.words import CENTRE, write
from playground.gui.theme import application, boxes, shown_theme
from playground.gui.theme.fonts import small_font
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import number_text

_WIDTH, _HEIGHT, _ROW = 72, 22, 36  # pixels of a node, and of one with room around it
_WORDS = "Values are computed from left to right, derivatives of J (red) from right to left."


class GraphPanel(QWidget):
    """An expression, values for its variables, and its graph."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.expression, self.values = QLineEdit("3*(a + b*c)"), QLineEdit("a = 5, b = 3, c = 2")
        self.expression.setAccessibleName("Expression")
        self.values.setAccessibleName("Values")
        self.words = Label(_WORDS, "caption", wordWrap=True)
        self.drawing = Canvas(self._paint, "Computation graph")
        form = QFormLayout()
        form.addRow("J =", self.expression)
        form.addRow("at", self.values)
        boxes.column(form, (self.drawing, 1), self.words, into=self, margins=(12, 8, 12, 8))
        for edit in (self.expression, self.values):
            edit.textChanged.connect(self._on_edited)
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        try:
            values = parse_values(self.values.text())
            self.nodes = computation_graph(self.expression.text(), values)
        except DataError as error:
            self.nodes = []
            self.words.setText(str(error))
        else:
            self.words.setText(_WORDS)
        tallest = max((sum(n.depth == d.depth for n in self.nodes) for d in self.nodes), default=1)
        self.drawing.setMinimumHeight(_ROW * max(3, tallest))
        self.drawing.setAccessibleDescription(self.summary())
        self.drawing.update()

    def summary(self) -> str:
        """J and its derivatives, in words."""
        if not self.nodes:
            return self.words.text()
        slopes = (f"dJ/d{n.label} = {number_text(n.derivative)}" for n in self.nodes if n.is_name)
        return ", ".join((f"J = {number_text(self.nodes[-1].value)}", *slopes))

    def _places(self, area: QRectF) -> list[QPointF]:
        """The middle of each node: columns by depth, each spread over the height."""
        nodes = self.nodes
        deepest = max(node.depth for node in nodes)
        across = (area.width() - _WIDTH - 16) / max(1, deepest)
        columns: dict[int, list[int]] = {}
        for place, node in enumerate(nodes):
            columns.setdefault(node.depth, []).append(place)
        middles = [QPointF()] * len(nodes)
        for depth, places in columns.items():
            for row, place in enumerate(places):
                y = area.height() * (row + 0.5) / len(places)
                middles[place] = QPointF(8 + _WIDTH / 2 + depth * across, y)
        return middles

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        """The graph, from left to right."""
        nodes, theme = self.nodes, shown_theme(application())
        if not nodes:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middles = self._places(area)
        painter.setPen(QPen(QColor(theme.muted), 1.3))
        for node, middle in zip(nodes, middles):
            for source in node.inputs:
                start = middles[source] + QPointF(_WIDTH / 2, 0)
                painter.drawLine(start, middle - QPointF(_WIDTH / 2, 0))
        for node, middle in zip(nodes, middles):
            x, y = middle.x() - _WIDTH / 2, middle.y() - _HEIGHT / 2
            box = QRectF(x, y, _WIDTH, _HEIGHT)
            painter.setPen(QPen(QColor(theme.accent if node.is_name else theme.border), 1.3))
            painter.setBrush(QColor(theme.field))
            painter.drawRoundedRect(box, 5, 5)
            painter.setFont(self.font())
            value, slope = number_text(node.value), number_text(node.derivative)
            label = f"{node.label} = {value}" if node.is_name else node.label
            write(painter, box, label, theme.text, CENTRE)
            painter.setFont(small_font())
            if node.inputs:
                write(painter, box.translated(0, 3 - _HEIGHT), value, theme.text, CENTRE)
                write(painter, box.translated(0, _HEIGHT - 3), slope, theme.danger, CENTRE)
            elif node.is_name:  # beside it, since the next one stands close below
                write(painter, box.translated(_WIDTH + 6, _HEIGHT / 2 - 1), slope, theme.danger)
