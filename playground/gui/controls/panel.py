"""All settings of an experiment, group below group, in one panel that scrolls."""

from __future__ import annotations

import contextlib
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QWidget

from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.editors import Editor
from playground.gui.controls.form import SettingsForm
from playground.gui.controls.gallery import GalleryEditor
from playground.gui.controls.restriction import Restriction
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.settings import Settings, settings_of


class ControlPanel(QScrollArea):
    """Shows an `ExperimentSpec` and says what a person wants to be different.

    Signals
    -------
    edited(str, object), refused(str), file_requested(str), import_requested()
        As of `SettingsForm`, with paths from the top of the specification.
    regenerate_requested(), new_data_requested()
        The data should be made again, the same or others of the same rule.
    """

    edited = Signal(str, object)
    refused = Signal(str)
    file_requested = Signal(str)
    import_requested = Signal()
    regenerate_requested = Signal()
    new_data_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Settings of the experiment")
        content = QWidget()
        content.setMinimumWidth(1)  # in large type it is squeezed rather than cut
        self._column = boxes.column(into=content, margins=(12, 0, 12, 12), spacing=2)
        self._forms: dict[str, SettingsForm] = {}
        groups = {
            name: setting
            for name, setting in settings_of(ExperimentSpec).items()
            if setting.kind is Settings and setting.format != "view"
        }
        spec = ExperimentSpec()
        for name, setting in groups.items():
            self._add_form(name, setting.label, type(getattr(spec, name)))
        # What stands at the top of a specification itself: the seed.
        self._add_form("", "Randomness", ExperimentSpec)
        self._more = QCheckBox("Show all settings")
        self._more.setObjectName("show_all_settings")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.toggled.connect(self.show_advanced)
        self._column.addSpacing(8)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        gallery = self.editor("data.source")
        assert isinstance(gallery, GalleryEditor)
        gallery.regenerate_requested.connect(self.regenerate_requested)
        gallery.new_data_requested.connect(self.new_data_requested)
        self.setWidget(content)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Show every value of `spec`."""
        for name, form in self._forms.items():
            form.show_layers(len(spec.network.hidden_layers))
            form.show_settings(getattr(spec, name) if name else spec)

    @Slot(object)
    def show_run(self, run: Run) -> None:
        """Offer what suits the data of `run`: the names of its columns, formulas over them."""
        for form in self._forms.values():
            form.show_context(run)

    @Slot(bool)
    def show_advanced(self, shown: bool) -> None:
        """Show the settings that are rarely changed, or hide them."""
        for form in self._forms.values():
            form.show_advanced(shown)

    def restrict(self, restriction: Restriction) -> None:
        """Lock some settings and mark others, the first of which is brought into view."""
        for form in self._forms.values():
            form.restrict(restriction)
        if restriction.meant:
            # Once the rows that have come stand in their places.
            QTimer.singleShot(0, self, partial(self._bring_into_view, restriction.meant[0]))

    def _bring_into_view(self, path: str) -> None:
        with contextlib.suppress(KeyError):  # other data may have other settings by now
            self.ensureWidgetVisible(self.editor(path), 0, 60)

    def editor(self, path: str) -> Editor:
        """The editor of the setting at a dotted path; KeyError where there is none."""
        name, _, rest = path.partition(".")
        return (
            self._forms[name].editor(rest) if name in self._forms else self._forms[""].editor(path)
        )

    def _add_form(self, name: str, label: str, settings_class: type[Settings]) -> None:
        heading = Label(label, "heading")
        self._column.addWidget(heading)
        form = SettingsForm(settings_class, name)
        form.edited.connect(self.edited)
        form.refused.connect(self.refused)
        form.file_requested.connect(self.file_requested)
        form.import_requested.connect(self.import_requested)
        self._column.addWidget(form)
        self._forms[name] = form
