"""``playground export``: what a run has learned, for other programs."""

import json
import subprocess
import sys

import numpy as np
import pytest

from playground.atomic import write_whole
from playground.cli import main
from playground.io.formats import CODE, ExportFormat, formats
from playground.io.session.file import load_session
from playground.io.weights.weights import load_weights


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a short run."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "x.toml").write_text("training.epochs = 3", encoding="utf-8")
    train = ["train", str(folder / "x.toml"), "--out", str(folder / "out"), "--no-plots", "--quiet"]
    assert main(train) == 0
    return folder / "out"


def export(run, out, formats, *more):
    return main(["export", str(run), "--as", formats, "--out", str(out), *more])


def test_the_folder_of_a_run_and_its_session_give_the_same(run, tmp_path, capsys):
    assert export(run, tmp_path / "a", "numpy,json,npz") == 0
    said = capsys.readouterr().out
    assert said == (
        "Wrote predict.py, predict_weights.npz, weights.json, weights.npz into "
        f"'{tmp_path / 'a'}'.\n"
    )
    assert export(run / "session.playground", tmp_path / "b", "json, npz ,numpy", "--quiet") == 0
    assert capsys.readouterr().out == ""
    names = sorted(file.name for file in (tmp_path / "a").iterdir())
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_is_exported_predicts_what_the_session_does(run, tmp_path):
    session = load_session(run / "session.playground")
    assert export(run, tmp_path / "out", "numpy,json", "--quiet") == 0
    X = session.dataset.X
    assert np.array_equal(
        load_weights(tmp_path / "out" / "weights.json").predict(X), session.predict(X)
    )
    example = [repr(value) for value in X[:, 0].tolist()]
    script = [sys.executable, "-I", str(tmp_path / "out" / "predict.py"), *example]
    done = subprocess.run(script, capture_output=True, text=True)
    assert done.returncode == 0
    assert float(done.stdout.split()[-1]) == pytest.approx(session.predict(X)[0, 0], abs=1e-6)


def test_a_report_has_its_plots_unless_none_are_wanted(qapp, run, tmp_path):
    assert export(run, tmp_path / "a", "report", "--quiet") == 0
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure") > 5 and "Decision boundary" in page
    assert export(run, tmp_path / "b", "report", "--quiet", "--no-plots") == 0
    assert "<figure" not in (tmp_path / "b" / "report.html").read_text(encoding="utf-8")


def test_all_formats_at_once(run, tmp_path):
    names = [kind.name for kind in formats.values() if issubclass(kind, ExportFormat)]
    names = [name for name in names if not formats[name].missing()]
    assert export(run, tmp_path / "out", ",".join(names), "--quiet") == 0
    files = {file.name for file in (tmp_path / "out").iterdir()}
    assert {formats[name].file for name in names} <= files
    assert json.loads((tmp_path / "out" / "weights.json").read_text())["version"] == 1


@pytest.mark.parametrize(
    "names, said",
    [
        ("exe", "--as exe: there is no such format; choose from session, experiment, npz"),
        ("npz,exe", "--as exe: there is no such format"),
        (",", "As what? Choose from"),
    ],
)
def test_no_such_format_is_a_sentence(run, tmp_path, capsys, names, said):
    assert export(run, tmp_path / "out", names) == 2
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "out").exists()


def test_what_has_not_been_trained_is_told_how_to_be(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("", encoding="utf-8")
    assert export(tmp_path / "x.toml", tmp_path / "out", "npz") == 2
    assert "has not been trained; train it first: playground train" in capsys.readouterr().err
    assert export(tmp_path / "none.playground", tmp_path / "out", "npz") == 2
    assert "there is no such file" in capsys.readouterr().err
    assert export(tmp_path, tmp_path / "out", "npz") == 2
    assert "a folder without a session.playground" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_package_is_named(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("playground.io.formats.find_spec", lambda package: None)
    assert export(run, tmp_path / "out", "onnx") == 2
    assert "pip install 'neural-playground[onnx]'" in capsys.readouterr().err


def test_a_format_added_in_one_place_is_exported(run, tmp_path, capsys):
    @formats.register("dummy", label="Shouted steps")
    class Dummy(ExportFormat):
        """The number of steps, loudly."""

        group, title, file, suffixes = CODE, "the shouting", "shout.txt", (".txt",)

        def write(self, session, path):
            write_whole(path, f"{session.trainer.steps}!".encode())

    try:
        assert export(run, tmp_path / "out", "dummy", "--quiet") == 0
        steps = load_session(run / "session.playground").trainer.steps
        assert (tmp_path / "out" / "shout.txt").read_text() == f"{steps}!"
        with pytest.raises(SystemExit):
            main(["export", "--help"])
        assert "dummy: shout.txt" in " ".join(capsys.readouterr().out.split())
    finally:
        formats.discard("dummy")


def test_what_is_there_is_not_replaced_unasked(run, tmp_path, capsys):
    (tmp_path / "predict_weights.npz").write_bytes(b"mine")
    assert export(run, tmp_path, "json,numpy") == 2
    assert "has a predict_weights.npz already" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["predict_weights.npz"]
    assert export(run, tmp_path, "json") == 0  # which is another file
    assert export(run, tmp_path, "json,numpy", "--force") == 0
    assert (tmp_path / "predict_weights.npz").read_bytes() != b"mine"
