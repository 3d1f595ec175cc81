"""Settings that are changed for the learner, or by the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton

from playground.experiment.wording import value_text
from playground.gui.lessons.parts.part import Part, parts
from playground.settings import changed

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.asks import Request
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.set import Set


@parts.register("set")
class SetPart(Part):
    """What was changed, or what is to be changed and whether it is."""

    task: Set

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.changes = self.add_caption()
        self.requests: dict[QCheckBox, Request] = {}
        for request in step.requests:
            box = QCheckBox(request.text(step.spec))
            box.setEnabled(False)  # it shows, and is ticked by setting what it says
            box.setAccessibleName(request.text(step.spec))
            self.column.addWidget(box)
            self.requests[box] = request
        self.show_me = QPushButton("Show me where")
        self.show_me.setToolTip("Brings the keyboard to the control that is meant.")
        self.show_me.clicked.connect(self._on_show_me)
        self.column.addWidget(self.show_me, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_me.setVisible(bool(self.meant))
        player.spec_changed.connect(self._show)
        self._show()

    @property
    def meant(self) -> tuple[str, ...]:
        asked = tuple(request.path for request in self.step.requests)
        return tuple(dict.fromkeys((*asked, *self.task.mark)))

    @Slot()
    def _show(self) -> None:
        for box, request in self.requests.items():
            box.setChecked(request.met(self.player.spec))
        self.changed.emit()

    def enter(self, first: bool) -> None:
        if first:
            self.player.put(self.task.change, self.task.restart)
        self._show_changes()
        if self.task.study and first:
            self.player.stage.open_study(self.task.study)
        self._show()

    def _show_changes(self) -> None:
        before, after = self.player.changes_of(self.step, self.task.change)
        words = [
            f"{entry.setting.label}: {value_text(entry.value, entry.setting)}"
            for entry in changed(before, after)
        ]
        self.changes.setText("Changed for you: " + "; ".join(words) + "." if words else "")
        self.changes.setVisible(bool(words))

    @Slot()
    def _on_show_me(self) -> None:
        self.player.stage.bring_keyboard_to(self.meant[0])

    @property
    def done(self) -> bool:
        return all(request.met(self.player.spec) for request in self.step.requests)
