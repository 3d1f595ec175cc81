"""ONNX models predict what the session does, from raw columns, in another program."""

from __future__ import annotations

import numpy as np
import pytest
from small_sessions import EXPERIMENTS, session_of

from playground.engine.activations import activations
from playground.io import formats, onnx_file
from playground.io.errors import ExportError
from playground.io.onnx_file import as_onnx
from playground.io.prediction.predictor import Predictor
from playground.io.weights.weights import save_weights

FEATURES = {
    "arithmetic": "x1 + x2, x1 - 2*x2, x1*x2/3, -x1^2, 2^x1",
    "functions": "sin(x1), cos(x2), tan(x1/9), tanh(x1), exp(x1/5), abs(x2), sign(x1), relu(x2)",
    "more": "log(abs(x1) + 1), sqrt(abs(x2)), max(x1, x2, 1), min(x1, 0.5)",
}


@pytest.mark.parametrize("name", [*EXPERIMENTS, *FEATURES])
def test_the_model_predicts_the_same_from_raw_columns(tmp_path, name):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    text = EXPERIMENTS.get(name, 'data.source = {kind = "xor", samples = 60}')
    if name in FEATURES:
        text += f'\ndata.features = "{FEATURES[name]}"'
    session = session_of(text)
    save_weights(session, tmp_path / "network.onnx")
    model = onnxruntime.InferenceSession(tmp_path / "network.onnx")
    for X in (session.dataset.X, session.dataset.X[:, :1]):
        [Y] = model.run(["Y"], {"X": X.T})
        assert np.allclose(Y, session.predict(X).T, rtol=1e-6, atol=1e-6)
    names = "\n".join(session.dataset.feature_names)
    assert model.get_modelmeta().custom_metadata_map["columns"] == names


def test_every_activation_has_its_operators():
    assert set(onnx_file.ACTIVATIONS) == set(activations)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "linear"])
def test_hidden_layers_of_every_kind(tmp_path, name):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    session = session_of(f'network.activation = "{name}"', 5)
    model = onnxruntime.InferenceSession(as_onnx(Predictor.of(session)))
    [Y] = model.run(None, {"X": session.dataset.X.T})
    assert np.allclose(Y, session.predict(session.dataset.X).T, rtol=1e-6, atol=1e-6)


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(formats, "find_spec", lambda package: None)
    with pytest.raises(ExportError, match=r"pip install 'neural-playground\[onnx\]'"):
        save_weights(session_of("", 0), tmp_path / "network.onnx")


def test_equal_networks_give_equal_bytes():
    pytest.importorskip("onnx")
    assert as_onnx(Predictor.of(session_of("", 4))) == as_onnx(Predictor.of(session_of("", 4)))
