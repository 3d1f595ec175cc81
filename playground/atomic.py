"""Files written whole or not at all: whoever looks sees the old content or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: Unfinished files carry these around their random middle.
_PREFIX, _SUFFIX = ".playground-", ".part"

#: Unfinished files older than this were left by a process that was killed.
_STALE_SECONDS = 3600.0


class FileError(OSError):
    """A file or folder that cannot be read or written; the message is a plain sentence."""


@contextlib.contextmanager
def whole_file(path: str | os.PathLike) -> Iterator[BinaryIO]:
    """Open `path` for writing; the content stands there when the block ends, all of it.

    Until then it goes to a file beside `path`, which is synchronised with the disk and takes
    the place of `path` in one step. A block that raises leaves `path` as it was.

    Raises
    ------
    FileError
        When the file cannot be written, with a sentence that names it and says why.
    """
    target = Path(os.path.realpath(path))  # a link stays a link, what it points to is replaced
    part = _part_beside(target)
    try:
        try:
            with open(part, "xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
            _synchronise_folder(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"'{path}' cannot be written: {reason(error)}.") from error
    _remove_stale_parts(target.parent)


def write_whole(path: str | os.PathLike, data: bytes) -> None:
    """Write `data` to `path` as `whole_file` does."""
    with whole_file(path) as file:
        file.write(data)


def read_bounded(path: str | os.PathLike, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes.

    Raises
    ------
    FileError
        When it cannot be read or is larger, with a sentence that names it and says why.
    """
    try:
        if not os.path.isdir(path) and not os.path.isfile(path) and os.path.exists(path):
            raise FileError(f"'{path}' cannot be read: it is not an ordinary file.")
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size  # asked for more, Python reserves more
            data = file.read(min(size, limit) + 1)
    except FileError:
        raise
    except (OSError, ValueError) as error:
        raise FileError(f"'{path}' cannot be read: {reason(error)}.") from error
    if len(data) > limit:
        raise FileError(f"'{path}' cannot be read: it is larger than {limit:,} bytes.")
    return data


def reason(error: OSError | ValueError) -> str:
    """What an operating system's error means, in words that end a sentence."""
    words = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is full",
        errno.EFBIG: "it is too large for this disk",
        errno.EACCES: "you are not allowed to, or another program has it open",
        errno.EPERM: "you are not allowed to",
        errno.EROFS: "the disk is read-only",
        errno.ENOENT: "there is no such file or folder",
        errno.ENOTDIR: "part of its path is not a folder",
        errno.EISDIR: "it is a folder",
        errno.ENAMETOOLONG: "its name is too long",
        errno.EBUSY: "another program has it open",
        errno.EEXIST: "something with that name exists",
        errno.EIO: "the disk reports an error",
    }
    number = getattr(error, "errno", None)
    return words.get(number) or getattr(error, "strerror", None) or str(error)


def _part_beside(target: Path) -> Path:
    return target.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")


def _synchronise_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system knows how."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_stale_parts(folder: Path) -> None:
    now = time.time()
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if part.is_file() and now - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()
