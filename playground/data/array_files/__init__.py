"""Files of named arrays: one module a format, imported when such a file is read."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.data.errors import DataError
from playground.data.files import LARGEST_RATIO, UNPACKED_FREELY

#: What the names of files end with, and the module of this package that reads them.
MODULES = {".npz": "npz", ".h5": "hdf5", ".hdf5": "hdf5", ".mat": "matlab"}

_AS_FLOAT = 8  # bytes of a number once it is part of a data set


class StoredArray(NamedTuple):
    """An array in a file, before it is read."""

    shape: tuple[int, ...]
    dtype: np.dtype
    read: Callable[[], np.ndarray]


@contextmanager
def arrays_in(path: Path) -> Iterator[Mapping[str, StoredArray]]:
    """The arrays of a file by their names, readable within the block.

    Raises
    ------
    DataError
        When it is no such file, or damaged.
    OSError
        When it cannot be opened.
    """
    module = importlib.import_module(f"{__name__}.{MODULES[path.suffix.lower()]}")
    with module.arrays_in(path) as arrays:
        yield arrays


def read_bounded(stored: StoredArray, name: str, path: Path) -> np.ndarray:
    """An array, unless it has more numbers than a file of that size may unpack to.

    Raises
    ------
    DataError
        When it has.
    """
    most = max(UNPACKED_FREELY, LARGEST_RATIO * os.path.getsize(path)) // _AS_FLOAT
    count = prod(stored.shape)
    if count > most:
        raise DataError(
            f"Array {name} has {count:,} numbers; in a file of this size at most {most:,} can be."
        )
    return stored.read()
