"""What an action is, and the registry of all there are: the table, and what other rooms add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.dataclass import dataclass

if TYPE_CHECKING:
    from playground.gui.app import Playground


def _always(app: Playground) -> str:
    return ""


@dataclass(frozen=True)
class Action:
    """Something a person can do, as menu, toolbar and list of shortcuts show it.

    Attributes
    ----------
    name : str
        The object name; outside checks and users' scripts rely on it.
    text : str
        In the menu. Three dots say that a question comes first.
    tip : str
        What it does, in one sentence without a full stop.
    do : callable
        Is given the `Playground`.
    keys : str
        As of `QKeySequence`; several are parted by ``"; "``.
    icon : str
        A file of ``resources/icons``.
    short : str
        Beside the icon in the toolbar, where the text is too long.
    menu, group : str
        The menu of `MENUS` it stands in, and the group inside it: a line parts two groups. Both
        menus and groups keep the order in which their first entry was registered.
    toolbar : str
        The group of the toolbar it stands in, one of `TOOLBAR`; empty where it has no button.
    icon_only : bool
        Whether its button has no words beside the icon.
    refusal : callable
        Is given the `Playground` and returns why the action cannot be used at present, as a
        sentence; an empty text where it can.
    checked : callable or None
        For an action that is on or off: whether it is on.
    """

    name: str
    text: str
    tip: str
    do: Callable[[Playground], object]
    keys: str = ""
    icon: str = ""
    short: str = ""
    menu: str = ""
    group: str = ""
    toolbar: str = ""
    icon_only: bool = False
    refusal: Callable[[Playground], str] = _always
    checked: Callable[[Playground], bool] | None = None

    @property
    def button_text(self) -> str:
        """What stands beside the icon in the toolbar."""
        return self.short or self.text.rstrip("…")


@dataclass(frozen=True)
class Menu:
    """A menu of the menu bar, or one that opens out of a group of another."""

    text: str
    within: str = ""
    group: str = ""


#: In the order of the menu bar; other rooms may add menus of their own.
MENUS: dict[str, Menu] = {
    "file": Menu("&File"),
    "edit": Menu("&Edit"),
    "train": Menu("&Train"),
    "view": Menu("&View"),
    "help": Menu("&Help"),
    "recent": Menu("Open &recent", "file", "open"),
    "sample": Menu("Open sa&mple", "file", "open"),
    "preset": Menu("Open &preset", "file", "open"),
    "compare": Menu("Com&pare", "train", "study"),
    "panels": Menu("&Panels", "view", "layout"),
}

#: The groups of the toolbar from left to right.
TOOLBAR = ("train", "study", "file", "workspace")


class ActionRegistry(Mapping[str, Action]):
    """All actions by name, in the order in which they were registered."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def register(self, *added: Action, **common: Any) -> None:
        """Add actions; a window made from now on has them. `common` are fields of all of them.

        Raises
        ------
        ValueError
            When a name or a key is taken, or when there is no such menu or group of the toolbar.
        """
        for action in (replace(each, **common) for each in added):
            if action.name in self._actions:
                raise ValueError(f"There are two actions {action.name!r}.")
            taken = {key: other.name for other in self.values() for key in keys_of(other)}
            for key in keys_of(action):
                if key in taken:
                    raise ValueError(f"{key} is {taken[key]!r} already, not {action.name!r}.")
            if action.menu and action.menu not in MENUS:
                raise ValueError(f"There is no menu {action.menu!r} for {action.name!r}.")
            if action.toolbar and action.toolbar not in TOOLBAR:
                raise ValueError(f"The toolbar has no group {action.toolbar!r}: {action.name!r}.")
            self._actions[action.name] = action

    def discard(self, name: str) -> None:
        """Take an action out again; for tests that add one."""
        self._actions.pop(name, None)

    def __getitem__(self, name: str) -> Action:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __len__(self) -> int:
        return len(self._actions)


def keys_of(action: Action) -> list[str]:
    """The keys of an action, one by one."""
    return [key for key in action.keys.split("; ") if key]


actions = ActionRegistry()
