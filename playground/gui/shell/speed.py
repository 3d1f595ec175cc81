"""The speed slider of the toolbar: from one mini-batch a second to maximum speed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QWidget

from playground.gui.theme import boxes

#: Mini-batches a second at each position; the last one knows no limit.
PACES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, None)

#: Fast enough to see a boundary bend within seconds, slow enough to see it bend at all.
DEFAULT_PACE = 200


class SpeedSlider(QWidget):
    """Lets a person choose how fast training goes.

    Signals
    -------
    pace_changed(object)
        Mini-batches a second, or None for maximum speed.
    """

    pace_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # What a wide window has to spare is not for the space between the words and the slider.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.slider = QSlider(Qt.Orientation.Horizontal, maximum=len(PACES) - 1, pageStep=1)
        self.slider.setFixedWidth(96)
        self.slider.setObjectName("speed")
        self.slider.setAccessibleName("Training speed")
        self.slider.setToolTip("How many mini-batches are trained in a second")
        self.label = QLabel()
        self.label.setMinimumWidth(self.label.fontMetrics().horizontalAdvance("5,000 steps/s"))
        self.slider.valueChanged.connect(self._on_moved)
        boxes.row(self.slider, self.label, into=self, margins=(8, 0, 8, 0), spacing=8)
        self.slider.setValue(PACES.index(DEFAULT_PACE))
        self._show_pace()

    @property
    def pace(self) -> int | None:
        """Mini-batches a second, or None for maximum speed."""
        return PACES[self.slider.value()]

    @Slot(int)
    def _on_moved(self, position: int) -> None:
        self._show_pace()
        self.pace_changed.emit(self.pace)

    def _show_pace(self) -> None:
        words = "Maximum speed" if self.pace is None else f"{self.pace:,} steps/s"
        self.label.setText(words)
        self.slider.setAccessibleDescription(words)
