"""Layers: the signal forward and back, against plain loops and what theory expects."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import Network
from playground.engine.initializers import initializers
from playground.experiment.layers import Signals, identical_units, layers_of


def deep(activation: str, initializer, depth: int = 8, width: int = 40, seed: int = 0) -> Network:
    net = Network(
        [width] * (depth + 1) + [1], [activation] * depth + ["sigmoid"], "binary_cross_entropy"
    )
    net.initialize(initializer, np.random.default_rng(seed))
    return net


def examples(width: int = 40, m: int = 200) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    return rng.normal(size=(width, m)), rng.integers(0, 2, (1, m)).astype(float)


def signals(activation: str, initializer, **more) -> Signals:
    return Signals.of(deep(activation, initializer, **more), *examples())


def test_spreads_are_those_of_the_network_and_its_gradient():
    rng = np.random.default_rng(1)
    net = Network([3, 4, 5, 2], ["tanh", "relu", "softmax"], "softmax_cross_entropy", l2=0.3)
    net.initialize("he", rng)
    X, Y = rng.normal(size=(3, 20)), np.eye(2)[:, rng.integers(0, 2, 20)]
    found = Signals.of(net, X, Y)
    activations = net.forward(X)
    assert np.allclose(found.A_std, [A.std() for A in activations], rtol=1e-12)
    gradient, at = net.gradient(X, Y), 0
    for layer, W in enumerate(net.weights):
        size = W.size + len(W)
        block = gradient[at : at + size].reshape(-1, len(W))[:-1].T
        assert found.dW_norm[layer] == pytest.approx(np.linalg.norm(block), rel=1e-12)
        at += size
    # dZ[L] of an example is p - y.
    assert found.dZ_std[-1] == pytest.approx((activations[-1] - Y).std(), rel=1e-12)
    # One example at a time, times m: the gradient of its b[1] is its dZ[1].
    first = [net.copy().gradient(X[:, [i]], Y[:, [i]])[12:16] for i in range(20)]
    assert found.dZ_std[0] == pytest.approx(np.std(first), rel=1e-9)
    for counts, edges in found.A_histogram:
        assert counts.sum() in (80, 100, 40) and len(edges) == len(counts) + 1


@pytest.mark.parametrize("theta", [1e17, 1e160, 1e308])
def test_a_network_that_has_diverged_can_be_looked_at(theta):
    """Its values are huge, and some of them so close that no bins fit between them."""
    net = Network([1, 1], ["linear"], "half_squared_error")
    net.theta = np.full(2, theta)
    X = np.linspace(-1e-17, 1e-17, 9)[None, :]
    found = Signals.of(net, X, np.zeros((1, 9)))
    for counts, edges in filter(None, found.A_histogram):
        assert counts.sum() in (9, 1) and (np.diff(edges) > 0).all()


@pytest.mark.parametrize("gamma", [0.5, 1.0, 1.5])
def test_a_chain_of_identities_scales_by_gamma_to_the_depth(gamma):
    net = Network([4] * 7 + [1], ["linear"] * 6 + ["sigmoid"], "binary_cross_entropy")
    for W in net.weights[:-1]:
        W[...] = gamma * np.eye(4)
    net.weights[-1][...] = 1.0
    found = Signals.of(net, *examples(4))
    assert found.A_std[5] / found.input_std == pytest.approx(gamma**6, rel=1e-9)
    assert found.forward_factor == pytest.approx(gamma)
    assert found.dZ_std[0] / found.dZ_std[5] == pytest.approx(gamma**5, rel=1e-9)


@pytest.mark.parametrize(
    "activation, initializer, word",
    [
        ("tanh", initializers["normal"](scale=0.01), "vanishes"),
        ("relu", initializers["normal"](scale=0.01), "vanishes"),
        ("tanh", initializers["xavier"](), "gets through"),
        ("relu", initializers["he"](), "gets through"),
        ("relu", initializers["normal"](scale=1), "explodes"),
        ("relu", initializers["normal"](scale=10), "explodes"),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_vanishing_healthy_and_exploding_are_said(activation, initializer, word, seed):
    found = signals(activation, initializer, seed=seed)
    assert word in found.sentence()
    assert f"{found.forward_factor:.2g} a layer forward" in found.sentence()
    assert f"{found.backward_factor:.2g} a layer back" in found.sentence()


def test_large_tanh_weights_saturate():
    found = signals("tanh", initializers["normal"](scale=10))
    assert found.saturated[:-1].min() > 0.9
    assert found.saturated[0] == pytest.approx(
        np.mean(np.abs(layers_of(deep("tanh", initializers["normal"](scale=10)), *examples())[0].A)
                > 0.98),
        abs=1e-3,
    )  # fmt: skip


@pytest.mark.parametrize("activation, name", [("tanh", "xavier"), ("relu", "he")])
def test_the_expected_factor_is_near_the_measured_one_for_wide_layers(activation, name):
    found = Signals.of(deep(activation, name, width=400), *examples(400))
    # tanh bends even a healthy signal a little; relu keeps its mean square.
    assert found.expected_factor == pytest.approx(1, abs=0.03)
    assert found.forward_factor == pytest.approx(found.expected_factor, abs=0.15)
    small = signals(activation, initializers["normal"](scale=0.01))
    assert small.forward_factor == pytest.approx(small.expected_factor, rel=0.15)


def test_units_that_are_the_same_are_counted_and_said():
    net = deep("tanh", "zeros", depth=2, width=5)
    found = Signals.of(net, *examples(5))
    assert found.identical.tolist() == [5, 5, 0]
    assert "5 of the 5 units of layer 1 are identical: they" in found.sentence()
    net.weights[0][0, 0] = 1e-9
    layers = layers_of(net, *examples(5))
    assert identical_units(layers[0], layers[1]) == 4


def test_dead_units_are_those_that_answer_nothing_to_anyone():
    net = deep("relu", "he", depth=2, width=5)
    net.biases[0][2] = -1e6
    assert Signals.of(net, *examples(5)).dead.tolist() == [1, 0, 0]


def test_a_network_that_has_diverged_is_looked_at_without_a_warning():
    net = deep("relu", "he", depth=2, width=5)
    net.theta[...] = np.inf
    with np.errstate(all="raise"):
        found = Signals.of(net, *examples(5))
    assert "nothing can be learned" in found.sentence()
