"""The main window: docks, menus, toolbar. It arranges; it knows nothing of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import (
    QByteArray,
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
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from playground.gui.controls.panel import ControlPanel
from playground.gui.shell.actions import Actions
from playground.gui.shell.arranging import arrange, layout_of
from playground.gui.shell.keys import Keys
from playground.gui.shell.layout import LayoutError, as_text, from_text
from playground.gui.shell.lazy_widget import LazyWidget
from playground.gui.shell.message_bar import MessageBar
from playground.gui.shell.speed import SpeedSlider
from playground.gui.shell.status import StatusBar
from playground.gui.shell.window_memory import recall_frame, recalled_layout, remember
from playground.gui.training.messages import Message
from playground.gui.views.registry import ViewRow

#: Raised when docks appear or go, so that an arrangement of before is not applied to them.
LAYOUT_VERSION = 4


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
    """

    first_painted = Signal()
    closing = Signal()
    file_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Neural playground")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.resize(1280, 800)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.actions_ = Actions(self)
        self.controls = ControlPanel()
        self.speed = SpeedSlider()
        self.status = StatusBar()
        self.docks: dict[str, QDockWidget] = {}
        self._opened: list[QWidget] = []  # windows beside this one, the last used at the end
        self._column: list[QDockWidget] = []  # at right, one below another
        self._shares: list[int] = []  # of the height of the centre, from top to bottom
        self.may_close: Callable[[], bool] = lambda: True
        self._painted = False
        self._default_layout: QByteArray | None = None
        self._wanted_layout = b""
        QApplication.instance().focusChanged.connect(self._on_focus_changed)
        self._keys = Keys(self, self.actions_)
        self._build_toolbar()
        self._build_menus()
        self._build_centre()
        self.setStatusBar(self.status)
        self._add_dock("settings", "Settings", self.controls, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.docks["settings"].setMinimumWidth(272)

    # ------------------------------------------------------------------ building

    def _build_toolbar(self) -> None:
        bar = QToolBar("Toolbar", objectName="toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addActions(self.actions_.on_toolbar("train"))
        bar.addSeparator()
        bar.addWidget(self.speed)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        bar.addActions(self.actions_.on_toolbar("study"))
        bar.addSeparator()
        bar.addActions(self.actions_.on_toolbar("file"))
        self.addToolBar(bar)
        self.toolbar = bar

    def _build_menus(self) -> None:
        self.menus = self.actions_.fill_menus(self.menuBar())
        self.menus["view"].addSeparator()

    def _build_centre(self) -> None:
        centre = QWidget()
        self.messages = MessageBar(centre)
        self._centre = QVBoxLayout(centre)
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.setSpacing(0)
        self._placeholder = QLabel("The plots appear here in a moment.")
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._placeholder.setProperty("role", "caption")
        self._centre.addWidget(self._placeholder, 1)
        self.setCentralWidget(centre)

    def _add_dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> None:
        dock = QDockWidget(title, objectName=f"dock_{name}")
        self.addDockWidget(area, dock)
        dock.setWidget(widget)
        self.menus["view"].addAction(dock.toggleViewAction())
        self.docks[name] = dock

    def add_views(self, rows: Iterable[ViewRow], make: Callable[[str], QWidget]) -> None:
        """Put views where their rows in the registry say; `make` makes one by its name.

        Those in the centre stand one below another; the others are docks. Those that share the
        place of another are made when they are first looked at.
        """
        # Painted once, when everything has its place and its size.
        self.setUpdatesEnabled(False)
        rows = list(rows)
        alone = sorted(
            (row for row in rows if not row.place.beside), key=lambda row: row.place.order
        )
        self._stack = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._centre.replaceWidget(self._placeholder, self._stack)
        self._centre.setStretchFactor(self._stack, 1)
        self._placeholder.deleteLater()
        for row in alone:
            if row.place.area == "centre":
                self._stack.addWidget(make(row.name))
                self._shares.append(row.place.share)
            else:
                self._add_view_dock(row, make(row.name))
                self._column.append(self.docks[row.name])
        for row in rows:
            if row.place.beside:
                self._add_view_dock(row, LazyWidget(partial(make, row.name)))
                self.tabifyDockWidget(self.docks[row.place.beside], self.docks[row.name])
        for dock in self._column:
            dock.raise_()
        # Sizes hold only once the docks have been laid out.
        QTimer.singleShot(0, self._share_out)

    def _add_view_dock(self, row: ViewRow, widget: QWidget) -> None:
        self._add_dock(row.name, row.title, widget, Qt.DockWidgetArea.RightDockWidgetArea)
        self.docks[row.name].setVisible(row.place.shown)

    @Slot()
    def _share_out(self) -> None:
        """Give the docks their default sizes, or those of the last time."""
        self._give_default_sizes()
        self._default_layout = self.saveState(LAYOUT_VERSION)
        self._recall_layout()
        if self._wanted_layout:
            self.take_layout(self._wanted_layout)
        self.setUpdatesEnabled(True)
        # An update wanted just before they were off has been dropped with its event, and Qt waits
        # for that event still: until it comes nothing in the window is painted any more.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.UpdateRequest))

    def _give_default_sizes(self) -> None:
        first = self._column[0]
        self.resizeDocks([self.docks["settings"], first], [304, 400], Qt.Orientation.Horizontal)
        height, shares = self._stack.height(), self._shares
        self._stack.setSizes([share * height // sum(shares) for share in shares])
        heights = [self.height() // len(self._column)] * len(self._column)
        self.resizeDocks(self._column, heights, Qt.Orientation.Vertical)

    def show_dock(self, name: str) -> None:
        """Bring a dock to the front, wherever it is."""
        if name in self.docks:
            self.docks[name].show()
            self.docks[name].raise_()

    def settle(self) -> None:
        """Take the sizes that follow from the style, once it is in force."""
        # Keeps its width when the words change between Run and Pause.
        button = self.toolbar.widgetForAction(self.actions_.run)
        button.setMinimumWidth(button.sizeHint().width() + 12)

    # ------------------------------------------------------------------ layout

    def layout_text(self) -> str:
        """How the panels stand, for a session file."""
        heights = self._stack.sizes() if self._default_layout is not None else []
        return as_text(layout_of(self, self.docks, heights))

    def take_layout(self, data: bytes) -> None:
        """Let the panels stand as a session file says.

        Raises
        ------
        LayoutError
            When it says nothing of the kind; they stay as they are.
        """
        layout = from_text(data, self.docks)
        if self._default_layout is None:
            self._wanted_layout = data  # the panels are still being made
            return
        arrange(self, self.docks, layout)
        if len(layout.centre) == self._stack.count():
            self._stack.setSizes(list(layout.centre))

    def remember_layout(self) -> None:
        """Keep size and arrangement for the next start."""
        remember(self, self.layout_text() if self._default_layout is not None else "")

    def recall_geometry(self) -> None:
        """Stand where the window stood the last time."""
        recall_frame(self)

    def _recall_layout(self) -> None:
        if kept := recalled_layout():
            try:
                self.take_layout(kept)
            except LayoutError as error:
                words = f"The panels stand as at the first start: in the settings, {error}."
                self.messages.show_message(Message("note", words))

    @Slot()
    def restore_default_layout(self) -> None:
        """Put all panels back in their places."""
        if self._default_layout is not None:
            self.restoreState(self._default_layout, LAYOUT_VERSION)
            self._give_default_sizes()

    # ------------------------------------------------------------------ events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what was opened last: a message, else a window beside this one."""
        if event.key() != Qt.Key.Key_Escape or not self._close_last():
            super().keyPressEvent(event)

    def _close_last(self) -> bool:
        if self.messages.message is not None:
            self.messages.clear()
            return True
        beside = [w for w in self._opened if isValid(w) and w.isVisible()]
        if beside:
            beside[-1].close()
        return bool(beside)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """Remember in which order the windows beside this one were used."""
        top = now.window() if now is not None else None
        if top is None or top is self or top.parentWidget() is not self:
            return
        if not isinstance(top, QDockWidget):
            others = [window for window in self._opened if isValid(window) and window is not top]
            self._opened = [*others, top]

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
