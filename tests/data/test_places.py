"""Places say which part an example belongs to: evenly, and for good."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.places import parts_of_places, places_for_parts

SHARES = [(0.6, 0.2), (0.98, 0.01), (0.7, 0.3), (1.0, 0.0), (0.05, 0.95)]


@pytest.mark.parametrize("shares", SHARES)
@pytest.mark.parametrize("step", [1, 2, 3, 7])
@pytest.mark.parametrize("offset", [0.0, 0.37, 0.999])
def test_any_run_of_places_has_nearly_the_shares(shares, step, offset):
    for start in (0, 13, 400):
        part = parts_of_places(start + step * np.arange(200), *shares, offset)
        counts = np.bincount(part, minlength=3) / 200
        np.testing.assert_allclose(counts, [*shares, 1 - sum(shares)], atol=0.03)
        if sum(shares) == 1:
            assert counts[2] == 0


def test_another_offset_is_another_division():
    one, other = (parts_of_places(np.arange(100), 0.6, 0.2, offset) for offset in (0.1, 0.6))
    assert (one != other).mean() > 0.2


@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=1, max_size=200),
    st.sampled_from(SHARES),
    st.floats(0, 1, exclude_max=True),
)
def test_examples_find_places_of_their_part(parts, shares, offset):
    parts = np.array(parts)
    places = places_for_parts(parts, *shares, offset, most=1000)
    assert len(set(places.tolist())) == len(parts)
    assert places.max() < 1000
    given = parts_of_places(places, *shares, offset)
    room = np.bincount(parts_of_places(np.arange(1000), *shares, offset), minlength=3)
    if (np.bincount(parts, minlength=3) <= room).all():
        np.testing.assert_array_equal(given, parts)
    else:
        np.testing.assert_array_equal(places, np.arange(len(parts)))
