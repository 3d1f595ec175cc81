"""The rule that tells a difference from chance: how often it is wrong, and what it sees."""

from __future__ import annotations

import math

import numpy as np
import pytest
from made_up_studies import result

from playground.engine.regularization.penalty import penalty_value
from playground.experiment.chance.differences import t_tails
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare_optimizers
from playground.experiment.studies.kinds.kind import JobContext, kind_of
from playground.experiment.studies.kinds.recipe import Recipe
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.kinds.sweep import Sweep, choose
from playground.experiment.studies.results.before_after import before_and_after
from playground.experiment.studies.results.significance import (
    alike,
    between,
    difference,
    more_seeds,
)
from playground.experiment.studies.results.table import reachable_cost, sentence, table
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import parsed_variations
from playground.settings import replaced

TRIES = 2000


def errors_of(rng: np.random.Generator, seeds: int, p: float = 0.1, examples: int = 60):
    """Dev errors as they come: shares of few examples."""
    return rng.binomial(examples, p, seeds) / examples


def share_seen(draw, tries: int = TRIES) -> float:
    return float(np.mean([difference(*draw()).seen for _ in range(tries)]))


# ---------------------------------------------------------------------- where nothing is


@pytest.mark.parametrize("seeds", [5, 6, 7, 8, 10, 20])
@pytest.mark.parametrize("kind", ["normal", "coarse", "two values", "heavy tails"])
def test_where_nothing_is_it_says_so_in_nineteen_of_twenty(kind, seeds):
    """A standard error alone would see something in 37 % at five seeds."""
    rng = np.random.default_rng(seeds)
    draw = {
        "normal": lambda: rng.normal(size=(2, seeds)),
        "coarse": lambda: (errors_of(rng, seeds), errors_of(rng, seeds)),
        "two values": lambda: (np.zeros(seeds), rng.choice([-1.0, 1.0], seeds)),
        "heavy tails": lambda: rng.standard_cauchy((2, seeds)),
    }[kind]
    assert share_seen(draw) <= 0.0625 + 2 * math.sqrt(0.0625 * 0.9375 / TRIES)


@pytest.mark.parametrize("values", [2, 6])
def test_a_sweep_of_equal_values_leaves_hardly_ever_one_out(values):
    """It left one out in 82 % of six."""
    rng = np.random.default_rng(values)
    left_out = 0
    for _ in range(400):
        made = swept({str(i): errors_of(rng, 5) for i in range(values)})
        best = table(made)[0].label if values < 2 else kind_of(made.study).best(made).label
        others = [label for label in made.study.labels if label != best]
        left_out += alike(made, best, others) != others
    assert left_out / 400 <= 0.06


def test_fewer_than_five_seeds_see_nothing():
    for n in (1, 2, 3, 4):
        assert not difference(np.zeros(n), np.linspace(1, 1.001, n)).seen
    assert difference(np.zeros(5), np.linspace(1, 1.001, 5)).seen


# ---------------------------------------------------------------------- where something is


def test_it_sees_what_is_there_and_more_seeds_see_more():
    rng = np.random.default_rng(0)
    seen = [
        share_seen(lambda n=n, size=size: (np.zeros(n), size + rng.normal(size=n)), 500)
        for n, size in ((5, 1.0), (5, 3.0), (20, 1.0))
    ]
    assert 0.2 < seen[0] < 0.6 and seen[1] > 0.95 and seen[2] > 0.95


def test_it_takes_more_than_one_or_two_standard_errors():
    """With five seeds 2.78 of them, as a table of Student's t has it."""
    noise = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    error = noise.std(ddof=1) / math.sqrt(5)
    for factor, seen in ((2.9, True), (2.7, False), (2.0, False), (1.1, False)):
        shifted = noise * 0.3 + factor * 0.3 * error
        if factor > 2.8:
            assert (shifted > 0).all()
        assert difference(np.zeros(5), shifted).seen is seen


def test_what_is_common_to_a_seed_is_no_noise():
    rng = np.random.default_rng(0)
    common = rng.normal(size=5)
    assert difference(common, common + 0.1 + 0.01 * rng.normal(size=5)).seen


