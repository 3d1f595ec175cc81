"""Weights as a course's notebook saves them: arrays with nothing around them."""

import json
from itertools import pairwise

import numpy as np
import pytest
from small_sessions import session_of

from playground.io.errors import ExportError
from playground.io.formats import format_of
from playground.io.weights.weights import import_weights, load_weights

SIZES = [2, 5, 3, 1]
TEXT = 'network = {hidden_layers = [5, 3], activation = "relu"}'


def parameters(sizes=SIZES):
    rng = np.random.default_rng(5)
    made = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), 1):
        made[f"W{layer}"] = rng.standard_normal((n_out, n_in))
        made[f"b{layer}"] = rng.standard_normal((n_out, 1))
    return made


def as_written(made, path):
    if path.suffix == ".npz":
        np.savez(path, **made)
    else:
        content = {name: array.tolist() for name, array in made.items()}
        path.write_text(json.dumps({"parameters": content} if "inner" in path.name else content))
    return path


@pytest.mark.parametrize("name", ["w.npz", "w.json", "inner.json"])
def test_the_network_computes_with_them(tmp_path, name):
    session, made = session_of(TEXT, 0), parameters()
    path = as_written(made, tmp_path / name)
    said = import_weights(session, path)
    assert said.startswith(f"Began with the weights in {name}.")
    A = session.preprocess(session.split.train)[0]
    for layer in (1, 2, 3):
        Z = made[f"W{layer}"] @ A + made[f"b{layer}"]
        A = np.maximum(Z, 0) if layer < 3 else 1 / (1 + np.exp(-Z))
    assert np.allclose(session.predict(session.split.train.X), A, rtol=1e-12, atol=1e-12)
    session.step()


def test_they_are_recognized_as_weights(tmp_path):
    for name in ("w.npz", "w.json", "inner.json"):
        kind = format_of(as_written(parameters(), tmp_path / name))
        assert kind.name == name.rpartition(".")[2]
    np.savez(tmp_path / "data.npz", X=np.ones((3, 2)), y=np.arange(3))
    assert format_of(tmp_path / "data.npz").name == "table"
    with pytest.raises(ExportError, match=r"nothing that says of what network.*into an experiment"):
        load_weights(tmp_path / "w.npz")


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_logistic_regression_as_the_course_saves_it(tmp_path, shape):
    w = np.array([[1.5], [-2.0]])  # a column there, a row here
    np.savez(tmp_path / "d.npz", w=w, b=np.full(shape, 0.25))
    session = session_of("network.hidden_layers = []", 0)
    import_weights(session, tmp_path / "d.npz")
    assert session.network.weights[0].tolist() == [[1.5, -2.0]]
    assert session.network.biases[0].tolist() == [[0.25]]


def test_biases_may_be_flat(tmp_path):
    made = parameters()
    np.savez(tmp_path / "w.npz", **{n: a[:, 0] if n[0] == "b" else a for n, a in made.items()})
    session = session_of(TEXT, 0)
    import_weights(session, tmp_path / "w.npz")
    assert all(
        np.array_equal(b, made[f"b{layer}"]) for layer, b in enumerate(session.network.biases, 1)
    )


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda p: p.pop("b2"), "b2 is missing"),
        (lambda p: p.pop("W3"), r"the weights of 2 layers \(1, 2\); the network 2-5-3-1 has 3"),
        (lambda p: p.update(W2=p["W2"].T), r"W2 has the shape \(5, 3\) and must be \(3, 5\)"),
        (lambda p: p.update(W1=np.array([["x"] * 2] * 5)), "W1 has the shape"),
        (lambda p: p.update(W1=np.full((5, 2), np.nan)), "W1 holds a number that is not finite"),
    ],
)
def test_what_does_not_fit_is_a_sentence(tmp_path, change, said):
    made = parameters()
    change(made)
    np.savez(tmp_path / "w.npz", **made)
    session = session_of(TEXT, 0)
    before = session.network.theta.copy()
    with pytest.raises(ExportError, match=said):
        import_weights(session, tmp_path / "w.npz")
    assert np.array_equal(session.network.theta, before)
