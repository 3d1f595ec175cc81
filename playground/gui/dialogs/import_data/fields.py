"""How a file is read and used, as combo boxes: what was detected, and every override of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from playground.data.csv_source import CsvFile
from playground.data.datasets import Dataset
from playground.data.tables import Table
from playground.data.tables.wording import DECIMAL_NAMES, separator_name
from playground.gui.dialogs.import_data.reading import Reading
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.settings import settings_of

#: Encodings worth offering, by Python's names; more can be written in an experiment file.
_ENCODINGS = {
    "utf-8": "UTF-8", "cp1252": "Windows-1252 (Western)", "iso8859-15": "ISO 8859-15 (Western)",
    "cp1250": "Windows-1250 (Central European)", "cp1251": "Windows-1251 (Cyrillic)",
    "mac-roman": "Mac Roman", "cp850": "DOS 850 (Western)", "utf-16": "UTF-16",
    "shift_jis": "Shift JIS (Japanese)", "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)", "euc_kr": "EUC-KR (Korean)",
}  # fmt: skip
_OTHER_NAMES = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}

#: What stands where a setting is left to the program, before and after it has decided.
_UNDECIDED = {"label": "Guess", "problem": "Automatic", "sheet": "First with a table"}
_DECIDED = {"label": "Guessed", "problem": "Automatic", "sheet": "First"}

_AUTO = "auto"
_MOST_LINES = 1_000_000


class SourceFields(QWidget):
    """The settings of a `CsvFile`, in two groups; the truth is the reading that is shown.

    Signals
    -------
    edited(dict)
        Settings by name with the values a person wants.
    """

    edited = Signal(object)

    LABEL_WIDTH = 104

    def __init__(self) -> None:
        super().__init__()
        self._combos: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, self.LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._add_heading("How it is read")
        self._add_combo("sheet", {"": ""})
        for field in ("delimiter", "decimal", "quote", "header"):
            self._add_combo(field)
        self._add_combo("encoding", {_AUTO: "Detect"} | _ENCODINGS)
        self.lines = QSpinBox(minimum=-1, maximum=_MOST_LINES, value=-1)
        # Each digit of a number that is being typed would read the file another way.
        self.lines.setKeyboardTracking(False)
        self.lines.lineEdit().setTextMargins(6, 0, 0, 0)
        self.lines.valueChanged.connect(self._on_lines)
        self._add("skip_lines", self.lines)
        self._add_heading("What is learned")
        self._add_combo("label", {"": ""})
        for field in ("problem", "missing", "categories", "dates"):
            self._add_combo(field)

    def field(self, name: str) -> QWidget:
        """The combo box or spin box of a setting."""
        return self.lines if name == "skip_lines" else self._combos[name]

    def show_reading(self, reading: Reading) -> None:
        """Show what was chosen, and beside what was not chosen what was detected."""
        source = reading.source
        self._offer("label", [column.name for column in reading.columns])
        if reading.readable:
            self._offer("sheet", reading.table.sheets)
        for field, combo in self._combos.items():
            with QSignalBlocker(combo):
                value = getattr(source, field)
                if combo.findData(value) < 0:
                    combo.addItem(value, value)  # an encoding from an experiment file
                combo.setCurrentIndex(combo.findData(value))
        self._name_detected(reading)
        self._set_row_visible("sheet", self._combos["sheet"].count() > 2 or source.sheet != "")
        texts = any(column.kind == "category" for column in reading.columns)
        self._set_row_visible("categories", texts)
        dates = any(column.kind == "date" for column in reading.columns)
        self._set_row_visible("dates", dates or source.dates == "days")
        # How text is laid out is a question of text files only.
        for field in ("delimiter", "decimal", "quote", "encoding"):
            self._set_row_visible(field, not source.is_written_by_a_program)

    def _offer(self, field: str, names: Sequence[str]) -> None:
        """Offer the names that the file has for a setting, below the choice of the program."""
        combo = self._combos[field]
        if list(names) != [combo.itemText(place) for place in range(1, combo.count())]:
            with QSignalBlocker(combo):
                while combo.count() > 1:
                    combo.removeItem(1)
                for name in names:
                    combo.addItem(name, name)

    def _name_detected(self, reading: Reading) -> None:
        source = reading.source
        detected = _detected(reading.table) if reading.readable else {}
        if "label" in reading.roles:
            detected["label"] = reading.columns[reading.roles.index("label")].name
        if reading.dataset is not None:
            detected["problem"] = _problem(reading.dataset)
        for field, combo in self._combos.items():
            if combo.itemData(0) in (_AUTO, ""):
                words = _UNDECIDED.get(field, "Detect")
                if field in detected and getattr(source, field) in (_AUTO, ""):
                    words = f"{_DECIDED.get(field, 'Detected')}: {detected[field]}"
                combo.setItemText(0, words)
        auto = source.skip_lines in (_AUTO, "")
        lines = f"Detected: {detected['skip_lines']}" if auto and detected else "Detect"
        self.lines.setSpecialValueText(lines)
        with QSignalBlocker(self.lines):
            self.lines.setValue(-1 if auto else int(source.skip_lines))

    # ------------------------------------------------------------------ building

    def _add_heading(self, words: str) -> None:
        self._grid.addWidget(Label(words, "heading"), self._grid.rowCount(), 0, 1, 2)

    def _add_combo(self, field: str, options: dict[str, str] | None = None) -> None:
        setting = settings_of(CsvFile)[field]
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        for word, label in (options or dict(zip(setting.options, setting.option_labels))).items():
            combo.addItem(label, word)
        combo.activated.connect(partial(self._on_chosen, field))
        self._combos[field] = combo
        self._add(field, combo)

    def _add(self, field: str, widget: QWidget) -> None:
        setting = settings_of(CsvFile)[field]
        widget.setAccessibleName(setting.label)
        widget.setAccessibleDescription(setting.help)
        widget.setToolTip(plain_tip(setting.help))
        label = QLabel(setting.label)
        label.setToolTip(plain_tip(setting.help))
        label.setBuddy(widget)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._labels[field] = label

    def _set_row_visible(self, field: str, visible: bool) -> None:
        self._labels[field].setVisible(visible)
        self._combos[field].setVisible(visible)

    # ------------------------------------------------------------------ a person's doing

    def _on_chosen(self, field: str, place: int) -> None:
        self._propose(field, self._combos[field].itemData(place))

    @Slot(int)
    def _on_lines(self, value: int) -> None:
        self._propose("skip_lines", _AUTO if value < 0 else str(value))

    def _propose(self, field: str, value: str) -> None:
        self.edited.emit({field: value})


def _detected(table: Table) -> dict[str, str]:
    """What was detected, in a word or two for each setting."""
    dialect = table.dialect
    name = dialect.encoding.lower().replace("_", "-")
    label = _OTHER_NAMES.get(name) or _ENCODINGS.get(name) or dialect.encoding
    return {
        "sheet": table.sheet,
        "delimiter": separator_name(dialect.delimiter),
        "decimal": DECIMAL_NAMES[dialect.decimal],
        "quote": {'"': 'double "', "'": "single '", "": "none"}.get(dialect.quote, dialect.quote),
        "header": "holds names" if dialect.header else "holds values",
        "encoding": label.partition(" (")[0],
        "skip_lines": f"{dialect.skip_lines:,}",
    }


def _problem(dataset: Dataset) -> str:
    return "a quantity" if dataset.task == "regression" else f"{len(dataset.class_names)} classes"
