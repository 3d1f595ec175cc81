"""Weights leave and come back: the same predictions, the same bytes, or a sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest
from small_sessions import session_of

from playground.export import weights
from playground.export.archive import arrays_of, npz
from playground.export.errors import ExportError
from playground.export.predictor import Predictor
from playground.export.weights import import_weights, load_weights, save_weights


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_what_is_read_back_predicts_the_same_from_raw_inputs(session, tmp_path, suffix):
    path = tmp_path / f"weights{suffix}"
    save_weights(session, path)
    predictor = load_weights(path)
    X = session.dataset.X
    assert np.array_equal(predictor.predict(X), session.predict(X))
    assert predictor.features == session.features
    assert predictor.class_names == session.dataset.class_names
    assert predictor.label_name == session.dataset.label_name


def test_the_archive_is_plain_numpy_by_hand(session, tmp_path):
    """What the module's documentation promises, with nothing but NumPy."""
    save_weights(session, tmp_path / "weights.npz")
    content = np.load(tmp_path / "weights.npz", allow_pickle=False)
    A = (session.dataset.X - content["x_shift"]) * content["x_factor"]
    for layer, activation in enumerate(session.network.activations, 1):
        A = activation(content[f"W{layer}"] @ A + content[f"b{layer}"])
    if "y_shift" in content:
        A = A / content["y_factor"] + content["y_shift"]
    assert np.allclose(A, session.predict(session.dataset.X), rtol=1e-6, atol=1e-6)
    names = [activation.name for activation in session.network.activations]
    assert content["activations"].tolist() == names


def test_equal_numbers_give_equal_bytes(session):
    first = weights.as_npz(Predictor.of(session))
    assert weights.as_npz(weights.from_npz(first, "x")) == first
    assert weights.as_npz(weights.from_json(weights.as_json(Predictor.of(session)), "x")) == first


def test_weights_come_back_into_a_matching_architecture(session, tmp_path):
    save_weights(session, tmp_path / "weights.npz")
    fresh = type(session)(session.spec)
    import_weights(fresh, tmp_path / "weights.npz")
    assert np.array_equal(fresh.network.theta, session.network.theta)
    penalty_free = session.network.cost(*_scaled(session), penalty=False)
    assert fresh.history.latest["train_cost"] == pytest.approx(
        penalty_free + session.network.penalty(session.split.train.m)
    )
    fresh.step()
    with pytest.raises(ValueError, match="has not trained yet"):
        import_weights(fresh, tmp_path / "weights.npz")


def _scaled(session):
    X = session.scaler.apply(session.split.train.X)
    Y = session.split.train.Y
    return X, Y if session.label_scaler is None else session.label_scaler.apply(Y)


@pytest.mark.parametrize("source", ["moons", "plane"])
def test_imported_weights_predict_the_same_under_another_scaling(tmp_path, source):
    trained = session_of(f'data.source = {{kind = "{source}", samples = 60}}')
    save_weights(trained, tmp_path / "weights.npz")
    other = session_of(
        f'seed = 9\ndata = {{source = {{kind = "{source}", samples = 90}}, scaling = "min_max"}}', 0
    )
    import_weights(other, tmp_path / "weights.npz")
    X = trained.dataset.X
    assert np.allclose(other.predict(X), trained.predict(X), rtol=1e-9, atol=1e-9)


def test_another_architecture_is_refused_by_name(tmp_path):
    save_weights(session_of("network.hidden_layers = [3]", 0), tmp_path / "weights.npz")
    other = session_of('network = {hidden_layers = [4], activation = "relu"}', 0)
    with pytest.raises(ExportError) as caught:
        import_weights(other, tmp_path / "weights.npz")
    assert str(caught.value) == (
        "These weights are for the network 2-3-1 with tanh, sigmoid and binary cross-entropy; "
        "the present one is 2-4-1 with relu, sigmoid and binary cross-entropy."
    )


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ExportError, match="weights are written as"):
        save_weights(session_of("", 0), tmp_path / "weights.txt")


def test_infinite_weights_are_no_json():
    session = session_of("", 0)
    session.network.theta[0] = np.inf
    with pytest.raises(ExportError, match="not finite"):
        weights.as_json(Predictor.of(session))


def _damages():
    def without(name):
        return lambda arrays: arrays.pop(name)

    def replaced(name, value):
        return lambda arrays: arrays.update({name: np.array(value)})

    return {
        "no weights": (without("W2"), "'W2' is missing"),
        "no version": (without("version"), "'version' is missing"),
        "newer": (replaced("version", 9), "written by a newer playground"),
        "no such activation": (replaced("activations", ["x", "y", "z"]), "no activation 'x'"),
        "shapes do not fit": (replaced("W2", np.ones((4, 5))), "W2 has the shape"),
        "no matrix": (replaced("W1", 5.0), "holds no weights"),
        "no loss": (replaced("loss", "cross"), "holds no weights"),
        "scaling does not fit": (replaced("x_shift", [1.0]), "x_shift and x_factor need 2"),
        "text for numbers": (replaced("W1", np.full((8, 2), "x")), "holds no weights"),
        "settings of nothing": (replaced("activation_settings", ["{]"] * 3), "holds no weights"),
    }


@pytest.mark.parametrize("damage, words", _damages().values(), ids=_damages())
def test_a_damaged_archive_is_refused_with_a_sentence(damage, words):
    arrays = arrays_of(weights.as_npz(Predictor.of(session_of("", 0))), "x", 10**7)
    damage(arrays)
    with pytest.raises(ExportError, match=words):
        weights.from_npz(npz(arrays), "mine.npz")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": {"a": 1}}',
        b'{"version": null}',
    ],
)
def test_foreign_json_is_refused_with_a_sentence(content):
    with pytest.raises(ExportError, match="'x' holds no weights"):
        weights.from_json(content, "x")


def test_json_is_for_people_too(tmp_path):
    save_weights(session_of("", 0), tmp_path / "weights.json")
    content = json.loads((tmp_path / "weights.json").read_text())
    assert np.shape(content["W1"]) == (8, 2) and content["class_names"] == ["0", "1"]
