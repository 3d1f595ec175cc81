"""``workbench.call(fn).then(done, failed)``: done in the worker, answered in the window, always."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.workbench import Workbench
from playground.settings import replaced


@pytest.fixture
def first_spec():
    return replaced(ExperimentSpec(), "training.epochs", 10_000_000)


class Answers:
    """What became of calls, and in which thread it was said."""

    def __init__(self):
        self.done, self.failed, self.threads = [], [], set()

    def on_done(self, result):
        self.threads.add(threading.current_thread())
        self.done.append(result)

    def on_failed(self, failure):
        self.threads.add(threading.current_thread())
        self.failed.append(failure)

    def of(self, call):
        call.then(self.on_done, self.on_failed)
        return self

    @property
    def count(self):
        return len(self.done) + len(self.failed)


@pytest.fixture
def answers():
    return Answers()


def test_it_is_done_in_the_worker_and_answered_here(bench, qtbot, answers):
    def look(session):
        return type(session), session.network.n_parameters, threading.current_thread()

    answers.of(bench.call(look))
    qtbot.waitUntil(lambda: answers.count == 1)
    ((kind, n, thread),) = answers.done
    assert kind is Session and n == bench.snapshot.theta.size
    assert thread is not threading.current_thread()
    assert answers.threads == {threading.main_thread()}


def test_calls_are_answered_in_order_while_it_trains_and_none_holds_a_step_up(
    bench, qtbot, answers
):
    bench.train()
    for _ in range(50):
        answers.of(bench.call(lambda session: session.trainer.steps))
    qtbot.waitUntil(lambda: answers.count == 50)
    assert answers.done == sorted(answers.done)
    assert bench.running


@pytest.mark.parametrize(
    ("error", "sentence", "foreseen"),
    [
        (OSError("The disk is full."), "The disk is full.", True),
        (ValueError("It does not fit."), "It does not fit.", True),
        (MemoryError(), "There is not enough memory for this.", True),
        (KeyError("wire"), "error in the program: 'wire'", False),
        (RecursionError("deep"), "error in the program: deep", False),
        (SystemExit(3), "error in the program: 3", False),
        (ZeroDivisionError(), "error in the program: ZeroDivisionError", False),
    ],
)
def test_whatever_is_raised_is_answered_and_the_worker_goes_on(
    bench, qtbot, answers, error, sentence, foreseen
):
    def fail(session):
        raise error

    answers.of(bench.call(fail))
    qtbot.waitUntil(lambda: answers.count == 1)
    (failure,) = answers.failed
    assert failure.sentence.endswith(sentence)
    assert ("Traceback" in failure.details) != foreseen
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)


def test_a_failure_that_nobody_handles_is_told(bench, qtbot):
    def fail(session):
        raise KeyError("wire")

    bench.call(fail).then(print)
    qtbot.waitUntil(lambda: bench.messages and bench.messages[-1] is not None)
    message = bench.messages[-1]
    assert message.kind == "error" and "'wire'" in message.sentence
    assert "Traceback" in message.details


def test_without_a_run_there_is_an_answer(qtbot, answers, tmp_path):
    spec = replaced(replaced(ExperimentSpec(), "data.source", "csv"), "data.source.path", "none")
    bench = Workbench(spec)
    refused = []
    bench.spec_refused.connect(lambda spec, sentence: refused.append(sentence))
    bench.start()
    try:
        qtbot.waitUntil(lambda: bool(refused))
        answers.of(bench.call(lambda session: 1))
        qtbot.waitUntil(lambda: answers.count == 1)
        assert answers.failed[0].sentence == "There is no run yet."
    finally:
        bench.close()


def test_closing_answers_every_call_once(bench, answers):
    held = threading.Event()
    answers.of(bench.call(lambda session: held.wait(0.3)))
    for _ in range(5):
        answers.of(bench.call(lambda session: 1))
    bench.close()
    assert answers.count == 6
    assert answers.done[0] is False  # what was under way was brought to its end
    answers.of(bench.call(lambda session: 1))
    assert answers.count == 7
    assert answers.failed[-1].sentence == "The playground was closed before it could be done."
    QCoreApplication.processEvents()
    assert answers.count == 7


def test_an_answer_that_trips_over_itself_holds_up_no_other(bench, qtbot, answers):
    def trip(result):
        raise RuntimeError("tripped")

    with qtbot.captureExceptions() as exceptions:
        bench.call(lambda session: 1).then(trip)
        answers.of(bench.call(lambda session: 2))
        qtbot.waitUntil(lambda: answers.count == 1)
    assert answers.done == [2]
    assert [str(error) for _, error, _ in exceptions] == ["tripped"]
