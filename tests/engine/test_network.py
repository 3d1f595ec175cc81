"""Network: theta and its views, predictions, cost, penalty, and what it refuses."""

import copy
import pickle

import numpy as np
import pytest

from playground.engine import EngineError, Network
from playground.engine.activations import activations
from playground.engine.losses import losses


def example(dtype="float64", **words):
    network = Network([3, 5, 2], ["tanh", "linear"], "half_squared_error", dtype=dtype, **words)
    rng = np.random.default_rng(0)
    network.theta = rng.normal(size=network.n_parameters)
    return network, rng.normal(size=(3, 7)), rng.normal(size=(2, 7))


def plain_output(network, X):
    """The forward pass as the notes write it."""
    A = X
    for W, b, g in zip(network.weights, network.biases, network.activations):
        A = g(W @ A + b)
    return A


def test_weights_and_biases_are_views_of_theta():
    network, _, _ = example()
    assert network.theta.shape == (network.n_parameters,) == (5 * 4 + 2 * 6,)
    assert [W.shape for W in network.weights] == [(5, 3), (2, 5)]
    assert [b.shape for b in network.biases] == [(5, 1), (2, 1)]
    network.theta[...] = 0
    assert not network.weights[0].any()
    network.weights[1][...] = 3
    network.biases[0][...] = 2
    assert np.count_nonzero(network.theta == 3) == 10
    assert np.count_nonzero(network.theta == 2) == 5
    assert network.theta.flags.c_contiguous


def test_assigning_theta_copies_into_the_same_array():
    network, _, _ = example()
    theta, values = network.theta, np.arange(network.n_parameters)
    network.theta = values
    assert network.theta is theta
    assert (theta == values).all()
    with pytest.raises(EngineError, match=r"theta: the shape \(3,\) is not allowed; .* \(32,\)"):
        network.theta = np.ones(3)


@pytest.mark.parametrize("m", [1, 7, 6000])
def test_predictions_are_those_of_the_plain_formula(m):
    network, _, _ = example()
    X = np.random.default_rng(1).normal(size=(3, m))
    np.testing.assert_allclose(network.predict(X), plain_output(network, X), rtol=1e-12)
    layers = network.forward(X)
    assert [A.shape for A in layers] == [(5, m), (2, m)]
    np.testing.assert_allclose(layers[-1], network.predict(X), rtol=0)


def test_results_belong_to_the_caller():
    network, X, Y = example()
    first, layers, gradient = network.predict(X), network.forward(X), network.gradient(X, Y)
    kept = first.copy(), layers[0].copy(), gradient.copy()
    network.theta *= 2
    network.predict(X), network.forward(X), network.gradient(X, Y)
    for array, before in zip((first, layers[0], gradient), kept):
        np.testing.assert_array_equal(array, before)


def test_cost_and_error_of_classes_and_of_numbers():
    network, X, Y = example()
    Yhat = network.predict(X)
    cost, error = network.cost_and_error(X, Y)
    assert cost == pytest.approx(network.cost(X, Y), rel=1e-15)
    assert error == pytest.approx(np.sqrt(np.square(Yhat - Y).sum(axis=0).mean()))

    for output, loss, n_y in [
        ("sigmoid", "binary_cross_entropy", 1),
        ("softmax", "softmax_cross_entropy", 3),
    ]:
        network = Network([3, 4, n_y], ["relu", output], loss)
        network.initialize("he", np.random.default_rng(2))
        labels = np.random.default_rng(3).integers(0, max(2, n_y), 7)
        Y = labels[np.newaxis] if n_y == 1 else np.eye(n_y)[:, labels]
        Yhat = network.predict(X)
        guessed = Yhat[0] >= 0.5 if n_y == 1 else Yhat.argmax(axis=0)
        assert network.cost_and_error(X, Y).error == np.mean(guessed != labels)


