"""Palettes: readable on both grounds, and told apart by colour-blind eyes where they say so."""

from itertools import combinations

import numpy as np
import pytest
from test_theme import contrast

from playground.gui.theme import DARK, LIGHT
from playground.gui.theme.data_palettes import DEFAULT, PALETTES

#: Machado, Oliveira and Fernandes, 2009, severity 1, for linear RGB: what eyes see that lack the
#: long, the middle, or the short wavelengths.
LACKING = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
#: Linear RGB to CIE XYZ, each relative to the white of sRGB.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
XYZ /= XYZ.sum(axis=1, keepdims=True)

SAFE = [name for name, palette in PALETTES.items() if palette.colour_blind_safe]
THEMES = [theme.with_palette(name) for name in PALETTES for theme in (LIGHT, DARK)]
EVERY = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: f"{theme.palette}-{theme.name}")


def lab(color, lacking):
    """CIE L*a*b* of a colour as such eyes see it."""
    rgb = np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = XYZ @ np.clip(LACKING[lacking] @ linear, 0, 1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, lacking="none"):
    """The distance of two colours; 2 is just seen side by side."""
    return np.linalg.norm(lab(one, lacking) - lab(other, lacking))


def test_distances_are_those_of_the_textbook():
    assert apart("#FFFFFF", "#000000") == pytest.approx(100, abs=0.1)
    assert apart("#FF0000", "#008000") > 100
    assert apart("#D62728", "#2CA02C", "protanopia") < 45 < apart("#D62728", "#2CA02C")


def test_the_first_palette_is_everyones_and_safe():
    assert next(iter(PALETTES)) == DEFAULT == LIGHT.palette == DARK.palette
    assert PALETTES[DEFAULT].colour_blind_safe and len(SAFE) >= 2


@EVERY
@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize("role", ["train", "dev", "test"])
def test_words_in_the_colours_of_data_are_readable(theme, role, ground):
    assert contrast(theme.color(role), theme.color(ground)) >= 4.5


@EVERY
def test_no_two_classes_have_the_same_colour(theme):
    assert len(theme.classes) == 10
    assert min(apart(*pair) for pair in combinations(theme.classes, 2)) >= 20


@EVERY
def test_the_map_runs_from_the_first_class_to_the_second(theme):
    for end, name in ((theme.low, "class 1"), (theme.high, "class 2")):
        assert apart(end, theme.middle) >= 30
        nearest = min(theme.classes[:2], key=lambda color: apart(end, color))
        assert nearest == theme.color(name)


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize(
    "theme",
    [theme for theme in THEMES if theme.palette in SAFE],
    ids=lambda theme: f"{theme.palette}-{theme.name}",
)
def test_safe_means_told_apart_whatever_the_eye_lacks(theme, lacking):
    assert apart(theme.low, theme.high, lacking) >= 35
    assert min(apart(end, theme.middle, lacking) for end in (theme.low, theme.high)) >= 20
    assert apart(*theme.classes[:2], lacking) >= 50
    assert apart(theme.train, theme.dev, lacking) >= 40
    # More than two are told apart by shape, or by their line, as well.
    assert min(apart(*pair, lacking) for pair in combinations(theme.classes, 2)) >= 13
    parts = (theme.train, theme.dev, theme.test)
    assert min(apart(*pair, lacking) for pair in combinations(parts, 2)) >= 10


def test_a_theme_with_a_palette_is_always_the_same_and_only_data_change():
    theme = DARK.with_palette("petroff")
    assert theme is DARK.with_palette("petroff") and theme is not LIGHT.with_palette("petroff")
    assert theme.with_palette(DEFAULT) is DARK
    of_data = {"train", "dev", "test", "low", "high", "classes", "palette"}
    changed = {name for name, value in vars(theme).items() if value != getattr(DARK, name)}
    assert changed <= of_data
    with pytest.raises(KeyError):
        LIGHT.with_palette("unheard_of")
