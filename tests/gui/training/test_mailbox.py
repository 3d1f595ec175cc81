"""The one way out of the worker, without Qt: in order, latest state, every metric point."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from playground.experiment.history import MetricPoints
from playground.experiment.session import Session
from playground.experiment.snapshot import Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.answers import Refused, Returned, Stopped
from playground.gui.training.calls import Call, Failure
from playground.gui.training.mailbox import Mailbox

SESSION = Session(ExperimentSpec())
RUNS = {run_id: Run.of(SESSION, run_id) for run_id in range(1, 5)}
NO_EVALUATIONS = SESSION.history.since((0, 0)).evaluations[:0]


def snapshot(run_id, step, costs=()):
    return Snapshot(
        run=RUNS[run_id],
        spec=SESSION.spec,
        running=True,
        steps=step,
        epoch=0,
        learning_rate=0.1,
        theta=np.full(3, step),
        points=MetricPoints(step - len(costs), np.array(costs, float), NO_EVALUATIONS),
        dataset=SESSION.dataset,
        split=SESSION.split,
    )


def taken(mailbox):
    answers = []
    while (answer := mailbox.take()) is not None:
        answers.append(answer)
    return answers


@pytest.fixture
def woken():
    return []


@pytest.fixture
def mailbox(woken):
    return Mailbox(lambda: woken.append(True))


def test_answers_come_in_the_order_in_which_they_were_given(mailbox):
    first, last = snapshot(1, 1), snapshot(1, 2)
    call = Returned(1, Call(print), 3)
    stopped = Stopped(1, Failure("no"))
    for answer in (first, call, last, stopped):
        mailbox.post(answer)
    assert taken(mailbox) == [first, call, last, stopped]
    assert mailbox.take() is None


def test_of_snapshots_the_latest_state_and_the_points_of_all(mailbox):
    for step in range(1, 6):
        mailbox.post(snapshot(1, step, [step]))
    (only,) = taken(mailbox)
    assert only.steps == 5 and only.theta[0] == 5
    np.testing.assert_array_equal(only.points.batch_costs, [1, 2, 3, 4, 5])


def test_what_was_said_of_a_run_that_is_gone_is_dropped_but_for_what_somebody_waits_for(mailbox):
    call = Returned(1, Call(print), 3)
    for answer in (snapshot(1, 7, [1.0]), Stopped(1, Failure("gone")), call, snapshot(2, 0, [2.0])):
        mailbox.post(answer)
    first, second = taken(mailbox)
    assert first is call
    assert second.run_id == 2 and second.points.batch_costs.tolist() == [2.0]


def test_a_refusal_of_the_next_run_stays(mailbox):
    refused = Refused(2, Failure("no"))
    mailbox.post(snapshot(1, 1))
    mailbox.post(refused)
    mailbox.post(replace(snapshot(1, 1), running=False))
    assert [type(answer) for answer in taken(mailbox)] == [Snapshot, Refused, Snapshot]


def test_however_much_waits_there_is_one_wake_up(mailbox, woken):
    for step in range(1000):
        mailbox.post(Stopped(1, Failure(str(step))))
    assert len(woken) == 1
    mailbox.take()  # a frame takes what there is; the wake-up is still on its way
    mailbox.post(snapshot(1, 1))
    assert len(woken) == 1
    mailbox.awake()
    mailbox.post(snapshot(1, 1))
    assert len(woken) == 2


def test_an_answer_that_was_requested_wakes_nobody_and_ends_the_request(mailbox, woken):
    mailbox.requested = True
    mailbox.post(Stopped(1, Failure("no")), wake=False)
    assert mailbox.requested
    mailbox.post(snapshot(1, 1), wake=False)
    assert not mailbox.requested and not woken


def test_no_point_is_lost_and_none_counted_twice_between_two_threads():
    mailbox, total, seen = Mailbox(), 3000, []
    snapshots = [snapshot(1, step + 1, [step]) for step in range(total)]

    def post():
        for each in snapshots:
            mailbox.post(each)

    thread = threading.Thread(target=post)
    thread.start()
    going = True
    while going:
        going = thread.is_alive()
        for answer in taken(mailbox):
            seen.extend(answer.points.batch_costs.tolist())
    assert seen == list(range(total))
