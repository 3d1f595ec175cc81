"""The check of the gradient where the cost has corners, and no derivative."""

import numpy as np
import pytest

from playground.engine import Network, check_gradient


def corner() -> tuple[Network, np.ndarray, np.ndarray]:
    """A unit whose weighted sum is exactly 0: the cost bends where its bias is moved.

    J = 1/2 (2 relu(b) + 1)^2 has the slopes 0 on the left and 2 on the right.
    """
    network = Network([1, 1, 1], ["relu", "linear"], "half_squared_error")
    network.theta = [1.0, 0.0, 2.0, 0.0]
    return network, np.array([[0.0]]), np.array([[-1.0]])


@pytest.mark.parametrize(("slope", "difference"), [(0.0, 0), (1.3, 0), (2.0, 0), (2.5, 0.1)])
def test_at_a_corner_every_slope_between_those_of_its_sides_is_right(
    slope, difference, monkeypatch
):
    network, X, Y = corner()
    gradient = network.gradient(X, Y)
    assert gradient.tolist() == [0, 0, 0, 1]
    gradient[1] = slope
    monkeypatch.setattr(Network, "gradient", lambda *arguments: gradient)
    found = check_gradient(network, X, Y)
    right, expected = np.hypot(min(slope, 2), 1), abs(slope - min(slope, 2))
    assert found.difference == pytest.approx(expected / (np.hypot(slope, 1) + right), abs=1e-6)
    assert (found.difference > 0.05) == (difference > 0)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_units_that_are_off_make_no_alarm(activation, seed):
    """Where a whole layer is off, the sums of the next are its biases: 0 at the start."""
    rng = np.random.default_rng(seed)
    network = Network([2, 3, 4, 3], ["relu", activation, "softmax"], "softmax_cross_entropy")
    network.initialize("he", rng)
    X, Y = rng.normal(size=(2, 60)), np.eye(3)[:, rng.integers(0, 3, 60)]
    off = (network.forward(X)[0] == 0).all(axis=0)
    assert off.any()
    assert check_gradient(network, X, Y).verdict == "right"
