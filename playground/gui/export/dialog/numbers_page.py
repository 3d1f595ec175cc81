"""The page of numbers: the curves of plots and the history of the run, as CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit

from playground.experiment.history import History, MetricPoints
from playground.gui.export import clipboard
from playground.gui.export.dialog.check_list import CheckList
from playground.gui.export.dialog.page import Page
from playground.gui.export.jobs import FormatJob, Job, PictureJob
from playground.gui.export.plots import Plots
from playground.gui.theme import boxes
from playground.gui.views.registry import views
from playground.io.curves import HistoryTable
from playground.io.formats import NUMBERS, formats_of

_LINES = 40  # of a table that the preview shows


class NumbersPage(Page):
    """Offers whatever has numbers, one table or all of them."""

    def __init__(self) -> None:
        super().__init__(NUMBERS.name, NUMBERS.icon, NUMBERS.sentence)
        self._plots: Plots | None = None
        self._tables = {kind.name: kind for kind in formats_of(HistoryTable)}
        self.which = CheckList("tables")
        self.which.setFixedWidth(176)
        self.preview = QPlainTextEdit(readOnly=True, accessibleName="First lines")
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        row = boxes.row(self.which, (self.preview, 1), spacing=16)
        self.column.addLayout(row, 1)
        self.which.checked_changed.connect(self.changed)
        self.which.looked_at.connect(self._show_lines)

    def show_plots(self, plots: Plots) -> None:
        """Offer the plots that have curves, and the history."""
        self._plots = plots
        labels = {name: views[name].title for name in plots.names if plots.has_curves(name)}
        labels |= {name: kind.label for name, kind in self._tables.items()}
        self.which.offer(labels)
        self._show_lines()
        self.changed.emit()

    def jobs(self) -> tuple[Job, ...]:
        """A table each."""
        return tuple(
            FormatJob.of(self._tables[name]) if name in self._tables else PictureJob.of(name, "csv")
            for name in self.which.checked
        )

    def problem(self) -> str:
        """That none is wanted."""
        return "" if self.which.checked else "Check at least one table."

    def copy(self) -> Callable[[], object] | None:
        """One table, as text."""
        if self._plots is None or len(self.which.checked) != 1:
            return None
        return partial(self._copy, self._plots, self.which.checked[0])

    def _copy(self, plots: Plots, name: str) -> None:
        clipboard.put_numbers(self._text(plots, name))

    @Slot()
    def _show_lines(self) -> None:
        if self._plots is None or not self.which.current:
            return
        lines = self._text(self._plots, self.which.current, _LINES).splitlines()
        if len(lines) >= _LINES:
            lines.append("…")
        self.preview.setPlainText("\n".join(lines))

    def _text(self, plots: Plots, name: str, rows: int | None = None) -> str:
        if name in self._tables:
            return self._tables[name]().text(_beginning(plots.frame.history, rows))
        return plots.numbers(name, rows)


def _beginning(history: History, rows: int | None) -> History | MetricPoints:
    """The first evaluations and mini-batches of a history; all of it without a number."""
    if rows is None:
        return history
    points = history.since((0, 0))
    costs, evaluations = points.batch_costs[:rows], points.evaluations[:rows]
    return replace(points, batch_costs=costs, evaluations=evaluations)