def test_the_tails_are_those_of_students_t():
    stats = pytest.importorskip("scipy.stats")
    for df in range(1, 40):
        for t in (0.0, 0.5, 1, 2, 2.776, 5, 30):
            assert t_tails(t, df) == pytest.approx(2 * stats.t.sf(t, df), abs=1e-12)
    assert t_tails(math.inf, 4) == 0


def test_the_probability_is_that_of_a_paired_t_test():
    stats = pytest.importorskip("scipy.stats")
    one, other = np.random.default_rng(0).normal(size=(2, 12))
    found = difference(one, other + 1.5)
    assert found.p == pytest.approx(stats.ttest_rel(one, other + 1.5).pvalue)
    # Six comparisons at once: each has to be six times as sure.
    assert difference(one, other + 1.5, comparisons=6).p == found.p


def test_runs_that_did_not_come_to_their_end_are_left_out():
    assert difference(np.array([math.nan, 1.0]), np.array([1.0, 2.0])).seeds == 1
    assert difference(np.array([math.nan]), np.array([1.0])).seeds == 0


# ---------------------------------------------------------------------- verdicts in words


def swept(errors: dict, **more):
    """A sweep over lambda with these dev errors."""
    runs = {
        label: [{"dev_error": e, "dev_cost": e, "train_error": 0.0, **more} for e in values]
        for label, values in errors.items()
    }
    seeds = len(next(iter(errors.values())))
    return result("training.l2", [float(label) for label in errors], runs, seeds, kind="sweep")


def judged(before, after) -> str:
    """What is said of a change of the dev errors, seed by seed."""
    return " ".join(before_and_after(swept({"0": before, "1": after})))


BEFORE = np.array([0.10, 0.12, 0.11, 0.13, 0.12, 0.14, 0.12])
SMALL = np.array([0.010, 0.011, 0.012, 0.009, 0.010, 0.011, 0.010])


def test_a_change_helps_or_harms_in_the_direction_of_its_differences():
    assert judged(BEFORE, BEFORE - SMALL).endswith("(paired t test at 5 %), it helps.")
    assert judged(BEFORE, BEFORE + SMALL).endswith("(paired t test at 5 %), it does harm.")
    assert judged(BEFORE, BEFORE).endswith("Judged by the dev error, it changes nothing.")


def test_equal_medians_are_neither_harm_nor_help_by_themselves():
    """One example more is right in eight of fifteen seeds; the median stays as it is."""
    before = np.concatenate([np.full(8, 0.30), np.full(7, 0.10)])
    gain = np.concatenate([np.full(7, 0.1), np.zeros(8)])
    after = before - gain * np.linspace(0.9, 1.1, 15)
    after[7] = np.median(before)
    assert np.median(after) <= np.median(before)
    middle = float(np.median(before))
    same = np.where(np.arange(15) == 7, middle, after)
    said = judged(before, same)
    assert "it helps" in said and "harm" not in said
    assert "it does harm" in judged(same, before)
    noise = np.array([0.12, 0.10, 0.12, 0.14, 0.11])
    said = judged(np.array([0.12, 0.12, 0.12, 0.12, 0.12]), noise)
    assert said.endswith("No difference seen with 5 seeds; more may show one.")
    assert "the dev error stays at 12 %" in said


def test_a_batch_of_33_for_32_is_not_judged():
    """It was in 26 of 60 tries."""
    spec = replaced(replaced(ExperimentSpec(), "training.epochs", 10), "data.source.noise", 0.3)
    verdicts = 0
    for first in range(20):
        base = replaced(spec, "seed", 100 * first)
        study = Recipe.study_of(base, 5, parsed_variations(base, ["training.batch_size=32,33"]))
        said = " ".join(before_and_after(run(study)))
        verdicts += "it helps" in said or "it does harm" in said
    assert verdicts <= 4  # of 20 at 5 %, more in 0.3 % of all such tests


def test_more_seeds_are_offered_as_long_as_there_are_any():
    assert (more_seeds(2), more_seeds(5), more_seeds(20), more_seeds(100)) == (20, 20, 80, 0)


