"""The engine equals the notes' formulas, written plainly, for whatever it is asked to compute."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import EngineError, Network, Trainer, check_gradient, reference
from playground.engine.activations import activations
from playground.engine.average import weighted_average
from playground.engine.initializers import initializers
from playground.engine.losses import losses
from playground.engine.optimizers import optimizers
from playground.engine.reference.unwritten import computed
from playground.engine.schedules import schedules
from playground.settings import Registry, settings_of
from tests.engine.test_properties import problems

few = settings(max_examples=60, deadline=None)
MASKED = st.booleans()
OPTIMIZERS = st.one_of(
    st.sampled_from(["gd", "momentum", "rmsprop", "adam"]).map(lambda name: optimizers[name]()),
    st.builds(optimizers["momentum"], beta=st.floats(0, 0.99), variant=st.just("classical")),
    st.builds(optimizers["rmsprop"], beta2=st.floats(0, 0.999), epsilon=st.floats(1e-8, 0.1)),
    st.builds(
        optimizers["adam"],
        beta1=st.floats(0, 0.99),
        beta2=st.floats(0, 0.999),
        epsilon=st.floats(1e-8, 0.1),
    ),
)


class Written:
    """The reference's functions for a network, with its parameters as the notes index them."""

    def __init__(self, network):
        self.W, self.b = [None, *network.weights], [None, *network.biases]
        of = reference.function_of
        self.g = [None, *(of(each) for each in network.activations)]
        self.derivative = [None, *(of(each, "_derivative") for each in network.activations)]
        self.loss, self.loss_dZ = of(network.loss), of(network.loss, "_dZ")
        self.l1, self.l2, self.keep_prob = network.l1, network.l2, list(network.keep_prob)

    def cost(self, X, Y, D=None):
        Z, A = reference.forward(X, self.W, self.b, self.g, D, self.keep_prob)
        return reference.cost(self.loss(Z[-1], A[-1], Y), self.W, self.l1, self.l2)

    def backward(self, X, Y, D=None):
        Z, A = reference.forward(X, self.W, self.b, self.g, D, self.keep_prob)
        how = self.derivative, self.loss_dZ, self.l1, self.l2, D, self.keep_prob
        return reference.backward(Y, Z, A, self.W, *how)

    def gradient(self, X, Y, D=None):
        *_, dW, db = self.backward(X, Y, D)
        return flat(dW, db)


def flat(W, b):
    """W[l] and b[l] in the layout of theta."""
    return np.concatenate([np.vstack([w.T, c.T]).ravel() for w, c in zip(W[1:], b[1:])])


def masks_of(network, m, rng, wanted):
    """Fixed dropout masks for some layers, with keep_prob to match; None for no dropout."""
    if not wanted:
        return None
    keep_prob = rng.choice([1.0, 0.5, 0.8], network.n_layers)
    network.keep_prob = keep_prob
    return [
        None if keep == 1 else reference.dropout_mask(n, m, keep, rng)
        for n, keep in zip(network.layer_sizes, keep_prob)
    ]


@few
@given(problems())
def test_forward(problem):
    network, X, _, _ = problem
    written = Written(network)
    _, A = reference.forward(X, written.W, written.b, written.g)
    for layer, expected in zip(network.forward(X), A[1:]):
        np.testing.assert_allclose(layer, expected, rtol=1e-12, atol=1e-14)


@few
@given(problems(), MASKED)
def test_cost_and_gradient(problem, masked):
    network, X, Y, rng = problem
    D = masks_of(network, X.shape[1], rng, masked)
    written = Written(network)
    np.testing.assert_allclose(
        network.cost_function(X, Y, D)(), written.cost(X, Y, D), rtol=1e-12, atol=1e-15
    )
    expected = written.gradient(X, Y, D)
    size = max(np.abs(expected).max(), 1e-3)
    np.testing.assert_allclose(network.gradient(X, Y, D), expected, rtol=1e-9, atol=1e-13 * size)


