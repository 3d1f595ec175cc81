"""Rules at their very edge: what is decided when two numbers are equal, the same everywhere."""

from __future__ import annotations

import numpy as np

from playground.engine import Network, metrics
from playground.engine.ensemble.evaluation import Evaluation
from playground.engine.regularization.early_stopping import EarlyStopping
from playground.experiment.probes.misclassified import MisclassifiedFinder
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.text import codec

X = np.array([[0.3, -1.0, 2.0], [1.0, 0.0, -4.0]])
YES, NO = np.ones((1, 3)), np.zeros((1, 3))


def undecided() -> Network:
    """A network that answers one half, whatever it is asked."""
    return Network(layer_sizes=[2, 1], activations=["sigmoid"], loss="binary_cross_entropy")


def test_one_half_is_a_yes_wherever_classes_are_decided():
    network = undecided()
    assert network.predict(X).tolist() == [[0.5] * 3]
    for Y, wrong in ((YES, 0.0), (NO, 1.0)):
        assert network.cost_and_error(X, Y).error == wrong
        assert network.cost_and_error_in_blocks(X, Y, 2).error == wrong
        assert metrics.error(network.predict(X), Y) == wrong
        _, errors = Evaluation(network, [(X, Y)]).measure(network.theta[np.newaxis])
        assert errors.tolist() == [wrong]
        found = MisclassifiedFinder(network, X, Y[0].astype(int))(network.theta)
        assert found.total == 3 * wrong
    assert metrics.classes(network.predict(X)).tolist() == [1, 1, 1]


def test_one_half_is_a_yes_in_the_results_of_a_session():
    session = Session(codec.loads('network.hidden_layers = []\nnetwork.initializer = "zeros"'))
    confusion = results(session, "dev").confusion
    assert confusion[:, 0].tolist() == [0, 0] and (confusion[:, 1] > 0).all()


def test_to_come_as_low_as_the_best_is_no_improvement():
    early, theta = EarlyStopping(patience=2), np.zeros(1)
    assert not early.update(0.5, theta, 1)
    assert not early.update(0.5, theta, 2)
    assert early.best_epoch == 1 and early.update(0.5, theta, 3)
    near = EarlyStopping(patience=1, min_delta=0.25)
    near.update(1.0, theta, 1)
    assert near.update(0.75, theta, 2) and near.best_epoch == 1
