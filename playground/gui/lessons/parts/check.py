"""A goal to be reached by the learner, with the gap shown live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QWidget

from playground.experiment.wording import count
from playground.gui.lessons.gap import Gap, gaps
from playground.gui.lessons.parts.part import Part, parts, show_text
from playground.lessons.answering import needed

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.check import Check


_WIDEST = 160  # pixels of what is wanted, in one line


@parts.register("check")
class CheckPart(Part):
    """One row a condition: what is measured, what is wanted, and how much of the way is done."""

    task: Check

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.rows: list[_Row] = []
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.column.addWidget(self._table)
        self.words = self.add_caption()
        self.show_hint = QPushButton("Hint")
        self.show_hint.clicked.connect(self._on_hint)
        self.column.addWidget(self.show_hint, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_hint.setVisible(bool(self.task.hint))
        self.hint = self.add_text("Hint")
        self._say()

    def _say(self) -> None:
        if self.done:
            words = "Reached."
            self.show_hint.hide()
        else:
            within = count(self.task.limit, "epoch")
            words = (
                "Change settings and train. Run pauses when it is reached, and after "
                f"{within}: so many are enough."
            )
        self.words.setText(words)

    def enter(self, first: bool) -> None:
        if not self.done:
            self.player.run.check(self.task)

    def leave(self) -> None:
        self.player.run.leave()

    @property
    def needs_settings(self) -> bool:
        return True

    @property
    def names(self) -> tuple[str, ...]:
        return needed(self.step)

    def show_values(self, values: Mapping[str, float]) -> None:
        found = gaps(self.task.goal, values, self.player.data_task)
        if not self.rows:
            self.rows = [_Row(self._grid, number) for number in range(len(found))]
        for row, gap in zip(self.rows, found):
            row.show_gap(gap)
        if self.task.goal.holds(values) and not self.done:
            self.player.run.leave()
            self.player.complete(self.step)
            self._say()
            self.told.emit(self.words, self.words.text())
        self.changed.emit()

    @property
    def done(self) -> bool:
        return self.player.has_completed(self.step)

    @Slot()
    def _on_hint(self) -> None:
        show_text(self.hint, self.task.hint)
        self.show_hint.hide()
        self.told.emit(self.hint, self.hint.accessibleDescription())


class _Row:
    """One condition."""

    def __init__(self, grid: QGridLayout, number: int) -> None:
        self.name, self.value = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.bar = QProgressBar(minimum=0, maximum=1000)
        grid.addWidget(self.name, 2 * number, 0)
        grid.addWidget(self.value, 2 * number, 1)
        grid.addWidget(self.bar, 2 * number + 1, 0, 1, 2)

    def show_gap(self, gap: Gap) -> None:
        """Show how far off it is; the bar is full at the goal."""
        sign = "✓ " if gap.met else ""
        self.name.setText(f"{sign}{gap.name[:1].upper()}{gap.name[1:]} {gap.value}")
        self.value.setText(f"wanted: {gap.wanted}".replace(" %", "\u00a0%"))
        width = self.value.fontMetrics().horizontalAdvance(self.value.text())
        self.value.setMinimumWidth(min(width + 8, _WIDEST))
        self.bar.setValue(round(self.bar.maximum() * gap.share))
        self.bar.setAccessibleName(gap.words)
