"""One picture from a file, in the size and the colours that are wanted."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.errors import DataError
from playground.data.files import opened
from playground.limits import MOST_PIXELS

if TYPE_CHECKING:
    from PIL import Image

#: What the names of pictures end with, in small letters, and the formats that are looked for in
#: them: no others, for some of those that Pillow knows run programs.
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp"),
    *(".webp", ".tif", ".tiff", ".pgm", ".ppm"),
)
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")


def is_picture(path: str | Path) -> bool:
    """Whether a file is a picture by its name; it need not exist."""
    return str(path).lower().endswith(SUFFIXES)


def picture_shape(path: str | Path) -> tuple[int, ...]:
    """Height and width of a picture, and 3 where it has colours, without reading its pixels.

    Raises
    ------
    DataError
        When it cannot be read.
    """
    with _Opened(path) as picture:
        width, height = picture.size
        grey = picture.mode in ("1", "L", "LA") or picture.mode.startswith(("I", "F"))
        return (height, width) if grey else (height, width, 3)


def read_picture(path: str | Path, shape: tuple[int, ...]) -> np.ndarray:
    """The pixels of a picture from 0 to 255, ``(n_x,)`` of uint8, row after row.

    It is turned as the camera says and scaled to `shape`, whatever its own proportions; what is
    transparent is white.

    Parameters
    ----------
    path : str or Path
    shape : tuple of int
        ``(height, width)``, for greys, or ``(height, width, 3)``.

    Raises
    ------
    DataError
        When it cannot be read.
    """
    from PIL import Image, ImageOps

    with _Opened(path) as picture:
        if picture.mode.startswith("I"):  # 16 bits of grey
            values = np.asarray(picture, float)
            picture = Image.fromarray((values / (256 if values.max() > 255 else 1)).astype("uint8"))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        flat = Image.alpha_composite(white, upright).convert("L" if len(shape) == 2 else "RGB")
        height, width = shape[:2]
        if flat.size != (width, height):
            flat = flat.resize((width, height), Image.Resampling.BOX)
        return np.asarray(flat, np.uint8).reshape(-1)


class _Opened:
    """A picture that is open for a while; what goes wrong meanwhile is a `DataError`."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def __enter__(self) -> Image.Image:
        from PIL import Image

        self._file = None
        try:
            self._file = opened(self._path)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the size is looked at below
                picture = Image.open(self._file, formats=_FORMATS)
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        width, height = picture.size
        if width * height > MOST_PIXELS:
            self._file.close()
            raise DataError(
                f"'{self._path.name}' has {width:,} x {height:,} pixels; at most {MOST_PIXELS:,} "
                "are read."
            )
        return picture

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        if self._file is not None:
            self._file.close()
        if error is None or isinstance(error, DataError) or not isinstance(error, Exception):
            return
        if isinstance(error, FileNotFoundError):
            raise DataError(f"The picture '{self._path}' does not exist.") from None
        if isinstance(error, MemoryError):
            raise DataError(f"'{self._path.name}' needs more memory than there is.") from None
        if isinstance(error, PermissionError):
            raise DataError(f"'{self._path.name}' may not be read.") from None
        if type(error).__name__ == "DecompressionBombError":  # Pillow looks at the size, too
            raise DataError(
                f"'{self._path.name}' has too many pixels; at most {MOST_PIXELS:,} are read."
            ) from None
        # Damaged files lead Pillow to errors of every type.
        raise DataError(f"'{self._path.name}' is damaged, or no picture.") from None
