"""Trainer: single steps, epochs, live settings, saved states, divergence."""

import json
import warnings

import numpy as np
import pytest

from playground.engine import EngineError, Network, Trainer
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules


def data(m=50, seed=0):
    X = np.random.default_rng(seed).normal(size=(2, m))
    return X, (X[:1] * X[1:] > 0).astype(float)


def network(dtype="float64", hidden=5, **words):
    made = Network(
        [2, hidden, 1], ["tanh", "sigmoid"], "binary_cross_entropy", dtype=dtype, **words
    )
    made.initialize("xavier", np.random.default_rng(1))
    return made


def trainer(optimizer="adam", batch_size=16, seed=2, learning_rate=0.05, schedule=None, **words):
    rng = np.random.default_rng(seed)
    return Trainer(network(**words), optimizer, learning_rate, schedule, batch_size, rng)


def test_a_step_walks_down_the_gradient_of_exactly_the_batch_it_is_given():
    t, (X, Y) = trainer("gd", l1=0.1, l2=0.2), data()
    X, Y = X[:, 5:12], Y[:, 5:12]
    theta, cost, g = t.network.theta.copy(), t.network.cost(X, Y), t.network.gradient(X, Y)
    assert t.step(X, Y) == pytest.approx(cost, rel=1e-14)
    np.testing.assert_allclose(t.network.theta, theta - 0.05 * g, rtol=1e-13)
    assert (t.steps, t.epoch) == (1, 0)


def test_batch_sizes_may_change_from_step_to_step():
    t, (X, Y) = trainer("gd"), data()
    for size in (1, 3, 50, 7, 2, 9, 11, 13, 17, 1, 50):
        theta, g = t.network.theta.copy(), t.network.gradient(X[:, :size], Y[:, :size])
        t.step(X[:, :size], Y[:, :size])
        np.testing.assert_allclose(t.network.theta, theta - 0.05 * g, rtol=1e-13)


def test_settings_take_effect_between_any_two_steps():
    t, (X, Y) = trainer("gd"), data()
    for change in (
        {"learning_rate": 0.5},
        {"l2": 3.0},
        {"l1": 2.0},
        {"l2": 0.0},
        {"learning_rate": 0.001},
    ):
        for name, value in change.items():
            setattr(t if name == "learning_rate" else t.network, name, value)
        theta, g = t.network.theta.copy(), t.network.gradient(X, Y)
        assert t.step(X, Y) == pytest.approx(t.learning_rate and cost_before(t, theta, X, Y))
        np.testing.assert_allclose(t.network.theta, theta - t.learning_rate * g, rtol=1e-12)


def cost_before(t, theta, X, Y):
    before = t.network.copy()
    before.theta = theta
    return before.cost(X, Y)


def test_an_epoch_uses_every_example_once_and_keeps_the_smaller_last_batch():
    """A linear unit whose bias alone can learn: its steps add up the targets it saw."""
    X, Y = np.zeros((1, 10)), np.arange(1.0, 11)[np.newaxis]
    t = Trainer(Network([1, 1], ["linear"], "half_squared_error"), "gd", 1e-9, batch_size=4,
                rng=np.random.default_rng(0))  # fmt: skip
    t.attach(X, Y)
    moved = []
    for _ in range(3):
        before = t.network.biases[0].item()
        t.advance()
        moved.append((t.network.biases[0].item() - before) / 1e-9)
    sums = np.array(moved) * [4, 4, 2]
    assert sums.sum() == pytest.approx(55, rel=1e-6)
    assert t.at_epoch_end and (t.epoch, t.position, t.steps) == (1, 0, 3)
    assert not np.allclose(sums, [10, 26, 19])  # it was shuffled


def test_x_and_y_are_shuffled_together_and_differently_every_epoch():
    t, orders = trainer(batch_size=7), []
    t.attach(*data())
    for _ in range(3):
        t.advance()
        orders.append(t.state()["order"])
        while not t.at_epoch_end:
            t.advance()
    assert all(sorted(order) == list(range(50)) for order in orders)
    assert (orders[0] != orders[1]).any() and (orders[1] != orders[2]).any()


