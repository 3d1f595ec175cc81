"""A form for any settings, made by walking their declaration."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.experiment.snapshot import Run
from playground.gui.controls.editor_for import editor_for
from playground.gui.controls.editors import Editor, FileEditor
from playground.gui.controls.restriction import NONE, Restriction, show_meant
from playground.gui.controls.setting_tip import setting_tip
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting, Settings, by_layer, join, settings_of

#: The property of label and editor that says where the course notes treat the setting.
NOTES_PROPERTY = "notes"


class SettingsForm(QWidget):
    """Rows of labels and editors for one settings class.

    A choice is followed by the settings of what is chosen. Fields with an `only_when` show
    while they matter, advanced ones when asked for, or when they are not at their default: what
    has an effect is to be seen.

    Signals
    -------
    edited(str, object)
        The dotted path of a setting, and the value (or the name) a person chose for it.
    refused(str)
        A sentence about text that is no value.
    file_requested(str)
        The path of a setting whose file the person wants to choose.
    import_requested()
        The person wants to see how the file is read.
    """

    edited = Signal(str, object)
    refused = Signal(str)
    file_requested = Signal(str)
    import_requested = Signal()

    #: The same in every form, so that all editors stand in one column.
    LABEL_WIDTH = 119

    def __init__(
        self,
        settings_class: type[Settings],
        path: str = "",
        parent: QWidget | None = None,
        label_width: int = LABEL_WIDTH,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.editors: dict[str, Editor] = {}
        self._settings_class = settings_class
        self._labels: dict[str, QLabel] = {}
        self._nested: dict[str, SettingsForm] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5)
        self._grid.setVerticalSpacing(2)
        self._label_width = label_width
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)
        self._with_advanced = False
        self._hidden_layers = 0
        self._row_lengths: dict[str, int] = {}
        self._stale_tab_order = False
        self._shown: Settings = settings_class()
        self._defaults: Settings = settings_class()
        self._run: Run | None = None
        self._restriction = NONE
        self._settings = {
            name: setting
            for name, setting in settings_of(settings_class).items()
            if setting.kind is not Settings
        }
        self._first_rows = {name: 4 * place for place, name in enumerate(self._settings)}

    def show_settings(self, settings: Settings) -> None:
        """Show the values of `settings`, of this form's class."""
        self._shown = settings
        for name in self.editors:
            self._show_value(name)
        self._show_relevant_rows()
        self._renew_tab_order()

    def _show_value(self, name: str) -> None:
        value = getattr(self._shown, name)
        self.editors[name].show_value(value)
        self._mark(name)
        length = len(by_layer.values_of(value)) if self._settings[name].by_layer else 1
        if self._row_lengths.get(name, 1) != length:  # other fields came below the editor
            self._row_lengths[name] = length
            self._stale_tab_order = True
        if isinstance(value, Settings):
            self._show_nested(name, value)
        else:
            self._drop_nested(name)

    def _is_changed(self, name: str) -> bool:
        """Whether a setting, or which class is chosen for it, is another than by default."""
        value, default = getattr(self._shown, name), getattr(self._defaults, name)
        if isinstance(value, Settings):
            return type(value) is not type(default)
        return value != default

    def _mark(self, name: str) -> None:
        """Show by a dot, and by the menu of the label, what is not at its default."""
        changed, label = self._is_changed(name), self._labels[name]
        label.setText(self._settings[name].label + ("\u00a0•" if changed else ""))
        allowed = self._restriction.allows(join(self.path, name))
        label.actions()[0].setEnabled(changed and allowed)

    def _tip(self, name: str) -> str:
        default = self.editors[name].words_of(getattr(self._defaults, name))
        return setting_tip(self._settings[name], default)

    def show_context(self, run: Run) -> None:
        """Let every editor learn of the run at hand."""
        self._run = run
        for part in self._parts():
            part.show_context(run)

    def _parts(self) -> Iterator[Editor | SettingsForm]:
        yield from self.editors.values()
        yield from self._nested.values()

    def show_layers(self, hidden: int) -> None:
        """Let every editor learn of the number of hidden layers."""
        self._hidden_layers = hidden
        for editor in self.editors.values():
            editor.show_layers(hidden)

    def show_advanced(self, shown: bool) -> None:
        """Show the settings that are rarely changed, or hide them."""
        self._with_advanced = shown
        for part in self._parts():
            part.show_advanced(shown)
        self._show_relevant_rows()
        self._renew_tab_order()

    def restrict(self, restriction: Restriction) -> None:
        """Lock some editors and mark others; a setting that is marked is shown in any case."""
        self._restriction = restriction
        for form in self._nested.values():
            form.restrict(restriction)
        self._show_relevant_rows()
        self._renew_tab_order()
        for name in self.editors:
            self._show_restriction(name)

    def _show_restriction(self, name: str) -> None:
        editor, path = self.editors[name], join(self.path, name)
        allowed = self._restriction.allows(path)
        for widget in (editor, editor.below):
            if widget is not None:
                widget.setEnabled(allowed)
        tip = self._tip(name) if allowed else self._restriction.reason
        for widget in (self._labels[name], editor):
            widget.setToolTip(plain_tip(tip))
            show_meant(widget, path in self._restriction.meant)
        restore = self._labels[name].actions()[0]
        restore.setEnabled(allowed and self._is_changed(name))

    def editor(self, path: str) -> Editor:
        """The editor at a dotted path relative to this form; KeyError where there is none."""
        name, _, rest = path.partition(".")
        if name not in self.editors:
            self._make_row(name, self._settings[name])
            self._show_relevant_rows()
            self._renew_tab_order()
        return self._nested[name].editor(rest) if rest else self.editors[name]

    # ------------------------------------------------------------------ building

    def _make_row(self, name: str, setting: Setting) -> None:
        """Make the row of a setting, which nobody has looked at before."""
        # Four rows each: heading, label and editor, wide editor, settings of what is chosen. An
        # empty row takes no space.
        row = self._first_rows[name]
        if setting.section:
            heading = Label(setting.section, "heading")
            self._grid.addWidget(heading, row, 0, 1, 2)
        editor = editor_for(setting)
        path = join(self.path, name)
        editor.setObjectName(path)
        editor.focus_widget().setObjectName(f"{path}/field")
        label = QLabel(setting.label, wordWrap=True)
        if not editor.wide:
            label.setMaximumWidth(self._label_width)
        label.setBuddy(editor.focus_widget())
        default = getattr(self._defaults, name)
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        restore = QAction(f"Restore the default: {editor.words_of(default)}", label)
        plain = default.name if isinstance(default, Settings) else default
        restore.triggered.connect(partial(self._restore, path, plain))
        label.addAction(restore)
        for widget in (label, editor):
            widget.setProperty(NOTES_PROPERTY, setting.notes)
        if editor.wide:
            self._grid.addWidget(label, row + 1, 0, 1, 2)
            self._grid.addWidget(editor, row + 2, 0, 1, 2)
        else:
            self._grid.addWidget(label, row + 1, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(editor, row + 1, 1)
        if editor.below is not None:
            self._grid.addWidget(editor.below, row + 2, 0, 1, 2)
        self._labels[name], self.editors[name] = label, editor
        editor.edited.connect(self._on_edited)
        editor.refused.connect(self.refused)
        if isinstance(editor, FileEditor):
            editor.choose.connect(self._on_file_requested)
            editor.look.connect(self.import_requested)
        if self._run is not None:
            editor.show_context(self._run)
        editor.show_layers(self._hidden_layers)
        editor.show_advanced(self._with_advanced)
        self._show_value(name)
        self._show_restriction(name)
        self._stale_tab_order = True

    def _show_nested(self, name: str, value: Settings) -> None:
        """Show the settings of what is chosen, with a new form where the class is another."""
        form = self._nested.get(name)
        if form is None or form._settings_class is not type(value):
            self._drop_nested(name)
            if not settings_of(type(value)):
                return
            form = SettingsForm(type(value), join(self.path, name), self, self._label_width)
            form.edited.connect(self.edited)
            form.refused.connect(self.refused)
            form.file_requested.connect(self.file_requested)
            form.import_requested.connect(self.import_requested)
            self._grid.addWidget(form, self._first_rows[name] + 3, 0, 1, 2)
            self._nested[name] = form
            self._stale_tab_order = True
            form.restrict(self._restriction)
            form.show_advanced(self._with_advanced)
            if self._run is not None:
                form.show_context(self._run)
        form.show_settings(value)

    def _drop_nested(self, name: str) -> None:
        """Take the settings of what was chosen away."""
        if (form := self._nested.pop(name, None)) is not None:
            self._grid.removeWidget(form)
            # An editor of that form may be in the middle of telling its value.
            form.hide()
            form.deleteLater()

    def _show_relevant_rows(self) -> None:
        for name, setting in self._settings.items():
            visible = self._with_advanced or not setting.advanced or self._is_changed(name)
            visible |= self._restriction.concerns(join(self.path, name))
            if setting.only_when is not None:
                other, value = setting.only_when
                visible = visible and getattr(self._shown, other) == value
            if visible and name not in self.editors:
                self._make_row(name, setting)
            for widget in (self._labels, self.editors, self._nested):
                if name in widget:
                    widget[name].setVisible(visible)
            if name in self.editors and (below := self.editors[name].below) is not None:
                below.setVisible(visible)

    def _stops(self) -> list[QWidget]:
        """Where Tab stops, row after row, the settings of what is chosen after the choice."""
        stops = []
        for name in self._settings:
            if name in self.editors:
                stops += _stops(self.editors[name])
                if (below := self.editors[name].below) is not None:
                    stops += _stops(below)
            if name in self._nested:
                stops += self._nested[name]._stops()
        return stops

    def _renew_tab_order(self) -> None:
        """Let Tab go down the rows, whenever they were made."""
        if self._stale_tab_order or any(form._stale_tab_order for form in self._nested.values()):
            for one, other in pairwise(self._stops()):
                QWidget.setTabOrder(one, other)
            # A form inside another leaves it to that one, which comes next.
            self._stale_tab_order = isinstance(self.parent(), SettingsForm)
            for form in self._nested.values():
                form._stale_tab_order = False

    # ------------------------------------------------------------------ a person's doing

    @Slot(object)
    def _on_edited(self, value: Any) -> None:
        self.edited.emit(self.sender().objectName(), value)

    def _restore(self, path: str, default: Any, checked: bool = False) -> None:
        self.edited.emit(path, default)

    @Slot()
    def _on_file_requested(self) -> None:
        self.file_requested.emit(self.sender().objectName())


def _stops(widget: QWidget) -> list[QWidget]:
    """Where Tab stops inside an editor, in its order."""
    return [
        child
        for child in widget.findChildren(QWidget)
        # The list of a combo box is a window of its own.
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.window() is widget.window()
    ]
