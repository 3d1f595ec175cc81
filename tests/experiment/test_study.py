"""The description of a study: what runs, under which names, and what is refused."""

import numpy as np
import pytest

from playground.experiment.errors import ExperimentError
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import Study, numeric_values, seeds_from
from playground.experiment.studies.variations import (
    Variation,
    crossed,
    parsed_variations,
    variations_over,
)
from playground.settings import SettingError, replaced

BASE = ExperimentSpec()


def test_members_are_whole_experiments_variation_by_variation():
    study = Study("sweep", BASE, parsed_variations(BASE, ["training.l2=0,0.1"]), (7, 8))
    assert [(m.index, m.label, m.seed) for m in study.runs] == [
        (0, "0", 7),
        (1, "0", 8),
        (2, "0.1", 7),
        (3, "0.1", 8),
    ]
    assert study.runs[3].spec == replaced(replaced(BASE, "seed", 8), "training.l2", 0.1)
    assert study.paths == ("training.l2",)
    assert numeric_values(study) == (0.0, 0.1)


def test_values_are_read_as_the_command_line_writes_them():
    assert [v.label for v in parsed_variations(BASE, ["training.optimizer=gd, adam"])] == [
        "Gradient descent",
        "Adam",
    ]
    layers = parsed_variations(BASE, ["network.hidden_layers=8-4,16,"])
    assert [v.label for v in layers] == ["8-4", "16", "none"]
    assert [v.applied_to(BASE).network.hidden_layers for v in layers] == [(8, 4), (16,), ()]


def test_a_pair_of_settings_is_crossed():
    pair = parsed_variations(BASE, ["training.optimizer=gd,adam", "training.batch_size=1,64"])
    assert [v.label for v in pair] == [
        "Gradient descent · 1",
        "Gradient descent · 64",
        "Adam · 1",
        "Adam · 64",
    ]
    assert pair[1].spoken == "Gradient descent · 64"
    spec = pair[1].applied_to(BASE)
    assert (spec.training.optimizer.name, spec.training.batch_size) == ("gd", 64)
    study = Study("compare", BASE, pair, (1,))
    assert numeric_values(study) is None


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ("training.l2=0,1,10", "L2 penalty 0, 1 and 10"),
        ("training.keep_prob=1,0.5", "keep probability 1 and 0.5"),
        ("network.activation=tanh,relu", "Tanh and ReLU"),
        ("data.scaling=standardise,none", "no scaling and Standardize"),
        ("network.hidden_layers=4,,8-4", "no hidden layers, hidden layers 4 and 8-4"),
        ("network.precision=float64,float32", "Double (64 bits) and Single (32 bits)"),
        ("training.l2=0,1,2,3,4,5,6", "L2 penalty 0, 1, 2 and 4 others"),
        ("training.l2=0,1,2,3", "L2 penalty 0, 1, 2 and 3"),
    ],
)
def test_inside_a_sentence_a_number_says_what_it_is_and_a_name_does_not(over, words):
    study = Study("compare", BASE, parsed_variations(BASE, [over]), (1,))
    assert study.spoken(study.labels) == words


def test_a_table_of_two_settings_knows_its_columns():
    def columns(*over):
        return Study("compare", BASE, parsed_variations(BASE, list(over)), (1,)).columns

    assert columns("training.l2=0,1", "training.batch_size=1,16,64") == 3
    assert columns("training.l2=0,1,10") == 0
    assert columns("training.l2=0", "training.batch_size=1,16,64") == 0
    uneven = parsed_variations(BASE, ["training.l2=0,1", "training.batch_size=1,16"])[:3]
    assert Study("compare", BASE, uneven, (1,)).columns == 0


def test_equal_classes_with_other_constants_have_other_names():
    from playground.engine.initializers import initializers

    values = ["zeros", initializers["normal"](), initializers["normal"](scale=10)]
    labels = [v.label for v in variations_over(BASE, "network.initializer", values)]
    assert labels == ["Zeros", "Normal", "Normal (scale 10)"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("training.l2", "names no values"),
        ("=1", "names no values"),
        ("training.l3=1", "there is no such setting"),
        ("training.l2=-1", "between 0 and 1,000,000"),
        ("training.l2=much", "is not a number"),
        ("training.optimizer=newton", "there is no optimizer 'newton'"),
    ],
)
def test_wrong_values_are_refused_by_name(text, sentence):
    with pytest.raises(SettingError, match=sentence):
        parsed_variations(BASE, [text])


