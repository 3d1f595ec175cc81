"""Small decision boundaries side by side, one for each variation, moving together."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
)

from playground.experiment.wording import count
from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting import colours
from playground.gui.plotting.layers.points import thinned
from playground.gui.plotting.map_colours import output_colours
from playground.gui.studies.chart import StudyView, role_of
from playground.gui.studies.scene import MOST_TILES, Boundary, Scene, Tile
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.boundary.decision_lines import decision_lines
from playground.gui.views.boundary.example_points import heights
from playground.gui.views.boundary.examples import Looks

_GAP, _MARGIN = 12.0, 12.0
_SMALLER = 0.7  # tiles in the order of a table may be so much smaller
_DOT = 9.0  # pixels of a variation's dot
_MOST_POINTS = 300  # drawn in one tile
_POINT = 5.5  # pixels


class TilesView(StudyView):
    """The networks of the first seed: the map of the output, the decision as a line, the examples.

    All tiles are drawn in one go, since twelve plots would cost twelve times a plot.
    """

    title = "Decision boundaries"
    name = "boundaries"
    picture_size = (640, 440)
    sentence = "The decision boundaries of all variations appear here together."

    def __init__(self, theme: Theme = LIGHT, parent=None) -> None:
        super().__init__(theme, parent)
        self.tiles: tuple[Tile, ...] = ()
        self._images: list[QImage | None] = []
        self._lines: list[np.ndarray] = []
        self._points: dict[tuple, QPixmap] = {}
        self.setMinimumSize(220, 160)

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Scene | None) -> None:
        if frame is None:  # another study comes
            self._points.clear()
        self.tiles = () if frame is None else frame.tiles
        self._images = [self._image(tile.boundary) for tile in self.tiles]
        self._lines = [_decision(tile.boundary) for tile in self.tiles]
        self.update()

    def _recolour(self, theme: Theme) -> None:
        self._points.clear()
        self._images = [self._image(tile.boundary) for tile in self.tiles]
        self.update()

    def _image(self, boundary: Boundary | None) -> QImage | None:
        if boundary is None or boundary.surface.plane.is_line:
            return None
        drawn_in = output_colours(boundary.dataset, self.theme)
        return colours.image(drawn_in.pixels(boundary.surface.output))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Points are drawn anew for another size."""
        super().resizeEvent(event)
        self._points.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Words may need another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all tiles."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        self.paint_picture(painter, QRectF(self.rect()))
        painter.end()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint all tiles into `rect`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if not self.tiles:
            painter.setPen(QColor(self.theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(24, 0, -24, 0), int(flags), self.sentence)
            return
        metrics = QFontMetricsF(self.font())
        for i, (tile, place) in enumerate(zip(self.tiles, self.places(rect))):
            head = QRectF(place.left(), place.top(), place.width(), metrics.height() + 6)
            self._paint_head(painter, head, i, tile, metrics)
            self._paint_tile(painter, place.adjusted(0, head.height(), 0, 0), i, tile)
        self._paint_axis_names(painter, rect, metrics)

    def axis_names(self) -> str:
        """What all tiles measure to the right and upwards; empty where they differ."""
        names = {_axis_names(tile.boundary) for tile in self.tiles if tile.boundary is not None}
        return names.pop() if len(names) == 1 else ""

    def _paint_axis_names(self, painter: QPainter, rect: QRectF, metrics: QFontMetricsF) -> None:
        painter.setPen(QColor(self.theme.muted))
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, -4)
        words = metrics.elidedText(self.axis_names(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignBottom), words)

    def places(self, rect: QRectF) -> list[QRectF]:
        """Where the tiles stand in `rect`, as large and as square as they can be."""
        n = len(self.tiles)
        foot = _MARGIN + QFontMetricsF(self.font()).height()
        inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -foot)
        head = QFontMetricsF(self.font()).height() + 6

        def size_for(columns: int) -> tuple[float, float]:
            rows = -(-n // columns)
            width = (inner.width() - _GAP * (columns - 1)) / columns
            height = (inner.height() - _GAP * (rows - 1)) / rows
            return width, height

        def side_for(columns: int) -> float:
            width, height = size_for(columns)
            return min(width, height - head)

        columns = max(range(1, n + 1), key=side_for)
        # Two settings make a table: a row for each value of the first, where that fits as well.
        across = self.frame.study.columns
        if across and side_for(min(across, n)) > _SMALLER * side_for(columns):
            columns = min(across, n)
        width, height = size_for(columns)
        # A map a little out of proportion uses its place better than a margin does.
        width = min(width, 1.35 * max(height - head, 20.0))
        height = min(height, 1.35 * width + head)
        return [
            QRectF(
                inner.left() + (i % columns) * (width + _GAP),
                inner.top() + (i // columns) * (height + _GAP),
                max(20.0, width),
                max(20.0, height),
            )
            for i in range(n)
        ]

    def _paint_head(
        self, painter: QPainter, head: QRectF, i: int, tile: Tile, metrics: QFontMetricsF
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.color(role_of(i))))
        y = head.top() + metrics.height() / 2
        painter.drawEllipse(QPointF(head.left() + _DOT / 2, y), _DOT / 2, _DOT / 2)
        words = tile.label
        hidden = len(self.frame.study.labels) - MOST_TILES if i == MOST_TILES - 1 else 0
        if hidden > 0:
            words += f"  (+ {hidden} not drawn)"
        painter.setPen(QColor(self.theme.text))
        room = head.width() - _DOT - 6
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(head.left() + _DOT + 6, head.top() + metrics.ascent()), words)

    def _paint_tile(self, painter: QPainter, place: QRectF, i: int, tile: Tile) -> None:
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, QColor(self.theme.background))
        if (image := self._images[i]) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawImage(place, image)
        if tile.boundary is not None:
            painter.drawPixmap(place.topLeft(), self._points_of(tile.boundary, place, painter))
            self._paint_line(painter, place, tile.boundary, self._lines[i])
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        if tile.caption:
            self._paint_caption(painter, place, tile.caption)
        if tile.note:
            ground = QColor(self.theme.panel)
            ground.setAlphaF(0.85)
            painter.fillRect(place.adjusted(1, 1, 0, 0), ground)
            painter.setPen(QColor(self.theme.danger))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(8, 4, -8, -4), int(flags), tile.note)
        painter.restore()

    def _paint_caption(self, painter: QPainter, place: QRectF, words: str) -> None:
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width() - 10)
        foot = QRectF(place.left(), place.bottom() - metrics.height() - 4, place.width(), 0)
        foot.setBottom(place.bottom())
        ground = QColor(self.theme.panel)
        ground.setAlphaF(0.85)
        painter.fillRect(foot.adjusted(1, 0, 0, 0), ground)
        painter.setPen(QColor(self.theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(foot.adjusted(6, 0, -4, 0), int(flags), words)

    def _paint_line(
        self, painter: QPainter, place: QRectF, boundary: Boundary, points: np.ndarray
    ) -> None:
        if not len(points):
            return
        x, y = _pixels(boundary, place, points[:, 0], points[:, 1])
        is_output = boundary.surface.plane.is_line  # a curve among the points, to be told from them
        color = QColor(self.theme.accent if is_output else self.theme.text)
        color.setAlphaF(1.0 if is_output else 0.85)
        painter.setPen(QPen(color, 2.5 if is_output else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(x, np.clip(y, -1e4, 1e4), connect="finite"))

    def _points_of(self, boundary: Boundary, place: QRectF, painter: QPainter) -> QPixmap:
        """The examples, drawn once for all tiles of one size that show the same ones."""
        scale = painter.device().devicePixelRatio() * max(1.0, _scale(painter.transform()))
        key = boundary.split, round(place.width()), round(place.height()), scale
        if key not in self._points:
            picture = QPixmap(math.ceil(place.width() * scale), math.ceil(place.height() * scale))
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            artist = QPainter(picture)
            artist.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            here = QRectF(0, 0, place.width(), place.height())
            _paint_points(artist, here, boundary, self.theme)
            artist.end()
            self._points[key] = picture
        return self._points[key]

    def summary(self) -> str:
        """What is drawn, in a sentence."""
        if not self.tiles:
            return self.sentence
        words = f"Decision boundaries of {', '.join(tile.label for tile in self.tiles)}."
        axes = self.axis_names()
        return f"{words} {axes}." if axes else words


def _decision(boundary: Boundary | None) -> np.ndarray:
    """The decision as a line, ``(n, 2)``, in the features' units; of one feature the output."""
    if boundary is None:
        return np.empty((0, 2))
    surface = boundary.surface
    if surface.plane.is_line:
        x, _ = surface.plane.centres()
        return np.stack([x, surface.output[-1, 0].astype(float)], axis=1)
    if boundary.dataset.task == "regression":
        return np.empty((0, 2))
    return decision_lines(surface)


def _paint_points(painter: QPainter, place: QRectF, boundary: Boundary, theme: Theme) -> None:
    plane = boundary.surface.plane
    looks = Looks(boundary.dataset, theme, plane.is_line)
    parts = [boundary.split.train, boundary.split.dev]
    for number, (part, which) in enumerate(
        zip(parts, thinned(*(part.m for part in parts), most=_MOST_POINTS))
    ):
        shown = part.take(which)
        x, y = plane.coordinates(shown.X)
        if plane.is_line:
            y = shown.Y[-1]  # as the line is that of the last output
        x, y = _pixels(boundary, place, x, y)
        for left, top, kind in zip(x.tolist(), y.tolist(), looks.kinds_of(shown, number)):
            painter.save()
            painter.translate(left, top)
            looks.styles[kind].paint(painter, _POINT)
            painter.restore()


def _axis_names(boundary: Boundary) -> str:
    """What a tile measures to the right and upwards, and that it is a slice where it is one."""
    plane, dataset = boundary.surface.plane, boundary.dataset
    x, y = plane.axis_names(dataset.feature_names)
    if plane.is_line:
        y = dataset.label_name
    words = f"{x} to the right, {y} upwards"
    held = dataset.n_x - (1 if plane.is_line else 2)
    if plane.components is None and held > 0:
        words += f"; a slice: {count(held, 'other feature')} at the median"
    return words


def _pixels(
    boundary: Boundary, place: QRectF, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    plane = boundary.surface.plane
    left, right = plane.x_range
    low, high = heights(boundary.dataset) if plane.is_line else plane.y_range
    return (
        place.left() + (np.asarray(x) - left) * (place.width() / (right - left)),
        place.top() + (high - np.asarray(y)) * (place.height() / (high - low)),
    )


def _scale(transform: QTransform) -> float:
    return math.hypot(transform.m11(), transform.m12())
