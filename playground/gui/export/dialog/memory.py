"""What was chosen the last time, for the next time."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSettings

_GROUP = "export"


def remembered(name: str, default: str, allowed: Collection[str] | None = None) -> str:
    """The choice of that name; `default` where there is none, or none that is allowed."""
    value = QSettings().value(f"{_GROUP}/{name}")
    known = isinstance(value, str) and (allowed is None or value in allowed)
    return value if known else default


def remember(name: str, value: str) -> None:
    """Keep a choice."""
    QSettings().setValue(f"{_GROUP}/{name}", value)
