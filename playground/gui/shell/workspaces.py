"""Workspaces: whole arrangements of the same panels, each for one thing one wants to see. Qt-free.

A workspace lists views by name and shows those that there are; a view that joins later needs no
change here to appear in the View menu, and one word here to have a place of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playground.gui.shell.layout import Divided, Layout, Place


@dataclass(frozen=True)
class Workspace:
    """What is shown together.

    Attributes
    ----------
    name : str
    title : str
        On the switch in the toolbar.
    tip : str
    layout : Layout or None
        The arrangement at first, for a window of 1280 by 720; None for the window's own. Panels
        that it does not name are closed.
    centre : tuple of str
        The views of the centre that are shown.
    type_size : float
        How large text is at first, as a factor.
    bare : bool
        Whether the toolbar has nothing but Run.
    """

    name: str
    title: str
    tip: str
    layout: Layout | None = None
    centre: tuple[str, ...] = ("network", "boundary")
    type_size: float = 1.0
    bare: bool = False

    def first_layout(self, known: Collection[str]) -> Layout | None:
        """The arrangement at first of the panels that there are."""
        if self.layout is None:
            return None
        areas = {side: _of_known(area, known) for side, area in self.layout.areas.items()}
        shown = {side: area for side, area in areas.items() if area is not None}
        named = {name for area in shown.values() for place in area.places for name in place.names}
        closed = tuple(name for name in known if name not in named)
        return Layout(self.layout.size, shown, closed, self.layout.centre)


def _of_known(area: Place | Divided, known: Collection[str]) -> Place | Divided | None:
    if isinstance(area, Place):
        names = tuple(name for name in area.names if name in known)
        return Place(names, names[0], area.size) if names else None
    parts = tuple(filter(None, (_of_known(part, known) for part in area.parts)))
    if len(parts) < 2:
        return parts[0] if parts else None
    return Divided(area.split, parts)


def _place(width: int, height: int, *names: str) -> Place:
    return Place(names, names[0], (width, height))


def _down(*parts: Place) -> Divided:
    return Divided("down", parts)


_SIZE = (1280, 720)

#: In the order of the switch.
WORKSPACES: dict[str, Workspace] = {
    workspace.name: workspace
    for workspace in (
        Workspace("train", "Train", "Set up a network and watch it learn"),
        Workspace(
            "understand",
            "Understand",
            "One step with its numbers, and what passes through the layers",
            Layout(
                _SIZE,
                {
                    "right": _down(
                        _place(560, 360, "inspector", "activation"),
                        _place(560, 240, "layers", "cost"),
                    )
                },
            ),
        ),
        Workspace(
            "landscape",
            "Landscape",
            "The cost over the parameters, and the way of the training through it",
            Layout(
                _SIZE,
                {"left": _place(720, 600, "landscape"), "right": _place(280, 600, "cost", "error")},
            ),
            centre=("boundary",),
        ),
        Workspace(
            "results",
            "Results",
            "What is predicted right and wrong, example by example",
            Layout(
                _SIZE,
                {
                    "left": _place(600, 600, "results", "images"),
                    "right": _place(330, 600, "diagnosis", "error"),
                },
            ),
            centre=("boundary",),
        ),
        Workspace(
            "present",
            "Present",
            "For a screen that many look at: no settings, large type",
            Layout(_SIZE, {"right": _down(_place(420, 300, "cost"), _place(420, 300, "error"))}),
            type_size=1.4,
            bare=True,
        ),
    )
}
