"""Between the docks of a main window and a `Layout`: what stands is told, what is told is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.gui.shell.layout import Divided, Layout, Place, Rectangle, divided

_SIDES = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_DIRECTIONS = {"across": Qt.Orientation.Horizontal, "down": Qt.Orientation.Vertical}


def layout_of(
    window: QMainWindow, docks: Mapping[str, QDockWidget], centre: Sequence[int]
) -> Layout:
    """How the docks of a window, by their names, stand at present.

    A dock that floats as a window of its own counts as one of its area; `centre` are the heights
    of the views in the middle.
    """
    shown = {name: dock for name, dock in docks.items() if not dock.isHidden()}
    areas = {}
    for side, area in _SIDES.items():
        here = {name: dock for name, dock in shown.items() if window.dockWidgetArea(dock) == area}
        places = _rectangles(window, here)
        if places:
            areas[side] = divided(places)
    closed = tuple(name for name in docks if name not in shown)
    return Layout((window.width(), window.height()), areas, closed, tuple(centre))


def _rectangles(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> list[Rectangle]:
    """The places that docks of one area stand in; those that float come below the others."""
    names = {dock: name for name, dock in docks.items()}
    found, done, below = [], set(), 100_000
    for name, dock in docks.items():
        if name in done:
            continue
        together = [dock, *(other for other in window.tabifiedDockWidgets(dock) if other in names)]
        done.update(names[other] for other in together)
        front = next((other for other in together if not other.visibleRegion().isEmpty()), dock)
        place = Place(
            tuple(names[other] for other in together),
            names[front],
            (front.width(), front.height()),
        )
        if dock.isFloating():
            found.append(Rectangle(0, below, place))
            below += front.height()
        else:
            found.append(Rectangle(front.x(), front.y(), place))
    return found


def arrange(window: QMainWindow, docks: Mapping[str, QDockWidget], layout: Layout) -> None:
    """Put the docks where a layout has them; those it does not name stay where they are."""
    for side, area in layout.areas.items():
        for place in area.places:
            for name in place.names:
                docks[name].setFloating(False)
                docks[name].show()
        _lay_out(window, docks, area, _SIDES[side])
    for name in layout.closed:
        docks[name].hide()
    for area in layout.areas.values():
        for place in area.places:
            docks[place.front].raise_()
    _resize(window, docks, layout)


def _lay_out(
    window: QMainWindow,
    docks: Mapping[str, QDockWidget],
    area: Place | Divided,
    side: Qt.DockWidgetArea,
) -> None:
    first = docks[area.places[0].names[0]]
    window.addDockWidget(side, first)
    _divide(window, docks, area)
    for place in area.places:
        for name, following in pairwise(place.names):
            window.tabifyDockWidget(docks[name], docks[following])


def _divide(window: QMainWindow, docks: Mapping[str, QDockWidget], area: Place | Divided) -> None:
    """Cut the place that the first dock of an area has to itself."""
    if isinstance(area, Place):
        return
    firsts = [docks[part.places[0].names[0]] for part in area.parts]
    for one, other in pairwise(firsts):
        window.splitDockWidget(one, other, _DIRECTIONS[area.split])
    for part in area.parts:
        _divide(window, docks, part)


def _resize(window: QMainWindow, docks: Mapping[str, QDockWidget], layout: Layout) -> None:
    """Give every place its share of a window that may be larger or smaller now."""
    places = [place for area in layout.areas.values() for place in area.places]
    fronts = [docks[place.front] for place in places]
    for axis, (orientation, present) in enumerate(
        ((Qt.Orientation.Horizontal, window.width()), (Qt.Orientation.Vertical, window.height()))
    ):
        scale = present / max(layout.size[axis], 1)
        sizes = [max(1, round(place.size[axis] * scale)) for place in places]
        window.resizeDocks(fronts, sizes, orientation)
