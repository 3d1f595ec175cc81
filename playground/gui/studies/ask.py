"""Asks which setting to vary, and through which values: for validation curves."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import parsed_variations
from playground.experiment.studies.sweep import sweep
from playground.settings import Entry, SettingError, number_text, walk

PATH = "training.l2"

#: What to try first; a setting that is not here begins around its present value.
_USUAL = {
    PATH: "0, 0.01, 0.1, 1, 10",
    "training.learning_rate": "0.001, 0.003, 0.01, 0.03, 0.1, 0.3",
    "training.keep_prob": "1, 0.9, 0.8, 0.7, 0.5",
    "training.batch_size": "1, 16, 64, 512",
}


class ValuesDialog(QDialog):
    """A numeric setting and its values; accepts only what makes a study.

    Signals
    -------
    chosen(str, str)
        The dotted path of the setting, and its values separated by commas.
    """

    chosen = Signal(str, str)

    def __init__(self, spec: ExperimentSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Validation curve")
        self._spec = spec
        self._entries = numeric_settings(spec)
        self.setting = QComboBox(accessibleName="Setting to vary")
        for entry in self._entries:
            self.setting.addItem(entry.setting.label, entry.path)
        self.values = QLineEdit(accessibleName="Values to try, separated by commas")
        self.why = QLabel(wordWrap=True)
        self.why.setProperty("role", "error")
        self.why.hide()
        words = QLabel(
            "Trains with every value, chooses by the dev error, and looks at the test error of "
            "the chosen one once.",
            wordWrap=True,
        )
        words.setProperty("role", "caption")
        form = QFormLayout()
        form.addRow("Setting", self.setting)
        form.addRow("Values", self.values)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Run", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(self.why)
        column.addWidget(buttons)
        self.setMinimumWidth(400)
        self.setting.currentIndexChanged.connect(self._suggest)
        self.setting.setCurrentIndex(max(0, self.setting.findData(PATH)))
        self._suggest()

    @Slot()
    def _suggest(self) -> None:
        entry = self._entries[self.setting.currentIndex()]
        self.values.setText(_USUAL.get(entry.path) or ", ".join(_around(entry)))

    @Slot()
    def _on_accepted(self) -> None:
        path, values = self.setting.currentData(), self.values.text()
        try:
            sweep(self._spec, parsed_variations(self._spec, [f"{path}={values}"]), 1)
        except (SettingError, ExperimentError) as error:
            self.why.setText(getattr(error, "problem", str(error)).capitalize())
            self.why.show()
            return
        self.accept()
        self.chosen.emit(path, values)


def numeric_settings(spec: ExperimentSpec) -> list[Entry]:
    """The settings of an experiment that are numbers, but for the seed and the verdict's own."""
    return [
        entry
        for entry in walk(spec)
        if entry.setting.kind in (int, float)
        and entry.value is not None
        and entry.path != "seed"
        and not entry.path.startswith("diagnosis.")
    ]


def _around(entry: Entry) -> list[str]:
    """A few allowed values around the present one."""
    texts = []
    for factor in (0.25, 0.5, 1, 2, 4):
        value = entry.setting.kind((entry.value or 1) * factor)
        try:
            text = number_text(entry.setting.checked(value)).replace(",", "")
        except SettingError:
            continue
        if text not in texts:
            texts.append(text)
    return texts
