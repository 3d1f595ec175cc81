"""Small pictures of data sets, painted from what each source makes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from playground.data.dataset import Dataset
from playground.data.sources import Source
from playground.gui.plotting.colours import rgb
from playground.gui.theme import Theme, icon
from playground.settings import settings_of

_POINTS = 150  # that are drawn at most
_SEED = 1
_DOT = 0.055  # of the side, across a point
_MARGIN = 0.08  # of the side
_SHADES = 8  # of a label that is a number


def thumbnail(source: type[Source], theme: Theme, side: int, scale: float) -> QIcon:
    """A picture of a data source: its examples, or an icon where it reads a file or is typed.

    Parameters
    ----------
    source : class of `Source`
    theme : Theme
    side : int
        Logical pixels.
    scale : float
        Device pixels a logical pixel.
    """
    formats = {setting.format for setting in settings_of(source).values()}
    if "file" in formats:
        return icon("picture" if source.is_folder else "table", theme)
    if "table" in formats:
        return icon("typed_table", theme)
    return picture(source().make(np.random.default_rng(_SEED)), theme, side, scale)


def picture(data: Dataset, theme: Theme, side: int, scale: float) -> QIcon:
    """A picture of examples, in the plane of the first two features; sizes as of `thumbnail`."""
    painted = QPixmap(round(side * scale), round(side * scale))
    painted.setDevicePixelRatio(scale)
    painted.fill(Qt.GlobalColor.transparent)
    painter = QPainter(painted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    half = side * _DOT / 2
    for left, top, color in zip(*_places(data, side), _colors(data, theme)):
        painter.setBrush(QColor(color))
        painter.drawEllipse(
            QRectF(QPointF(left - half, top - half), QPointF(left + half, top + half))
        )
    painter.end()
    return QIcon(painted)


def _shown(data: Dataset) -> np.ndarray:
    return np.linspace(0, data.m - 1, min(data.m, _POINTS)).astype(int)


def _places(data: Dataset, side: int) -> tuple[list[float], list[float]]:
    """Where points lie, in pixels from the left and from the top."""
    x, y = data.X[:2, _shown(data)] if data.n_x > 1 else (data.X[0], data.Y[0])
    if data.n_x == 1:
        x, y = x[_shown(data)], y[_shown(data)]
    inside = side * (1 - 2 * _MARGIN)
    left = side * _MARGIN + inside * (x - x.min()) / (np.ptp(x) or 1.0)
    top = side * _MARGIN + inside * (y.max() - y) / (np.ptp(y) or 1.0)
    return left.tolist(), top.tolist()


def _colors(data: Dataset, theme: Theme) -> list[str]:
    if data.task != "regression":
        return [theme.color(f"class {label + 1}") for label in data.labels[_shown(data)]]
    if data.n_x == 1:
        return [theme.train] * len(_shown(data))
    y = data.Y[0, _shown(data)]
    share = (y - y.min()) / (np.ptp(y) or 1.0)
    # The strong colours of the first two classes: those of the map are too pale for a dot.
    ends = [QColor(theme.color("class 1")), QColor(theme.muted), QColor(theme.color("class 2"))]
    return [_between(ends, round(s * _SHADES) / _SHADES) for s in share.tolist()]


def _between(ends: list[QColor], share: float) -> str:
    low, high = ends[:2] if share < 0.5 else ends[1:]
    part = 2 * share - (share >= 0.5)
    mixed = rgb(low) + part * (rgb(high) - rgb(low))
    return QColor(*np.rint(mixed).astype(int).tolist()).name()
