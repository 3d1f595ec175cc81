"""Full batches by way of X^T X: the same training as step by step, wherever that is right."""

import math

import numpy as np
import pytest

from playground.engine import EngineError, Ensemble, Network, Trainer
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules
from playground.engine.shortcut import gram

N_X, M = 90, 20

PROBLEMS = {
    "logistic": (1, "sigmoid", "binary_cross_entropy"),
    "one against the rest": (3, "sigmoid", "binary_cross_entropy"),
    "softmax": (4, "softmax", "softmax_cross_entropy"),
    "linear": (2, "linear", "half_squared_error"),
    "squared error of a sigmoid": (1, "sigmoid", "half_squared_error"),
}
OPTIMIZERS = {
    "gd": optimizers["gd"](),
    "momentum": optimizers["momentum"](),
    "classical momentum": optimizers["momentum"](beta=0.8, variant="classical"),
}


@pytest.fixture(autouse=True)
def _worth_it_from_the_first_number(monkeypatch):
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)


def data(problem="logistic", m=M, n_x=N_X, seed=0):
    n_y, output, _ = PROBLEMS[problem]
    rng = np.random.default_rng(seed)
    X = rng.random((n_x, m))  # like pictures: nowhere negative, so that all are much alike
    if output == "linear":
        return X, rng.normal(size=(n_y, m))
    if output == "softmax":
        return X, np.eye(n_y)[:, rng.integers(0, n_y, m)]
    return X, (rng.random((n_y, m)) < 0.4).astype(float)


def trainer(problem="logistic", optimizer="gd", rate=0.02, schedule=None, batch_size=M, n_x=N_X,
            dtype="float64", seed=1, **words):  # fmt: skip
    n_y, output, loss = PROBLEMS[problem]
    network = Network([n_x, n_y], [output], loss, dtype=dtype, **words)
    network.initialize("xavier", np.random.default_rng(seed))
    optimizer = OPTIMIZERS.get(optimizer, optimizer)
    return Trainer(network, optimizer, rate, schedule, batch_size, np.random.default_rng(2))


def pair(problem="logistic", **words):
    """A trainer that is to take single steps, one with its training set attached, and the set."""
    plain, short, (X, Y) = trainer(problem, **words), trainer(problem, **words), data(problem)
    short.attach(X, Y)
    return plain, short, X, Y


def assert_close(plain, short, tolerance=1e-12):
    one, other = plain.network.theta, short.network.theta
    assert np.linalg.norm(one - other) <= tolerance * np.linalg.norm(one)
    one, other = plain.state()["vectors"], short.state()["vectors"]
    assert np.linalg.norm(one - other) <= tolerance * np.linalg.norm(one)


def step_both(plain, short, X, Y, steps, tolerance=1e-12):
    for _ in range(steps):
        assert short.advance() == pytest.approx(plain.step(X, Y), rel=tolerance)


@pytest.mark.parametrize("deferred", [False, True])
@pytest.mark.parametrize("l2", [0, 0.7])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_it_is_the_same_training(problem, optimizer, l2, deferred):
    plain, short, X, Y = pair(problem, optimizer=optimizer, l2=l2)
    short.defers = deferred
    step_both(plain, short, X, Y, 70)  # at 64 what has faded is flushed
    assert short.gram is not None
    assert_close(plain, short)
    assert (short.steps, short.epoch, short.optimizer_steps) == (70, 70, 70)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_nothing_adds_up_in_2000_steps(optimizer):
    plain, short, X, Y = pair(optimizer=optimizer, l2=0.1)
    short.defers = True
    step_both(plain, short, X, Y, 2000)
    assert_close(plain, short)


@pytest.mark.parametrize("schedule", ["inverse_time", "exponential", "inverse_sqrt_step"])
def test_the_rate_may_follow_a_schedule_and_be_changed_by_hand(schedule):
    plain, short, X, Y = pair(optimizer="momentum", schedule=schedules[schedule]())
    for rate in (0.02, 0.001, 0.01):
        plain.learning_rate = short.learning_rate = rate
        for _ in range(9):
            assert short.current_learning_rate == plain.current_learning_rate
            assert short.advance() == pytest.approx(plain.train_epoch(X, Y), rel=1e-12)
    assert short.gram is not None
    assert_close(plain, short)


