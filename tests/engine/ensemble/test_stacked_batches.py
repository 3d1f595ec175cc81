"""K training sets cut at once: the same mini-batches as each would have alone."""

import numpy as np
import pytest

from playground.engine.ensemble.stacked_batches import StackedBatches
from playground.engine.mini_batches import MiniBatches


def sets(K: int, m: int) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(3, m)), rng.normal(size=(2, m))) for _ in range(K)]


@pytest.mark.parametrize(("m", "size"), [(10, 3), (10, 5), (10, 1), (7, 7), (7, 100)])
def test_every_member_gets_the_batches_of_its_own_generator(m, size):
    data = sets(4, m)
    stacked = StackedBatches(data, [np.random.default_rng(k) for k in range(4)], size)
    alone = [MiniBatches(X, Y, size) for X, Y in data]
    generators = [np.random.default_rng(k) for k in range(4)]
    assert len(stacked) == len(alone[0]) and stacked.shuffles == alone[0].shuffles
    for _ in range(3):
        if stacked.shuffles:
            stacked.shuffle()
            for batches, generator in zip(alone, generators):
                batches.shuffle(generator.permutation(m))
        for i in range(len(stacked)):
            X, Y = stacked.batch(i)
            for k, batches in enumerate(alone):
                np.testing.assert_array_equal(X[k], batches.batch(i)[0])
                np.testing.assert_array_equal(Y[k], batches.batch(i)[1])
        if stacked.shuffles:
            np.testing.assert_array_equal(stacked.orders, [batches.order for batches in alone])


def test_members_that_share_a_generator_are_shuffled_alike_by_one_permutation():
    data = sets(3, 20)
    shared, own = np.random.default_rng(1), np.random.default_rng(2)
    stacked = StackedBatches(data, [shared, own, shared], 4)
    stacked.shuffle()
    expected = np.random.default_rng(1)
    order = expected.permutation(20)
    np.testing.assert_array_equal(stacked.orders[[0, 2]], [order, order])
    np.testing.assert_array_equal(stacked.batch(0)[0][2], data[2][0][:, order[:4]])
    assert shared.bit_generator.state == expected.bit_generator.state
