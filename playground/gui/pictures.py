"""Pictures of views: PNG, SVG and PDF, their curves as CSV; with a window or without any."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QEvent,
    QIODevice,
    QMarginsF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from playground.atomic import write_whole
from playground.experiment.snapshot import Frame
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.base import View
from playground.gui.views.boundary import BoundaryView
from playground.gui.views.cost import CostView
from playground.gui.views.error import ErrorView

_DPI = 96  # of drawings: one pixel of the screen is 1/96 inch
_LARGEST = 20_000  # pixels along one side of a picture

_application: QApplication | None = None


class PictureError(ValueError):
    """A picture that cannot be made; the message is a plain sentence."""


def save_png(
    view: View,
    path: str | os.PathLike,
    scale: float = 2,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
) -> None:
    """Save what a view shows as a PNG.

    Parameters
    ----------
    view : View
        Shown or not; it is left as it is.
    path : path
        Written whole or not at all.
    scale : float
        Pixels in the file for each pixel of `size`; lines and text grow with it.
    size : tuple of int, optional
        Width and height; the view's `picture_size` by default.
    theme : Theme, optional
        Other colours than those of the view.

    Raises
    ------
    PictureError
        When the picture would be too large.
    FileError
        When the file cannot be written.
    """
    width, height = size or view.picture_size
    if not 0 < max(width, height) * scale <= _LARGEST:
        raise PictureError(
            f"A picture of {width:,} x {height:,} pixels {scale:g} times enlarged is too large; "
            f"each side may have at most {_LARGEST:,} pixels."
        )
    with _Studio(view, (width, height), theme) as studio:
        image = QImage(QSize(width, height) * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(studio.theme.panel))
        studio.paint(image)
        # Only now: text of a size in points would follow it.
        image.setDotsPerMeterX(round(_DPI * scale / 0.0254))
        image.setDotsPerMeterY(round(_DPI * scale / 0.0254))
    buffer = _open_buffer()
    image.save(buffer, "PNG")
    write_whole(path, buffer.data().data())


def save_svg(
    view: View,
    path: str | os.PathLike,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
) -> None:
    """Save what a view shows as an SVG drawing, text as text; parameters as of `save_png`."""
    width, height = size or view.picture_size
    buffer = _open_buffer()
    with _Studio(view, (width, height), theme) as studio:
        drawing = QSvgGenerator()
        drawing.setOutputDevice(buffer)
        drawing.setResolution(_DPI)
        drawing.setSize(QSize(width, height))
        drawing.setViewBox(QRect(0, 0, width, height))
        drawing.setTitle(view.title)
        drawing.setDescription(view.summary())
        studio.paint(drawing)
    write_whole(path, buffer.data().data())


def save_pdf(
    view: View,
    path: str | os.PathLike,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
) -> None:
    """Save what a view shows as a PDF of one page; parameters as of `save_png`."""
    width, height = size or view.picture_size
    buffer = _open_buffer()
    with _Studio(view, (width, height), theme) as studio:
        page = QPdfWriter(buffer)
        page.setResolution(_DPI)
        points = QSizeF(width, height) * (72 / _DPI)
        page.setPageSize(
            QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        )
        page.setPageMargins(QMarginsF())
        page.setTitle(view.title)
        studio.paint(page)
    write_whole(path, buffer.data().data())


def save_csv(view: View, path: str | os.PathLike) -> None:
    """Save the curves of a view as columns beside a common first one, empty where one has no value.

    Raises
    ------
    PictureError
        When the view has no curves.
    FileError
        When the file cannot be written.
    """
    curves = view.curves()
    if not curves:
        raise PictureError(f"There are no curves to save in '{view.title}' yet.")
    xs = np.unique(np.concatenate([x for x, _ in curves.values()]))
    columns = [_written(xs)]
    for x, y in curves.values():
        column = np.full(len(xs), "", dtype=object)
        column[np.searchsorted(xs, x)] = _written(y)
        columns.append(column)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([view.x_name, *curves])
    writer.writerows(zip(*columns))
    write_whole(path, text.getvalue().encode())


def save_plots(
    frame: Frame,
    folder: str | os.PathLike,
    formats: Sequence[str] = ("png", "svg"),
    theme: Theme = LIGHT,
) -> list[Path]:
    """Save cost, error and decision boundary of a frame, without any window.

    Parameters
    ----------
    frame : Frame
    folder : path
        Must exist. Receives ``cost``, ``error`` and ``boundary``, with an ending each.
    formats : sequence of str
        Of ``png``, ``svg``, ``pdf`` and ``csv``, the last where there are curves.
    theme : Theme

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    PictureError
        When there is no such format.
    FileError
        When a file cannot be written.
    """
    for name in formats:
        if name not in _WRITERS:
            raise PictureError(f"'{name}' is no format of pictures; choose from {_FORMATS}.")
    _ensure_application()
    written = []
    for make in (CostView, ErrorView, BoundaryView):
        view = make(theme)
        view.draw(frame)
        for name in formats:
            if name == "csv" and not view.curves():
                continue
            written.append(Path(folder) / f"{view.name}.{name}")
            _WRITERS[name](view, written[-1])
        view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written


_WRITERS: dict[str, Callable[[View, Path], None]] = {
    "png": save_png,
    "svg": save_svg,
    "pdf": save_pdf,
    "csv": save_csv,
}
_FORMATS = "png, svg, pdf and csv"


class _Studio:
    """A twin of a view, laid out in a given size though never seen, for as long as it is needed."""

    def __init__(self, view: View, size: tuple[int, int], theme: Theme | None) -> None:
        self._view = view.twin(theme)
        self._size = size

    @property
    def theme(self) -> Theme:
        return self._view.theme

    def __enter__(self) -> _Studio:
        view = self._view
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.resize(*self._size)
        view.show()
        # Two rounds: what the first lays out may ask for another height of the legend.
        for _ in range(2):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        return self

    def paint(self, device: object) -> None:
        painter = QPainter(device)
        self._view.paint_picture(painter, QRectF(0, 0, *self._size))
        painter.end()

    def __exit__(self, *_: object) -> None:
        self._view.close()
        self._view.deleteLater()


def _ensure_application() -> None:
    global _application
    if QApplication.instance() is None:
        # Nothing will be shown, so no display is needed, and none is touched.
        _application = QApplication(["playground", "-platform", "offscreen"])


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _written(values: np.ndarray) -> list[str]:
    return [
        format(value, ".0f") if value.is_integer() and abs(value) < 1e15 else repr(value)
        for value in values.tolist()
    ]
