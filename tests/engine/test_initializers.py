"""Initial weights: spread, range, seeds."""

import numpy as np
import pytest

from playground.engine import EngineError, Network
from playground.engine.initializers import initializers
from playground.settings import SettingError

N_IN, N_OUT = 300, 200


def drawn(initializer, seed=0):
    return initializer.weights(N_IN, N_OUT, np.random.default_rng(seed))


@pytest.mark.parametrize(
    "initializer, deviation",
    [
        (initializers["he"](), (2 / N_IN) ** 0.5),
        (initializers["xavier"](), (1 / N_IN) ** 0.5),
        (initializers["glorot"](), (2 / (N_IN + N_OUT)) ** 0.5),
        (initializers["normal"](), 0.01),
        (initializers["normal"](scale=10), 10),
        (initializers["uniform"](low=-2, high=2), 2 / 3**0.5),
        (initializers["zeros"](), 0),
    ],
)
def test_spread(initializer, deviation):
    W = drawn(initializer)
    assert W.shape == (N_OUT, N_IN)
    assert W.std() == pytest.approx(deviation, rel=0.02)
    assert abs(W.mean()) <= 5 * deviation / W.size**0.5


def test_uniform_is_0_to_1_as_in_ml5_unless_told():
    W = drawn(initializers["uniform"]())
    assert 0 <= W.min() < 0.001 and 0.999 < W.max() < 1


def test_same_seed_same_weights_other_seed_others():
    for cls in initializers.values():
        assert (drawn(cls()) == drawn(cls())).all()
    assert (drawn(initializers["he"](), 0) != drawn(initializers["he"](), 1)).all()


def test_a_network_draws_layer_after_layer_and_its_biases_are_0():
    network = Network([3, 4, 2], ["tanh", "linear"], "half_squared_error")
    network.theta = np.ones(network.n_parameters)
    network.initialize(initializers["he"](), np.random.default_rng(5))
    rng = np.random.default_rng(5)
    np.testing.assert_array_equal(network.weights[0], (2 / 3) ** 0.5 * rng.standard_normal((4, 3)))
    np.testing.assert_array_equal(network.weights[1], (2 / 4) ** 0.5 * rng.standard_normal((2, 4)))
    assert not any(b.any() for b in network.biases)


def test_float32_weights_are_the_float64_ones_rounded():
    networks = [Network([3, 4, 1], ["tanh", "linear"], "half_squared_error", dtype=dtype)
                for dtype in ("float64", "float32")]  # fmt: skip
    for network in networks:
        network.initialize("xavier", np.random.default_rng(1))
    np.testing.assert_array_equal(networks[0].theta.astype("float32"), networks[1].theta)


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(SettingError, match="must be above the lowest, 2"):
        initializers["uniform"](low=2, high=1)
    with pytest.raises(SettingError, match=r"1e\+308 is not allowed; it is too far above"):
        initializers["uniform"](low=-1e308, high=1e308)


def test_weights_that_the_type_of_number_cannot_hold_are_refused(recwarn):
    network = Network([1, 1], ["linear"], "half_squared_error", dtype="float32")
    huge = initializers["uniform"](low=1e40, high=1e41)
    with pytest.raises(EngineError, match="the largest float32 is 3"):
        network.initialize(huge, np.random.default_rng(0))
    assert not recwarn.list


def test_an_unknown_initializer_is_refused_by_name():
    network = Network([1, 1], ["linear"], "half_squared_error")
    with pytest.raises(EngineError, match="initializer: there is no initializer 'best'; choose"):
        network.initialize("best", np.random.default_rng(0))


def test_zeros_leave_hidden_units_alike():
    """The symmetry lesson: every unit of a layer gets the same gradient."""
    network = Network([2, 3, 1], ["sigmoid", "sigmoid"], "binary_cross_entropy")
    X, Y = np.random.default_rng(0).normal(size=(2, 8)), np.array([[0, 1, 1, 1] * 2])
    network.theta -= 5 * network.gradient(X, Y)
    network.theta -= 5 * network.gradient(X, Y)
    assert network.weights[1].any()
    assert (network.weights[0] == network.weights[0][0]).all()
    assert (network.weights[1] == network.weights[1][0, 0]).all()
