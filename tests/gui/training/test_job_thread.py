"""A long job in a thread of its own: what comes of it, how it waits, how it is ended."""

import threading

import pytest

from playground.cancellation import Cancelled
from playground.gui.training.job_thread import JobThread
from playground.gui.training.mailbox import Gate


class Counting(JobThread):
    """Counts until it is cancelled, or does what it is told instead."""

    what, doing, unforeseen = "this count", "counting", "The count stopped because of an error"

    def __init__(self, gate, instead=None):
        super().__init__(gate)
        self.instead = instead
        self.count = 0
        self.begun = threading.Event()

    def job(self):
        if self.instead is not None:
            return self.instead()
        while not self.is_cancelled():
            self.count += 1
            self.begun.set()
        raise Cancelled


def raising(error):
    def job():
        raise error

    return job


def ended(thread):
    thread.start()
    assert thread.wait(10_000)
    return thread


def test_what_it_returns_is_its_result(qapp):
    thread = ended(Counting(Gate(), lambda: 42))
    assert thread.result == 42 and thread.failure is None and not thread.cancelled


@pytest.mark.parametrize(
    ("error", "sentence", "told"),
    [
        (ValueError("There is no such number."), "There is no such number.", False),
        (OSError("The disk is full."), "The disk is full.", False),
        (MemoryError(), "There is not enough memory for this count.", False),
        (KeyError("x"), "The count stopped because of an error: 'x'", True),
    ],
)
def test_why_nothing_came_of_it_is_said(qapp, error, sentence, told):
    thread = ended(Counting(Gate(), raising(error)))
    assert thread.result is None and thread.failure.sentence == sentence
    assert bool(thread.failure.details) is told


def test_it_waits_while_the_window_draws_and_ends_when_it_is_to(qapp):
    gate = Gate()
    gate.PATIENCE = 10.0  # a forgotten gate opens no sooner
    thread = Counting(gate)
    thread.start()
    assert thread.begun.wait(10)
    gate.hold()
    thread.begun.clear()
    thread.begun.wait(0.2)  # at most one more, that was under way
    thread.begun.clear()
    before = thread.count
    assert not thread.begun.wait(0.3) and thread.count == before
    thread.end()
    assert thread.isFinished() and thread.cancelled
    assert thread.result is None and thread.failure is None
