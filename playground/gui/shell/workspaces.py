"""Workspaces: whole arrangements of the same docks, each for one thing one wants to see. Qt-free.

A workspace lists views by their names and shows those that there are: one that joins later stands
where it is named here, and in the menu View > Panels anyway.
"""

from __future__ import annotations

from collections.abc import Collection

from playground.dataclass import dataclass
from playground.gui.shell.layout import Divided, Layout, Place, joined

#: The window that the sizes are meant for.
_SIZE = (1280, 720)

#: Where the settings stand for somebody who has moved nothing.
SETTINGS = Place(("settings",), "settings", (304, 700))


@dataclass(frozen=True)
class Workspace:
    """What is shown together.

    Attributes
    ----------
    name, title : str
        For programs, and on the switch in the toolbar.
    tip : str
    views : Place, Divided or None
        Where the views stand at first; None for the places their rows in the registry say.
    settings : bool
        Whether the settings are shown at first.
    type_size : float
        How large text is at first, as a factor.
    least_text : int
        How many pixels the letters of the smallest text have at first, at the least.
    bare : bool
        Whether the toolbar has nothing but Run, and the way back.
    """

    name: str
    title: str
    tip: str
    views: Place | Divided | None = None
    settings: bool = True
    type_size: float = 1.0
    least_text: int = 0
    bare: bool = False

    def layout(self, known: Collection[str]) -> Layout:
        """The arrangement at first, with those of its views that there are."""
        area = None if self.views is None else _of_known(self.views, known)
        named = {name for place in area.places for name in place.names} if area else set()
        closed = [name for name in known if self.views is not None and name not in named]
        if not self.settings:
            closed.append("settings")
        return Layout(_SIZE, {"left": SETTINGS} if self.settings else {}, tuple(closed), area)


def _of_known(area: Place | Divided, known: Collection[str]) -> Place | Divided | None:
    if isinstance(area, Place):
        names = tuple(name for name in area.names if name in known)
        return Place(names, names[0], area.size) if names else None
    return joined(area.split, (_of_known(part, known) for part in area.parts))


def _place(width: int, height: int, *names: str) -> Place:
    return Place(names, names[0], (width, height))


def _down(*parts: Place | Divided) -> Divided:
    return Divided("down", parts)


def _across(*parts: Place | Divided) -> Divided:
    return Divided("across", parts)


#: By name, in the order of the switch.
WORKSPACES: dict[str, Workspace] = {
    workspace.name: workspace
    for workspace in (
        Workspace("train", "Train", "Set up a network and watch it learn"),
        Workspace(
            "understand",
            "Understand",
            "One step with its numbers, and what passes through the layers",
            _across(
                _down(_place(680, 330, "network"), _place(680, 270, "boundary")),
                _down(
                    _place(600, 330, "inspector", "activation"), _place(600, 270, "layers", "cost")
                ),
            ),
            settings=False,
        ),
        Workspace(
            "landscape",
            "Landscape",
            "The cost over the parameters, and the way of the training through it",
            _across(
                _place(760, 600, "landscape"),
                _down(_place(520, 330, "boundary"), _place(520, 270, "cost", "error")),
            ),
            settings=False,
        ),
        Workspace(
            "results",
            "Results",
            "What is predicted right and wrong, example by example",
            _across(
                _place(680, 600, "results", "images"),
                _down(_place(600, 330, "boundary"), _place(600, 270, "diagnosis", "error")),
            ),
            settings=False,
        ),
        Workspace(
            "present",
            "Present",
            "For a screen that many look at: no settings, large type",
            _across(
                _down(_place(720, 260, "network"), _place(720, 340, "boundary")),
                _down(_place(560, 300, "cost"), _place(560, 300, "error")),
            ),
            settings=False,
            type_size=1.4,
            least_text=18,  # to be read from three metres
            bare=True,
        ),
    )
}
