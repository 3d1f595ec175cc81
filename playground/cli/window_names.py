"""What the window has that a lesson may name: panels to show, and actions to mark."""

from __future__ import annotations


def window_names() -> tuple[dict[str, str], dict[str, str]] | None:
    """Titles of the panels and texts of the actions, by name; None where there is no Qt."""
    try:
        import playground.gui.app  # noqa: F401  (whoever has actions registers them)
        from playground.gui.shell.actions.action import actions
        from playground.gui.shell.actions.view_actions import register_view_actions
        from playground.gui.views.registry import views
    except ImportError:
        return None
    register_view_actions()
    panels = {name: row.title for name, row in views.rows.items()}
    return panels, {name: action.text for name, action in actions.items()}
