"""Answers in order: what is on the screen is what is in force, however fast one proposes."""

import os
import time

import numpy as np
import pytest

from playground.data.errors import DataError
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced

SECONDS = float(os.environ.get("PLAYGROUND_STRESS_SECONDS", "2"))

#: Proposals a second.
PACE = 1000


@pytest.fixture
def first_spec():
    return replaced(ExperimentSpec(), "training.epochs", 10_000_000)


def in_force(bench):
    """The specification of the worker's own session."""
    return bench._link.worker._session.spec


def settled(bench, qtbot):
    """Wait until everything asked for has been answered, and nothing trains."""
    bench.pause()
    qtbot.waitUntil(lambda: not bench.busy, timeout=20_000)
    bench.pause()
    answers = []
    bench.call(lambda session: None).then(answers.append)
    qtbot.waitUntil(lambda: bool(answers) and not bench.running and not bench.busy, timeout=20_000)


def test_a_late_refusal_of_the_run_before_says_nothing_of_the_new_one(bench, qtbot, monkeypatch):
    """Both lie in wait for the same frame: in the first house it took the new run first."""
    shapes = []
    bench.spec_changed.connect(lambda spec: shapes.append(spec.network.hidden_layers))

    def refuse(self, spec):
        raise DataError("Made up.")

    def stands():
        session = bench._link.worker._session
        return session is not None and session.network.layer_sizes == (2, 5, 3, 1)

    monkeypatch.setattr(Session, "apply", refuse)
    bench.set("training.learning_rate", 0.5)
    bench.set("network.hidden_layers", (5, 3))
    # No event is delivered meanwhile.
    end = time.monotonic() + 10
    while not stands() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.1)
    monkeypatch.undo()
    bench._link._on_frame_timer()
    qtbot.waitUntil(lambda: not bench.busy)
    settled(bench, qtbot)
    assert bench.run.layer_sizes == (2, 5, 3, 1)
    assert bench.spec.network.hidden_layers == (5, 3)
    assert shapes[-1] == (5, 3)
    assert bench.spec == in_force(bench) == bench.snapshot.spec
    assert not [message for message in bench.messages if message and message.kind == "error"]


def test_a_refusal_in_front_of_a_change_that_is_possible_does_not_take_it_along(
    bench, qtbot, monkeypatch
):
    apply = Session.apply

    def refuse_some(self, spec):
        if spec.training.learning_rate == 0.5:
            raise DataError("Made up.")
        apply(self, spec)

    monkeypatch.setattr(Session, "apply", refuse_some)
    bench.set("training.learning_rate", 0.5)
    bench.set("training.learning_rate", 0.25)
    settled(bench, qtbot)
    assert bench.spec.training.learning_rate == 0.25
    assert bench.spec == in_force(bench) == bench.snapshot.spec
    bench.set("training.learning_rate", 0.5)
    settled(bench, qtbot)
    assert bench.spec.training.learning_rate == 0.25
    assert bench.messages[-1].sentence == "Made up."
    assert bench.undo_stack._steps[bench.undo_stack._index].spec == bench.spec


def test_an_error_of_the_program_in_a_live_change_is_no_change(bench, qtbot, monkeypatch):
    def broken(self, spec):
        raise RuntimeError("a wire came loose")

    before = bench.spec
    with monkeypatch.context() as patched:
        patched.setattr(Session, "apply", broken)
        bench.set("training.l2", 0.125)
        settled(bench, qtbot)
    assert bench.spec == before == in_force(bench)
    assert "Traceback" in bench.messages[-1].details


def test_weights_that_do_not_fit_leave_what_was_proposed_while_a_run_was_built(
    bench, qtbot, tmp_path
):
    bench.reset()
    bench.set("network.hidden_layers", (3,))  # waits
    bench.import_weights(str(tmp_path / "none.npz"))  # takes its place
    settled(bench, qtbot)
    assert bench.spec.network.hidden_layers == (3,) == in_force(bench).network.hidden_layers
    assert "none.npz" in bench.messages[-1].sentence


def test_pause_reaches_the_run_that_waits(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.running)
    bench.set("network.hidden_layers", (3,))
    bench.set("network.hidden_layers", (4,))  # waits for the one before it
    bench.pause()
    qtbot.waitUntil(lambda: not bench.busy)
    qtbot.wait(50)
    assert bench.run.layer_sizes == (2, 4, 1)
    assert not bench.running and bench.snapshot.steps == 0


@pytest.mark.timeout(SECONDS * 5 + 120)
@pytest.mark.parametrize("running", [False, True])
def test_a_thousand_proposals_a_second_end_with_what_is_in_force_on_the_screen(
    bench, qtbot, monkeypatch, running
):
    """Live ones, others that start over, and some of either kind that are refused."""
    apply, init, rng = Session.apply, Session.__init__, np.random.default_rng(3)

    def refuse_some(self, spec):
        if 0.09 < spec.training.l2 < 0.1:
            raise DataError("Made up.")
        apply(self, spec)

    def build_some(self, spec, *rest, **named):
        if spec.network.hidden_layers == (6,):
            raise DataError("Made up too.")
        init(self, spec, *rest, **named)

    monkeypatch.setattr(Session, "apply", refuse_some)
    monkeypatch.setattr(Session, "__init__", build_some)
    shown = []
    bench.spec_changed.connect(shown.append)
    if running:
        bench.train()
    for _ in range(3):
        start, count = time.monotonic(), 0
        while time.monotonic() - start < SECONDS / 3:
            due = int((time.monotonic() - start) * PACE) - count
            for _ in range(due):
                if rng.random() < 0.7:
                    bench.set("training.l2", float(rng.random() * 0.1))
                elif rng.random() < 0.7:
                    bench.set("network.hidden_layers", (int(rng.integers(3, 7)),))
                elif rng.random() < 0.7:
                    bench.undo()
                else:
                    bench.redo()
            count += due
            qtbot.wait(1)
        assert count > SECONDS / 3 * PACE / 2
        settled(bench, qtbot)
        assert shown[-1] == bench.spec == in_force(bench) == bench.snapshot.spec
        assert bench.run.layer_sizes == (2, *bench.spec.network.hidden_layers, 1)
        assert bench.undo_stack._steps[bench.undo_stack._index].spec == bench.spec
        if running:
            bench.train()
