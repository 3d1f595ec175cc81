"""Small pictures of 256 colours as PNG: equal pixels give equal bytes, and reading is strict.

Read is only what was written here, so that no picture from anywhere else needs to be trusted:
one size, one byte a pixel, rows unfiltered.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np

from playground.io.errors import ExportError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED = (8, 3, 0, 0, 0)  # bits a pixel, colours by index, and no choice in the rest
_LARGEST = 64 * 1024  # bytes of a file


def as_png(pixels: np.ndarray, palette: np.ndarray) -> bytes:
    """A picture as PNG.

    Parameters
    ----------
    pixels : ndarray, (rows, columns), uint8
        Which colour of the palette; the first row is the top.
    palette : ndarray, (n, 3), uint8
        Red, green and blue of at most 256 colors.
    """
    rows, columns = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels], axis=1)  # 0: no filter
    return b"".join(
        [
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">II5B", columns, rows, *_INDEXED)),
            _chunk(b"PLTE", np.asarray(palette, np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
            _chunk(b"IEND", b""),
        ]
    )


def pixels_of(data: bytes, shape: tuple[int, int]) -> np.ndarray:
    """The pixels of a picture that `as_png` wrote, ``(rows, columns)`` of uint8, read-only.

    Raises
    ------
    ExportError
        When it is no such picture, or not of this shape.
    """
    if len(data) > _LARGEST or not data.startswith(_SIGNATURE):
        raise ExportError("this is no small PNG picture.")
    chunks, rest = {}, data[len(_SIGNATURE) :]
    while rest:
        if len(rest) < 12 or len(rest) < (length := struct.unpack(">I", rest[:4])[0]) + 12:
            raise ExportError("this PNG picture is cut short.")
        name, content = rest[4:8], rest[8 : 8 + length]
        if zlib.crc32(name + content) != struct.unpack(">I", rest[8 + length : 12 + length])[0]:
            raise ExportError("this PNG picture is damaged.")
        chunks[name], rest = content, rest[12 + length :]
    rows, columns = shape
    if chunks.get(b"IHDR") != struct.pack(">II5B", columns, rows, *_INDEXED):
        raise ExportError(f"this picture is not one of {columns} x {rows} pixels and 256 colors.")
    lines = _unpacked(chunks.get(b"IDAT", b""), rows * (columns + 1)).reshape(rows, columns + 1)
    if lines[:, 0].any() or lines.max() >= len(chunks.get(b"PLTE", b"")) // 3:
        raise ExportError("this PNG picture was not written by the playground.")
    return lines[:, 1:]


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _unpacked(content: bytes, size: int) -> np.ndarray:
    unpacker = zlib.decompressobj()
    try:
        # One byte more than there may be: a bomb is found out without being unpacked.
        unpacked = unpacker.decompress(content, size + 1)
    except zlib.error as error:
        raise ExportError(f"this PNG picture is damaged: {error}.") from None
    if len(unpacked) != size:
        raise ExportError("this PNG picture has not as many pixels as it says.")
    return np.frombuffer(unpacked, np.uint8)
