"""The folder a run leaves behind: everything in it, or nothing."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playground.atomic import FileError, reason
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.io.curves import batch_costs_csv, history_csv
from playground.io.errors import ExportError
from playground.io.formats import ImportFormat, Opener, formats
from playground.io.session_file import SUFFIX, save_session
from playground.io.summary import summary
from playground.io.weights import save_weights

_SESSION = f"session{SUFFIX}"


@contextlib.contextmanager
def run_folder(path: str | os.PathLike, use: str = "the folder of a run") -> Iterator[Path]:
    """A folder to write files into; they stand in the folder `path` when the block ends.

    Where they cannot stand there is found out at once, before a long training. A block that
    raises leaves nothing behind. What was in `path` before stays, unless a new file has its name.
    `use` says in an error what `path` cannot be.

    Raises
    ------
    FileError
        When there can be no such folder.
    """
    target = Path(path).absolute()
    made = [folder for folder in (target, *target.parents) if not os.path.exists(folder)]
    part = target / f".playground-{secrets.token_hex(6)}.part"  # on the same disk for certain
    try:
        try:
            part.mkdir(parents=True)
            yield part
            for file in sorted(part.iterdir()):
                os.replace(file, target / file.name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            for folder in made:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # while it is empty: it was made for nothing
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"'{path}' cannot be {use}: {reason(error)}.") from error


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


def write_run(
    session: Session,
    folder: Path,
    window: Mapping[str, bytes] | None = None,
    past: RunEntries | None = None,
) -> None:
    """Write what is known of a run as files: summary, curves, weights and the session itself.

    `window` and `past` lie beside the session as in `save_session`.

    Raises
    ------
    FileError
        When a file cannot be written.
    """
    _write(folder / "summary.json", f"{_json(summary(session))}\n")
    _write(folder / "history.csv", history_csv(session.history))
    _write(folder / "batch_costs.csv", batch_costs_csv(session.history))
    save_weights(session, folder / "weights.npz")
    save_session(session, folder / _SESSION, window, past)


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
