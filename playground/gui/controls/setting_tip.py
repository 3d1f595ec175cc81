"""The tooltip of a setting."""

from __future__ import annotations

from playground.gui.theme.tooltips import wrapped
from playground.settings import Setting


def setting_tip(setting: Setting, default: str) -> str:
    """What a setting does, what it may be and is at first, and where the notes treat it."""
    lines = [setting.help]
    if setting.range_text:
        unit = f" {setting.unit}" if setting.unit else ""
        lines.append(f"Allowed: {setting.range_text}{unit}.")
    lines.append(f"Default: {default}.")
    if setting.applies == "restart":
        lines.append("A change starts the run over.")
    if setting.notes:
        lines.append(f"Course notes: {setting.notes} (F1)")
    return wrapped("\n".join(filter(None, lines)))