@pytest.mark.parametrize("batch_size", [50, 1000])
def test_a_full_batch_is_not_shuffled(batch_size):
    t, alone, (X, Y) = trainer(batch_size=batch_size), trainer(), data()
    state = t.rng.bit_generator.state
    t.attach(X, Y)
    for _ in range(3):
        assert t.advance() == alone.step(X, Y)
    assert t.epoch == 3 and t.batches_per_epoch == 1
    assert t.rng.bit_generator.state == state


@pytest.mark.parametrize("batch_size", [1, 16, 25, 50])
@pytest.mark.parametrize("keep_prob", [None, [0.9, 0.6]])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_train_epoch_and_advance_give_the_same_bits(batch_size, keep_prob, dtype):
    words = {"batch_size": batch_size, "keep_prob": keep_prob, "dtype": dtype}
    a, b, (X, Y) = trainer(**words), trainer(**words), data()
    b.attach(X, Y)
    for _ in range(3):
        costs, m = [], []
        mean = a.train_epoch(X, Y)
        for i in range(b.batches_per_epoch):
            costs.append(b.advance())
            m.append(min(batch_size, 50 - i * batch_size))
        assert mean == pytest.approx(np.average(costs, weights=m), rel=1e-12)
    assert (a.network.theta == b.network.theta).all()
    assert (a.epoch, a.steps) == (b.epoch, b.steps)


def test_attached_data_are_copied():
    a, b, (X, Y) = trainer(), trainer(), data()
    a.attach(X, Y)
    b.attach(X.copy(), Y.copy())
    X[...], Y[...] = 0, 0
    for _ in range(9):
        assert a.advance() == b.advance()


def test_large_examples_are_read_in_place_with_the_same_result():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(700, 60)), rng.integers(0, 2, (1, 60))
    for batch_size in (60, 25):
        t = Trainer(Network([700, 1], ["sigmoid"], "binary_cross_entropy", l2=0.1), "gd", 0.01,
                    batch_size=batch_size, rng=np.random.default_rng(1))  # fmt: skip
        plain, order = t.network.copy(), np.arange(60)
        t.attach(X, Y)
        for _ in range(6):
            start = t.position * batch_size
            t.advance()
            if t.position:
                order = t.state()["order"]
            batch = order[start : start + batch_size]
            plain.theta -= 0.01 * plain.gradient(X[:, batch], Y[:, batch])
        np.testing.assert_allclose(t.network.theta, plain.theta, rtol=1e-11, atol=1e-15)


def test_a_new_batch_size_counts_from_the_next_epoch():
    t = trainer(batch_size=20)
    t.attach(*data())
    t.advance()
    t.batch_size = 5
    assert t.batches_per_epoch == 3
    t.advance(), t.advance()
    assert t.at_epoch_end and t.batches_per_epoch == 10


def test_schedules_count_epochs_and_steps_from_1():
    t = trainer(schedule=schedules["inverse_time"](decay=1), learning_rate=0.2, batch_size=25)
    t.attach(*data())
    rates = []
    for _ in range(6):
        rates.append(t.current_learning_rate)
        t.advance()
    assert rates == pytest.approx([0.1, 0.1, 0.2 / 3, 0.2 / 3, 0.05, 0.05])
    t.schedule = schedules["inverse_sqrt_step"]()
    assert t.current_learning_rate == pytest.approx(0.2 / 7**0.5)
    t.schedule = None
    assert t.current_learning_rate == 0.2


def test_the_scheduled_rate_is_the_one_that_is_used():
    t, (X, Y) = trainer("gd", schedule=schedules["inverse_time"](), learning_rate=0.2), data()
    theta, g = t.network.theta.copy(), t.network.gradient(X, Y)
    t.step(X, Y)
    np.testing.assert_allclose(t.network.theta, theta - 0.1 * g, rtol=1e-13)


