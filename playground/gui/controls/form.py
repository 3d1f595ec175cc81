"""A form for any settings, made by walking their declaration."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.experiment.snapshot import Run
from playground.gui.controls.editor_for import editor_for
from playground.gui.controls.editors import ChoiceEditor, Editor, FileEditor
from playground.settings import Setting, Settings, join, settings_of


class SettingsForm(QWidget):
    """Rows of labels and editors for one settings class.

    A choice is followed by the settings of what is chosen. Fields with an `only_when` show
    while they matter, advanced ones when asked for.

    Signals
    -------
    edited(str, object)
        The dotted path of a setting, and the value (or the name) a person chose for it.
    refused(str)
        A sentence about text that is no value.
    file_wanted(str)
        The path of a setting whose file the person wants to choose.
    import_wanted()
        The person wants to see how the file is read.
    """

    edited = Signal(str, object)
    refused = Signal(str)
    file_wanted = Signal(str)
    import_wanted = Signal()

    LABEL_WIDTH = 116

    def __init__(
        self, settings_class: type[Settings], path: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.editors: dict[str, Editor] = {}
        self._settings_class = settings_class
        self._labels: dict[str, QLabel] = {}
        self._headings: dict[str, QLabel] = {}
        self._nested: dict[str, SettingsForm] = {}
        self._nested_rows: dict[str, int] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, self.LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._rows = -1
        self._with_advanced = False
        self._shown: Settings | None = None
        self._run: Run | None = None
        for name, setting in settings_of(settings_class).items():
            if setting.kind is not Settings:
                self._add_row(name, setting)

    def show_settings(self, settings: Settings) -> None:
        """Show the values of `settings`, of this form's class."""
        self._shown = settings
        for name, editor in self.editors.items():
            value = getattr(settings, name)
            editor.show_value(value)
            if isinstance(value, Settings):
                self._show_nested(name, value)
        self._show_relevant_rows()

    def show_context(self, run: Run) -> None:
        """Let every editor learn of the run at hand."""
        self._run = run
        for editor in (*self.editors.values(), *self._nested.values()):
            editor.show_context(run)

    def show_advanced(self, shown: bool) -> None:
        """Show the settings that are rarely changed, or hide them."""
        self._with_advanced = shown
        for form in self._nested.values():
            form.show_advanced(shown)
        if self._shown is not None:
            self._show_relevant_rows()

    def editor(self, path: str) -> Editor:
        """The editor at a dotted path relative to this form; KeyError where there is none."""
        name, _, rest = path.partition(".")
        return self._nested[name].editor(rest) if rest else self.editors[name]

    # ------------------------------------------------------------------ building

    def _add_row(self, name: str, setting: Setting) -> None:
        if setting.section:
            heading = QLabel(setting.section)
            heading.setProperty("role", "heading")
            self._headings[name] = heading
            self._grid.addWidget(heading, self._next_row(), 0, 1, 2)
        editor = editor_for(setting)
        path = join(self.path, name)
        editor.setObjectName(path)
        editor.focus_widget().setObjectName(f"{path}/field")
        label = QLabel(setting.label)
        label.setWordWrap(True)
        label.setBuddy(editor.focus_widget())
        tip = tooltip(setting)
        label.setToolTip(tip)
        editor.setToolTip(tip)
        row = self._next_row()
        if editor.wide:
            self._grid.addWidget(label, row, 0, 1, 2)
            self._grid.addWidget(editor, self._next_row(), 0, 1, 2)
        else:
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(editor, row, 1)
        self._labels[name], self.editors[name] = label, editor
        editor.edited.connect(self._on_edited)
        editor.refused.connect(self.refused)
        if isinstance(editor, FileEditor):
            editor.choose.connect(self._on_file_wanted)
            editor.look.connect(self.import_wanted)
        if isinstance(editor, ChoiceEditor):
            # Kept free for the settings of what is chosen; an empty row takes no space.
            self._nested_rows[name] = self._next_row()

    def _next_row(self) -> int:
        self._rows += 1
        return self._rows

    def _show_nested(self, name: str, value: Settings) -> None:
        """Show the settings of what is chosen, with a new form where the class is another."""
        form = self._nested.get(name)
        if form is None or form._settings_class is not type(value):
            if form is not None:
                self._grid.removeWidget(form)
                # An editor of that form may be in the middle of telling its value.
                form.hide()
                form.deleteLater()
                del self._nested[name]
            if not settings_of(type(value)):
                return
            form = SettingsForm(type(value), join(self.path, name), self)
            form.edited.connect(self.edited)
            form.refused.connect(self.refused)
            form.file_wanted.connect(self.file_wanted)
            form.import_wanted.connect(self.import_wanted)
            self._grid.addWidget(form, self._nested_rows[name], 0, 1, 2)
            self._nested[name] = form
            form.show_advanced(self._with_advanced)
            if self._run is not None:
                form.show_context(self._run)
        form.show_settings(value)

    def _show_relevant_rows(self) -> None:
        for name, setting in settings_of(self._settings_class).items():
            if name not in self.editors:
                continue
            visible = self._with_advanced or not setting.advanced
            if setting.only_when is not None:
                other, value = setting.only_when
                visible = visible and getattr(self._shown, other) == value
            for widget in (self._labels[name], self.editors[name], self._nested.get(name)):
                if widget is not None:
                    widget.setVisible(visible)

    # ------------------------------------------------------------------ a person's doing

    @Slot(object)
    def _on_edited(self, value: Any) -> None:
        self.edited.emit(self.sender().objectName(), value)

    @Slot()
    def _on_file_wanted(self) -> None:
        self.file_wanted.emit(self.sender().objectName())


def tooltip(setting: Setting) -> str:
    """What a setting does, what it may be, and where the notes treat it."""
    lines = [setting.help]
    if setting.range_text:
        unit = f" {setting.unit}" if setting.unit else ""
        lines.append(f"Allowed: {setting.range_text}{unit}.")
    if setting.applies == "restart":
        lines.append("A change starts the run over.")
    if setting.notes:
        lines.append(f"Notes: {setting.notes}")
    return "<p>" + "<br>".join(filter(None, lines)) + "</p>"
