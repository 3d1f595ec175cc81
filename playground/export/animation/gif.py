"""GIF: frames of one palette, each holding only what changed, written as they come."""

from __future__ import annotations

from fractions import Fraction
from typing import BinaryIO

import numpy as np
from PIL import GifImagePlugin, Image

#: Colours of the palette; one more place means "as in the frame before".
_COLORS = 255
_UNCHANGED = 255

#: The most frequent colours, such as the ground and the axes, are kept as they are.
_EXACT = 8

#: A colour of fewer pixels than these is no reason for one of its own.
_FEW = 3


class GifWriter:
    """Writes a GIF that repeats for ever, holding one frame at a time.

    The palette is that of the first frame, in which the colour scale shows every colour that a
    map can take; so no colour flickers, and what stands still costs nothing.

    Parameters
    ----------
    file : binary file
    size : tuple of int
        Width and height.
    rate : Fraction
        Frames a second.
    """

    def __init__(self, file: BinaryIO, size: tuple[int, int], rate: Fraction) -> None:
        self._file = file
        self._rate = rate
        self._size = size
        self._colors = np.empty((0, 3), np.uint8)
        # For each of all colours its place in the palette, once it is known: 32 MB in all.
        self._places = np.zeros(2**24, np.uint8)
        self._known = np.zeros(2**24, bool)
        self._before: np.ndarray | None = None
        self._shown = Fraction(0)  # seconds

    def add(self, picture: np.ndarray, repeats: int = 1) -> None:
        """Append a frame ``(height, width, 3)``, shown for so many times the usual."""
        packed = _packed(picture)
        if self._before is None:
            self._colors = _palette(packed)
        places = self._in_palette(packed)
        if self._before is None:
            image = self._image(places)
            header, _ = GifImagePlugin.getheader(image, info={"loop": 0, "duration": 1})
            self._write(header)
            self._write_part(places, (0, 0), repeats)
        else:
            self._write_change(places, repeats)
        self._before = places

    def finish(self) -> None:
        """Write the end."""
        self._file.write(b";")

    def close(self) -> None:
        """Nothing is held."""

    def _write_change(self, places: np.ndarray, repeats: int) -> None:
        """Write the rectangle around all that is not as in the frame before."""
        changed = places != self._before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        if not rows.size:
            rows = columns = np.zeros(1, int)  # a single pixel, for the time to pass
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        part = np.where(changed, places, np.uint8(_UNCHANGED))[top:bottom, left:right]
        self._write_part(part, (int(left), int(top)), repeats)

    def _write_part(self, places: np.ndarray, offset: tuple[int, int], repeats: int) -> None:
        begun = self._shown
        self._shown += repeats / self._rate
        # In hundredths of a second; what is rounded off does not add up.
        hundredths = round(100 * self._shown) - round(100 * begun)
        self._write(
            GifImagePlugin.getdata(
                self._image(places),
                offset,
                duration=10 * hundredths,
                disposal=1,
                transparency=_UNCHANGED,
            )
        )

    def _image(self, places: np.ndarray) -> Image.Image:
        image = Image.fromarray(np.ascontiguousarray(places))
        image.putpalette(self._colors.tobytes().ljust(3 * 256, b"\0"))
        return image

    def _write(self, blocks: list[bytes]) -> None:
        for block in blocks:
            self._file.write(block)

    def _in_palette(self, packed: np.ndarray) -> np.ndarray:
        """For each pixel the nearest colour of the palette, ``(height, width)``."""
        unknown = packed[~self._known[packed]]
        if unknown.size:
            unknown = np.unique(unknown)
            colors, own = _unpacked(unknown).astype(np.float32), self._colors.astype(np.float32)
            # |a - b|^2 without |a|^2, which is the same for every b.
            distances = (own**2).sum(axis=1) - 2 * colors @ own.T
            self._places[unknown] = distances.argmin(axis=1)
            self._known[unknown] = True
        return self._places[packed]


def _palette(packed: np.ndarray) -> np.ndarray:
    """The colours that stand for all in a picture, ``(at most 255, 3)``."""
    colors, counts = np.unique(packed, return_counts=True)
    exact = colors[np.argsort(-counts, kind="stable")[:_EXACT]]
    frequent = counts >= min(_FEW, counts.max())
    # Large areas count, but not as much as their size: else small ones would lose their colours.
    weights = np.ceil(np.sqrt(counts[frequent])).astype(int)
    sample = Image.fromarray(_unpacked(np.repeat(colors[frequent], weights))[np.newaxis])
    others = sample.quantize(_COLORS - _EXACT, Image.Quantize.MEDIANCUT).getpalette()
    others = np.array(others, np.uint8).reshape(-1, 3)[: _COLORS - _EXACT]
    return np.concatenate([_unpacked(exact), others])


def _packed(picture: np.ndarray) -> np.ndarray:
    red, green, blue = np.moveaxis(picture.astype(np.uint32), -1, 0)
    return red << 16 | green << 8 | blue


def _unpacked(packed: np.ndarray) -> np.ndarray:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1).astype(np.uint8)
