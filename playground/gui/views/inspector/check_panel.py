"""The gradient check on the screen: its verdict, a bar for each layer, and mistakes to plant."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from playground.engine.gradient_check import WRONG
from playground.experiment.inspection.checking import Checks, mistakes, whereabouts, worst_name
from playground.gui.theme import Theme, boxes
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
    wanted(str)
        The gradient should be checked, with this mistake planted; empty for none.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.checks: Checks | None = None
        self.check = QPushButton("Check gradient")
        self.check.setToolTip("Compare backpropagation with two-sided differences of the cost")
        self.mistake = QComboBox(
            accessibleName="Plant a mistake",
            toolTip="Changes only what the check is shown, never the training",
            sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon,
            minimumContentsLength=12,
        )
        self.mistake.addItem("No mistake planted", "")
        for name, cls in mistakes.items():
            self.mistake.addItem(cls.label, name)
        self.verdict = QLabel(wordWrap=True)
        self.words = QLabel(wordWrap=True)
        self.bars = _Bars(self)
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
        self.wanted.emit(self.mistake.currentData())

    def offer(self, possible: list[str]) -> None:
        """Offer the mistakes that would make a difference; the others say what they need."""
        model = self.mistake.model()
        for row in range(1, self.mistake.count()):
            name = self.mistake.itemData(row)
            model.item(row).setEnabled(name in possible)
            tip = "" if name in possible else f"It needs {mistakes[name].needs}."
            self.mistake.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)

    def show_checks(self, checks: Checks | None) -> None:
        """Show what was found; None for nothing yet."""
        self.checks, self._asked = checks, False
        self.verdict.setText("" if checks is None else self._verdict(checks))
        self.words.setText(_NOTHING if checks is None else self._words(checks))
        self.bars.show_checks(checks)

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


_NOTHING = (
    "Every parameter is moved a little both ways: what the cost then changes by must be what "
    "backpropagation says."
)


class _Bars(QWidget):
    """A bar for each W[l] and b[l]: how much it differs, on a logarithmic axis."""

    def __init__(self, panel: CheckPanel) -> None:
        super().__init__()
        self._panel = panel
        self._checks: Checks | None = None
        self.setAccessibleName("Difference of each layer")

    def show_checks(self, checks: Checks | None) -> None:
        self._checks = checks
        rows = 0 if checks is None else len(checks.now.per_layer) + 1
        self.setFixedHeight(_ROW * rows)
        if checks is not None:
            told = (f"{p.name} {number_text(p.difference, 2)}" for p in checks.now.per_layer)
            self.setAccessibleDescription(", ".join(told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._checks is None:
            return
        theme, painter = self._panel.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        left, right = _NAME, self.width() - _NUMBER
        limit = left + _share(WRONG) * (right - left)
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(limit, _ROW), QPointF(limit, self.height()))
        painter.setPen(QColor(theme.muted))
        flags = Qt.AlignmentFlag.AlignVCenter
        at = f"at step {self._checks.steps:,}"
        words = f"Bar: {at}; line: at the start; dashed: wrong from 1e-3"
        painter.drawText(QRectF(0, 0, self.width() - 4, _ROW), flags, words)
        for row, (now, start) in enumerate(
            zip(self._checks.now.per_layer, self._checks.start.per_layer), 1
        ):
            top = row * _ROW
            wrong = now in self._checks.now.wrong
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(0, top, _NAME, _ROW), flags, f"d{now.name}")
            width = _share(now.difference) * (right - left)
            bar = QRectF(left, top + 6, width, _ROW - 12)
            painter.fillRect(bar, QColor(theme.danger if wrong else theme.good))
            at = left + _share(start.difference) * (right - left)
            painter.setPen(QPen(QColor(theme.text), 1.5))
            painter.drawLine(QPointF(at, top + 3), QPointF(at, top + _ROW - 3))
            painter.setPen(QColor(theme.danger if wrong else theme.text))
            words = QRectF(right + 6, top, _NUMBER - 6, _ROW)
            painter.drawText(words, flags, number_text(now.difference, 2))


def _share(difference: float) -> float:
    """How far along the axis a difference is."""
    if difference <= 0:
        return 0.0
    share = (math.log10(difference) - _SMALLEST) / (_LARGEST - _SMALLEST)
    return min(1.0, max(0.0, share))
