"""What can be done with lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.gui.shell.actions.action import Action, actions

if TYPE_CHECKING:
    from playground.gui.app import Playground


def _none_open(app: Playground) -> str:
    return "" if app.lessons.page is not None else "No lesson is open; choose one under Lessons."


actions.register(
    Action(
        "lessons",
        "Lessons",
        "Lessons to go through step by step: predict, run, see, explain",
        lambda app: app.lessons.show(),
        keys="Ctrl+L",
    ),
    Action(
        "lesson_forward",
        "Next step of the lesson",
        "Do what the step asks, or go on to the next",
        lambda app: app.lessons.go_forward(),
        keys="Alt+Right",
        refusal=_none_open,
    ),
    Action(
        "lesson_back",
        "Step before of the lesson",
        "Go back to the step before",
        lambda app: app.lessons.go_back(),
        keys="Alt+Left",
        refusal=_none_open,
    ),
    Action(
        "leave_lesson",
        "Leave the lesson",
        "Everything stands where it stood before, and nothing is locked; one can go on later",
        lambda app: app.lessons.leave(),
        refusal=_none_open,
    ),
    menu="help",
    group="lessons",
)
