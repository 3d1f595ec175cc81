"""A window that is asked to end by a signal closes in order, and leaves its work behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground.io.session.file import load_session

ROOT = Path(__file__).parents[3]

_TRAINS = """
import sys
from PySide6.QtCore import QTimer
from playground.gui import app

def train():
    bench = window.playground.workbench
    window.playground.recovery.set_interval(60)
    bench.train()
    QTimer.singleShot(500, lambda: print("trains", flush=True))

real = app.create_window
def create(path=None):
    global window
    window = real(path)
    QTimer.singleShot(1500, train)
    return window
app.create_window = create
sys.exit(app.main())
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_there_is_is_written_and_offered(tmp_path, name):
    home = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    child = subprocess.Popen(
        [sys.executable, "-c", _TRAINS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | home | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout.readline() == "trains\n"
    child.send_signal(getattr(signal, name))
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130 and "Traceback" not in said, said
    (left,) = tmp_path.rglob("recovery/*.playground")
    assert load_session(left).trainer.steps > 0


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("wait", [0.0, 0.05, 0.15, 0.4])
def test_ctrl_c_in_the_first_moments_is_no_traceback(tmp_path, wait):
    (tmp_path / "x.toml").write_text("training.epochs = 1000000")
    code, said = _interrupted_after(0.15 + wait, tmp_path)
    while "Traceback" in said and f"{ROOT / 'playground'}{os.sep}" not in said:
        wait += 0.1  # Python itself was still starting: nothing of ours
        code, said = _interrupted_after(0.15 + wait, tmp_path)
    assert code in (130, -signal.SIGINT) and "Traceback" not in said, said


def _interrupted_after(seconds, folder):
    """The exit code, and what was said, of a training that gets Ctrl+C twice."""
    child = subprocess.Popen(
        [sys.executable, "-m", "playground", "train", "x.toml", "--out", "out", "--no-plots"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    time.sleep(seconds)
    for _ in range(2):
        child.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, said = child.communicate(timeout=60)
    return child.returncode, said
