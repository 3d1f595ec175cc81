"""The same numbers as PyTorch and scikit-learn, which the extra `peers` installs."""

import numpy as np
import pytest

from playground.engine import Network, Trainer
from playground.engine.optimizers import optimizers

CASES = [
    ([3, 1], ["sigmoid"], "binary_cross_entropy"),
    ([3, 6, 5, 1], ["relu", "tanh", "sigmoid"], "binary_cross_entropy"),
    ([3, 6, 4], ["leaky_relu", "sigmoid"], "binary_cross_entropy"),
    ([3, 6, 5, 4], ["sigmoid", "relu", "softmax"], "softmax_cross_entropy"),
    ([3, 6, 2], ["tanh", "linear"], "half_squared_error"),
    ([3, 6, 2], ["linear", "sigmoid"], "half_squared_error"),
]
PENALTIES = [(0, 0), (0, 0.7), (0.5, 0), (0.3, 0.4)]


def problem(sizes, kinds, loss, l1=0.0, l2=0.0, m=17):
    network = Network(sizes, kinds, loss, l1=l1, l2=l2)
    rng = np.random.default_rng(0)
    network.theta = rng.normal(0, 0.7, network.n_parameters)
    X, n_y = rng.normal(size=(sizes[0], m)), sizes[-1]
    if loss == "half_squared_error":
        return network, X, rng.normal(size=(n_y, m))
    if loss == "softmax_cross_entropy":
        return network, X, np.eye(n_y)[:, rng.integers(0, n_y, m)]
    return network, X, rng.integers(0, 2, (n_y, m)).astype(float)


class TorchTwin:
    """The same network with torch's autograd in place of backpropagation by hand."""

    def __init__(self, torch, network):
        self.torch, self.network = torch, network
        self.weights = [torch.tensor(W.copy(), requires_grad=True) for W in network.weights]
        self.biases = [torch.tensor(b.copy(), requires_grad=True) for b in network.biases]

    @property
    def parameters(self):
        return [p for layer in zip(self.weights, self.biases) for p in layer]

    def cost(self, X, Y):
        torch, network, functional = self.torch, self.network, self.torch.nn.functional
        A, m = torch.tensor(X), X.shape[1]
        Y = torch.tensor(Y)
        for W, b, g in zip(self.weights, self.biases, network.activations):
            Z = W @ A + b
            A = {
                "sigmoid": torch.sigmoid,
                "tanh": torch.tanh,
                "relu": torch.relu,
                "leaky_relu": lambda Z: functional.leaky_relu(Z, 0.01),
                "linear": lambda Z: Z,
                "softmax": lambda Z: torch.softmax(Z, 0),
            }[g.name](Z)
        if network.loss.name == "binary_cross_entropy":
            total = functional.binary_cross_entropy_with_logits(Z, Y, reduction="sum")
        elif network.loss.name == "softmax_cross_entropy":
            total = functional.cross_entropy(Z.T, Y.argmax(0), reduction="sum")
        else:
            total = 0.5 * ((A - Y) ** 2).sum()
        penalty = sum(
            network.l2 / (2 * m) * (W**2).sum() + network.l1 / (2 * m) * W.abs().sum()
            for W in self.weights
        )
        return total / m + penalty

    def theta(self, of=lambda p: p.detach()):
        """What `of` gives for every parameter, in the layout of theta."""
        parts = [
            np.concatenate([of(W).numpy().T.ravel(), of(b).numpy().ravel()])
            for W, b in zip(self.weights, self.biases)
        ]
        return np.concatenate(parts)


