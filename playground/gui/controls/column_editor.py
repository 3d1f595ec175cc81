"""A column of the data by its name: typed, or chosen from those there are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from playground.experiment.snapshot import Run
from playground.gui.controls.editors import Editor
from playground.gui.controls.fields import FormComboBox
from playground.settings import Setting


class ColumnEditor(Editor):
    """Names a column; empty where the choice is left to the program."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.combo = FormComboBox(editable=True)
        line = self.combo.lineEdit()
        assert line is not None  # of every editable one
        line.setPlaceholderText("Automatic")
        line.editingFinished.connect(self._on_finished)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.activated.connect(self._on_finished)
        self._shown = ""
        self._line = line
        self._add(self.combo, 1)

    def show_context(self, run: Run) -> None:
        """Offer the columns of the table that the data set of `run` came from."""
        names = run.dataset.table_columns
        if names != tuple(self.combo.itemText(i) for i in range(1, self.combo.count())):
            with QSignalBlocker(self.combo):
                self.combo.clear()
                self.combo.addItems(["", *names])
            self.show_value(self._shown)

    def show_value(self, value: str) -> None:
        self._shown = value
        with QSignalBlocker(self.combo), QSignalBlocker(self._line):
            self.combo.setCurrentIndex(self.combo.findText(value))
            self.combo.setEditText(value)

    @Slot()
    def _on_finished(self) -> None:
        value = self.combo.currentText().strip()
        if value != self._shown:
            self.edited.emit(value)
