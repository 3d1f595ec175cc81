"""The table of past runs: sorted, filtered, pinned, named, ticked."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

from playground.experiment.differing import differing_paths, settings_text
from playground.experiment.run_log import RunEntry, RunLog
from playground.experiment.wording import error_text
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

#: What is sorted by; the run in a row; the colour role of its curve, empty for none.
SORT, RUN, COLOUR = _Role.UserRole, _Role.UserRole + 1, _Role.UserRole + 2

_TITLES = (
    "Curve", "Pin", "", "Name", "Settings that differ, and the result", "Seed", "Epochs",
    "Train\ncost", "Train\nerror", "Dev\nerror", "Trained\nfor", "Began",
)  # fmt: skip
(TICK, PIN, PICTURE, NAME, SETTINGS, SEED, EPOCHS, COST, TRAIN, DEV, SECONDS, BEGAN) = range(
    len(_TITLES)
)
_LEFT = (TICK, PIN, PICTURE, NAME, SETTINGS)
_TIPS = {
    TICK: "Ticked runs are drawn over one another below (Space)",
    PIN: "Pinned runs stay at the top, and are kept when others are cleared (P)",
}

#: The colour roles of curves, the palest last; more curves could not be told apart.
ROLES = tuple(f"class {k}" for k in (1, 2, 3, 4, 5, 6, 8, 7))


class PastTable(QAbstractTableModel):
    """Past runs as a model; names can be edited, pins and ticks set.

    Signals
    -------
    ticks_changed()
        Other runs are ticked.
    named()
        There are other rows, or other names.
    refused(str)
        What was asked for cannot be, for the reason in the sentence.

    Attributes
    ----------
    runs : tuple of RunEntry
    ticked : dict of int to str
        The colour role of each run that is ticked, by its number.
    """

    ticks_changed = Signal()
    named = Signal()
    refused = Signal(str)

    def __init__(self, past: RunLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs: tuple[RunEntry, ...] = ()
        self.ticked: dict[int, str] = {}
        self._past = past
        self._paths: tuple[str, ...] = ()
        self.renew(past)

    def renew(self, past: RunLog) -> None:
        """Show the past as it is now; what is selected stays where runs are only renewed."""
        known, runs = self.runs, past.runs
        self._past = past
        numbers = {run.number for run in runs}
        for row in reversed([i for i, run in enumerate(known) if run.number not in numbers]):
            self.beginRemoveRows(QModelIndex(), row, row)
            self.runs = self.runs[:row] + self.runs[row + 1 :]
            self.endRemoveRows()
        first = len(self.runs)
        if [run.number for run in runs[:first]] != [run.number for run in self.runs]:
            self.beginResetModel()
            self.runs = runs
            self.endResetModel()
        elif len(runs) > first:
            self.beginInsertRows(QModelIndex(), first, len(runs) - 1)
            self.runs += runs[first:]
            self.endInsertRows()
        before, self.runs = self.runs, runs
        self._find_differing(known)
        for row, (old, new) in enumerate(zip(before, runs)):
            if old is not new:
                self._show(row)
        if [(run.number, run.name) for run in known] != [(run.number, run.name) for run in runs]:
            self.named.emit()
        gone = [number for number in self.ticked if number not in numbers]
        for number in gone:
            del self.ticked[number]
        if gone:
            self.ticks_changed.emit()

    def _find_differing(self, known: tuple[RunEntry, ...]) -> None:
        if [run.spec for run in known] == [run.spec for run in self.runs]:
            return
        paths = differing_paths(run.spec for run in self.runs)
        if paths != self._paths:
            self._paths = paths
            if self.runs:
                last = self.index(len(self.runs) - 1, SETTINGS)
                self.dataChanged.emit(self.index(0, SETTINGS), last)

    def _show(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, BEGAN))

    # ------------------------------------------------------------------ what a person sets

    def tick(self, number: int, ticked: bool) -> bool:
        """Draw the curve of a run, or no longer; whether that could be."""
        if ticked == (number in self.ticked):
            return True
        run = self._past[number]
        if ticked and not run.curves:
            self.refused.emit(f"Nothing was measured of {run.name}, so there is no curve.")
            return False
        free = [role for role in ROLES if role not in self.ticked.values()]
        if ticked and not free:
            self.refused.emit(
                f"{len(ROLES)} curves can be told apart, and not more: untick one first."
            )
            return False
        if ticked:
            self.ticked[number] = free[0]
        else:
            del self.ticked[number]
        self._show([run.number for run in self.runs].index(number))
        self.ticks_changed.emit()
        return True

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Take a name, a pin or a tick."""
        number, column = self.runs[index.row()].number, index.column()
        if column == NAME and role == _Role.EditRole:
            self._past.rename(number, str(value))
        elif role == _Role.CheckStateRole and column in (PIN, TICK):
            checked = Qt.CheckState(value) is Qt.CheckState.Checked
            if column == TICK:
                return self.tick(number, checked)
            self._past.pin(number, checked)
        else:
            return False
        self.renew(self._past)
        return True

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
        if role == _Role.ToolTipRole:
            return _TIPS.get(section)
        return _alignment(section) if role == _Role.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Names can be edited, pins and ticks set."""
        flags = super().flags(index)
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() in (PIN, TICK):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Words, numbers to sort by, and how it ended as a tool tip."""
        run, column = self.runs[index.row()], index.column()
        if role == _Role.DisplayRole or (role == _Role.EditRole and column == NAME):
            return self._text(run, column)
        if role == SORT:
            return self._sorted_by(run, column)
        if role == RUN:
            return run
        if role == COLOUR:
            return self.ticked.get(run.number, "")
        if role == _Role.CheckStateRole and column in (PIN, TICK):
            checked = run.pinned if column == PIN else run.number in self.ticked
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ToolTipRole:
            return _TIPS.get(column) or plain_tip("\n".join(filter(None, self._both(run))))
        if role == _Role.AccessibleTextRole:
            return self._spoken(run, column)
        return None

    def _spoken(self, run: RunEntry, column: int) -> str | None:
        """What a screen reader says where that is not what is written."""
        if column == PIN:
            return "pinned" if run.pinned else "not pinned"
        if column == TICK:
            return "curve shown" if run.number in self.ticked else "curve not shown"
        if column == SETTINGS:
            return ". ".join(filter(None, self._both(run)))
        return None

    def _both(self, run: RunEntry) -> tuple[str, str]:
        return self._text(run, SETTINGS), run.sentence

    def _text(self, run: RunEntry, column: int) -> str:
        if column in (TRAIN, DEV):
            return error_text(run.train_error if column == TRAIN else run.dev_error, run.task)
        if column == SETTINGS:
            words = filter(None, [run.varied, settings_text(run.spec, self._paths)])
            return "; ".join(words) or "–"
        if column == SEED:
            first, last = run.seeds[0], run.seeds[-1]
            return str(first) if first == last else f"{first} to {last}"
        return {
            TICK: "",
            PIN: "",
            PICTURE: "",
            NAME: run.name,
            EPOCHS: f"{run.epochs:,}",
            COST: number_text(run.train_cost),
            SECONDS: _time_text(run.seconds),
            BEGAN: _clock_text(run.began),
        }[column]

    def _sorted_by(self, run: RunEntry, column: int) -> float | str:
        values: dict[int, float | str] = {
            TICK: float(run.number not in self.ticked),
            PIN: float(not run.pinned),
            PICTURE: float(run.number),
            NAME: run.name.lower(),
            SETTINGS: self._text(run, SETTINGS).lower(),
            SEED: float(run.seeds[0]),
            EPOCHS: float(run.epochs),
            COST: run.train_cost,
            TRAIN: run.train_error,
            DEV: run.dev_error,
            SECONDS: run.seconds,
            BEGAN: run.began,
        }
        value = values[column]
        return math.inf if isinstance(value, float) and math.isnan(value) else value


