"""Part: what a step asks of the learner, as widgets, and the registry of the kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.gui.lessons.text import LessonText
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.lazy_registry import LazyRegistry
from playground.lessons.step_kinds import step_kinds

if TYPE_CHECKING:
    from playground.experiment.snapshot import Frame
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.task import Task

#: One row a kind of step, by the name of its task.
parts: LazyRegistry[type[Part]] = LazyRegistry(
    "part of a step", **{name: f"playground.gui.lessons.parts.{name}" for name in step_kinds}
)


class Part(QWidget):
    """Base of all parts. What was answered before is shown from the start.

    Parameters
    ----------
    player : Player
    step : Step

    Signals
    -------
    changed()
        Whether it is done, or what the button below does, may be another.
    told(QWidget, str)
        From there on there is something to read that was not there before, and in which words.

    Attributes
    ----------
    task : Task
        Of the step; each kind says which class it is.
    label : str
        What the button below says until it is done.
    """

    changed = Signal()
    told = Signal(QWidget, str)

    label: str = ""
    task: Task

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__()
        self.player, self.step, self.task = player, step, step.task
        self.column = boxes.column(into=self, spacing=8)

    # ------------------------------------------------------------------ for the page

    def enter(self, first: bool) -> None:
        """The learner is here, for the first time or again."""

    def leave(self) -> None:
        """The learner goes elsewhere."""

    @property
    def meant(self) -> tuple[str, ...]:
        """The controls to be marked: settings by their paths, actions by their names."""
        return self.task.mark

    @property
    def needs_settings(self) -> bool:
        """Whether the settings are to be seen beside the text."""
        return any("." in name for name in self.meant)

    @property
    def done(self) -> bool:
        """Whether the learner has done what the step asks."""
        return True

    @property
    def ready(self) -> bool:
        """Whether the button below can be pressed before that."""
        return True

    @property
    def can_be_skipped(self) -> bool:
        """Whether the learner may go on without."""
        return True

    def act(self) -> None:
        """What the button below does until it is done."""

    @property
    def names(self) -> tuple[str, ...]:
        """The measured names it wants to know of while it is shown."""
        return ()

    def show_values(self, values: Mapping[str, float]) -> None:
        """Take what was measured of `names`, and the values that were kept."""

    def show_frame(self, frame: Frame) -> None:
        """Take the present state of the run."""

    # ------------------------------------------------------------------ for subclasses

    def add_text(self, name: str, markdown: str = "") -> LessonText:
        """Add Markdown; hidden while it is empty."""
        text = text_for(self.player, name)
        self.column.addWidget(text)
        show_text(text, markdown)
        return text

    def add_caption(self, words: str = "") -> Label:
        """Add words of less weight."""
        caption = Label(words, "caption", wordWrap=True)
        self.column.addWidget(caption)
        return caption


def text_for(player: Player, name: str) -> LessonText:
    """A text that shows the pictures of a lesson and tells its player of links."""
    text = LessonText(name)
    text.picture_of = player.picture_of
    text.followed.connect(player.link_followed)
    return text


def show_text(text: LessonText, markdown: str) -> None:
    """Show Markdown, or nothing where there is none."""
    text.setVisible(bool(markdown))
    if markdown:
        text.show_markdown(markdown)
