"""``playground train`` where full batches go through X^T X: resumed, it ends at the same bits."""

from __future__ import annotations

import numpy as np
import pytest
from sessions import members_of

from playground.cli import main
from playground.engine.shortcut import gram
from playground.io.session.file import load_session

EXPERIMENT = """
version = 1
network.hidden_layers = []
[data.source]
kind = "csv"
path = "wide.csv"
[training]
optimizer = {kind = "momentum"}
learning_rate = 0.01
batch_size = 4096
epochs = 40
l2 = 0.1
"""


@pytest.fixture
def experiment(tmp_path, monkeypatch):
    """More columns than rows."""
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    rng = np.random.default_rng(0)
    rows = [[*(f"x{i}" for i in range(80)), "kind"]]
    rows += [[*map(repr, rng.random(80).tolist()), "ab"[rng.integers(2)]] for _ in range(50)]
    text = "\n".join(",".join(row) for row in rows)
    (tmp_path / "wide.csv").write_text(text, encoding="utf-8")
    (tmp_path / "wide.toml").write_text(EXPERIMENT, encoding="utf-8")
    return tmp_path / "wide.toml"


def train(file, out, *more):
    return main(["train", str(file), "--out", str(out), "--no-plots", "--quiet", *more])


def test_a_session_goes_on_where_it_stopped(experiment, tmp_path):
    assert train(experiment, tmp_path / "whole") == 0
    assert load_session(tmp_path / "whole" / "session.playground").trainer.gram is not None
    assert train(experiment, tmp_path / "half", "--set", "training.epochs=17") == 0
    half = tmp_path / "half" / "session.playground"
    assert train(half, tmp_path / "rest", "--set", "training.epochs=40") == 0
    for name in ("weights.npz", "history.csv", "batch_costs.csv"):
        assert (tmp_path / "rest" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    rest, whole = (members_of(tmp_path / name / "session.playground") for name in ("rest", "whole"))
    # It remembers that it was to end earlier.
    assert [name for name in whole if rest[name] != whole[name]] == ["changes.json"]


def test_another_rate_counts_the_same_from_a_file_and_without(experiment, tmp_path):
    """What is set while it rests is set to the session in the file, and so are both resumed."""
    assert train(experiment, tmp_path / "half", "--set", "training.epochs=17") == 0
    half = tmp_path / "half" / "session.playground"
    changes = ["--set", "training.epochs=40", "--set", "training.learning_rate=0.001"]
    changes += ["--set", "training.l2=0.5"]
    assert train(half, tmp_path / "file", *changes) == 0
    session = load_session(half)
    session.apply(load_session(tmp_path / "file" / "session.playground").spec)
    session.run()
    other = load_session(tmp_path / "file" / "session.playground")
    assert session.network.theta.tobytes() == other.network.theta.tobytes()
    assert session.history.evaluations.tobytes() == other.history.evaluations.tobytes()