@pytest.mark.parametrize("l1, l2", [(0, 0.5), (0.3, 0), (0.3, 0.5)])
def test_penalty_counts_all_weights_and_no_bias(l1, l2):
    network, X, Y = example(l1=l1, l2=l2)
    m = X.shape[1]
    expected = sum(
        l2 / (2 * m) * np.square(W).sum() + l1 / (2 * m) * np.abs(W).sum() for W in network.weights
    )
    assert network.penalty(m) == pytest.approx(expected, rel=1e-14)
    difference = network.cost(X, Y) - network.cost(X, Y, penalty=False)
    assert difference == pytest.approx(expected, rel=1e-12)
    for b in network.biases:
        b[...] += 10
    assert network.penalty(m) == pytest.approx(expected, rel=1e-14)


def test_penalties_may_be_set_at_any_time():
    network, X, Y = example()
    plain = network.cost(X, Y)
    network.l2 = 1
    assert network.cost(X, Y) == pytest.approx(plain + network.penalty(7))
    g = network.gradient(X, Y)
    network.l2 = 0
    assert network.cost(X, Y) == plain
    assert (network.gradient(X, Y) != g).any()


@pytest.mark.parametrize(
    "clone", [Network.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_copies_share_nothing_and_work(clone):
    network, X, _ = example(l1=0.1, l2=0.2, keep_prob=[1, 0.5])
    network.task = "of its labels"  # which its loss does not say
    network.predict(X)
    other = clone(network)
    assert other.task == network.task
    assert (other.theta == network.theta).all()
    assert (other.l1, other.l2, other.keep_prob) == (0.1, 0.2, (1, 0.5))
    before = network.predict(X)
    other.weights[0][...] += 1
    np.testing.assert_array_equal(network.predict(X), before)
    np.testing.assert_allclose(other.predict(X), plain_output(other, X), rtol=1e-12)


def test_float32_throughout():
    network, X, Y = example("float32")
    wide = network.copy("float64")
    assert network.theta.dtype == network.weights[0].dtype == np.float32
    for found, exact in [
        (network.predict(X), wide.predict(X)),
        (network.gradient(X, Y), wide.gradient(X, Y)),
        (network.forward(X)[0], wide.forward(X)[0]),
    ]:
        assert found.dtype == np.float32 and exact.dtype == np.float64
        np.testing.assert_allclose(found, exact, rtol=1e-4, atol=1e-6)
    assert network.cost(X, Y) == pytest.approx(wide.cost(X, Y), rel=1e-6)


def test_no_product_of_float32_is_made_in_float64():
    """Every array a plan owns has the network's type."""
    network, _, _ = example("float32", l1=0.1, l2=0.1)
    plan = network.make_plan(np.empty_like(network.theta), 7)
    penalty = network.make_penalty(np.empty_like(network.theta), 7)
    for bound in plan.value + plan.backward + penalty.calls:
        for operand in (*getattr(bound, "args", ()), *getattr(bound, "keywords", {}).values()):
            if isinstance(operand, np.ndarray):
                assert operand.dtype == np.float32, bound


def test_lists_whole_numbers_and_other_orders_are_taken():
    network, X, _ = example()
    np.testing.assert_array_equal(network.predict(X.tolist()), network.predict(X))
    np.testing.assert_allclose(network.predict(np.asfortranarray(X)), network.predict(X), 1e-13)
    whole = np.arange(6).reshape(3, 2)
    np.testing.assert_array_equal(network.predict(whole), network.predict(whole.astype(float)))


def test_names_pairs_and_instances_of_activations_and_losses():
    entries = ["relu", ("leaky_relu", {"beta": 0.2}), activations["linear"]()]
    network = Network([1, 2, 2, 1], entries, losses["half_squared_error"]())
    assert [g.name for g in network.activations] == ["relu", "leaky_relu", "linear"]
    assert network.activations[1].beta == 0.2
    same = Network([1, 2, 2, 1], network.activations, network.loss)
    assert same.activations == network.activations


GOOD = {
    "layer_sizes": [2, 3, 1],
    "activations": ["relu", "sigmoid"],
    "loss": "binary_cross_entropy",
}


BAD = [
    ("layer_sizes", [2, 0, 1], "0 units in layer 1 are not allowed; every layer has .* at least 1"),
    ("layer_sizes", [2, 2.5, 1], "2.5 units in layer 1 are not allowed"),
    ("layer_sizes", [2], r"\[2\] is too short"),
    ("layer_sizes", 3, "3 is not a row of whole numbers"),
    (
        "activations",
        ["swish", "sigmoid"],
        r"\[0\]: there is no activation 'swish'; choose from sig",
    ),
    ("activations", ["relu"], "it needs one entry for each of the 2 layers"),
    ("activations", "relu", "'relu' is not allowed"),
    ("activations", ["softmax", "sigmoid"], "'softmax' is not allowed in a hidden layer"),
    ("activations", [("leaky_relu", {"beta": 2}), "sigmoid"], r"\[0\]: beta: 2 is not allowed"),
    ("activations", [("relu", {"beta": 0.1}), "sigmoid"], r"\[0\]: .*beta"),
    ("activations", [7, "sigmoid"], r"\[0\]: 7 is not the name"),
    ("loss", "hinge", "there is no loss 'hinge'; choose from binary_cross_entropy"),
    ("l2", -1, "-1 is not allowed; it must be a number, at least 0"),
    ("l1", float("nan"), "nan is not allowed"),
    ("l1", "much", "'much' is not allowed"),
    ("keep_prob", 0, "0 is not allowed; it must be a number, above 0 and at most 1"),
    ("keep_prob", 1.2, "1.2 is not allowed"),
    ("keep_prob", [0.5], "1 numbers are not allowed; give one, or 2"),
    ("keep_prob", [1, 0], r"\[1\]: 0 is not allowed"),
    ("keep_prob", "half", "not allowed"),
    ("dtype", "float16", "'float16' is not allowed; choose float64 or float32"),
    ("dtype", "number", "'number' is not allowed"),
]


@pytest.mark.parametrize("argument, value, sentence", BAD)
def test_bad_architectures_are_refused_in_a_sentence(argument, value, sentence):
    with pytest.raises(EngineError, match=rf"^{argument}.*{sentence}"):
        Network(**GOOD | {argument: value})


def test_types_may_be_given_as_types():
    assert Network(**GOOD, dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize(
    "X, Y, sentence",
    [
        (np.ones((3, 4)), np.ones((1, 4)), r"X: the shape \(3, 4\) is not allowed; .* \(2, m\)"),
        (np.ones(2), np.ones((1, 1)), r"X: the shape \(2,\) is not allowed"),
        (np.ones((2, 0)), np.ones((1, 0)), "with at least one example"),
        (np.ones((2, 4)), np.ones((2, 4)), r"Y: the shape \(2, 4\) is not allowed"),
        (np.ones((2, 4)), np.ones((1, 3)), "X has 4 examples and Y has 3; they must agree"),
        ([[1, np.nan], [1, 1]], np.ones((1, 2)), "X: nan in row 0, column 1 is not allowed"),
        ([[1, 1], [np.inf, 1]], np.ones((1, 2)), "X: inf in row 1, column 0 is not allowed"),
        (np.ones((2, 2)), [[np.nan, 1]], "Y: nan in row 0, column 0"),
        ([["a", "b"], ["c", "d"]], np.ones((1, 2)), "X: it holds something that is not a number"),
        (np.ones((2, 2)) * 1j, np.ones((1, 2)), "X: it holds something that is not a number"),
    ],
)
def test_bad_examples_are_refused_in_a_sentence(X, Y, sentence):
    network = Network(**GOOD)
    for use in (network.cost, network.gradient, network.cost_and_error):
        with pytest.raises(EngineError, match=sentence):
            use(X, Y)


def test_bad_masks_are_refused():
    network = Network(**GOOD)
    X, Y = np.ones((2, 4)), np.ones((1, 4))
    with pytest.raises(EngineError, match="masks: 1 entries are not allowed; it needs 2"):
        network.gradient(X, Y, masks=[None])
    with pytest.raises(EngineError, match=r"masks\[1\]: the shape \(3, 5\) .* must be \(3, 4\)"):
        network.gradient(X, Y, masks=[None, np.ones((3, 5))])


@pytest.mark.parametrize("value", [0, -0.1, 1.5])
def test_keep_prob_is_checked_when_it_is_set_too(value):
    network = Network(**GOOD)
    with pytest.raises(EngineError, match="keep_prob"):
        network.keep_prob = value
    network.keep_prob = 0.5
    assert network.keep_prob == (1, 0.5)
