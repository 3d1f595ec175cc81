"""The toolbars: that of all workspaces, and the bare one of a presentation."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from playground.gui.shell.actions.actions import Actions
from playground.gui.shell.workspace_switch import WorkspaceSwitch


class ActionBar(QToolBar):
    """A toolbar of actions with words beside their icons; it stays where it is."""

    def __init__(self, name: str, actions: Actions) -> None:
        super().__init__("Toolbar")
        self.setObjectName(name)
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._actions = actions

    def add_right_end(self, *groups: str) -> None:
        """Add some groups of actions, and the switch of workspaces, at the right end."""
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        for number, group in enumerate(groups):
            if number:
                self.addSeparator()
            self.addActions(self._actions.on_toolbar(group))
        self.addWidget(WorkspaceSwitch(self._actions.on_toolbar("workspace")))

    def settle(self) -> None:
        """Take the sizes that follow from the style, once it is in force."""
        for action in self._actions:
            button = self.widgetForAction(action)
            icon_only = self._actions.declared[action.objectName()].icon_only
            if isinstance(button, QToolButton) and icon_only:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                button.setAccessibleName(action.text().rstrip("…"))
        # Keeps its width when the words change between Run and Pause.
        run = self.widgetForAction(self._actions.run)
        run.setMinimumWidth(run.sizeHint().width() + 12)


def whole_toolbar(actions: Actions, speed: QWidget) -> ActionBar:
    """The one with everything, and the slider of the speed."""
    bar = ActionBar("toolbar", actions)
    bar.addActions(actions.on_toolbar("train"))
    bar.addSeparator()
    bar.addWidget(speed)
    bar.add_right_end("study", "file")
    return bar


def bare_toolbar(actions: Actions) -> ActionBar:
    """The one of a workspace that has no more than Run."""
    bar = ActionBar("bare_toolbar", actions)
    bar.addAction(actions.run)
    bar.add_right_end()
    return bar
