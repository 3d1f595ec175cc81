"""FlowLayout: widgets beside each other, in as many rows as the width asks for."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


class FlowLayout(QLayout):
    """Lays widgets out as words in a paragraph: one that has no room goes to the next row."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Add one behind the others."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place; None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all rows."""
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay all out."""
        super().setGeometry(rect)
        self._arrange(rect, moving=True)

    def sizeHint(self) -> QSize:
        """As narrow as it can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Of the widest alone."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        margins: QMargins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, moving: bool) -> int:
        """Place the items row by row, or only measure; the height they take."""
        area = rect.marginsRemoved(self.contentsMargins())
        left, top, row = area.left(), area.top(), 0
        rows: list[list[tuple[QLayoutItem, int]]] = [[]]
        for item in self._shown():
            width = item.sizeHint().width()
            if rows[-1] and left + width > area.right() + 1:
                rows.append([])
                left = area.left()
            rows[-1].append((item, left))
            left += width + self.spacing()
        for items in rows:
            row = max((item.sizeHint().height() for item, _ in items), default=0)
            for item, left in items if moving else ():
                size = item.sizeHint()
                place = QPoint(left, top + (row - size.height()) // 2)
                item.setGeometry(QRect(place, size))
            top += row + self.spacing()
        margins = self.contentsMargins()
        return top - self.spacing() + margins.bottom() - rect.top()
