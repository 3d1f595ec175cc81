"""NumPy archives, ``.npz``."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from playground.atomic import FileError, opened
from playground.data.array_files import StoredArray
from playground.data.errors import DataError

_DAMAGED = "This is no NumPy archive of plain arrays, or it is damaged."
_ERRORS = (ValueError, EOFError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error)


@contextmanager
def arrays_in(path: Path) -> Iterator[Mapping[str, StoredArray]]:
    """As `playground.data.array_files.arrays_in`."""
    try:
        with opened(path) as file:
            if file.read(6) == np.lib.format.MAGIC_PREFIX:
                raise DataError("This is a single NumPy array. Save X and y together as .npz.")
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                members = [name for name in archive.namelist() if name.endswith(".npy")]
                yield {name.removesuffix(".npy"): _stored(archive, name) for name in members}
    except (DataError, FileError):
        raise
    except _ERRORS as error:
        raise DataError(_DAMAGED) from error


def _stored(archive: zipfile.ZipFile, member: str) -> StoredArray:
    with archive.open(member) as file:
        major, minor = np.lib.format.read_magic(file)
        header = getattr(np.lib.format, f"read_array_header_{major}_{minor}")
        shape, _, dtype = header(file)
    if dtype.hasobject:
        raise DataError(_DAMAGED)
    return StoredArray(shape, dtype, partial(_read, archive, member))


def _read(archive: zipfile.ZipFile, member: str) -> np.ndarray:
    with archive.open(member) as file:
        return np.lib.format.read_array(file, allow_pickle=False)
