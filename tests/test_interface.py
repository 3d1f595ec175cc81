"""The playground from Python: `playground.load` and the session it gives, as the README shows."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from past_runs import past_run

import playground
from playground.assets import sample_data
from playground.atomic import FileError
from playground.data import DataError
from playground.experiment.attachments import Attachments
from playground.experiment.errors import ExperimentError
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.errors import ExportError
from playground.io.prediction.predictions import predictions, table_for
from playground.io.session.file import load_session, read_session, save_session
from playground.io.weights.weights import load_weights

ROOT = Path(__file__).parents[1]


def example() -> str:
    """The example of the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [found] = [
        code
        for code in re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
        if "playground.load" in code
    ]
    return found


def prepared(folder):
    """A folder in which the example finds what it names."""
    rows = sample_data("iris.csv").read_text().splitlines()
    (folder / "iris.csv").write_text("\n".join(rows) + "\n")
    names, *examples = rows
    unlabelled = [line.rpartition(",")[0] for line in (names, *examples[::30])]
    (folder / "new.csv").write_text("\n".join(unlabelled) + "\n")
    return folder


def test_what_is_asked_for_wrongly_is_told_and_a_session_prints_in_a_line():
    session = playground.load(sample_data("iris.csv"))
    assert repr(session).startswith("<Session of CSV file iris.csv, 4-8-4-3, epoch 0, train error ")
    for X in ([[1, 2]], np.zeros((3, 4)), np.zeros(4)):
        with pytest.raises(DataError, match=r"it must be \(4, m\), an example in each column"):
            session.predict(X)
    assert session.predict([[5], [3], [1], [0]]).shape == (3, 1)
    with pytest.raises(KeyError, match="no column 'test_error'; choose from step, epoch, "):
        session.history.column("test_error")


def test_the_example_runs_as_a_script(tmp_path):
    (prepared(tmp_path) / "example.py").write_text(example())
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "setosa" in done.stdout and (tmp_path / "iris.playground").exists()


def test_the_example_runs_in_the_cells_of_a_notebook(tmp_path, monkeypatch, capsys):
    """Cell by cell in one namespace, while the notebook's event loop runs."""
    monkeypatch.chdir(prepared(tmp_path))
    cells = [cell for cell in example().split("\n\n") if cell.strip()]
    assert len(cells) > 1

    async def notebook():
        namespace = {}
        for cell in cells:
            exec(cell, namespace)

    asyncio.run(notebook())
    assert "setosa" in capsys.readouterr().out


def test_importing_the_playground_imports_nothing_else():
    code = "import playground, sys; assert 'numpy' not in sys.modules; playground.load"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
    with pytest.raises(AttributeError, match="'lode'"):
        playground.lode  # noqa: B018


@pytest.fixture
def experiment(tmp_path):
    (tmp_path / "x.toml").write_text("seed = 7\ntraining.epochs = 3\n")
    return tmp_path / "x.toml"


def test_an_experiment_is_loaded_trained_and_saved(experiment, tmp_path):
    session = playground.load(experiment)
    assert isinstance(session, Session) and session.trainer.steps == 0
    assert session.run().reason == "finished"
    alone = Session(codec.read(experiment))
    alone.run()
    assert np.array_equal(session.network.theta, alone.network.theta)
    X = session.dataset.X
    assert np.array_equal(session.predict(X), alone.predict(X))
    for name in ("s.playground", "s.toml", "s.npz", "s.json", "s.html"):
        session.save(tmp_path / name)
    assert codec.read(tmp_path / "s.toml") == session.spec
    assert np.array_equal(load_weights(tmp_path / "s.npz").predict(X), session.predict(X))
    assert np.array_equal(load_session(tmp_path / "s.playground").predict(X), session.predict(X))


def test_a_session_goes_on_where_it_was_and_keeps_what_lies_beside_it(experiment, tmp_path):
    first = playground.load(str(experiment))
    first.step_epoch()
    first.save(tmp_path / "half.playground")
    again = playground.load(tmp_path / "half.playground")
    first.run()
    again.run()
    assert np.array_equal(first.network.theta, again.network.theta)
    beside = Attachments(runs=RunEntries((past_run(1),)), window={"layout.json": b"{}"})
    save_session(again, tmp_path / "whole.playground", beside)
    playground.load(tmp_path / "whole.playground").save(tmp_path / "copy.playground")
    loaded = read_session(tmp_path / "copy.playground")
    assert len(loaded.runs.runs) == 1 and loaded.window == {"layout.json": b"{}"}


def test_a_table_is_trained_on_and_predicted(tmp_path):
    session = playground.load(sample_data("iris.csv"))
    session.step_epoch()
    new = prepared(tmp_path) / "new.csv"
    made = session.predict_table(new)
    assert made.predicted == predictions(session, table_for(session, str(new))).predicted
    assert made.m == 5 and set(made.predicted) <= set(session.dataset.class_names)


@pytest.mark.parametrize(
    "name, text, kind, said",
    [
        ("none.toml", None, FileError, "there is no such file"),
        ("none.csv", None, DataError, "there is no such file"),
        ("wrong.toml", "training.epoch = 3", ExperimentError, "epochs"),
        ("no.playground", "x", ExportError, "damaged or no such archive"),
        ("weights.json", '{"W1": 1}', ExportError, "holds weights and no experiment"),
    ],
)
def test_what_cannot_be_loaded_is_a_sentence(tmp_path, name, text, kind, said):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(kind, match=re.escape(said)):
        playground.load(tmp_path / name)


def test_an_ending_that_says_nothing_is_a_sentence(experiment, tmp_path):
    session = playground.load(experiment)
    for name in ("x.py", "x.csv", "x.exe", "x"):
        with pytest.raises(ExportError, match=r"choose from \.playground, \.toml, \.npz"):
            session.save(tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == ["x.toml"]
