"""NodeMaps: what every shown unit computes, as small pictures in one image."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from playground.data.datasets import Dataset
from playground.engine.activations import Activation
from playground.engine.plan import blocks
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceMap, SurfaceProbe
from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting.colours import diverging, levels, strengths
from playground.gui.theme import Theme
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.parts import Unit

_FINEST = 64  # pixels of a tile's side; on screen it may be larger
_BOUNDED = 2.0  # an activation whose values all lie within so much has a fixed scale


class NodeMaps:
    """One square tile for each unit that is shown, one below another in one `QImage`.

    The tiles of the inputs are painted once for a plane; those of the other layers when another
    surface came. Where no maps were computed a tile is plain.
    """

    def __init__(self) -> None:
        self.image = QImage()
        self.scale = 0
        self._tiles = np.empty((0, 0, 0), np.uint32)
        self._places: dict[Unit, int] = {}
        self._painted: tuple | None = None
        self._surface: SurfaceMap | None = None
        self._part = slice(None), slice(None)  # the rows and columns of the plane that are shown

    def update(self, frame: Frame, layout: Layout, theme: Theme, pixel_ratio: float) -> bool:
        """Bring the tiles up to a frame; whether any changed."""
        run, surface = frame.run, frame.probes.get(SurfaceProbe)
        shown = tuple(column.shown for column in layout.columns)
        key = (run, surface and surface.plane, shown, layout.side, theme, pixel_ratio)
        if key != self._painted:
            self._painted = key
            self._begin(layout, theme, pixel_ratio)
            if surface is not None:
                self._part = _among_examples(surface.plane, run.dataset)
                self._paint_inputs(run, surface.plane, layout)
        elif surface is self._surface:
            return False
        self._surface = surface
        if surface is not None:
            self._paint_hidden(frame, surface, layout)
            self._paint_output(run, surface, layout)
        return True

    def source(self, unit: Unit) -> QRectF:
        """The part of the image that shows a unit."""
        side = self._tiles.shape[1]
        return QRectF(0, self._places[unit] * side, side, side)

    # ------------------------------------------------------------------ painting

    def _begin(self, layout: Layout, theme: Theme, pixel_ratio: float) -> None:
        units = layout.units
        side = min(round(layout.side * pixel_ratio), _FINEST)
        self._theme = theme
        self._table = diverging(theme)
        self._places = {unit: place for place, unit in enumerate(units)}
        self._tiles = np.full((len(units), side, side), QColor(theme.hover).rgb(), np.uint32)
        self.image = QImage(
            self._tiles.data, side, side * len(units), 4 * side, QImage.Format.Format_RGB32
        )

    def _paint(self, layer: int, layout: Layout, pixels: np.ndarray) -> None:
        """Put pictures ``(shown, rows, columns)``, first row on top, where they belong."""
        side = self._tiles.shape[1]
        first = self._places[Unit(layer, layout.columns[layer].first)]
        rows, columns = (_nearest(side, size) for size in pixels.shape[1:])
        self._tiles[first : first + len(pixels)] = pixels[:, rows[:, np.newaxis], columns]

    def _paint_inputs(self, run: Run, plane: Plane, layout: Layout) -> None:
        """The inputs over the plane, as the network sees them: scaled."""
        side = self._tiles.shape[1]
        x, y = (
            tuple(np.interp([part.start, part.stop], [0, cells], bounds).tolist())
            for part, cells, bounds in zip(
                self._part[::-1], (plane.columns, plane.rows), (plane.x_range, plane.y_range)
            )
        )
        rows = 1 if plane.is_line else side
        small = dataclasses.replace(plane, x_range=x, y_range=y, columns=side, rows=rows)
        shown = layout.columns[0].shown
        with np.errstate(all="ignore"):
            inputs = run.scaler.apply(run.features.values(small.points()))
        pictures = inputs[shown.start : shown.stop].reshape(len(shown), rows, side)
        # An input that is no axis is held at one value: nothing to see.
        held = np.ptp(pictures, axis=(1, 2)) == 0
        pictures[held] = 0
        self._paint(0, layout, self._coloured(_to_full_strength(pictures), -1.0, 1.0))

    def _paint_hidden(self, frame: Frame, surface: SurfaceMap, layout: Layout) -> None:
        run, shape = frame.run, frame.run.dataset.image_shape
        for layer, maps in enumerate(surface.units, start=1):
            shown = layout.columns[layer].shown
            maps = maps[shown.start : shown.stop]
            if layer == 1 and shape is not None and run.features.is_identity:
                self._paint_weights(frame, shape, layout)
                continue
            fixed = _fixed_range(run.spec.network.activations[layer - 1])
            if fixed is None:
                # Each unit on a scale of its own: how much it counts the links show.
                maps, (low, high) = _to_full_strength(self._small(maps)), (-1.0, 1.0)
            else:
                maps, (low, high) = self._small(maps), fixed
            self._paint(layer, layout, self._coloured(maps, low, high))

    def _paint_weights(self, frame: Frame, shape: tuple[int, ...], layout: Layout) -> None:
        """For images, the weights of the first layer tell more than a plane of two pixels."""
        run, shown = frame.run, layout.columns[1].shown
        W = blocks(frame.snapshot.theta, run.layer_sizes)[0][:-1, shown.start : shown.stop].T
        pictures = W.reshape(len(shown), *shape[:2], -1).mean(axis=-1)
        self._paint(1, layout, self._table[levels(_to_full_strength(pictures), -1.0, 1.0)])

    def _paint_output(self, run: Run, surface: SurfaceMap, layout: Layout) -> None:
        layer = len(layout.columns) - 1
        shown = layout.columns[layer].shown
        output = self._small(surface.output[shown.start : shown.stop])
        classes = len(run.dataset.class_names)
        if classes > 2:
            tables = strengths(self._theme, classes)[shown.start : shown.stop]
            index = levels(output[:, ::-1], 0.0, 1.0)
            self._paint(layer, layout, tables[np.arange(len(shown))[:, None, None], index])
            return
        Y = run.dataset.Y
        low, high = (0.0, 1.0) if classes else (float(Y.min()), float(Y.max()))
        self._paint(layer, layout, self._coloured(output, low, high))

    def _small(self, maps: np.ndarray) -> np.ndarray:
        """Maps ``(k, rows, columns)`` at no more points than a tile has pixels."""
        side = self._tiles.shape[1]
        maps = maps[:, self._part[0], self._part[1]]
        rows, columns = (_nearest(min(side, size), size) for size in maps.shape[1:])
        return maps[:, rows[:, np.newaxis], columns]

    def _coloured(self, maps: np.ndarray, low: float, high: float) -> np.ndarray:
        """Maps whose first row is at the bottom as pixels whose first row is on top."""
        return self._table[levels(maps[:, ::-1], low, high)]


def _among_examples(plane: Plane, dataset: Dataset) -> tuple[slice, slice]:
    """The rows and columns of a plane that have examples: all of a wide one would look pinched."""
    fitted = plane.fitted(dataset)
    parts = []
    for (low, high), (first, last), cells in (
        (plane.y_range, fitted.y_range, plane.rows),
        (plane.x_range, fitted.x_range, plane.columns),
    ):
        start, stop = (round((at - low) / (high - low) * cells) for at in (first, last))
        start, stop = max(start, 0), min(stop, cells)
        parts.append(slice(start, stop) if cells > 1 and start < stop else slice(0, cells))
    return parts[0], parts[1]


def _nearest(pixels: int, cells: int) -> np.ndarray:
    """For each pixel of a row the cell under its middle."""
    return (2 * np.arange(pixels) + 1) * cells // (2 * pixels)


def _to_full_strength(maps: np.ndarray) -> np.ndarray:
    """Maps ``(k, rows, columns)``, each divided by its largest finite size."""
    sizes = np.where(np.isfinite(maps), np.abs(maps), 0).max(axis=(1, 2), keepdims=True)
    return maps / np.where(sizes > 0, sizes, 1)


def _fixed_range(activation: Activation) -> tuple[float, float] | None:
    """The range of an activation with bounds, such as tanh; None where there are none."""
    low, high = activation(np.array([[-40.0, 40.0]]))[0].tolist()
    return (low, high) if 0 < high - low <= _BOUNDED else None
