"""Colours of a map: who gets which, and what the scale beside them says."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.data.datasets import Dataset
from playground.gui.plotting.colours import LEVELS
from playground.gui.plotting.map_colours import NO_COLOURS, balanced_colours, output_colours
from playground.gui.theme import DARK, LIGHT

VALUES = np.array([[[0.0, 0.25, 1.0]]])


def data(classes=(), labels=(-3.0, 5.0)):
    Y = np.array([labels]) if len(classes) < 3 else np.eye(len(classes))[:, :2]
    names = {"feature_names": ("a", "b"), "label_name": "kind", "class_names": tuple(classes)}
    return Dataset(X=np.zeros((2, 2)), Y=Y, **names)


def color(name):
    return QColor(name).rgb()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_two_classes_lie_at_the_ends_and_a_discrete_map_has_these_alone(theme):
    binary = data(("no", "yes"), (0.0, 1.0))
    colours = output_colours(binary, theme)
    low, _, high = colours.pixels(VALUES)[0]
    assert (low, high) == (color(theme.low), color(theme.high))
    assert colours.name == "Probability of kind yes"
    assert [tick.text for tick in colours.ticks] == ["0", "0.25", "0.5", "0.75", "1"]
    discrete = output_colours(binary, theme, discrete=True)
    assert discrete.pixels(VALUES)[0].tolist() == [low, low, high]


def test_of_several_outputs_the_largest_gives_the_colour():
    colours = output_colours(data("abc"), LIGHT)
    assert colours.tables.shape == (3, LEVELS)
    output = np.array([[[0.4, 0.0]], [[0.3, 0.0]], [[0.3, 1.0]]])
    sure = round((0.4 - 1 / 3) / (1 - 1 / 3) * (LEVELS - 1))
    expected = [colours.tables[0, sure], colours.tables[2, -1]]
    assert colours.pixels(output)[0].tolist() == expected
    assert [tick.text for tick in colours.ticks] == ["33 %", "67 %", "100 %"]
    assert len(np.unique(output_colours(data("abc"), LIGHT, discrete=True).tables)) == 3


def test_a_number_runs_from_the_least_label_to_the_largest():
    colours = output_colours(data(), LIGHT)
    assert (colours.low, colours.high, colours.name) == (-3, 5, "kind")
    assert all(-3 <= tick.value <= 5 for tick in colours.ticks)
    ends = colours.pixels(np.array([[[-9.0, -3.0, 5.0, 9.0]]]))[0]
    assert ends[0] == ends[1] == color(LIGHT.low) and ends[2] == ends[3] == color(LIGHT.high)
    assert len(np.unique(output_colours(data(), LIGHT, discrete=True).tables)) == 6


def test_values_around_0_have_it_in_the_middle_and_ends_that_do_not_flicker():
    for largest, end in ((0.9, 1), (1.1, 2), (3.0, 4), (np.nan, 0.5)):
        colours = balanced_colours(np.array([[-0.5, largest]]), "Unit 5 of layer 2", LIGHT)
        assert (colours.low, colours.high) == (-end, end)
        assert colours.name == "Unit 5 of layer 2"
    below, middle, above = colours.pixels(np.array([[[-0.5, np.nan, 0.5]]]))[0]
    assert (below, above) == (color(LIGHT.low), color(LIGHT.high))
    assert middle in colours.tables[0, LEVELS // 2 - 1 : LEVELS // 2 + 1]
    signs = balanced_colours(np.array([[1.0]]), "Sign", LIGHT, discrete=True)
    assert len(np.unique(signs.tables)) == 2


def test_without_a_map_there_is_nothing_beside_it():
    assert not NO_COLOURS.tables.size and NO_COLOURS.ticks == [] and NO_COLOURS.name == ""
