"""What bias and variance are measured against: the Bayes error and the tolerance, in per cent."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.experiment.spec import DiagnosisSpec
from playground.gui.controls.fields import FormSpinBox
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.settings import settings_of

_WIDTH = 84  # pixels of a field


class Measures(QWidget):
    """A field for every setting of `DiagnosisSpec`.

    Signals
    -------
    edited(str, float)
        The setting at this dotted path should have this value, a fraction.
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FormSpinBox] = {}
        row = boxes.row(into=self, margins=(0, 0, 0, 4), spacing=8)
        for name, setting in settings_of(DiagnosisSpec).items():
            field = FormSpinBox(suffix=" %", decimals=1, objectName=f"diagnosis.{name}")
            field.setRange(100 * setting.minimum, 100 * setting.maximum)
            field.setAccessibleName(setting.label)
            field.setToolTip(plain_tip(setting.help))
            field.setKeyboardTracking(False)
            field.setFixedWidth(_WIDTH)
            field.valueChanged.connect(self._on_value)
            label = Label(setting.label, "caption")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
            self.fields[name] = field
        row.addStretch(1)

    def show_spec(self, spec: DiagnosisSpec) -> None:
        """Show what is in force; nothing is emitted."""
        for name, field in self.fields.items():
            value = 100 * getattr(spec, name)
            if not field.hasFocus() and abs(field.value() - value) > 1e-9:
                field.blockSignals(True)
                field.setDecimals(1 if abs(value - round(value, 1)) < 1e-9 else 4)
                field.setValue(value)
                field.blockSignals(False)

    @Slot(float)
    def _on_value(self, value: float) -> None:
        self.edited.emit(self.sender().objectName(), round(value / 100, 8))
