"""The small pictures of past runs: decision boundaries and curves, in the colours of a theme."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.experiment.run_log import RunEntry
from playground.experiment.studies.kinds.kind import kind_of
from playground.experiment.thumbnail import (
    CLASS,
    COLORS,
    KINDS,
    LEVELS,
    LINE,
    NOTHING,
    OUTLINE,
    SHADE,
    SHAPE,
    STEPS,
)
from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting import colours
from playground.gui.plotting.layers.curve import DASHES
from playground.gui.theme import Theme
from playground.io.png import pixels_of

#: Logical pixels of a picture in the table.
SIZE = QSize(72, 54)
_INSIDE = 5.0  # pixels around curves
_FAR = 1.5  # times the cost at the start: what goes higher leaves the picture


def palette(theme: Theme, task: str) -> np.ndarray:
    """What the pixels of a thumbnail look like, ``(KINDS,)`` 32-bit pixels."""
    table = np.zeros(KINDS, np.uint32)
    if task == "multiclass":
        strengths = colours.strengths(theme, COLORS)
        table[:LEVELS] = strengths[:, _evenly(STEPS)].ravel()
    else:
        table[:LEVELS] = colours.diverging(theme)[_evenly(LEVELS)]
    table[CLASS : CLASS + COLORS] = [_pixel(theme.color(f"class {k + 1}")) for k in range(COLORS)]
    table[SHADE : SHADE + COLORS] = _shades(theme)
    table[LINE], table[OUTLINE] = _pixel(theme.text), _pixel(theme.outline)
    table[NOTHING] = _pixel(theme.panel)
    return table


def _shades(theme: Theme) -> list[int]:
    """Examples of a number: the colours of the map would be too pale for a dot."""
    ends = [colours.rgb(theme.color(role)) for role in ("class 1", "muted", "class 2")]
    at = np.linspace(0, 2, COLORS)
    mixed = [np.interp(at, range(3), part) for part in zip(*ends)]
    return [_pixel(QColor(*(round(part) for part in parts))) for parts in zip(*mixed)]


def rgb(table: np.ndarray) -> np.ndarray:
    """32-bit pixels ``(n,)`` as red, green and blue, ``(n, 3)`` of uint8."""
    return np.stack([table >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.uint8)


def picture_of(run: RunEntry, theme: Theme, scale: float) -> QPixmap:
    """The picture of a run, `SIZE` logical pixels at `scale` device pixels each.

    Its decision boundary where there is one; else its cost, of a study that of each variation.
    """
    picture = _boundary(run, theme, scale) if run.picture else _curves(run, theme, scale)
    painter = QPainter(picture)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(QRectF(0.5, 0.5, SIZE.width() - 1, SIZE.height() - 1))
    painter.end()
    return picture


def _boundary(run: RunEntry, theme: Theme, scale: float) -> QPixmap:
    pixels = palette(theme, run.task)[pixels_of(run.picture, SHAPE)]
    image = colours.image(pixels[::-1])  # which has its first row at the bottom
    picture = QPixmap.fromImage(
        image.scaled(
            SIZE * scale,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
    picture.setDevicePixelRatio(scale)
    return picture


def _curves(run: RunEntry, theme: Theme, scale: float) -> QPixmap:
    picture = QPixmap(SIZE * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(QColor(theme.panel))
    lines = list(_lines(run))
    known = [(x[ok], y[ok]) for x, y, *_ in lines if (ok := np.isfinite(x) & np.isfinite(y)).any()]
    if not known:
        return picture
    left, right = min(x.min() for x, _ in known), max(x.max() for x, _ in known)
    far = _FAR * max(y[0] for _, y in known)
    high = max(min(float(y.max()), far) for _, y in known) or 1.0
    area = QRectF(picture.rect()).adjusted(0, 0, -1, -1)
    area.setSize(SIZE.toSizeF())
    area.adjust(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(area.adjusted(-2, -2, 2, 2))
    for x, y, role, dashed in lines:
        pen = QPen(QColor(theme.color(role)), 1.5)
        if dashed:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        across = area.left() + (x - left) * (area.width() / ((right - left) or 1.0))
        down = area.bottom() - y * (area.height() / high)
        painter.drawPath(arrayToQPath(across, np.clip(down, -1e4, 1e4), connect="finite"))
    painter.end()
    return picture


def _lines(run: RunEntry):
    """What is drawn of a run without a boundary: x, y, colour role, whether it is dashed."""
    against = "step" if run.study is None else kind_of(run.study).against
    if against != "step":
        for curve in run.curves:
            yield np.log10(curve.column(against)), curve.column("train_cost"), "train", False
    elif len(run.curves) > 1:
        for place, curve in enumerate(run.curves):
            yield curve.column("step"), curve.column("train_cost"), f"class {place + 1}", False
    else:
        for curve in run.curves:
            for part, dashed in (("train", False), ("dev", True)):
                yield curve.column("step"), curve.column(f"{part}_cost"), part, dashed


def _evenly(count: int) -> np.ndarray:
    """So many places of a table of colours, both its ends among them."""
    return np.rint(np.linspace(0, colours.LEVELS - 1, count)).astype(int)


def _pixel(color: str | QColor) -> int:
    return QColor(color).rgb()
