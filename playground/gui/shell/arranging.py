"""Between the docks of a main window and a `Layout`: what stands is told, what is told is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from playground.gui.shell.layout import Divided, Place, Rectangle, divided

_SIDES = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_DIRECTIONS = {"across": Qt.Orientation.Horizontal, "down": Qt.Orientation.Vertical}


def areas_of(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> dict[str, Place | Divided]:
    """How the docks of a window that are shown stand at its sides.

    A dock that floats as a window of its own counts as one of its area.
    """
    areas = {}
    for side, area in _SIDES.items():
        here = {name: dock for name, dock in docks.items() if window.dockWidgetArea(dock) == area}
        if (found := area_of(window, here)) is not None:
            areas[side] = found
    return areas


def area_of(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> Place | Divided | None:
    """How the docks that are shown stand, as one area; None where there are none."""
    shown = {name: dock for name, dock in docks.items() if not dock.isHidden()}
    places = _rectangles(window, shown)
    return divided(places) if places else None


def _rectangles(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> list[Rectangle]:
    """The places that docks of one area stand in; those that float come below the others."""
    names = {dock: name for name, dock in docks.items()}
    found: list[Rectangle] = []
    done: set[str] = set()
    below = 100_000
    for name, dock in docks.items():
        if name in done:
            continue
        together = [dock, *(other for other in window.tabifiedDockWidgets(dock) if other in names)]
        together = _as_tabs(window, together)
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


def _as_tabs(window: QMainWindow, docks: list[QDockWidget]) -> list[QDockWidget]:
    """Docks of one place in the order of their tabs, which only the tab bar tells."""
    titles = {dock.windowTitle() for dock in docks}
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        tabs = [bar.tabText(index) for index in range(bar.count())]
        if titles <= set(tabs):
            return sorted(docks, key=lambda dock: tabs.index(dock.windowTitle()))
    return docks


def arrange(
    window: QMainWindow,
    docks: Mapping[str, QDockWidget],
    areas: Mapping[str, Place | Divided],
    closed: Collection[str],
    scale: tuple[float, float],
) -> None:
    """Put the docks of a window where areas have them; those not named stay where they are.

    Parameters
    ----------
    window : QMainWindow
    docks : mapping of str to QDockWidget
    areas : mapping of str to Place or Divided
        By the side of the window.
    closed : collection of str
        Those that are not to be seen.
    scale : tuple of float
        By how much the window is wider and higher than the one the sizes are meant for.
    """
    places = [place for area in areas.values() for place in area.places]
    named = [name for place in places for name in place.names]
    if not _stand_so(window, docks, areas, closed):
        for name in (*named, *closed):
            docks[name].setFloating(False)
            # On their way all may stand one below another, and none may make the window higher.
            docks[name].hide()
        for side, area in areas.items():
            _lay_out(window, docks, area, _SIDES[side])
    for name in (*named, *closed):
        docks[name].setVisible(name not in closed)
    for place in places:
        docks[place.front].raise_()
    fronts = [docks[place.front] for place in places]
    for axis, orientation in enumerate((Qt.Orientation.Horizontal, Qt.Orientation.Vertical)):
        sizes = [max(1, round(place.size[axis] * scale[axis])) for place in places]
        window.resizeDocks(fronts, sizes, orientation)


def _stand_so(
    window: QMainWindow,
    docks: Mapping[str, QDockWidget],
    areas: Mapping[str, Place | Divided],
    closed: Collection[str],
) -> bool:
    """Whether nothing need be moved: somebody may be typing in what would be hidden and shown."""
    if any(dock.isFloating() for dock in docks.values()):
        return False
    present = {side: area.shape() for side, area in areas_of(window, docks).items()}
    return present == {side: area.shape(closed) for side, area in areas.items()}


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
