"""Examples cut into mini-batches: epoch after epoch, in the order of the generator."""

import numpy as np
import pytest

from playground.engine.losses import losses
from playground.engine.mini_batches import TrainingSet


def training_set(m=10):
    X = np.arange(2.0 * m).reshape(2, m)
    return TrainingSet(X, X[:1] % 2, losses["binary_cross_entropy"]())


def seen(batches):
    return np.concatenate([batches.batch(i)[0] for i in range(len(batches))], axis=1)


def test_every_epoch_has_all_examples_in_an_order_of_its_own():
    examples, rng = training_set(), np.random.default_rng(0)
    first = seen(examples.begin_epoch(4, rng))
    second = seen(examples.begin_epoch(4, rng))
    assert len(examples.batches) == 3
    for epoch in (first, second):
        np.testing.assert_array_equal(np.sort(epoch), examples.X)
    assert (first != second).any()


def test_an_order_that_is_given_leaves_the_generator_alone():
    examples, rng = training_set(), np.random.default_rng(0)
    before, order = rng.bit_generator.state, np.arange(10)[::-1]
    batches = examples.begin_epoch(3, rng, order)
    np.testing.assert_array_equal(seen(batches), examples.X[:, ::-1])
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("batch_size", [10, 64])
def test_one_batch_of_all_is_not_shuffled(batch_size):
    examples, rng = training_set(), np.random.default_rng(0)
    before = rng.bit_generator.state
    batches = examples.begin_epoch(batch_size, rng)
    assert len(batches) == 1 and not batches.shuffles
    np.testing.assert_array_equal(seen(batches), examples.X)
    assert rng.bit_generator.state == before


def test_it_is_cut_anew_only_where_the_size_of_a_batch_changes():
    examples, rng = training_set(), np.random.default_rng(0)
    batches = examples.begin_epoch(4, rng)
    assert examples.begin_epoch(4, rng) is batches
    assert len(examples.begin_epoch(5, rng)) == 2
    whole = examples.begin_epoch(10, rng)
    assert examples.begin_epoch(1000, rng) is whole
