"""``playground --install-desktop``: a menu entry, an icon and types of files for a Linux desktop.

They go to where the desktop looks for those of one person, ``$XDG_DATA_HOME``: nothing of the
system is touched, and ``--uninstall-desktop`` takes all of it away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playground.assets import APPLICATION_ID, resource
from playground.atomic import write_whole
from playground.cli.arguments import UsageError

#: What brings the desktop's own lists up to date, with the folder it works on.
_REFRESHERS = (
    ("update-mime-database", "mime"),
    ("update-desktop-database", "applications"),
    ("gtk-update-icon-cache", "icons/hicolor", "--quiet", "--force", "--ignore-theme-index"),
)

#: Characters that the Exec key of an entry keeps its meaning of even between quotes.
_RESERVED = '\\"`$'


def install() -> int:
    """Write all of it, and say where; the exit code.

    Raises
    ------
    UsageError
        Where there is no such desktop.
    FileError
        When a file cannot be written.
    """
    _check_system("--install-desktop")
    home = data_home()
    for place, content in files(program()).items():
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        write_whole(home / place, content)
    _refresh(home)
    print(
        f"The menu entry, the icon and the types of files are in '{home}'. "
        "playground --uninstall-desktop takes them away."
    )
    return 0


def uninstall() -> int:
    """Take all of it away; the exit code.

    Raises
    ------
    UsageError
        Where there is no such desktop.
    """
    _check_system("--uninstall-desktop")
    home = data_home()
    there = [home / place for place in files([""]) if (home / place).is_file()]
    for path in there:
        path.unlink()
    if there:
        _refresh(home)
        print(f"The menu entry, the icon and the types of files are gone from '{home}'.")
    else:
        print(f"There was nothing of this program in '{home}'.")
    return 0


def files(command: list[str]) -> dict[str, bytes]:
    """What is written, by its place below a folder such as ``/usr/share``.

    Parameters
    ----------
    command : list of str
        The words that start the program.
    """
    entry = resource("packaging", "linux", f"{APPLICATION_ID}.desktop").read_text("utf-8")
    line = " ".join(map(_quoted, command))
    entry = entry.replace("Exec=playground ", f"Exec={line} ")
    entry = entry.replace("TryExec=playground\n", f"TryExec={_escaped(command[0])}\n")
    placed = {f"applications/{APPLICATION_ID}.desktop": entry.encode()}
    placed |= {place: path.read_bytes() for place, path in _shared()}
    return placed


def _shared() -> Iterator[tuple[str, Path]]:
    """The files that are the same whatever starts the program."""
    linux, icons = resource("packaging", "linux"), resource("packaging", "icons")
    metainfo, types = f"{APPLICATION_ID}.metainfo.xml", f"{APPLICATION_ID}.xml"
    yield f"metainfo/{metainfo}", linux / metainfo
    yield f"mime/packages/{types}", linux / types
    yield f"icons/hicolor/scalable/apps/{APPLICATION_ID}.svg", resource("icons", "logo.svg")
    for path in sorted(icons.glob("*.png")):
        size = f"{path.stem}x{path.stem}"
        yield f"icons/hicolor/{size}/apps/{APPLICATION_ID}.png", path


def data_home() -> Path:
    """Where a person keeps entries, icons and types of files; a relative path is none."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def program() -> list[str]:
    """The words that start this program again, from any folder."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "playground" else None
    # The path of a link into an environment stays that link: what it leads to may move.
    return [os.path.abspath(script)] if script else [sys.executable, "-m", "playground"]


def _quoted(word: str) -> str:
    """A word of an Exec key, by the rules of the Desktop Entry Specification."""
    inside = "".join(f"\\{letter}" if letter in _RESERVED else letter for letter in word)
    return _escaped('"' + inside.replace("%", "%%") + '"')


def _escaped(text: str) -> str:
    """A value of any key that is a string."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _refresh(home: Path) -> None:
    """Have the desktop read its folders again; where it has no such program, it does so itself."""
    for tool, folder, *options in _REFRESHERS:
        if shutil.which(tool):
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                words = [tool, *options, str(home / folder)]
                subprocess.run(words, capture_output=True, timeout=60, check=False)


def _check_system(option: str) -> None:
    if not sys.platform.startswith("linux"):
        raise UsageError(
            f"{option} is for the desktops of Linux; on Windows and macOS the installer does "
            "the same (resources/packaging)."
        )