def test_the_best_of_a_comparison_is_told_from_the_others_or_not():
    runs = {
        "gd": [{"train_cost": [1.0, 0.5], "dev_error": e} for e in BEFORE],
        "momentum": [{"train_cost": [1.0, 0.5], "dev_error": e} for e in BEFORE[::-1] - 0.001],
        "adam": [{"train_cost": [1.0, 0.5], "dev_error": e / 10} for e in BEFORE],
    }
    made = result("training.optimizer", list(runs), runs, seeds=7)
    assert "is reached with Adam." in sentence(made) and "No difference" not in sentence(made)
    del runs["adam"]
    made = result("training.optimizer", list(runs), runs, seeds=7)
    assert "No difference from Gradient descent is seen with 7 seeds" in sentence(made)


def test_the_fastest_is_told_from_the_others_or_not():
    """Of variations that are the same but for chance, one always gets there first."""
    flat = [1.0] * 30
    runs = {
        label: [{"train_cost": [*flat[:step], 0.5], "dev_error": 0.1} for step in steps]
        for label, steps in {
            "gd": [20, 22, 21, 23, 22, 21, 20],
            "momentum": [10, 12, 9, 11, 8, 12, 10],
            "adam": [9, 13, 10, 9, 9, 11, 10],
        }.items()
    }
    said = sentence(result("training.optimizer", list(runs), runs, seeds=7))
    assert "is reached first with" in said
    assert said.endswith("With 7 seeds it may be chance that it takes more with Adam.")
    del runs["momentum"]
    runs["gd"][0]["train_cost"] = flat  # a run that never comes there is no reason to doubt
    assert "chance" not in sentence(result("training.optimizer", list(runs), runs, seeds=7))


# ---------------------------------------------------------------------- ties, losses, steps


def test_ties_are_parted_by_the_dev_cost_without_the_penalty():
    """The penalty says nothing about the dev set: with it the weaker one always won."""
    spec = replaced(replaced(ExperimentSpec(), "data.source", "gaussians"), "training.epochs", 60)
    spec = replaced(replaced(spec, "data.source.noise", 0.5), "seed", 2)
    study = StudyRequest(Sweep(), spec, ("training.l2=0.01,0.03,0.1,0.3,1",), 1).study
    found = run(study)
    losses, costs = {}, {}
    for record in found.records:
        l2, m = record.run.spec.training.l2, record.start.train_examples
        penalty = penalty_value(record.theta, record.start.network.layer_sizes, 0.0, l2, m)
        losses[record.run.label] = record.final("dev_cost") - penalty
        costs[record.run.label] = record.final("dev_cost")
        assert record.dev_loss == losses[record.run.label] < costs[record.run.label]
    errors = {record.run.label: record.final("dev_error") for record in found.records}
    tied = [label for label in errors if errors[label] == min(errors.values())]
    assert len(tied) > 1
    assert choose(found).label == min(tied, key=losses.get)
    assert min(tied, key=losses.get) != min(tied, key=costs.get)


def test_costs_of_different_losses_are_not_raced():
    spec = replaced(replaced(ExperimentSpec(), "training.epochs", 10), "data.division", "by_hand")
    losses = parsed_variations(spec, ["network.loss=automatic,half_squared_error"])
    made = run(compare_optimizers(spec, seeds=1, names=["adam"]))
    assert made.one_loss and math.isfinite(reachable_cost(made))
    study = kind_of(made.study).study_of(spec, 1, losses)
    made = kind_of(study).train(study, None, JobContext())
    assert not made.one_loss and math.isnan(reachable_cost(made))
    assert all(row.steps_to_cost is None for row in table(made))
    assert "train cost" not in sentence(made)
    spec = replaced(spec, "data.dev_share", 0)
    study = kind_of(study).study_of(spec, 1, losses)
    said = sentence(kind_of(study).train(study, None, JobContext()))
    assert said.startswith("Costs of different losses are not comparable")


def test_the_difference_is_that_of_the_runs_of_a_study():
    made = swept({"0": BEFORE, "1": BEFORE - SMALL})
    found = between(made, "0", "1")
    assert found.mean == pytest.approx(-SMALL.mean()) and found.seeds == 7 and found.seen
