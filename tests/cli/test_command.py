"""A command, and a kind of study, added in one place each are on the command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from dummy_kind import dummy_kind

from playground.cli import main
from playground.cli.command import Command, commands
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.running.run import run
from playground.experiment.text import codec
from playground.io.studies import runs_csv
from playground.settings import replaced


@pytest.fixture
def dummy():
    """A command added in one place: a class and its registration."""

    @commands.register("shout", help="say a word loudly")
    class Shout(Command):
        """Says a word loudly."""

        def add_arguments(self, parser):
            parser.add_argument("word")

        def run(self, arguments):
            print(arguments.word.upper())
            return 3

    yield Shout
    commands.discard("shout")


def said_by(capsys, *argv: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(argv))
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_a_command_added_in_one_place_is_in_the_help_and_runs(dummy, capsys):
    assert "playground shout " in said_by(capsys, "--help")
    page = said_by(capsys, "shout", "--help")
    assert page.startswith("usage: playground shout") and "Say a word loudly." in page
    assert main(["shout", "hello"]) == 3
    assert capsys.readouterr().out == "HELLO\n"
    assert main(["shout"]) == 2
    assert "Help: playground shout --help" in capsys.readouterr().err


def test_without_its_registration_it_is_a_file_that_is_not_there(capsys):
    assert main(["shout"]) == 2
    assert "'shout' cannot be opened: there is no such file." in capsys.readouterr().err


def test_a_kind_of_study_added_in_one_place_has_its_command(tmp_path, capsys):
    with dummy_kind() as kind:
        said = said_by(capsys, "--help")
        assert "playground dummy-width " in said and "two widths of one hidden layer" in said
        assert "--narrow" in said_by(capsys, "dummy-width", "--help")
        spec = replaced(ExperimentSpec(), "training.epochs", 3)
        codec.write(tmp_path / "x.toml", spec)
        out = tmp_path / "out"
        words = ["dummy-width", str(tmp_path / "x.toml"), "--out", str(out), "--narrow", "3"]
        assert main([*words, "--seeds", "2", "--no-plots"]) == 0
        result = run(StudyRequest(kind(narrow=3), spec, seeds=2).study)
    assert (out / "runs.csv").read_text(encoding="utf-8") == runs_csv(result)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["kind"] == "dummy_width" and summary["widest"] == 5
    assert summary["sentences"] == ["The widest network is the widest."]
    said = capsys.readouterr().out
    assert "The widest network is the widest." in said and "4 runs in" in said


def test_its_plots_are_drawn(tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    (tmp_path / "x.toml").write_text("training.epochs = 2")
    with dummy_kind():
        out = ["--out", str(tmp_path / "out"), "--seeds", "2", "--quiet"]
        assert main(["dummy_width", str(tmp_path / "x.toml"), *out]) == 0
    names = {"errors", "curves", "boundaries"}
    drawn = {file.stem for file in (tmp_path / "out").iterdir() if file.suffix in (".png", ".svg")}
    assert drawn == names


@pytest.mark.parametrize("name", ["rate-finder", "learning-curve", "recipe"])
def test_every_kind_of_study_has_its_command(name, tmp_path, capsys):
    (tmp_path / "x.toml").write_text("training.epochs = 2")
    out = tmp_path / "out"
    assert main([name, str(tmp_path / "x.toml"), "--out", str(out), "--no-plots"]) == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["kind"] == name.replace("-", "_")
    said = capsys.readouterr().out
    assert summary["sentences"] and all(sentence in said for sentence in summary["sentences"])
    assert {"runs.csv", "history.csv", "experiment.toml"} < {file.name for file in out.iterdir()}


def test_training_does_not_wait_for_the_kinds_of_studies():
    code = (
        "import sys; from playground.cli.command import commands; commands['settings'];"
        "assert 'train' in commands and 'some.toml' not in commands;"
        "assert not any('studies.kinds' in name for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
