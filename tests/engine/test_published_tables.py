"""The tables the course notes print, from the weights and the batches they were made with.

The engine is driven by the names of the public interface alone. Each published figure also comes
out of the plain formulas in `course_tables`; where nothing is published, those are the table.
"""

from itertools import islice

import numpy as np
import pytest
from course_tables import Plain, circles, drawn, epochs, flower, he, moons

from playground.engine import Network, Trainer, check_gradient
from playground.engine.gradient_check import compare_gradients
from playground.engine.initializers import initializers
from playground.engine.optimizers import optimizers


def network_of(layers, hidden="relu", **settings):
    """A network with a sigmoid output and the given weights and biases."""
    sizes = [layers[0][0].shape[1], *(W.shape[0] for W, _ in layers)]
    activations = [hidden] * (len(layers) - 1) + ["sigmoid"]
    network = Network(sizes, activations, "binary_cross_entropy", **settings)
    for i, (W, b) in enumerate(layers):
        network.weights[i][...] = W
        network.biases[i][...] = b
    return network


def trainer_of(network, optimizer="gd", learning_rate=0.01):
    rng = np.random.default_rng(0)
    return Trainer(network, optimizers[optimizer](), learning_rate, batch_size=64, rng=rng)


def gradient_of(network, X, Y, masks=None):
    """dW and db of each layer, read through a network whose theta is the gradient."""
    reader = network.copy()
    reader.theta = network.gradient(X, Y, masks)
    return reader.weights, reader.biases


def printed(figures):
    """Figures as they were printed, equal to half of their last digit; `;` between the rows.

    NumPy prints as many digits as the longest number of an array needs.
    """
    digits = max(len(figure.partition(".")[2]) for figure in figures.replace(";", " ").split())
    rows = [[float(figure) for figure in row.split()] for row in figures.split(";")]
    expected = np.array(rows if len(rows) > 1 else rows[0])
    return pytest.approx(expected, rel=0, abs=0.501 * 10.0**-digits)


# ---------------------------------------------------------------------- logistic regression


@pytest.fixture
def regression():
    return network_of([(np.array([[1.0, 2.0]]), np.array([[2.0]]))])


X3, Y3 = np.array([[1, 2, -1], [3, 4, -3.2]]), np.array([[1, 0, 1]])


def test_logistic_regression_cost_and_gradient(regression):
    (dw,), (db,) = gradient_of(regression, X3, Y3)
    assert regression.cost(X3, Y3) == pytest.approx(5.801545319394553, rel=1e-14)
    assert dw[0] == printed("0.99845601 2.39507239")
    assert db[0] == pytest.approx([0.001455578136784208], rel=1e-12)


def test_logistic_regression_after_100_iterations(regression):
    trainer = trainer_of(regression, learning_rate=0.009)
    for _ in range(99):
        trainer.step(X3, Y3)
    (dw,), (db,) = gradient_of(regression, X3, Y3)
    assert dw[0] == printed("0.67752042 1.41625495")
    assert db[0] == printed("0.219194504541")
    trainer.step(X3, Y3)
    assert regression.weights[0][0] == printed("0.19033591 0.12259159")
    assert regression.biases[0][0] == printed("1.92535983008")


# ---------------------------------------------------------------------- two layers


def test_two_layers_on_the_flower():
    X, Y = flower()
    layers = drawn([2, 4, 1], 2, lambda n_in: 0.01)
    ours, plain = trainer_of(network_of(layers, "tanh"), learning_rate=1.2), Plain(layers, "tanh")
    costs, theirs = [], []
    for _ in range(7001):
        costs.append(ours.step(X, Y))
        theirs.append(plain.step(X, Y, "gd", 1.2))
    # The table goes on, but from here on every machine prints other digits.
    table = "0.693048 0.288083 0.254385 0.233864 0.226792 0.222644 0.219731 0.217504"
    assert costs[::1000] == printed(table)
    assert theirs[::1000] == printed(table)


