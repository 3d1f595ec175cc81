"""The window is imported without reading the source of what it imports."""

from __future__ import annotations

import subprocess
import sys

IMPORTED = """
import builtins, linecache
import PySide6.QtWidgets
searching = builtins.__import__
import playground.data.datasets  # as it is without: its source is read
assert any("playground/data" in name for name in linecache.cache)
import playground.gui.app, playground.gui.views.cost
assert builtins.__import__ is not searching
print([name for name in linecache.cache if "gui/views" in name or "gui/training" in name])
"""


def test_no_source_is_read_to_import_the_window():
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
