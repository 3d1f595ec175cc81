"""Rules at their very edge: what is decided when two numbers are equal, the same everywhere."""

from __future__ import annotations

import contextlib
import io
import runpy

import numpy as np

from playground.engine import Network, metrics
from playground.engine.ensemble.evaluation import Evaluation
from playground.engine.regularization.early_stopping import EarlyStopping
from playground.experiment.probes.misclassified import MisclassifiedFinder
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.formats import formats

X = np.array([[0.3, -1.0, 2.0], [1.0, 0.0, -4.0]])
UNDECIDED = 'network.hidden_layers = []\nnetwork.initializer = "zeros"'
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
    session = Session(codec.loads(UNDECIDED))
    for found in (results(session, "dev"), results(session, "dev").at_threshold(0.5)):
        assert found.confusion[:, 0].tolist() == [0, 0] and (found.confusion[:, 1] > 0).all()


def test_one_half_is_a_yes_in_exported_programs(tmp_path):
    session = Session(codec.loads(UNDECIDED))
    formats["numpy"]().write(session, tmp_path / "predict.py")
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    (tmp_path / "new.csv").write_text("x1,x2\n1,2\n-3,4\n")
    predict, train = (runpy.run_path(str(tmp_path / f"{name}.py")) for name in ("predict", "train"))
    with contextlib.redirect_stdout(io.StringIO()) as said:
        predict["predict_table"](str(tmp_path / "new.csv"))
    yes = session.dataset.class_names[1]
    assert [row.split(",")[1] for row in said.getvalue().splitlines()[1:]] == [yes, yes]
    assert train["error"](np.full((1, 3), 0.5), YES) == 0


def test_to_come_as_low_as_the_best_is_no_improvement():
    early, theta = EarlyStopping(patience=2), np.zeros(1)
    assert not early.update(0.5, theta, 1)
    assert not early.update(0.5, theta, 2)
    assert early.best_epoch == 1 and early.update(0.5, theta, 3)
    near = EarlyStopping(patience=1, min_delta=0.25)
    near.update(1.0, theta, 1)
    assert near.update(0.75, theta, 2) and near.best_epoch == 1
