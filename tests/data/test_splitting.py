"""Splits: random, seeded, stratified, nothing lost and nothing twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data import DataError, Dataset, split, usual_shares
from playground.data.datasets import one_hot


def classified(counts, **words) -> Dataset:
    """A dataset with so many examples of each class, in a random order."""
    labels = np.random.default_rng(1).permutation(np.repeat(np.arange(len(counts)), counts))
    return Dataset(
        X=np.arange(float(len(labels)))[None, :],
        Y=one_hot(labels, len(counts)),
        feature_names=("number",),
        class_names=tuple(map(str, range(len(counts)))),
        **words,
    )


def surface(m: int) -> Dataset:
    numbers = np.arange(float(m))[None, :]
    return Dataset(X=numbers, Y=numbers, feature_names=("number",))


shares = st.sampled_from(
    [(0.6, 0.2), (0.98, 0.01), (0.7, 0.0), (0.7, 0.3), (0.5, 0.25), (1.0, 0.0)]
)


@given(
    counts=st.lists(st.integers(1, 60), min_size=2, max_size=6),
    share=shares,
    seed=st.integers(0, 99),
)
def test_every_example_is_in_exactly_one_part(counts, share, seed):
    data = classified(counts)
    parts = split(data, *share, np.random.default_rng(seed))
    indices = np.concatenate([parts.train_indices, parts.dev_indices, parts.test_indices])
    assert sorted(indices) == list(range(data.m))
    for part, where in ((parts.train, parts.train_indices), (parts.dev, parts.dev_indices)):
        assert np.array_equal(part.X[0], where) and np.array_equal(part.Y, data.Y[:, where])


@given(
    counts=st.lists(st.integers(1, 60), min_size=2, max_size=6),
    share=shares,
    seed=st.integers(0, 99),
)
def test_the_parts_have_their_size_and_every_class(counts, share, seed):
    data = classified(counts)
    parts = split(data, *share, np.random.default_rng(seed))
    rest = max(0.0, 1 - sum(share))
    for part, wanted in ((parts.dev, share[1]), (parts.test, rest)):
        size = data.m * wanted
        # A part that is too small for all classes grows until each of them is in it.
        assert abs(part.m - size) <= 0.5 + 1e-6 or size < part.m <= len(counts) or data.m < 5
        if part.m >= len(counts) and min(counts) >= 10 and wanted >= 0.2:
            expected = np.array(counts) * wanted
            assert (abs(part.class_counts - expected) < 2).all()
    wanted_parts = [p for p in (parts.train, parts.dev, parts.test) if p.m]
    for kind, count in enumerate(counts):
        if count >= len(wanted_parts) and all(p.m >= len(counts) for p in wanted_parts):
            assert all(p.class_counts[kind] > 0 for p in wanted_parts)


def test_iris_is_shared_out_exactly():
    parts = split(classified([50, 50, 50]), 0.6, 0.2, np.random.default_rng(0))
    for part, count in ((parts.train, 30), (parts.dev, 10), (parts.test, 10)):
        assert part.class_counts.tolist() == [count] * 3


def test_a_rare_class_is_in_every_part():
    for seed in range(20):
        parts = split(classified([500, 3]), 0.6, 0.2, np.random.default_rng(seed))
        assert [p.class_counts[1] for p in (parts.train, parts.dev, parts.test)] == [1, 1, 1]
        assert (parts.train.m, parts.dev.m, parts.test.m) == (301, 101, 101)


def test_the_seed_decides():
    data = classified([40, 60])
    one, same, other = (split(data, 0.6, 0.2, np.random.default_rng(s)) for s in (3, 3, 4))
    assert np.array_equal(one.train_indices, same.train_indices)
    assert not np.array_equal(one.train_indices, other.train_indices)


def test_the_beginning_of_the_training_set_is_a_fair_sample():
    data = classified([500, 500])
    beginning = split(data, 0.6, 0.2, np.random.default_rng(0)).train.labels[:100]
    assert 30 < beginning.sum() < 70


def test_regression_is_split_at_random():
    parts = split(surface(1000), 0.7, 0.3, np.random.default_rng(0))
    assert (parts.train.m, parts.dev.m, parts.test.m) == (700, 300, 0)
    assert 450 < parts.dev.X.mean() < 550


def test_data_that_say_their_part_are_followed():
    data = classified([3, 3], parts=[0, 0, 1, 2, 2, 0])
    parts = split(data, 0.6, 0.2, np.random.default_rng(0))
    assert sorted(parts.train_indices) == [0, 1, 5] and parts.dev_indices.tolist() == [2]
    assert sorted(parts.test_indices) == [3, 4]


def test_a_dev_set_that_is_not_named_is_taken_from_the_training_set():
    data = classified([40, 40], parts=[2] * 20 + [0] * 60)
    parts = split(data, 0.6, 0.2, np.random.default_rng(0))
    assert sorted(parts.test_indices) == list(range(20))
    assert (parts.train.m, parts.dev.m) == (45, 15) and (parts.dev.class_counts > 3).all()
    assert split(data, 1.0, 0.0, np.random.default_rng(0)).dev.m == 0


def test_the_usual_shares():
    assert usual_shares(10_000) == (0.6, 0.2) and usual_shares(10_001) == (0.98, 0.01)


@pytest.mark.parametrize("share", [(0, 0.2), (0.9, 0.2), (-1, 0.5), (1.5, 0), (0.5, -0.1)])
def test_shares_that_do_not_fit_are_refused(share):
    with pytest.raises(DataError, match="do not fit"):
        split(surface(10), *share, np.random.default_rng(0))


def test_something_is_always_left_to_train_on():
    for m in (1, 2, 3):
        parts = split(surface(m), 0.2, 0.4, np.random.default_rng(0))
        assert parts.train.m >= 1 and parts.train.m + parts.dev.m + parts.test.m == m
    with pytest.raises(DataError, match="too few for a training set"):
        split(surface(0), 0.6, 0.2, np.random.default_rng(0))
    marked = replace(surface(4), parts=np.array([1, 2, 2, 1], np.int8))
    with pytest.raises(DataError, match="No example is marked as one to train on"):
        split(marked, 0.6, 0.2, np.random.default_rng(0))
