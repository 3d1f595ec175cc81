"""Where Qt misses a system library, the tests of the window are skipped, and say why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

_NO_EGL = """
import sys

class NoEgl:
    def find_spec(self, name, path=None, target=None):
        if name in ("PySide6.QtGui", "PySide6.QtWidgets"):
            raise ImportError("libEGL.so.1: cannot open shared object file")

sys.meta_path.insert(0, NoEgl())
"""


def test_the_window_is_skipped_and_the_rest_runs(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(_NO_EGL)
    chosen = ["tests/gui/controls/test_controls.py", "tests/test_pyside.py", "tests/test_atomic.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", *chosen],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WITHOUT THE WINDOW'S TESTS" in done.stdout
    assert "SKIPPED [2]" in done.stdout and "apt-get install libegl1" in done.stdout
