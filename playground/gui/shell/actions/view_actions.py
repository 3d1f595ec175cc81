"""The actions that bring the views to the front, as their rows in the registry declare them."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from playground.gui.shell.actions.action import Action, actions
from playground.gui.views.registry import views

if TYPE_CHECKING:
    from playground.gui.app import Playground
    from playground.gui.plotting.view import View


def _show(name: str, app: Playground) -> None:
    app.window.show_dock(name)
    app.views.when_made(name, _focus)


def _focus(view: View) -> None:
    """Give the keyboard to a view that has keys of its own."""
    if view.focusPolicy() & Qt.FocusPolicy.TabFocus:
        view.setFocus(Qt.FocusReason.OtherFocusReason)


def register_view_actions() -> None:
    """Add an action for every row that declares one and has none yet."""
    for row in views.rows.values():
        if row.action is not None and row.action.name not in actions:
            actions.register(Action(do=partial(_show, row.name), **asdict(row.action)))
