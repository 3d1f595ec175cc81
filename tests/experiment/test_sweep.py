"""Validation curves, learning curves and the learning-rate finder: what they read and say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from made_up_studies import DIVERGED, record, result

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import JobContext, kind_of
from playground.experiment.studies.kinds.learning_curve import LearningCurveStudy
from playground.experiment.studies.kinds.rate_finder import RateCurve, RateFinder
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.kinds.sweep import Sweep, choose
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.bands import final_band
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import Variation
from playground.settings import replaced

QUICK = replaced(ExperimentSpec(), "training.epochs", 15)


def find_rate(spec: ExperimentSpec, context: JobContext | None = None, **settings) -> RateCurve:
    """What the finder reads of an experiment."""
    return StudyRequest(RateFinder(**settings), spec).carry_out(context).reading


def learning_curve(spec: ExperimentSpec, seeds: int, points: int) -> StudyRequest:
    return StudyRequest(LearningCurveStudy(points=points), spec, seeds=seeds)


def made_up(errors: dict[str, list[float]], **more) -> StudyResult:
    """A sweep over lambda with these dev errors, seed by seed."""
    runs = {
        label: [{"dev_error": e, "dev_cost": e, "train_error": e / 2, **more} for e in values]
        for label, values in errors.items()
    }
    values = [float(label) for label in errors]
    seeds = len(next(iter(errors.values())))
    return result("training.l2", values, runs, seeds, kind="sweep")


def chosen_without_test(monkeypatch, made: StudyResult):
    monkeypatch.setattr(
        "playground.experiment.studies.kinds.sweep._test_error", lambda *arguments: math.nan
    )
    return choose(made)


def test_the_dev_error_chooses_and_the_test_error_is_that_of_the_choice():
    study = StudyRequest(Sweep(), QUICK, ("training.l2=0,0.1,30",), 2).study
    found = run(study)
    choice = choose(found)
    medians = {
        label: np.median([record.final("dev_error") for record in found.of(label)])
        for label in study.labels
    }
    assert medians[choice.label] == min(medians.values())
    assert choice.dev_error == medians[choice.label]
    sessions = [Session(record.run.spec) for record in found.of(choice.label)]
    for session in sessions:
        session.run()
    assert choice.test_error == pytest.approx(np.median([s.test_error() for s in sessions]))
    assert " is reached with L2 penalty " in choice.sentence
    assert "The test error, looked at once: " in choice.sentence


def test_only_the_chosen_networks_see_the_test_set(monkeypatch):
    seen = []
    original = Session.test_error

    def test_error(self):
        seen.append((self.spec.training.l2, self.spec.seed))
        return original(self)

    monkeypatch.setattr(Session, "test_error", test_error)
    study = StudyRequest(Sweep(), QUICK, ("training.l2=0,0.1,30",), 2).study
    choice = choose(run(study))
    assert seen == [(float(choice.label), seed) for seed in study.seeds]


def test_the_validation_curve_has_the_values_on_its_axis(monkeypatch):
    made = made_up({"0": [0.2, 0.4], "0.1": [0.1, 0.1], "1": [0.3, 0.3]})
    axis = kind_of(made.study).axis(made.study)
    assert axis.logarithmic and axis.places == (0, 0.1, 1)
    for part, medians in (("dev", [0.3, 0.1, 0.3]), ("train", [0.15, 0.05, 0.15])):
        found = final_band(made, f"{part}_error", np.array(axis.places))
        np.testing.assert_allclose(found.median, medians)
    choice = chosen_without_test(monkeypatch, made)
    assert choice.sentence == (
        "The lowest dev error, 10 % (median of 2 seeds), is reached with L2 penalty 0.1; the train "
        "error there is 5 %. There is no test set to report its error on. With 2 seeds no "
        "difference can be told from chance; that takes 5 or more."
    )


def test_the_choice_is_the_lowest_point_of_the_curve(monkeypatch):
    """One seed that went wrong does not make it another than what is drawn and listed."""
    made = made_up({"0": [0.0, 0.0, 0.3], "1": [0.05, 0.05, 0.05]})
    choice = chosen_without_test(monkeypatch, made)
    lowest = final_band(made, "dev_error", np.arange(2.0)).median.argmin()
    assert (choice.label, choice.dev_error) == ("0", 0.0) == (made.study.labels[lowest], 0.0)
    assert "0 % (median of 3 seeds), is reached with L2 penalty 0;" in choice.sentence


def test_equals_are_named_however_few_the_seeds(monkeypatch):
    choice = chosen_without_test(monkeypatch, made_up({"0": [0.1], "1": [0.1], "10": [0.2]}))
    assert " It is as low with L2 penalty 1. With 1 seed no difference can" in choice.sentence


def test_between_equal_medians_the_lower_mean_wins(monkeypatch):
    made = made_up({"0": [0.1, 0.1, 0.3], "1": [0.1, 0.1, 0.2]})
    assert chosen_without_test(monkeypatch, made).label == "1"


def test_names_stand_in_their_order():
    runs = {label: [{"dev_error": 0.1}] for label in ("gd", "adam")}
    made = result("training.optimizer", ["gd", "adam"], runs, kind="sweep")
    axis = kind_of(made.study).axis(made.study)
    assert not axis.logarithmic and axis.places == (0, 1) and axis.ticks
    assert made.study.labels == ("Gradient descent", "Adam")


def test_the_edge_of_what_was_tried_is_pointed_out(monkeypatch):
    choice = chosen_without_test(monkeypatch, made_up({"0.1": [0.3], "1": [0.2], "10": [0.1]}))
    assert "It is the largest value tried" in choice.sentence
    choice = chosen_without_test(monkeypatch, made_up({"0.1": [0.1], "1": [0.2], "10": [0.3]}))
    assert "It is the smallest value tried" in choice.sentence
    # There is nothing below 0 to try.
    choice = chosen_without_test(monkeypatch, made_up({"0": [0.1], "1": [0.2], "10": [0.3]}))
    assert "value tried" not in choice.sentence


def test_what_chance_cannot_tell_apart_is_said(monkeypatch):
    errors = {"0": [0.10, 0.2, 0.31, 0.2, 0.3], "0.1": [0.11, 0.19, 0.31, 0.19, 0.3]}
    errors["1"] = [e + 0.3 + 0.01 * i for i, e in enumerate(errors["0"])]
    choice = chosen_without_test(monkeypatch, made_up(errors))
    assert choice.label == "0.1"
    assert choice.sentence.endswith(
        "No difference from L2 penalty 0 is seen with 5 seeds (paired t test at 5 %); more seeds "
        "may show one."
    )


def test_a_value_of_which_a_run_failed_cannot_be_chosen(monkeypatch):
    made = made_up({"0": [0.1, 0.1], "1": [0.3, 0.3]})
    broken = dict(made.records[1].__dict__) | {"stop": DIVERGED}
    records = (made.records[0], type(made.records[1])(**broken), *made.records[2:])
    choice = chosen_without_test(monkeypatch, StudyResult(made.study, records))
    assert choice.label == "1"


def test_nothing_to_choose_from_is_said():
    nothing = choose(made_up({"0": [0.1]}, stop=DIVERGED))
    assert nothing.label == "" and nothing.sentence.startswith("No run came to its end")
    no_dev = choose(made_up({"0": [math.nan], "1": [math.nan]}))
    assert no_dev.label == "" and no_dev.sentence.startswith("Without a dev set")


def test_a_learning_curve_trains_every_size_for_as_many_mini_batches():
    study = learning_curve(ExperimentSpec(), 2, points=4).study
    sizes = [variation.train_examples for variation in study.variations]
    assert sizes[0] == 10 and sizes[-1] == 180 and sizes == sorted(sizes)
    for each in study.runs:
        batches = -(-each.train_examples // each.spec.training.batch_size)
        assert abs(each.spec.training.last_epoch(180) * batches - 500 * 6) <= batches
    assert study.runs[-1].spec == replaced(ExperimentSpec(), "seed", 5)
    found = run(learning_curve(QUICK, 1, points=3).study)
    assert [record.start.train_examples for record in found.records] == [10, 42, 180]
    datasets = DatasetCache()
    assert {datasets.split(record.run).dev.m for record in found.records} == {60}


def test_the_last_point_of_a_learning_curve_is_the_experiment_itself():
    found = run(learning_curve(QUICK, 1, points=3).study)
    session = Session(QUICK)
    session.run()
    last = found.records[-1]
    np.testing.assert_allclose(last.theta, session.network.theta, atol=1e-12)


def test_a_learning_curve_without_a_dev_set_says_what_is_missing():
    spec = replaced(replaced(QUICK, "data.division", "by_hand"), "data.dev_share", 0)
    curve = learning_curve(spec, 1, points=2).carry_out().reading
    assert curve.more_data_helps is None
    assert "Without a dev set there is no gap to read" in curve.sentence


def test_a_good_fit_needs_no_more_data():
    spec = replaced(replaced(ExperimentSpec(), "data.source", "gaussians"), "training.epochs", 40)
    spec = replaced(spec, "data.source.noise", 0.0)
    curve = learning_curve(spec, 2, points=2).carry_out().reading
    assert curve.more_data_helps is False
    assert curve.sentence.startswith("More data is not needed: with 180 training examples")


def curve_of(sizes: list[int], errors: np.ndarray) -> StudyResult:
    """A learning curve with these dev errors, ``(n_sizes, n_seeds)``, all of it learned."""
    variations = [Variation(f"{size:,}", train_examples=size) for size in sizes]
    study = LearningCurveStudy.study_of(ExperimentSpec(), errors.shape[1], variations)
    records = [
        record(run, dev_error=errors[i // errors.shape[1], i % errors.shape[1]], train_error=0.0)
        for i, run in enumerate(study.runs)
    ]
    return StudyResult(study, tuple(records))


def says_falling(sizes: list[int], errors: np.ndarray) -> bool:
    sentence = LearningCurveStudy().read(curve_of(sizes, errors)).sentence
    assert sentence.startswith("More data would help: variance.")
    falling = "the dev error is still falling" in sentence
    assert falling or "no fall of the dev error is seen with" in sentence
    return falling


def test_a_flat_learning_curve_is_hardly_ever_called_falling():
    """It was in 48 % of them, for one example of the dev set."""
    rng, sizes = np.random.default_rng(0), [10, 25, 60, 120, 240]
    falling = 0
    for _ in range(100):
        falling += says_falling(sizes, rng.binomial(114, 0.2, (5, 5)) / 114)
    assert falling <= 7  # half of the 5 % that are told from chance


def test_a_learning_curve_that_falls_is_called_falling_and_one_that_rises_is_not():
    rng, sizes = np.random.default_rng(1), [30, 60, 120, 240]
    noise = rng.binomial(114, 0.2, (4, 5)) / 114
    assert says_falling(sizes, noise + np.array([[0.6], [0.5], [0.35], [0.1]]))
    assert not says_falling(sizes, noise + np.array([[0.1], [0.1], [0.2], [0.4]]))


def test_falling_is_about_the_last_doubling():
    sizes, seeds = [60, 120, 180, 240], np.linspace(0, 0.01, 5)
    # It fell before; then it did not.
    assert not says_falling(sizes, np.array([[0.6], [0.3], [0.3], [0.3]]) + seeds)
    # It fell in the first half of the last doubling.
    assert says_falling(sizes, np.array([[0.6], [0.5], [0.3], [0.3]]) + seeds)
    # Between two sizes half of the last one is on the line.
    assert says_falling([30, 90, 240], np.array([[0.6], [0.5], [0.3]]) + seeds)


def test_few_seeds_cannot_tell_whether_a_learning_curve_falls():
    errors = np.array([[0.6, 0.6], [0.3, 0.3]])
    sentence = LearningCurveStudy().read(curve_of([120, 240], errors)).sentence
    assert "whether the dev error still falls takes 5 seeds or more to tell" in sentence


@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_the_suggested_rates_learn_and_larger_ones_do_not(optimizer):
    spec = replaced(QUICK, "training.optimizer", optimizer)
    curve = find_rate(spec)
    assert 0 < curve.low <= curve.suggested < curve.high < 10
    assert len(curve.rates) == len(curve.costs)
    assert (np.diff(curve.rates) > 0).all()

    def final_cost(rate: float) -> float:
        session = Session(replaced(spec, "training.learning_rate", rate))
        session.run()
        return session.history.latest["train_cost"]

    good, slow = final_cost(curve.suggested), final_cost(curve.low / 100)
    assert good < slow
    lowest_at = curve.rates[curve.costs.argmin()]
    assert curve.suggested == pytest.approx(lowest_at / 10, rel=0.5)  # rounded to a digit
    tenfold = float(f"{10 * curve.suggested:.1g}")
    assert f"is lowest at {tenfold:g} and rises beyond" in curve.sentence
    assert curve.sentence.endswith(f"Suggested: {curve.suggested:g}, a tenth of {tenfold:g}.")


@pytest.mark.parametrize("source", ["moons", "spiral", "rings", "curve", "plane"])
def test_a_suggestion_never_lies_at_the_upper_edge_of_its_range(source):
    curve = find_rate(replaced(QUICK, "data.source", source))
    assert curve.low <= curve.suggested < curve.high


def test_a_search_that_ends_too_soon_says_so():
    curve = find_rate(QUICK, highest=0.003)
    assert "the largest rate tried; larger ones may lower it further" in curve.sentence


def test_the_search_goes_through_all_rates_there_can_be():
    spec = replaced(QUICK, "network.initializer", "zeros")
    rates = find_rate(spec, steps=40).rates
    assert rates[0] == pytest.approx(1e-6) and 30 < rates[-1] <= 100


def test_a_rate_finder_that_diverges_stops_and_reads_what_it_has():
    spec = replaced(replaced(QUICK, "data.source", "plane"), "training.optimizer", "gd")
    spec = replaced(spec, "network.hidden_layers", ())
    curve = find_rate(spec)
    assert len(curve.rates) < 400
    assert np.isfinite(curve.costs).all()
    assert curve.high < 1


def test_a_cost_that_never_falls_suggests_nothing():
    spec = replaced(QUICK, "network.initializer", "zeros")
    curve = find_rate(spec)
    assert math.isnan(curve.suggested) and math.isnan(curve.low)
    assert "no learning rate can be suggested" in curve.sentence


def test_a_rate_finder_can_be_watched_and_cancelled():
    asked, seen = [], []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 20

    context = JobContext(lambda stage, progress: seen.append((stage, progress)), None, cancelled)
    curve = find_rate(QUICK, context, steps=50)
    assert len(curve.rates) == 20
    stage, progress = seen[0]
    assert stage == "Raising the learning rate" and progress.fraction == 1 / 50
