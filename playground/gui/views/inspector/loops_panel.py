"""Loops and matrices on the screen: the code of both, and how long each takes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QSplitter, QWidget

from playground.experiment.inspection.loops import LoopComparison
from playground.gui.theme import boxes

_NOTHING = "The same step, written as loops over examples and units and as matrix products."


class LoopsPanel(QWidget):
    """A comparison of loops and matrix products.

    Signals
    -------
    call_requested(callable, callable)
        As of `View`.
    """

    call_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: LoopComparison | None = None
        self.measure = QPushButton("Measure")
        self.measure.setToolTip("Take the coming step both ways, on a copy, and compare")
        self.measure.clicked.connect(self._on_measure)
        self.words = QLabel(_NOTHING, wordWrap=True)
        self.loops, self.matrices = _code("Loops"), _code("Matrix products")
        both = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        both.addWidget(self.loops)
        both.addWidget(self.matrices)
        head = boxes.row((self.words, 1), self.measure)
        boxes.column(head, (both, 1), into=self, margins=(12, 8, 12, 8))

    @Slot()
    def _on_measure(self) -> None:
        self.call_requested.emit(LoopComparison.of, self.show_comparison)

    def show_comparison(self, comparison: LoopComparison) -> None:
        """Show what was measured, and the code that was run."""
        self.comparison = comparison
        self.words.setText(comparison.sentence)
        self.loops.setPlainText(comparison.loops_code)
        self.matrices.setPlainText(comparison.matrices_code)


def _code(name: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(name)
    edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return edit
