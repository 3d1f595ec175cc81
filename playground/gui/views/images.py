"""Rows that are pictures: what the first layer looks for, and what is taken for something else."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QToolTip

from playground.data.datasets import Dataset, Split
from playground.engine.plan import blocks
from playground.experiment.probe import Probe
from playground.experiment.probes.misclassified import MOST_KEPT, Misclassified, MisclassifiedProbe
from playground.experiment.probes.results import ResultsProbe
from playground.experiment.results import ClassResults
from playground.experiment.snapshot import Frame, Run
from playground.experiment.wording import count
from playground.gui.plotting import colours
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.picture_grid import PictureGrid, Tile
from playground.gui.plotting.pointing import Examples, Threshold
from playground.gui.plotting.view import View
from playground.gui.plotting.words import write_sentence
from playground.gui.theme import Theme, boxes
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
    least_size = (220, 160)
    sentence = "Where rows are pictures, weights and misclassified examples appear here."

    @classmethod
    def applies(cls, run: Run) -> bool:
        """Whether examples are pictures."""
        return run.dataset.image_shape is not None

    def _build(self) -> None:
        self.weights, self.misclassified = PictureGrid(), PictureGrid()
        self.canvas = _Canvas(self)
        use_small_font(self.canvas)
        self._split: Split | None = None
        self._mistakes: Misclassified | None = None
        self._chosen: Examples | None = None
        self._threshold = 0.5
        boxes.column(self.canvas, into=self)

    # ------------------------------------------------------------------ drawing

    def _take_run(self, frame: Frame) -> None:
        self._chosen = None
        self.probes_changed.emit()

    def _draw(self, frame: Frame) -> None:
        shape = frame.run.dataset.image_shape
        if shape is None:
            self.weights.tiles, self.misclassified.tiles = (), ()
            self._split = self._mistakes = None
        else:
            self._take_weights(frame, shape)
            found, split = frame.probes.get(MisclassifiedProbe), frame.split
            if found is not self._mistakes or split is not self._split:
                self._mistakes, self._split = found, split
                self._take_examples(frame)
        self.canvas.update()

    def _draw_anew(self) -> None:
        self._split = self._mistakes = None
        self._draw_last()

    def _take_weights(self, frame: Frame, shape: tuple[int, ...]) -> None:
        sizes = frame.run.layer_sizes
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

    def show_pointed(self, at: object) -> None:
        """Show the examples that were chosen in place of the mistakes, as long as they are."""
        if isinstance(at, Threshold):
            self._threshold = at.value
        elif isinstance(at, Examples):
            self._chosen = at if at.places else None
            self._draw_anew()

    def _take_examples(self, frame: Frame) -> None:
        data, found, part = frame.run.dataset, self._mistakes, "dev"
        chosen, results = self._chosen, frame.probes.get(ResultsProbe)
        heading, rows = "No class is predicted." if data.task == "regression" else "", []
        if chosen and isinstance(results, ClassResults) and results.part == chosen.part:
            if len(results.output) == 1:
                results = results.at_threshold(self._threshold)
            part = results.part
            for place in chosen.places[:MOST_KEPT]:
                said = results.predicted[place]
                sure = results.probability(said)[place]
                rows.append((place, results.truth[place], said, sure))
            heading = f"Truth → prediction: {count(len(chosen.places), 'example')} of {part} chosen"
        elif found is not None:
            rows = [*zip(found.places, found.truth, found.predicted, found.confidence)]
            heading = f"Truth → prediction: {found.total:,} of {found.looked_at:,} dev examples"
        self.misclassified.heading = heading
        X, names = getattr(frame.split, part).X, data.class_names
        self.misclassified.tiles = [
            Tile(
                example_image(X[:, place], data, self.theme),
                f"{names[true]} → {names[said]}",
                f"Example {place + 1:,} of the {part} set: {data.label_name} {names[true]}, taken "
                f"for {names[said]} with a confidence of {percent_text(sure)}",
            )
            for place, true, said, sure in rows
        ]

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paint both grids, or what will appear here."""
        painter.fillRect(rect, QColor(self.theme.panel))
        if self._split is None:
            write_sentence(painter, rect, self.sentence, self.theme)
            self.weights.shown, self.misclassified.shown = [], []
            return
        area = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
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

    def _summary(self, frame: Frame) -> str:
        """How many pictures there are, and the most frequent mistake."""
        if self._split is None:
            return self.sentence
        words = f"{len(self.weights.tiles):,} pictures of weights"
        found = self._mistakes
        if found is None:
            return f"{words}."
        words += f"; {found.total:,} of {found.looked_at:,} dev examples are misclassified"
        if found.total:
            pairs = list(zip(found.truth.tolist(), found.predicted.tolist()))
            truth, taken = max(pairs, key=pairs.count)
            names = frame.run.dataset.class_names
            words += f", most often {names[truth]} taken for {names[taken]}"
        return f"{words}."

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint both grids into `rect`."""
        painter.setFont(small_font())
        self.paint(painter, rect)

    def _recolour(self, theme: Theme) -> None:
        self._draw_anew()


class _Canvas(Canvas):
    """What a view of pictures is painted on."""

    def __init__(self, view: ImagesView) -> None:
        super().__init__(view.paint)
        self._grids = view.weights, view.misclassified

    def event(self, event: QEvent) -> bool:
        """Tell what the cursor points at."""
        if isinstance(event, QHelpEvent):
            tiles = [grid.tile_at(QPointF(event.pos())) for grid in self._grids]
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
