"""What is used of pyqtgraph, which is imported without making every class of Qt for it.

pyqtgraph keeps copies of QtCore, QtGui and QtWidgets, and fills them by asking for each of their
names, whereupon PySide makes a thousand classes and enumerations that nobody uses: two fifths of
the import. Here its copies ask for a name when it is first wanted.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

_COPIED = (QtCore, QtGui, QtWidgets)


class _Copy(ModuleType):
    """The names of a module of Qt under the name that pyqtgraph has for it."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(module.__name__.replace("PySide6", "pyqtgraph.Qt"))
        self._module = module

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        setattr(self, name, value)  # found without a call from now on
        return value


def _import() -> None:
    if "pyqtgraph" in sys.modules:
        return
    listed = [(module, module.__dir__) for module in _COPIED]
    for module in _COPIED:
        copy = _Copy(module)
        sys.modules[copy.__name__] = copy
        module.__dir__ = list  # type: ignore[method-assign]  # nothing is left to be copied
    try:
        import pyqtgraph  # noqa: F401
    finally:
        for module, names in listed:
            module.__dir__ = names  # type: ignore[method-assign]


_import()

from pyqtgraph import GraphicsView as GraphicsView  # noqa: E402
from pyqtgraph import ViewBox as ViewBox  # noqa: E402
from pyqtgraph.functions import arrayToQPath as arrayToQPath  # noqa: E402
