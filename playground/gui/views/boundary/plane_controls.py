"""Which plane through many features is shown: two of them, or the principal components."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from playground.data.datasets import Dataset
from playground.experiment.inputs.plane import Plane
from playground.gui.controls.fields import FormComboBox
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import wrapped
from playground.gui.views.boundary.fixed_features import FixedFeatures

COMPONENTS = "Principal components"

#: As much of a feature's name is seen however narrow the view is.
_ALWAYS_SEEN = "x" * 8

_ON_AXIS = (
    "What is on this axis. The features on neither axis are held at their median, unless you hold "
    "them elsewhere."
)


class PlaneControls(QWidget):
    """Lets a person choose the features of the axes and the values of all others.

    Signals
    -------
    plane_requested(Plane)
        Another plane than the one that was shown last.
    """

    plane_requested = Signal(object)
    _data: Dataset  # there are both once they were shown
    _plane: Plane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[QComboBox, QLabel] = {}
        row = boxes.row(spacing=8)
        self.x_choice = self._choice(row, "Across", "Feature to the right")
        self.y_choice = self._choice(row, "Up", "Feature upwards")
        self.share = Label(role="caption")
        self.share.setMinimumWidth(1)  # cut rather than laid over what stands beside it
        row.addWidget(self.share)
        row.addStretch(1)
        self.unfold = QToolButton(text="Held features", checkable=True)
        self.unfold.setToolTip(
            "The features on neither axis are held at their median. Unfold to hold them elsewhere."
        )
        row.addWidget(self.unfold)
        self.held = FixedFeatures()
        self.held.hide()
        boxes.column(row, self.held, into=self, margins=(12, 8, 12, 0), spacing=4)
        self.unfold.toggled.connect(self._on_unfolded)
        self.held.changed.connect(self._on_held)

    def show_data(self, data: Dataset) -> None:
        """Offer the features of `data`."""
        self._data = data
        for choice in (self.x_choice, self.y_choice):
            choice.clear()
            choice.addItems(data.feature_names)
        self.x_choice.insertSeparator(data.n_x)
        self.x_choice.addItem(COMPONENTS)
        self.held.show_data(data)

    def show_plane(self, plane: Plane) -> None:
        """Show how `plane` lies."""
        self._plane = plane
        flat = plane.components is not None
        self.x_choice.setCurrentIndex(self.x_choice.count() - 1 if flat else plane.x_axis)
        self.y_choice.setCurrentIndex(plane.y_axis)
        for choice in (self.x_choice, self.y_choice):
            choice.setToolTip(wrapped(f"{choice.currentText()}\n\n{_ON_AXIS}"))
        for widget in (self.y_choice, self._labels[self.y_choice], self.unfold):
            widget.setVisible(not flat)
        # Names that are longer are seen whole where there is room for them.
        advance = self.fontMetrics().horizontalAdvance
        for choice in (self.x_choice, self.y_choice):
            choice.setMinimumWidth(advance(_ALWAYS_SEEN) + 48)
        self.share.setVisible(flat)
        if plane.components is not None:
            self.share.setText(f"{100 * sum(plane.components.shares):.0f} % of the variance")
        self.held.setVisible(self.unfold.isChecked() and not flat)
        if self.held.isVisibleTo(self):
            self.held.show_plane(plane)

    # ------------------------------------------------------------------ a person's doing

    @Slot()
    def _on_axis_chosen(self) -> None:
        x, y = self.x_choice.currentIndex(), self.y_choice.currentIndex()
        before = self._plane
        if x >= self._data.n_x:
            wanted = before.along_components(self._data)
        else:
            if x == y:
                # The other axis takes the feature this one gave up.
                x, y = (x, before.x_axis) if x != before.x_axis else (before.y_axis, y)
            wanted = before.along(x, y, self._data)
        self.show_plane(wanted)
        self.plane_requested.emit(wanted)

    @Slot(bool)
    def _on_unfolded(self, unfolded: bool) -> None:
        self.held.setVisible(unfolded)
        if unfolded:
            self.held.show_plane(self._plane)

    @Slot(int, float)
    def _on_held(self, feature: int, value: float) -> None:
        held = list(self._plane.held)
        held[feature] = value
        self._plane = replace(self._plane, held=tuple(held))
        self.plane_requested.emit(self._plane)

    # ------------------------------------------------------------------ making

    def _choice(self, row: QHBoxLayout, words: str, name: str) -> QComboBox:
        choice = FormComboBox()
        choice.setAccessibleName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.activated.connect(self._on_axis_chosen)
        label = Label(words, "caption")
        label.setBuddy(choice)
        row.addWidget(label)
        row.addWidget(choice)
        self._labels[choice] = label
        return choice
