"""The numbers of the present state along the bottom edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QStatusBar

from playground.experiment.snapshot import Frame, Snapshot
from playground.gui.theme.label import Label
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

#: From the most to the least important; where there is little room, the last ones are not shown.
_FIRST_TO_STAY = (
    "cost", "dev_error", "train_error", "epoch", "step", "speed", "learning_rate", "measured",
)  # fmt: skip

_AROUND = 28  # pixels around a caption and its number


class StatusBar(QStatusBar):
    """Epoch, step, cost, errors, learning rate and speed, each in a place of fixed width."""

    def __init__(self) -> None:
        self._values: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName("State of the run")
        for name, caption, _ in _FIELDS:
            label = Label(caption, "caption")
            value = Label("–", "number")
            value.setObjectName(f"status_{name}")
            value.setAccessibleName(caption)
            value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.addWidget(label)
            self.addWidget(value)
            self._values[name], self._captions[name] = value, label
        self._give_widths()

    def minimumSizeHint(self) -> QSize:
        """However large the type, the window need not become wider."""
        return QSize(0, super().minimumSizeHint().height())

    def _give_widths(self) -> None:
        """Give all numbers the room they may need; what does not fit is not shown, never cut."""
        metrics = QFontMetrics(QApplication.font())
        advance = metrics.horizontalAdvance
        widths = {name: advance(caption + widest) + _AROUND for name, caption, widest in _FIELDS}
        for name, _, widest in _FIELDS:
            if name in self._values:
                value = self._values[name]
                # Of a fixed size: else every new number would have the whole window laid out anew.
                # What lies around its words the caption tells: its own hint is at least the size
                # that it was given, and outlives the font that it was measured with.
                around = self._captions[name].sizeHint() - _size_of_words(self._captions[name])
                width = max(advance(widest), _size_of_words(value).width() + around.width())
                value.setFixedSize(width, metrics.height() + around.height())
                widths[name] += width - advance(widest)
        for name in reversed(_FIRST_TO_STAY):
            fits = sum(widths.values()) <= self.width()
            for label in (self._values.get(name), self._captions.get(name)):
                if label is not None:
                    label.setVisible(fits)
            if not fits:
                del widths[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._give_widths()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._give_widths()
            QTimer.singleShot(0, self, self._give_widths)  # when the labels have it too

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
            value = self._values[name]
            if value.text() != words:
                value.setText(words)
                if value.sizeHint().width() > value.width():  # such as 1.471e+218
                    self._give_widths()


def _size_of_words(label: QLabel) -> QSize:
    metrics = label.fontMetrics()
    return QSize(metrics.horizontalAdvance(label.text()), metrics.height())


def _speed_text(snapshot: Snapshot) -> str:
    if snapshot.elsewhere is not None:
        return "not of the run"
    if snapshot.looking_back:
        return "looking back"
    return f"{snapshot.steps_per_second:,.0f} steps/s" if snapshot.running else "paused"
