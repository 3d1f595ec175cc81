"""The first rows of a table as they were read, under the names and roles of its columns."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.gui.controls.row_model import LEFT, RIGHT, Index
from playground.gui.dialogs.import_data.choices import ROLE_LABELS
from playground.gui.dialogs.import_data.reading import PREVIEW_ROWS, Reading
from playground.gui.theme.tooltips import plain_tip

_MISSING = "missing"
_LONGEST_CELL = 200  # characters of a text that are shown in a cell
_WIDEST = 200  # pixels of a column, unless a person makes it wider
_MEASURED = 60  # rows and columns that widths follow; further columns have the usual width


class PreviewModel(QAbstractTableModel):
    """The first rows of a `Reading`."""

    def __init__(self, reading: Reading, widget: QWidget) -> None:
        super().__init__(widget)
        self.reading = reading
        self._widget = widget

    def show_reading(self, reading: Reading) -> None:
        """Show another reading; none of its rows where the file was refused."""
        self.beginResetModel()
        self.reading = reading
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        rows = min(self.reading.table.rows, PREVIEW_ROWS)
        return 0 if parent is not None and parent.isValid() else rows

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.reading.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.column()
        values = self.reading.table.columns[place]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), place)
        if role == Qt.ItemDataRole.ToolTipRole:
            value = values[index.row()]
            return plain_tip(value) if isinstance(value, str) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numbers = values.dtype != object
            return RIGHT if numbers else LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            value = values[index.row()]
            missing = value is None or value != value
            if missing or self.reading.roles[place] == "ignore":
                return self._widget.palette().placeholderText()
        return None

    def text(self, row: int, place: int) -> str:
        """What stands in a cell."""
        value = self.reading.table.columns[place][row]
        if value is None or value != value:
            return _MISSING
        if isinstance(value, str):
            return value[:_LONGEST_CELL].replace("\n", " ⏎ ")
        return f"{value:.15g}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{self.reading.table.lines[section]:,}"
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT
            return None
        name = self.reading.table.names[section]
        words = ROLE_LABELS[self.reading.roles[section]].lower()
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name}\n{words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{name}: {words}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}: {words}"
        return None


class RoleHeader(QHeaderView):
    """Column names in the upper line, what they are for in the lower one."""

    def __init__(self, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._shown = model
        self.setSectionsClickable(True)
        self.setDefaultAlignment(LEFT)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * self.fontMetrics().height() + 12)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        reading, palette = self._shown.reading, self.palette()
        role = reading.roles[section]
        painter.save()
        painter.fillRect(rect, palette.window())
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(8, 5, -8, -5)
        half = inner.height() // 2
        upper, lower = inner.adjusted(0, 0, 0, -half), inner.adjusted(0, half, 0, 0)
        name, words = reading.table.names[section], ROLE_LABELS[role].lower()
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        text = palette.color(QPalette.ColorRole.WindowText)
        accent = palette.color(QPalette.ColorRole.Link)
        align = LEFT if reading.table.columns[section].dtype == object else RIGHT
        font = self.font()
        font.setBold(role == "label")
        painter.setFont(font)
        painter.setPen(muted if role == "ignore" else text)
        metrics = painter.fontMetrics()
        painter.drawText(
            upper, align, metrics.elidedText(name, Qt.TextElideMode.ElideRight, upper.width())
        )
        painter.setFont(self.font())
        painter.setPen(accent if role == "label" else muted)
        painter.drawText(lower, align, words)
        painter.restore()


class Preview(QTableView):
    """Shows a `PreviewModel`; a click on a column's head asks for the menu of its roles."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.setAccessibleName("Preview of the first rows")
        self._first_rows = PreviewModel(reading, self)
        self.setModel(self._first_rows)
        self.setHorizontalHeader(RoleHeader(self._first_rows, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setCornerButtonEnabled(False)
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.fontMetrics().height() + 8)
        lines.setAccessibleName("Lines of the file")

    def show_reading(self, reading: Reading) -> None:
        """Show another reading; widths and place stay where the columns are the same."""
        same = reading.table.names == self._first_rows.reading.table.names
        place = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._first_rows.show_reading(reading)
        if same:
            self.horizontalScrollBar().setValue(place[0])
            self.verticalScrollBar().setValue(place[1])
        else:
            self._fit_columns()

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        metrics = header.fontMetrics()
        model = self._first_rows
        role = max(metrics.horizontalAdvance(label.lower()) for label in ROLE_LABELS.values())
        for section in range(min(model.columnCount(), _MEASURED)):
            cells = (model.text(row, section) for row in range(min(model.rowCount(), _MEASURED)))
            widest = metrics.horizontalAdvance(max(cells, key=len, default=""))
            # A label's name is bold.
            name = 1.1 * metrics.horizontalAdvance(model.reading.table.names[section])
            self.setColumnWidth(section, round(min(max(name, widest, role) + 28, _WIDEST)))
