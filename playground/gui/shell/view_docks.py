"""ViewDocks: the docks of all views, which share whatever room there is in the middle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from PySide6.QtCore import QChildEvent, Qt
from PySide6.QtWidgets import QMainWindow, QTabBar, QWidget

from playground.gui.shell.arranging import area_of, arrange
from playground.gui.shell.dock import Dock
from playground.gui.shell.layout import Divided, Place, joined
from playground.gui.shell.lazy_widget import LazyWidget
from playground.gui.theme.label import Label
from playground.gui.views.registry import ViewRow

_SIDE = Qt.DockWidgetArea.RightDockWidgetArea
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly

#: The columns from left to right, and how their widths and all heights compare.
_WIDTHS = {"centre": 560, "right": 400}
_HEIGHT = 720


class ViewDocks(QMainWindow):
    """A window inside the window that has docks and nothing in its middle.

    When it is resized all docks keep their shares: a main window with anything else around would
    give what it gains to one of them.

    Attributes
    ----------
    docks : dict of str to Dock
        By the names of the views.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("view_docks")
        self.setDockNestingEnabled(True)
        self.docks: dict[str, Dock] = {}
        self._rows: dict[str, ViewRow] = {}
        self._placeholder = Label("The plots appear here in a moment.", "caption")
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(self._placeholder)

    def add_views(self, rows: Iterable[ViewRow], make: Callable[[str], QWidget]) -> None:
        """Make a dock for every row; `make` makes a view by its name.

        A view that shares the place of another, or is not shown from the start, is made when
        somebody first looks at it.
        """
        self._placeholder.deleteLater()
        self.hide()  # else every dock that is added gives all those before it another size
        self._rows = {row.name: row for row in rows}
        for row in self._rows.values():
            dock = Dock(row.title, self, objectName=f"dock_{row.name}")
            lazy = row.place.beside or not row.place.shown
            widget = LazyWidget(partial(make, row.name)) if lazy else make(row.name)
            dock.setWidget(widget)
            # Shown behind another's tab it would be seen by nobody.
            dock.toggleViewAction().triggered.connect(dock.raise_)
            dock.hide()
            self.addDockWidget(_SIDE, dock)
            self.docks[row.name] = dock
        self.restore()
        self.show()

    def childEvent(self, event: QChildEvent) -> None:
        """Let tabs keep their whole names, however many share a place."""
        super().childEvent(event)
        if event.polished():
            # Asked for the child itself, PySide would make every class of Qt it might be of.
            for bar in self.findChildren(QTabBar, options=_DIRECT):
                bar.setElideMode(Qt.TextElideMode.ElideNone)
                bar.setUsesScrollButtons(True)

    # ------------------------------------------------------------------ where they stand

    @property
    def area(self) -> Place | Divided | None:
        """How the views stand; None where none is shown."""
        return area_of(self, self.docks)

    def restore(self) -> None:
        """Let all stand where their rows say."""
        columns = (self._column(area, width) for area, width in _WIDTHS.items())
        area = joined("across", columns)
        named = {name for place in area.places for name in place.names} if area else set()
        # Also what is closed has a place, where it will be when somebody wants to see it.
        closed = [name for name in named if not self._rows[name].place.shown]
        self._arrange(area, closed)

    def _column(self, area: str, width: int) -> Place | Divided | None:
        """The views of a column, one below another, each with those that share its place."""
        rows = [row for row in self._rows.values() if row.place.area == area]
        alone = sorted((r for r in rows if not r.place.beside), key=lambda r: r.place.order)
        shares = sum(row.place.share for row in alone if row.place.shown)
        places = tuple(
            Place(
                (row.name, *(other.name for other in rows if other.place.beside == row.name)),
                row.name,
                (width, _HEIGHT * row.place.share // max(1, shares)),
            )
            for row in alone
        )
        return Divided("down", places) if len(places) > 1 else next(iter(places), None)

    def take(self, area: Place | Divided | None, closed: Collection[str]) -> None:
        """Let the views stand in an area; those that have come since stand where their rows say."""
        known = {name for place in area.places for name in place.names} if area is not None else ()
        self._arrange(area, [name for name in closed if name in self.docks])
        for name, row in self._rows.items():
            if name not in known:
                shown = row.place.shown and name not in closed
                if row.place.beside in known:
                    # Also what is closed has a place, where it will be when it is shown.
                    self.tabifyDockWidget(self.docks[row.place.beside], self.docks[name])
                self.docks[name].setVisible(shown)

    def _arrange(self, area: Place | Divided | None, closed: Collection[str]) -> None:
        areas = {} if area is None else {"right": area}
        width, height = area.size if area is not None else (1, 1)
        scale = (self.width() / max(width, 1), self.height() / max(height, 1))
        arrange(self, self.docks, areas, closed, scale)