def test_what_could_not_be_told_apart_is_refused():
    with pytest.raises(ExperimentError, match=r"value '0\.1' is given twice"):
        Study("sweep", BASE, parsed_variations(BASE, ["training.l2=0.1,0.10"]), (1,))
    with pytest.raises(ExperimentError, match="seed 1 is given twice"):
        Study("sweep", BASE, (Variation("now"),), (1, 1))
    with pytest.raises(ExperimentError, match="say how many seeds"):
        Study("sweep", BASE, parsed_variations(BASE, ["seed=1,2"]), (1,))
    with pytest.raises(ExperimentError, match="at least one"):
        Study("sweep", BASE, (), (1,))
    with pytest.raises(ExperimentError, match="at most 10,000"):
        Study("sweep", BASE, (Variation("now"),), tuple(range(10_001)))


def test_seeds_start_at_the_experiments_own_and_stay_in_range():
    assert seeds_from(4, 3) == (4, 5, 6)
    assert seeds_from(2**32 - 1, 3) == (2**32 - 3, 2**32 - 2, 2**32 - 1)
    with pytest.raises(ExperimentError, match="at least 1"):
        seeds_from(4, 0)


def test_combinations_change_the_last_row_fastest():
    rows = [[Variation("a"), Variation("b")], [Variation("1"), Variation("2")]]
    assert [v.label for v in crossed(*rows)] == ["a · 1", "a · 2", "b · 1", "b · 2"]


def test_members_of_equal_seed_share_their_examples():
    study = Study("sweep", BASE, parsed_variations(BASE, ["training.l2=0,0.1"]), (7, 8))
    datasets = DatasetCache(BASE)
    first, other, second, _ = study.runs
    assert datasets.split(first) is datasets.split(second)
    assert datasets.dataset(first) is not datasets.dataset(other)
    session, alone = datasets.session(first), Session(first.spec)
    np.testing.assert_array_equal(session.dataset.X, alone.dataset.X)
    np.testing.assert_array_equal(session.split.train.X, alone.split.train.X)
    np.testing.assert_array_equal(session.network.theta, alone.network.theta)


def test_a_file_is_read_once_for_all_seeds(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("a,b,label\n" + "".join(f"{i},{i * i},{'yn'[i % 2]}\n" for i in range(20)))
    from playground.data.sources import sources

    spec = replaced(BASE, "data.source", sources["csv"](path=str(path)))
    study = Study("compare", spec, (Variation("now"),), (1, 2))
    datasets = DatasetCache(spec)
    first, second = study.runs
    assert datasets.dataset(first) is datasets.dataset(second)
    assert (
        datasets.split(first).train_indices.tolist()
        != datasets.split(second).train_indices.tolist()
    )


def test_examples_are_kept_as_far_as_there_is_room(monkeypatch):
    study = Study("compare", BASE, (Variation("now"),), (1, 2, 3))
    one, two, three = study.runs
    datasets = DatasetCache(BASE)
    size = datasets.dataset(one).X.nbytes + datasets.dataset(one).Y.nbytes
    monkeypatch.setattr("playground.experiment.studies.running.dataset_cache._KEPT_BYTES", 2 * size)
    datasets = DatasetCache(BASE)
    first, second = datasets.dataset(one), datasets.dataset(two)
    assert datasets.dataset(one) is first  # which makes it the latest
    datasets.dataset(three)
    assert datasets.dataset(one) is first
    again = datasets.dataset(two)
    assert again is not second
    np.testing.assert_array_equal(again.X, second.X)


def test_a_given_data_set_serves_every_seed_but_not_another_source():
    given = Session(BASE).dataset
    other = Variation("noisy", (("data.source.noise", 0.4),))
    study = Study("compare", BASE, (Variation("now"), other), (1, 2))
    datasets = DatasetCache(BASE, given)
    now_1, now_2, noisy_1, _ = study.runs
    assert datasets.dataset(now_1) is given
    assert datasets.dataset(now_2) is given
    assert datasets.dataset(noisy_1) is not given


def test_a_shortened_training_set_keeps_the_proportions_and_grows_by_adding():
    variations = [Variation(str(n), train_examples=n) for n in (10, 20, 60)]
    study = Study("learning_curve", BASE, variations, (3,))
    datasets = DatasetCache(BASE)
    splits = [datasets.split(run) for run in study.runs]
    for n, part in zip((10, 20, 60), splits):
        assert part.train.m == n
        assert abs(part.train.class_counts[0] - n / 2) <= 1
        np.testing.assert_array_equal(part.dev.X, splits[0].dev.X)
    small, middle, large = (set(part.train_indices.tolist()) for part in splits)
    assert small < middle < large
