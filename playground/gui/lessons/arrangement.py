"""How the window stands while a lesson is open. Qt-free."""

from __future__ import annotations

from collections.abc import Collection

from playground.gui.shell.layout import Divided, Layout, Place
from playground.gui.shell.workspaces import Workspace

#: Pixels of the dock at the left.
WIDTH = 320

_USUAL = ("network", "boundary", "cost", "error")


def arrangement(view: str, known: Collection[str], large: bool) -> Layout:
    """The views that every lesson shows, and the one that a step is about.

    Parameters
    ----------
    view : str
        The name of a view; empty, or one of those shown anyway, for no other.
    known : collection of str
        The views there are.
    large : bool
        Whether type is large: of two views one above the other it leaves strips.
    """
    return Workspace("lesson", "Lesson", "", _views(view, known, large)).layout(known)


def _views(view: str, known: Collection[str], large: bool) -> Place | Divided:
    if view in known and view not in _USUAL:
        if large:
            return _place(960, 590, view, "boundary", "network", "cost", "error")
        # The whole height: of a landscape half of it would leave a strip.
        last = _place(420, 360, "cost", "error")
        right = Divided("down", (_place(420, 230, "network"), last))
        return Divided("across", (_place(540, 590, view, "boundary"), right))
    left = Divided("down", (_place(540, 250, "network"), _place(540, 340, "boundary")))
    if large:
        return Divided("across", (left, _place(420, 590, "cost", "error", "diagnosis")))
    plots = Divided("down", (_place(420, 330, "cost"), _place(420, 260, "error", "diagnosis")))
    return Divided("across", (left, plots))


def _place(width: int, height: int, *names: str) -> Place:
    return Place(names, names[0], (width, height))
