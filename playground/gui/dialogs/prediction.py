"""A row typed in, and what the network says of it as it is now."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QWidget

from playground.data.encoding import ColumnEncoding
from playground.data.tables.dates import date_of
from playground.data.tables.table import DayCount
from playground.dataclass import dataclass
from playground.gui.controls.fields import FormComboBox, FormSlider, NumberLine
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.io.prediction.predictions import Predictions
from playground.settings import number_text

_FINE = 1000  # places of a slider
_PICTURE = 200  # logical pixels of the longer side

#: More columns than these are not asked for one by one.
MOST_FIELDS = 60


@dataclass(frozen=True)
class AskedColumn:
    """A column to be asked for: how it is encoded, and between which numbers the examples lie."""

    encoding: ColumnEncoding
    low: float = 0.0
    high: float = 0.0


class PredictionDialog(QDialog):
    """A field for each column, and the prediction for what stands in them; never modal.

    Parameters
    ----------
    columns : sequence of AskedColumn
    parent : QWidget
    image_shape : tuple of int or None
        Where the examples are pictures: one is chosen, in place of numbers for its pixels.

    Signals
    -------
    changed()
        Another row stands in the fields.
    table_requested()
        The rows of a table are to be predicted.
    picture_requested()
        A picture is to be predicted.

    Attributes
    ----------
    made : Predictions or None
        What is shown, with all its digits; None while there is a problem.
    """

    changed = Signal()
    table_requested = Signal()
    picture_requested = Signal()

    def __init__(
        self,
        columns: Sequence[AskedColumn],
        parent: QWidget,
        image_shape: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Predict")
        self.setObjectName("prediction_dialog")
        shown = columns if len(columns) <= MOST_FIELDS and image_shape is None else ()
        self.fields = [_field_of(column) for column in shown]
        self.made: Predictions | None = None
        form = QFormLayout(horizontalSpacing=16, verticalSpacing=8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for column, field in zip(shown, self.fields):
            form.addRow(column.encoding.name, field)
            field.changed.connect(self.changed)
        rows = QWidget()
        rows.setLayout(form)
        scroll = boxes.scrolled(rows, focusPolicy=Qt.FocusPolicy.NoFocus)
        scroll.setVisible(bool(self.fields))
        self.answer = Label(role="heading", wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.answer.setAccessibleName("Prediction")
        self.details = Label(role="caption", wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.details.setAccessibleName("Probabilities")
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, visible=False)
        self.picture.setAccessibleName("The picture as the network sees it")
        if image_shape is not None:
            size = " × ".join(map(str, image_shape[:2]))
            self.details.setText(
                f"Choose a picture: the network sees it as one of {size} pixels"
                f"{'' if len(image_shape) == 3 else ' of grey'}."
            )
        elif not self.fields:
            self.details.setText(
                f"The data have {len(columns):,} columns, too many to be asked for one by one; "
                "predict the rows of a table."
            )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.table = QPushButton("A table…", autoDefault=False)
        self.table.setToolTip("Predict every row of a file with these columns")
        self.table.clicked.connect(self.table_requested)
        self.choose = QPushButton("A picture…", autoDefault=False)
        self.choose.setToolTip("Predict a picture of your own")
        self.choose.clicked.connect(self.picture_requested)
        for button in (self.table, self.choose)[: 1 if image_shape is None else 2]:
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        parts = (scroll, 1), (self.picture, 1), self.answer, self.details, buttons
        boxes.column(*parts, into=self, margins=(24, 16, 24, 16), spacing=12)
        height = 400 if image_shape is not None else min(640, 200 + 44 * len(self.fields))
        self.resize(440, height)

    @property
    def cells(self) -> list[str]:
        """What stands in the fields."""
        return [field.text for field in self.fields]

    def show_picture(self, image: QImage, name: str) -> None:
        """Show a picture as the network sees it, pixel by pixel."""
        size = image.size().scaled(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        self.picture.setPixmap(QPixmap.fromImage(image.scaled(size)))
        self.picture.setAccessibleDescription(name)
        self.picture.setToolTip(plain_tip(f"{name}, as the network sees it"))
        self.picture.show()

    def show_prediction(self, made: Predictions) -> None:
        """Show what the network says of the row."""
        self.made = made
        [value] = made.predicted
        values = value if isinstance(value, list) else [value]
        told = (v if isinstance(v, str) else number_text(float(f"{v:.6g}")) for v in values)
        self.answer.setText(", ".join(map(": ".join, zip(made.label_names, told))))
        each = zip(made.class_names, made.probabilities[:, 0].tolist())
        likely = sorted(each, key=lambda pair: -pair[1])[:10]
        words = [", ".join(f"{name} {share:.1%}" for name, share in likely).replace("%", " %")]
        if unused := made.replaced.get(0):
            words.append(f"The typical value stands for {', '.join(unused)}.")
        self.details.setText("\n".join(filter(None, words)))

    def show_problem(self, sentence: str) -> None:
        """Say why there is no prediction."""
        self.made = None
        self.answer.setText("")
        self.details.setText(sentence)


class _Words(FormComboBox):
    """One of the words a column may hold."""

    changed = Signal()

    def __init__(self, column: AskedColumn) -> None:
        super().__init__()
        self.setAccessibleName(column.encoding.name)
        self.addItems(column.encoding.words)
        self.setCurrentText(str(column.encoding.typical))
        self.currentIndexChanged.connect(self.changed)

    @property
    def text(self) -> str:
        return self.currentText()


class _Number(QWidget):
    """A number, typed or found with a slider over those of the examples."""

    changed = Signal()
    width_of_line = 110

    def __init__(self, column: AskedColumn) -> None:
        super().__init__()
        self._encoding, self._low, self._high = column.encoding, column.low, column.high
        self._typical = self._exact(float(column.encoding.typical))
        self.line = NumberLine(self._shown(float(column.encoding.typical)))
        self._untouched = self.line.text()
        self.line.setAccessibleName(column.encoding.name)
        self.line.setMaximumWidth(self.width_of_line)
        self.slider = FormSlider(Qt.Orientation.Horizontal, maximum=_FINE)
        self.slider.setAccessibleName(f"{column.encoding.name}, as a slider")
        self.slider.setEnabled(self._high > self._low)
        self._follow()
        boxes.row((self.slider, 1), self.line, into=self)
        self.line.textEdited.connect(self._follow)
        self.line.textChanged.connect(self.changed)
        self.slider.sliderMoved.connect(self._lead)
        self.slider.valueChanged.connect(self._lead)

    @property
    def text(self) -> str:
        if self.line.text() == self._untouched:
            return self._typical
        return self.line.text().replace(",", ".").strip()  # nothing parts thousands here

    def _exact(self, value: float) -> str:
        """The text of a value of the examples; every digit counts."""
        return repr(value).removesuffix(".0")

    def _shown(self, value: float) -> str:
        """What stands in the field for it, where nobody could tell the rest of its digits.

        The field has no room for a long fraction: its last digits alone are another number.
        """
        short = f"{value:.6g}"
        near = abs(float(short) - value) <= (self._high - self._low) / _FINE**2
        return short if near and not value.is_integer() else self._typical

    def _rounded(self, value: float) -> str:
        """The text of a value that a slider was moved to."""
        return f"{value:.4g}"

    @Slot()
    def _follow(self) -> None:
        share = (self._encoding.code(self.text) - self._low) / (self._high - self._low or 1)
        if math.isnan(share):
            return
        self.slider.blockSignals(True)
        self.slider.setValue(round(_FINE * min(1.0, max(0.0, share))))
        self.slider.blockSignals(False)

    def _lead(self, place: int) -> None:
        self.line.setText(self._rounded(self._low + (self._high - self._low) * place / _FINE))


class _Date(_Number):
    """A date, as the file may write it; the network is given the days since the first."""

    width_of_line = 150

    def __init__(self, column: AskedColumn) -> None:
        self._count = DayCount.of_text(column.encoding.since)
        super().__init__(column)
        self.line.setToolTip(plain_tip("A date as the file writes it, or year-month-day."))

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def _exact(self, value: float) -> str:
        return date_of(value, self._count)

    def _shown(self, value: float) -> str:
        return self._typical

    def _rounded(self, value: float) -> str:
        return date_of(value if self._high - self._low < 2 else round(value), self._count)


def _field_of(column: AskedColumn) -> _Words | _Number:
    if column.encoding.words:
        return _Words(column)
    return _Date(column) if column.encoding.since else _Number(column)
