"""What a person prefers, whatever the experiment: declared as settings, kept by `QSettings`."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from playground.gui.theme.data_palettes import DEFAULT, PALETTES
from playground.settings import (
    SettingError,
    Settings,
    boolean,
    declared,
    integer,
    option,
    replaced,
    settings_of,
    text,
)

_GROUP = "preferences"


@declared
class Preferences(Settings):
    """Preferences of the window; none of them changes a number that is computed."""

    theme: str = option(
        "system",
        {"system": "As the system", "light": "Light", "dark": "Dark"},
        label="Theme",
        help="The colors of the window.",
        applies="live",
        section="Looks",
    )
    palette: str = option(
        DEFAULT,
        {name: palette.label for name, palette in PALETTES.items()},
        label="Palette",
        help="The colors of classes, curves and maps, on screen and in exported pictures. All "
        "but the last stay apart for color-blind eyes.",
        applies="live",
    )
    digits: int = integer(
        4,
        label="Significant digits",
        help="How precisely numbers are shown. Files always hold every digit.",
        within="[2, 8]",
        applies="live",
    )
    folder: str = text(
        "",
        label="Default folder",
        help="Where the first file dialog after a start begins; the next ones begin where the "
        "last file was.",
        applies="live",
        format="folder",
        section="Files",
    )
    lessons_folder: str = text(
        "",
        label="Your own folder",
        help="Where your own experiments and lessons are: File > Open preset and Help > Lessons "
        "list them behind those of the program.",
        applies="live",
        format="folder",
    )
    autosave: bool = boolean(
        True,
        label="Keep a recovery file",
        help="Whether the work is kept while it goes on, and offered again after a crash.",
        applies="live",
    )
    autosave_minutes: int = integer(
        1,
        label="Renewed every (min)",
        help="How often the recovery file is renewed, in minutes: what a crash costs at most.",
        within="[1, 60]",
        applies="live",
        only_when=("autosave", True),
    )
    recording_megabytes: int = integer(
        64,
        label="Memory for the past (MiB)",
        help="What keyframes of a run may take, from which every mini-batch can be visited "
        "again. With more, moments of a long run of a large network are nearer.",
        within="[8, 4096]",
        scale="log",
        applies="live",
        section="Timeline",
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
