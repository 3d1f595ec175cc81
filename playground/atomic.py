"""Files written whole or not at all: whoever looks sees the old content or the new one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from playground.limits import shortened

#: Unfinished files and folders carry these around the process they are of.
_PREFIX, _SUFFIX = ".playground-", ".part"

#: Unfinished files older than this were left by a process that was killed, wherever it ran.
_STALE_SECONDS = 3600.0


class FileError(OSError):
    """A file or folder that cannot be read or written; the message is a plain sentence."""

    def __init__(self, text: str) -> None:
        super().__init__(shortened(text))


@contextlib.contextmanager
def whole_file(path: str | os.PathLike, durable: bool = True) -> Iterator[BinaryIO]:
    """Open `path` for writing; the content stands there when the block ends, all of it.

    Until then it goes to a file beside `path`, which takes the place of `path` in one step. A
    block that raises leaves `path` as it was.

    Parameters
    ----------
    path : str or path
    durable : bool
        Whether it is to survive a power cut, and so is synchronised with the disk first. What
        can be made again need not.

    Raises
    ------
    FileError
        When the file cannot be written, with a sentence that names it and says why.
    """
    try:
        target = Path(os.path.realpath(path))  # a link stays, what it points to is replaced
    except ValueError as error:  # of a null in it
        raise FileError(f"'{path}' cannot be written: {reason(error)}.") from error
    part = part_beside(target)
    try:
        _check_replaceable(target)
        try:
            with open(part, "xb") as file:
                yield file
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
            if durable:
                _synchronise_folder(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"'{path}' cannot be written: {reason(error)}.") from error
    sweep_parts(target.parent)


def write_whole(path: str | os.PathLike, data: bytes, durable: bool = True) -> None:
    """Write `data` to `path` as `whole_file` does."""
    with whole_file(path, durable) as file:
        file.write(data)


def opened(path: str | os.PathLike) -> BinaryIO:
    """An ordinary file, open for reading.

    What is no ordinary file, such as a pipe or a device, may never answer or never end; whether
    it is one is asked of what has been opened, not of the name, and opening does not wait.

    Raises
    ------
    FileError
        When it cannot be read or is no ordinary file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
        kind = os.fstat(handle).st_mode
    except (OSError, ValueError) as error:
        is_folder = os.path.isdir(path)  # which some systems do not open at all
        why = reason(IsADirectoryError(errno.EISDIR, "") if is_folder else error)
        raise FileError(f"'{path}' cannot be read: {why}.") from error
    if stat.S_ISREG(kind):
        return os.fdopen(handle, "rb")
    os.close(handle)
    why = "it is a folder" if stat.S_ISDIR(kind) else "it is not an ordinary file"
    raise FileError(f"'{path}' cannot be read: {why}.")


def read_bounded(path: str | os.PathLike, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes.

    Raises
    ------
    FileError
        When it cannot be read or is larger, with a sentence that names it and says why.
    """
    try:
        with opened(path) as file:
            size = os.fstat(file.fileno()).st_size  # asked for more, Python reserves more
            data = file.read(min(size, limit) + 1)
    except FileError:
        raise
    except OSError as error:
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
    number = getattr(error, "errno", 0)
    return words.get(number) or getattr(error, "strerror", None) or str(error)


def part_beside(target: Path) -> Path:
    """The path of something unfinished beside `target`, which says whose it is."""
    return target.with_name(f"{_PREFIX}{_HOST}-{os.getpid()}-{secrets.token_hex(6)}{_SUFFIX}")


def sweep_parts(folder: Path) -> None:
    """Remove the unfinished files and folders that processes left in `folder` when they died."""
    now = time.time()
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if not _is_orphan(part.name) and now - part.lstat().st_mtime <= _STALE_SECONDS:
                continue
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink()


#: A machine's name, for parts in a folder that several share: theirs are no orphans of ours.
_HOST = hashlib.blake2s(platform.node().encode(), digest_size=4).hexdigest()


def _is_orphan(name: str) -> bool:
    """Whether the process an unfinished file is of is known to be gone."""
    host, _, process = name.removeprefix(_PREFIX).partition("-")
    number = process.partition("-")[0]
    if os.name != "posix" or host != _HOST or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _check_replaceable(target: Path) -> None:
    """A device or a folder is not put out of the way for a file."""
    with contextlib.suppress(FileNotFoundError):
        kind = target.stat().st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, "")
        if not stat.S_ISREG(kind):
            raise OSError("it is not an ordinary file")


def _synchronise_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system knows how."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
