"""A table from the clipboard becomes a file of its own, which can be opened like any other."""

from __future__ import annotations

import contextlib
import re
import time
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from playground.atomic import write_whole

LARGEST = 50_000_000  # characters
_MOST_KEPT = 20
_LINES = 50  # looked at
_SEPARATORS = "\t;,|"
_SETTING = re.compile(r"\s*(?:[\w.\"-]+\s*=|\[[\w.]+\]\s*(?:#.*)?$)")


def is_table(text: str) -> bool:
    """Whether a text has lines of several values and is no experiment.

    >>> is_table("a\\tb\\n1\\t2\\n"), is_table("[training]\\nepochs = 3\\n")
    (True, False)
    """
    lines = [line for line in text[:100_000].splitlines()[:_LINES] if line.strip()]
    if len(lines) < 2 or any(map(_SETTING.match, lines)):
        return False
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        count, frequent = counts.most_common(1)[0]
        if count and 2 * frequent > len(lines):
            return True
    return False


def save(text: str, folder: Path | None = None) -> str:
    """Write a pasted table; the path of its file. Of such files the latest few are kept.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    folder = folder or _default_folder()
    with contextlib.suppress(OSError):  # which writing says
        folder.mkdir(parents=True, exist_ok=True)
    suffix = ".tsv" if "\t" in text.partition("\n")[0] else ".csv"
    path = folder / f"Pasted {time.strftime('%Y-%m-%d %H.%M.%S')}{suffix}"
    write_whole(path, text.encode())
    for old in sorted(folder.glob("Pasted *.?sv"))[:-_MOST_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return str(path)


def _default_folder() -> Path:
    location = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "pasted"
