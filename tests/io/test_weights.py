"""Weights leave and come back: the same predictions, the same bytes, or a sentence."""

from __future__ import annotations

import json
import tracemalloc

import numpy as np
import pytest
from small_sessions import session_of

from playground.io.archive import arrays_of, npz
from playground.io.errors import ExportError
from playground.io.formats import format_of
from playground.io.prediction.predictor import Predictor
from playground.io.weights import weights
from playground.io.weights.weights import import_weights, load_weights, save_weights


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
    with pytest.raises(ExportError, match="has trained already"):
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
        "'weights.npz' does not fit: "
        "these weights are for the network 2-3-1; the present one is 2-4-1: "
        "in layer 1, W1 is 3 x 2 and must be 4 x 2."
    )
    assert not other.changes
    other = session_of('network = {hidden_layers = [3], activation = "relu"}', 0)
    with pytest.raises(ExportError) as caught:
        import_weights(other, tmp_path / "weights.npz")
    assert str(caught.value) == (
        "'weights.npz' does not fit: "
        "these weights are for the network 2-3-1 with tanh, sigmoid and binary cross-entropy; "
        "the present one is 2-3-1 with relu, sigmoid and binary cross-entropy."
    )


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_what_was_imported_and_how_it_fits_is_told(tmp_path, suffix):
    path = tmp_path / f"mine{suffix}"
    save_weights(session_of("", 5), path)
    assert import_weights(session_of("", 0), path) == f"Began with the weights in {path.name}."
    other = session_of('data = {scaling = "min_max", source = "drawn"}', 0)
    remarks = import_weights(other, path)
    assert "another scaling of the inputs: the first layer has been adjusted" in remarks
    assert other.initial_weights.origin == path.name
    assert np.array_equal(other.initial_weights.theta, other.network.theta)


def test_other_columns_and_classes_are_told(tmp_path):
    save_weights(session_of("", 5), tmp_path / "weights.npz")
    arrays = arrays_of((tmp_path / "weights.npz").read_bytes(), "x", 10**7)
    arrays |= {"feature_names": np.array(["a", "b"]), "class_names": np.array(["no", "yes"])}
    (tmp_path / "weights.npz").write_bytes(npz(arrays))
    remarks = import_weights(session_of("", 0), tmp_path / "weights.npz")
    assert "for the columns a, b; here x1, x2." in remarks
    assert "for the classes no, yes; here 0, 1." in remarks


@pytest.mark.parametrize("number", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["W2", "b1", "x_shift", "x_factor"])
@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_a_number_that_is_none_is_refused(tmp_path, name, number, suffix):
    arrays = arrays_of(weights.as_npz(Predictor.of(session_of("", 0))), "x", 10**7)
    spoilt = arrays[name].copy()
    spoilt.flat[0] = number
    arrays[name] = spoilt
    path = tmp_path / f"mine{suffix}"
    text = json.dumps({key: value.tolist() for key, value in arrays.items()})
    path.write_bytes(npz(arrays) if suffix == ".npz" else text.encode())
    session = session_of("", 0)
    before = session.network.theta.copy()
    with pytest.raises(ExportError, match=f"'mine{suffix}' is refused: {name} holds a number"):
        import_weights(session, path)
    assert np.array_equal(session.network.theta, before) and not session.changes


def test_numbers_too_large_for_the_scaling_are_refused(tmp_path):
    arrays = arrays_of(weights.as_npz(Predictor.of(session_of("", 0))), "x", 10**7)
    arrays["W1"] = np.full((8, 2), 1e300)
    arrays["x_factor"] = np.full((2, 1), 1e300)
    (tmp_path / "mine.npz").write_bytes(npz(arrays))
    with pytest.raises(ExportError, match="too large for this scaling"):
        import_weights(session_of("", 0), tmp_path / "mine.npz")


def test_a_small_file_cannot_ask_for_a_huge_network():
    arrays = arrays_of(weights.as_npz(Predictor.of(session_of("", 0))), "x", 10**7)
    tall = np.ones((60_000, 1))
    arrays |= {"W1": tall, "W2": tall, "W3": np.ones((1, 60_000))}
    data = npz(arrays)
    tracemalloc.start()
    with pytest.raises(ExportError, match="W2 has the shape"):
        weights.from_npz(data, "mine.npz")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_pickle_is_not_opened(tmp_path):
    path = tmp_path / "mine.npz"
    np.savez(path, version=np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(ExportError, match="only plain numbers and text"):
        import_weights(session_of("", 0), path)


def test_weights_are_told_from_data(tmp_path):
    save_weights(session_of("", 0), tmp_path / "weights.npz")
    np.savez(tmp_path / "pictures.npz", X=np.ones(3))
    (tmp_path / "broken.npz").write_bytes(b"PK no zip")
    (tmp_path / "records.json").write_text('[{"a": 1, "b": 2}]')
    names = ["weights.npz", "pictures.npz", "broken.npz", "none.npz", "x.json", "x.csv"]
    kinds = [format_of(tmp_path / name).name for name in names]
    assert kinds == ["npz", "table", "table", "table", "json", "table"]
    assert format_of(tmp_path / "records.json").name == "table"


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
        "no matrix": (replaced("W1", 5.0), "has no weights"),
        "no loss": (replaced("loss", "cross"), "has no weights"),
        "scaling does not fit": (replaced("x_shift", [1.0]), "x_shift and x_factor need 2"),
        "no units": (replaced("W1", np.ones((0, 2))), "which is no matrix"),
        "text for numbers": (replaced("W1", np.full((8, 2), "x")), "has no weights"),
        "settings of nothing": (replaced("activation_settings", ["{]"] * 3), "has no weights"),
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
    with pytest.raises(ExportError, match="'x' has no weights"):
        weights.from_json(content, "x")


def test_json_is_for_people_too(tmp_path):
    save_weights(session_of("", 0), tmp_path / "weights.json")
    content = json.loads((tmp_path / "weights.json").read_text())
    assert np.shape(content["W1"]) == (8, 2) and content["class_names"] == ["0", "1"]


def test_an_onnx_file_is_told_to_be_one(tmp_path):
    (tmp_path / "net.onnx").write_bytes(b"anything")
    with pytest.raises(
        ExportError, match=r"'net.onnx' is an ONNX file: .* only from .npz and .json"
    ):
        load_weights(tmp_path / "net.onnx")
