"""GIF: frames of one palette, each holding only what changed, written as they come."""

from __future__ import annotations

from fractions import Fraction
from typing import BinaryIO

import numpy as np
from PIL import GifImagePlugin, Image

#: Colours of the palette; one more place means "as in the frame before".
_COLORS = 255
_UNCHANGED = 255

#: The most frequent colours, such as the ground and those of the points, are kept as they are.
_EXACT = 24

#: So many places are for colours that are far from all others, however few pixels have them: the
#: line of a curve beside the map.
_FAR = 24

#: A colour of fewer pixels than these is no reason for one of its own.
_FEW = 3

#: A palette suits where at most this share of the pixels, or so few, are off by more than can be
#: seen beside the true colour; some always are, at the edges of letters and points.
_MOST_OFF = 0.02
_FEW_OFF = 500
_SEEN = 8

_NONE = np.empty(0, np.uint32)


class GifWriter:
    """Writes a GIF that repeats for ever, holding one frame at a time.

    Pillow's own ``save(save_all=True)`` was measured beside it on three runs of 60 frames: files
    1.4 to 2.5 times as large, ten times as many pixels whose color is plainly wrong (a thin curve
    beside the map), and 2 to 6 % of the pixels that stand still flicker from frame to frame.

    A palette is kept as long as it suits: so no colour flickers, and what stands still costs
    nothing. That of the first frame often suits to the end, for the colour scale in it shows
    every colour that a map can take.

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
        self._palette: _Palette | None = None
        self._is_first_palette = True
        self._before: np.ndarray | None = None
        self._shown = Fraction(0)  # seconds

    def add(self, picture: np.ndarray, repeats: int = 1) -> None:
        """Append a frame ``(height, width, 3)``, shown for so many times the usual."""
        packed = _packed(picture)
        if self._before is None or self._palette is None:
            self._palette = _Palette(packed)
            places = self._palette.places_of(packed)
            image = self._palette.image(places)
            header, _ = GifImagePlugin.getheader(image, info={"loop": 0, "duration": 1})
            self._write(header)
            self._write_part(self._palette, places, (0, 0), repeats)
        else:
            self._write_change(self._palette, packed, repeats)
        self._before = packed

    def finish(self) -> None:
        """Write the end."""
        self._file.write(b";")

    def close(self) -> None:
        """Nothing is held."""

    def _write_change(self, palette: _Palette, packed: np.ndarray, repeats: int) -> None:
        """Write the rectangle around all that is not as in the frame before."""
        changed = packed != self._before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        if not rows.size:
            rows = columns = np.zeros(1, int)  # a single pixel, for the time to pass
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        part, mask = packed[top:bottom, left:right], changed[top:bottom, left:right]
        if not palette.suits(part[mask]):
            # What stands still has to go on where something moved away from it.
            self._palette = palette = _Palette(part[mask], palette.exact)
            self._is_first_palette = False
        places = np.where(mask, palette.places_of(part), np.uint8(_UNCHANGED))
        self._write_part(palette, places, (int(left), int(top)), repeats)

    def _write_part(
        self, palette: _Palette, places: np.ndarray, offset: tuple[int, int], repeats: int
    ) -> None:
        begun = self._shown
        self._shown += repeats / self._rate
        # In hundredths of a second; what is rounded off does not add up.
        hundredths = round(100 * self._shown) - round(100 * begun)
        self._write(
            GifImagePlugin.getdata(
                palette.image(places),
                offset,
                duration=10 * hundredths,
                disposal=1,
                transparency=_UNCHANGED,
                include_color_table=not self._is_first_palette,
            )
        )

    def _write(self, blocks: list[bytes]) -> None:
        for block in blocks:
            self._file.write(block)


class _Palette:
    """At most 255 colours that stand for all of some pixels, and which of them stands for which.

    Parameters
    ----------
    packed : ndarray of uint32
        Pixels of the colours to stand for.
    kept : ndarray of uint32
        Colours of another palette that this one must have.

    Attributes
    ----------
    exact : ndarray of uint32
        The colours to be kept by the palettes after this one.
    colors : ndarray of uint8, (n, 3)
    """

    def __init__(self, packed: np.ndarray, kept: np.ndarray = _NONE) -> None:
        colors, counts = np.unique(_sample(packed.ravel(), 500_000), return_counts=True)
        frequent = colors[np.argsort(-counts, kind="stable")[:_EXACT]]
        self.exact = kept if kept.size else frequent
        exact = np.union1d(kept, frequent)
        others = _chosen(colors, counts, _COLORS - _FAR - exact.size)
        self.colors = np.concatenate([_unpacked(exact), others])
        self.colors = np.concatenate([self.colors, _far(colors[counts >= _FEW], self.colors)])
        # For each of all colours its place in the palette, once it is known: 32 MB in all.
        self._places = np.zeros(2**24, np.uint8)
        self._known = np.zeros(2**24, bool)

    def places_of(self, packed: np.ndarray) -> np.ndarray:
        """For each pixel the place of the nearest colour; of the shape of `packed`."""
        unknown = packed[~self._known[packed]]
        if unknown.size:
            unknown = np.unique(unknown)
            colors, own = _unpacked(unknown).astype(np.float32), self.colors.astype(np.float32)
            # |a - b|^2 without |a|^2, which is the same for every b.
            distances = (own**2).sum(axis=1) - 2 * colors @ own.T
            self._places[unknown] = distances.argmin(axis=1)
            self._known[unknown] = True
        return self._places[packed]

    def suits(self, packed: np.ndarray) -> bool:
        """Whether hardly any of these pixels would be seen to have another colour."""
        sample = _sample(packed, 20_000)
        shown = self.colors[self.places_of(sample)].astype(int)
        off = np.abs(shown - _unpacked(sample)).max(axis=-1, initial=0) > _SEEN
        return packed.size * off.sum() <= off.size * max(_MOST_OFF * packed.size, _FEW_OFF)

    def image(self, places: np.ndarray) -> Image.Image:
        """An image of these places of the palette."""
        image = Image.fromarray(np.ascontiguousarray(places))
        image.putpalette(self.colors.tobytes().ljust(3 * 256, b"\0"))
        return image


def _chosen(colors: np.ndarray, counts: np.ndarray, most: int) -> np.ndarray:
    """At most so many colours, ``(n, 3)``, that stand for those of so many pixels each."""
    frequent = counts >= min(_FEW, counts.max())
    # Large areas count, but not as much as their size: else small ones would lose their colours.
    weights = np.ceil(np.sqrt(counts[frequent])).astype(int)
    sample = Image.fromarray(_unpacked(np.repeat(colors[frequent], weights))[np.newaxis])
    palette = sample.quantize(most, Image.Quantize.MEDIANCUT).getpalette()
    return np.array(palette, np.uint8).reshape(-1, 3)[:most]


def _far(packed: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Up to `_FAR` of some colours, ``(n, 3)``, the farthest from those known and chosen first."""
    colors = _unpacked(packed).astype(np.float32)
    nearest = np.full(len(colors), np.inf, np.float32)
    for color in known.astype(np.float32):
        nearest = np.minimum(nearest, ((colors - color) ** 2).sum(axis=1))
    chosen: list[int] = []
    while len(chosen) < _FAR and nearest.max(initial=0) > _SEEN**2:
        place = int(nearest.argmax())
        chosen.append(place)
        nearest = np.minimum(nearest, ((colors - colors[place]) ** 2).sum(axis=1))
    return _unpacked(packed[chosen])


def _sample(packed: np.ndarray, most: int) -> np.ndarray:
    """Every so many-th of pixels ``(n,)``, of which there may be too many."""
    return packed[:: -(-packed.size // most) or 1]


def _packed(picture: np.ndarray) -> np.ndarray:
    red, green, blue = np.moveaxis(picture.astype(np.uint32), -1, 0)
    return red << 16 | green << 8 | blue


def _unpacked(packed: np.ndarray) -> np.ndarray:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1).astype(np.uint8)
