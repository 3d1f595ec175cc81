"""The views that stand in the window: drawn by turns, wired alike, one apart from the other."""

import dataclasses
import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject
from view_frames import frame_of

from playground.experiment.probes.surface import SurfaceProbe
from playground.gui.plotting.pointing import Unit
from playground.gui.plotting.view import View
from playground.gui.shell.view_host import BREATH, TURNS, ViewHost
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.registry import Place, ViewRow, views


class Simple(View):
    """Counts how often it is drawn, and keeps what it is told."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.drawn, self.told = 0, []

    def _is_seen(self):
        return True

    def _draw(self, frame):
        self.drawn += 1

    def _recolour(self, theme):
        pass

    def summary(self):
        return ""

    def show_spec(self, spec):
        self.told.append(spec)

    def show_pointed(self, at):
        self.told.append(at)


@pytest.fixture
def host(qapp):
    """A host with a view of every turn, and one that cannot be drawn."""
    made = {"first": 0, "second": 1, "third": 2, "broken": 0}
    for name, turn in made.items():
        views.add_row(ViewRow(name, name.capitalize(), __name__, Place("right"), "A dummy."))
        views.register(name)(type(name, (Simple,), {"turn": turn}))
    parent = QObject()
    parent.edits, parent.sentences, parent.needs = [], [], []
    host = ViewHost({"setting_edited": lambda *edit: parent.edits.append(edit)}, LIGHT, parent)
    host.failed.connect(lambda sentence, details: parent.sentences.append((sentence, details)))
    host.needs_changed.connect(parent.needs.append)
    yield host
    for view in host:
        view.deleteLater()
    for name in made:
        views.discard(name)


def test_while_training_each_is_drawn_in_its_turn_and_at_rest_all_are(host):
    running, resting = frame_of(running=True), frame_of()
    three = [host.make(name) for name in ("first", "second", "third")]
    before = [view.drawn for view in three]
    seen = []
    for _ in range(2 * TURNS):
        host.draw(running)
        seen.append([view.drawn - count for view, count in zip(three, before)])
    assert seen[-1] == [2, 2, 2]
    assert all(sum(after) - sum(earlier) == 1 for earlier, after in pairwise(seen))
    host.draw(resting)
    assert [view.drawn - count for view, count in zip(three, before)] == [3, 3, 3]


def test_looking_back_all_are_drawn_one_turn_after_the_other_and_always_the_last_frame(host, qtbot):
    three = [host.make(name) for name in ("first", "second", "third")]
    before = [view.drawn for view in three]
    passed, last = (
        dataclasses.replace(frame, snapshot=dataclasses.replace(frame.snapshot, looking_back=True))
        for frame in (frame_of(), frame_of())
    )
    for frame in (passed, last):
        drawn = sum(view.drawn for view in three)
        host.draw(frame)
        assert sum(view.drawn for view in three) == drawn + 1  # the event loop waits for no more
    qtbot.waitUntil(lambda: all(view.frame is last for view in three))
    assert sum(view.drawn for view in three) - sum(before) <= 5
    host.draw(passed)
    host.draw(resting := frame_of())
    drawn = [view.drawn for view in three]
    qtbot.wait(4 * BREATH)
    assert all(view.frame is resting for view in three)
    assert [view.drawn for view in three] == drawn  # nothing was left to be caught up with


def test_a_view_made_later_shows_what_the_others_do(host):
    frame = frame_of()
    host.recolour(DARK)
    host.show_spec(frame.run.spec)
    host.draw(frame)
    view = host.make("first")
    assert view.frame is frame and view.theme is DARK and view.told == [frame.run.spec]
    assert host.get("first") is host["first"] is view and host.get("second") is None


def test_what_a_person_does_in_a_view_reaches_whom_it_is_meant_for(host):
    first, second = host.make("first"), host.make("second")
    first.setting_edited.emit("training.l2", 0.1, None)
    assert host.parent().edits == [("training.l2", 0.1, None)]
    first.pointed.emit(Unit(1, 2))
    first.pointed.emit(None)
    assert second.told == [Unit(1, 2), None] and first.told == []


def test_what_all_need_is_asked_for_once(host, qtbot):
    first, second = host.make("first"), host.make("second")
    qtbot.wait(1)
    host.parent().needs.clear()
    first.probes = lambda: (SurfaceProbe(),)
    second.probes = lambda: (SurfaceProbe(units=True),)
    first.probes_changed.emit()
    second.probes_changed.emit()
    qtbot.waitUntil(lambda: bool(host.parent().needs))
    qtbot.wait(1)
    assert host.parent().needs == [(SurfaceProbe(), SurfaceProbe(units=True))]
    second._is_seen = lambda: False
    assert host.needs() == (SurfaceProbe(),)


def test_one_that_cannot_be_drawn_stands_still_and_the_others_go_on(host, monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append(error))
    broken, other = host.make("broken"), host.make("first")
    monkeypatch.setattr(type(broken), "_draw", lambda view, frame: 1 / 0)
    frame = frame_of()
    for _ in range(3):
        host.draw(frame)
    ((sentence, details),) = host.parent().sentences
    assert sentence == "Broken stands still because of an error in the program."
    assert "ZeroDivisionError" in details and len(seen) == 1
    assert other.frame is frame and other.drawn == 3
    host.draw(dataclasses.replace(frame, snapshot=frame_of().snapshot))  # another run: once more
    assert len(host.parent().sentences) == 2
