"""The queue of runs without Qt: one is built at a time, of what piles up the latest is built."""

import subprocess
import sys

import numpy as np
import pytest

from playground.experiment.attachments import Attachments
from playground.experiment.changes import InitialWeights
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.run_queue import RunQueue
from playground.gui.training.run_requests import ImportedRun, NewRun, ResumedRun
from playground.io.errors import ExportError
from playground.io.session.file import save_session
from playground.io.weights.weights import save_weights
from playground.settings import replaced

SPEC = ExperimentSpec()


def spec(**layers):
    return replaced(SPEC, "network.hidden_layers", layers["layers"])


def built(build):
    """The run that the worker makes of it."""
    return build.request.build().as_run(build.run_id)


@pytest.fixture
def queue():
    """A queue in which the run of the default experiment stands."""
    queue = RunQueue()
    queue.stands(built(queue.ask(NewRun(SPEC))))
    return queue


def test_it_needs_no_qt():
    code = "import sys, playground.gui.training.run_queue as q; assert 'PySide6' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_run_is_built_at_once_and_stands():
    queue = RunQueue()
    assert queue.run is None and not queue.busy and queue.next() is None
    build = queue.ask(NewRun(SPEC, running=True))
    assert (build.run_id, build.request.spec, build.request.running) == (1, SPEC, True)
    assert queue.busy and queue.next() is None
    run = built(build)
    assert queue.stands(run) is build.request
    assert queue.run is run and not queue.busy and queue.next() is None


def test_of_those_that_pile_up_the_latest_is_built(queue):
    assert queue.ask(NewRun(spec(layers=(1,)))) is not None
    for units in range(2, 50):
        assert queue.ask(NewRun(spec(layers=(units,)))) is None
    assert queue.refused(2) is None  # something waits: nothing is to be said of it
    build = queue.next()
    assert build.run_id == 3 and build.request.spec == spec(layers=(49,))
    assert queue.stands(built(build)) is build.request
    assert queue.next() is None


def test_a_run_that_stands_while_another_waits_is_none_that_was_wanted(queue):
    first = queue.ask(NewRun(spec(layers=(1,))))
    queue.ask(NewRun(spec(layers=(2,))))
    run = built(first)
    assert queue.stands(run) is None
    assert queue.run is run and not queue.busy
    assert queue.next().request.spec == spec(layers=(2,))


def test_what_is_said_of_another_run_than_the_one_being_built_settles_nothing(queue):
    build = queue.ask(NewRun(SPEC))
    assert queue.refused(build.run_id - 1) is None and queue.busy
    assert queue.refused(build.run_id) is build.request and not queue.busy


def test_data_are_made_once(queue):
    dataset = queue.run.dataset
    assert queue.ask(NewRun(spec(layers=(3,)))).request.dataset is dataset
    queue.refused(2)
    assert queue.ask(NewRun(replaced(SPEC, "seed", 99))).request.dataset is None
    queue.refused(3)
    other = replaced(SPEC, "data.source.noise", 0.3)
    assert queue.ask(NewRun(other)).request.dataset is None


def test_data_to_be_read_anew_are_whatever_is_changed_meanwhile(queue):
    queue.ask(NewRun(SPEC))
    queue.ask(NewRun(SPEC, reread=True))
    queue.ask(NewRun(spec(layers=(3,))))
    queue.refused(2)
    build = queue.next()
    assert build.request.reread and build.request.dataset is None
    queue.ask(NewRun(spec(layers=(4,))))
    queue.refused(build.run_id)  # of a setting, perhaps: the data have not been read
    assert queue.next().request.reread


def test_data_handed_over_are_used_whatever_is_changed_meanwhile(queue):
    other = replaced(SPEC, "data.source.noise", 0.3)
    dataset = Session(other).dataset
    queue.ask(NewRun(SPEC))
    queue.ask(NewRun(other, dataset=dataset, reread=True))
    queue.ask(NewRun(replaced(other, "network.hidden_layers", (3,))))
    queue.refused(2)
    assert queue.next().request.dataset is dataset
    queue.ask(NewRun(replaced(other, "seed", 5)))
    queue.refused(3)
    assert queue.next().request.dataset is None


