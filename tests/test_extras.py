"""Where the library of an extra is not there, one sentence names the command that brings it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from playground import extras
from playground.cli import main
from playground.data.array_files import hdf5
from playground.data.errors import DataError
from playground.data.tables.formats import parquet

ROOT = Path(__file__).parents[1]

#: Those that are for who works on the program, which no sentence names.
OF_DEVELOPERS = {"test", "lint", "peers"}


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return set(project["optional-dependencies"]) - OF_DEVELOPERS


def _named() -> set[str]:
    """The extras that the source names: as an argument of `missing`, or of a format."""
    named = set()
    for path in (ROOT / "playground").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "extras.missing":
                named.add(node.args[2])
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith("extra)"):
                named.add(node.value.elts[-1])
    return {node.value for node in named if isinstance(node, ast.Constant)}


def test_every_extra_has_its_sentence_and_no_sentence_names_another():
    assert _named() == _declared()


def test_the_command_is_written_in_one_place():
    holders = [
        path.name
        for path in (ROOT / "playground").rglob("*.py")
        if re.search(r"neural-playground\[|install the extra", path.read_text(encoding="utf-8"))
    ]
    assert holders == ["extras.py"]


@pytest.mark.parametrize("library, extra", [("pyarrow.parquet", "parquet"), ("h5py", "hdf5")])
def test_a_file_says_what_reading_it_takes(library, extra, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)  # an import of it fails
    with pytest.raises(DataError, match=rf"pip install 'neural-playground\[{extra}\]'"):
        if extra == "parquet":
            parquet.content(tmp_path / "a.parquet")
        else:
            (tmp_path / "a.h5").write_bytes(b"whatever it holds")
            hdf5.arrays_in(tmp_path / "a.h5").__enter__()


def test_a_study_says_what_a_cluster_takes(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("playground.cli.executors.importlib.util.find_spec", lambda name: None)
    words = [
        "--over",
        "training.optimizer=gd,adam",
        "--scheduler",
        "tcp://nowhere:1",
        "--out",
        str(tmp_path / "o"),
    ]
    assert main(["compare", str(ROOT / "sample_data" / "iris.csv"), *words]) == 2
    assert "pip install 'neural-playground[cluster]'" in capsys.readouterr().err


def test_a_bundle_says_that_it_cannot_take_it(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    sentence = extras.missing("Parquet files", "pyarrow", "parquet")
    assert "this bundle leaves out" in sentence
    assert sentence.endswith("pip install 'neural-playground[parquet]'")