@few
@given(problems(), OPTIMIZERS, st.sampled_from(sorted(schedules)), MASKED)
def test_steps(problem, optimizer, schedule, masked):
    """Four mini-batches: theta, cost and rate are those of the formulas."""
    network, X, Y, rng = problem
    D = masks_of(network, X.shape[1], rng, masked)
    theta, t0 = network.theta.copy(), 1
    trainer = Trainer(network, optimizer, 0.02, schedules[schedule](), rng=rng)
    state = tuple(np.zeros_like(theta) for _ in optimizer.state)
    step, rate = reference.function_of(optimizer), reference.function_of(trainer.schedule)
    plain = network.copy()
    written = Written(plain)
    for t in range(t0, t0 + 4):
        plain.theta = theta
        cost, g = written.cost(X, Y, D), written.gradient(X, Y, D)
        assert trainer.current_learning_rate == rate(0.02, 1, t)
        np.testing.assert_allclose(trainer.step(X, Y, D), cost, rtol=1e-11)
        # A gradient of nearly 0 is all rounding, and adam or rmsprop divide by its size.
        solid = np.abs(g) > 1e-7
        theta, state = step(theta, g, state, rate(0.02, 1, t), t)
        np.testing.assert_allclose(network.theta[solid], theta[solid], rtol=1e-9, atol=1e-10)
        theta = network.theta.copy()


@pytest.mark.parametrize("name", sorted(schedules))
def test_schedules(name):
    schedule = schedules[name]()
    rate = reference.function_of(schedule)
    for epoch, step in [(1, 1), (2, 7), (10, 100), (31, 4000)]:
        assert schedule.rate(0.2, epoch, step) == rate(0.2, epoch, step)


@pytest.mark.parametrize("name", sorted(set(initializers) - {"given"}))
def test_initializers(name):
    initializer = initializers[name]()
    network = Network([3, 5, 2], ["tanh", "linear"], "half_squared_error")
    network.initialize(initializer, np.random.default_rng(3))
    rng = np.random.default_rng(3)
    draw = reference.function_of(initializer)
    for W in network.weights:
        assert (draw(W.shape[1], W.shape[0], rng) == W).all()


@pytest.mark.parametrize("name", sorted(activations))
def test_slopes_of_activations(name):
    Z = np.array([[-800.0, -3, -0.5, 0, 1e-9, 0.7, 30, 800], [1.0, 2, 3, 4, 5, 6, 7, 8]])
    activation = activations[name]()
    written = reference.function_of(activation)
    np.testing.assert_allclose(activation(Z), written(Z), rtol=1e-13, atol=1e-300)
    if not activation.output_only:
        slope = reference.function_of(activation, "_derivative")
        np.testing.assert_allclose(activation.slope(Z), slope(Z), rtol=1e-12, atol=1e-12)


@few
@given(problems())
def test_loops_equal_matrices(problem):
    """NN 1.1.1, CS230 2.2: the same step number by number."""
    network, X, Y, _ = problem
    written = Written(network)
    Z, A = reference.forward(X, written.W, written.b, written.g)
    Z_loops, A_loops = reference.forward_loops(X, written.W, written.b, written.g)
    how = written.derivative, written.loss_dZ, written.l1, written.l2
    found = reference.backward_loops(Y, Z_loops, A_loops, written.W, *how)
    for one, other in zip([Z, A, *written.backward(X, Y)], [Z_loops, A_loops, *found], strict=True):
        for plain, by_loops in zip(one, other, strict=True):
            assert (plain is None) == (by_loops is None)
            if plain is not None:
                np.testing.assert_allclose(by_loops, plain, rtol=1e-10, atol=1e-13)
    *_, dW, db = found
    W, b = reference.gd_loops(written.W, written.b, dW, db, 0.1)
    theta, _ = reference.gd(network.theta, flat(dW, db), (), 0.1, 1)
    np.testing.assert_allclose(flat(W, b), theta, rtol=1e-14)


def test_mini_batches_are_those_of_the_trainer():
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(2, 23)), rng.normal(size=(1, 23))
    trainer = Trainer(
        Network([2, 1], ["linear"], "half_squared_error"),
        "gd",
        batch_size=5,
        rng=np.random.default_rng(9),
        dropout_rng=np.random.default_rng(1),
    )
    trainer.attach(X, Y)
    shuffling = np.random.default_rng(9)
    for _ in range(2):
        for batch in reference.mini_batches(23, 5, shuffling):
            expected = trainer.network.cost(X[:, batch], Y[:, batch])
            assert trainer.advance() == pytest.approx(expected, rel=1e-12)
    (whole,) = reference.mini_batches(4, 10, shuffling)
    assert whole.tolist() == [0, 1, 2, 3]