def test_the_latest_wins_whatever_kind_it_is(queue, tmp_path):
    queue.ask(NewRun(SPEC))
    queue.ask(ImportedRun(NewRun(SPEC), "weights.npz"))
    queue.ask(ResumedRun("one.playground"))
    queue.ask(ResumedRun("two.playground"))
    queue.refused(2)
    build = queue.next()
    assert build.request == ResumedRun("two.playground")
    assert build.request.session_path == "two.playground" and build.request.spec is None
    assert queue.next() is None


def test_run_and_pause_reach_the_run_that_waits(queue):
    queue.ask(NewRun(SPEC, running=True))
    queue.ask(NewRun(spec(layers=(2,)), running=True))
    queue.set_running(False)
    queue.refused(2)
    build = queue.next()
    assert not build.request.running
    queue.ask(NewRun(SPEC))
    queue.set_running(True)
    queue.refused(build.run_id)
    assert queue.next().request.running
    queue.ask(ResumedRun("x.playground"))
    queue.set_running(True)
    queue.refused(4)
    assert not queue.next().request.running


def test_weights_are_those_of_the_run_that_will_be_in_force(queue):
    theta = Session(SPEC).network.theta * 2
    weights = InitialWeights(0, theta, "mine.npz")
    assert queue.weights is None
    build = queue.ask(NewRun(SPEC, weights=weights))
    assert queue.weights is weights
    queue.stands(built(build))
    assert queue.weights == weights
    np.testing.assert_array_equal(queue.run.initial_weights.theta, theta)
    queue.ask(NewRun(spec(layers=(2,))))
    assert queue.weights is None
    queue.refused(3)
    assert queue.weights == weights  # the run before stands still


def test_weights_from_a_file_come_with_a_remark(queue, tmp_path):
    session = Session(SPEC)
    session.step_epoch()
    path = tmp_path / "mine.npz"
    save_weights(session, path)
    build = queue.ask(ImportedRun(NewRun(SPEC), str(path)))
    assert build.request.new.dataset is queue.run.dataset
    run = built(build)
    assert run.remark == "Began with the weights in mine.npz."
    np.testing.assert_array_equal(run.initial_weights.theta, session.network.theta)
    with pytest.raises(ExportError, match="W1 is 8 x 2 and must be 3 x 2"):
        ImportedRun(NewRun(spec(layers=(3,))), str(path)).build()


def test_a_session_from_a_file_goes_on_and_brings_what_lay_beside_it(tmp_path):
    session = Session(SPEC)
    session.step_epoch()
    path = str(tmp_path / "it.playground")
    save_session(session, path, Attachments(window={"layout.json": b"docks"}))
    result = ResumedRun(path).build()
    assert result.session.trainer.steps == session.trainer.steps
    run = result.as_run(7)
    assert run.run_id == 7 and run.window == {"layout.json": b"docks"} and run.attached is not None


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_asked_the_last_wish_is_built_in_the_end(seed):
    """Against a worker of one line, by chance: builds come one by one, numbered, none is lost."""
    rng, queue, line, wish, ids = np.random.default_rng(seed), RunQueue(), [], None, []
    for _ in range(200):
        if rng.random() < 0.6:
            wish = NewRun(spec(layers=(int(rng.integers(1, 9)),)), bool(rng.integers(2)))
            line += filter(None, [queue.ask(wish)])
        elif line:
            build = line.pop()
            ids.append(build.run_id)
            queue.refused(build.run_id)
            line += filter(None, [queue.next()])
        assert len(line) <= 1 and queue.busy == bool(line)
    last = line[-1] if line else None
    while line:
        last = line.pop()
        queue.refused(last.run_id)
        line += filter(None, [queue.next()])
    assert not queue.busy and ids == sorted(ids)
    if last is not None:
        assert (last.request.spec, last.request.running) == (wish.spec, wish.running)
