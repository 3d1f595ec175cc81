"""What can be chosen of the inspector: stage, layer, example, unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSpinBox, QTabBar, QToolButton, QWidget

from playground.experiment.inspection.line import STAGES, Choice, Station, route
from playground.gui.theme import boxes
from playground.gui.theme.tooltips import allow, plain_tip

#: The tabs beside the stages.
CHECK, LOOPS, GRAPH = "Check", "Loops", "Graph"


_NARROW = 540  # pixels
_LETTERS = {"Example": "i ", "Layer": "l ", "Unit": "j ", "Input": "k ", "Column": "i "}
_TIPS = {
    "Example": "Which training example",
    "Layer": "Which layer: l of the notes",
    "Unit": "Which unit of the layer",
    "Input": "Which unit of the layer before, or input",
    "Column": "Which example of the mini-batch, a column of the matrices",
}


class InspectorControls(QWidget):
    """Two rows of choices.

    Signals
    -------
    moved()
        Another station, or another entry to look at closely.
    example_changed()
        Another example, or the coming mini-batch.
    """

    moved = Signal()
    example_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._route: list[Station] = route(1)
        self._at = 0
        self._sizes: Sequence[int] = ()
        self.tabs = QTabBar(expanding=False, focusPolicy=Qt.FocusPolicy.NoFocus)
        self.tabs.setAccessibleName("Stage")
        self.tabs.setDrawBase(False)
        self.tabs.setProperty("compact", True)
        for stage in (*STAGES, CHECK, LOOPS, GRAPH):
            self.tabs.addTab(stage)
        self.tabs.currentChanged.connect(self._on_tab)
        self.back = _button("‹", "Back", "One place back (left arrow)")
        self.forth = _button("›", "Next", "One place on (right arrow)")
        self.back.clicked.connect(self.go_back)
        self.forth.clicked.connect(self.go_on)
        self.of = QComboBox(accessibleName="What is looked at")
        self.of.addItems(["Batch", "One"])
        self.of.setToolTip("The coming mini-batch, or one training example alone, without dropout")
        self.example = _spin("Example")
        self.layer, self.unit, self.source = _spin("Layer"), _spin("Unit"), _spin("Input")
        self.column = _spin("Column")
        spins = self.example, self.layer, self.unit, self.source, self.column
        self._spins = {spin: spin.prefix() for spin in spins}
        self.of.activated.connect(self._on_example)
        self.example.valueChanged.connect(self._on_example)
        self.layer.valueChanged.connect(self._on_layer)
        for spin in (self.unit, self.source, self.column):
            spin.valueChanged.connect(self.moved)
        first = boxes.row((self.tabs, 1), spacing=5)
        second = boxes.row(self.of, *self._spins, 1, self.back, self.forth, spacing=5)
        boxes.column(first, second, into=self, margins=(8, 4, 8, 0), spacing=4)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the letters of the notes stand for the words."""
        super().resizeEvent(event)
        for spin, prefix in self._spins.items():
            spin.setPrefix(prefix if self.width() >= _NARROW else _LETTERS[prefix.strip()])

    # ------------------------------------------------------------------ what is chosen

    @property
    def station(self) -> Station:
        """Where on the way through the step."""
        return self._route[self._at]

    @property
    def aside(self) -> str:
        """What is looked at instead of a stage: `CHECK`, `LOOPS`, `GRAPH`; empty for nothing."""
        at = self.tabs.currentIndex()
        return self.tabs.tabText(at) if at >= len(STAGES) else ""

    @property
    def asked_example(self) -> int:
        """The place of the example looked at; -1 for the coming mini-batch."""
        return self.example.value() - 1 if self.of.currentIndex() else -1

    @property
    def choice(self) -> Choice:
        """The entry looked at closely."""
        return Choice(self.unit.value() - 1, self.source.value() - 1, self.column.value() - 1)

    def follow(self, place: int) -> None:
        """Look at a training example alone; places count from 0."""
        if place == self.asked_example:
            return
        with QSignalBlocker(self.example):
            # How many there are may not be known yet.
            self.example.setMaximum(max(self.example.maximum(), place + 1))
            self.example.setValue(place + 1)
        self.of.setCurrentIndex(1)
        self._on_example()

    # ------------------------------------------------------------------ moving

    @Slot()
    def go_on(self) -> None:
        """To the next place on the way."""
        self._go_to(self._at + 1)

    @Slot()
    def go_back(self) -> None:
        """To the one before."""
        self._go_to(self._at - 1)

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self._route):
            self._at = place
            self._show()
            self.moved.emit()

    def go_to(self, stage: str, layer: int) -> None:
        """To a stage of a layer; of the loss there is one place only."""
        wanted = [s for s in self._route if s.stage == stage and s.layer == layer]
        wanted = wanted or [s for s in self._route if s.stage == stage]
        self._go_to(self._route.index(wanted[0]))

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        if index >= len(STAGES):
            self._show()
            self.moved.emit()
        elif STAGES[index] == "Backward":
            self.go_to("Backward", len(self._sizes) - 1)
        else:
            self.go_to(STAGES[index], 1)

    @Slot()
    def _on_layer(self) -> None:
        self.go_to(self.station.stage, self.layer.value())

    @Slot()
    def _on_example(self) -> None:
        self._show()
        self.example_changed.emit()

    def show_check(self) -> None:
        """Look at the gradient check."""
        self.tabs.setCurrentIndex(len(STAGES))

    # ------------------------------------------------------------------ what there is

    def show_sizes(self, sizes: Sequence[int], m: int, columns: int) -> None:
        """Offer the layers of a network, so many examples, and columns of those shown."""
        if list(sizes) != list(self._sizes):
            station = self.station
            self._sizes, self._route = tuple(sizes), route(len(sizes) - 1)
            self._at = self._route.index(station) if station in self._route else 0
        _limit(self.example, m)
        _limit(self.column, columns)
        self._show()

    def _show(self) -> None:
        station, sizes = self.station, self._sizes
        if not self.aside:
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex(STAGES.index(station.stage))
        if sizes:
            _limit(self.layer, len(sizes) - 1)
            _limit(self.unit, sizes[station.layer])
            _limit(self.source, sizes[station.layer - 1])
        with QSignalBlocker(self.layer):
            self.layer.setValue(station.layer)
        allow(self.back, "" if self._at > 0 else "This is the first place.")
        is_last = self._at == len(self._route) - 1
        allow(self.forth, "This is the last place." if is_last else "")
        of_layer, of_examples = station.stage != "Loss", station.stage != "Update"
        shown: dict[QWidget, bool] = {
            self.of: of_examples,
            self.example: of_examples and self.of.currentIndex() == 1,
            self.layer: of_layer and len(sizes) > 2,
            self.unit: of_layer,
            self.source: station.stage in ("Backward", "Update"),
            self.column: of_examples and self.of.currentIndex() == 0,
            self.back: True,
            self.forth: True,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible and not self.aside)


def _button(text: str, name: str, tip: str) -> QToolButton:
    button = QToolButton(text=text, toolTip=plain_tip(tip), focusPolicy=Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(name)
    button.setFixedWidth(26)
    return button


def _spin(name: str) -> QSpinBox:
    spin = QSpinBox(minimum=1, maximum=1, keyboardTracking=False, prefix=f"{name} ")
    spin.setAccessibleName(name)
    spin.setToolTip(plain_tip(_TIPS[name]))
    spin.setMinimumWidth(54)
    spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return spin


def _limit(spin: QSpinBox, maximum: int) -> None:
    """Offer the numbers 1 to `maximum`, without telling anybody."""
    with QSignalBlocker(spin):
        spin.setMaximum(max(1, maximum))
    spin.setEnabled(maximum > 1)