def test_hidden_layers_of_several_sizes_on_the_flower():
    X, Y = flower()
    accuracies = []
    for n in (1, 2, 3, 4, 5):
        network = network_of(drawn([2, n, 1], 2, lambda n_in: 0.01), "tanh")
        trainer = trainer_of(network, learning_rate=1.2)
        for _ in range(5000):
            trainer.step(X, Y)
        accuracies.append(100 * np.mean((network.predict(X) > 0.5) == (Y > 0.5)))
    assert accuracies == [67.5, 67.25, 90.75, 90.5, 91.25]


def test_two_layers_on_three_points():
    rng = np.random.RandomState(1)
    X, Y = rng.randn(2, 3), (rng.randn(1, 3) > 0).astype(float)
    network = network_of(drawn([2, 4, 1], 2, lambda n_in: 0.01), "tanh")
    dW, db = gradient_of(network, X, Y)
    assert dW[0] == printed(
        "0.00301023 -0.00747267; 0.00257968 -0.00641288; -0.00156892 0.003893; "
        "-0.00652037 0.01618243"
    )
    assert dW[1][0] == printed("0.00078841 0.01765429 -0.00084166 -0.01022527")
    assert db[0] == printed("0.00176201; 0.00150995; -0.00091736; -0.00381422")
    assert db[1][0] == printed("-0.16655712")

    trainer = trainer_of(network, learning_rate=1.2)
    costs = [trainer.step(X, Y) for _ in range(10_000)]
    table = (
        "0.692739 0.000218 0.000107 0.000071 0.000053 0.000042 0.000035 0.000030 0.000026 0.000023"
    )
    assert costs[::1000] == printed(table)
    assert network.weights[0] == printed(
        "-0.65848169 1.21866811; -0.76204273 1.39377573; 0.5792005 -1.10397703; "
        "0.76773391 -1.41477129"
    )
    assert network.weights[1][0] == printed("-2.45566237 -3.27042274 2.00784958 3.36773273")
    assert network.biases[0] == printed("0.287592; 0.3511264; -0.2431246; -0.35772805")
    assert network.biases[1][0] == printed("0.20459656")


# ---------------------------------------------------------------------- three initializations


def test_the_old_generator_draws_the_weights_of_the_notes():
    network = Network([2, 4, 1], ["relu", "sigmoid"], "binary_cross_entropy")
    network.initialize(initializers["he"](), np.random.RandomState(3))
    assert network.weights[0] == printed(
        "1.78862847 0.43650985; 0.09649747 -1.8634927; -0.2773882 -0.35475898; "
        "-0.08274148 -0.62700068"
    )
    assert network.weights[1][0] == printed("-0.03098412 -0.33744411 -0.92904268 0.62552248")


def costs_on_circles(scale, iterations):
    X, Y = circles()
    trainer = trainer_of(network_of(drawn([2, 10, 5, 1], 3, scale)))
    return [trainer.step(X, Y) for _ in range(iterations)]


def test_weights_of_zero_learn_nothing():
    costs = costs_on_circles(lambda n_in: 0, 5001)
    assert costs[::1000] == pytest.approx([0.6931471805599453] * 6, rel=1e-15)


def test_weights_of_ten_start_far_away():
    """Their table begins with "inf", which is the logarithm of a saturated output; here it is the
    finite cost of those outputs. So large a start makes a last digit grow, so that every machine
    printed other figures: 0.6237, 0.6242 and 0.6250 after 1,000 iterations."""
    costs = costs_on_circles(lambda n_in: 10, 10_001)
    assert np.isfinite(costs).all() and costs[0] > 1
    table = [0.6242, 0.5979, 0.5636, 0.5501, 0.5443, 0.5374]
    assert costs[1000:7000:1000] == pytest.approx(table, abs=2e-3)
    assert costs[8000::1000] == pytest.approx([0.3977, 0.3934, 0.3920], abs=2e-3)


def test_he_weights_learn_the_circles():
    costs = costs_on_circles(he, 14_001)
    table = [
        0.8830537463419761, 0.6879825919728063, 0.6751286264523371, 0.6526117768893807,
        0.6082958970572938, 0.5304944491717495, 0.4138645817071794, 0.3117803464844441,
        0.23696215330322562, 0.18597287209206836, 0.15015556280371808, 0.12325079292273551,
        0.09917746546525937, 0.08457055954024283, 0.07357895962677366,
    ]  # fmt: skip
    assert costs[::1000] == pytest.approx(table, rel=1e-12)


