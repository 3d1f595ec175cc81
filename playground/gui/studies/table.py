"""The table of a study: a row for each variation, sortable, learning rates to edit."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from playground.experiment.studies.compare import Row
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.wording import count, error_text
from playground.gui.numbers import number_text
from playground.gui.studies.chart import role_of
from playground.gui.studies.requests import RATE
from playground.gui.theme import Theme
from playground.settings import SettingError, find

_Index = QModelIndex | QPersistentModelIndex

#: What rows are sorted by.
SORT = Qt.ItemDataRole.UserRole

_NAME, _RATE, _COST, _TRAIN, _DEV, _STEPS, _TIME, _PACE, _FAILED = range(9)


@dataclass(frozen=True)
class _Column:
    title: str
    tip: str


_COLUMNS = (
    _Column("Variation", "What differs from run to run"),
    _Column("Learning rate", "Double-click to change it, then press Run again"),
    _Column("Train cost", "At the end; the median of the seeds"),
    _Column("Train error", "At the end; the median of the seeds"),
    _Column("Dev error", "At the end; the median of the seeds"),
    _Column("Steps to cost", "Mini-batches until the train cost first was that low"),
    _Column("Time a step", "Of one mini-batch, where the run has the machine for itself"),
    _Column("Examples/s", "What goes through the network in a second"),
    _Column("Failed", "Runs that failed or diverged, and why"),
)


class StudyTable(QAbstractTableModel):
    """What `compare.table` says, as a model.

    Signals
    -------
    rate_edited(str, float)
        The variation of this label should run with another learning rate.
    refused(str)
        What was typed is no learning rate, for the reason in the sentence.

    Attributes
    ----------
    rows : tuple of Row
    """

    rate_edited = Signal(str, float)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._theme = theme
        self._result: StudyResult | None = None
        self._cost = math.nan
        self._rates: dict[str, float] = {}
        self._reasons: dict[str, str] = {}
        self._editable = False
        self._dots: dict[str, QPixmap] = {}

    def show_rows(
        self,
        rows: Sequence[Row],
        result: StudyResult,
        cost: float,
        rates: Mapping[str, float],
        rates_editable: bool,
    ) -> None:
        """Show the rows of a study.

        Parameters
        ----------
        rows : sequence of Row
        result : StudyResult
        cost : float
            The train cost that the steps are counted to.
        rates : mapping of str to float
            By label, learning rates that the next run will have.
        rates_editable : bool
            Whether other learning rates may be asked for.
        """
        same = [row.label for row in rows] == [row.label for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self._result, self._cost = tuple(rows), result, cost
        self._rates, self._editable = dict(rates), rates_editable
        self._reasons = {}
        for record in result.failures:
            self._reasons.setdefault(record.member.label, record.failure)
        if not same:
            self.endResetModel()
        elif self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_COLUMNS) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, _STEPS, _STEPS)

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.rows, self._result = (), None
        self.endResetModel()

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def rate_of(self, label: str) -> float:
        """The learning rate that a variation has, or will have in the next run."""
        if label in self._rates:
            return self._rates[label]
        return self._result.of(label)[0].member.spec.training.learning_rate

    def csv(self) -> str:
        """The table as tidy text, numbers in full."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(
            ["label", "learning_rate", "train_cost", "dev_cost", "train_error", "dev_error",
             "cost_to_reach", "steps_to_cost", "step_seconds", "examples_per_second", "runs",
             "failed", "why"]
        )  # fmt: skip
        for row in self.rows:
            values = [self.rate_of(row.label), row.train_cost, row.dev_cost, row.train_error]
            values += [row.dev_error, self._cost, row.steps_to_cost, row.step_seconds]
            values += [row.examples_per_second, row.runs, row.failed]
            cells = ["" if v is None or not math.isfinite(v) else v for v in values]
            writer.writerow([row.label, *cells, self._reasons.get(row.label, "")])
        return text.getvalue()

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The number of variations."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles and what they mean."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == _STEPS and math.isfinite(self._cost):
                return f"Steps to {number_text(self._cost, 3)}"
            if section == _NAME and self._result is not None:
                study = self._result.study
                return _COLUMNS[_NAME].title if study.kind == "recipe" else study.title
            return _COLUMNS[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return _COLUMNS[section].tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Learning rates can be edited."""
        flags = super().flags(index)
        if index.column() == _RATE and self._editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, numbers to sort by, colours and reasons."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return number_text(self.rate_of(row.label)) if column == _RATE else None
        if role == SORT:
            return self._sorted_by(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == _NAME:
            color = self._theme.color(role_of(index.row()))
            if color not in self._dots:
                self._dots[color] = _dot(color)
            return self._dots[color]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._reasons.get(row.label) if column == _FAILED else None
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == _FAILED and row.failed:
                return QColor(self._theme.danger)
            if column == _RATE and row.label in self._rates:
                return QColor(self._theme.accent)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a learning rate that was typed."""
        if index.column() != _RATE or role != Qt.ItemDataRole.EditRole:
            return False
        label = self.rows[index.row()].label
        setting = find(self._result.study.base, RATE).setting
        try:
            rate = setting.parsed(str(value), RATE)
        except SettingError as error:
            self.refused.emit(f"{setting.label}: {error.problem}")
            return False
        if rate != self.rate_of(label):
            self.rate_edited.emit(label, rate)
        return True

    # ------------------------------------------------------------------ words

    def _text(self, row: Row, column: int) -> str:
        if column == _FAILED:
            reason = self._reasons.get(row.label, "")
            return f"{row.failed} of {count(row.runs, 'run')}: {reason}" if row.failed else "–"
        task = self._result.task
        if column in (_TRAIN, _DEV):
            return error_text(row.train_error if column == _TRAIN else row.dev_error, task)
        if column == _STEPS:
            return "–" if row.steps_to_cost is None else f"{row.steps_to_cost:,.0f}"
        if column == _TIME:
            return f"{number_text(1e6 * row.step_seconds, 3)} µs" if _is(row.step_seconds) else "–"
        if column == _PACE:
            return f"{row.examples_per_second:,.0f}" if _is(row.examples_per_second) else "–"
        return {
            _NAME: row.label,
            _RATE: number_text(self.rate_of(row.label)),
            _COST: number_text(row.train_cost),
        }[column]

    def _sorted_by(self, place: int, column: int) -> float:
        row = self.rows[place]
        value = {
            _NAME: float(place),
            _RATE: self.rate_of(row.label),
            _COST: row.train_cost,
            _TRAIN: row.train_error,
            _DEV: row.dev_error,
            _STEPS: math.nan if row.steps_to_cost is None else row.steps_to_cost,
            _TIME: row.step_seconds,
            _PACE: row.examples_per_second,
            _FAILED: float(row.failed),
        }[column]
        return value if not math.isnan(value) else math.inf


class StudyTableView(QTableView):
    """A `StudyTable`, sorted by a click on a title."""

    def __init__(self, model: StudyTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Table of the study")
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(72)

    def fit_columns(self) -> None:
        """Make every column as wide as its words; not at every frame, which would cost it all."""
        self.resizeColumnsToContents()

    @property
    def selected(self) -> str:
        """The label of the row that is selected; empty where none is."""
        rows = self.selectionModel().selectedRows()
        if not rows:
            return ""
        return self._sorted.sourceModel().rows[self._sorted.mapToSource(rows[0]).row()].label


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (_NAME, _FAILED) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _is(value: float) -> bool:
    return math.isfinite(value)


def _dot(color: str) -> QPixmap:
    picture = QPixmap(32, 32)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(QPointF(8, 8), 4.5, 4.5)
    painter.end()
    return picture
