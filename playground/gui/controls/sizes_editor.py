"""The editor of a row of whole numbers: the units of the hidden layers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
    QStylePainter,
    QToolButton,
    QWidget,
)

from playground.gui.controls.editors import TextEditor
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting


class SizesLine(QLineEdit):
    """A line that says what a long row means, in place of its first numbers, until one types."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tight", True)
        self.sizes: Sequence[int] = ()

    def shown_text(self) -> str:
        """What can be read in the line at present."""
        if self.hasFocus():
            return self.text()
        texts = [self.text(), *shortened(self.sizes)]
        return next((text for text in texts if self._fits(text)), texts[-1])

    def _fits(self, text: str) -> bool:
        return self.fontMetrics().horizontalAdvance(text) + 4 <= self._inside().width()

    def _inside(self):
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(element, option, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the short text where the whole one would be cut to another value."""
        words = self.shown_text()
        if words == self.text():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionFrame()
        self.initStyleOption(option)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().text().color())
        painter.drawText(self._inside().adjusted(2, 0, -2, 0), self.alignment(), words)


def shortened(sizes: Sequence[int]) -> list[str]:
    """What a row of layer sizes is in fewer words, from more to less.

    >>> shortened((8,) * 7)
    ['7 layers of 8', '7 layers', '7']
    """
    same = [f"{len(sizes)} layers of {sizes[0]}"] if len(set(sizes)) == 1 else []
    return [*same, f"{len(sizes)} layers", f"{len(sizes)}"]


class SizesEditor(TextEditor):
    """A row of whole numbers such as ``8, 4``, with buttons to drop or add the last one."""

    line_class = SizesLine

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.row.setSpacing(2)
        for sign, words, slot in (
            ("−", "Remove the last", self._drop),
            ("+", "Add one", self._add_one),
        ):
            button = QToolButton(text=sign, toolTip=plain_tip(words))
            button.setProperty("compact", True)
            button.setFixedWidth(24)
            button.setAccessibleName(f"{setting.label}: {words.lower()}")
            button.clicked.connect(slot)
            self.row.addWidget(button)

    def focus_widget(self) -> QWidget:
        return self.line

    def show_value(self, value: tuple[int, ...]) -> None:
        line = self.line
        assert isinstance(line, SizesLine)
        line.sizes = value
        super().show_value(value)
        self.line.setToolTip(plain_tip(self.text_of(value)))

    def text_of(self, value: tuple[int, ...]) -> str:
        return ", ".join(map(str, value or ()))

    @Slot()
    def _drop(self) -> None:
        if self._shown:
            self.edited.emit(self._shown[:-1])

    @Slot()
    def _add_one(self) -> None:
        self.edited.emit((*self._shown, self._shown[-1] if self._shown else 4))
