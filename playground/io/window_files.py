"""What the window wants to find again, inside a session file: small files below ``window/``."""

from __future__ import annotations

from collections.abc import Mapping

from playground.io.archive import Archive
from playground.io.errors import ExportError
from playground.limits import LARGEST_WINDOW_FILE, MOST_WINDOW_FILES

FOLDER = "window/"


def members_of(window: Mapping[str, bytes]) -> dict[str, bytes]:
    """The members that keep the files in `window`, by their names without the folder."""
    return {f"{FOLDER}{name}": content for name, content in window.items()}


def window_of(archive: Archive) -> dict[str, bytes]:
    """The files `members_of` was given.

    A session is not refused for their sake: what is too large or damaged comes back empty, and
    whoever looks for it says so.
    """
    names = [name for name in archive.members if name.startswith(FOLDER) and name != FOLDER]
    return {
        name.removeprefix(FOLDER): _content(archive, name) for name in names[:MOST_WINDOW_FILES]
    }


def _content(archive: Archive, name: str) -> bytes:
    try:
        return bytes(archive.read(name, LARGEST_WINDOW_FILE))
    except ExportError:
        return b""