@pytest.mark.parametrize("name", optimizers)
@pytest.mark.parametrize("steps", [0, 8, 10, 12])
def test_a_saved_state_goes_on_bit_for_bit(name, steps):
    """Between epochs and in the middle of one, through JSON and arrays."""
    words = {"optimizer": name, "batch_size": 13, "keep_prob": 0.7, "schedule": "exponential"}
    a, (X, Y) = trainer(**words), data()
    a.attach(X, Y)
    for _ in range(steps):
        a.advance()
    state = a.state()
    arrays = {key: value.copy() for key, value in state.items() if isinstance(value, np.ndarray)}
    plain = {key: value for key, value in state.items() if key not in arrays}
    b = trainer(**words, seed=99)
    b.network.theta = a.network.theta
    b.attach(X, Y)
    b.restore(json.loads(json.dumps(plain)) | arrays)
    for _ in range(9):
        assert a.advance() == b.advance()
    assert (a.network.theta == b.network.theta).all()
    assert (a.epoch, a.position, a.steps) == (b.epoch, b.position, b.steps)


def test_a_state_is_a_copy():
    t = trainer()
    t.attach(*data())
    t.advance()
    state = t.state()
    before = {key: np.array(state[key]) for key in ("vectors", "order")}
    for _ in range(5):
        t.advance()
    assert all((state[key] == before[key]).all() for key in before)


def test_states_of_something_else_are_refused():
    state = trainer().state()
    with pytest.raises(EngineError, match="what the optimizer remembers has the shape"):
        trainer("gd").restore(state)
    t = trainer()
    t.attach(*data())
    t.advance()
    state, other = t.state(), trainer()
    other.attach(*data(m=40))
    with pytest.raises(EngineError, match="a training set of 50 examples; the one attached has 40"):
        other.restore(state)


def test_shuffling_and_dropout_have_streams_of_their_own():
    """Switching dropout on leaves the order of the examples as it was."""
    orders = []
    for keep_prob in (None, 0.5):
        t = trainer(keep_prob=keep_prob)
        t.attach(*data())
        for _ in range(6):
            t.advance()
        orders.append(t.state()["order"])
    assert (orders[0] == orders[1]).all()
    one, two = (Trainer(network(keep_prob=0.5), "gd", rng=np.random.default_rng(0),
                        dropout_rng=np.random.default_rng(seed)) for seed in (1, 2))  # fmt: skip
    assert one.step(*data()) != two.step(*data())


def test_masks_are_fresh_every_step_or_as_given():
    X, Y = data()
    t = trainer(keep_prob=0.5, learning_rate=1e-12)
    assert len({t.step(X, Y) for _ in range(5)}) == 5
    mask = np.random.default_rng(0).random((5, 50)) < 0.5
    theta = t.network.theta.copy()
    cost, g = t.network.cost_function(X, Y, [None, mask])(), t.network.gradient(X, Y, [None, mask])
    t = Trainer(t.network, "gd", 0.1, rng=np.random.default_rng(0))
    assert t.step(X, Y, masks=[None, mask]) == pytest.approx(cost, rel=1e-13)
    np.testing.assert_allclose(t.network.theta, theta - 0.1 * g, rtol=1e-13)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", optimizers)
def test_divergence_is_silent_and_leaves_theta_as_it_was(dtype, optimizer):
    net = Network([2, 4, 1], ["linear", "linear"], "half_squared_error", dtype=dtype)
    net.initialize("xavier", np.random.default_rng(0))
    rate = {"float64": 1e200, "float32": 1e30}[dtype]
    t = Trainer(net, optimizer, rate, rng=np.random.default_rng(0))
    X, Y = data()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(40):
            before = net.theta.copy()
            cost = t.step(X, Y)
            if not np.isfinite(cost):
                break
        assert not np.isfinite(cost)
        np.testing.assert_array_equal(net.theta, before)
        assert not np.isfinite(t.step(X, Y))
        net.predict(X), net.cost(X, Y), net.gradient(X, Y), net.cost_and_error(X, Y)


def test_the_type_of_the_examples_does_not_matter():
    X, Y = data()
    for dtype in ("float64", "float32"):
        a, b = trainer(dtype=dtype), trainer(dtype=dtype)
        for _ in range(3):
            assert a.step(X, Y) == b.step(X.astype(dtype), Y.astype(int))
        assert a.network.theta.dtype == dtype
    a, b = trainer(), trainer()
    assert a.step(X, Y) == b.step(X.tolist(), Y.astype(bool))


