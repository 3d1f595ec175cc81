"""pyqtgraph is whole, and of Qt only what is used has been made."""

from __future__ import annotations

import subprocess
import sys

IMPORTED = """
from PySide6 import QtCore, QtGui, QtWidgets
names = [dir(module) for module in (QtCore, QtGui, QtWidgets)]
import playground.gui.libraries.graphs as graphs
unused = "QCalendarWidget" not in vars(QtWidgets)

import pyqtgraph
assert graphs.ViewBox is pyqtgraph.ViewBox
for module, copied, before in zip(
    (QtCore, QtGui, QtWidgets), (pyqtgraph.QtCore, pyqtgraph.QtGui, pyqtgraph.QtWidgets), names
):
    assert set(before) <= set(dir(module)), module
    for name in before:
        if not name.startswith("__"):
            assert getattr(copied, name) is getattr(module, name), name
    assert not hasattr(copied, "NoSuchName")
app = QtWidgets.QApplication([])
widget = pyqtgraph.PlotWidget()
assert widget.plot([1, 2], [3, 4]).getData()[1].tolist() == [3, 4]
print(unused)
"""


def test_pyqtgraph_finds_every_name_of_qt_though_few_have_been_made():
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
