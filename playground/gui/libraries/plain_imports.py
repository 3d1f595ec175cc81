"""Imports without a search of their source, from the import of this module on.

PySide replaces ``import`` so that a module may ask for another spelling of Qt's names
(``from __feature__ import snake_case``), and to that end reads the source of every module that
is imported, NumPy's too, in search of its own name. Nothing here asks for one, and it took an
eighth of the start.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  (which replaces it)

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
