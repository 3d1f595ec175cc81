"""Stage: what of the window a lesson may use, and how it stands meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QTabBar, QToolButton, QWidget

from playground.gui.lessons.arrangement import WIDTH, arrangement
from playground.gui.lessons.locks import Locks
from playground.gui.shell.workspaces import WORKSPACES

if TYPE_CHECKING:
    from playground.gui.app import Playground
    from playground.gui.plotting.view import View

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
        dock.installEventFilter(self)
        self._window.workspaces.shown.connect(self._on_workspace)

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
        with self._keyboard_kept():
            self.open()
            self._view = self._below = None
            self._show_view("", with_settings=False)

    @Slot(str)
    def _on_workspace(self, name: str) -> None:
        """Stand as a lesson does where a workspace is for no views of its own."""
        workspace = WORKSPACES[name]
        if self._view is not None and (workspace.views is None or workspace.bare):
            view, below = self._view, bool(self._below)
            self._view = self._below = None
            self._dock.show()
            self.show_view(view, below)

    def show_view(self, view: str, with_settings: bool) -> None:
        """Bring a view to the front, and the settings below the lesson where they are needed."""
        with self._keyboard_kept():
            self._show_view(view, with_settings)

    def _show_view(self, view: str, with_settings: bool) -> None:
        known = self._window.view_docks.docks
        view = view.removeprefix("dock_")
        if self._view is None or (view and view != self._view):
            large = self._window.workspaces.type_size > _WIDEST
            self._window.borrow_layout(arrangement(view, known, large))
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
        self._hide_left_over_tabs()

    @contextmanager
    def _keyboard_kept(self) -> Iterator[None]:
        """Whoever reads the lesson goes on doing so while docks are moved."""
        focus = self._window.focusWidget()
        kept = focus if self._dock.isAncestorOf(focus) else None
        reached = bool(kept and kept.property("reached"))
        reason = Qt.FocusReason.TabFocusReason if reached else Qt.FocusReason.OtherFocusReason
        yield
        if kept is not None:
            QTimer.singleShot(0, kept, partial(kept.setFocus, reason))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See where the tabs of the dock stand once they have followed its width."""
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._hide_left_over_tabs)
        return False

    def _hide_left_over_tabs(self) -> None:
        """Qt leaves the bar of docks that are tabs no more where it was, over what stands there."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars, title = self._window.findChildren(QTabBar, options=direct), self._dock.windowTitle()
        bars = [bar for bar in bars if title in map(bar.tabText, range(bar.count()))]
        if not self._below:  # then one of them is right
            elsewhere = [bar for bar in bars if bar.width() != self._dock.width()]
            bars = elsewhere[: len([bar for bar in bars if bar.isVisible()]) - 1]
        for bar in bars:
            bar.hide()

    # ------------------------------------------------------------------ what a step uses

    @property
    def batches(self) -> int:
        """The mini-batches of an epoch; 1 before there are any."""
        frame, size = self.workbench.frame, self.workbench.spec.training.batch_size
        return max(1, -(-frame.split.train.m // size)) if frame is not None else 1

    def plot_of(self, curve: str) -> View | None:
        """The view that draws a curve such as ``train_cost``; None where it is not there yet."""
        name = curve.rpartition("_")[2]
        self._window.show_dock(name)
        return self._app.views.get(name)

    def open_study(self, name: str) -> None:
        """Open a study of the experiment."""
        self._app.studies.start(name)

    def bring_keyboard_to(self, name: str) -> None:
        """Give the setting of a path, a view, or the button of an action the keyboard.

        An empty name means all settings.
        """
        view, widget = name.removeprefix("dock_"), None
        if not name or "." in name:
            self._window.show_dock("settings")
            controls = self._window.controls
            widget = controls.editor(name).focus_widget() if name else controls
        elif view in self._window.view_docks.docks:
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
