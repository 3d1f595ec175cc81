"""Stage: what of the window a lesson may use, and how it stands meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QTabBar, QToolButton, QWidget

from playground.gui.lessons.arrangement import WIDTH, arrangement
from playground.gui.lessons.locks import Locks

if TYPE_CHECKING:
    from playground.gui.app import Playground
    from playground.gui.plotting.history_view import HistoryView

_BY_TAB = Qt.FocusPolicy.TabFocus
_WIDEST = 1.2  # of the dock in large type
_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


class Stage(QObject):
    """The docks around a lesson, its locks, and the plots it draws into.

    Parameters
    ----------
    app : Playground
    dock : QDockWidget
        In which the lesson stands.

    Attributes
    ----------
    workbench : Workbench
    locks : Locks
    """

    def __init__(self, app: Playground, dock: QDockWidget) -> None:
        super().__init__(app)
        self.workbench = app.workbench
        self.locks = Locks(app.workbench, app.window, self)
        self._app, self._window, self._dock = app, app.window, dock
        self._view: str | None = None  # the view the window is arranged around
        self._below: bool | None = None  # whether the settings stand below the lesson
        dock.hide()
        self._window.addDockWidget(_LEFT, dock)

    # ------------------------------------------------------------------ the dock

    def open(self) -> None:
        """Put the dock over the settings."""
        if self._dock.isHidden():
            self._dock.show()
            self.stand(below=False)

    def close(self) -> None:
        """Put the dock away, and everything back where it stood."""
        self._dock.hide()
        self._window.return_layout()
        self._view = self._below = None

    def begin(self) -> None:
        """Let everything stand as lessons begin, whatever the one before has shown last."""
        self.open()
        self._view = self._below = None
        self.show_view("", with_settings=False)

    def show_view(self, view: str, with_settings: bool) -> None:
        """Bring a view to the front, and the settings below the lesson where they are needed."""
        known = self._window.view_area.docks
        view = view.removeprefix("dock_")
        if self._view is None or (view and view != self._view):
            self._window.borrow_layout(arrangement(view, known))
            self._view, self._below = view, None
        self.stand(with_settings)
        if view in known:
            self._window.show_dock(view)

    def stand(self, below: bool) -> None:
        """Let the settings stand below the lesson, or behind it."""
        settings, window = self._window.panels["settings"], self._window
        if below == self._below:
            return
        self._below = below
        focus = window.focusWidget() if self._dock.isAncestorOf(window.focusWidget()) else None
        window.setUpdatesEnabled(False)
        if below:
            # Removed first: tabs of docks that are merely moved would stay where they were.
            for dock in (self._dock, settings):
                window.removeDockWidget(dock)
                window.addDockWidget(_LEFT, dock)
                dock.show()
            window.splitDockWidget(self._dock, settings, Qt.Orientation.Vertical)
        elif not settings.isHidden():
            window.tabifyDockWidget(settings, self._dock)
        self._dock.show()
        self._dock.raise_()
        width = round(WIDTH * min(_WIDEST, max(1.0, window.workspaces.type_size)))
        window.resizeDocks([self._dock], [width], Qt.Orientation.Horizontal)
        if below:
            window.resizeDocks([self._dock, settings], [62, 38], Qt.Orientation.Vertical)
        window.setUpdatesEnabled(True)
        if below:
            self._hide_left_over_tabs()
        if focus is not None:
            QTimer.singleShot(0, focus, focus.setFocus)

    def _hide_left_over_tabs(self) -> None:
        """Qt leaves the bar of docks that are tabs no more where it was, over what stands there."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        title = self._dock.windowTitle()
        for bar in self._window.findChildren(QTabBar, options=direct):
            if title in (bar.tabText(place) for place in range(bar.count())):
                bar.hide()

    # ------------------------------------------------------------------ what a step uses

    def plot_of(self, curve: str) -> HistoryView | None:
        """The view that draws a curve such as ``train_cost``; None where it is not there yet."""
        name = curve.rpartition("_")[2]
        self._window.show_dock(name)
        return self._app.views.get(name)

    def open_study(self, name: str) -> None:
        """Open a study of the experiment."""
        self._app.studies.start(name)

    def bring_keyboard_to(self, name: str) -> None:
        """Give the setting of a path, a view, or the button of an action the keyboard."""
        view = name.removeprefix("dock_")
        if "." in name:
            self._window.show_dock("settings")
            widget = self._window.controls.editor(name).focus_widget()
        elif view in self._window.view_area.docks:
            self._window.show_dock(view)
            stops = self._window.docks[view].widget().findChildren(QWidget)
            usable = (w for w in stops if w.isVisible() and w.focusPolicy() & _BY_TAB)
            widget = next(usable, None)
        else:
            action = getattr(self._window.actions_, name)
            widget = self._window.toolbar.widgetForAction(action)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(widget, QToolButton):
                widget.update()
