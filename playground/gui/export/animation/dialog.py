"""The dialog for an animation: what it is to show, then how far it is."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QPushButton, QWidget

from playground.gui.controls.editors import OptionEditor
from playground.gui.controls.form import SettingsForm
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.io.animation.settings import AnimationSettings
from playground.io.formats import formats
from playground.settings import SettingError, replaced, settings_of

_FINE = 1000  # steps of the progress bar
_ONE_CLICK = 0.5  # seconds from the press of a button to its release, at most


class AnimationDialog(QDialog):
    """Shows the settings of an animation, and the progress of making it; never modal.

    Parameters
    ----------
    settings : AnimationSettings
        To begin with.
    words : str
        What the animation will be of.
    parent : QWidget

    Signals
    -------
    wanted(AnimationSettings)
        The person wants it; the file is not chosen yet.
    cancelled()
        The person no longer does, before or after that.

    Attributes
    ----------
    settings : AnimationSettings
        As the person wants them.
    """

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, settings: AnimationSettings, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Animation")
        self.setObjectName("animation_dialog")
        self.settings = settings
        about = Label(words, "caption", wordWrap=True)
        self.form = SettingsForm(AnimationSettings)
        self.form.edited.connect(self._on_edited)
        self.form.refused.connect(self._refuse)
        self._refused_at = -math.inf
        self.lacking = Label(role="caption", wordWrap=True)
        self.lacking.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem = Label(role="error", wordWrap=True)
        self.problem.hide()
        self.progress = QProgressBar(maximum=_FINE, accessibleName="Progress of the animation")
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves when it appears
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self._build_buttons()
        parts = about, self.form, self.lacking, self.problem, self.progress, 1, self._buttons
        boxes.column(*parts, into=self, margins=None, spacing=16)
        # A dialog knows the default of its own buttons only: Enter would be Cancel's.
        self.save.setDefault(True)
        self.setMinimumWidth(420)
        self._offer_kinds()
        self.form.show_settings(self.settings)

    def _build_buttons(self) -> None:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save: QPushButton = self._buttons.addButton(
            "Save as…", QDialogButtonBox.ButtonRole.AcceptRole
        )
        # The style writes it in bold, for which its own size leaves no room.
        self.save.setMinimumWidth(self.save.fontMetrics().horizontalAdvance("Save as…") + 48)
        self._buttons.accepted.connect(self._on_save)
        self._buttons.rejected.connect(self.reject)

    def _offer_kinds(self) -> None:
        """Offer the kinds of file that can be written here, and say what the others need."""
        kinds = settings_of(AnimationSettings)["kind"].options
        problems = {kind: formats[kind].missing() for kind in kinds}
        editor = self.form.editor("kind")
        assert isinstance(editor, OptionEditor)
        items = editor.combo.model()
        assert isinstance(items, QStandardItemModel)
        for place, kind in enumerate(kinds):
            item = items.item(place)
            item.setEnabled(not problems[kind])
            item.setToolTip(plain_tip(problems[kind]))
        possible = [kind for kind in kinds if not problems[kind]]
        if possible and self.settings.kind not in possible:
            self.settings = replaced(self.settings, "kind", possible[0])
        self.save.setEnabled(bool(possible))
        self.lacking.setText("\n".join(filter(None, problems.values())))
        self.lacking.setVisible(bool(self.lacking.text()))

    # ------------------------------------------------------------------ what the person does

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        try:
            self.settings = replaced(self.settings, name, value)
        except SettingError as error:
            label = settings_of(AnimationSettings)[error.path].label
            self._refuse(f"{label}: {error.problem}")
        else:
            self.problem.hide()
        self.form.show_settings(self.settings)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._refused_at = time.monotonic()
        self.show_problem(sentence)

    @Slot()
    def _on_save(self) -> None:
        # The very Enter or click that left a field refused wants nothing more.
        if time.monotonic() - self._refused_at > _ONE_CLICK:
            self.wanted.emit(self.settings)

    def reject(self) -> None:
        """Close, and no longer want what is being made."""
        super().reject()
        self.cancelled.emit()

    # ------------------------------------------------------------------ what is shown

    @Slot(str)
    def show_problem(self, sentence: str) -> None:
        """Say what is wrong, and let the person mend it."""
        self.show_making(False)
        self.problem.setText(sentence)
        self.problem.show()

    def show_making(self, making: bool) -> None:
        """Show how far it is in place of what can be set, or the settings again."""
        self.form.setEnabled(not making)
        self.save.setEnabled(not making)
        self.progress.setVisible(making)
        self.progress.setValue(0)
        if making:
            self.problem.hide()

    @Slot(float)
    def show_progress(self, share: float) -> None:
        """Show how far it is."""
        self.progress.setValue(round(_FINE * share))
