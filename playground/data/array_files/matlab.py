"""Files of MATLAB and Octave, ``.mat`` of version 5; those of version 7.3 are HDF5.

A file is a row of elements, each with its type and size before it, compressed or not; a matrix is
an element of elements: its class, its dimensions, its name, its numbers column after column.
(MathWorks, MAT-File Format, chapter 1.)
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from math import prod
from pathlib import Path

import numpy as np

from playground.atomic import opened
from playground.data.array_files import StoredArray, hdf5
from playground.data.errors import DataError
from playground.data.files import LARGEST_RATIO, UNPACKED_FREELY

_HEADER = 128
_NUMBERS = {
    1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8",
}  # fmt: skip
_MATRIX, _COMPRESSED = 14, 15
_NUMERIC_CLASSES = range(6, 16)  # double, single and the integers; not text, cells or structures
_COMPLEX = 0x0800


@contextmanager
def arrays_in(path: Path) -> Iterator[Mapping[str, StoredArray]]:
    """As `playground.data.array_files.arrays_in`; what is no array of numbers is passed over."""
    with opened(path) as file:
        header = file.read(_HEADER)
        if header.startswith(b"MATLAB 7.3"):
            with hdf5.arrays_in(path, transposed=True) as arrays:
                yield arrays
            return
        mark = header[126:128]
        if mark not in (b"IM", b"MI"):
            raise DataError("This is no MATLAB file of version 5 or later. Save it with -v7.")
        data = file.read()
    order = "<" if mark == b"IM" else ">"
    try:
        arrays = dict(_matrices(data, order, max(UNPACKED_FREELY, LARGEST_RATIO * len(data))))
    except (struct.error, ValueError, KeyError, zlib.error) as error:
        if isinstance(error, DataError):
            raise
        raise DataError("This MATLAB file is damaged.") from error
    yield arrays


def _matrices(data: bytes, order: str, budget: int) -> Iterator[tuple[str, StoredArray]]:
    for kind, content in _elements(data, order):
        if kind == _COMPRESSED:
            content = zlib.decompressobj().decompress(content, budget + 1)
            budget -= len(content)
            if budget < 0:
                raise DataError("The file unpacks to more than a file of its size may.")
            yield from _matrices(content, order, budget)
        elif kind == _MATRIX:
            yield from _matrix(content, order)


def _matrix(content: bytes, order: str) -> Iterator[tuple[str, StoredArray]]:
    parts = _elements(content, order)
    (flags,) = struct.unpack(f"{order}I4x", next(parts)[1])
    if flags & 0xFF not in _NUMERIC_CLASSES or flags & _COMPLEX:
        return
    dimensions = next(parts)[1]
    shape = struct.unpack(f"{order}{len(dimensions) // 4}i", dimensions)
    name = next(parts)[1].decode("ascii", "replace")
    kind, numbers = next(parts)
    dtype = np.dtype(order + _NUMBERS[kind])
    if min(shape) < 0 or prod(shape) * dtype.itemsize != len(numbers):
        raise ValueError("the dimensions do not fit")
    yield name, StoredArray(shape, dtype, partial(_array, numbers, dtype, shape))


def _array(numbers: bytes, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    return np.frombuffer(numbers, dtype).reshape(shape, order="F").astype(dtype.newbyteorder("="))


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """The type and content of each element in a row of them."""
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from(f"{order}II", data, place)
        if kind >> 16:  # four bytes or fewer stand within the tag
            kind, size, begin, end = kind & 0xFFFF, kind >> 16, place + 4, place + 8
            if size > 4:
                raise ValueError("a small element is too large")
        else:
            begin = place + 8
            padding = 0 if kind == _COMPRESSED else -size % 8
            end = begin + size + padding
        if begin + size > len(data):
            raise ValueError("an element is cut off")
        yield kind, data[begin : begin + size]
        place = end
