"""The notes' lessons, shown by studies with fixed seeds."""

from __future__ import annotations

import numpy as np

from playground.engine.initializers import initializers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare, compare_optimizers
from playground.experiment.studies.kinds.learning_curve import LearningCurveStudy
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.results.bands import median
from playground.experiment.studies.results.table import sentence, table
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import Variation, variations_over
from playground.settings import replaced


def experiment(*changes) -> ExperimentSpec:
    spec = ExperimentSpec()
    for path, value in changes:
        spec = replaced(spec, path, value)
    return spec


def trained_weights(record: RunRecord) -> list[np.ndarray]:
    network = record.start.network.copy()
    network.theta = record.theta
    return network.weights


def rows(result: StudyResult) -> dict:
    return {row.label: row for row in table(result)}


def test_zeros_never_break_the_symmetry():
    """NN 2.3.1: units that start alike stay alike, and the network is worth no more than one."""
    spec = experiment(("training.epochs", 40))
    values = ["zeros", "xavier"]
    result = run(compare(spec, variations_over(spec, "network.initializer", values), seeds=3))
    for record in result.of("zeros"):
        for W in trained_weights(record):
            np.testing.assert_array_equal(W, np.broadcast_to(W[:1], W.shape))
        assert record.final("train_error") >= 0.4
    for record in result.of("xavier"):
        W = trained_weights(record)[0]
        assert not np.isclose(W[0], W[1:]).any()
        assert record.final("train_error") < 0.15


def test_weights_ten_times_too_large_start_with_a_huge_cost():
    """DNN 3.1: saturated units are very sure, and wrong."""
    spec = experiment(("training.epochs", 1))
    values = [initializers["normal"](scale=10), "xavier"]
    result = run(compare(spec, variations_over(spec, "network.initializer", values), seeds=5))
    large, right = (
        median([record.column("train_cost")[0] for record in result.of(label)])
        for label in result.study.labels
    )
    assert right < 1 < 3 < large


def test_he_learns_faster_than_a_hundredth_in_a_deep_relu_net():
    """CS230 5.5.2-5.5.3: through five layers of too small weights next to nothing comes."""
    spec = experiment(
        ("network.hidden_layers", (8,) * 5), ("network.activation", "relu"), ("training.epochs", 40)
    )
    values = ["he", initializers["normal"](scale=0.01)]
    result = run(compare(spec, variations_over(spec, "network.initializer", values), seeds=5))
    he, small = table(result)
    assert he.train_cost < 0.2 < 0.69 < small.train_cost
    assert small.steps_to_cost is None
    assert "with Normal it is not reached" in sentence(result)


def test_adam_beats_plain_gradient_descent_on_the_moons_with_batch_64():
    """CS230 6.8."""
    spec = experiment(("training.batch_size", 64), ("training.epochs", 100))
    result = run(compare_optimizers(spec, seeds=5))
    found = rows(result)
    assert found["Adam"].train_cost < found["Gradient descent"].train_cost / 3
    assert found["Adam"].steps_to_cost < found["Gradient descent"].steps_to_cost / 3
    assert found["Adam"].dev_error < found["Gradient descent"].dev_error
    for seed in range(5):
        adam, gd = result.of("Adam")[seed], result.of("Gradient descent")[seed]
        assert adam.final("train_cost") < gd.final("train_cost")


def test_l2_and_dropout_lower_the_variance_of_an_oversized_network():
    """NN 5, CS230 5.4: on a few noisy points."""
    spec = experiment(
        ("data.source.samples", 100),
        ("data.source.noise", 0.4),
        ("data.division", "by_hand"),
        ("data.train_share", 0.4),
        ("data.dev_share", 0.6),
        ("network.hidden_layers", (30, 30)),
        ("training.epochs", 120),
    )
    variations = [
        Variation("plain"),
        Variation("L2", (("training.l2", 1.0),)),
        Variation("dropout", (("training.keep_prob", 0.5),)),
    ]
    result = run(compare(spec, variations, seeds=5))
    plain, l2, dropout = (
        median([r.final("dev_error") - r.final("train_error") for r in result.of(label)])
        for label in result.study.labels
    )
    assert plain > 0.1
    assert l2 < plain / 2
    assert dropout < 0.75 * plain


def test_the_learning_curve_of_a_linear_model_on_a_spiral_says_bias():
    """NN 4: a straight line cannot follow it, however many points it sees."""
    spec = experiment(
        ("data.source", "spiral"), ("network.hidden_layers", ()), ("training.epochs", 40)
    )
    curve = StudyRequest(LearningCurveStudy(points=5), spec, seeds=3).carry_out().reading
    assert curve.more_data_helps is False
    assert curve.diagnosis.verdict == "high bias"
    assert curve.sentence.startswith("More data would not help: bias.")
    assert curve.train.median[-1] > 0.3


def test_the_learning_curve_of_a_wide_net_on_sixty_noisy_points_says_variance():
    """NN 4: it learns them by heart, noise and all."""
    spec = experiment(
        ("data.source.noise", 0.4),
        ("data.division", "by_hand"),
        ("data.train_share", 0.2),
        ("data.dev_share", 0.8),
        ("network.hidden_layers", (40, 40)),
        ("training.learning_rate", 0.03),
        ("training.epochs", 150),
    )
    curve = StudyRequest(LearningCurveStudy(points=3), spec, seeds=3).carry_out().reading
    assert curve.train.x[-1] == 60
    assert curve.more_data_helps is True
    assert curve.diagnosis.verdict == "high variance"
    assert curve.sentence.startswith("More data would help: variance.")
