"""What the next step will do is known beforehand, to the last bit, and nothing is changed by it."""

from copy import deepcopy

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import Trainer, reference
from playground.engine.rehearsal import coming_step, rehearsed
from playground.engine.schedules import schedules
from tests.engine.test_properties import problems
from tests.engine.test_reference import OPTIMIZERS, flat

few = settings(max_examples=60, deadline=None)


@st.composite
def trainers(draw):
    """A trainer in the midst of training, any kind of it."""
    network, X, Y, rng = draw(problems())
    network.keep_prob = rng.choice([1.0, 0.5, 0.8], network.n_layers).tolist()
    schedule = schedules[draw(st.sampled_from(sorted(schedules)))]()
    trainer = Trainer(
        network, draw(OPTIMIZERS), 0.02, schedule, draw(st.integers(1, 12)), rng, deepcopy(rng)
    )
    trainer.defers = draw(st.booleans())
    trainer.attach(X, Y)
    for _ in range(draw(st.integers(0, 7))):
        trainer.advance()
    if draw(st.booleans()):
        trainer.batch_size = draw(st.integers(1, 12))  # from the next epoch on
    return trainer


@few
@given(trainers())
def test_theta_will_be_what_was_announced(trainer):
    for _ in range(3):
        before = trainer.state()
        announced = rehearsed(trainer)
        after = trainer.state()
        assert before["rng"] == after["rng"] and before["dropout_rng"] == after["dropout_rng"]
        assert before["steps"] == after["steps"]
        trainer.advance()
        assert np.array_equal(trainer.network.theta, announced)


@few
@given(trainers())
def test_the_coming_mini_batch_and_its_masks_give_the_cost_of_the_next_step(trainer):
    step, network = coming_step(trainer), trainer.network.copy()
    X, Y = trainer.training_set
    assert np.array_equal(X[:, step.places], step.X) and np.array_equal(Y[:, step.places], step.Y)
    expected = network.cost_function(step.X, step.Y, step.masks)()
    np.testing.assert_allclose(trainer.advance(), expected, rtol=1e-12, atol=1e-14)


def test_the_gradient_of_the_coming_step_is_that_of_the_formulas():
    from playground.engine import Network

    rng = np.random.default_rng(2)
    network = Network([2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=0.4)
    network.initialize("xavier", rng)
    network.keep_prob = [1.0, 0.5]
    X, Y = rng.normal(size=(2, 9)), (rng.random((1, 9)) < 0.5).astype(float)
    trainer = Trainer(network, "gd", 0.5, None, 4, rng)
    trainer.attach(X, Y)
    step, theta = coming_step(trainer), network.theta.copy()
    assert len(step.places) == 4 and step.masks[0] is None
    W, b = [None, *network.weights], [None, *network.biases]
    g = [None, reference.tanh, reference.sigmoid]
    slope = [None, reference.tanh_derivative, reference.sigmoid_derivative]
    how = step.masks, network.keep_prob
    Z, A = reference.forward(step.X, W, b, g, *how)
    loss_dZ = reference.binary_cross_entropy_dZ
    *_, dW, db = reference.backward(step.Y, Z, A, W, slope, loss_dZ, 0, 0.4, *how)
    expected = theta - 0.5 * flat(dW, db)
    trainer.advance()
    np.testing.assert_allclose(network.theta, expected, rtol=1e-12)
