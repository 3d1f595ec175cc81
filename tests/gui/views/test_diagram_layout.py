"""Where the parts of a network stand, and walking among them with the arrow keys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.gui.views.diagram.layout import LARGEST, SMALLEST, Layout
from playground.gui.views.diagram.navigation import Walk
from playground.gui.views.diagram.parts import Bias, Link, Unit

shapes = st.lists(st.integers(1, 90), min_size=2, max_size=7)


@given(shapes, st.integers(500, 2000), st.integers(120, 1200))
def test_nothing_overlaps_and_nothing_sticks_out(layer_sizes, width, height):
    layout = Layout(layer_sizes, width, height)
    assert SMALLEST <= layout.side <= LARGEST
    for column, size in zip(layout.columns, layer_sizes):
        assert 1 <= len(column.ys) <= size
        assert (np.diff(column.ys) >= layout.side).all()
        assert column.ys[0] - layout.side / 2 >= 0
        assert column.ys[-1] + layout.side / 2 <= height
        assert bool(column.note) == (len(column.ys) < size)


@given(shapes, st.integers(600, 1500), st.integers(200, 900))
def test_what_stands_somewhere_is_found_there(layer_sizes, width, height):
    layout = Layout(layer_sizes, width, height)
    for unit in layout.units:
        assert layout.at(*layout.centre(unit)) == unit
        if unit.layer:
            assert layout.at(*layout.centre(Bias(*unit))) == Bias(*unit)


def test_a_link_is_found_where_no_other_runs():
    layout = Layout([2, 3, 1], 560, 240)
    assert len(layout.links) == 9
    x1, y1, *_ = layout.curves[0, 1]
    assert layout.links[0] == Link(1, 0, 0)
    assert layout.at(x1, y1 - 4) == Link(1, 0, 0)
    assert layout.at(x1, 2.0) is None
    # Each link runs from the right of its source to the left of its target.
    for link, curve in zip(layout.links, layout.curves):
        x, y = layout.centre(link.source)
        np.testing.assert_allclose(curve[0, :2], [x + layout.side / 2, y], atol=0.5)
        x, y = layout.centre(link.target)
        np.testing.assert_allclose(curve[-1, 2:], [x - layout.side / 2, y], atol=0.5)


def test_units_that_do_not_fit_are_counted_and_can_be_brought_in():
    layout = Layout([2, 64, 1], 560, 240)
    column = layout.columns[1]
    shown = len(column.ys)
    assert 6 <= shown < 12
    assert column.note == f"+ {64 - shown} more"
    assert not layout.shows(Unit(1, 40))
    first = layout.first_to_show(Unit(1, 40))
    scrolled = Layout([2, 64, 1], 560, 240, firsts={1: first})
    assert scrolled.shows(Unit(1, 40))
    assert scrolled.columns[1].note == f"{first + 1}–{first + shown} of 64"
    assert {link.row for link in scrolled.links if link.layer == 1} == set(
        scrolled.columns[1].shown
    )
    last = Layout([2, 64, 1], 560, 240, firsts={1: 1000})
    assert last.columns[1].shown.stop == 64


def test_a_wide_layer_does_not_make_the_units_of_the_others_tiny():
    assert Layout([2, 64, 1], 1400, 800).side > 1.5 * SMALLEST
    assert Layout([2, 3, 1], 1400, 800).side == LARGEST


# -------------------------------------------------------------------- walking

SIZES = (2, 4, 3, 1)


def walk(start, moves):
    place = Walk(start)
    for move in moves:
        right, down = {"r": (1, 0), "l": (-1, 0), "d": (0, 1), "u": (0, -1)}[move]
        place = place.moved(right, down, SIZES)
    return place.part


@pytest.mark.parametrize(
    ("start", "moves", "end"),
    [
        (Unit(1, 0), "dd", Unit(1, 2)),
        (Unit(1, 0), "u", Unit(1, 0)),
        (Unit(1, 3), "d", Unit(1, 3)),
        (Unit(0, 0), "l", Unit(0, 0)),
        (Unit(3, 0), "r", Unit(3, 0)),
        # From a unit onto a link of it, to the next links of it, and along to the other end.
        (Unit(1, 2), "r", Link(2, 1, 2)),
        (Unit(1, 2), "rd", Link(2, 2, 2)),
        (Unit(1, 2), "rdd", Link(2, 2, 2)),
        (Unit(1, 2), "rdr", Unit(2, 2)),
        (Unit(1, 2), "rdl", Unit(1, 2)),
        (Unit(2, 0), "l", Link(2, 0, 0)),
        (Unit(2, 0), "ldd", Link(2, 0, 2)),
        (Unit(2, 0), "lddl", Unit(1, 2)),
        (Unit(2, 0), "lddr", Unit(2, 0)),
        # A link that was clicked turns around its target.
        (Link(2, 0, 1), "d", Link(2, 0, 2)),
        (Bias(1, 1), "d", Unit(1, 2)),
        (Bias(1, 1), "l", Link(1, 1, 0)),
    ],
)
def test_arrows_walk_from_unit_to_link_to_unit(start, moves, end):
    assert walk(start, moves) == end


@given(st.text("rlud", max_size=60))
def test_no_walk_leaves_the_network(moves):
    part = walk(Unit(1, 0), moves)
    if isinstance(part, Link):
        assert 1 <= part.layer < len(SIZES)
        assert 0 <= part.row < SIZES[part.layer] and 0 <= part.column < SIZES[part.layer - 1]
    else:
        assert 0 <= part.row < SIZES[part.layer]