class SortedPast(QSortFilterProxyModel):
    """Past runs in the order of a column, pinned ones first, those that hold certain words."""

    def __init__(self, model: PastTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._past = model
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def find(self, text: str) -> None:
        """Show the runs in which all these words stand somewhere."""
        self._words = text.lower().split()
        self.invalidate()

    def run_at(self, index: QModelIndex) -> RunEntry:
        """The run in a row as it is shown."""
        return index.data(RUN)

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Whether a run is shown."""
        if not self._words:
            return True
        model = self._past
        texts = [model.index(row, column).data() for column in range(model.columnCount())]
        run = model.runs[row]
        kinds = [run.kind] + ([run.study.kind] if run.study is not None else [])
        everything = " ".join([*texts, run.sentence, *kinds]).lower()
        return all(word in everything for word in self._words)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Pinned runs come first, whichever way the others are sorted."""
        runs = self._past.runs
        one, other = runs[left.row()].pinned, runs[right.row()].pinned
        if one != other:
            return one == (self.sortOrder() == Qt.SortOrder.AscendingOrder)
        return left.data(SORT) < right.data(SORT)


def _time_text(seconds: float) -> str:
    if seconds < 0.1:
        return "< 0.1 s"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.1f} min"


def _clock_text(began: float) -> str:
    """The time of today, the day before that."""
    then = time.localtime(began)
    today = then[:3] == time.localtime()[:3]
    return time.strftime("%H:%M:%S" if today else "%d %b %H:%M", then)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in _LEFT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
