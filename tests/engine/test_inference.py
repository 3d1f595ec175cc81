"""All activations on a fixed set of points."""

import numpy as np
import pytest

from playground.engine import EngineError, Network
from playground.engine.inference import Inference


@pytest.mark.parametrize("dtype, tolerance", [("float64", 1e-13), ("float32", 1e-5)])
@pytest.mark.parametrize("m", [1, 900, 30_000])  # one piece, one piece, several and a rest
def test_equals_the_forward_pass_of_the_network(dtype, tolerance, m):
    rng = np.random.default_rng(0)
    network = Network([2, 9, 5, 3], ["relu", "tanh", "softmax"], "softmax_cross_entropy")
    X = rng.normal(size=(2, m))
    inference = Inference(network, X, dtype)
    for _ in range(2):
        network.theta = rng.normal(size=network.n_parameters)
        expected = network.forward(X)
        for A, exact in zip(inference.activations(network.theta), expected):
            assert A.dtype == dtype and A.shape == exact.shape
            np.testing.assert_allclose(A, exact, rtol=tolerance, atol=tolerance)
        np.testing.assert_allclose(
            inference.output(network.theta), expected[-1], tolerance, tolerance
        )


def test_the_network_it_is_made_from_does_not_matter_afterwards():
    network = Network([2, 1], ["sigmoid"], "binary_cross_entropy")
    inference = Inference(network, np.ones((2, 3)))
    network.theta = np.ones(3)
    assert (inference.output(np.zeros(3)) == 0.5).all()


def test_parameters_that_overflow_make_no_noise(recwarn):
    network = Network([2, 3, 1], ["sigmoid", "linear"], "half_squared_error")
    inference = Inference(network, np.ones((2, 3)))
    inference.output(np.full(network.n_parameters, 1e200))
    inference.output(np.full(network.n_parameters, np.nan))
    assert not recwarn.list


def test_points_beyond_single_precision_are_at_its_end(recwarn):
    network = Network([1, 1], ["tanh"], "half_squared_error")
    network.theta = [1.0, 0.0]
    output = Inference(network, np.array([[-1e300, 0, 1e39]])).output(network.theta)
    np.testing.assert_array_equal(output, [[-1, 0, 1]])
    with pytest.raises(EngineError, match="X: inf in row 0, column 1"):
        Inference(network, np.array([[1e300, np.inf]]))
    assert not recwarn.list


def test_points_that_do_not_fit_are_refused():
    network = Network([2, 1], ["sigmoid"], "binary_cross_entropy")
    with pytest.raises(EngineError, match=r"X: the shape \(3, 4\)"):
        Inference(network, np.ones((3, 4)))
    with pytest.raises(EngineError, match="X: nan"):
        Inference(network, np.full((2, 4), np.nan))
