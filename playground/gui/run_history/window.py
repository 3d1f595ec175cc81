"""The window of past runs: find one, compare some, pin, name, restore."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from playground.experiment.architecture import loss_name
from playground.experiment.differing import as_csv
from playground.experiment.run_log import RunCurve, RunEntry
from playground.experiment.wording import count
from playground.gui.export.file_menu import FileMenu, text_writer
from playground.gui.export.plot_menu import open_plot_menu
from playground.gui.run_history.overlay import Overlaid, OverlayView
from playground.gui.run_history.recorder import Recorder
from playground.gui.run_history.table import NAME, PIN, TICK, PastTable, SortedPast
from playground.gui.run_history.table_view import PastTableView
from playground.gui.theme import Theme, boxes
from playground.gui.theme.label import Label
from playground.gui.theme.screen_room import room_on
from playground.gui.theme.tooltips import allow, plain_tip

_EMPTY = "Every run and study appears here once it has trained."
_HINT = "Space shows a curve, Enter restores, F2 renames, P pins, Delete removes."


class HistoryWindow(QWidget):
    """Every run and study of the session in a table, and the curves of those that are ticked.

    Parameters
    ----------
    recorder : Recorder
    theme : Theme
    parent : QWidget
        The main window; this one stands beside it.

    Signals
    -------
    restore_requested(ExperimentSpec)
        Make this the experiment again.
    results_requested(RunEntry)
        Show again what came of this study.
    """

    restore_requested = Signal(object)
    results_requested = Signal(object)

    def __init__(self, recorder: Recorder, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("history_window")
        self.setWindowTitle("Run history – Neural playground")
        self.setAccessibleName("Run history")
        self._recorder = recorder
        self.model = PastTable(recorder.past, self)
        self.sorted = SortedPast(self.model, self)
        self.table = PastTableView(self.sorted)
        self.overlay = OverlayView(theme)
        self.overlay.menu_requested.connect(open_plot_menu)
        self.exports = FileMenu(self)
        self._build()
        self._add_actions()
        self._wire()
        self._show_state()
        self.table.fit()
        self.table.setFocus()
        # Left to its size hint, a window takes two thirds of the screen at most.
        self.resize(self.sizeHint().boundedTo(room_on(self.screen())))

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        hint = "Find: adam, spiral, run 3 …"
        self.filter = QLineEdit(placeholderText=hint, clearButtonEnabled=True)
        self.filter.setAccessibleName("Find past runs")
        self.filter.setFixedWidth(220)
        self.hint = Label(role="caption", wordWrap=True)
        self.back = _button(
            "Bring back", "Put what was removed last back into the table", self._bring_back
        )
        self.remove = _button("Remove", "Remove the selected rows (Delete)", self._remove)
        self.clear = _button("Clear unpinned", "Remove all rows but the pinned ones", self._clear)
        self.export = _button("Export", "Save the table or the plot of the curves (Ctrl+E)")
        self.export.setMenu(self.exports.menu)
        self.results = _button(
            "Show results", "Show again what came of this study (O)", self._show_results
        )
        self.restore = _button(
            "Restore",
            "Make the experiment of this run the current one (Enter). It can be undone.",
            self._restore,
        )
        self.restore.setProperty("accent", True)
        words = boxes.row(self.hint, margins=(14, 0, 12, 0))
        buttons = (self.back, self.remove, self.clear, self.export, self.results, self.restore)
        head = boxes.row(self.filter, 1, *buttons, margins=(12, 12, 12, 0), spacing=8)
        stack = boxes.split(Qt.Orientation.Vertical, (self.table, 380), (self.overlay, 300))
        stack.setStretchFactor(0, 1)
        stack.setStretchFactor(1, 1)
        boxes.column(head, words, (stack, 1), into=self, spacing=8)

    def _add_actions(self) -> None:
        """What can be done with the selected rows: by a key, and by a click of the right button."""
        self.actions_: dict[str, QAction] = {}
        for name, words, keys, slot in (
            ("restore", "Restore the experiment", ("Return", "Enter"), self._restore),
            ("results", "Show results", ("O",), self._show_results),
            ("tick", "Show the curve", ("Space",), self._tick),
            ("rename", "Rename", ("F2",), self._rename),
            ("pin", "Pin", ("P",), self._pin),
            ("remove", "Remove", ("Delete", "Backspace"), self._remove),
        ):
            action = QAction(words, self.table)
            action.setShortcuts([QKeySequence(key) for key in keys])
            # While a name is typed these keys belong to it.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.actions_[name] = action
            self.table.addAction(action)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _wire(self) -> None:
        self._recorder.changed.connect(self._on_changed)
        self._recorder.progressed.connect(self._on_progressed)
        self.model.ticks_changed.connect(self._show_curves)
        self.model.refused.connect(self.say)
        self.model.named.connect(self.table.fit)
        self.filter.textChanged.connect(self._on_filter)
        self.table.doubleClicked.connect(self._on_double_click)
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        self.exports.menu.aboutToShow.connect(self._offer_exports)
        self.exports.said.connect(self.say)
        shortcuts: dict[str, Callable[[], object]] = {
            "Ctrl+W": self.close,
            "Esc": self.close,
            "Ctrl+F": self.filter.setFocus,
            "Ctrl+E": self.export.showMenu,
        }
        for keys, do in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    # ------------------------------------------------------------------ what is shown

    @Slot()
    def _on_changed(self) -> None:
        self.model.renew(self._recorder.past)
        if self.model.ticked and self.isVisible():
            self._show_curves()
        self._show_state()

    @Slot()
    def _on_progressed(self) -> None:
        if self._recorder.live in self.model.ticked and self.isVisible():
            self._show_curves()

    @Slot()
    def _show_curves(self) -> None:
        drawn = [self._overlaid(number, role) for number, role in self.model.ticked.items()]
        self.overlay.draw(tuple(drawn) or None)

    def _overlaid(self, number: int, role: str) -> Overlaid:
        run = self._recorder.past[number]
        curve = run.best_curve or run.curves[0]
        live = self._recorder.live_evaluations() if number == self._recorder.live else None
        name = f"{run.name}: {curve.label}" if curve.label else run.name
        shown = curve if live is None else RunCurve("", live)
        return Overlaid(number, name, role, shown, run.task, _loss(run, curve.label))

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self.sorted.find(text)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        runs, shown, total = self._selected(), self.sorted.rowCount(), self.model.rowCount()
        one = "" if len(runs) == 1 else "Choose one row first."
        allow(self.restore, one)
        allow(self.remove, "" if runs else "Choose rows first.")
        had = not one and self._has_results(runs[0])
        allow(self.results, one or ("" if had else "Only a study has results to show again."))
        unpinned = any(not run.pinned for run in self.model.rows)
        allow(self.clear, "" if unpinned else "There is no row without a pin.")
        allow(self.export, "" if total else "There is no row yet.")
        self.back.setVisible(bool(self._recorder.past.removed))
        self.table.say(_EMPTY if not total else "" if shown else "No run holds all these words.")
        if self._recorder.past.removed:
            words = f"Removed {count(len(self._recorder.past.removed), 'row')}."
        elif not total:
            words = "Rows of runs can be pinned, named, compared and restored."
        elif shown < total:
            words = f"{shown:,} of {total:,} shown"
        elif len(runs) > 1:
            words = f"{len(runs):,} selected"
        else:
            words = _HINT
        self.say(words)

    @Slot(str)
    def say(self, words: str, is_error: bool = False) -> None:
        """Say something beside the buttons, until there is something else to say."""
        self.hint.setText(words)

    def _has_results(self, run: RunEntry) -> bool:
        return run.study is not None or run.number in self._recorder.finished

    def _selected(self) -> list[RunEntry]:
        rows = self.table.selectionModel().selectedRows()
        return [self.sorted.run_at(index) for index in rows]

    # ------------------------------------------------------------------ what a person does

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() not in (PIN, TICK):
            self._restore()

    @Slot()
    def _restore(self) -> None:
        runs = self._selected()
        if len(runs) == 1:
            self.restore_requested.emit(runs[0].spec)

    @Slot()
    def _show_results(self) -> None:
        runs = self._selected()
        if len(runs) == 1 and self._has_results(runs[0]):
            self.results_requested.emit(runs[0])

    @Slot()
    def _tick(self) -> None:
        """Show the curves of all selected runs, or of none where all are shown."""
        runs = self._selected()
        ticked = not all(run.number in self.model.ticked for run in runs)
        for run in runs:
            if not self.model.tick(run.number, ticked):
                break

    @Slot()
    def _rename(self) -> None:
        rows = self.table.selectionModel().selectedRows(NAME)
        if rows:
            self.table.edit(rows[0])

    @Slot()
    def _pin(self) -> None:
        runs = self._selected()
        pinned = not all(run.pinned for run in runs)
        for run in runs:
            self._recorder.past.pin(run.number, pinned)
        self._on_changed()

    @Slot()
    def _remove(self) -> None:
        self._take_out([run.number for run in self._selected()])

    @Slot()
    def _clear(self) -> None:
        self._take_out([run.number for run in self.model.rows if not run.pinned])

    def _take_out(self, numbers: list[int]) -> None:
        if not numbers:
            return
        row = min((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        self._recorder.past.remove(numbers)
        self._on_changed()
        # The keyboard goes on where it was.
        if row := min(row, self.sorted.rowCount() - 1) + 1:
            self.table.selectRow(row - 1)

    @Slot()
    def _bring_back(self) -> None:
        self._recorder.past.bring_back()
        self._on_changed()

    @Slot()
    def _offer_exports(self) -> None:
        self.exports.menu.clear()
        rows = [self.sorted.index(row, 0) for row in range(self.sorted.rowCount())]
        make = partial(as_csv, [self.sorted.run_at(row) for row in rows])
        self.exports.add("Table as CSV…", "runs.csv", text_writer(make))
        if self.model.ticked:
            self.exports.menu.addSeparator()
            self.exports.add_view(self.overlay)

    # ------------------------------------------------------------------ looks

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.overlay.recolour(theme)
        self.table.viewport().update()

    def sizeHint(self) -> QSize:
        """Room for table and curves."""
        return QSize(1240, 760)


def _loss(run: RunEntry, label: str) -> str:
    """The name of the loss of one of the curves of a run."""
    variations = () if run.study is None else run.study.variations
    spec = next((v.applied_to(run.spec) for v in variations if v.label == label), run.spec)
    return loss_name(spec, run.task)


def _button(words: str, tip: str, do: Callable[[], object] | None = None) -> QPushButton:
    button = QPushButton(words, toolTip=plain_tip(tip), accessibleName=words)
    if do is not None:
        button.clicked.connect(do)
    return button
