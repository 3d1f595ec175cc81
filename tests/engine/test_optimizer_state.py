"""An optimizer at work on a vector: what it remembers when it changes, and long vectors."""

import numpy as np
import pytest

from playground.engine import EngineError, Network, Trainer
from playground.engine.optimizer_state import OptimizerState
from playground.engine.optimizers import optimizers


def stepped(state, gradients, rate=0.05):
    """Let a state take one step by each of these gradients."""
    for gradient in gradients:
        state.gradient[0] = gradient
        state.t += 1
        prepare, calls, _ = state.rule
        prepare(rate, state.t)
        for bound in calls:
            bound()


def gradients(size, count=5):
    return np.random.default_rng(3).normal(size=(count, size))


@pytest.mark.parametrize(
    "before, after",
    [
        (optimizers["momentum"](beta=0.9), optimizers["momentum"](beta=0.5)),
        (optimizers["momentum"](), optimizers["momentum"](variant="classical")),
        (optimizers["rmsprop"](), optimizers["rmsprop"](beta2=0.9)),
        (optimizers["adam"](), optimizers["adam"](beta1=0.5, beta2=0.99)),
    ],
)
def test_new_constants_keep_what_is_remembered(before, after):
    """v and S of the formulas are the same right after the change as right before."""
    state = OptimizerState(np.zeros(7), before)
    stepped(state, gradients(7))
    old = state.vectors * np.array(before.scales())[:, np.newaxis]
    state.change(after)
    new = state.vectors * np.array(after.scales())[:, np.newaxis]
    assert old.any()
    np.testing.assert_allclose(new, old, rtol=1e-14)
    assert state.t == 5 and state.optimizer == after


def test_another_optimizer_starts_afresh_and_theta_goes_on():
    theta = np.zeros(7)
    state = OptimizerState(theta, optimizers["adam"]())
    stepped(state, gradients(7))
    before = theta.copy()
    state.change(optimizers["gd"]())
    assert state.t == 0 and state.vectors.shape == (0, 7)
    stepped(state, np.ones((1, 7)), rate=0.5)
    np.testing.assert_allclose(theta, before - 0.5, rtol=1e-14)


def test_a_trainer_counts_the_steps_of_its_optimizer_apart():
    rng = np.random.default_rng(3)
    trainer = Trainer(Network([2, 1], ["linear"], "half_squared_error"), "adam", 0.05, rng=rng)
    X, Y = rng.normal(size=(2, 9)), rng.normal(size=(1, 9))
    trainer.step(X, Y)
    trainer.optimizer = "adam"
    assert (trainer.steps, trainer.optimizer_steps) == (1, 1)
    trainer.optimizer = "rmsprop"
    assert (trainer.steps, trainer.optimizer_steps) == (1, 0)
    assert not trainer.state()["vectors"].any()


@pytest.mark.parametrize("name", optimizers)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_long_vector_is_moved_in_pieces_to_the_same_bits(name, dtype):
    size = 5 * (1 << 20) // np.dtype(dtype).itemsize // 2  # two pieces and a half
    steps = gradients(size, 2).astype(dtype)
    whole, start = np.ones(size, dtype), np.ones(1000, dtype)
    stepped(OptimizerState(whole, optimizers[name]()), steps)
    for part in (slice(0, 1000), slice(size - 1000, size)):
        alone = start.copy()
        stepped(OptimizerState(alone, optimizers[name]()), steps[:, part])
        np.testing.assert_array_equal(whole[part], alone)


def test_a_memory_of_another_optimizer_is_refused():
    state = OptimizerState(np.zeros(7), optimizers["adam"]())
    assert state.checked_vectors(np.ones((2, 7)).tolist()).shape == (2, 7)
    with pytest.raises(EngineError, match=r"has the shape \(1, 7\); .* need \(2, 7\)"):
        state.checked_vectors(np.ones((1, 7)))
