"""Objects of Qt in cycles are let go in the thread of the window, whoever else is at work."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QThread

from playground.gui.shell.garbage import GarbageCollector


class _Cycle(QObject):
    """Refers to itself, and notes in which thread it ends."""

    def __init__(self, ends):
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: ends.append(threading.get_ident()))


class _Busy(QThread):
    """Makes so many objects, and cycles of them, that Python would collect every generation."""

    def run(self):
        kept = []
        for _ in range(200_000):
            kept.append([kept])


@pytest.fixture
def collector():
    collector = GarbageCollector()
    yield collector
    collector.close()


def _work_beside():
    busy = _Busy()
    busy.start()
    assert busy.wait(20_000)


def test_a_worker_never_ends_an_object_of_the_window(qtbot, collector):
    collector.start()
    ends = []
    _Cycle(ends)
    _work_beside()
    assert ends == []  # the collector did not look meanwhile, and nobody else did
    collector.collect()
    assert ends == [threading.get_ident()]


def test_without_it_the_worker_would(qtbot):
    gc.enable()
    ends = []
    _Cycle(ends)
    _work_beside()
    assert ends and ends[0] != threading.get_ident()


def test_it_looks_by_itself(qtbot, monkeypatch, request):
    monkeypatch.setattr("playground.gui.shell.garbage.INTERVAL", 20)
    collector = request.getfixturevalue("collector")
    collector.start()
    ends = []
    _Cycle(ends)
    _work_beside()
    qtbot.waitUntil(lambda: ends == [threading.get_ident()])


def test_old_generations_are_searched_seldom(collector):
    gc.collect()  # whatever other tests left, the counts begin anew
    collector.start()
    found, kept = [], []

    def note(phase, info):
        if phase == "start":
            found.append(info["generation"])

    gc.callbacks.append(note)
    try:
        for _ in range(300):
            kept += [[] for _ in range(1000)]
            collector.collect()
    finally:
        gc.callbacks.remove(note)
    assert found.count(0) >= 9 * found.count(1) >= 81 * found.count(2) > 0


def test_nothing_to_do_is_nothing_done(collector):
    gc.collect()
    counts = []
    gc.callbacks.append(lambda *_: counts.append(1))
    try:
        collector.collect()
    finally:
        gc.callbacks.pop()
    assert counts == []


def test_a_window_collects_only_in_its_thread(window):
    assert not gc.isenabled() and window.playground.garbage.parent() is window.playground
    window.close()
    assert gc.isenabled()