def test_settings_may_change_between_any_two_steps():
    plain, short, X, Y = pair(optimizer="momentum")
    short.defers = True
    step_both(plain, short, X, Y, 5)
    for change in ({"l2": 0.5}, {"l1": 0.1}, {"l1": 0.0}, {"l2": 0.0}):
        for each in (plain, short):
            for name, value in change.items():
                setattr(each.network, name, value)
        step_both(plain, short, X, Y, 5)
        assert (short.gram is None) == (short.network.l1 > 0)
    for optimizer in ("classical momentum", "gd", "momentum"):
        plain.optimizer = short.optimizer = OPTIMIZERS[optimizer]
        step_both(plain, short, X, Y, 5)
        assert short.gram is not None
    plain.optimizer = short.optimizer = "adam"
    step_both(plain, short, X, Y, 5)
    assert short.gram is None
    assert_close(plain, short)


REASONS = {
    "mini-batches": {"batch_size": M - 1},
    "adam": {"optimizer": "adam"},
    "rmsprop": {"optimizer": "rmsprop"},
    "l1": {"l1": 0.1},
    "dropout": {"keep_prob": [0.8]},
    "single precision": {"dtype": "float32"},
    "hardly fewer examples than inputs": {"n_x": 2 * M + 1},
}


@pytest.mark.parametrize("reason", REASONS)
def test_where_it_is_not_right_the_ordinary_steps_are_taken(reason):
    plain, attached = trainer(**REASONS[reason]), trainer(**REASONS[reason])
    X, Y = data(n_x=plain.network.layer_sizes[0])
    attached.attach(X, Y)
    for _ in range(3):
        plain.train_epoch(X, Y)
        for _ in range(attached.batches_per_epoch):
            attached.advance()
            assert attached.gram is None
    state = attached.state()
    assert state["basis"].size == state["coordinates"].size == 0
    assert attached.network.theta.tobytes() == plain.network.theta.tobytes()


def test_a_hidden_layer_takes_the_ordinary_steps():
    (X, Y), made = data(), []
    for _ in range(2):
        network = Network([N_X, 3, 1], ["linear", "sigmoid"], "binary_cross_entropy")
        network.initialize("xavier", np.random.default_rng(1))
        made.append(Trainer(network, "gd", 0.02, None, M, np.random.default_rng(2)))
    plain, attached = made
    attached.attach(X, Y)
    for _ in range(3):
        assert attached.advance() == plain.step(X, Y)
        assert attached.gram is None
    assert attached.network.theta.tobytes() == plain.network.theta.tobytes()


def test_small_sets_and_very_large_ones_are_left_to_the_ordinary_step(monkeypatch):
    network = trainer().network
    gd = optimizers["gd"]()
    assert gram.suits(network, gd, M)
    monkeypatch.setattr(gram, "LEAST_NUMBERS", N_X * M + 1)
    assert not gram.suits(network, gd, M)
    monkeypatch.setattr(gram, "LEAST_NUMBERS", N_X * M)
    monkeypatch.setattr(gram, "LARGEST_RANK", M)
    assert not gram.suits(network, gd, M)
    assert gram.suits(network, gd, M - 1) is False  # too few numbers now
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    assert gram.suits(network, gd, M - 1)


@pytest.mark.parametrize("scale", [0, 1e-160, 1e160])
def test_examples_whose_squares_are_no_ordinary_numbers_are_left_to_it_too(scale):
    plain, short, X, Y = pair()
    short.attach(scale * X, Y)
    for _ in range(3):
        np.testing.assert_equal(short.advance(), plain.step(scale * X, Y))
    assert short.gram is None


def test_theta_and_its_views_are_up_to_date_after_every_step():
    _, short, X, Y = pair("softmax", l2=0.3)
    network = short.network
    theta, W, b = network.theta, network.weights[0], network.biases[0]
    for _ in range(5):
        expected, before = network.cost(X, Y), theta.copy()
        g = network.gradient(X, Y)
        assert short.advance() == pytest.approx(expected, rel=1e-13)
        np.testing.assert_allclose(theta, before - 0.02 * g, rtol=1e-11, atol=1e-15)
    A = np.exp(W @ X + b)
    np.testing.assert_allclose(network.predict(X), A / A.sum(axis=0), rtol=1e-12)


