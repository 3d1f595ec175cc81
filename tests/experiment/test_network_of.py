"""The network an experiment asks for: what its labels and its settings make of it."""

from functools import partial

import numpy as np
import pytest
import sessions

from playground.assets import sample_data
from playground.data.sources import sources
from playground.engine.errors import EngineError
from playground.experiment.architecture import keep_prob_of, network_of
from playground.experiment.session import Session
from playground.io.session.file import load_session, save_session
from playground.settings import SettingError, replaced

spec_of = partial(sessions.spec_of, "training.epochs = 20")


def made_of(spec):
    dataset = spec.data.source.make(np.random.default_rng(0))
    return network_of(spec, dataset.n_x, dataset)


@pytest.mark.parametrize(
    ("source", "outputs", "activation", "loss"),
    [
        ("moons", 1, "sigmoid", "binary_cross_entropy"),
        ("rings", 3, "softmax", "softmax_cross_entropy"),
        ("curve", 1, "linear", "half_squared_error"),
    ],
)
def test_output_and_loss_follow_the_labels(source, outputs, activation, loss):
    network = made_of(spec_of(data__source=source))
    assert network.layer_sizes[-1] == outputs
    assert (network.activations[-1].name, network.loss.name) == (activation, loss)


def test_several_sigmoids_make_one_against_the_rest():
    iris = sources["csv"](path=str(sample_data("iris.csv")))
    session = Session(spec_of(data__source=iris, network__loss="binary_cross_entropy"))
    assert session.network.layer_sizes[-1] == 3
    assert session.network.activations[-1].name == "sigmoid"
    session.run()
    assert session.history.latest["train_error"] < 0.2


def test_classes_learnt_by_squares_come_out_of_a_sigmoid():
    network = made_of(spec_of(network__loss="half_squared_error"))
    assert network.activations[-1].name == "sigmoid"


@pytest.mark.parametrize("output", ["linear", "sigmoid", "tanh"])
def test_squares_take_every_output_and_cross_entropies_their_own(output):
    for source, loss, found in (
        ("curve", "half_squared_error", output),
        ("moons", "half_squared_error", output),
        ("curve", "huber", output),
        ("moons", "automatic", "sigmoid"),
        ("rings", "automatic", "softmax"),
    ):
        spec = spec_of(data__source=source, network__loss=loss, network__output=output)
        assert made_of(spec).activations[-1].name == found


def test_a_loss_the_labels_cannot_have_is_refused():
    with pytest.raises(SettingError, match=r"network\.loss: Softmax cross-entropy does not suit"):
        made_of(spec_of(network__loss="softmax_cross_entropy"))


def test_the_network_is_the_one_that_was_asked_for():
    spec = spec_of(network__hidden_layers=(5, 3), network__precision="float32", training__l2=0.5)
    network = made_of(spec)
    assert tuple(network.layer_sizes) == (2, 5, 3, 1)
    assert (network.l1, network.l2) == (0, 0.5)
    session = Session(spec)
    session.run()
    assert session.network.theta.dtype == network.theta.dtype == np.float32


def test_dropout_is_of_inputs_and_of_every_hidden_layer():
    assert keep_prob_of(spec_of()) is None
    dropping = spec_of(training__keep_prob=0.5, network__hidden_layers=(5, 3))
    assert keep_prob_of(dropping) == [1, 0.5, 0.5]
    assert made_of(dropping).keep_prob == (1, 0.5, 0.5)
    assert keep_prob_of(replaced(dropping, "training.input_keep_prob", 0.9)) == [0.9, 0.5, 0.5]


# ---------------------------------------------------------------------- losses with settings


def rare(n_rare=12):
    """Two classes, of which the second is rare."""
    dataset = sources["gaussians"](samples=200).make(np.random.default_rng(0))
    places = np.flatnonzero(dataset.labels == 0), np.flatnonzero(dataset.labels == 1)[:n_rare]
    return dataset.take(np.concatenate(places))


def test_balanced_weights_follow_the_training_set():
    dataset = rare()
    counts = dataset.class_counts
    network = network_of(spec_of(network__class_weights="balanced"), 2, dataset)
    weights = network.loss.class_weights
    assert weights == pytest.approx(counts.sum() / (2 * counts))
    assert counts @ weights == pytest.approx(counts.sum())  # the mean weight is 1
    assert network_of(spec_of(), 2, dataset).loss.class_weights == ()


def test_a_rare_class_is_found_with_balanced_weights():
    """Classes that overlap: without weights nearly all is said to be the frequent one."""
    recall = {}
    for weighting in ("equal", "balanced"):
        spec = spec_of(
            data__source=sources["gaussians"](samples=1000, noise=0.5),
            network__hidden_layers=(),
            network__class_weights=weighting,
            training__epochs=60,
        )
        dataset = spec.data.source.make(np.random.default_rng(0))
        places = np.flatnonzero(dataset.labels == 0), np.flatnonzero(dataset.labels == 1)[:30]
        session = Session(spec, dataset.take(np.concatenate(places)))
        while session.stop is None and session.trainer.epoch < 60:
            session.step()
        train = session.split.train
        found = session.predict(train.X)[0] >= 0.5
        recall[weighting] = found[train.labels == 1].mean()
    assert recall["balanced"] > 0.85 > 0.65 > recall["equal"]


def test_weights_by_hand_are_as_many_as_classes():
    spec = replaced(
        spec_of(network__class_weights="by_hand"), "network.class_weights.values", "1, 5"
    )
    assert network_of(spec, 2, rare()).loss.class_weights == (1, 5)
    three = replaced(spec, "network.class_weights.values", "1, 5, 2")
    with pytest.raises(EngineError, match=r"class_weights: 3 numbers .* there are 2 classes"):
        network_of(three, 2, rare())
    for wrong in ("1, 0", "1, x", "", "1,,2", "inf, 1"):
        with pytest.raises(SettingError, match="write a number above 0 for each class"):
            replaced(spec, "network.class_weights.values", wrong)


def test_numbers_have_no_class_weights_and_huber_has_its_threshold():
    spec = spec_of(
        data__source="curve",
        network__class_weights="balanced",
        network__loss="huber",
        network__huber_delta=0.5,
    )
    network = made_of(spec)
    assert network.loss.delta == 0.5 and network.loss.class_weights == ()
    assert network.activations[-1].name == "linear"


def test_balanced_weights_follow_points_drawn_while_it_trains(tmp_path):
    """And so a session that is saved goes on bit for bit."""
    spec = spec_of(
        data__source="drawn", network__class_weights="balanced", network__hidden_layers=(3,)
    )
    session = Session(spec)
    for _ in range(10):
        session.step()
    before = session.network.loss.class_weights
    points = spec.data.source.points + "; 3 3 1; 3.2 3.1 1; 2.8 3.3 1; 3.4 2.9 1"
    session.apply(replaced(spec, "data.source.points", points))
    counts = session.split.train.class_counts
    assert session.network.loss.class_weights == pytest.approx(counts.sum() / (2 * counts))
    assert session.network.loss.class_weights != before
    for _ in range(5):
        session.step()
    save_session(session, tmp_path / "drawn.playground")
    again = load_session(tmp_path / "drawn.playground")
    for _ in range(20):
        assert session.step() == again.step()
    assert (session.network.theta == again.network.theta).all()