# ---------------------------------------------------------------------- regularization


@pytest.fixture
def five_points():
    """X, Y and the layers 3-2-3-1 that the worked figures of L2 and dropout begin with."""
    rng = np.random.RandomState(1)
    X, Y = rng.randn(3, 5), np.array([[1, 1, 0, 1, 0]])
    layers = [(rng.randn(n_out, n_in), rng.randn(n_out, 1)) for n_in, n_out in ((3, 2), (2, 3))]
    return X, Y, [*layers, (rng.randn(1, 3), rng.randn(1, 1))]


def test_gradient_with_l2(five_points):
    X, Y, layers = five_points
    network = network_of(layers, l2=0.7)
    assert network.predict(X)[0] == printed(
        "0.40682402 0.01629284 0.16722898 0.10118111 0.40682402"
    )
    dW, db = gradient_of(network, X, Y)
    assert dW[0] == printed("-0.25604646 0.12298827 -0.28297129; -0.17706303 0.34536094 -0.4410571")
    assert dW[1] == printed(
        "0.79276486 0.85133918; -0.0957219 -0.01720463; -0.13100772 -0.03750433"
    )
    assert dW[2][0] == printed("-1.77691347 -0.11832879 -0.09397446")
    assert db[0] == printed("0.11845855; 0.21236874")


def test_cost_with_l2():
    rng = np.random.RandomState(1)
    shapes = ((3, 2), (2, 3), (3, 1))
    layers = [(rng.randn(n_out, n_in), rng.randn(n_out, 1)) for n_in, n_out in shapes]
    network = network_of(layers, l2=0.1)
    A3, Y = np.array([0.40682402, 0.01629284, 0.16722898, 0.10118111, 0.40682402]), [1, 1, 0, 1, 0]
    # Logistic regression on one input with weight 1 gives any output that is wanted.
    output = network_of([(np.ones((1, 1)), np.zeros((1, 1)))])
    loss = output.cost(np.log(A3 / (1 - A3))[np.newaxis], np.array([Y]))
    assert loss + network.penalty(5) == printed("1.78648594516")


def test_dropout_with_fixed_masks(five_points):
    X, Y, layers = five_points
    rng = np.random.RandomState(1)
    masks = [None, rng.rand(2, 5) < 0.7, rng.rand(3, 5) < 0.7]
    trainer = trainer_of(network_of(layers, keep_prob=0.7))
    A3 = np.array([0.36974721, 0.00305176, 0.04565099, 0.49683389, 0.36974721])
    expected = -np.mean(np.log(np.where(Y[0], A3, 1 - A3)))
    assert trainer.step(X, Y, masks) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("l2, keep", [(0.7, 1.0), (0.0, 0.86), (0.3, 0.86)])
def test_three_layers_regularized(l2, keep):
    """As the notes train on a football field: 2-20-3-1, rate 0.3; masks fresh in every step."""
    X, Y = circles()
    layers = drawn([2, 20, 3, 1], 3, he)
    ours, plain = trainer_of(network_of(layers, l2=l2, keep_prob=keep), "gd", 0.3), Plain(layers)
    plain.l2 = l2
    rng = np.random.RandomState(1)
    for _ in range(300):
        masks = [rng.rand(n, 300) < keep for n in (20, 3)]
        cost = ours.step(X, Y, [None, *masks])
        assert cost == pytest.approx(plain.step(X, Y, "gd", 0.3, masks, keep), rel=1e-10)
    for W, theirs in zip(ours.network.weights, plain.weights):
        np.testing.assert_allclose(W, theirs, rtol=1e-9, atol=1e-10)


# ---------------------------------------------------------------------- gradient check


