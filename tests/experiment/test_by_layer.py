"""Activation, keep probability and initial weights of each layer: one for all, or a row."""

import numpy as np
import pytest

from playground.cli.experiments import with_changes
from playground.engine import EngineError, Network
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.experiment.errors import ExperimentError
from playground.experiment.naming import experiment_text
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.variations import parsed_variations
from playground.experiment.text import codec
from playground.settings import SettingError, replaced

ROWS = """
network.hidden_layers = [6, 4, 3]
network.activation = ["relu", {kind = "leaky_relu", beta = 0.2}, "tanh"]
network.initializer = ["he", "zeros", {kind = "normal", scale = 0.5}, "xavier"]
training.keep_prob = [0.9, 0.8, 1]
training.input_keep_prob = 0.95
"""
NAMES = ("relu", "leaky_relu", "tanh")


def names(row):
    return tuple(each.name for each in row)


def test_each_layer_has_its_own():
    network = Session(codec.loads(ROWS)).network
    assert names(network.activations) == (*NAMES, "sigmoid")
    assert network.activations[1].beta == 0.2
    assert network.keep_prob == (0.95, 0.9, 0.8, 1)
    assert network.weights[0].any() and not network.weights[1].any()
    assert network.weights[2].std() == pytest.approx(0.5, rel=0.5)


def test_the_weights_of_a_layer_are_those_its_initializer_draws_in_turn():
    """By hand, from one stream, first layer to last."""
    network = Network([3, 5, 4, 2], ["tanh"] * 2 + ["linear"], "half_squared_error")
    row = [initializers["he"](), initializers["uniform"](low=-1), initializers["glorot"]()]
    network.initialize(row, np.random.default_rng(3))
    rng, sizes = np.random.default_rng(3), [3, 5, 4, 2]
    for W, draw, n_in, n_out in zip(network.weights, row, sizes, sizes[1:]):
        assert (draw.weights(n_in, n_out, rng) == W).all()
    with pytest.raises(EngineError, match="give one, or 3: one for each layer after the input"):
        network.initialize(["he", "he"], rng)


def test_a_row_of_equal_values_is_the_one_value_to_the_last_bit():
    one = Session(codec.loads('network.activation = "relu"\ntraining.keep_prob = 0.8'))
    row = Session(
        codec.loads(
            'network = {activation = ["relu", "relu"], '
            'initializer = ["xavier", "xavier", "xavier"]}\ntraining.keep_prob = [0.8, 0.8]'
        )
    )
    for _ in range(20):
        assert one.step() == row.step()
    assert (one.network.theta == row.network.theta).all()


def test_rows_come_back_from_a_file():
    spec = codec.loads(ROWS)
    assert codec.loads(codec.dumps(spec)) == spec
    assert 'activation = ["relu", {kind = "leaky_relu", beta = 0.2}, "tanh"]' in codec.dumps(spec)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'network.activation = ["relu", "tanh", "tanh"]',
            "Line 1: network.activation: 3 values are given for 2 hidden layers; it takes one for "
            "each of them, or one for all.",
        ),
        (
            '\nnetwork.initializer = ["he", "he"]',
            "Line 2: network.initializer: 2 values are given for 3 layers with the output",
        ),
        ("training.keep_prob = [0.5]", "training.keep_prob: 1 value is given for 2 hidden layers"),
        ("training.keep_prob = [0.5, 1.5]", "training.keep_prob: value 2: 1.5 is not allowed"),
        ("training.keep_prob = []", "training.keep_prob: an empty row is not allowed"),
        ('network.activation = ["relu", "foo"]', "there is no activation 'foo' here"),
        ('network.activation = ["softmax", "relu"]', "there is no activation 'softmax' here"),
        ("network.loss = ['huber', 'huber']", "network.loss: ['huber', 'huber'] is not text"),
    ],
)
def test_rows_that_cannot_be_are_a_sentence(text, sentence):
    with pytest.raises(ExperimentError) as raised:
        codec.loads(text)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("0.9", 0.9),
        ("0,9", 0.9),
        ("1e-01", 0.1),
        ("0.9,0.8", (0.9, 0.8)),
        ("0.9, 0.8", (0.9, 0.8)),
        ("0,9 0,8", (0.9, 0.8)),
        ("0.9; 1", (0.9, 1)),
        ("[0.9, 0.8]", (0.9, 0.8)),
        ("0.9-0.8", (0.9, 0.8)),
    ],
)
def test_typed_rows_are_taken_as_they_are_meant(typed, row):
    spec = with_changes(ExperimentSpec(), [f"training.keep_prob={typed}"])
    assert spec.training.keep_prob == row


