"""A slider for each feature that is on neither axis of a plane."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSlider, QWidget

from playground.data.datasets import Dataset
from playground.experiment.inputs.plane import Plane
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip

#: Features beyond this number stay at their median; more sliders nobody would find their way in.
MOST = 100

_POSITIONS = 200  # of a slider, less one
_ROWS = 4  # seen at once


class FixedFeatures(QScrollArea):
    """Rows of name, slider and value; the value is in the unit of the feature's column.

    Signals
    -------
    changed(int, float)
        A person wants the feature of this index held at this value.
    """

    changed = Signal(int, float)
    _data: Dataset  # there is one once `show_data` was told

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Held features")
        self.sliders: dict[int, QSlider] = {}
        self._rows: dict[int, tuple[QWidget, ...]] = {}
        self._values: dict[int, QLabel] = {}
        self._names: tuple[str, ...] = ()

    def show_data(self, data: Dataset) -> None:
        """Let the rows be those of the features of `data`, made when they are first shown."""
        if data.feature_names != self._names:
            self._rows = {}
        self._data, self._names = data, data.feature_names
        self._low, self._high = data.X.min(axis=1), data.X.max(axis=1)
        self._whole = [bool((row == np.rint(row)).all()) for row in data.X[:MOST]]

    def show_plane(self, plane: Plane) -> None:
        """Show the values at which `plane` holds the features that are not on its axes."""
        if not self._rows:
            self._make_rows()
        for feature, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(feature not in (plane.x_axis, plane.y_axis))
            value = plane.held[feature]
            with QSignalBlocker(self.sliders[feature]):
                self.sliders[feature].setValue(self._position(feature, value))
            self._values[feature].setText(number_text(value))

    def _make_rows(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        names = self._names[:MOST]
        self.sliders, self._values = {}, {}
        for feature, name in enumerate(names):
            label, value = QLabel(name), QLabel()
            slider = QSlider(Qt.Orientation.Horizontal, maximum=_POSITIONS, pageStep=20)
            slider.setProperty("feature", feature)
            slider.setAccessibleName(f"{name} is held at")
            slider.setToolTip(plain_tip(self._range_words(feature)))
            slider.valueChanged.connect(self._on_slid)
            label.setBuddy(slider)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("-0.0000e-00"))
            for column, widget in enumerate((label, slider, value)):
                grid.addWidget(widget, feature, column)
            self.sliders[feature], self._values[feature] = slider, value
            self._rows[feature] = (label, slider, value)
        if self._data.n_x > MOST:
            others = f"The other {self._data.n_x - MOST:,} features stay at their median."
            left = Label(others, "caption")
            grid.addWidget(left, MOST, 0, 1, 3)
        grid.setRowStretch(MOST + 1, 1)
        self.setWidget(content)
        height = content.sizeHint().height() / max(1, len(names))
        self.setFixedHeight(math.ceil(height * min(_ROWS, max(1, len(names) - 2))))

    def _range_words(self, feature: int) -> str:
        low, high = number_text(self._low[feature]), number_text(self._high[feature])
        middle = number_text(float(np.median(self._data.X[feature])))
        return f"From {low} to {high} in the data; the median is {middle}."

    def _position(self, feature: int, value: float) -> int:
        low, high = self._low[feature], self._high[feature]
        return round((value - low) / ((high - low) or 1.0) * _POSITIONS)

    @Slot(int)
    def _on_slid(self, position: int) -> None:
        feature = self.sender().property("feature")
        low, high = self._low[feature], self._high[feature]
        value = float(low + (high - low) * position / _POSITIONS)
        if self._whole[feature]:
            value = float(round(value))
        self._values[feature].setText(number_text(value))
        self.changed.emit(feature, value)