def test_a_trainer_that_defers_is_up_to_date_when_its_network_is_asked_for():
    _, eager, _, _ = pair()
    _, deferring, _, _ = pair()
    deferring.defers = True
    theta = deferring.network.theta
    for _ in range(5):
        eager.advance()
        deferring.advance()
    assert not np.array_equal(theta, eager.network.theta)
    assert deferring.network.theta is theta
    assert theta.tobytes() == eager.network.theta.tobytes()


@pytest.mark.parametrize("deferred", [False, True])
def test_what_others_do_to_the_parameters_counts(deferred):
    plain, short, X, Y = pair(optimizer="momentum")
    short.defers = deferred
    other_X, other_Y = data(seed=5, m=7)

    def parameter(each):
        each.network.weights[0][0, 3] += 0.5

    def whole(each):
        each.network.theta = np.linspace(-0.1, 0.1, N_X + 1)

    def step(each):
        each.step(other_X, other_Y)

    def epoch(each):
        each.train_epoch(other_X, other_Y)

    for change in (parameter, whole, step, epoch):
        step_both(plain, short, X, Y, 4)
        assert short.gram is not None
        change(plain)
        change(short)
        assert_close(plain, short)
    step_both(plain, short, X, Y, 4)
    assert_close(plain, short)


def test_another_set_may_be_attached_and_another_batch_size_set_in_between():
    plain, short, X, Y = pair(optimizer="momentum")
    short.defers = True
    step_both(plain, short, X, Y, 4)
    X, Y = data(seed=5, m=12)
    short.attach(X, Y)
    step_both(plain, short, X, Y, 4)
    before = short.network.theta.copy()
    short.batch_size = 5
    for _ in range(3):
        short.advance()
        assert short.gram is None
    assert not np.array_equal(short.network.theta, before)
    assert short.at_epoch_end
    plain.train_epoch(X, Y)  # takes the place of these; both go on from the same parameters
    plain.network.theta, short.batch_size = short.network.theta, M
    plain.restore(short.state())
    step_both(plain, short, X, Y, 4)
    assert_close(plain, short)


@pytest.mark.parametrize("deferred", [False, True])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_resumes_bit_for_bit_and_however_often_one_looks(optimizer, deferred):
    """One never looks, one always does, and one takes over from the other's state half-way."""
    made = [pair("softmax", optimizer=optimizer, l2=0.2)[1] for _ in range(3)]
    silent, watched, resumed = made
    for each in made:
        each.defers = deferred
    X, Y = data("softmax")
    for i in range(40):
        assert silent.advance() == watched.advance()
        watched.network.cost(X, Y)
        watched.state()
        if i == 17:
            resumed.network.theta = watched.network.theta
            resumed.restore(watched.state())
        elif i > 17:
            resumed.advance()
    for each in (watched, resumed):
        assert each.network.theta.tobytes() == silent.network.theta.tobytes()
        for name, value in each.state().items():
            np.testing.assert_array_equal(value, silent.state()[name])
    assert resumed.gram is not None


def test_a_state_without_coordinates_goes_on_from_theta_and_memory():
    """As older files have it."""
    plain, short, X, Y = pair(optimizer="momentum")
    step_both(plain, short, X, Y, 5)
    state = short.state()
    del state["basis"], state["coordinates"]
    resumed = trainer(optimizer="momentum")
    resumed.attach(X, Y)
    resumed.network.theta = short.network.theta
    resumed.restore(state)
    assert resumed.gram is None
    step_both(plain, resumed, X, Y, 5)
    assert_close(plain, resumed)


def test_a_state_that_was_given_other_parameters_goes_on_from_these():
    plain, short, X, Y = pair()
    step_both(plain, short, X, Y, 5)
    resumed = trainer()
    resumed.attach(X, Y)
    resumed.network.theta = plain.network.theta = np.linspace(-0.1, 0.1, N_X + 1)
    resumed.restore(short.state())
    step_both(plain, resumed, X, Y, 5)
    assert_close(plain, resumed)


@pytest.mark.parametrize("name", ["basis", "coordinates"])
def test_a_state_of_something_else_is_refused(name):
    _, short, _, _ = pair()
    short.advance()
    state = short.state()
    state[name] = state[name][:, 1:]
    with pytest.raises(EngineError, match=f"state: the shape of its {name}"):
        short.restore(state)


