"""The installed Qt binding does not lose references, which one release did until it aborted."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rung = Signal()


def test_emitting_keeps_true_alive():
    bell = _Bell()
    bell.rung.emit()
    before = sys.getrefcount(True)
    for _ in range(5000):
        bell.rung.emit()
    assert abs(sys.getrefcount(True) - before) < 100
