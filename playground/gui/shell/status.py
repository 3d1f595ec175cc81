"""The numbers of the present state along the bottom edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QStatusBar

from playground.experiment.snapshot import Frame, Snapshot
from playground.gui.theme.numbers import number_text, percent_text

#: Name, caption and the widest text of each number, so that nothing jumps while they run.
_FIELDS = (
    ("epoch", "Epoch", "10,000,000"),
    ("step", "Step", "100,000,000"),
    ("cost", "Cost", "0.0000e-00"),
    ("train_error", "Train error", "100.00 %"),
    ("dev_error", "Dev error", "100.00 %"),
    ("measured", "at step", "100,000,000"),
    ("learning_rate", "Learning rate", "0.0000e-00"),
    ("speed", "Speed", "100,000 steps/s"),
)


class StatusBar(QStatusBar):
    """Epoch, step, cost, errors, learning rate and speed, each in a place of fixed width."""

    def __init__(self) -> None:
        self._values: dict[str, QLabel] = {}
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName("State of the run")
        for name, caption, _ in _FIELDS:
            label = QLabel(caption)
            label.setProperty("role", "caption")
            value = QLabel("–")
            value.setObjectName(f"status_{name}")
            value.setAccessibleName(caption)
            value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            value.setProperty("role", "number")
            self.addWidget(label)
            self.addWidget(value)
            self._values[name] = value
        self._give_widths()

    def minimumSizeHint(self) -> QSize:
        """However large the type, the window need not become wider."""
        return QSize(0, super().minimumSizeHint().height())

    def _give_widths(self) -> None:
        for name, widest in ((n, w) for n, _, w in _FIELDS if n in self._values):
            width = QFontMetrics(QApplication.font()).horizontalAdvance(widest)
            self._values[name].setMinimumWidth(width)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._give_widths()

    def draw(self, frame: Frame) -> None:
        """Show the numbers of a frame."""
        snapshot, latest = frame.snapshot, frame.latest
        is_classification = bool(frame.run.dataset.class_names)
        error = percent_text if is_classification else number_text
        texts = {
            "epoch": f"{snapshot.epoch:,}",
            "step": f"{snapshot.steps:,}",
            "cost": number_text(latest["train_cost"]),
            "train_error": error(latest["train_error"]),
            "dev_error": error(latest["dev_error"]),
            # Cost and errors are measured at the ends of epochs, which may be long ago.
            "measured": f"{latest['step']:,.0f}",
            "learning_rate": number_text(snapshot.learning_rate),
            "speed": _speed_text(snapshot),
        }
        for name, words in texts.items():
            # A label lays itself out anew at every setText, even for the same words.
            if self._values[name].text() != words:
                self._values[name].setText(words)


def _speed_text(snapshot: Snapshot) -> str:
    if snapshot.looking_back:
        return "looking back"
    return f"{snapshot.steps_per_second:,.0f} steps/s" if snapshot.running else "paused"
