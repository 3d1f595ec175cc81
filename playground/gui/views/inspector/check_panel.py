"""The gradient check on the screen: its verdict, a bar for each layer, and mistakes to plant."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from playground.engine.gradient_check import WRONG
from playground.experiment.inspection.checking import Checks, mistakes, whereabouts, worst_name
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.words import write
from playground.gui.theme import application, boxes, shown_theme
from playground.gui.theme.fonts import small_font
from playground.gui.theme.numbers import number_text

_ROW, _NAME, _NUMBER = 24, 48, 70  # pixels
_SMALLEST, _LARGEST = -12, 0  # powers of ten at the ends of a bar
_VERDICTS = {
    "right": "Right: backpropagation and the differences of the cost agree.",
    "look closer": "Look closer: they agree, but not as well as they should.",
    "bug": "Wrong: the gradient is not that of the cost.",
}


class CheckPanel(QWidget):
    """The findings of a gradient check.

    Signals
    -------
    call_requested(callable, callable)
        As of `View`.
    found()
        A check has been made.
    """

    call_requested = Signal(object, object)
    found = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks: Checks | None = None
        self.check = QPushButton("Check gradient")
        self.check.setToolTip("Compare backpropagation with two-sided differences of the cost")
        self.mistake = QComboBox(
            accessibleName="Plant a mistake",
            toolTip="Changes only what the check is shown, never the training",
            sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon,
            minimumContentsLength=12,
        )
        self._rows = QStandardItemModel()
        self.mistake.setModel(self._rows)
        self.mistake.addItem("No mistake planted", "")
        for name, cls in mistakes.items():
            self.mistake.addItem(cls.label, name)
        self.verdict = QLabel(wordWrap=True)
        self.words = QLabel(wordWrap=True)
        self.bars = Canvas(self._paint_bars, "Difference of each layer")
        row = boxes.row(self.check, (self.mistake, 1))
        boxes.column(row, self.verdict, self.bars, self.words, 1, into=self, margins=(12, 8, 12, 8))
        self.check.clicked.connect(self.ask)
        self.mistake.activated.connect(self.ask)
        self.show_checks(None)

    @property
    def is_new(self) -> bool:
        """Whether nobody has asked for a check of this run yet."""
        return self.checks is None and not self._asked

    def ask(self) -> None:
        """Have the gradient checked, with the mistake that is chosen."""
        self._asked = True
        check = partial(Checks.of, mistake=self.mistake.currentData())
        self.call_requested.emit(check, self.show_checks)

    def offer(self, possible: list[str]) -> None:
        """Offer the mistakes that would make a difference; the others say what they need."""
        for row in range(1, self.mistake.count()):
            name = self.mistake.itemData(row)
            self._rows.item(row).setEnabled(name in possible)
            tip = "" if name in possible else f"It needs {mistakes[name].needs}."
            self.mistake.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)

    def show_checks(self, checks: Checks | None) -> None:
        """Show what was found; None for nothing yet."""
        self.checks, self._asked = checks, False
        self.verdict.setText("" if checks is None else self._verdict(checks))
        self.words.setText(_NOTHING if checks is None else self._words(checks))
        self.bars.setFixedHeight(0 if checks is None else _ROW * (len(checks.now.per_layer) + 1))
        self.bars.update()
        if checks is not None:
            told = (f"{p.name} {number_text(p.difference, 2)}" for p in checks.now.per_layer)
            self.bars.setAccessibleDescription(", ".join(told))
            self.found.emit()

    @staticmethod
    def _verdict(checks: Checks) -> str:
        if checks.mistake and checks.now.verdict == "right":
            return "Right: on these examples the mistake that is planted makes no difference."
        return f"{_VERDICTS[checks.now.verdict]} {whereabouts(checks.now)}".strip()

    @staticmethod
    def _words(checks: Checks) -> str:
        now, start = checks.now, checks.start
        compared = "every parameter" if checks.all_parameters else "a sample of the parameters"
        examples = f"{checks.m:,} example{'' if checks.m == 1 else 's'}"
        planted = f" Planted: {mistakes[checks.mistake].label}." if checks.mistake else ""
        return (
            f"Difference {number_text(now.difference, 2)} at step {checks.steps:,}, "
            f"{number_text(start.difference, 2)} at the start; right up to 1e-7, wrong from 1e-3. "
            f"Furthest off: {worst_name(now)}, backpropagation {number_text(now.worst_gradient)}, "
            f"differences {number_text(now.worst_approximation)}. On {examples} and "
            f"{compared}, dropout off.{planted}"
        )

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        """A bar for each W[l] and b[l]: how much it differs, on a logarithmic axis."""
        if self.checks is None:
            return
        theme, now, start = shown_theme(application()), self.checks.now, self.checks.start
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        left, right = _NAME, area.width() - _NUMBER

        def at(difference: float) -> float:
            return left + _share(difference) * (right - left)

        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at(WRONG), _ROW), QPointF(at(WRONG), area.height()))
        words = f"Bar: at step {self.checks.steps:,}; line: at the start; dashed: wrong from 1e-3"
        write(painter, QRectF(0, 0, area.width() - 4, _ROW), words, theme.muted)
        for row, (part, before) in enumerate(zip(now.per_layer, start.per_layer), 1):
            top, wrong = row * _ROW, part in now.wrong
            write(painter, QRectF(0, top, _NAME, _ROW), f"d{part.name}", theme.text)
            bar = QRectF(left, top + 6, at(part.difference) - left, _ROW - 12)
            painter.fillRect(bar, QColor(theme.danger if wrong else theme.good))
            painter.setPen(QPen(QColor(theme.text), 1.5))
            x = at(before.difference)
            painter.drawLine(QPointF(x, top + 3), QPointF(x, top + _ROW - 3))
            number = QRectF(right + 6, top, _NUMBER - 6, _ROW)
            color = theme.danger if wrong else theme.text
            write(painter, number, number_text(part.difference, 2), color)


_NOTHING = (
    "Every parameter is moved a little both ways: what the cost then changes by must be what "
    "backpropagation says."
)


def _share(difference: float) -> float:
    """How far along the axis a difference is."""
    if difference <= 0:
        return 0.0
    share = (math.log10(difference) - _SMALLEST) / (_LARGEST - _SMALLEST)
    return min(1.0, max(0.0, share))
