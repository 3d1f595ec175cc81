"""Thumbnail: a decision boundary as a small picture whose colours are chosen when it is shown."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.engine.metrics import classes
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceMap

#: Rows and columns: three times what a table shows, so that it is sharp on any screen.
SHAPE = (162, 216)

#: What a pixel stands for. Up to `LEVELS` it is the output: from low to high, or for several
#: classes so many steps from least to most sure for each of `COLORS` colours.
LEVELS, COLORS = 200, 8
STEPS = LEVELS // COLORS
#: From here on the examples: of a class; of a number, from low to high.
CLASS, SHADE = LEVELS, LEVELS + COLORS
#: The line of the decision, what surrounds an example, and where the network has no value.
LINE, OUTLINE, NOTHING = SHADE + COLORS, SHADE + COLORS + 1, SHADE + COLORS + 2
#: How many different pixels there are.
KINDS = NOTHING + 1

_MOST_POINTS = 90
_RADIUS, _OUTER = 5.2, 7.4  # pixels


def thumbnail(surface: SurfaceMap, dataset: Dataset) -> np.ndarray:
    """The pixels of a surface with some of the examples, `SHAPE` of uint8, the top first.

    Takes about a millisecond: the network's values are those of the surface.
    """
    output = _resampled(surface.output)
    pixels = _map(output, dataset)
    if dataset.task != "regression":
        pixels[_decision(output)] = LINE
    pixels = pixels[::-1]
    _stamp(pixels, surface.plane, dataset)
    return pixels


def has_thumbnail(dataset: Dataset) -> bool:
    """Whether the whole input is a plane, so that a picture of it tells all."""
    return dataset.n_x == 2 and dataset.image_shape is None


def _resampled(output: np.ndarray) -> np.ndarray:
    """The surface ``(n_y, rows, columns)`` on the pixels of a thumbnail, between its cells."""
    for axis, size in zip((1, 2), SHAPE):
        cells = output.shape[axis]
        at = np.clip((np.arange(size) + 0.5) * cells / size - 0.5, 0, cells - 1)
        below = np.minimum(at.astype(int), max(0, cells - 2))
        above = np.minimum(below + 1, cells - 1)
        share = (at - below).astype(np.float32)
        share = share[:, np.newaxis] if axis == 1 else share
        low, high = output.take(below, axis), output.take(above, axis)
        output = low + share * (high - low)
    return output


def _map(output: np.ndarray, dataset: Dataset) -> np.ndarray:
    if len(output) == 1:
        low, high = 0.0, 1.0
        if dataset.task == "regression":
            low, high = float(dataset.Y.min()), float(dataset.Y.max())
        places = _places((output[0] - low) / ((high - low) or 1.0), LEVELS)
    else:
        least = 1 / len(output)
        sure = (output.max(axis=0) - least) / (1 - least)
        places = output.argmax(axis=0) % COLORS * STEPS + _places(sure, STEPS)
    return np.where(np.isfinite(output).all(axis=0), places, NOTHING).astype(np.uint8)


def _places(share: np.ndarray, steps: int) -> np.ndarray:
    """Shares from 0 to 1 as whole numbers below `steps`."""
    share = np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)
    return (share * (steps - 1) + 0.5).astype(np.intp)


def _decision(output: np.ndarray) -> np.ndarray:
    """Where the decision changes, about three pixels wide."""
    decided = classes(output)
    edge = np.zeros(decided.shape, bool)
    edge[:, 1:] |= decided[:, 1:] != decided[:, :-1]
    edge[1:] |= decided[1:] != decided[:-1]
    wide = edge.copy()
    wide[1:] |= edge[:-1]
    wide[:-1] |= edge[1:]
    wide[:, 1:] |= edge[:, :-1]
    wide[:, :-1] |= edge[:, 1:]
    return wide


def _stamp(pixels: np.ndarray, plane: Plane, dataset: Dataset) -> None:
    """Draw some of the examples, evenly chosen."""
    which = np.linspace(0, dataset.m - 1, min(dataset.m, _MOST_POINTS)).astype(int)
    x, y = plane.coordinates(dataset.X[:, which])
    rows, columns = SHAPE
    (left, right), (low, high) = plane.x_range, plane.y_range
    column = np.rint((x - left) / (right - left) * columns - 0.5)
    row = np.rint((high - y) / (high - low) * rows - 0.5)
    seen = (np.abs(column) < 2 * columns) & (np.abs(row) < 2 * rows)  # a view may be zoomed in
    kinds = _kinds(dataset, which)[seen]
    places = np.stack([row[seen], column[seen]]).astype(int)
    reach = np.arange(-int(_OUTER), int(_OUTER) + 1)
    down, across = np.meshgrid(reach, reach, indexing="ij")
    distance = np.hypot(down, across)
    for radius, painted in ((_OUTER, np.full(len(kinds), OUTLINE)), (_RADIUS, kinds)):
        disc = np.stack([down[distance <= radius], across[distance <= radius]])
        at = places[:, :, np.newaxis] + disc[:, np.newaxis]
        inside = ((at >= 0) & (at < np.array(SHAPE)[:, np.newaxis, np.newaxis])).all(axis=0)
        pixels[at[0][inside], at[1][inside]] = np.broadcast_to(
            painted[:, np.newaxis], inside.shape
        )[inside]


def _kinds(dataset: Dataset, which: np.ndarray) -> np.ndarray:
    if dataset.task != "regression":
        return CLASS + dataset.labels[which] % COLORS
    labels = dataset.Y[0]
    return SHADE + _places((labels[which] - labels.min()) / (np.ptp(labels) or 1.0), COLORS)
