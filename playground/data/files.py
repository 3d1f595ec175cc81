"""The bytes of a file of data: of ordinary files only, unpacked, and never more than a budget."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import os
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from playground.atomic import FileError, opened
from playground.data.errors import DataError
from playground.limits import DATA_UNPACKED_FREELY as UNPACKED_FREELY
from playground.limits import LARGEST_RATIO

STANDARD_INPUT = "-"

_BLOCK = 1 << 20
_DAMAGED = "The file cannot be unpacked: it is damaged, or not packed though its name says so."
#: What reading a damaged zip archive may raise.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
    *(NotImplementedError, OverflowError, RuntimeError),
)
_ADDRESS = re.compile(r"(?:^|[/\\])(?:https?|ftp|s3|gs):[/\\]{1,2}[^/\\]", re.IGNORECASE)


def is_address(path: str | Path) -> bool:
    """Whether a name is an address on the web, which is not read."""
    return _ADDRESS.search(str(path)) is not None


def data_suffix(path: str | Path) -> str:
    """What a name ends with once it is unpacked, in small letters: ``".csv"`` of ``a.CSV.gz``."""
    name = Path(path)
    return (name.with_suffix("") if name.suffix.lower() in _PACKED else name).suffix.lower()


@contextlib.contextmanager
def unpacked(path: str | Path) -> Iterator[Path]:
    """A file with what `path` holds: itself, or for a while an unpacked copy of it.

    ``-`` is standard input, read to its end.

    Raises
    ------
    DataError
        When it is an address, or unpacks to more than it may, or is damaged.
    OSError
        When it cannot be read.
    """
    if is_address(path):
        raise DataError(
            "This is an address on the web. Download the file, and open it from your disk."
        )
    suffix = Path(path).suffix.lower()
    if str(path) == STANDARD_INPUT:
        with _copied(sys.stdin.buffer, UNPACKED_FREELY) as copy:
            yield copy
    elif suffix in _PACKED:
        with opened(path) as packed:
            size = os.fstat(packed.fileno()).st_size
            limit = max(UNPACKED_FREELY, LARGEST_RATIO * size)
            with _PACKED[suffix](packed) as content, _copied(content, limit) as copy:
                yield copy
    else:
        yield Path(path)


@contextlib.contextmanager
def _copied(content: BinaryIO, limit: int) -> Iterator[Path]:
    """A temporary file with all that can be read from `content`, at most `limit` bytes."""
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        copy = Path(folder) / "data"
        size = 0
        try:
            with copy.open("wb") as file:
                while block := content.read(_BLOCK):
                    size += len(block)
                    if size > limit:
                        raise DataError(
                            f"The file unpacks to more than {limit:,} bytes; that is no table."
                        )
                    file.write(block)
        except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise DataError(_DAMAGED) from error
        except OSError as error:
            if error.errno is None:  # gzip and bz2 say so in no other way
                raise DataError(_DAMAGED) from error
            raise
        yield copy


def _only_member(packed: BinaryIO) -> BinaryIO:
    """The one file in a zip archive."""
    try:
        archive = zipfile.ZipFile(packed)
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
        if len(names) == 1:
            return archive.open(names[0])  # type: ignore[return-value]
    except _DAMAGES as error:
        raise DataError(_DAMAGED) from error
    raise DataError(
        f"The archive holds {len(names):,} files; unpack it, and open the one with the table."
    )


_PACKED: dict[str, Callable[..., Any]] = {
    ".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open, ".zip": _only_member,
}  # fmt: skip
PACKED_SUFFIXES = tuple(_PACKED)


def check_zip_size(path: Path) -> None:
    """Refuse a zip archive that unpacks to more than it may, whatever its headers say.

    Raises
    ------
    DataError
        When it does, or is damaged.
    """
    limit = max(UNPACKED_FREELY, LARGEST_RATIO * path.stat().st_size)
    size = 0
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                file.seek(member.header_offset + 26)
                lengths = file.read(4)
                skip = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
                file.seek(skip, os.SEEK_CUR)
                size += _inflated_size(file, member, limit - size)
                if size > limit:
                    raise DataError(f"The file unpacks to more than {limit:,} bytes.")
    except (DataError, FileError):
        raise
    except _DAMAGES as error:
        raise DataError("The file is damaged; it cannot be unpacked.") from error


def _inflated_size(file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int:
    """How many bytes a member really unpacks to; no further than `most`."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return max(member.compress_size, 0)
    inflate, size = zlib.decompressobj(-15), 0
    while not inflate.eof and size <= most:
        block = inflate.unconsumed_tail or file.read(_BLOCK)
        if not block:
            break
        size += len(inflate.decompress(block, _BLOCK))
    return size
