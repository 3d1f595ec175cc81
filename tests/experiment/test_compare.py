"""What a comparison says of its runs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from made_up_studies import CANCELLED, DIVERGED, FINISHED, result

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import Compare, compare_optimizers
from playground.experiment.studies.kinds.presets import STUDY_PRESETS
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.kinds.tune import tuned, tuning, tuning_sentence
from playground.experiment.studies.rates import with_rates
from playground.experiment.studies.results.bands import band, curve
from playground.experiment.studies.results.table import reachable_cost, sentence, table
from playground.experiment.studies.running.run import run
from playground.settings import replaced

OPTIMIZER = "training.optimizer"


def test_the_table_has_medians_over_the_seeds():
    made = result(
        OPTIMIZER,
        ["gd", "adam"],
        {
            "gd": [
                {"train_cost": [1.0, 0.8, 0.6], "dev_error": 0.3},
                {"train_cost": [1.0, 0.7, 0.5], "dev_error": 0.2},
                {"train_cost": [1.0, 0.9, 0.7], "dev_error": 0.1},
            ],
            "adam": [{"train_cost": [1.0, 0.5, 0.1], "dev_error": 0.05}] * 3,
        },
        seeds=3,
    )
    gd, adam = table(made)
    assert (gd.train_cost, gd.dev_error) == (0.6, 0.2)
    assert reachable_cost(made) == 0.6
    assert (gd.steps_to_cost, adam.steps_to_cost) == (20, 10)
    assert [row.steps_to_cost for row in table(made, cost=0.75)] == [20, 10]
    assert [row.steps_to_cost for row in table(made, cost=0.05)] == [None, None]
    assert sentence(made) == (
        "The lowest dev error at the end, 5 % (median of 3 seeds), is reached with Adam. With 3 "
        "seeds no difference can be told from chance; that takes 5 or more. Looked at after each "
        "epoch, a train cost of 0.6 is reached first with Adam, after 10 steps; with Gradient "
        "descent it takes 20."
    )


def test_half_of_the_runs_must_reach_the_cost():
    runs = {
        "gd": [{"train_cost": [1.0, 0.4]}, {"train_cost": [1.0, 0.4]}, {"train_cost": [1.0, 0.9]}],
        "adam": [{"train_cost": [1, 0.4]}, {"train_cost": [1, 0.9]}, {"train_cost": [1, 0.9]}],
    }
    gd, adam = table(result(OPTIMIZER, ["gd", "adam"], runs, seeds=3), cost=0.5)
    assert gd.steps_to_cost == 10
    assert adam.steps_to_cost is None


def test_the_cost_to_reach_is_rounded_up_and_ignores_what_never_learns():
    runs = {
        "gd": [{"train_cost": [0.6931, 0.6931]}],
        "momentum": [{"train_cost": [0.7, 0.02321]}],
        "adam": [{"train_cost": [0.7, 0.0123]}],
    }
    made = result(OPTIMIZER, ["gd", "momentum", "adam"], runs)
    assert reachable_cost(made) == 0.024
    assert sentence(made).endswith("with Gradient descent it is not reached.")


def test_equal_ends_are_not_called_a_victory():
    runs = {label: [{"train_cost": [1, 0.5], "dev_error": 0.1}] for label in ("gd", "adam")}
    made = result(OPTIMIZER, ["gd", "adam"], runs)
    assert sentence(made) == "The dev error at the end is the same for all, 10 %."


def test_without_a_dev_set_the_train_cost_decides():
    runs = {"gd": [{"train_cost": [1, 0.5]}], "adam": [{"train_cost": [1, 0.25]}]}
    made = result(OPTIMIZER, ["gd", "adam"], runs)
    assert sentence(made).startswith(
        "The lowest train cost at the end, 0.25, is reached with Adam."
    )


def test_runs_that_failed_or_were_cancelled_are_said_and_not_counted():
    runs = {
        "gd": [
            {"train_cost": [1.0, 0.5], "dev_error": 0.1},
            {"train_cost": [1.0, 9.0], "dev_error": 0.9, "stop": DIVERGED},
        ],
        "adam": [
            {"train_cost": [1.0, 0.5], "dev_error": 0.2},
            {"train_cost": [1.0, 0.7], "dev_error": 0.0, "stop": CANCELLED},
        ],
    }
    made = result(OPTIMIZER, ["gd", "adam"], runs, seeds=2)
    gd, adam = table(made)
    assert (gd.failed, gd.runs, gd.dev_error) == (1, 2, 0.1)
    assert (adam.failed, adam.dev_error) == (0, 0.2)
    assert "1 run with Gradient descent failed or diverged." in sentence(made)
    assert sentence(made).endswith("canceled before all runs were done.")


def test_what_is_cancelled_keeps_what_it_has_reached_and_says_where():
    stopped = {"train_cost": [1.0, 0.5], "dev_error": 0.2, "stop": CANCELLED}
    runs = {
        "gd": [stopped, stopped],
        "adam": [{**stopped, "train_cost": [1.0, 0.9, 0.1], "dev_error": 0.1}] * 2,
    }
    made = result(OPTIMIZER, ["gd", "adam"], runs, seeds=2)
    gd, adam = table(made)
    assert (gd.complete, gd.train_cost, gd.ended) == (0, 0.5, "canceled at step 10")
    assert (adam.train_cost, adam.dev_error, adam.ended) == (0.1, 0.1, "canceled at step 20")
    assert sentence(made) == (
        "Canceled at steps 10 to 20, before any run came to its end. The lowest dev error so "
        "far, 10 % (median of 2 seeds), is reached with Adam."
    )
    runs["gd"][0] = {"train_cost": [1.0], "stop": CANCELLED}
    runs["gd"][1] = runs["adam"][0] = runs["adam"][1] = runs["gd"][0]
    made = result(OPTIMIZER, ["gd", "adam"], runs, seeds=2)
    assert sentence(made) == "Canceled before the first step."


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ([FINISHED, FINISHED], ""),
        ([FINISHED, DIVERGED], "1 of 2 runs failed: The cost became infinite."),
        ([DIVERGED, DIVERGED], "all 2 runs failed: The cost became infinite."),
        ([DIVERGED], "failed: The cost became infinite."),
        ([CANCELLED, CANCELLED], "canceled at step 10"),
        ([FINISHED, CANCELLED], "1 of 2 runs canceled at step 10"),
        (
            [DIVERGED, CANCELLED],
            "1 of 2 runs failed: The cost became infinite. 1 of 2 runs canceled at step 10",
        ),
    ],
)
def test_how_the_runs_of_a_variation_ended(stops, words):
    runs = {"gd": [{"train_cost": [1.0, 0.5], "stop": stop} for stop in stops]}
    (row,) = table(result(OPTIMIZER, ["gd"], runs, seeds=len(stops)))
    assert row.ended == words


def test_nothing_complete_is_said_plainly():
    made = result(OPTIMIZER, ["gd"], {"gd": [{"train_cost": [1.0], "stop": DIVERGED}]})
    assert sentence(made) == "None of 1 run came to its end."
    (row,) = table(made)
    assert math.isnan(row.train_cost) and row.steps_to_cost is None


def test_a_band_holds_the_middle_half():
    values = np.array([[1.0, np.nan], [2.0, np.nan], [3.0, np.inf], [4.0, 7.0], [5.0, 7.0]])
    made = band(np.array([0, 1]), values)
    assert made.median.tolist() == [3, 7]
    assert made.low.tolist() == [2, 7]
    assert made.high.tolist() == [4, 7]


def test_a_run_that_stopped_early_keeps_its_last_value_in_the_curve():
    runs = {"adam": [{"train_cost": [1.0, 0.5]}, {"train_cost": [1.0, 0.6, 0.3]}]}
    made = curve(result(OPTIMIZER, ["adam"], runs, seeds=2).records, "train_cost", "epoch")
    assert made.x.tolist() == [0, 1, 2]
    np.testing.assert_allclose(made.median, [1.0, 0.55, 0.4])
    runs["adam"][0]["stop"] = DIVERGED
    made = curve(result(OPTIMIZER, ["adam"], runs, seeds=2).records, "train_cost", "epoch")
    np.testing.assert_allclose(made.median, [1.0, 0.55, 0.3])


def test_cancelled_runs_end_the_curve_together_and_count_only_where_none_is_complete():
    runs = {
        "adam": [
            {"train_cost": [1.0, 0.5], "stop": CANCELLED},
            {"train_cost": [1.0, 0.7, 0.3], "stop": CANCELLED},
        ]
    }
    made = curve(result(OPTIMIZER, ["adam"], runs, seeds=2).records, "train_cost", "epoch")
    assert made.x.tolist() == [0, 1]  # at 2 the second alone would be a fall
    np.testing.assert_allclose(made.median, [1.0, 0.6])
    del runs["adam"][1]["stop"]
    made = curve(result(OPTIMIZER, ["adam"], runs, seeds=2).records, "train_cost", "epoch")
    np.testing.assert_allclose(made.median, [1.0, 0.7, 0.3])


def test_optimizers_race_at_the_rates_they_are_given():
    study = with_rates(compare_optimizers(ExperimentSpec(), seeds=2), {"Gradient descent": 1.0})
    assert study.labels == ("Gradient descent", "Momentum", "RMSprop", "Adam")
    rates = {m.label: m.spec.training.learning_rate for m in study.runs}
    assert rates == {"Gradient descent": 1.0, "Momentum": 0.01, "RMSprop": 0.01, "Adam": 0.01}


def test_the_present_optimizer_keeps_its_constants():
    from playground.engine.optimizers import optimizers

    spec = replaced(ExperimentSpec(), OPTIMIZER, optimizers["adam"](beta1=0.5))
    adam = compare_optimizers(spec, seeds=1).runs[3].spec.training.optimizer
    assert adam.beta1 == 0.5


def test_tuning_finds_each_its_own_rate_and_says_so():
    spec = replaced(ExperimentSpec(), "training.epochs", 20)
    study = compare_optimizers(spec, seeds=2, names=("gd", "adam"))
    search = tuning(study, rates=(0.01, 1e-5, 1.0))
    assert len(search.runs) == 6 and search.seeds == study.seeds[:1]
    found = run(search)
    race, picks = tuned(study, found)
    assert [pick.label for pick in picks] == ["Gradient descent", "Adam"]
    assert picks[0].rate == 1.0 and picks[0].at_edge
    assert picks[1].rate == 0.01 and not picks[1].at_edge
    for pick in picks:
        costs = [
            record.final("train_cost")
            for record in found.records
            if record.run.label.startswith(pick.label)
        ]
        assert pick.cost == min(costs)
    assert race.labels == study.labels and race.seeds == study.seeds
    assert [m.spec.training.learning_rate for m in race.runs] == [1.0, 1.0, 0.01, 0.01]
    assert tuning_sentence(study, picks, (0.01, 1e-5, 1.0)) == (
        "Learning rates tuned first, on one seed, among 0.01, 1e-05 and 1: 1 for Gradient "
        "descent, 0.01 for Adam. For Gradient descent a better rate may lie beyond those tried."
    )


def test_a_comparison_of_rates_cannot_be_tuned_first():
    study = with_rates(compare_optimizers(ExperimentSpec(), seeds=1), {"Gradient descent": 1.0})
    with pytest.raises(ExperimentError, match="compared already"):
        tuning(study)


@pytest.mark.parametrize("preset", STUDY_PRESETS)
def test_every_preset_runs(preset):
    spec = replaced(ExperimentSpec(), "training.epochs", 2)
    study = StudyRequest(Compare(preset=preset), spec, seeds=2).study
    assert len(study.variations) >= 3
    found = run(study)
    assert all(record.complete for record in found.records)
    assert sentence(found)


def test_initial_weights_show_symmetry_vanishing_and_exploding():
    spec = replaced(ExperimentSpec(), "training.epochs", 1)
    found = run(StudyRequest(Compare(preset="initial_weights"), spec, seeds=1).study)
    sizes = {record.run.label: np.abs(record.start.theta).max() for record in found.records}
    assert sizes["Zeros"] == 0
    assert sizes["Too small"] < 0.1 < sizes["He"] < 5 < sizes["Too large"]
