"""Scores against scikit-learn, ties and empty classes included, and by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.scores import Calibration, ClassScores, ThresholdCurve


def test_four_examples_by_hand():
    truth, score = np.array([False, False, True, True]), np.array([0.1, 0.4, 0.35, 0.8])
    curve = ThresholdCurve.of(truth, score)
    assert curve.thresholds.tolist() == [np.inf, 0.8, 0.4, 0.35, 0.1]
    assert curve.true_positives.tolist() == [0, 1, 1, 2, 2]
    assert curve.false_positives.tolist() == [0, 0, 1, 1, 2]
    assert curve.auc == pytest.approx(0.75)  # 3 of the 4 pairs are in order
    assert curve.average_precision == pytest.approx(0.5 + 0.5 * 2 / 3)
    scores = ClassScores.of(np.array([[1, 1], [0, 2]]))
    assert scores.precision.tolist() == [1, 2 / 3] and scores.recall.tolist() == [0.5, 1]
    assert scores.f1.tolist() == [2 / 3, 0.8] and scores.support.tolist() == [2, 2]


def test_one_class_has_no_area_and_a_class_that_nobody_is_scores_nothing():
    assert np.isnan(ThresholdCurve.of(np.array([True, True]), np.array([0.1, 0.2])).auc)
    scores = ClassScores.of(np.array([[3, 0, 0], [1, 0, 0], [0, 0, 0]]))
    assert scores.precision.tolist() == [0.75, 0, 0] and scores.recall.tolist() == [1, 0, 0]


def test_ties_count_half():
    curve = ThresholdCurve.of(np.array([True, False]), np.array([0.5, 0.5]))
    assert curve.auc == 0.5


CASES = st.integers(1, 60).flatmap(
    lambda m: st.tuples(
        st.lists(st.integers(0, 1), min_size=m, max_size=m),
        # Few different values, so that there are ties.
        st.lists(st.integers(0, 8), min_size=m, max_size=m),
    )
)


@settings(deadline=None)
@given(CASES)
def test_curves_and_areas_are_those_of_scikit_learn(case):
    sklearn = pytest.importorskip("sklearn.metrics")
    truth, score = np.array(case[0]), np.array(case[1]) / 8
    curve = ThresholdCurve.of(truth == 1, score)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fpr, tpr, thresholds = sklearn.roc_curve(truth, score, drop_intermediate=False)
        assert np.array_equal(curve.thresholds, thresholds)
        np.testing.assert_allclose(curve.true_positive_rate, tpr, rtol=0, atol=1e-12)
        np.testing.assert_allclose(curve.false_positive_rate, fpr, rtol=0, atol=1e-12)
        if len(set(case[0])) == 2:
            assert abs(curve.auc - sklearn.roc_auc_score(truth, score)) < 1e-12
            expected = sklearn.average_precision_score(truth, score)
            assert abs(curve.average_precision - expected) < 1e-12
            precision, recall, _ = sklearn.precision_recall_curve(truth, score)
            np.testing.assert_allclose(curve.precision[::-1], precision, rtol=0, atol=1e-12)
            np.testing.assert_allclose(curve.true_positive_rate[::-1], recall, rtol=0, atol=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=50))
def test_scores_of_classes_are_those_of_scikit_learn(pairs):
    sklearn = pytest.importorskip("sklearn.metrics")
    truth, predicted = np.array(pairs).T
    confusion = np.bincount(truth * 4 + predicted, minlength=16).reshape(4, 4)
    found = ClassScores.of(confusion)
    expected = sklearn.precision_recall_fscore_support(
        truth, predicted, labels=range(4), zero_division=0
    )
    for mine, theirs in zip(found, expected):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-12)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=80),
    st.sampled_from([5, 10]),
)
def test_calibration_is_that_of_scikit_learn(pairs, bins):
    calibration = pytest.importorskip("sklearn.calibration")
    truth, probability = (np.array(column) for column in zip(*pairs))
    if truth.all() or not truth.any():
        return
    found = Calibration.of(truth, probability, bins)
    observed, predicted = calibration.calibration_curve(truth, probability, n_bins=bins)
    np.testing.assert_allclose(found.observed, observed, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.predicted, predicted, rtol=0, atol=1e-12)
    assert found.counts.sum() == len(pairs)


def test_the_calibration_error_is_the_mean_over_the_examples():
    truth, probability = np.array([True, False, False, True]), np.array([0.9, 0.9, 0.9, 0.25])
    found = Calibration.of(truth, probability)
    assert found.error == pytest.approx((3 * (0.9 - 1 / 3) + 0.75) / 4)
    assert np.isnan(Calibration.of(truth[:0], probability[:0]).error)
