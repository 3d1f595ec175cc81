"""The main window: docks, menus, toolbar. It arranges; it knows nothing of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from playground.gui.controls.panel import ControlPanel
from playground.gui.shell.actions.actions import Actions
from playground.gui.shell.actions.key_filter import Keys
from playground.gui.shell.arranging import areas_of, arrange
from playground.gui.shell.dock import Dock
from playground.gui.shell.fitting import resize_within_screen
from playground.gui.shell.layout import Layout, LayoutError, as_text, from_text
from playground.gui.shell.message_bar import MessageBar
from playground.gui.shell.speed import SpeedSlider
from playground.gui.shell.status import StatusBar
from playground.gui.shell.toolbar import bare_toolbar, whole_toolbar
from playground.gui.shell.view_docks import ViewDocks
from playground.gui.shell.window_memory import recalled_layout, remember
from playground.gui.shell.windows_beside import WindowsBeside
from playground.gui.shell.workspace_switch import Workspaces
from playground.gui.shell.workspaces import SETTINGS
from playground.gui.training.messages import Message
from playground.gui.views.registry import ViewRow, views

if TYPE_CHECKING:
    from playground.gui.app import Playground

_FIRST_SIZE = QSize(1280, 800)

#: What a dock of what is opened, and the settings below it, have of the height.
_SHARES = [360, 280]


class MainWindow(QMainWindow):
    """Everything on screen and where it stands.

    Signals
    -------
    first_painted()
        The window stands on the screen; what is heavy may be imported now.
    closing()
        The window is about to close.
    files_dropped(str)
        A file was dropped on the window.
    views_arranged()
        The views are there, each in its place.
    """

    first_painted = Signal()
    closing = Signal()
    file_dropped = Signal(str)
    views_arranged = Signal()

    playground: Playground  # everything behind it, which `create_window` puts here

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Neural playground")
        self.setAcceptDrops(True)
        resize_within_screen(self, _FIRST_SIZE)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.actions_ = Actions(self)
        self.controls = ControlPanel()
        self.speed = SpeedSlider()
        self.status = StatusBar()
        self.panels: dict[str, Dock] = {}  # the docks around the views
        self.companions: dict[str, Dock] = {}  # of what is opened, in every workspace
        self.may_close: Callable[[], bool] = lambda: True
        self._painted = False
        self.arranged = False  # whether the views are there, each in its place
        self._wanted_layout = b""
        self._lent_layout = ""  # how everything stood before somebody arranged it for a while
        self._wanted_dock = ""
        self.workspaces: Workspaces = Workspaces(self)
        self._keys = Keys(self, self.actions_)
        self._beside = WindowsBeside(self)
        self._build_toolbars()
        self.menus = self.actions_.fill_menus(self.menuBar())
        self._build_centre()
        self.setStatusBar(self.status)
        self.panels["settings"] = settings = self._dock("settings", "Settings", self.controls)
        settings.setMinimumWidth(272)
        self.menus["panels"].addAction(settings.toggleViewAction())

    # ------------------------------------------------------------------ building

    def _build_toolbars(self) -> None:
        self.toolbar = whole_toolbar(self.actions_, self.speed)
        self.bare_toolbar = bare_toolbar(self.actions_)
        for bar in (self.toolbar, self.bare_toolbar):
            self.addToolBar(bar)
        self.bare_toolbar.hide()

    def _build_centre(self) -> None:
        self.view_docks = ViewDocks(self)
        # In a window that is smaller than the views can be, they scroll.
        room = QScrollArea(widgetResizable=True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(self.view_docks)
        self.messages = MessageBar(room)
        self.workspaces.shown.connect(self.messages.place_anew)
        self.setCentralWidget(room)

    def _dock(self, name: str, title: str, widget: QWidget) -> Dock:
        """Add a dock at the left of the views."""
        dock = Dock(title, objectName=f"dock_{name}")
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        dock.setWidget(widget)
        return dock

    def add_companion(self, name: str, title: str, widget: QWidget) -> None:
        """Add a dock above the settings that goes with what is opened, hidden at first.

        No workspace and no layout shows or hides it: it stays while one looks at something else.
        """
        self.companions[name] = dock = self._dock(name, title, widget)
        self.splitDockWidget(dock, self.panels["settings"], Qt.Orientation.Vertical)
        dock.hide()
        dock.visibilityChanged.connect(self.actions_.refresh)

    def show_companion(self, name: str, shown: bool) -> None:
        """Show a dock of what is opened, or hide it."""
        dock = self.companions[name]
        if shown == (not dock.isHidden()):
            return
        dock.setVisible(shown)
        if shown and not dock.isFloating():
            both = [dock, self.panels["settings"]]
            self.resizeDocks(both, [SETTINGS.size[0]] * 2, Qt.Orientation.Horizontal)
            self.resizeDocks(both, _SHARES, Qt.Orientation.Vertical)

    @property
    def docks(self) -> dict[str, Dock]:
        """All docks by their names: the panels, and the views."""
        return self.panels | self.view_docks.docks

    def add_views(self, rows: Iterable[ViewRow], make: Callable[[str], QWidget]) -> None:
        """Put views where their rows in the registry say; `make` makes one by its name."""
        # Painted once, when everything has its place and its size.
        self.setUpdatesEnabled(False)
        self.view_docks.add_views(rows, make)
        for dock in self.view_docks.docks.values():
            self.menus["panels"].addAction(dock.toggleViewAction())
        # Sizes hold only once the docks have been laid out.
        QTimer.singleShot(0, self._share_out)

    @Slot()
    def _share_out(self) -> None:
        """Give the docks their default sizes, or those of the last time."""
        self.arranged = True
        # Nothing is moved that stands in its place already: somebody may be typing in a panel.
        width = SETTINGS.size[0]
        self.resizeDocks([self.panels["settings"]], [width], Qt.Orientation.Horizontal)
        self.view_docks.restore()
        self._recall_layout()
        self.workspaces.recall()
        if self._wanted_layout:
            self.take_layout(self._wanted_layout)
        self.show_dock(self._wanted_dock)
        self.setUpdatesEnabled(True)
        # An update wanted just before they were off has been dropped with its event, and Qt waits
        # for that event still: until it comes nothing in the window is painted any more.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.UpdateRequest))
        self.views_arranged.emit()

    def show_dock(self, name: str) -> None:
        """Bring a dock to the front, wherever it is; once it is there."""
        if not self.arranged:
            self._wanted_dock = name
            return
        dock = self.docks.get(name)
        if dock is not None:
            dock.show()
            dock.raise_()

    def settle(self) -> None:
        """Take the sizes that follow from the style, once it is in force."""
        for bar in (self.toolbar, self.bare_toolbar):
            bar.settle()

    # ------------------------------------------------------------------ layout

    def layout_text(self) -> str:
        """How panels and views stand, or stood before `borrow_layout`; for files and settings."""
        if self._lent_layout:
            return self._lent_layout
        closed = tuple(name for name, dock in self.docks.items() if dock.isHidden())
        areas = areas_of(self, self.panels)
        size = (self.width(), self.height())
        return as_text(Layout(size, areas, closed, self.view_docks.area))

    def take_layout(self, data: bytes) -> None:
        """Let panels and views stand as a session file says.

        Raises
        ------
        LayoutError
            When it says nothing of the kind; they stay as they are.
        """
        layout = from_text(data, self.panels, views.rows)
        self._lent_layout = ""
        if not self.arranged:
            self._wanted_layout = data  # the views are still being made
            return
        width, height = layout.size
        scale = self.width() / max(width, 1), self.height() / max(height, 1)
        closed = [name for name in layout.closed if name in self.panels]
        arrange(self, self.panels, layout.areas, closed, scale)
        self.view_docks.take(layout.views, layout.closed)

    def borrow_layout(self, layout: Layout) -> None:
        """Let everything stand in another way for a while, until `return_layout`."""
        kept = self.layout_text()
        self.take_layout(as_text(layout).encode())
        self._lent_layout = kept

    def return_layout(self) -> None:
        """Let everything stand as before `borrow_layout`, unless it was arranged anew since."""
        if self._lent_layout:
            self.take_layout(self._lent_layout.encode())

    def remember_layout(self) -> None:
        """Keep size and arrangement for the next start."""
        remember(self, self.workspaces.current, self.layout_text() if self.arranged else "")

    def set_bare(self, bare: bool) -> None:
        """Leave nothing of the toolbar but Run and the switch of the workspaces."""
        self.toolbar.setVisible(not bare)
        self.bare_toolbar.setVisible(bare)
        self._show_menus()

    def _show_menus(self) -> None:
        """Where a presentation fills the screen the menus make room, until Alt is pressed."""
        # Not by its visibility, which a shut window has not.
        presents = self.isFullScreen() and self.toolbar.isHidden()
        self.menuBar().setVisible(not presents)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self._show_menus()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stand in it as before."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _recall_layout(self) -> None:
        if kept := recalled_layout(self.workspaces.current):
            try:
                self.take_layout(kept.encode())
            except LayoutError as error:
                words = f"The panels stand as at the first start: in the settings, {error}."
                self.messages.show_message(Message("note", words))

    def restore_default_layout(self) -> None:
        """Put all panels and views of this workspace back in their places."""
        if self.arranged:
            self.workspaces.restore()

    # ------------------------------------------------------------------ events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what was opened last: a message, else a window beside this one."""
        if event.key() == Qt.Key.Key_Alt:
            self.menuBar().show()
        if event.key() != Qt.Key.Key_Escape or not self._close_last():
            super().keyPressEvent(event)

    def _close_last(self) -> bool:
        if self.messages.message is not None:
            self.messages.put_away()
            return True
        if self._beside.close_last():
            return True
        if self.isFullScreen():
            self.toggle_full_screen()
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def quit(self) -> None:
        """Close the window, unless the person would rather keep what is not saved."""
        if self.may_close():
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        # A person's wish to close may be answered with a question; a program's is an order.
        if event.spontaneous() and not self.may_close():
            event.ignore()
            return
        self.remember_layout()
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_dropped.emit(paths[0])
