"""Pictures of views: PNG, SVG and PDF, their curves as CSV; with a window or without any.

A picture is drawn in the window's thread and encoded wherever there is time: what `draw_png`
and the like return may be called in any thread, and gives the content of the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageSize, QPaintDevice, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from playground.atomic import write_whole
from playground.dataclass import dataclass
from playground.gui.export.offscreen_renderer import OffscreenRenderer, density
from playground.gui.plotting.view import View
from playground.gui.theme import Theme
from playground.io.curves import curves_csv

_LARGEST = 20_000  # pixels along one side of a picture

#: Encodes what has been drawn; called in any thread.
Encode = Callable[[], bytes]


class PictureError(ValueError):
    """A picture that cannot be made; the message is a plain sentence."""


def draw_image(
    view: View,
    scale: float = 2,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
    titled: bool = True,
) -> QImage:
    """Draw what a view shows as pixels.

    Parameters
    ----------
    view : View
        Shown or not; it is left as it is.
    scale : float
        Pixels in the file for each pixel of `size`; lines and text grow with it.
    size : tuple of int, optional
        Width and height; the view's `picture_size` by default.
    theme : Theme, optional
        Other colours than those of the view.
    titled : bool
        Whether its title and what it is about stand above.

    Raises
    ------
    PictureError
        When the picture would be too large.
    """
    width, height = size or view.picture_size
    if not 0 < max(width, height) * scale <= _LARGEST:
        raise PictureError(
            f"A picture of {width:,} x {height:,} pixels {scale:g} times enlarged is too large; "
            f"each side may have at most {_LARGEST:,} pixels."
        )
    with OffscreenRenderer(view, (width, height), theme, titled) as studio:
        image = QImage(QSize(width, height) * scale, QImage.Format.Format_RGB32)
        if image.isNull():
            raise PictureError("There is not enough memory for so large a picture.")
        image.setDevicePixelRatio(scale)
        image.fill(QColor(studio.theme.panel))
        studio.paint(image)
        # Only now: text of a size in points would follow it.
        image.setDotsPerMeterX(round(density() * scale / 0.0254))
        image.setDotsPerMeterY(round(density() * scale / 0.0254))
    return image


def draw_png(view: View, scale: float = 2, **options: Any) -> Encode:
    """Draw what a view shows as PNG; parameters and errors as of `draw_image`."""
    return partial(_encoded, draw_image(view, scale, **options))


def _encoded(image: QImage) -> bytes:
    buffer = _open_buffer()
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(buffer.data().data())


def draw_svg(view: View, **options: Any) -> Encode:
    """Draw what a view shows as SVG, text as text; parameters as of `draw_image`."""
    return _drawn_on(_svg, view, **options)


def _svg(buffer: QBuffer, size: QSize, view: View) -> QSvgGenerator:
    drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    drawing.setOutputDevice(buffer)
    drawing.setResolution(round(density()))
    drawing.setSize(size)
    drawing.setViewBox(QRect(QPoint(), size))
    drawing.setTitle(view.title)
    drawing.setDescription(view.summary())
    return drawing


def draw_pdf(view: View, **options: Any) -> Encode:
    """Draw what a view shows as a PDF of one page; parameters as of `draw_image`."""
    return _drawn_on(_pdf, view, **options)


def _pdf(buffer: QBuffer, size: QSize, view: View) -> QPdfWriter:
    page = QPdfWriter(buffer)
    page.setResolution(round(density()))
    points = QSizeF(size) * (72 / round(density()))
    page.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    page.setPageMargins(QMarginsF())
    page.setTitle(view.title)
    return page


def _drawn_on(
    make: Callable[[QBuffer, QSize, View], QPaintDevice],
    view: View,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
    titled: bool = True,
) -> Encode:
    """Draw on what `make` gives, which writes lines and text into a buffer."""
    size, buffer = size or view.picture_size, _open_buffer()
    with OffscreenRenderer(view, size, theme, titled) as renderer:
        renderer.paint(make(buffer, QSize(*size), view))
    return partial(bytes, buffer.data().data())


def draw_csv(view: View) -> Encode:
    """Take the curves of a view as columns beside a common first one.

    Raises
    ------
    PictureError
        When the view has no curves.
    """
    curves = view.curves()
    if not curves:
        raise PictureError(f"There are no curves to save in '{view.title}' yet.")
    x_name = view.x_name
    return lambda: curves_csv(x_name, curves).encode()


# ---------------------------------------------------------------------- as files


@dataclass(frozen=True)
class PictureFormat:
    """A kind of picture, or of the numbers behind one.

    Attributes
    ----------
    label : str
        What the export dialog calls it; empty where it is offered elsewhere.
    help : str
        What it is good for.
    draw : callable
        From a view, and options that all have in common, to what encodes it.
    of_pixels : bool
        Whether it has a resolution: `draw` takes a `scale`.
    named : str
        What a file of it is called inside a sentence, with a place for the plot's title.
    """

    label: str
    help: str
    draw: Callable[..., Encode]
    of_pixels: bool = False
    named: str = "the {}"


#: Each by the ending of its files. One more row is one more choice in the export dialog.
PICTURE_FORMATS: dict[str, PictureFormat] = {
    "png": PictureFormat("PNG picture", "", draw_png, of_pixels=True),
    "svg": PictureFormat(
        "SVG drawing",
        "Lines and text, sharp at every size; for web pages and drawing programs.",
        draw_svg,
    ),
    "pdf": PictureFormat(
        "PDF drawing", "Lines and text, sharp at every size; for LaTeX and print.", draw_pdf
    ),
    "csv": PictureFormat("", "The curves, every digit.", draw_csv, named="the numbers of the {}"),
}


def save_view(view: View, path: str | os.PathLike, **options: Any) -> None:
    """Save what a view shows, whole or not at all, as the ending of the file says.

    Parameters
    ----------
    view : View
    path : path
        Ends as one of `PICTURE_FORMATS`.
    **options
        As of `draw_image`; of CSV there are none.

    Raises
    ------
    PictureError
        When the picture would be too large, there are no curves, or there is no such format.
    FileError
        When the file cannot be written.
    """
    write_whole(path, _format(Path(path).suffix[1:].lower()).draw(view, **options)())


def save_views(
    views: Sequence[View], folder: str | os.PathLike, formats: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Save what views show in all formats, and let go of the views; the files written.

    Parameters
    ----------
    views : sequence of View
    folder : path
        Must exist. Receives a file of each view's name for every format.
    formats : sequence of str
        Of `PICTURE_FORMATS`; ``csv`` where there are curves.

    Raises
    ------
    PictureError
        When there is no such format.
    FileError
        When a file cannot be written.
    """
    for name in formats:
        _format(name)
    written = []
    for view in views:
        for name in formats:
            if name == "csv" and not view.curves():
                continue
            written.append(Path(folder) / f"{view.name}.{name}")
            save_view(view, written[-1])
        view.deleteLater()
    return written


def _format(name: str) -> PictureFormat:
    if name not in PICTURE_FORMATS:
        known = ", ".join(PICTURE_FORMATS)
        raise PictureError(f"'{name}' is no format of pictures; choose from {known}.")
    return PICTURE_FORMATS[name]


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
