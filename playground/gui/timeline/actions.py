"""What can be done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.gui.shell.actions.action import MENUS, Action, Menu, actions

if TYPE_CHECKING:
    from playground.gui.app import Playground

MENUS["time"] = Menu("&Time", "train", "time")


def _no_past(app: Playground) -> str:
    return "" if app.timeline.has_past else "There is no step to look back at yet."


def _not_back(app: Playground) -> str:
    return "" if app.timeline.looks_back else "This is the present; look back first."


actions.register(
    Action(
        "to_start",
        "To the start",
        "Look at the first moment of the run",
        lambda app: app.timeline.to_start(),
        keys="Ctrl+Home",
        icon="to_start",
    ),
    Action(
        "epoch_back",
        "Epoch back",
        "Look at the end of the epoch before",
        lambda app: app.timeline.epoch_back(),
        keys="Shift+E",
        icon="epoch_back",
    ),
    Action(
        "step_back",
        "Step back",
        "Look at the moment one mini-batch earlier",
        lambda app: app.timeline.step_back(),
        keys="Shift+S",
        icon="step_back",
    ),
    menu="time",
    group="back",
    refusal=_no_past,
)

actions.register(
    Action(
        "play_back",
        "Play backwards",
        "Let the past go by backwards, at the speed of the slider",
        lambda app: app.timeline.play(-1),
        icon="play_back",
    ),
    Action(
        "play",
        "Play the past",
        "Let the past go by again, at the speed of the slider",
        lambda app: app.timeline.play(1),
        icon="play",
    ),
    menu="time",
    group="play",
    refusal=_no_past,
)

actions.register(
    Action(
        "branch",
        "Go on from here",
        "Let the run go another way from this moment; what came after is kept",
        lambda app: app.timeline.branch(),
        keys="Ctrl+Return",
    ),
    Action(
        "to_latest",
        "Latest",
        "Back to the present",
        lambda app: app.timeline.to_latest(),
        keys="Ctrl+End",
    ),
    menu="time",
    group="on",
    refusal=_not_back,
)

actions.register(
    Action(
        "bookmark",
        "Bookmark",
        "Mark this moment with a name, or take its mark away",
        lambda app: app.timeline.add_bookmark(),
        keys="B",
        menu="time",
        group="mark",
    ),
)