def test_on_the_command_line_the_order_does_not_matter():
    changes = ["network.activation=relu,leaky_relu,tanh", "network.hidden_layers=6,4,3"]
    for ordered in (changes, changes[::-1]):
        assert names(with_changes(ExperimentSpec(), ordered).network.activations) == NAMES
    with pytest.raises(SettingError, match="value 2: there is no activation 'foo'"):
        with_changes(ExperimentSpec(), ["network.activation=relu,foo"])
    shares = ["data.division=by_hand", "data.train_share=1", "data.dev_share=0"]
    for ordered in (shares, shares[::-1]):
        assert with_changes(ExperimentSpec(), ordered).data.train_share == 1
    with pytest.raises(SettingError, match="together must be at most 1"):
        with_changes(ExperimentSpec(), shares[:2])
    spec = with_changes(ExperimentSpec(), changes[:1])
    with pytest.raises(SettingError, match="3 values are given for 2 hidden layers"):
        Session(spec)


def test_rows_can_be_compared():
    over = ["network.activation=tanh,relu-tanh", "training.keep_prob=1,0.9-0.8"]
    variations = parsed_variations(ExperimentSpec(), over)
    assert [variation.label for variation in variations] == [
        "Tanh · 1",
        "Tanh · 0.9, 0.8",
        "ReLU, Tanh · 1",
        "ReLU, Tanh · 0.9, 0.8",
    ]
    assert variations[-1].applied_to(ExperimentSpec()).keep_prob == (1, 0.9, 0.8)


def test_rows_follow_the_layers():
    spec = codec.loads(ROWS)
    longer = replaced(spec, "network.hidden_layers", (6, 4, 3, 3))
    assert names(longer.network.activations) == (*NAMES, "tanh")
    assert names(longer.network.initializers) == ("he", "zeros", "normal", "normal", "xavier")
    assert longer.keep_prob == (0.95, 0.9, 0.8, 1, 1)
    shorter = replaced(spec, "network.hidden_layers", (6, 4))
    assert names(shorter.network.activations) == NAMES[:2]
    assert names(shorter.network.initializers) == ("he", "zeros", "xavier")
    assert shorter.keep_prob == (0.95, 0.9, 0.8)
    none = replaced(spec, "network.hidden_layers", ())
    assert none.network.activation == activations["relu"]()
    assert none.network.initializer == initializers["xavier"]()
    for each in (longer, shorter, none):
        Session(each)
    wider = replaced(spec, "network.hidden_layers", (8, 8, 8))
    assert wider.network.activation == spec.network.activation


def test_what_it_is_called():
    spec = codec.loads(ROWS)
    assert experiment_text(spec, (2, 6, 4, 3, 1)) == (
        "Moons, 2-6-4-3-1 with ReLU, Leaky ReLU and Tanh"
    )


def test_a_running_session_takes_up_the_keep_probability_of_each_layer():
    session = Session(ExperimentSpec())
    session.step()
    session.apply(replaced(session.spec, "training.keep_prob", (0.5, 0.7)))
    assert session.network.keep_prob == (1, 0.5, 0.7)
    wrong = replaced(replaced(session.spec, "training.l2", 1.0), "training.keep_prob", (0.5,))
    with pytest.raises(SettingError, match="1 value is given for 2 hidden layers"):
        session.apply(wrong)
    assert session.network.keep_prob == (1, 0.5, 0.7) and session.network.l2 == 0
