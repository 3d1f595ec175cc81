"""Rows that are pictures: what the first layer looks for, and what is taken for something else."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from playground.data.datasets import Dataset
from playground.engine.plan import blocks
from playground.experiment.probe import Probe
from playground.experiment.probes.misclassified import Misclassified, MisclassifiedProbe
from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting import colours
from playground.gui.plotting.picture_grid import PictureGrid, Tile
from playground.gui.plotting.view import View
from playground.gui.theme import LIGHT, Theme, boxes
from playground.gui.theme.fonts import small_font, use_small_font
from playground.gui.theme.numbers import number_text, percent_text
from playground.gui.theme.tooltips import plain_tip
from playground.gui.views.registry import views

_MARGIN = 12.0  # pixels around everything
_MOST_WEIGHTS = 100  # units whose weights are pictured
_WEIGHTS_SHARE = 0.5  # of the height, at most


@views.register("images")
class ImagesView(View):
    """The weights of the first layer as pictures, and misclassified dev examples as a grid."""

    picture_size = report_size = (560, 640)
    sentence = "Where rows are pictures, weights and misclassified examples appear here."

    @classmethod
    def applies(cls, run: Run) -> bool:
        """Whether examples are pictures."""
        return run.dataset.image_shape is not None

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.weights, self.misclassified = PictureGrid(), PictureGrid()
        self.canvas = _Canvas(self)
        use_small_font(self.canvas)
        self._run: Run | None = None
        self._split = None
        self._mistakes: Misclassified | None = None
        boxes.column(self.canvas, into=self)
        self.setMinimumSize(220, 160)

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Frame | None) -> None:
        if (run := frame and frame.run) is not self._run:
            self._run = run
            self.probes_changed.emit()
        suits = frame is not None and self.applies(frame.run)
        if not suits:
            self.weights.tiles, self.misclassified.tiles = (), ()
            self._split = self._mistakes = None
        else:
            self._take_weights(frame)
            found, split = frame.probes.get(MisclassifiedProbe), frame.snapshot.split
            if found is not self._mistakes or split is not self._split:
                self._mistakes, self._split = found, split
                self._take_mistakes(frame)
        self.canvas.update()

    def _take_weights(self, frame: Frame) -> None:
        shape, sizes = frame.run.dataset.image_shape, frame.run.layer_sizes
        self.weights.tiles = ()
        if sizes[0] != int(np.prod(shape)):
            self.weights.heading = "The features are formulas: the weights make no pictures."
            return
        layer = "Output layer" if len(sizes) == 2 else "First layer"
        self.weights.heading = f"{layer}: the weights of {sizes[1]:,} units"
        W = blocks(frame.snapshot.theta, sizes)[0][:-1].T
        self.weights.tiles = [
            Tile(
                weights_image(row, shape, self.theme),
                tip=f"Unit {unit}: weights from {number_text(row.min())} "
                f"to {number_text(row.max())}",
            )
            for unit, row in enumerate(W[:_MOST_WEIGHTS], 1)
        ]

    def _take_mistakes(self, frame: Frame) -> None:
        found, data = self._mistakes, frame.run.dataset
        self.misclassified.tiles = ()
        if found is None:
            self.misclassified.heading = (
                "No class is predicted." if data.task == "regression" else ""
            )
            return
        self.misclassified.heading = (
            f"Truth → prediction: {found.total:,} of {found.looked_at:,} dev examples"
        )
        X = self._split.dev.X
        self.misclassified.tiles = [
            self._mistake(X[:, place], place, names, sure, data)
            for place, names, sure in zip(
                found.places.tolist(),
                [
                    (data.class_names[t], data.class_names[p])
                    for t, p in zip(found.truth, found.predicted)
                ],
                found.confidence.tolist(),
            )
        ]

    def _mistake(
        self, x: np.ndarray, place: int, names: tuple[str, str], sure: float, data: Dataset
    ) -> Tile:
        truth, prediction = names
        return Tile(
            example_image(x, data, self.theme),
            f"{truth} → {prediction}",
            f"Example {place + 1:,} of the dev set: {data.label_name} {truth}, taken for "
            f"{prediction} with a confidence of {percent_text(sure)}",
        )

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paint both grids, or what will appear here."""
        area = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if not self.weights.heading or self.frame is None or self._split is None:
            painter.setPen(QColor(self.theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, flags, self.sentence)
            self.weights.shown, self.misclassified.shown = [], []
            return
        fonts = QFontMetricsF(painter.font())
        height = min(
            self.weights.height_needed(area.width(), fonts), _WEIGHTS_SHARE * area.height()
        )
        upper = QRectF(area.topLeft(), QPointF(area.right(), area.top() + height))
        self.weights.paint(painter, upper, self.theme)
        lower = QRectF(QPointF(area.left(), upper.bottom() + _MARGIN), area.bottomRight())
        self.misclassified.paint(painter, lower, self.theme)

    # ------------------------------------------------------------------ for everyone

    def probes(self) -> tuple[Probe, ...]:
        """The misclassified examples, where they are pictures."""
        suits = self.frame is not None and self.applies(self.frame.run)
        return (MisclassifiedProbe(),) if suits else ()

    def summary(self) -> str:
        """How many pictures there are, and the most frequent mistake, in a sentence."""
        if self.frame is None or self._split is None:
            return self.sentence
        words = f"{len(self.weights.tiles):,} pictures of weights"
        found = self._mistakes
        if found is None:
            return f"{words}."
        words += f"; {found.total:,} of {found.looked_at:,} dev examples are misclassified"
        if found.total:
            pairs = list(zip(found.truth.tolist(), found.predicted.tolist()))
            truth, taken = max(pairs, key=pairs.count)
            names = self.frame.run.dataset.class_names
            words += f", most often {names[truth]} taken for {names[taken]}"
        return f"{words}."

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint both grids into `rect`."""
        painter.setFont(small_font())
        self.paint(painter, rect)

    def _recolour(self, theme: Theme) -> None:
        self._split = self._mistakes = None
        self._draw(self.frame)


class _Canvas(QWidget):
    """What a view of pictures is painted on."""

    def __init__(self, view: ImagesView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._view.theme.panel))
        self._view.paint(painter, QRectF(self.rect()))

    def event(self, event: QEvent) -> bool:
        """Tell what the cursor points at."""
        if isinstance(event, QHelpEvent):
            grids = (self._view.weights, self._view.misclassified)
            tiles = [grid.tile_at(QPointF(event.pos())) for grid in grids]
            tip = next((tile.tip for tile in tiles if tile is not None), "")
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)


def weights_image(row: np.ndarray, shape: tuple[int, ...], theme: Theme) -> QImage:
    """The weights of one unit: 0 in the panel's colour, its largest in size at either end.

    Where a pixel has three colours, their weights are added.
    """
    values = row.reshape(shape)
    if values.ndim == 3:
        values = values.sum(axis=2)
    values = np.nan_to_num(values)
    most = float(np.abs(values).max()) or 1.0
    pixels = colours.diverging(theme)[colours.levels(values, -most, most)]
    return colours.image(pixels[::-1])


def example_image(x: np.ndarray, data: Dataset, theme: Theme) -> QImage:
    """An example ``(n_x,)`` as the picture it is."""
    scale = 255.0 / max(float(data.X.max()), 1e-300)
    values = np.clip(x * scale, 0, 255).astype(np.uint32).reshape(data.image_shape)
    if values.ndim == 2:
        values = np.repeat(values[..., np.newaxis], 3, axis=2)
    red, green, blue = np.moveaxis(values, -1, 0)
    pixels = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return colours.image(pixels[::-1])
