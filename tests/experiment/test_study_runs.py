"""Running a study: every run as if it ran alone, whatever happens beside it."""

from __future__ import annotations

import math
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest
from sessions import spec_of

from playground.data.sources import sources
from playground.engine import Ensemble
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.experiment.studies.kinds.compare import compare, compare_optimizers
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.pool import process_pool
from playground.experiment.studies.running.run import run
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation, parsed_variations, variations_over
from playground.settings import replaced


def experiment(**changes) -> ExperimentSpec:
    """A small, quick experiment; keywords are dotted paths with ``__`` for the dot."""
    quick = {"network__hidden_layers": (4, 2), "training__epochs": 12, "data__source__samples": 60}
    return spec_of(data__source=changes.pop("data__source", "moons"), **{**quick, **changes})


def assert_equals_a_single_run(record):
    session = Session(record.run.spec)
    session.run()
    np.testing.assert_allclose(record.theta, session.network.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        record.points.batch_costs, session.history.batch_costs, rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(
        record.points.evaluations, session.history.evaluations, rtol=1e-12, atol=1e-12
    )
    assert record.stop == session.stop
    assert record.epoch == session.trainer.epoch
    assert record.random_state == session.trainer.rng.bit_generator.state


def together(monkeypatch) -> list[int]:
    """The sizes of all ensembles that are made from now on."""
    made, original = [], Ensemble.__init__

    def counted(self, trainers):
        original(self, trainers)
        made.append(len(self) if self.together else 0)

    monkeypatch.setattr(Ensemble, "__init__", counted)
    return made


@pytest.mark.parametrize(
    ("spec", "over"),
    [
        (experiment(), ["training.optimizer=gd,momentum,rmsprop,adam"]),
        (experiment(), ["training.l2=0,0.1", "training.l1=0,0.1"]),
        (experiment(), ["training.keep_prob=1,0.7", "training.input_keep_prob=1,0.9"]),
        (experiment(), ["training.epochs=1,5,7,12"]),
        (experiment(), ["training.keep_prob=1,0.9-0.7", "network.initializer=he,he-xavier-zeros"]),
        (experiment(), ["training.augmentation=none,jitter", "training.batch_size=20"]),
        (experiment(training__learning_rate=0.1), ["training.patience=0,2,3"]),
        (experiment(), ["training.until_cost=0,0.4,0.5", "training.until_error=0,0.2"]),
        (experiment(), ["training.schedule=constant,inverse_time,staircase,inverse_sqrt_step"]),
        (experiment(), ["network.initializer=he,xavier,normal,zeros"]),
        (experiment(data__source="gaussians", data__source__classes=3), ["training.l2=0,1"]),
        (experiment(data__source="plane", training__patience=3), ["training.learning_rate=0.1,1"]),
        (experiment(data__source="curve", data__scale_labels=False), ["training.l2=0,0.1"]),
        (experiment(data__features="x1, x2^2, sin(x1)"), ["training.l2=0,0.1"]),
        (experiment(training__batch_size=1000), ["training.optimizer=gd,adam"]),
        (experiment(data__division="by_hand", data__dev_share=0), ["training.l2=0,0.1"]),
        (experiment(network__precision="float64", network__hidden_layers=()), ["training.l1=0,1"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_run_equals_a_session_of_its_own(spec, over, monkeypatch):
    made = together(monkeypatch)
    study = Study("compare", spec, parsed_variations(spec, over), (3, 4))
    result = run(study)
    assert made and made[0] == len(study.runs)
    for record in result.records:
        assert_equals_a_single_run(record)


def test_other_architectures_run_in_groups_of_their_own(monkeypatch):
    made = together(monkeypatch)
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=2,4-2,70", "training.l2=0,1"])
    result = run(Study("compare", spec, over, (3, 4)))
    assert made == [4, 4]  # what is wide gains nothing from company
    for record in result.records:
        assert_equals_a_single_run(record)


def test_all_starts_are_bit_identical_and_all_batch_orders_equal():
    spec = experiment()
    result = run(compare_optimizers(spec, seeds=3))
    by_seed: dict[int, list] = {}
    for record in result.records:
        by_seed.setdefault(record.run.seed, []).append(record)
    assert len(by_seed) == 3
    for records in by_seed.values():
        assert len(records) == 4
        starts = {record.start.theta.tobytes() for record in records}
        assert len(starts) == 1
        # The generator that shuffles stands where as many permutations bring it ...
        rng = Streams.of(records[0].run.spec).shuffling
        for _ in range(spec.training.epochs):
            rng.permutation(records[0].start.train_examples)
        for record in records:
            assert record.random_state == rng.bit_generator.state
        # ... and on equal parameters the first mini-batch costs the same.
        assert len({record.points.batch_costs[0] for record in records}) == 1
        assert len({record.points.batch_costs[-1] for record in records}) == 4
    assert len({record.start.theta.tobytes() for record in result.records}) == 3


def test_a_divergence_ends_that_run_alone_and_is_told():
    # A plane, learnt by gradient descent in steps a hundred times too long.
    spec = experiment(data__source="plane", training__optimizer="gd", network__hidden_layers=())
    rates = variations_over(spec, "training.learning_rate", [0.01, 100.0])
    spec = replaced(spec, "training.epochs", 300)
    result = run(compare(spec, rates, seeds=2))
    fine, wild = result.of("0.01"), result.of("100")
    for record in fine:
        assert_equals_a_single_run(record)
        assert record.complete and not record.failure
    for record in wild:
        assert record.stop.reason == "diverged"
        assert "the learning rate 100 is too large" in record.failure
        assert np.isfinite(record.theta).all() or record.steps
        alone = Session(record.run.spec)
        with np.errstate(over="ignore"):
            alone.run()
        assert record.steps == alone.history.n_steps
        assert record.epoch == alone.trainer.epoch
        assert record.stop == alone.stop
        assert len(record.points.evaluations) == alone.history.n_evaluations
    assert result.failures == wild


def test_an_error_in_the_data_of_one_member_leaves_the_others_whole():
    spec = experiment()
    bad = Variation("no logarithm", (("data.features", "log(x1), x2"),))
    result = run(compare(spec, [Variation("now"), bad], seeds=2))
    for record in result.of("now"):
        assert_equals_a_single_run(record)
    for record in result.of("no logarithm"):
        assert record.stop.reason == "failed"
        assert "log" in record.failure
        assert record.theta is None and record.points is None
        assert math.isnan(record.final("dev_error"))


def test_an_error_while_one_member_is_made_leaves_the_others_whole(monkeypatch):
    original = DatasetCache.session

    def session(self, run, evaluated=True):
        if run.index == 1:
            raise ZeroDivisionError("one over nothing")
        return original(self, run, evaluated)

    monkeypatch.setattr(DatasetCache, "session", session)
    result = run(compare_optimizers(experiment(), seeds=1), time_steps=True)
    assert list(result.step_seconds) == ["Gradient descent", "RMSprop", "Adam"]
    assert [record.run.index for record in result.failures] == [1]
    assert "one over nothing" in result.failures[0].failure
    for record in result.records[2:]:
        assert_equals_a_single_run(record)


def test_an_error_of_all_at_once_lets_each_run_alone(monkeypatch):
    def advance(self):
        raise FloatingPointError("together only")

    monkeypatch.setattr(Ensemble, "advance", advance)
    result = run(compare_optimizers(experiment(), seeds=2))
    for record in result.records:
        assert_equals_a_single_run(record)


def test_an_error_in_the_middle_of_one_run_is_told_in_its_record(monkeypatch):
    original = Session.step

    def step(self):
        if self.spec.training.l2 == 1 and self.trainer.epoch == 3:
            raise MemoryError
        return original(self)

    monkeypatch.setattr(Session, "step", step)
    spec = experiment()
    over = variations_over(spec, "training.l2", [0.0, 1.0])
    result = run(compare(spec, over, seeds=1), memory=1)  # which makes them run alone
    fine, failed = result.records
    assert fine.complete
    assert failed.failure == "There is not enough memory for this run."
    assert failed.epoch == 3 and len(failed.points.evaluations) == 4


class Cancel:
    """Says stop from its n-th call on, and counts."""

    def __init__(self, after: int) -> None:
        self.after, self.calls = after, 0

    def __call__(self) -> bool:
        self.calls += 1
        return self.calls > self.after


@pytest.mark.parametrize("after", [0, 1, 6, 20, 45])
def test_a_cancel_is_heard_at_once_and_keeps_what_there_is(after):
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=3,4-2"])
    cancel = Cancel(after)
    result = run(compare(spec, over, seeds=2), cancelled=cancel)
    assert cancel.calls <= after + 4  # nobody trains on, asking again and again
    assert len(result.records) == 4
    assert result.cancelled
    for record in result.records:
        if record.stop.reason == "finished":
            assert_equals_a_single_run(record)
        else:
            assert record.stop.reason == "cancelled"
        if record.steps:
            session = Session(record.run.spec)
            for _ in range(record.steps):
                session.step()
            np.testing.assert_allclose(record.theta, session.network.theta, atol=1e-12)
            np.testing.assert_allclose(
                record.points.batch_costs, session.history.batch_costs, atol=1e-12
            )
    if after == 45:
        assert [r.stop.reason for r in result.records[:2]] == ["finished"] * 2


def test_progress_goes_from_nothing_to_everything():
    seen = []
    result = run(compare_optimizers(experiment(), seeds=2), progress=seen.append)
    assert seen[0].fraction == 0 and seen[-1].fraction == 1
    assert seen[-1].done == seen[-1].runs == 8
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert result.seconds >= seen[-1].seconds


def test_frames_show_all_members_moving_and_never_change_again(monkeypatch):
    monkeypatch.setattr("playground.experiment.studies.running.local._SLICE", 0.0)
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=3,4-2"])
    kept = []

    def keep(frame):
        copies = [r and (r.theta.copy(), r.points.evaluations.copy()) for r in frame.records]
        kept.append((frame, copies))

    result = run(compare(spec, over, seeds=2), frames=keep, frame_interval=0)
    frames = [frame for frame, _ in kept]
    assert any(
        frame.records[0] and frame.records[-1] and not any(r.stop for r in frame.records)
        for frame in frames
    ), "the groups train side by side"
    for frame, copies in kept:
        for record, copy in zip(frame.records, copies):
            if record is not None:
                np.testing.assert_array_equal(record.theta, copy[0])
                np.testing.assert_array_equal(record.points.evaluations, copy[1])
                assert not record.theta.flags.writeable
    steps = [sum(r.steps for r in frame.records if r) for frame in frames]
    assert steps == sorted(steps) and len(set(steps)) > 2
    assert all(r.complete for r in frames[-1].records)
    for record in result.records:
        assert_equals_a_single_run(record)  # looking on changes nothing


def test_frames_come_no_more_often_than_asked_for():
    frames = []
    run(compare_optimizers(experiment(), 2), frames=frames.append, frame_interval=math.inf)
    assert len(frames) == 2  # the first and the last


def test_what_does_not_fit_into_memory_runs_in_parts_and_says_so():
    study = compare_optimizers(experiment(), seeds=3)
    whole = run(study)
    cut = run(study, memory=200_000)
    assert not whole.notices
    (notice,) = cut.notices
    assert notice.startswith("The study was cut into ")
    assert "0.2 MB may be used" in notice
    for a, b in zip(whole.records, cut.records):
        np.testing.assert_allclose(a.theta, b.theta, rtol=1e-12, atol=1e-12)


def test_the_same_study_gives_the_same_bits():
    study = compare_optimizers(experiment(training__keep_prob=0.8), seeds=2)
    for a, b in zip(run(study).records, run(study).records):
        np.testing.assert_array_equal(a.theta, b.theta)
        np.testing.assert_array_equal(a.points.evaluations, b.points.evaluations)


def test_any_executor_will_do():
    study = compare_optimizers(experiment(), seeds=2)
    seen = []
    with ThreadPoolExecutor(2) as executor:
        result = run(study, executor, progress=seen.append)
    assert not result.notices and seen[-1].done == 8
    for record in result.records:
        assert_equals_a_single_run(record)


def test_processes_give_the_same_results():
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=3,70"])
    study = compare(spec, over, seeds=2)
    with process_pool(2) as executor:
        result = run(study, executor)
    assert not result.notices
    for record in result.records:
        assert_equals_a_single_run(record)


class LosesEveryOther:
    """An executor whose workers die under every second part."""

    def __init__(self, executor):
        self._executor, self._submitted = executor, 0

    def submit(self, *call):
        self._submitted += 1
        if self._submitted % 2:
            return self._executor.submit(*call)
        future = Future()
        future.set_exception(BrokenProcessPool("a worker died"))
        return future


def test_parts_that_are_lost_with_their_worker_run_here():
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=2,3,4,5"])
    with ThreadPoolExecutor(1) as executor:
        result = run(compare(spec, over, seeds=2), LosesEveryOther(executor))
    assert result.notices == ("2 parts did not come back from the workers and ran here instead.",)
    for record in result.records:
        assert_equals_a_single_run(record)


def test_a_cancelled_executor_keeps_the_parts_that_came_back():
    spec = experiment()
    over = parsed_variations(spec, ["network.hidden_layers=2,3,4"])
    finished = []
    with ThreadPoolExecutor(1) as executor:
        result = run(
            compare(spec, over, seeds=1),
            executor,
            progress=lambda progress: finished.append(progress.done),
            cancelled=lambda: bool(finished and finished[-1]),
        )
    reasons = [record.stop.reason for record in result.records]
    assert "finished" in reasons
    assert set(reasons) <= {"finished", "cancelled"}
    for record in result.records:
        if record.complete:
            assert_equals_a_single_run(record)


def test_processes_hand_in_what_they_have_when_they_are_told_to_stop():
    over = parsed_variations(experiment(), ["training.epochs=3,10000000"])
    study = compare(experiment(), over, seeds=1)
    begun = []

    def cancelled():
        begun.append(time.monotonic())
        return begun[-1] - begun[0] > 0.5  # in which three epochs are trained many times over

    with process_pool(1) as executor:
        run(compare(experiment(), [Variation("warm up")], seeds=1), executor)
        result = run(study, executor, cancelled=cancelled)
    short, long = result.records
    assert_equals_a_single_run(short)
    assert long.stop.reason == "cancelled" and long.epoch > 3


def test_steps_are_timed_only_where_that_is_asked_for():
    study = compare_optimizers(experiment(), seeds=1)
    assert run(study).step_seconds == {}
    times = run(study, time_steps=True).step_seconds
    assert list(times) == list(study.labels)
    assert all(seconds > 0 for seconds in times.values())


def test_points_drawn_by_hand_serve_every_member():
    spec = experiment()
    dataset = sources["circle"](samples=60).make(np.random.default_rng(0))
    result = run(compare_optimizers(spec, seeds=2), dataset=dataset)
    for record in result.records:
        alone = Session(record.run.spec, dataset)
        alone.run()
        np.testing.assert_allclose(record.theta, alone.network.theta, atol=1e-12)
