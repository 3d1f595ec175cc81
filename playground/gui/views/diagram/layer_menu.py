"""LayerMenu: what one hidden layer has of its own, on a click at its head."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import value_text
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Entry, Registry, by_layer, walk

WIDTH = 16  # pixels

#: Numbers that are offered where there are no names to choose from.
_OFFERED = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


class LayerMenu(QToolButton):
    """Offers every setting that may differ from layer to layer, for one hidden layer.

    Parameters
    ----------
    layer : int
        From 1.

    Signals
    -------
    wanted(str, object)
        The path of a setting, and its value for all layers with another one for this layer.
    """

    wanted = Signal(str, object)

    def __init__(self, layer: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self._spec = ExperimentSpec()
        self.setProperty("compact", True)
        self.setFixedSize(WIDTH, 20)
        self.setArrowType(Qt.ArrowType.DownArrow)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(f"Settings of hidden layer {layer}")
        menu = QMenu(self, aboutToShow=self._fill)
        self.setMenu(menu)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Learn what the layer has at present."""
        self._spec = spec
        words = [
            f"{entry.setting.label}: {value_text(row[self.layer - 1])}"
            for entry, row in self._rows()
            if self.layer <= len(row)
        ]
        self.setToolTip(plain_tip("\n".join([f"Hidden layer {self.layer}", *words])))

    def _rows(self) -> list[tuple[Entry, tuple[Any, ...]]]:
        """The settings that may differ, and what each layer has."""
        hidden = len(self._spec.network.hidden_layers)
        rows = []
        for entry in walk(self._spec):
            if entry.setting.by_layer:
                n = hidden + (entry.setting.by_layer == "all")
                row = entry.value if isinstance(entry.value, tuple) else (entry.value,) * n
                rows.append((entry, row))
        return rows

    @Slot()
    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for entry, row in self._rows():
            if self.layer > len(row):
                continue  # a row that does not fit, which a sentence says elsewhere
            present = row[self.layer - 1]
            part = menu.addMenu(f"{entry.setting.label}: {value_text(present)}")
            for value in _offered(entry, present):
                action = QAction(value_text(value), part, checkable=True, checked=value == present)
                action.triggered.connect(partial(self._want, entry.path, row, value))
                part.addAction(action)

    def _want(self, path: str, row: tuple[Any, ...], value: Any, checked: bool = False) -> None:
        place = self.layer - 1
        self.wanted.emit(path, by_layer.gathered((*row[:place], value, *row[place + 1 :])))


def _offered(entry: Entry, present: Any) -> list[Any]:
    """The values to choose from, what the layer has among them."""
    if entry.setting.kind is Registry:
        classes = [entry.setting.registry[name] for name in entry.setting.names]
        return [present if isinstance(present, each) else each() for each in classes]
    return sorted({*_OFFERED, present}, reverse=True)
