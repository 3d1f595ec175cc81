"""What a view gets: a frame that is there, and a word when another run begins."""

import dataclasses

import pytest
from view_frames import frame_of

from playground.gui.plotting.view import View


class Counting(View):
    """Keeps what it is told."""

    sentence = "Something will appear here."

    def _build(self):
        self.told = []

    def _take_run(self, frame):
        self.told.append("run")

    def _draw(self, frame):
        self.told.append(frame.snapshot.steps)

    def _summary(self, frame):
        return f"{frame.snapshot.steps} steps"

    def _curves(self, frame):
        return {"drawn": (self.told[-1:], [frame.snapshot.steps])}

    def _recolour(self, theme):
        pass


@pytest.fixture
def view(qtbot):
    view = Counting()
    qtbot.addWidget(view)
    view.resize(100, 100)
    return view


def test_before_the_first_frame_it_says_what_will_appear_and_draws_nothing(view):
    view.refresh()
    assert view.summary() == view.accessibleDescription() == view.sentence
    assert view.told == [] and view.curves() == {}
    with pytest.raises(LookupError):
        view.run  # noqa: B018


def test_another_run_is_told_before_its_first_frame_and_once(view):
    view.show()
    first, second = frame_of(epochs=1), frame_of(epochs=2)
    later = dataclasses.replace(first, snapshot=dataclasses.replace(first.snapshot, steps=99))
    for frame in (first, later, second):
        view.draw(frame)
    steps = [frame.snapshot.steps for frame in (first, later, second)]
    assert view.told == ["run", steps[0], 99, "run", steps[2]]
    assert view.run is second.run and view.summary() == f"{steps[2]} steps"


def test_hidden_it_draws_the_last_frame_once_it_is_seen(view):
    frames = [frame_of(epochs=epochs) for epochs in (1, 2)]
    for frame in frames:
        view.draw(frame)
    assert view.told == []
    view.show()
    assert view.told == ["run", frames[-1].snapshot.steps]


def test_its_curves_are_those_of_the_last_frame_though_nobody_saw_it(view):
    frame = frame_of(epochs=1)
    view.draw(frame)
    assert view.curves() == {"drawn": ([frame.snapshot.steps], [frame.snapshot.steps])}