@pytest.mark.parametrize("l1, l2", PENALTIES)
@pytest.mark.parametrize("sizes, kinds, loss", CASES)
def test_cost_and_gradient_of_torch(sizes, kinds, loss, l1, l2):
    torch = pytest.importorskip("torch", reason="the extra `peers` installs it")
    network, X, Y = problem(sizes, kinds, loss, l1, l2)
    clone = TorchTwin(torch, network)
    cost = clone.cost(X, Y)
    cost.backward()
    assert network.cost(X, Y) == pytest.approx(cost.item(), rel=1e-12)
    found, expected = network.gradient(X, Y), clone.theta(lambda p: p.grad)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(
    "optimizer, make",
    [
        (optimizers["gd"](), lambda optim, p: optim.SGD(p, lr=0.05)),
        (
            optimizers["momentum"](variant="classical"),
            lambda optim, p: optim.SGD(p, lr=0.05, momentum=0.9),
        ),
        (
            optimizers["momentum"](),
            lambda optim, p: optim.SGD(p, lr=0.005, momentum=0.9),
        ),
        (optimizers["rmsprop"](), lambda optim, p: optim.RMSprop(p, lr=0.05, alpha=0.999)),
        (optimizers["adam"](), lambda optim, p: optim.Adam(p, lr=0.05)),
    ],
    ids=lambda case: getattr(case, "name", ""),
)
@pytest.mark.parametrize("sizes, kinds, loss", [CASES[1], CASES[3], CASES[4]])
def test_25_steps_of_every_optimizer_of_torch(sizes, kinds, loss, optimizer, make):
    torch = pytest.importorskip("torch", reason="the extra `peers` installs it")
    network, X, Y = problem(sizes, kinds, loss, l2=0.1)
    clone = TorchTwin(torch, network)
    theirs = make(torch.optim, clone.parameters)
    ours = Trainer(network, optimizer, 0.05, rng=np.random.default_rng(0))
    for step in range(25):
        some = slice(step % 5, step % 5 + 9)
        theirs.zero_grad()
        cost = clone.cost(X[:, some], Y[:, some])
        cost.backward()
        theirs.step()
        assert ours.step(X[:, some], Y[:, some]) == pytest.approx(cost.item(), rel=1e-9)
    np.testing.assert_allclose(network.theta, clone.theta(), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic", "identity"])
@pytest.mark.parametrize("kind", ["MLPClassifier", "MLPRegressor"])
def test_predictions_cost_and_steps_of_scikit_learn(kind, activation):
    """25 steps of its gradient descent, full batch, with its penalty."""
    neural = pytest.importorskip("sklearn.neural_network", reason="`peers` installs it")
    rng, m = np.random.default_rng(0), 30
    X = rng.normal(size=(2, m))
    words = {
        "hidden_layer_sizes": (5, 4), "activation": activation, "solver": "sgd", "momentum": 0,
        "alpha": 0.4, "learning_rate_init": 0.05, "batch_size": m, "shuffle": False,
        "random_state": 0,
    }  # fmt: skip
    theirs = getattr(neural, kind)(**words)
    if kind == "MLPClassifier":
        labels = (X[0] * X[1] > 0).astype(int)
        Y, output, loss = labels[np.newaxis], "sigmoid", "binary_cross_entropy"
    else:
        labels = X[0] * X[1]
        Y, output, loss = labels[np.newaxis], "linear", "half_squared_error"
    theirs.partial_fit(X.T, labels, **({"classes": [0, 1]} if kind == "MLPClassifier" else {}))

    hidden = {"logistic": "sigmoid", "identity": "linear"}.get(activation, activation)
    network = Network([2, 5, 4, 1], [hidden, hidden, output], loss, l2=0.4)
    for W, b, coefficients, intercepts in zip(
        network.weights, network.biases, theirs.coefs_, theirs.intercepts_
    ):
        W[...], b[...] = coefficients.T, intercepts[:, np.newaxis]
    ours = Trainer(network, "gd", 0.05, rng=np.random.default_rng(0))
    for _ in range(25):
        theirs.partial_fit(X.T, labels)
        assert ours.step(X, Y) == pytest.approx(theirs.loss_, rel=1e-9)
    for W, b, coefficients, intercepts in zip(
        network.weights, network.biases, theirs.coefs_, theirs.intercepts_
    ):
        np.testing.assert_allclose(W, coefficients.T, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(b[:, 0], intercepts, rtol=1e-9, atol=1e-12)
    if kind == "MLPClassifier":
        expected = theirs.predict_proba(X.T)[:, 1]
    else:
        expected = theirs.predict(X.T)
    np.testing.assert_allclose(network.predict(X)[0], expected, rtol=1e-9)