def test_measuring_agrees_with_the_network():
    _, short, X, Y = pair("softmax", l2=0.4)
    short.defers = True
    for _ in range(5):
        short.advance()
    network, (dev_X, dev_Y) = short.network.copy(), data("softmax", m=31, seed=7)
    assert short.gram.penalty(M) == pytest.approx(network.penalty(M), rel=1e-13)
    for examples in (short.training_set, (X, Y), (dev_X, dev_Y), (dev_X, dev_Y)):
        for penalty in (False, True):
            found = short.gram.cost_and_error(*examples, penalty)
            expected = network.cost_and_error(*examples, penalty)
            assert found.cost == pytest.approx(expected.cost, rel=1e-13)
            assert found.error == expected.error
    other = short.gram.cost_and_error(dev_X[:, :9].copy(), dev_Y[:, :9])
    assert other.cost == pytest.approx(network.cost(dev_X[:, :9], dev_Y[:, :9]), rel=1e-13)


def test_measuring_does_not_disturb_the_training_and_keeps_pace_with_it():
    plain, short, X, Y = pair("linear")
    short.defers = True
    dev = data("linear", m=9, seed=7)
    for _ in range(8):
        plain.step(X, Y)
        short.advance()
        for examples in (short.training_set, dev):
            found, expected = (
                short.gram.cost_and_error(*examples),
                plain.network.cost_and_error(*examples),
            )
            np.testing.assert_allclose(found, expected, rtol=1e-12)
        short.learning_rate = plain.learning_rate = plain.learning_rate * 0.9
    # After a change by hand what is kept of the dev set belongs to another start.
    for each in (plain, short):
        each.network.theta[3] = 0.7
    assert short.gram is None
    step_both(plain, short, X, Y, 1)
    np.testing.assert_allclose(
        short.gram.cost_and_error(*dev), plain.network.cost_and_error(*dev), rtol=1e-12
    )


def test_too_many_examples_are_measured_by_the_network_itself(monkeypatch):
    _, short, _, _ = pair()
    short.defers = True
    short.advance()
    monkeypatch.setattr(gram, "LARGEST_RANK", M + 1)
    X, Y = data(m=M + 2, seed=3)
    found = short.gram.cost_and_error(X, Y, False)
    assert found == short.network.cost_and_error(X, Y, False)


@pytest.mark.parametrize("deferred", [False, True])
def test_what_diverges_does_so_at_the_same_step_and_keeps_its_last_parameters(deferred):
    plain, short, X, Y = pair("linear", rate=1e4)
    short.defers = deferred
    for _ in range(100):
        expected, cost = plain.step(X, Y), short.advance()
        if not math.isfinite(expected):
            break
        assert cost == pytest.approx(expected, rel=1e-9)
    assert not math.isfinite(expected) and not math.isfinite(cost)
    last = short.network.theta.copy()
    np.testing.assert_allclose(last, plain.network.theta, rtol=1e-9)
    assert not math.isfinite(short.advance())
    assert short.network.theta.tobytes() == last.tobytes()
    assert short.steps == plain.steps + 1 and short.optimizer_steps == plain.optimizer_steps


def test_parameters_that_are_no_numbers_end_in_a_cost_that_is_none():
    _, short, _, _ = pair()
    short.advance()
    short.network.theta[2] = np.nan
    for _ in range(3):
        assert math.isnan(short.advance())
    short.network.theta = np.zeros(N_X + 1)
    assert short.advance() == pytest.approx(math.log(2))


def test_an_ensemble_of_wide_members_takes_that_way_by_itself():
    plain, _, X, Y = pair()
    members = [pair(rate=rate)[1] for rate in (0.02, 0.01)]
    ensemble = Ensemble(members)
    assert not ensemble.together
    for _ in range(9):
        costs = ensemble.advance()
        assert costs[0] == pytest.approx(plain.step(X, Y), rel=1e-12)
    assert all(member.gram is not None for member in members)
    np.testing.assert_allclose(ensemble.theta[0], plain.network.theta, rtol=1e-10)


def test_inner_products_are_those_of_the_examples():
    rng = np.random.default_rng(0)
    X, A = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))
    matrix = gram.GramMatrix(X, np.ones((1, 5)))
    np.testing.assert_allclose(matrix.own, X.T @ X, rtol=1e-14)
    both = np.hstack([X, A])
    np.testing.assert_allclose(matrix.bordered(A), both.T @ both, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(matrix.with_others(A), A.T @ X, rtol=1e-12, atol=1e-14)
