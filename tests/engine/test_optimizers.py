"""Optimizers against the formulas of the notes, written out plainly."""

import numpy as np
import pytest

from playground.engine import EngineError, Network, Trainer
from playground.engine.optimizers import flush, optimizers
from playground.settings import SettingError

ALPHA = 0.1


def gd(theta, gradients):
    for g in gradients:
        theta = theta - ALPHA * g
    return theta


def momentum(theta, gradients, beta=0.9):
    v = 0
    for g in gradients:
        v = beta * v + (1 - beta) * g
        theta = theta - ALPHA * v
    return theta


def classical_momentum(theta, gradients, beta=0.9):
    v = 0
    for g in gradients:
        v = beta * v + g
        theta = theta - ALPHA * v
    return theta


def rmsprop(theta, gradients, beta2=0.999, epsilon=1e-8):
    S = 0
    for g in gradients:
        S = beta2 * S + (1 - beta2) * g**2
        theta = theta - ALPHA * g / (np.sqrt(S) + epsilon)
    return theta


def adam(theta, gradients, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v = S = 0
    for t, g in enumerate(gradients, 1):
        v = beta1 * v + (1 - beta1) * g
        S = beta2 * S + (1 - beta2) * g**2
        v_corrected, S_corrected = v / (1 - beta1**t), S / (1 - beta2**t)
        theta = theta - ALPHA * v_corrected / (np.sqrt(S_corrected) + epsilon)
    return theta


CASES = [
    (optimizers["gd"](), gd),
    (optimizers["momentum"](), momentum),
    (optimizers["momentum"](beta=0), gd),
    (optimizers["momentum"](variant="classical"), classical_momentum),
    (optimizers["rmsprop"](), rmsprop),
    (optimizers["rmsprop"](beta2=0.5, epsilon=0.3), lambda *run: rmsprop(*run, 0.5, 0.3)),
    (optimizers["adam"](), adam),
    (optimizers["adam"](beta1=0.5, beta2=0, epsilon=0.1), lambda *run: adam(*run, 0.5, 0, 0.1)),
]


def walked(optimizer, theta, gradients, dtype="float64"):
    theta = theta.astype(dtype)
    G = np.empty((2, theta.size), dtype)
    memory = np.zeros((len(optimizer.state), theta.size), dtype)
    prepare, calls = optimizer.bind(theta, G, memory)
    for t, g in enumerate(gradients, 1):
        G[0] = g
        prepare(ALPHA, t)
        for bound in calls:
            bound()
    return theta


def example(size=7, steps=30):
    rng = np.random.default_rng(0)
    return rng.normal(size=size), rng.normal(size=(steps, size))


def test_all_are_there_with_the_defaults_of_the_notes():
    assert set(optimizers) == {"gd", "momentum", "rmsprop", "adam"}
    assert optimizers["momentum"]().beta == 0.9
    assert optimizers["rmsprop"]().beta2 == 0.999
    defaults = optimizers["adam"]()
    assert (defaults.beta1, defaults.beta2, defaults.epsilon) == (0.9, 0.999, 1e-8)


@pytest.mark.parametrize("optimizer, plain", CASES, ids=lambda case: getattr(case, "name", ""))
def test_equals_the_plain_formula(optimizer, plain):
    theta, gradients = example()
    np.testing.assert_allclose(walked(optimizer, theta, gradients), plain(theta, gradients), 1e-13)


@pytest.mark.parametrize("optimizer, plain", CASES, ids=lambda case: getattr(case, "name", ""))
def test_float32_stays_float32(optimizer, plain):
    theta, gradients = example(steps=10)
    found = walked(optimizer, theta, gradients, "float32")
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, plain(theta, gradients), rtol=1e-4, atol=1e-5)


def test_classical_momentum_walks_the_same_path_with_the_smaller_rate():
    theta, gradients = example()
    averaged = walked(optimizers["momentum"](beta=0.8), theta, gradients)
    classical = walked(optimizers["momentum"](beta=0.8, variant="classical"), theta, gradients)
    np.testing.assert_allclose(averaged - theta, 0.2 * (classical - theta), rtol=1e-12)


def test_flush_takes_only_what_no_longer_counts():
    memory = np.array([[1e-300, -1e-295, 0, 1e-200, -1.0]])
    flush(memory)
    assert memory.tolist() == [[0, 0, 0, 1e-200, -1]]
    small = np.array([[1e-35, 1e-20, -1]], np.float32)
    flush(small)
    assert (small == np.array([[0, 1e-20, -1]], np.float32)).all()


