"""Small PNG pictures: what is written is read again, and nothing else is."""

import contextlib
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.io.errors import ExportError
from playground.io.png import as_png, pixels_of

SHAPE = (5, 7)


def picture(seed=0, colours=200, shape=SHAPE):
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, colours, shape, np.uint8)
    return pixels, as_png(pixels, rng.integers(0, 256, (colours, 3), np.uint8))


@given(st.integers(0, 2**32 - 1), st.integers(1, 256), st.integers(1, 40), st.integers(1, 40))
def test_what_is_written_is_read(seed, colours, rows, columns):
    pixels, data = picture(seed, colours, (rows, columns))
    np.testing.assert_array_equal(pixels_of(data, (rows, columns)), pixels)


def test_equal_pictures_are_equal_bytes_and_others_can_open_them():
    pixels, data = picture()
    assert data == picture()[1]
    qt = pytest.importorskip("PySide6.QtGui")
    image = qt.QImage.fromData(data)
    assert (image.height(), image.width()) == SHAPE
    assert [image.pixelIndex(x, 2) for x in range(7)] == pixels[2].tolist()


def chunk(name, content):
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


BLACK = zlib.compress(b"\0" * 40)


def png(header=(7, 5, 8, 3, 0, 0, 0), palette=b"\0" * 600, packed=BLACK):
    parts = chunk(b"IHDR", struct.pack(">II5B", *header)) + chunk(b"PLTE", palette)
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


REFUSED = {
    "nothing": (b"", "no small PNG"),
    "foreign": (b"GIF89a" * 9, "no small PNG"),
    "too large": (picture()[1] + b"\0" * 70_000, "no small PNG"),
    "cut short": (picture()[1][:-30], "cut short"),
    "a length beyond the end": (picture()[1][:8] + b"\xff" * 20, "cut short"),
    "damaged": (picture()[1].replace(b"IDAT", b"IDaT"), "damaged"),
    "another size": (png((7_000_000, 5, 8, 3, 0, 0, 0)), "not one of 7 x 5 pixels"),
    "another kind": (png((7, 5, 8, 2, 0, 0, 0)), "not one of 7 x 5 pixels"),
    "interlaced": (png((7, 5, 8, 3, 0, 0, 1)), "not one of 7 x 5 pixels"),
    "a bomb": (png(packed=zlib.compress(b"\0" * 30_000_000)), "not as many pixels"),
    "too few pixels": (png(packed=zlib.compress(b"\0" * 39)), "not as many pixels"),
    "not packed": (png(packed=b"\0" * 40), "is damaged"),
    "no pixels": (png(packed=b""), "not as many pixels"),
    "filtered": (png(packed=zlib.compress(b"\4" + b"\0" * 39)), "not written by the playground"),
    "beyond the palette": (
        png(palette=b"\0" * 9, packed=zlib.compress((b"\0" + b"\5" * 7) * 5)),
        "not written by the playground",
    ),
}


@pytest.mark.parametrize("data, words", REFUSED.values(), ids=REFUSED)
def test_what_is_no_such_picture_is_refused(data, words):
    with pytest.raises(ExportError, match=words):
        pixels_of(data, SHAPE)


@given(st.binary(max_size=200), st.integers(0, 120))
def test_whatever_is_changed_is_read_or_refused(junk, at):
    data = picture()[1]
    with contextlib.suppress(ExportError):
        pixels_of(data[:at] + junk + data[at + len(junk) :], SHAPE)
