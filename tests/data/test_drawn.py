"""Drawn data: text a person can write, edits one at a time, parts that stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data import DataError, sources
from playground.data.by_hand.drawn import drawing_of
from playground.data.by_hand.drawn_points import MOST_PLACES
from playground.settings import SettingError

SHARES = (0.6, 0.2)


def rng(seed=0):
    return np.random.default_rng(seed)


def drawing(points="0 0 0; 1 2 1; -3 .5 0", **settings):
    return sources["drawn"](points=points, **settings)


def divided(source, seed=0):
    """The part of each example, by where it lies."""
    split = source.divide(source.make(rng()), *SHARES, rng(seed))
    parts = {}
    for part, data in enumerate((split.train, split.dev, split.test)):
        parts |= {tuple(x): part for x in data.X.T.tolist()}
    return parts


# ---------------------------------------------------------------------- text and data


@pytest.mark.parametrize("name", ["drawn", "drawn_surface", "drawn_curve"])
def test_every_kind_has_something_drawn_to_begin_with(name):
    source = sources[name]()
    data = source.make(rng())
    assert data.m >= 9 and data.task == source.task
    assert np.ptp(data.X, axis=1).min() > 5
    split = source.divide(data, *SHARES, rng())
    assert min(split.train.m, split.dev.m, split.test.m) > 0
    if data.class_names:
        assert (split.train.class_counts > 0).all()


def test_points_become_examples():
    data = drawing().make(rng())
    np.testing.assert_array_equal(data.X, [[0, 1, -3], [0, 2, 0.5]])
    assert data.labels.tolist() == [0, 1, 0]
    assert data.feature_names == ("x1", "x2") and data.label_name == "class"
    three = drawing("0 0 2; 1 1 0", classes=3, class_names="red, green, blue").make(rng())
    assert three.class_names == ("red", "green", "blue")
    assert three.Y.tolist() == [[0, 1], [0, 0], [1, 0]]
    curve = sources["drawn_curve"](points="1 5; 2 7", names="age, height").make(rng())
    assert curve.X.tolist() == [[1, 2]] and curve.Y.tolist() == [[5, 7]]
    assert (*curve.feature_names, curve.label_name) == ("age", "height")


def test_the_same_points_are_the_same_settings_however_they_are_written():
    assert drawing("0  0 0;1 2 1\n -3 .5 0;\n; -; -") == drawing()


@pytest.mark.parametrize(
    "settings, sentence",
    [
        ({"points": "0 0 0; 1 2"}, "points: point 2, '1 2', has not one number each for x1, x2"),
        ({"points": "0 0 0; -; 1 two 1"}, "points: point 3: 'two' is not a number."),
        ({"points": "0 0 nan"}, "points: point 1: 'nan' is not a number."),
        ({"points": "0 1e999 0"}, "points: point 1: '1e999' is not a number."),
        ({"points": "0 1_0 0"}, "points: point 1: '1_0' is not a number."),
        ({"points": "0 ٣ 0"}, "points: point 1: '٣' is not a number."),
        ({"points": ""}, "points: there must be at least one point."),
        ({"points": "-; -"}, "points: there must be at least one point."),
        ({"points": "0 0 0.5"}, "points: point 1: its class must be 0, 1, 2, ..."),
        ({"points": "0 0 0; -; 0 0 -1"}, "points: point 3: its class must be 0, 1, 2, ..."),
        ({"points": "0 0 2"}, "classes: there are points of class 2; erase them first."),
        ({"names": "a, b"}, "names: 'a, b' are not 3 different names."),
        ({"names": "a, a, b"}, "names: 'a, a, b' are not 3 different names."),
        ({"class_names": "a"}, "class_names: 'a' are not 2 different names."),
        (
            {"points": "0 0 0;" * (MOST_PLACES + 1)},
            "points: there are 5,001 points; at most 5,000 are allowed.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(settings, sentence):
    with pytest.raises(SettingError) as caught:
        sources["drawn"](**settings)
    assert sentence in str(caught.value)


# ---------------------------------------------------------------------- edits


def test_adding_moving_and_erasing():
    source = drawing().add([(5, -0.0, 1)])
    assert source.points == "0 0 0; 1 2 1; -3 .5 0; 5 0 1"
    source = source.move(1, 1.5, -2)
    assert source.points == "0 0 0; 1.5 -2 1; -3 .5 0; 5 0 1"
    source = source.erase([0, 2])
    assert source.points == "-; 1.5 -2 1; -; 5 0 1"
    assert source.make(rng()).X[0].tolist() == [1.5, 5]
    # A new point takes an empty place; examples are counted without those.
    source = source.add([(7, 7, 0)]).move(1, 9, 9)
    assert source.points == "7 7 0; 9 9 1; -; 5 0 1"
    assert source.erase([2]).points == "7 7 0; 9 9 1"


def test_the_last_point_and_the_one_too_many_are_refused():
    with pytest.raises(SettingError, match="at least one point"):
        drawing("1 1 1").erase([0])
    full = drawing(";".join(f"{k} 0 {k % 2}" for k in range(MOST_PLACES)))
    with pytest.raises(DataError, match="There is room for 5,000 points"):
        full.add([(0, 0, 0)])
    assert full.erase([17]).add([(0, 0, 0)]).make(rng()).m == MOST_PLACES


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_point_keeps_its_part_whatever_happens_to_others(data):
    source, seed = sources["drawn"](), data.draw(st.integers(0, 5))
    before = divided(source, seed)
    for step in range(data.draw(st.integers(1, 12))):
        m = len(source.drawn.places)
        kind = data.draw(st.sampled_from(["add", "move", "erase"]))
        example = data.draw(st.integers(0, m - 1))
        if kind == "add":
            source = source.add([(100 + step, step, data.draw(st.integers(0, 1)))])
        elif kind == "move":
            source = source.move(example, 200 + step, step)
        elif m > 1:
            source = source.erase([example])
        after = divided(source, seed)
        labels = source.make(rng()).labels
        seen = dict(zip(map(tuple, source.drawn.numbers[:, :2].tolist()), labels.tolist()))
        for point in before.keys() & after.keys():
            # But for a class that has no other point to train on.
            others = [p for p in seen if seen[p] == seen[point] and after[p] == 0 and p != point]
            assert (
                after[point] == before[point]
                or (after[point] == 0 and not others)
                or (before[point] == 0)
            )
        before = after


def test_adding_changes_no_part_and_moving_takes_it_along():
    source = sources["drawn"]()
    before = divided(source)
    after = divided(source.add([(k / 10, k, k % 2) for k in range(40)]))
    assert {point: after[point] for point in before} == before
    place = source.make(rng()).X[:, 3].tolist()
    assert divided(source.move(3, 9, 9))[(9, 9)] == before[tuple(place)]


def test_every_class_is_trained_on():
    for seed in range(30):
        source = drawing("0 0 0; 1 1 1; 2 2 2", classes=3)
        split = source.divide(source.make(rng()), 0.05, 0.2, rng(seed))
        assert (split.train.class_counts == 1).all()


def test_another_seed_is_another_division():
    assert len({tuple(divided(sources["drawn"](), seed).values()) for seed in range(9)}) > 3


def test_a_data_set_of_other_examples_is_divided_at_random():
    data = sources["moons"]().make(rng())
    split = sources["drawn"]().divide(data, *SHARES, rng())
    assert (split.train.m, split.dev.m) == (180, 60)


# ---------------------------------------------------------------------- going on with data


@pytest.mark.parametrize(
    "name, settings",
    [("moons", {}), ("rings", {"classes": 4}), ("multi_gaussian", {}), ("curve", {})],
)
def test_a_data_set_becomes_a_drawing_of_the_same_examples_in_the_same_parts(name, settings):
    data = sources[name](**settings).make(rng(1))
    split = sources[name]().divide(data, *SHARES, rng(2))
    parts = np.zeros(data.m, int)
    parts[split.dev_indices], parts[split.test_indices] = 1, 2
    source = drawing_of(data, parts, SHARES, rng(7))
    drawn = source.make(rng())
    assert source.continues(data) and drawn.class_names == data.class_names
    again = source.divide(drawn, *SHARES, rng(7))
    width = np.ptp(data.X)
    for name in ("train", "dev", "test"):
        one, other = getattr(split, name), getattr(again, name)
        one, other = (np.sort(np.vstack([part.X, part.Y]), axis=1) for part in (one, other))
        np.testing.assert_allclose(one, other, atol=1e-4 * width)


def test_names_come_along():
    data = sources["moons"]().make(rng())
    data = type(data)(
        X=data.X, Y=data.Y, feature_names=("a, b", "c"), label_name="kind", class_names=("u", "v")
    )
    source = drawing_of(data, np.zeros(data.m, int), SHARES, rng())
    assert source.column_names == ("a  b", "c", "kind")
    assert source.make(rng()).class_names == ("u", "v")


def test_what_has_no_plane_cannot_be_drawn_on():
    data = sources["moons"]().make(rng())
    wide = type(data)(
        X=np.vstack([data.X, data.X[:1]]), Y=data.Y, feature_names="abc", class_names=("0", "1")
    )
    with pytest.raises(DataError, match="here there are 3"):
        drawing_of(wide, np.zeros(data.m, int), SHARES, rng())
    many = sources["moons"](samples=MOST_PLACES + 1).make(rng())
    with pytest.raises(DataError, match="among 5,000; here are 5,001"):
        drawing_of(many, np.zeros(many.m, int), SHARES, rng())