def test_averages_with_memory():
    x = np.random.default_rng(0).normal(size=200)
    np.testing.assert_allclose(
        reference.weighted_average(x, 0.9), weighted_average(x, 0.9), rtol=1e-10, atol=1e-14
    )


def test_the_gradient_check():
    rng = np.random.default_rng(2)
    network = Network([3, 4, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=0.3)
    network.theta = rng.normal(size=network.n_parameters)
    X, Y = rng.normal(size=(3, 9)), rng.integers(0, 2, (1, 9)).astype(float)

    def J(theta):
        other = network.copy()
        other.theta = theta
        return other.cost(X, Y)

    approx, difference = reference.gradient_check(J, network.theta, network.gradient(X, Y), 1e-5)
    found = check_gradient(network, X, Y, 1e-5)
    np.testing.assert_allclose(approx, found.approximation, rtol=1e-6, atol=1e-9)
    assert difference == pytest.approx(found.difference, rel=0.1) and difference < 1e-7
    wrong = network.gradient(X, Y) * 1.5
    assert reference.gradient_check(J, network.theta, wrong, 1e-5)[1] > 0.1


def test_every_registered_method_has_its_formula_with_its_own_settings():
    """Same names, same settings, same defaults: neither can drift from the other."""
    registries: list[Registry] = [activations, initializers, losses, optimizers, schedules]
    for registry in registries:
        for name, cls in registry.items():
            if name == "given":
                continue  # typed, not drawn: there is no formula
            function = getattr(reference, name)
            own = settings_of(cls)
            defaults = function.__defaults__ or ()
            names = function.__code__.co_varnames[: function.__code__.co_argcount]
            assert dict(zip(names[len(names) - len(defaults) :], defaults)) == {
                setting: getattr(cls(), setting) for setting in own
            }, name
            assert list(own) == list(names[len(names) - len(own) :]) or not own


@pytest.mark.parametrize("name", sorted(activations))
def test_an_activation_that_is_not_written_down_is_computed_by_its_own_calls(name):
    Z = np.random.default_rng(0).normal(size=(3, 5))
    settings = activations[name]()
    np.testing.assert_allclose(computed(settings, "")(Z), reference.function_of(settings)(Z))
    if name != "softmax":  # its derivative is a matrix
        np.testing.assert_allclose(
            computed(settings, "_derivative")(Z), reference.function_of(settings, "_derivative")(Z)
        )


@pytest.mark.parametrize("name", sorted(losses))
def test_a_loss_that_is_not_written_down_is_computed_by_its_own_calls(name):
    rng, settings = np.random.default_rng(1), losses[name]()
    Z, Y = rng.normal(size=(3, 5)), np.eye(3)[:, rng.integers(0, 3, 5)]
    output = activations[settings.output or "tanh"]()
    A, slope = output(Z), reference.function_of(output, "_derivative")
    for suffix, more in (("", ()), ("_dZ", (slope,))):
        np.testing.assert_allclose(
            computed(settings, suffix)(Z, A, Y, *more),
            reference.function_of(settings, suffix)(Z, A, Y, *more),
        )


@pytest.mark.parametrize("name", sorted(optimizers))
def test_an_optimizer_that_is_not_written_down_is_computed_by_its_own_calls(name):
    rng, settings = np.random.default_rng(2), optimizers[name]()
    theta, g = rng.normal(size=(2, 6))
    state = tuple(rng.random((len(settings.state), 6)))
    found = computed(settings, "")(theta, g, state, 0.1, 3)
    expected = reference.function_of(settings)(theta, g, state, 0.1, 3)
    np.testing.assert_allclose(found[0], expected[0])
    np.testing.assert_allclose(found[1], expected[1])


def test_what_has_no_formula_says_so():
    with pytest.raises(EngineError, match="no formula for 'nowhere'"):
        reference.function_of(
            schedules.register("nowhere", label="Nowhere")(
                type("Nowhere", (schedules["constant"],), {"__doc__": "Nobody wrote it down."})
            )()
        )
    schedules.discard("nowhere")
