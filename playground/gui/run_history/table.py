"""The table of past runs: sorted, filtered, pinned, named."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QWidget

from playground.experiment.studies.wording import error_text
from playground.gui.numbers import number_text
from playground.gui.run_history.past import Past, PastRun, differing_paths, settings_text

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

SORT = _Role.UserRole

_TITLES = ("Pin", "Name", "Settings that differ", "Seed", "Epochs", "Train cost", "Train error")
_TITLES += ("Dev error", "Trained for", "Began")
PIN, NAME, SETTINGS, SEED, EPOCHS, COST, TRAIN, DEV, SECONDS, BEGAN = range(len(_TITLES))
_LEFT = (PIN, NAME, SETTINGS)


class PastTable(QAbstractTableModel):
    """Past runs as a model; names and pins can be edited."""

    def __init__(self, past: Past, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past = past
        self.runs: tuple[PastRun, ...] = ()
        self._paths: tuple[str, ...] = ()
        self.renew()

    def renew(self) -> None:
        """Show the past as it is now; what is selected stays where runs are only renewed."""
        runs = self._past.runs
        self._paths = differing_paths(run.spec for run in runs)
        same = [run.number for run in runs] == [run.number for run in self.runs]
        appended = runs[: len(self.runs)]
        if same:
            self.runs = runs
        elif [run.number for run in appended] == [run.number for run in self.runs]:
            self.beginInsertRows(QModelIndex(), len(self.runs), len(runs) - 1)
            self.runs = runs
            self.endInsertRows()
        else:
            self.beginResetModel()
            self.runs = runs
            self.endResetModel()
        if runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(runs) - 1, BEGAN))

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The number of runs."""
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The number of columns."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Titles."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == _Role.DisplayRole:
            return _TITLES[section]
        return _alignment(section) if role == _Role.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Names can be edited, pins set."""
        flags = super().flags(index)
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == PIN:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Words, numbers to sort by, and how it ended as a tool tip."""
        run, column = self.runs[index.row()], index.column()
        if role == _Role.DisplayRole or (role == _Role.EditRole and column == NAME):
            return self._text(run, column)
        if role == SORT:
            return self._sorted_by(run, column)
        if role == _Role.CheckStateRole and column == PIN:
            return Qt.CheckState.Checked if run.pinned else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ToolTipRole:
            return self._text(run, SETTINGS) if column == SETTINGS else run.sentence
        if role == _Role.AccessibleTextRole and column == PIN:
            return "pinned" if run.pinned else "not pinned"
        return None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Take a name or a pin."""
        number = self.runs[index.row()].number
        if index.column() == NAME and role == _Role.EditRole:
            self._past.rename(number, str(value))
        elif index.column() == PIN and role == _Role.CheckStateRole:
            self._past.pin(number, Qt.CheckState(value) is Qt.CheckState.Checked)
        else:
            return False
        self.renew()
        return True

    def _text(self, run: PastRun, column: int) -> str:
        if column in (TRAIN, DEV):
            return error_text(run.train_error if column == TRAIN else run.dev_error, run.task)
        if column == SETTINGS:
            return settings_text(run.spec, self._paths) or "–"
        if column == SEED:
            first, last = run.seeds[0], run.seeds[-1]
            return str(first) if first == last else f"{first} to {last}"
        return {
            PIN: "",
            NAME: run.name,
            EPOCHS: f"{run.epochs:,}",
            COST: number_text(run.train_cost),
            SECONDS: _time_text(run.seconds),
            BEGAN: time.strftime("%H:%M:%S", time.localtime(run.began)),
        }[column]

    def _sorted_by(self, run: PastRun, column: int) -> float | str:
        value = {
            PIN: float(not run.pinned),
            NAME: run.name.lower(),
            SETTINGS: self._text(run, SETTINGS).lower(),
            SEED: float(run.seeds[0]),
            EPOCHS: float(run.epochs),
            COST: run.train_cost,
            TRAIN: run.train_error,
            DEV: run.dev_error,
            SECONDS: run.seconds,
            BEGAN: run.began,
        }[column]
        return math.inf if isinstance(value, float) and math.isnan(value) else value


class SortedPast(QSortFilterProxyModel):
    """Past runs in the order of a column, pinned ones first, those that hold certain words."""

    def __init__(self, model: PastTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def find(self, text: str) -> None:
        """Show the runs in which all these words stand somewhere."""
        self._words = text.lower().split()
        self.invalidate()

    def run_at(self, index: QModelIndex) -> PastRun:
        """The run in a row as it is shown."""
        return self.sourceModel().runs[self.mapToSource(index).row()]

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Whether a run is shown."""
        model = self.sourceModel()
        texts = [model.index(row, column).data() for column in range(model.columnCount())]
        everything = " ".join([*texts, model.runs[row].sentence, model.runs[row].kind]).lower()
        return all(word in everything for word in self._words)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Pinned runs come first, whichever way the others are sorted."""
        runs = self.sourceModel().runs
        one, other = runs[left.row()].pinned, runs[right.row()].pinned
        if one != other:
            return one == (self.sortOrder() == Qt.SortOrder.AscendingOrder)
        return left.data(SORT) < right.data(SORT)


def _time_text(seconds: float) -> str:
    if seconds < 0.1:
        return "< 0.1 s"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.1f} min"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in _LEFT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
