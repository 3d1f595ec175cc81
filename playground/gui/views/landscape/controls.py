"""What can be chosen of a landscape: its plane, and what is drawn over it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QToolButton, QWidget

from playground.experiment.landscape.naming import parameter_name
from playground.experiment.landscape.planes import PlaneKind, natural_plane, planes
from playground.gui.controls.flow import FlowLayout
from playground.gui.theme.tooltips import allow, plain_tip
from playground.settings import replaced, settings_of

#: Why nobody can go on from a point that was not looked at.
LOOK_FIRST = "Click a point of the landscape first: that network is looked at then."

_BESIDE = (
    "The same training once on raw features and once on scaled ones: of a network without hidden "
    "layers, whose cost is one bowl"
)
_NOT_BESIDE = "Choose the plane of two parameters first: both runs have those"


class LandscapeControls(QWidget):
    """A row of choices.

    Signals
    -------
    changed()
        Something else is to be computed or drawn.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox(accessibleName="Plane")
        for name, cls in planes.items():
            self.kind.addItem(cls.label, name)
            self.kind.setItemData(self.kind.count() - 1, cls.help, 3)
        self.kind.setCurrentIndex(self.kind.findData("path"))
        self.first, self.second = QComboBox(), QComboBox()
        self.first.setAccessibleName("Parameter to the right")
        self.second.setAccessibleName("Parameter upwards")
        for box in (self.first, self.second):
            box.setToolTip("A click on a link or a bias of the diagram chooses it, too")
        self.seed = QSpinBox(minimum=0, maximum=9999)
        self.seed.setAccessibleName("Seed of the directions")
        self.seed.setToolTip("Another seed, other directions")
        self.dev = QCheckBox("Dev", toolTip="The cost of the dev set as dashed contours")
        self.penalty = QCheckBox("Penalty", checked=True)
        self.penalty.setToolTip("Whether the costs hold the penalty of L1 and L2")
        self.slopes = QCheckBox("Slope")
        self.slopes.setToolTip("Colors by the length of the gradient: small on plateaus, saddles")
        self.shading = QCheckBox("Shading", toolTip="Light from the upper left, as on a hill")
        self.profiles = QCheckBox("Profiles", checked=True)
        self.profiles.setToolTip("The cost along both axes, through the present network")
        self.beside = QCheckBox("Raw beside scaled")
        self.forth = QToolButton(text="Continue from here")
        self.forth.setToolTip("Make the network of the point looked at the present one")
        allow(self.forth, LOOK_FIRST)
        row = FlowLayout()
        row.setContentsMargins(12, 4, 12, 0)
        row.setSpacing(8)
        self.setLayout(row)
        for widget in (self.kind, self.first, self.second, self.seed):
            row.addWidget(widget)
        for option in self.options:
            row.addWidget(option)
            option.toggled.connect(self.changed)
        row.addWidget(self.forth)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for box in (self.first, self.second):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(9)
        for box in (self.kind, self.first, self.second):
            box.activated.connect(self._on_chosen)
        self.seed.valueChanged.connect(self.changed)
        self._sizes: tuple[int, ...] = ()
        self._on_chosen()

    @property
    def options(self) -> tuple[QCheckBox, ...]:
        """What can be drawn or left out."""
        return self.dev, self.penalty, self.slopes, self.shading, self.profiles, self.beside

    @property
    def plane(self) -> PlaneKind:
        """The plane that is chosen, with its settings."""
        plane = planes[self.kind.currentData()]()
        values = {
            "first": max(0, self.first.currentIndex()),
            "second": max(0, self.second.currentIndex()),
            "seed": self.seed.value(),
        }
        for name in settings_of(type(plane)):
            if name in values:
                plane = replaced(plane, name, values[name])
        return plane

    def show_network(self, layer_sizes: tuple[int, ...]) -> None:
        """Offer the parameters of another network; the first thousand of them."""
        if layer_sizes == self._sizes:
            return
        self._sizes = layer_sizes
        n = sum((n_in + 1) * n_out for n_in, n_out in pairwise(layer_sizes))
        names = [parameter_name(layer_sizes, index) for index in range(min(n, 1000))]
        for box, place in ((self.first, 0), (self.second, 1)):
            box.clear()
            box.addItems(names)
            box.setCurrentIndex(min(place, len(names) - 1))
        self.kind.setCurrentIndex(self.kind.findData(natural_plane(n).name))
        self.beside.setVisible(len(layer_sizes) == 2)
        self._on_chosen()

    def take_parameter(self, index: int) -> None:
        """Of the plane of two parameters: go upwards along this one, and right along the last."""
        is_there = index < self.second.count() and index != self.second.currentIndex()
        if self.plane.name == "parameters" and is_there:
            self.first.setCurrentIndex(self.second.currentIndex())
            self.second.setCurrentIndex(index)
            self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        asked = settings_of(planes[self.kind.currentData()])
        self.first.setVisible("first" in asked)
        self.second.setVisible("second" in asked)
        self.seed.setVisible("seed" in asked)
        self.beside.setEnabled("first" in asked)
        self.beside.setToolTip(plain_tip(_BESIDE if "first" in asked else _NOT_BESIDE))
        self.changed.emit()
