"""Asks which settings to vary, and through which values."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import StudyKind
from playground.experiment.studies.kinds.request import SEEDS, StudyRequest
from playground.experiment.studies.variations import parsed_variations
from playground.experiment.wording import count
from playground.gui.studies.values_field import ValuesField
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.settings import Entry, Registry, SettingError, number_text, walk

#: What to try first; a setting that is not here begins with its names, or around its value.
_USUAL = {
    "training.l2": "0, 0.01, 0.1, 1, 10",
    "training.learning_rate": "0.001, 0.003, 0.01, 0.03, 0.1, 0.3",
    "training.keep_prob": "1, 0.9, 0.8, 0.7, 0.5",
    "training.batch_size": "1, 16, 64, 512",
    "network.hidden_layers": "2, 4, 8, 8-4, 8-8-8",
}

#: Settings that no comparison varies: what the verdict is measured against, not what is trained.
_LEFT_OUT = ("seed", "diagnosis.")
_WIDTH = 456  # pixels of what stands inside
_NOTHING = "Nothing else"


class ValuesDialog(QDialog):
    """Settings and their values; accepts only what makes a study.

    Parameters
    ----------
    kind : StudyKind
        What it asks for, and which settings it lets one vary.
    spec : ExperimentSpec

    Signals
    -------
    chosen(list of str)
        Texts such as ``"training.l2=0,0.01,0.1"``, one for each setting.
    """

    chosen = Signal(list)

    def __init__(
        self, kind: StudyKind, spec: ExperimentSpec, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(kind.label)
        self._kind, self._spec, pair = kind, spec, kind.over_pairs
        self._entries = {entry.path: entry for entry in _OFFERED[kind.over](spec)}
        what = Label(kind.question, "caption", wordWrap=True)
        form = QFormLayout()
        self.settings: list[QComboBox] = []
        self.values: list[ValuesField] = []
        for number in range(1 + pair):
            self._add_row(form, number)
        self.how_many = Label(role="caption")
        self.why = Label(role="error", wordWrap=True)
        self.why.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        run = buttons.addButton("Run", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.try_accept)
        buttons.rejected.connect(self.reject)
        column = boxes.column(
            what, self.how_many, self.why, buttons, into=self, margins=None, spacing=12
        )
        column.insertLayout(1, form)
        # A dialog knows the default of its own buttons only: Enter would be Cancel's.
        run.setDefault(True)
        # It is as tall as what it asks for, at any time.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        what.setFixedSize(_WIDTH, what.heightForWidth(_WIDTH))
        self.why.setFixedWidth(_WIDTH)
        self.settings[0].setCurrentIndex(max(0, self.settings[0].findData(kind.over_first)))
        for number in range(1 + pair):
            self._suggest(number)

    def _add_row(self, form: QFormLayout, number: int) -> None:
        which = ("", "second ")[number]
        setting = QComboBox(accessibleName=f"The {which}setting to vary")
        if number:
            setting.addItem(_NOTHING, "")
        for entry in self._entries.values():
            setting.addItem(_name(entry, self._spec), entry.path)
        values = ValuesField(f"Values of the {which}setting, separated by commas")
        form.addRow("And" if number else "Setting", setting)
        form.addRow("Values", values)
        self.settings.append(setting)
        self.values.append(values)
        setting.currentIndexChanged.connect(partial(self._suggest, number))
        values.edited.connect(self._count)

    def _suggest(self, number: int, place: int = 0) -> None:
        path = self.settings[number].currentData()
        entry = self._entries.get(path)
        words = suggested(entry) if entry is not None else ""
        self.values[number].show_setting(entry.setting if entry is not None else None, words)

    @Slot()
    def _count(self) -> None:
        """Say how many runs the values make, while they can be read."""
        self.why.hide()
        try:
            n = len(parsed_variations(self._spec, self.over))
        except SettingError:
            self.how_many.setText("")
            return
        what = "combination" if len(self.over) > 1 else "value"
        self.how_many.setText(f"{count(n, what)}, each with {SEEDS} seeds: {n * SEEDS:,} runs")

    @property
    def over(self) -> list[str]:
        """The settings with their values, as `parsed_variations` takes them."""
        rows = zip(self.settings, self.values)
        return [f"{s.currentData()}={v.text}" for s, v in rows if s.currentData()]

    @Slot()
    def try_accept(self) -> None:
        """Close with what was chosen, or say what is wrong with it."""
        try:
            _ = StudyRequest(self._kind, self._spec, tuple(self.over), seeds=1).study
        except (SettingError, ExperimentError) as error:
            words = getattr(error, "problem", str(error))
            self.why.setText(words[:1].upper() + words[1:])
            self.why.show()
            return
        over = self.over
        self.accept()
        self.chosen.emit(over)


def comparable(spec: ExperimentSpec) -> list[Entry]:
    """The settings of an experiment whose values can be written side by side."""
    return [
        entry
        for entry in walk(spec)
        if not entry.is_section
        and entry.value is not None
        and (entry.setting.kind is not str or entry.setting.options)
        and not entry.path.startswith(_LEFT_OUT)
    ]


def numeric(spec: ExperimentSpec) -> list[Entry]:
    """Those among them that are numbers."""
    return [entry for entry in comparable(spec) if entry.setting.kind in (int, float)]


#: By what `StudyKind.over` says.
_OFFERED = {"any": comparable, "numbers": numeric}


def suggested(entry: Entry) -> str:
    """Values to begin with, as text."""
    setting = entry.setting
    if entry.path in _USUAL:
        return _USUAL[entry.path]
    if setting.kind is Registry or setting.options:
        return ", ".join(setting.names)
    if setting.kind is bool:
        return "true, false"
    return ", ".join(_around(entry))


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


def _name(entry: Entry, spec: ExperimentSpec) -> str:
    """What a setting is called, with what it belongs to where that is no whole part of a form."""
    parts = entry.path.split(".")
    if len(parts) < 3:
        return entry.setting.label
    owner = getattr(getattr(spec, parts[0]), parts[1])
    return f"{entry.setting.label} ({owner.label})"
