"""HDF5 files, ``.h5``, by h5py; and those of MATLAB 7.3, which are of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from playground import extras
from playground.atomic import FileError, opened
from playground.data.array_files import StoredArray
from playground.data.errors import DataError


@contextmanager
def arrays_in(path: Path, transposed: bool = False) -> Iterator[Mapping[str, StoredArray]]:
    """As `playground.data.array_files.arrays_in`; MATLAB stores its arrays `transposed`."""
    try:
        with opened(path) as bytes_, _hdf5().File(bytes_, "r") as file:
            yield {
                name: StoredArray(
                    array.shape[::-1] if transposed else array.shape,
                    array.dtype,
                    partial(_read, array, transposed),
                )
                for name, array in file.items()
                if isinstance(array, _hdf5().Dataset) and array.shape is not None
            }
    except (DataError, FileError):
        raise
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        if getattr(error, "errno", None) is not None:
            raise
        raise DataError("This is no HDF5 file, or it is damaged.") from error


def _hdf5() -> Any:
    """The library, asked for only where there is a file to read."""
    try:
        import h5py
    except ImportError:
        raise DataError(extras.missing("HDF5 files", "h5py", "hdf5")) from None
    return h5py


def _read(array: Any, transposed: bool) -> np.ndarray:
    values = array.asstr()[...] if array.dtype.kind == "O" else array[...]
    return np.asarray(values.T if transposed else values)
