"""``--install-desktop`` writes what a desktop reads, and ``--uninstall-desktop`` ends it."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from configparser import ConfigParser
from pathlib import Path

import pytest

from playground.assets import APPLICATION_ID
from playground.cli import desktop, main

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of Linux")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a person's data, which has a space and an umlaut in its path."""
    home = tmp_path / "Jörg Übel" / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


def _entry(home: Path) -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(home / "applications" / f"{APPLICATION_ID}.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


def _words(line: str, file: str) -> list[str]:
    """The command of an Exec key, read by the rules of the Desktop Entry Specification."""
    line = re.sub(r"\\(.)", lambda found: {"n": "\n", "s": " "}.get(found[1], found[1]), line)
    words = []
    for quoted, plain in re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line):
        word = plain or re.sub(r"\\(.)", r"\1", quoted)
        words.append(file if word == "%f" else word.replace("%%", "%"))
    return words


def _all_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_is_installed_is_taken_away_again_and_nothing_else(home, capsys):
    other = home / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n")
    assert main(["--install-desktop"]) == 0
    assert str(home) in capsys.readouterr().out
    written = set(desktop.files(["playground"]))
    assert len(written) >= 12 and written <= _all_files(home)
    assert main(["--uninstall-desktop"]) == 0
    assert not written & _all_files(home) and other.is_file()
    assert main(["--uninstall-desktop"]) == 0
    assert "nothing of this program" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["", "relative/share"])
def test_without_a_folder_of_data_it_is_that_of_the_specification(given, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert desktop.data_home() == tmp_path / ".local" / "share"


def test_the_entry_starts_this_program_from_any_folder_with_any_file(home, tmp_path):
    assert main(["--install-desktop"]) == 0
    entry = _entry(home)
    words = _words(entry["Exec"], "--version")
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("playground ")
    assert os.access(entry["TryExec"], os.X_OK)
    # The type of a session is what the folder of types calls its ending.
    assert _words(entry["Exec"], "Übung 1.playground")[-1] == "Übung 1.playground"


@pytest.mark.parametrize("name", ["a b/playground", "50 % ü", 'say "x" `y` $z', "back\\slash"])
def test_a_program_of_any_name_is_quoted(name):
    content = desktop.files([f"/opt/{name}", "-m", "playground"])
    text = content[f"applications/{APPLICATION_ID}.desktop"].decode()
    [line] = re.findall(r"^Exec=(.*)$", text, re.MULTILINE)
    assert _words(line, "f") == [f"/opt/{name}", "-m", "playground", "f"]


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="needs shared-mime-info")
def test_the_types_reach_the_lists_of_the_desktop_and_toml_stays_what_it_is(home):
    assert main(["--install-desktop"]) == 0
    globs = (home / "mime" / "globs2").read_text(encoding="utf-8")
    rows = [line.split(":") for line in globs.splitlines() if ":" in line]
    offered = set(_entry(home)["MimeType"].strip(";").split(";"))
    assert {row[1] for row in rows} == offered
    named = {"*.experiment.toml", "experiment.toml"}
    assert {row[2] for row in rows} == {"*.playground", "*.lesson", *named}
    assert main(["--uninstall-desktop"]) == 0
    assert "playground" not in (home / "mime" / "globs2").read_text(encoding="utf-8")


def test_all_descriptions_name_the_program_alike(home):
    assert main(["--install-desktop"]) == 0
    entry = _entry(home)
    info = ElementTree.parse(home / "metainfo" / f"{APPLICATION_ID}.metainfo.xml").getroot()
    assert entry["Icon"] == info.findtext("id") == APPLICATION_ID
    assert info.findtext("launchable") == f"{APPLICATION_ID}.desktop"
    assert info.findtext("name") == entry["Name"] and info.findtext("summary") in entry["Comment"]
    provided = {each.text for each in info.iter("mediatype")}
    assert provided == set(entry["MimeType"].strip(";").split(";"))
    assert info.find("provides/binary").text == "playground"


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="needs appstream")
def test_the_description_is_valid(home):
    assert main(["--install-desktop"]) == 0
    path = home / "metainfo" / f"{APPLICATION_ID}.metainfo.xml"
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-utils")
def test_the_entry_is_valid(home):
    assert main(["--install-desktop"]) == 0
    path = home / "applications" / f"{APPLICATION_ID}.desktop"
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("option", ["--install-desktop", "--uninstall-desktop"])
def test_elsewhere_a_sentence_says_so_and_nothing_is_written(option, home, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    assert main([option]) == 2
    assert capsys.readouterr().err.startswith(f"{option} is for the desktops of Linux")
    assert not home.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch, capsys):
    (tmp_path / "share").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert main(["--install-desktop"]) == 2
    assert str(tmp_path / "share") in capsys.readouterr().err


def test_the_pictures_are_the_logo_in_every_size():
    pytest.importorskip("PySide6.QtSvg", exc_type=ImportError)
    from PySide6.QtGui import QImage

    folder = ROOT / "resources" / "packaging"
    drawing = runpy.run_path(str(folder / "draw_icons.py"))
    stored = {int(path.stem): path for path in (folder / "icons").glob("*.png")}
    assert set(stored) == set(drawing["SIZES"])
    for size, path in stored.items():
        image, logo = QImage(str(path)), drawing["drawn"](size)
        assert (image.width(), image.height()) == (size, size)
        places = [(x * size // 8, y * size // 8) for x in range(1, 8) for y in range(1, 8)]
        for place in places:
            here, there = image.pixelColor(*place), logo.pixelColor(*place)
            # One Qt rounds the edges of a shape otherwise than another.
            assert max(abs(a - b) for a, b in zip(here.getRgb(), there.getRgb())) < 64
