"""The table of past runs: sorted, filtered, pinned, named, ticked."""

from __future__ import annotations

import time
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.experiment.differing import differing_paths, settings_text
from playground.experiment.run_log import RunEntry, RunLog
from playground.experiment.wording import error_text
from playground.gui.controls.row_model import SORT, Column, Index, Role, RowModel
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip

#: The run in a row; the colour role of its curve, empty for none.
RUN, COLOUR = SORT + 1, SORT + 2

(TICK, PIN, PICTURE, NAME, SETTINGS, SEED, EPOCHS, COST, TRAIN, DEV, SECONDS, BEGAN) = range(12)

#: The colour roles of curves, the palest last; more curves could not be told apart.
ROLES = tuple(f"class {k}" for k in (1, 2, 3, 4, 5, 6, 8, 7))


class PastTable(RowModel):
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
    rows : tuple of RunEntry
    ticked : dict of int to str
        The colour role of each run that is ticked, by its number.
    """

    ticks_changed = Signal()
    named = Signal()
    refused = Signal(str)

    def __init__(self, past: RunLog, widget: QWidget) -> None:
        super().__init__(self._declared(), widget)
        self.rows: tuple[RunEntry, ...] = ()
        self.ticked: dict[int, str] = {}
        self._past = past
        self._paths: tuple[str, ...] = ()
        self.renew(past)

    def _declared(self) -> tuple[Column, ...]:
        """The columns; which curves are shown, and which settings differ, this table knows."""
        return (
            Column("Curve", _nothing, lambda run: run.number not in self.ticked,
                   "Ticked runs are drawn over one another below (Space)", of_words=True),
            Column("Pin", _nothing, lambda run: not run.pinned,
                   "Pinned runs stay at the top, and are kept when others are cleared (P)",
                   of_words=True),
            Column("", _nothing, attrgetter("number"), of_words=True),
            Column("Name", attrgetter("name"), lambda run: run.name.lower(), of_words=True),
            Column("Settings that differ, and the result", self._settings,
                   lambda run: self._settings(run).lower(), of_words=True),
            Column("Seed", _seeds, lambda run: run.seeds[0]),
            Column("Epochs", lambda run: f"{run.epochs:,}", attrgetter("epochs")),
            Column("Train\ncost", lambda run: number_text(run.train_cost),
                   attrgetter("train_cost")),
            Column("Train\nerror", lambda run: error_text(run.train_error, run.task),
                   attrgetter("train_error")),
            Column("Dev\nerror", lambda run: error_text(run.dev_error, run.task),
                   attrgetter("dev_error")),
            Column("Trained\nfor", lambda run: _time_text(run.seconds), attrgetter("seconds")),
            Column("Began", lambda run: _clock_text(run.began), attrgetter("began")),
        )  # fmt: skip

    def _settings(self, run: RunEntry) -> str:
        words = filter(None, [run.varied, settings_text(run.spec, self._paths)])
        return "; ".join(words) or "–"

    def renew(self, past: RunLog) -> None:
        """Show the past as it is now; what is selected stays where runs are only renewed."""
        known, runs = self.rows, past.runs
        self._past = past
        numbers = {run.number for run in runs}
        for row in reversed([i for i, run in enumerate(known) if run.number not in numbers]):
            self.beginRemoveRows(QModelIndex(), row, row)
            self.rows = self.rows[:row] + self.rows[row + 1 :]
            self.endRemoveRows()
        first = len(self.rows)
        if [run.number for run in runs[:first]] != [run.number for run in self.rows]:
            self.beginResetModel()
            self.rows = runs
            self.endResetModel()
        elif len(runs) > first:
            self.beginInsertRows(QModelIndex(), first, len(runs) - 1)
            self.rows += runs[first:]
            self.endInsertRows()
        before, self.rows = self.rows, runs
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
        if [run.spec for run in known] == [run.spec for run in self.rows]:
            return
        paths = differing_paths(run.spec for run in self.rows)
        if paths != self._paths:
            self._paths = paths
            if self.rows:
                last = self.index(len(self.rows) - 1, SETTINGS)
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
        self._show([run.number for run in self.rows].index(number))
        self.ticks_changed.emit()
        return True

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take a name, a pin or a tick."""
        number, column = self.rows[index.row()].number, index.column()
        if column == NAME and role == Role.EditRole:
            self._past.rename(number, str(value))
        elif role == Role.CheckStateRole and column in (PIN, TICK):
            checked = Qt.CheckState(value) is Qt.CheckState.Checked
            if column == TICK:
                return self.tick(number, checked)
            self._past.pin(number, checked)
        else:
            return False
        self.renew(self._past)
        return True

    # ------------------------------------------------------------------ what Qt asks

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited, pins and ticks set."""
        flags = super().flags(index)
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() in (PIN, TICK):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Words, numbers to sort by, and how it ended as a tool tip."""
        run, column = self.rows[index.row()], index.column()
        if role == Role.EditRole and column == NAME:
            return run.name
        if role == RUN:
            return run
        if role == COLOUR:
            return self.ticked.get(run.number, "")
        if role == Role.CheckStateRole and column in (PIN, TICK):
            checked = run.pinned if column == PIN else run.number in self.ticked
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        if role == Role.ToolTipRole:
            both = filter(None, [self._settings(run), run.sentence])
            return self.columns[column].tip or plain_tip("\n".join(both))
        if role == Role.AccessibleTextRole:
            return self._spoken(run, column)
        return super().data(index, role)

    def _spoken(self, run: RunEntry, column: int) -> str | None:
        """What a screen reader says where that is not what is written."""
        if column == PIN:
            return "pinned" if run.pinned else "not pinned"
        if column == TICK:
            return "curve shown" if run.number in self.ticked else "curve not shown"
        if column == SETTINGS:
            return ". ".join(filter(None, [self._settings(run), run.sentence]))
        return None


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

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a run is shown."""
        if not self._words:
            return True
        model = self._past
        texts = [model.index(row, column).data() for column in range(model.columnCount())]
        run = model.rows[row]
        kinds = [run.kind] + ([run.study.kind] if run.study is not None else [])
        everything = " ".join([*texts, run.sentence, *kinds]).lower()
        return all(word in everything for word in self._words)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Pinned runs come first, whichever way the others are sorted."""
        runs = self._past.rows
        one, other = runs[left.row()].pinned, runs[right.row()].pinned
        if one != other:
            return one == (self.sortOrder() == Qt.SortOrder.AscendingOrder)
        return left.data(SORT) < right.data(SORT)


def _nothing(run: RunEntry) -> str:
    return ""


def _seeds(run: RunEntry) -> str:
    first, last = run.seeds[0], run.seeds[-1]
    return str(first) if first == last else f"{first} to {last}"


def _time_text(seconds: float) -> str:
    if seconds < 0.1:
        return "< 0.1 s"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.1f} min"


def _clock_text(began: float) -> str:
    """The time of today, the day before that."""
    then = time.localtime(began)
    today = then[:3] == time.localtime()[:3]
    return time.strftime("%H:%M:%S" if today else "%d %b %H:%M", then)
