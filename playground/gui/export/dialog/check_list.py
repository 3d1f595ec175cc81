"""CheckList: things of which some or all are wanted, one of them looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.theme import boxes

_LINE = 30  # pixels
_CHECKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class CheckList(QWidget):
    """A list with a box before each line, and one above it for all of them.

    Parameters
    ----------
    name : str
        What the list holds, in the plural: "plots".

    Signals
    -------
    checked_changed()
    looked_at(str)
        Another line is the current one.
    """

    checked_changed = Signal()
    looked_at = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.all = QCheckBox(f"All {name}", accessibleName=f"All {name}")
        self.list = QListWidget(accessibleName=name.capitalize())
        self.all.setContentsMargins(4, 0, 0, 0)
        boxes.column(self.all, (self.list, 1), into=self, spacing=8)
        self.all.clicked.connect(self._on_all)
        self.list.itemChanged.connect(self._on_item)
        self.list.currentItemChanged.connect(self._on_current)

    def offer(self, labels: Mapping[str, str]) -> None:
        """Show these lines by their keys; what was wanted the last time is wanted again."""
        wanted = remembered(self._name, next(iter(labels), "")).split()
        if not set(wanted) & set(labels):
            wanted = list(labels)[:1]
        self.list.blockSignals(True)
        self.list.clear()
        for key, label in labels.items():
            item = QListWidgetItem(label, self.list)
            item.setSizeHint(QSize(0, _LINE))
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_CHECKED if key in wanted else _OPEN)
        self.list.blockSignals(False)
        first = next((key for key in labels if key in wanted), "")
        if first:
            self.list.setCurrentRow(list(labels).index(first))
        self._show_all()

    @property
    def keys(self) -> Sequence[str]:
        """All of them."""
        return [self._key(item) for item in self._items()]

    @property
    def checked(self) -> Sequence[str]:
        """Those that are wanted."""
        return [self._key(item) for item in self._items() if item.checkState() is _CHECKED]

    @property
    def current(self) -> str:
        """The one that is looked at; empty where there is none."""
        item = self.list.currentItem()
        return "" if item is None else self._key(item)

    def check(self, keys: Sequence[str]) -> None:
        """Want these and no others."""
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(_CHECKED if self._key(item) in keys else _OPEN)
        self.list.blockSignals(False)
        if len(keys) == 1 and keys[0] in self.keys:
            self.list.setCurrentRow(list(self.keys).index(keys[0]))
        self._tell()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @staticmethod
    def _key(item: QListWidgetItem) -> str:
        return item.data(Qt.ItemDataRole.UserRole)

    @Slot(bool)
    def _on_all(self, checked: bool) -> None:
        self.check(self.keys if checked else ())

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.list.setCurrentItem(item)
        self._tell()

    def _tell(self) -> None:
        remember(self._name, " ".join(self.checked))
        self._show_all()
        self.checked_changed.emit()

    def _show_all(self) -> None:
        self.all.setChecked(len(self.checked) == self.list.count() > 0)

    @Slot()
    def _on_current(self) -> None:
        if self.current:
            self.looked_at.emit(self.current)
