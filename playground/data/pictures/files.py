"""One picture from a file, in the size and the colours that are wanted."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
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
    with _opened(path) as picture:
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

    with _opened(path) as picture:
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


@contextlib.contextmanager
def _opened(path: str | Path) -> Iterator[Image.Image]:
    """A picture that is open for a while; what goes wrong meanwhile is a `DataError`."""
    from PIL import Image

    name, too_many = Path(path).name, f"pixels; at most {MOST_PIXELS:,} are read."
    try:
        with opened(path) as file:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the size is looked at below
                picture = Image.open(file, formats=_FORMATS)
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise DataError(f"'{name}' has {width:,} x {height:,} {too_many}")
            yield picture
    except DataError:
        raise
    except FileNotFoundError:
        raise DataError(f"The picture '{path}' does not exist.") from None
    except MemoryError:
        raise DataError(f"'{name}' needs more memory than there is.") from None
    except PermissionError:
        raise DataError(f"'{name}' may not be read.") from None
    except Image.DecompressionBombError:  # Pillow looks at the size, too
        raise DataError(f"'{name}' has too many {too_many}") from None
    except Exception:  # damaged files lead Pillow to errors of every type
        raise DataError(f"'{name}' is damaged, or no picture.") from None