def test_an_input_that_is_always_0_does_not_fill_the_memory_with_denormals():
    network = Network([2, 1], ["linear"], "half_squared_error", dtype="float32")
    trainer = Trainer(network, "momentum", 0.001, rng=np.random.default_rng(0))
    Y = np.ones((1, 3))
    trainer.step(np.ones((2, 3)), Y)
    for _ in range(900):  # 0.9^900 is a denormal number in float32
        trainer.step(np.array([[1.0] * 3, [0.0] * 3]), Y)
    memory = np.abs(trainer.state()["vectors"])
    assert not ((memory > 0) & (memory < np.finfo(np.float32).tiny)).any()
    assert memory.any()


def quadratic(optimizer, **words):
    """A trainer on one linear layer: a quadratic bowl."""
    network = Network([2, 1], ["linear"], "half_squared_error")
    rng = np.random.default_rng(3)
    trainer = Trainer(network, optimizer, 0.05, rng=rng, **words)
    return trainer, rng.normal(size=(2, 9)), rng.normal(size=(1, 9))


@pytest.mark.parametrize("name", optimizers)
def test_every_optimizer_finds_the_bottom_of_a_bowl(name):
    trainer, X, Y = quadratic(name)
    costs = [trainer.step(X, Y) for _ in range(3000)]
    A = np.vstack([X, np.ones(9)])
    best = 0.5 * np.square(Y.T - A.T @ np.linalg.lstsq(A.T, Y.T, rcond=None)[0]).mean()
    # Steps that are divided by the size of the gradient do not shrink: they hover about it.
    assert costs[-1] == pytest.approx(best, rel=1e-6 if name in ("gd", "momentum") else 1e-2)


def test_wrong_constants_are_refused():
    with pytest.raises(SettingError, match=r"beta1: 1 is not allowed; it must be at least 0"):
        optimizers["adam"](beta1=1.0)
    with pytest.raises(EngineError, match="optimizer: there is no optimizer 'sgd'; choose from gd"):
        quadratic("sgd")


def test_an_optimizer_is_added_in_one_place():
    """A class with its settings, its mathematics and its registration: nothing else to edit."""
    from playground.engine.calls import call
    from playground.engine.optimizers import Optimizer
    from playground.settings import number

    @optimizers.register("sign", label="Sign of the gradient")
    class Sign(Optimizer):
        """Steps of one length, whatever the size of the gradient."""

        length: float = number(1, label="Length", within="[0, inf)")

        def bind(self, theta, G, memory):
            g, step = G
            rate = np.zeros((), theta.dtype)

            def prepare(alpha, t):
                rate[...] = alpha * self.length

            return prepare, [
                call(np.sign, g, step),
                call(np.multiply, step, rate, step),
                call(np.subtract, theta, step, theta),
            ]

    try:
        trainer, X, Y = quadratic(("sign", {"length": 2}))
        before, g = trainer.network.theta.copy(), trainer.network.gradient(X, Y)
        trainer.step(X, Y)
        np.testing.assert_allclose(trainer.network.theta, before - 0.1 * np.sign(g))
        assert trainer.optimizer.label == "Sign of the gradient"
    finally:
        optimizers.discard("sign")


@pytest.mark.parametrize(
    "optimizer",
    [
        optimizers["gd"](),
        optimizers["momentum"](beta=0.9),
        optimizers["momentum"](beta=0.5),
        optimizers["momentum"](beta=0.9, variant="classical"),
    ],
)
def test_up_to_the_largest_stable_step_a_bowl_is_gone_down_and_beyond_it_up(optimizer):
    curvature = 4.0
    ends = {}
    for share in (0.99, 1.01):
        theta, g = np.ones(1), np.zeros((2, 1))
        state = np.zeros((len(optimizer.state), 1))
        prepare, calls = optimizer.bind(theta, g, state)
        for t in range(1, 3001):
            g[0] = curvature * theta
            prepare(share * optimizer.largest_stable_step / curvature, t)
            for bound in calls:
                bound()
        ends[share] = abs(theta[0])
    assert ends[0.99] < 1e-3 and ends[1.01] > 1e3


def test_where_the_size_of_the_gradient_is_divided_away_no_step_is_unstable():
    assert np.isinf([optimizers[name]().largest_stable_step for name in ("adam", "rmsprop")]).all()