@pytest.mark.parametrize(
    "X, Y, sentence",
    [
        (np.ones((3, 4)), np.ones((1, 4)), r"X: the shape \(3, 4\)"),
        (np.ones((2, 4)), np.ones((1, 5)), "X has 4 examples and Y has 5"),
        (np.full((2, 4), np.nan), np.ones((1, 4)), "X: nan in row 0, column 0"),
        (np.ones((2, 4)), np.full((1, 4), np.nan), "Y: nan"),
        (np.ones((2, 4)), np.full((1, 4), 2), "Y: the label 2 is not allowed"),
        (np.ones((2, 4)), [[0, 1, 0.5, 1]], "Y: the label 0.5 is not allowed"),
        (np.full((2, 4), "x"), np.ones((1, 4)), "X: it holds something that is not a number"),
        (np.full((2, 4), None), np.ones((1, 4)), "X: "),
        (None, np.ones((1, 4)), "X: "),
    ],
)
def test_bad_mini_batches_are_refused_and_nothing_moves(X, Y, sentence):
    """At the first step, and after good ones of the same shape, when less is looked at."""
    t = trainer()
    theta = t.network.theta.copy()
    with pytest.raises(EngineError, match=sentence):
        t.step(X, Y)
    assert (t.network.theta == theta).all()
    t.step(np.ones((2, 4)), np.ones((1, 4)))
    theta = t.network.theta.copy()
    for use in (t.step, t.attach, t.train_epoch):
        with pytest.raises(EngineError, match=sentence):
            use(X, Y)
    assert (t.network.theta == theta).all()


def test_bad_one_hot_columns_are_refused_by_a_step():
    net = Network([2, 3], ["softmax"], "softmax_cross_entropy")
    t, X = Trainer(net, "gd", rng=np.random.default_rng(0)), np.ones((2, 3))
    t.step(X, np.eye(3))
    for wrong, sentence in [
        (np.ones((3, 3)), "column 0 has 3 ones"),
        (np.zeros((3, 3)), "column 0 has 0 ones"),
        (np.full((3, 3), 1 / 3), "the label 0.333333"),
    ]:
        with pytest.raises(EngineError, match=sentence):
            t.step(X, wrong)


@pytest.mark.parametrize(
    "words, sentence",
    [
        ({"batch_size": 0}, "batch_size: 0 is not allowed; it must be a whole number, at least 1"),
        ({"batch_size": 2.5}, "batch_size: 2.5 is not allowed"),
        ({"learning_rate": 0}, "learning_rate: 0 is not allowed; it must be a number, above 0"),
        ({"learning_rate": float("inf")}, "learning_rate: inf is not allowed"),
        ({"optimizer": "sgd"}, "optimizer: there is no optimizer 'sgd'"),
        ({"schedule": "slow"}, "schedule: there is no schedule 'slow'; choose from constant"),
    ],
)
def test_bad_settings_are_refused(words, sentence):
    with pytest.raises(EngineError, match=sentence):
        trainer(**words)


def test_a_generator_is_needed_and_a_training_set_before_advance():
    for rng in (None, 7, np.random):
        with pytest.raises(EngineError, match=r"rng: .* must be a numpy.random.Generator"):
            Trainer(network(), "gd", rng=rng)
    with pytest.raises(EngineError, match=r"attach\(X, Y\) comes first"):
        trainer().advance()


def test_ufunc_errors_outside_a_step_are_as_they_were():
    t, before = trainer(), np.geterr()
    t.step(*data())
    assert np.geterr() == before


def test_another_loss_counts_from_the_next_step_on():
    """Other class weights while it trains: as a trainer that had them from there on."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(2, 12)), (rng.random((1, 12)) < 0.3).astype(float)

    def trainer_with(weights):
        loss = "binary_cross_entropy", {"class_weights": weights}
        network = Network([2, 3, 1], ["tanh", "sigmoid"], loss)
        network.initialize("xavier", np.random.default_rng(1))
        return Trainer(network, "gd", 0.5, rng=np.random.default_rng(2))

    changed, other = trainer_with((1, 1)), trainer_with((1, 6))
    changed.step(X, Y)
    other.network.theta = changed.network.theta
    changed.network.loss = other.network.loss
    assert changed.step(X, Y) == other.step(X, Y)
    assert (changed.network.theta == other.network.theta).all()
    assert changed.network.cost(X, Y) == other.network.cost(X, Y)
