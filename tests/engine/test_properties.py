"""What holds for every architecture, found by trying many (Hypothesis)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import Network, Trainer, check_gradient
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.optimizers import optimizers

HIDDEN = [name for name, cls in activations.items() if not cls.output_only]
OUTPUTS = {
    "binary_cross_entropy": ["sigmoid"],
    "softmax_cross_entropy": ["softmax"],
    "half_squared_error": list(activations),
    "huber": list(activations),
}
few = settings(max_examples=40, deadline=None)


@st.composite
def problems(draw):
    """A network with random parameters and examples that fit it."""
    loss = draw(st.sampled_from(sorted(OUTPUTS)))
    output = draw(st.sampled_from(OUTPUTS[loss]))
    hidden = draw(st.lists(st.integers(1, 6), max_size=3))
    n_y = draw(st.integers(2 if output == "softmax" else 1, 4))
    sizes = [draw(st.integers(1, 4)), *hidden, n_y]
    kinds = [draw(st.sampled_from(HIDDEN)) for _ in hidden] + [output]
    l1, l2 = draw(st.sampled_from([(0, 0), (0.3, 0), (0, 0.5), (0.2, 0.4)]))
    labels = loss in ("binary_cross_entropy", "softmax_cross_entropy")
    weights = st.lists(st.floats(0.1, 9), min_size=max(2, n_y), max_size=max(2, n_y))
    how = {"class_weights": draw(st.just([]) | weights)} if labels else {}
    network = Network(sizes, kinds, (loss, how), l1=l1, l2=l2)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    network.theta = rng.normal(0, 0.8, network.n_parameters)
    m = draw(st.integers(1, 12))
    X = rng.normal(size=(sizes[0], m))
    if not labels:
        Y = rng.normal(size=(n_y, m))
    elif loss == "softmax_cross_entropy":
        Y = np.eye(n_y)[:, rng.integers(0, n_y, m)]
    else:
        Y = rng.integers(0, 2, (n_y, m)).astype(float)
    return network, X, Y, rng


@few
@given(problems())
def test_shapes(problem):
    network, X, Y, _ = problem
    m, sizes = X.shape[1], network.layer_sizes
    assert network.predict(X).shape == Y.shape
    assert [A.shape for A in network.forward(X)] == [(n, m) for n in sizes[1:]]
    assert network.gradient(X, Y).shape == network.theta.shape
    assert isinstance(network.cost(X, Y), float)
    assert network.cost_and_error(X, Y).error >= 0


@few
@given(problems())
def test_the_gradient_is_that_of_the_cost(problem):
    network, X, Y, _ = problem
    # A kink of relu or |w| may lie within epsilon; then one parameter is off, not the whole.
    assert check_gradient(network, X, Y, 1e-6).difference < 1e-6


@few
@given(problems())
def test_the_order_of_the_examples_does_not_matter(problem):
    network, X, Y, rng = problem
    order = rng.permutation(X.shape[1])
    np.testing.assert_allclose(
        network.gradient(X[:, order], Y[:, order]), network.gradient(X, Y), rtol=1e-9, atol=1e-13
    )
    np.testing.assert_allclose(network.cost(X[:, order], Y[:, order]), network.cost(X, Y), 1e-12)


@few
@given(problems())
def test_every_example_twice_gives_the_same_data_term(problem):
    network, X, Y, _ = problem
    network.l1 = network.l2 = 0
    twice = np.tile(X, 2), np.tile(Y, 2)
    np.testing.assert_allclose(
        network.gradient(*twice), network.gradient(X, Y), rtol=1e-9, atol=1e-13
    )


@few
@given(problems(), st.sampled_from(sorted(optimizers)))
def test_a_step_of_any_optimizer_equals_itself(problem, name):
    """Same start, same batch, same bits; and the cost before the update is the cost."""
    network, X, Y, _ = problem
    clone, cost = network.copy(), network.cost(X, Y)
    for net in (network, clone):
        trainer = Trainer(net, name, 0.01, rng=np.random.default_rng(0))
        np.testing.assert_allclose(trainer.step(X, Y), cost, rtol=1e-12)
    assert (network.theta == clone.theta).all()


@few
@given(st.integers(1, 6), st.integers(1, 20), st.integers(0, 2**32), st.floats(0, 3))
def test_one_layer_is_logistic_regression_in_closed_form(n_x, m, seed, l2):
    rng = np.random.default_rng(seed)
    network = Network([n_x, 1], ["sigmoid"], "binary_cross_entropy", l2=l2)
    network.theta = rng.normal(size=n_x + 1)
    X, y = rng.normal(size=(n_x, m)), rng.integers(0, 2, m)
    w, b = network.weights[0][0].copy(), network.biases[0].item()
    a = 1 / (1 + np.exp(-(w @ X + b)))
    cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)) + l2 / (2 * m) * (w @ w)
    dw, db = X @ (a - y) / m + l2 / m * w, (a - y).mean()
    np.testing.assert_allclose(network.cost(X, y[np.newaxis]), cost, rtol=1e-10)
    np.testing.assert_allclose(network.gradient(X, y[np.newaxis]), [*dw, db], rtol=1e-9, atol=1e-13)


@few
@given(st.integers(0, 2**32), st.integers(1, 15))
def test_two_classes_by_softmax_are_a_sigmoid_of_the_difference(seed, m):
    rng = np.random.default_rng(seed)
    softmax = Network([3, 2], ["softmax"], "softmax_cross_entropy")
    softmax.theta = rng.normal(size=8)
    sigmoid = Network([3, 1], ["sigmoid"], "binary_cross_entropy")
    sigmoid.weights[0][...] = softmax.weights[0][1] - softmax.weights[0][0]
    sigmoid.biases[0][...] = softmax.biases[0][1] - softmax.biases[0][0]
    X, labels = rng.normal(size=(3, m)), rng.integers(0, 2, m)
    Y = np.eye(2)[:, labels]
    np.testing.assert_allclose(softmax.predict(X)[1:], sigmoid.predict(X), rtol=1e-12)
    np.testing.assert_allclose(
        softmax.cost(X, Y), sigmoid.cost(X, labels[np.newaxis]), rtol=1e-11, atol=1e-15
    )
    dW = softmax.gradient(X, Y).reshape(4, 2)[:, 1]
    np.testing.assert_allclose(dW, sigmoid.gradient(X, labels[np.newaxis]), rtol=1e-9, atol=1e-14)


@few
@given(st.sampled_from(sorted(initializers)), st.integers(0, 2**32))
def test_units_can_be_renamed(name, seed):
    """Exchanging two hidden units with all their weights changes no prediction."""
    rng = np.random.default_rng(seed)
    network = Network([3, 4, 2], ["tanh", "linear"], "half_squared_error")
    network.initialize(name, rng)
    network.biases[0][...] = rng.normal(size=(4, 1))
    X, order = rng.normal(size=(3, 5)), rng.permutation(4)
    before = network.predict(X)
    network.weights[0][...] = network.weights[0][order].copy()
    network.biases[0][...] = network.biases[0][order].copy()
    network.weights[1][...] = network.weights[1][:, order].copy()
    np.testing.assert_allclose(network.predict(X), before, rtol=1e-9, atol=1e-13)
