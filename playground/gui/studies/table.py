"""The table of a study: a row for each variation, sortable, learning rates to edit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from playground.csv_text import csv_text
from playground.experiment.studies.kinds.kind import kind_of
from playground.experiment.studies.rates import RATE as RATE_PATH
from playground.experiment.studies.rates import RATE_SETTING
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.table import Row
from playground.gui.controls.row_model import SORT, Column, Index
from playground.gui.studies.chart import role_of
from playground.gui.studies.columns import COLUMNS, ENDED, NAME, RATE, STEPS, Line
from playground.gui.theme import Theme
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip
from playground.settings import SettingError


class StudyTable(QStandardItemModel):
    """What `experiment.studies.results.table` says, as a model.

    It holds all that is drawn of it: asked for every cell whenever the table is painted, Python
    would fetch the interpreter's lock hundreds of times from a study that trains.

    Signals
    -------
    rate_edited(str, float)
        The variation of this label should run with another learning rate.
    refused(str)
        What was typed is no learning rate, for the reason in the sentence.

    Attributes
    ----------
    lines : tuple of Line
    """

    rate_edited = Signal(str, float)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.lines: tuple[Line, ...] = ()
        self._theme = theme
        self._rates: dict[str, float] = {}
        for section, column in enumerate(COLUMNS):
            head = QStandardItem(column.title)
            head.setToolTip(plain_tip(column.tip))
            head.setTextAlignment(column.alignment)
            self.setHorizontalHeaderItem(section, head)

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
        if [row.label for row in rows] != [line.row.label for line in self.lines]:
            self.setRowCount(0)
            for _ in rows:
                self.appendRow([_item(column) for column in COLUMNS])
        self._rates = dict(rates)
        self.lines = tuple(
            Line(row, place, own, rates.get(row.label, own), result.task, cost)
            for place, row in enumerate(rows)
            for own in [result.of(row.label)[0].run.spec.training.learning_rate]
        )
        title = kind_of(result.study).column_title(result.study)
        self.horizontalHeaderItem(NAME).setText(title)
        to_cost = f"Steps to {number_text(cost, 3)}" if math.isfinite(cost) else None
        self.horizontalHeaderItem(STEPS).setText(to_cost or COLUMNS[STEPS].title)
        for line in self.lines:
            self._write(line, rates_editable)
        self.recolour(self._theme)

    def _write(self, line: Line, rates_editable: bool) -> None:
        """Write one row; what has not changed costs next to nothing."""
        for section, column in enumerate(COLUMNS):
            item = self.item(line.place, section)
            item.setText(column.text(line))
            item.setData(column.sorted_by(line), SORT)
        self.item(line.place, RATE).setEditable(rates_editable)
        self.item(line.place, ENDED).setToolTip(plain_tip(line.row.ended))

    def clear(self) -> None:
        """Show nothing."""
        self.setRowCount(0)
        self.lines = ()

    def recolour(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        dots = theme is not self._theme
        self._theme = theme
        for place, line in enumerate(self.lines):
            row, name = line.row, self.item(place, NAME)
            if dots or name.data(Qt.ItemDataRole.DecorationRole) is None:
                name.setData(_dot(theme.color(role_of(place))), Qt.ItemDataRole.DecorationRole)
            _paint(self.item(place, ENDED), theme.danger if row.failed else "")
            _paint(self.item(place, RATE), theme.accent if row.label in self._rates else "")

    def csv(self) -> str:
        """The table as tidy text, numbers in full."""
        header = [
            "label", "learning_rate", "train_cost", "dev_cost", "train_error", "dev_error",
            "cost_to_reach", "steps_to_cost", "step_seconds", "examples_per_second", "runs",
            "complete", "failed", "ended",
        ]  # fmt: skip
        rows = []
        for line in self.lines:
            row = line.row
            values = (
                line.own_rate, row.train_cost, row.dev_cost, row.train_error, row.dev_error,
                line.cost, row.steps_to_cost, row.step_seconds, row.examples_per_second,
                row.runs, row.complete, row.failed,
            )  # fmt: skip
            cells = ["" if v is None or not math.isfinite(v) else v for v in values]
            rows.append([row.label, *cells, row.ended])
        return csv_text(header, rows)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a learning rate that was typed; nothing else can be edited."""
        if index.column() != RATE or role != Qt.ItemDataRole.EditRole:
            return False
        line = self.lines[index.row()]
        try:
            rate = RATE_SETTING.parsed(str(value), RATE_PATH)
        except SettingError as error:
            self.refused.emit(f"{RATE_SETTING.label}: {error.problem}")
            return False
        if rate != line.rate:
            self.rate_edited.emit(line.row.label, rate)
        return True


def _item(column: Column) -> QStandardItem:
    item = QStandardItem()
    item.setTextAlignment(column.alignment)
    item.setEditable(False)
    return item


def _paint(item: QStandardItem, color: str) -> None:
    item.setData(QColor(color) if color else None, Qt.ItemDataRole.ForegroundRole)


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
