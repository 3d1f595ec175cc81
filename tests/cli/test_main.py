"""The command line as a whole, and the door to the window."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys

import pytest

from playground import __version__
from playground.cli import arguments, main, window
from playground.cli.command import commands
from playground.cli.qt_libraries import import_sentence


def test_help_names_every_command_and_each_has_its_own(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for command in commands:
        assert f"playground {command} " in said
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0 and f"playground {command}" in capsys.readouterr().out


def test_a_command_that_is_spelled_otherwise_is_guessed(capsys):
    assert main(["trian", "x.toml", "--out", "y"]) == 2
    assert capsys.readouterr().err.startswith(
        "There is no command 'trian', nor such a file; perhaps 'train' is meant. Help: "
    )


def test_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"playground {__version__}\n"


def test_check_prints_each_layer(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("training.l2 = 1\n")
    assert main(["check", str(tmp_path / "x.toml")]) == 0
    said = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in said[1:]]
    assert names == ["W[1]", "b[1]", "W[2]", "b[2]", "W[3]", "b[3]", "all"]
    assert said[-1].endswith("right")


def test_check_fails_where_the_gradient_is_wrong(tmp_path, capsys, monkeypatch):
    from playground.engine import Network

    right = Network.gradient

    def wrong(self, *given):
        gradient = right(self, *given)
        gradient[0] += 1
        return gradient

    monkeypatch.setattr(Network, "gradient", wrong)
    (tmp_path / "x.toml").write_text("")
    assert main(["check", str(tmp_path / "x.toml")]) == 1
    said = capsys.readouterr().out
    assert "bug" in said and "The worst is W[1], row 1, column 1." in said


def test_a_check_may_be_for_programs(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("network.hidden_layers = [3]\n")
    assert main(["check", str(tmp_path / "x.toml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] and 0 <= found["difference"] < 1e-6
    assert list(found["per_layer"]) == ["W[1]", "b[1]", "W[2]", "b[2]"]
    assert found["worst"]["name"] in found["per_layer"]


def test_a_reader_that_leaves_early_is_no_error():
    reader = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.readline()"], stdin=subprocess.PIPE
    )
    done = subprocess.run(
        [sys.executable, "-m", "playground", "settings"],
        stdout=reader.stdin,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    reader.communicate()
    assert done.returncode == 0 and done.stderr == b""


def test_old_terminals_get_a_question_mark_for_lambda():
    done = subprocess.run(
        [sys.executable, "-m", "playground", "settings"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0 and b"L2 penalty (?)" in done.stdout


# ---------------------------------------------------------------------- the window


@pytest.fixture
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_display_one_sentence_names_the_command_that_works(
    no_display, monkeypatch, capsys, tmp_path, display
):
    monkeypatch.setenv("DISPLAY", display)
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    assert main([str(file)]) == 2
    said = capsys.readouterr().err
    assert said == (
        "There is no display to open a window on; without one, "
        f"playground train {file} --out DIR does the same work.\n"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("platform", ["nonsense", "nonsense;rubbish", "xbc:option"])
def test_a_platform_that_qt_does_not_have_is_a_sentence(no_display, monkeypatch, capsys, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert main([]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"QT_QPA_PLATFORM is '{platform}', which this Qt does not know: ")
    assert "offscreen" in said and said.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("platform", ["", "wayland", "wayland;xcb", "xcb"])
def test_a_wayland_display_that_is_not_there_is_none(
    no_display, monkeypatch, capsys, tmp_path, platform
):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "nowhere")
    if platform:
        monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("There is no display to open a window on; ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("platform", ["", "offscreen", "nonsense;offscreen", "wayland"])
def test_where_there_is_a_display_it_is_used(no_display, monkeypatch, tmp_path, platform):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "here")
    if platform:
        monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "here"))
        server.listen()
        window._check_display(None)


def test_a_file_that_is_not_there_opens_no_window(capsys):
    assert main(["none.csv"]) == 2
    assert capsys.readouterr().err == "'none.csv' cannot be opened: there is no such file.\n"


def test_two_files_are_refused(capsys):
    assert main(["a", "b"]) == 2
    assert capsys.readouterr().err == "Unrecognized arguments: b. Help: playground --help\n"


def test_a_missing_system_library_is_named_with_its_package(monkeypatch, capsys):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "PySide6.QtWidgets":
                raise ImportError(
                    "libEGL.so.1: cannot open shared object file: No such file or directory"
                )

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delitem(sys.modules, "PySide6.QtWidgets", raising=False)
    monkeypatch.delattr("PySide6.QtWidgets", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert main([]) == 2
    assert capsys.readouterr().err == (
        "Qt cannot be loaded because libEGL.so.1 is not installed; "
        "on Debian or Ubuntu: sudo apt-get install libegl1\n"
    )


@pytest.mark.parametrize(
    "message, words",
    [
        ("libxkbcommon.so.0: cannot open shared object file: No such file", "libxkbcommon0"),
        ("libdbus-1.so.3: cannot open", "libdbus-1-3"),
        ("libunheard-of.so.7: cannot open", "because libunheard-of.so.7 is not installed."),
        ("/lib/libm.so.6: version `GLIBC_2.38' not found", "libm.so.6"),
        ("something else", "Qt cannot be loaded: something else."),
    ],
)
def test_import_errors_become_sentences(message, words):
    assert words in import_sentence(ImportError(message))


def test_qt_that_is_not_installed_is_a_pip_command():
    sentence = import_sentence(ModuleNotFoundError("No module named 'PySide6'", name="PySide6"))
    assert "pip install PySide6-Essentials" in sentence


def test_the_library_an_x_server_needs_is_named(no_display, monkeypatch):
    real = ctypes.CDLL

    def without_cursor(name, *more):
        if name == "libxcb-cursor.so.0":
            raise OSError(f"{name}: cannot open shared object file")
        return real(None, *more)

    monkeypatch.setattr(window, "_x_server_answers", lambda: True)
    monkeypatch.setattr(ctypes, "CDLL", without_cursor)
    with pytest.raises(arguments.UsageError, match=r"apt-get install libxcb-cursor0$"):
        window.open_window(None)
