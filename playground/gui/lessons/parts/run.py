"""Training, until so many epochs or steps are done or a condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar

from playground.experiment.wording import count
from playground.gui.lessons.parts.feedback import Feedback
from playground.gui.lessons.parts.part import Part, parts

if TYPE_CHECKING:
    from playground.experiment.snapshot import Frame
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.run import Run

_PATIENCE = 20  # seconds that nobody has to be told of


@parts.register("run")
class RunPart(Part):
    """A progress bar while it goes on; afterwards what came of the predictions."""

    task: Run

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.until = self.add_caption()
        self.bar = QProgressBar(minimum=0, maximum=1000)
        self.bar.setAccessibleName("Progress of the run")
        self.column.addWidget(self.bar)
        self.feedback = Feedback(player)
        self.column.addWidget(self.feedback)
        player.run_ended.connect(self._on_ended)
        self._show()

    @Slot()
    def _on_ended(self) -> None:
        self._show()
        first = self.until if self.feedback.isHidden() else self.feedback
        self.told.emit(first, f"{self.until.text()} {self.feedback.words}")

    def _show(self) -> None:
        if self.done:
            self.until.setText("The run is done.")
            self.bar.setValue(self.bar.maximum())
            if not self.player.keeps_verdict_for_later(self.step):
                self.feedback.show_steps(self.player.predictions_before(self.step))
        else:
            self.until.setText(self._how_long())
        self.changed.emit()

    def _how_long(self) -> str:
        task = self.task
        if task.until is not None:
            return f"Run goes on until {task.until.text}, then it pauses."
        takes = count(task.steps, "step") if task.steps else count(task.limit, "epoch")
        seconds = self.player.seconds_of_run()
        words = f"Run takes {takes}, then it pauses."
        if seconds > _PATIENCE:
            words += f" At this speed that is about {seconds:,.0f} s; the slider above is faster."
        return words

    @property
    def label(self) -> str:
        return "Pause" if self.player.is_running else "Run"

    def enter(self, first: bool) -> None:
        if not self.done:
            self.player.run.begin(self.task)
        self._show()

    def leave(self) -> None:
        self.player.run.leave()

    @property
    def done(self) -> bool:
        return self.player.has_completed(self.step)

    def act(self) -> None:
        self.player.toggle_run()

    def show_frame(self, frame: Frame) -> None:
        if not self.done:
            share = self.player.run.share(frame)
            self.bar.setValue(round(share * self.bar.maximum()))
            self._show()
