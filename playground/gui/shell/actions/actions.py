"""The registered actions as actions of Qt: in menus, on the toolbar, with keys and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from playground.gui.shell.actions import window_actions  # noqa: F401  registers the window's own
from playground.gui.shell.actions.action import MENUS, TOOLBAR, Action, actions
from playground.gui.shell.actions.view_actions import register_view_actions
from playground.gui.theme import Theme, icon
from playground.gui.theme.tooltips import plain_tip

if TYPE_CHECKING:
    from playground.gui.app import Playground


class Actions:
    """All actions of a window, as attributes by their object names: ``actions.run``."""

    def __init__(self, parent: QWidget) -> None:
        register_view_actions()
        self.declared: dict[str, Action] = dict(actions)
        self._all = {name: _made(action, parent) for name, action in self.declared.items()}
        self._app: Playground | None = None
        parent.addActions(list(self._all.values()))

    def __getattr__(self, name: str) -> QAction:
        try:
            return self.__dict__["_all"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._all.values())

    # ------------------------------------------------------------------ places

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make every menu with its actions; returns them by name."""
        menus: dict[str, QMenu] = {}
        # Help stands last, whoever adds a menu.
        for name, declared in sorted(MENUS.items(), key=lambda item: item[0] == "help"):
            menus[name] = QMenu(declared.text, menus[declared.within] if declared.within else bar)
            menus[name].setToolTipsVisible(True)
            if not declared.within:
                bar.addMenu(menus[name])
        for name, menu in menus.items():
            for number, group in enumerate(self._groups(name)):
                if number:
                    menu.addSeparator()
                menu.addActions([self._all[action.name] for action in group])
                for other, inner in MENUS.items():
                    if inner.within == name and inner.group == group[0].group:
                        menu.addMenu(menus[other])
        return menus

    def _groups(self, menu: str) -> list[list[Action]]:
        groups: dict[str, list[Action]] = {}
        for action in self.declared.values():
            if action.menu == menu:
                groups.setdefault(action.group, []).append(action)
        # These stand last, whoever adds a group.
        return [groups[name] for name in sorted(groups, key=("quit", "about").__contains__)]

    def on_toolbar(self, group: str) -> list[QAction]:
        """The actions of a group of the toolbar."""
        assert group in TOOLBAR
        return [self._all[a.name] for a in self.declared.values() if a.toolbar == group]

    # ------------------------------------------------------------------ life

    def connect_to(self, app: Playground) -> None:
        """Let the actions do what they say with the objects of `app`."""
        self._app = app
        for name, action in self.declared.items():
            self._all[name].triggered.connect(partial(self._do, action, app))
        self.refresh()

    def _do(self, action: Action, app: Playground, checked: bool = False) -> None:
        action.do(app)
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be used at present; the rest says in its tooltip why not."""
        if self._app is None:
            return
        for name, action in self.declared.items():
            shown, refusal = self._all[name], action.refusal(self._app)
            tip = refusal or _tip(action)
            if shown.toolTip() != tip:
                shown.setToolTip(plain_tip(tip))
                shown.setEnabled(not refusal)
            if action.checked is not None:
                shown.setChecked(action.checked(self._app))

    # ------------------------------------------------------------------ looks

    def recolour(self, theme: Theme) -> None:
        """Give every action its icon in the colours of `theme`."""
        for name, action in self.declared.items():
            if action.icon:
                self._all[name].setIcon(icon(action.icon, theme))

    def show_running(self, running: bool, theme: Theme) -> None:
        """Let the run action say what it would do now."""
        self.run.setIconText("Pause" if running else "Run")
        self.run.setText("Pause" if running else "Run")
        self.run.setIcon(icon("pause" if running else "run", theme))


def _made(action: Action, parent: QWidget) -> QAction:
    made = QAction(action.text, parent, objectName=action.name)
    made.setShortcuts(QKeySequence.listFromString(action.keys))
    made.setToolTip(plain_tip(_tip(action)))
    made.setIconVisibleInMenu(False)
    made.setIconText(action.button_text)
    made.setCheckable(action.checked is not None)
    return made


def _tip(action: Action) -> str:
    return f"{action.tip} ({action.keys.partition('; ')[0]})" if action.keys else action.tip
