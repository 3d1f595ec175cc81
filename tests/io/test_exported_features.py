"""Weights of a network over formulas: the file predicts from columns, as the session does."""

from __future__ import annotations

import numpy as np
import pytest
from small_sessions import session_of

from playground.io.archive import arrays_of, npz
from playground.io.errors import ExportError
from playground.io.prediction.predictor import Predictor
from playground.io.session.file import load_session, save_session
from playground.io.weights import weights

FORMULAS = "x1, x1^2 + x2^2, sin('x2')"


def trained(features=FORMULAS, steps=23):
    return session_of(f'data = {{source = "moons", features = "{features}"}}', steps)


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_the_file_predicts_from_columns(tmp_path, suffix):
    session, path = trained(), tmp_path / f"weights{suffix}"
    weights.save_weights(session, path)
    predictor = weights.load_weights(path)
    np.testing.assert_array_equal(
        predictor.predict(session.dataset.X), session.predict(session.dataset.X)
    )
    assert predictor.features == session.features
    assert predictor.feature_names == ("x1", "x2")


def test_the_formulas_stand_in_the_archive_as_text(tmp_path):
    session = trained()
    weights.save_weights(session, tmp_path / "weights.npz")
    content = np.load(tmp_path / "weights.npz", allow_pickle=False)
    assert content["features"] == FORMULAS
    x1, x2 = session.dataset.X
    A = (np.stack([x1, x1**2 + x2**2, np.sin(x2)]) - content["x_shift"]) * content["x_factor"]
    for layer, activation in enumerate(session.network.activations, 1):
        A = activation(content[f"W{layer}"] @ A + content[f"b{layer}"])
    np.testing.assert_allclose(A, session.predict(session.dataset.X))


def test_a_session_over_formulas_goes_on_bit_for_bit(tmp_path):
    session = trained()
    save_session(session, tmp_path / "mine.playground")
    loaded = load_session(tmp_path / "mine.playground")
    assert [loaded.step() for _ in range(20)] == [session.step() for _ in range(20)]


def test_weights_of_other_features_are_refused(tmp_path):
    weights.save_weights(trained(), tmp_path / "weights.npz")
    with pytest.raises(ExportError) as caught:
        weights.import_weights(trained("x1, x2, x1*x2", 0), tmp_path / "weights.npz")
    assert str(caught.value) == (
        "'weights.npz' does not fit: these weights are for the features x1, x1^2+x2^2, sin('x2'); "
        "the present ones are x1, x2, x1*x2."
    )


@pytest.mark.parametrize(
    "formulas, words",
    [("x1 +", "a value is missing"), ("x1, x2", "W1 takes 3 features"), ("x3", "no column 'x3'")],
)
def test_formulas_that_do_not_fit_are_refused(formulas, words):
    arrays = arrays_of(weights.as_npz(Predictor.of(trained(steps=0))), "x", 10**7)
    arrays["features"] = np.array(formulas)
    with pytest.raises(ExportError, match=words):
        weights.from_npz(npz(arrays), "mine.npz")


def test_an_archive_from_before_there_were_formulas_has_none():
    arrays = arrays_of(weights.as_npz(Predictor.of(trained("", 0))), "x", 10**7)
    del arrays["features"]
    assert weights.from_npz(npz(arrays), "mine.npz").features.is_identity
