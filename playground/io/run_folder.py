"""The folder a run leaves behind: everything in it, or nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from playground.atomic import FileError, part_beside, reason, sweep_parts
from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.io.curves import batch_costs_csv, history_csv
from playground.io.errors import ExportError
from playground.io.formats import ImportFormat, Opener, formats
from playground.io.session.file import SUFFIX, save_session
from playground.io.summary import summary
from playground.io.weights.weights import save_weights
from playground.json_text import json_text

_SESSION = f"session{SUFFIX}"

#: What `write_run` writes, and what lies beside it.
_NAMES = (
    "summary.json",
    "history.csv",
    "batch_costs.csv",
    "weights.npz",
    _SESSION,
    "report.html",
    "report.pdf",
)


@contextlib.contextmanager
def run_folder(path: str | os.PathLike, use: str = "the folder of a run") -> Iterator[Path]:
    """A folder to write files into; they stand in the folder `path` when the block ends.

    A folder that is not there yet appears whole. Where the files cannot stand is found out at
    once, before a long training. A block that raises leaves nothing behind. What was in `path`
    before stays, unless a new file has its name. `use` says in an error what `path` cannot be.

    Raises
    ------
    FileError
        When there can be no such folder, or another folder stands where a file is to be.
    """
    if not os.fspath(path):
        raise FileError(f"'' cannot be {use}: it has no name.")
    target = Path(path).absolute()
    made = [folder for folder in target.parents if not os.path.exists(folder)]
    stands = os.path.isdir(target)
    part = part_beside(target / "part" if stands else target)  # on the same disk for certain
    try:
        try:
            _check_free(target, _NAMES)
            with contextlib.suppress(FileNotFoundError):
                if not stat.S_ISDIR(os.stat(target).st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, "")
            part.mkdir(parents=True)
            sweep_parts(part.parent)
            yield part
            _put_in_place(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            for folder in made:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # while it is empty: it was made for nothing
    except FileError as error:
        # The person knows nothing of the folder the files are in meanwhile.
        raise FileError(str(error).replace(str(part), str(path))) from error
    except OSError as error:
        raise FileError(f"'{path}' cannot be {use}: {reason(error)}.") from error


def _check_free(target: Path, names: Iterable[str]) -> None:
    for name in names:
        if os.path.isdir(target / name):
            raise FileError(f"'{target / name}' cannot be written: it is a folder.")


def _put_in_place(part: Path, target: Path) -> None:
    files = sorted(part.iterdir())
    _check_free(target, (file.name for file in files))
    if not target.exists():
        os.rename(part, target)
        return
    for file in files:
        os.replace(file, target / file.name)


@formats.register("run", label="Folder of a run")
class RunFolder(ImportFormat):
    """The folder that `playground train` wrote: its session is opened."""

    def recognizes(self, path: str | os.PathLike) -> bool:
        """Whether it is a folder."""
        return os.path.isdir(path)

    def open(self, path: str, opener: Opener) -> object:
        """Open the session in it.

        Raises
        ------
        ExportError
            When there is none.
        """
        session = Path(path) / _SESSION
        if not session.is_file():
            raise ExportError(f"'{path}' is a folder without a {_SESSION}: no run was saved there.")
        return opener.open_session(str(session))


def write_run(session: Session, folder: Path, attached: Attachments | None = None) -> None:
    """Write what is known of a run as files: summary, curves, weights and the session itself.

    `attached` lies beside the session as in `save_session`.

    Raises
    ------
    FileError
        When a file cannot be written.
    """
    _write(folder / "summary.json", f"{json_text(summary(session))}\n")
    _write(folder / "history.csv", history_csv(session.history))
    _write(folder / "batch_costs.csv", batch_costs_csv(session.history))
    save_weights(session, folder / "weights.npz")
    save_session(session, folder / _SESSION, attached)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
