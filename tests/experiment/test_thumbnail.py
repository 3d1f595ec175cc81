"""Thumbnails: the map, the decision and the examples stand where they are."""

import numpy as np
import pytest

from playground.data.datasets import Dataset, one_hot
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceMap
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
    has_thumbnail,
    thumbnail,
)

ROWS, COLUMNS = SHAPE


def dataset(X, labels, classes=2, **words):
    names = tuple(f"x{i + 1}" for i in range(len(X)))
    if classes:
        words["class_names"] = tuple(map(str, range(classes)))
        Y = np.atleast_2d(labels).astype(float)
        Y = Y if classes == 2 else one_hot(np.array(labels), classes)
    else:
        Y = np.atleast_2d(labels).astype(float)
    return Dataset(X=np.array(X, float), Y=Y, feature_names=names, **words)


def surface(output, x_range=(-1.0, 1.0), y_range=(-1.0, 1.0)):
    output = np.array(output, np.float32)
    plane = Plane(0, 1, x_range, y_range, output.shape[2], output.shape[1], (0.0, 0.0))
    return SurfaceMap(plane, output)


def far_away(classes=2):
    """Two examples outside of the picture."""
    return dataset([[50.0, -50.0], [50.0, -50.0]], [0, 1], classes)


def test_the_first_row_is_the_top():
    output = np.zeros((1, 30, 40))
    output[0, 20:] = 1.0
    pixels = thumbnail(surface(output), far_away())
    assert pixels.shape == SHAPE and pixels.dtype == np.uint8
    assert (pixels[0] == LEVELS - 1).all() and (pixels[-1] == 0).all()
    (line,) = {tuple(np.flatnonzero(column == LINE)) for column in pixels.T}
    assert 2 <= len(line) <= 4 and abs(np.mean(line) - ROWS / 3) < 4


def test_an_example_lies_where_it_is_in_the_colour_of_its_class():
    data = dataset([[-0.5, 0.5], [0.5, -0.5]], [0, 1])
    pixels = thumbnail(surface(np.full((1, 9, 9), 0.3)), data)
    assert pixels[ROWS // 4, COLUMNS // 4] == CLASS
    assert pixels[3 * ROWS // 4, 3 * COLUMNS // 4] == CLASS + 1
    assert set(np.unique(pixels)) == {CLASS, CLASS + 1, OUTLINE, round(0.3 * (LEVELS - 1))}


@pytest.mark.parametrize("classes", [3, 11])
def test_classes_have_their_colours_and_are_parted_by_a_line(classes):
    output = np.full((classes, 20, 20), 0.1 / (classes - 1))
    output[0, :, :10] = output[classes - 1, :, 10:] = 0.9
    pixels = thumbnail(surface(output), far_away(classes))
    assert pixels[80, 5] // STEPS == 0 and pixels[80, -5] // STEPS == (classes - 1) % COLORS
    assert pixels[80, 5] % STEPS > STEPS / 2
    assert (pixels[:, COLUMNS // 2] == LINE).all()


def test_a_regression_is_measured_by_its_labels_and_has_no_line():
    data = dataset([[-0.9, 0.9], [0.0, 0.0]], [[10.0, 30.0]], classes=0)
    output = np.broadcast_to(np.linspace(10, 30, 50), (1, 50, 50))
    pixels = thumbnail(surface(output), data)
    assert LINE not in pixels
    assert pixels[0, 0] == 0 and pixels[0, -1] == LEVELS - 1
    assert abs(int(pixels[0, COLUMNS // 2]) - LEVELS // 2) < 3
    assert SHADE in pixels and SHADE + COLORS - 1 in pixels


def test_where_a_network_has_no_value_there_is_no_colour():
    output = np.full((1, 20, 20), 1.0)
    output[0, :, :10] = np.nan
    pixels = thumbnail(surface(output), far_away())
    assert (pixels[:, :90] == NOTHING).all() and (pixels[:, -90:] == LEVELS - 1).all()


def test_infinite_outputs_are_drawn_as_far_as_they_can_be():
    output = np.array([np.inf, -np.inf, np.nan, 0.5] * 4).reshape(1, 4, 4)
    data = dataset([[0.0, 0.1], [0.0, 0.1]], [[1.0, 1.0]], classes=0)
    with np.errstate(invalid="ignore"):
        assert thumbnail(surface(output), data).max() < KINDS


def test_only_a_plane_that_is_all_there_is_has_a_picture():
    assert has_thumbnail(far_away())
    assert not has_thumbnail(dataset(np.zeros((3, 4)), [0, 1, 0, 1]))
    assert not has_thumbnail(dataset(np.zeros((1, 4)), [0, 1, 0, 1]))
    assert not has_thumbnail(dataset(np.zeros((2, 4)), [0, 1, 0, 1], image_shape=(1, 2)))
