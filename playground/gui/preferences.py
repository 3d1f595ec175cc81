"""What a person prefers, whatever the experiment: declared as settings, kept by `QSettings`."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from playground.settings import (
    SettingError,
    Settings,
    declared,
    option,
    replaced,
    settings_of,
    whole,
)

_GROUP = "preferences"


@declared
class Preferences(Settings):
    """Preferences of the window; none of them changes a number that is computed."""

    theme: str = option(
        "system",
        {"system": "As the system", "light": "Light", "dark": "Dark"},
        label="Theme",
        help="The colours of the window.",
        applies="live",
    )
    digits: int = whole(
        4,
        label="Significant digits",
        help="How precisely the status bar shows numbers. Files always hold every digit.",
        minimum=2,
        maximum=12,
        applies="live",
    )
    autosave: int = whole(
        1,
        label="Recovery file every",
        help="How often the work is kept against a crash; 0 never.",
        unit="minutes",
        minimum=0,
        maximum=60,
        applies="live",
    )


def load() -> Preferences:
    """The preferences kept on this machine; what is missing or spoilt has its default."""
    store, preferences = QSettings(), Preferences()
    for name, setting in settings_of(Preferences).items():
        kept = store.value(f"{_GROUP}/{name}")
        if kept is not None:
            try:
                preferences = replaced(preferences, name, setting.parsed(str(kept)))
            except SettingError:
                store.remove(f"{_GROUP}/{name}")
    return preferences


def keep(preferences: Preferences) -> None:
    """Keep `preferences` for the next start; defaults are not written, so that they may change."""
    store, defaults = QSettings(), Preferences()
    for name in settings_of(Preferences):
        value = getattr(preferences, name)
        if value == getattr(defaults, name):
            store.remove(f"{_GROUP}/{name}")
        else:
            store.setValue(f"{_GROUP}/{name}", str(value))