def test_the_check_finds_the_mistakes_of_the_notes():
    """dW2 twice and db1 four times what they should be; the printed 0.285 sees both."""
    rng = np.random.RandomState(1)
    X, Y = rng.randn(4, 3), np.array([[1, 1, 0]])
    shapes = ((4, 5), (5, 3), (3, 1))
    network = network_of([(rng.randn(o, i), rng.randn(o, 1)) for i, o in shapes])
    check = check_gradient(network, X, Y, epsilon=1e-7)
    assert check.difference < 2e-7  # theirs was 1.19e-7, which is rounding
    mistaken = network.copy()
    mistaken.theta = network.gradient(X, Y)
    mistaken.weights[1][...] *= 2
    mistaken.biases[0][...] *= 4
    wrong = compare_gradients(network, mistaken.theta, check.approximation)
    assert wrong.difference == pytest.approx(0.285093156781, rel=1e-6)
    assert wrong.verdict == "bug"


# ---------------------------------------------------------------------- optimizers

#: The cost of the last mini-batch of every thousandth epoch, and the mean over that epoch.
ON_MOONS = {
    "gd": (
        "0.690736 0.685273 0.647072 0.619525 0.576584",
        "0.702405 0.668101 0.635288 0.600491 0.573367",
    ),
    "momentum": (
        "0.690741 0.685341 0.647145 0.619594 0.576665",
        "0.702413 0.668167 0.635388 0.600591 0.573444",
    ),
    "adam": (
        "0.690552 0.185567 0.150852 0.074454 0.125936",
        "0.702166 0.167845 0.141316 0.138788 0.136066",
    ),
}


@pytest.mark.parametrize("optimizer", ON_MOONS)
def test_optimizers_on_the_moons(optimizer):
    X, Y = moons()
    trainer = trainer_of(network_of(drawn([2, 5, 2, 1], 3, he)), optimizer, 0.0007)
    last, means = [], []
    for batches in islice(epochs(), 4001):
        costs = [trainer.step(X[:, batch], Y[:, batch]) for batch in batches]
        last.append(costs[-1])
        means.append(np.average(costs, weights=[len(batch) for batch in batches]))
    first_edition, second_edition = ON_MOONS[optimizer]
    assert last[::1000] == printed(first_edition)
    assert means[::1000] == printed(second_edition)


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "rmsprop", "adam"])
def test_optimizers_take_the_path_of_plain_formulas(optimizer):
    X, Y = moons()
    layers = drawn([2, 5, 2, 1], 3, he)
    ours, plain = trainer_of(network_of(layers), optimizer, 0.01), Plain(layers)
    for batches in islice(epochs(), 60):
        for batch in batches:
            cost = ours.step(X[:, batch], Y[:, batch])
            theirs = plain.step(X[:, batch], Y[:, batch], optimizer, 0.01)
            assert cost == pytest.approx(theirs, rel=1e-10)
    for W, theirs in zip(ours.network.weights, plain.weights):
        np.testing.assert_allclose(W, theirs, rtol=1e-9, atol=1e-11)


def test_four_layers_take_the_path_of_plain_formulas():
    """Shaped as the notes' cat classifier, 20-7-5-1 behind the input, with sqrt(1/n) weights."""
    rng = np.random.RandomState(1)
    X, Y = rng.rand(40, 60), (rng.rand(1, 60) < 0.35).astype(float)
    layers = drawn([40, 20, 7, 5, 1], 1, lambda n_in: 1 / np.sqrt(n_in))
    ours, plain = trainer_of(network_of(layers), "gd", 0.0075), Plain(layers)
    for _ in range(500):
        assert ours.step(X, Y) == pytest.approx(plain.step(X, Y, "gd", 0.0075), rel=1e-10)
    for W, theirs in zip(ours.network.weights, plain.weights):
        np.testing.assert_allclose(W, theirs, rtol=1e-9, atol=1e-11)


# ---------------------------------------------------------------------- data


@pytest.mark.parametrize(
    "made, name, noise, seed", [(circles, "circles", 0.05, 1), (moons, "moons", 0.2, 3)]
)
def test_data_are_those_of_scikit_learn(made, name, noise, seed):
    datasets = pytest.importorskip("sklearn.datasets", reason="the extra `peers` installs it")
    X, Y = made()
    make = getattr(datasets, f"make_{name}")
    points, labels = make(300, noise=noise, random_state=seed)
    np.testing.assert_allclose(X, points.T, rtol=1e-15)
    assert (Y[0] == labels).all()
