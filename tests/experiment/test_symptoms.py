"""Symptoms: what makes each happen finds it first or second, and a near miss stays silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.data.datasets import Dataset
from playground.data.sources import sources
from playground.experiment.diagnosis import diagnose
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.proposals import proposals
from playground.experiment.suited import suited
from playground.experiment.symptoms import Remedy, Symptom, examine, symptoms
from playground.experiment.symptoms.case import Case
from playground.experiment.text import codec
from playground.settings import replaced
from tests.experiment.symptom_cases import (
    ALL_TRAIN,
    CASES,
    NEAR_MISSES,
    blobs,
    classes,
    house_prices,
    names,
    numbers,
    trained,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", symptoms)
def test_every_symptom_is_found_where_it_is_made_to_happen(name):
    session = CASES[name]()
    findings = examine(session)
    assert name in [finding.name for finding in findings[:2]], names(session)
    finding = next(finding for finding in findings if finding.name == name)
    assert finding.sentence.endswith(".") and finding.cause.endswith(".")
    assert finding.remedy.label and finding.values and finding.lesson
    assert any(character.isdigit() for character in finding.sentence), "evidence has numbers"
    finding.remedy.applied_to(session.spec)
    severities = [other.severity for other in findings]
    assert severities == sorted(severities, reverse=True)


@pytest.mark.parametrize("name", symptoms)
def test_a_near_miss_stays_silent(name):
    assert name not in names(NEAR_MISSES[name]())


def healthy() -> dict[str, ExperimentSpec]:
    """All presets and generators that are meant to succeed."""
    specs = {
        path.stem: codec.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "resources" / "presets").glob("*.toml"))
        if not path.stem.startswith("trouble_")  # they are there to show what can go wrong
    }
    specs.pop("overfitting", None)
    generators = ["circle", "moons", "xor", "gaussians", "rings", "plane", "curve"]
    assert set(generators) <= set(sources)
    for name in generators:
        specs[f"source {name}"] = replaced(ExperimentSpec(), "data.source", name)
    for name in ("iris", "penguins", "wine"):
        path = (ROOT / "sample_data" / f"{name}.csv").as_posix()
        specs[name] = codec.loads(f'data.source = {{kind = "csv", path = "{path}"}}')
    return specs


#: What a preset shows on its way, on purpose.
SHOWN = {
    # Slow, as in the course: for a thousand epochs it is still about to learn.
    "course_moons": ["dead_units", "flat_start", "high_bias", "one_seed"],
    "descent_momentum": ["unscaled_features"],
    "remedy_dropout": ["dropout_above"],
}


@pytest.mark.parametrize("name", healthy())
def test_a_healthy_run_raises_nothing(name):
    session = Session(healthy()[name])
    for epochs in (0, 5, 20, 60, None):
        while session.stop is None and (epochs is None or session.trainer.epoch < epochs):
            session.step_epoch()
        shown = [] if session.stop is not None else SHOWN.get(name, [])
        assert set(names(session)) <= {*shown}, f"after {session.trainer.epoch} epochs"


@pytest.mark.parametrize(
    "name",
    [
        "plateau",
        "rate_too_small",
        "flat_start",
        "unscaled_features",
        "identical_units",
        "linear_layers",
        "high_bias",
        "too_few_steps",
        "oscillates",
        "saturated_units",
    ],
)
def test_the_remedy_helps(name):
    session = CASES[name]()
    finding = next(finding for finding in examine(session) if finding.name == name)
    spec = finding.remedy.applied_to(session.spec)
    dataset = session.dataset
    better = Session(replaced(spec, "training.epochs", max(spec.training.epochs, 500)), dataset)
    better.run()
    before, after = session.history.latest, better.history.latest
    assert after["train_error"] <= before["train_error"]
    assert after["train_cost"] < 0.9 * before["train_cost"]


@pytest.mark.parametrize("name", ["diverged", "penalty_diverges", "rate_too_large"])
def test_the_remedy_of_what_blows_up_brings_it_down(name):
    session = CASES[name]()
    finding = next(finding for finding in examine(session) if finding.name == name)
    better = Session(finding.remedy.applied_to(session.spec), session.dataset)
    better.run()
    costs = better.history.column("train_cost")
    assert np.isfinite(costs).all() and costs[-1] < costs[0]


@pytest.mark.parametrize(
    ("epochs", "told"), [(5, "the cost is 3.365e+41"), (500, "the cost became infinite")]
)
def test_a_cost_that_exploded_is_called_infinite_only_where_it_is(epochs, told):
    text = f"""
        data.source = {{kind = "plane"}}
        training = {{batch_size = 120, learning_rate = 50.0, epochs = {epochs}, optimizer = "gd"}}
    """
    session = Session(codec.loads(text))
    assert session.run().reason == "diverged"
    finding = next(finding for finding in examine(session) if finding.name == "diverged")
    assert told in finding.sentence, finding.sentence
    assert "The dev error is inf" not in str(examine(session)), "it is not compared with guessing"


@pytest.mark.parametrize("seed", range(8))
def test_pure_noise_is_no_plateau(seed):
    """All answers lie about the share of the class: none stands apart from the others."""
    rng = np.random.default_rng(seed)
    data = classes(rng.normal(size=(3, 300)), rng.integers(0, 2, 300))
    session = trained(f"seed = {seed}", data, epochs=20)
    assert "plateau" not in names(session)


@pytest.mark.parametrize("variant", ["averaged", "classical"])
def test_a_penalty_that_momentum_bears_is_no_fault(variant):
    momentum = f'optimizer = {{kind = "momentum", variant = "{variant}"}}'
    text = f"training = {{{momentum}, learning_rate = 0.3, l2 = 320, batch_size = 32, epochs = 20}}"
    session = trained(text)
    costs = session.history.column("train_cost")
    assert costs[-1] < 0.1 * costs[0] and "penalty_diverges" not in names(session)


def test_a_penalty_that_momentum_does_not_bear_is_told():
    text = 'training = {optimizer = {kind = "momentum", variant = "classical"}, learning_rate = 0.3'
    session = trained(text + ", l2 = 480, batch_size = 32, epochs = 20}")
    assert names(session)[0] == "penalty_diverges"


@pytest.mark.parametrize(
    ("loss", "optimizer", "rate", "said"),
    [
        ("half_squared_error", "gd", 2.5, "(2 / λ_max) can work"),
        ("half_squared_error", "momentum", 45, "(38 / λ_max) can work"),
        ("huber", "gd", 100, ""),
    ],
)
def test_the_largest_stable_rate_is_told_where_there_is_one(loss, optimizer, rate, said):
    session = trained(
        'data.source = {kind = "plane"}\n'
        f'network = {{hidden_layers = [], loss = "{loss}", huber_delta = 0.1}}\n'
        f'training = {{optimizer = "{optimizer}", learning_rate = {rate}, batch_size = 4096, '
        "epochs = 3}"
    )
    found = next(found for found in examine(session) if found.name == "rate_too_large")
    assert ("λ_max" in found.sentence) == bool(said) and said in found.sentence


def overlapping(seed: int) -> Dataset:
    """Eight in a hundred are positive, and most of them lie among the others."""
    rng = np.random.default_rng(seed)
    labels = (rng.random(500) < 0.08).astype(int)
    return classes(rng.normal(size=(3, 500)) + 1.3 * labels, labels)


BALANCED = 'network = {class_weights = "balanced", hidden_layers = [4]}\ntraining.epochs = 100\n'


@pytest.mark.parametrize("seed", range(4))
def test_where_a_rare_class_counts_more_it_is_no_fault_to_find_it_too_often(seed):
    session = trained(f"seed = {seed}\n" + BALANCED, overlapping(seed))
    dev = session.split.dev
    guessed = min(dev.class_counts) / dev.m
    assert session.history.latest["dev_error"] > guessed, "more errors than by guessing"
    assert not {"worse_than_baseline", "high_bias"} & set(names(session))


def test_errors_of_weighted_classes_are_those_of_the_cost():
    rng = np.random.default_rng(5)
    noise = classes(rng.normal(size=(3, 500)), (np.arange(500) % 10 == 0).astype(int))
    session = trained(BALANCED, noise)
    case = Case(session)
    found = results(session, "train")
    missed = [(found.predicted != found.truth)[found.truth == k].mean() for k in (0, 1)]
    assert case.train.error == pytest.approx(np.mean(missed))
    assert case.train.baseline_error == pytest.approx(0.5)
    alone = trained("training.epochs = 1", noise)
    assert Case(alone).train.error == results(alone, "train").error


def test_a_flat_start_is_seen_where_classes_are_weighted():
    session = trained(
        'network = {class_weights = "balanced", hidden_layers = [5, 5], activation = "sigmoid", '
        'initializer = {kind = "normal", scale = 0.001}}\n'
        'training = {epochs = 20, optimizer = "gd", learning_rate = 0.01}',
        blobs(share=0.2),
    )
    finding = next(found for found in examine(session) if found.name == "flat_start")
    assert finding.values["entropy"] == pytest.approx(np.log(2))


def test_a_cost_that_falls_too_slowly_has_not_come_to_rest():
    session = trained(
        "training = {epochs = 300, optimizer = 'gd', learning_rate = 1e-4}\n"
        "data.source = {kind = 'rings', samples = 200}"
    )
    found = examine(session)
    assert found[0].name == "rate_too_small"
    assert "high_bias" not in [each.name for each in found]
    assert all(each.remedy == found[0].remedy for each in found)


def test_an_example_alone_is_there_to_be_followed_by_hand():
    one = classes([[1.0], [0.5]], [1])
    assert names(trained(ALL_TRAIN + "training.epochs = 30", one)) == []


def test_standardized_features_get_a_rate_that_suits_them():
    """With the rate that the raw ones bore nothing was won: the dev error was 0.31 after 0.27."""
    session = Session(codec.loads((ROOT / "resources/presets/trouble_ravine.toml").read_text()))
    session.run()
    finding = next(found for found in examine(session) if found.name == "unscaled_features")
    assert finding.remedy.label == "Standardize the features, learning rate 0.1"
    better = Session(finding.remedy.applied_to(session.spec))
    better.run()
    assert better.history.latest["dev_error"] < 0.2 * session.history.latest["dev_error"]


def test_features_next_to_0_are_no_fault_of_the_layers():
    """Such as are suited: the remedy was the activation that the network had."""
    data = blobs(apart=0.5)
    weak = classes(0.01 * data.X, data.labels)
    session = trained(
        "network = {hidden_layers = [6], activation = 'tanh'}\ndata.scaling = 'none'\n"
        "training = {epochs = 30, optimizer = 'gd'}",
        weak,
    )
    assert names(session)[0] == "unscaled_features" and "flat_start" not in names(session)


@pytest.mark.parametrize("rate", [1e-6, 3e-6])
def test_no_lower_rate_is_proposed_than_can_be_chosen(rate):
    """A click on it raised an error."""
    session = trained(
        "network.hidden_layers = []\ndata.scaling = 'none'\n"
        f"training = {{optimizer = 'gd', learning_rate = {rate}, epochs = 40}}",
        house_prices(),
    )
    for finding in examine(session):
        finding.remedy.applied_to(session.spec)
    assert session.stop.value == (1e-6 if rate > 1e-6 else None)
    assert ("There is no lower one" in session.stop.sentence) == (rate == 1e-6)


def test_units_of_zeros_have_not_been_pushed_anywhere():
    session = trained(
        "network = {initializer = 'zeros', activation = 'relu'}\n"
        "training = {optimizer = 'gd', learning_rate = 5, epochs = 30}"
    )
    assert names(session)[0] == "identical_units" and "dead_units" not in names(session)


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_hundreds_of_standardized_features_get_a_rate_that_they_bear(optimizer):
    """Of pixels alike the cost is that much steeper: with the rate of a few it diverged."""
    rng = np.random.default_rng(0)
    seen, places = rng.normal(size=(2, 400)), rng.normal(size=(300, 2))
    pixels = numbers(127 + 20 * places @ seen + 15 * rng.normal(size=(300, 400)), seen[0])
    session = trained(
        "network.hidden_layers = []\ndata.scaling = 'none'\n"
        f"training = {{optimizer = '{optimizer}', learning_rate = 1e-6, epochs = 40}}",
        pixels,
    )
    finding = next(found for found in examine(session) if found.name == "unscaled_features")
    better = Session(finding.remedy.applied_to(session.spec), pixels)
    assert better.run().reason == "finished"
    assert better.history.latest["dev_error"] < 0.5 * session.history.latest["dev_error"]


@pytest.mark.parametrize("preset", ["trouble_vanishing", "'sigmoid'", "['relu', MORE]"])
def test_sigmoids_that_stand_still_whatever_their_weights_are_exchanged(preset):
    """Half as many of them stood still as well, and so they did behind a layer that was suited."""
    activation = preset.replace("MORE", ", ".join(["'sigmoid'"] * 5))
    text = f"network = {{hidden_layers = [8, 8, 8, 8, 8, 8], activation = {activation}}}\n"
    if preset != "trouble_vanishing":
        session = trained(text + "training = {epochs = 30, optimizer = 'gd'}", blobs(apart=4))
    else:
        session = Session(codec.loads((ROOT / f"resources/presets/{preset}.toml").read_text()))
        session.run()
    finding = next(found for found in examine(session) if found.name == "flat_start")
    better = Session(finding.remedy.applied_to(session.spec), session.dataset)
    better.run()
    assert better.history.latest["train_cost"] < 0.7 * session.history.latest["train_cost"]


@pytest.mark.parametrize("name", symptoms)
def test_a_remedy_changes_something_or_says_what_to_do(name):
    session = CASES[name]()
    for finding in examine(session):
        changes = finding.remedy.changes
        assert not changes or finding.remedy.applied_to(session.spec) != session.spec, finding


def test_examining_changes_nothing():
    session, alone = Session(codec.loads("")), Session(codec.loads(""))
    for _ in range(12):
        session.step_epoch()
        alone.step_epoch()
        examine(session)
    assert np.array_equal(session.network.theta, alone.network.theta)
    assert np.array_equal(session.history.evaluations, alone.history.evaluations)


def test_a_symptom_added_in_one_place_is_found_and_the_gravest_comes_first():
    @symptoms.register("dummy", label="A dummy")
    class Dummy(Symptom):
        """Always there."""

        severity = 99.0

        def look(self, case):
            return self.found("There are 7.", "Because.", Remedy("Nothing"), seven=7)

    try:
        found = examine(CASES["identical_units"]())
        assert [finding.name for finding in found[:2]] == ["dummy", "identical_units"]
    finally:
        symptoms.discard("dummy")


def plane(rng, noise):
    X = rng.normal(size=(4, 100))
    return numbers(X, X[0] - X[1] + noise * rng.normal(size=100))


def wave(rng):
    X = rng.uniform(-2, 2, (2, 150))
    return numbers(X, np.sin(2 * X[0]) + X[1] ** 2 + 0.2 * rng.normal(size=150))


#: Data as somebody may bring them, with nothing wrong but the noise there is.
CLEAN = {
    "a plane": lambda rng: plane(rng, 0.3),
    "a plane that explains half of the labels": lambda rng: plane(rng, 1.4),
    "a wave": wave,
    "two groups": lambda rng: blobs(120, int(rng.integers(1 << 30)), apart=4),
    "two groups that overlap": lambda rng: blobs(200, int(rng.integers(1 << 30)), apart=1.5),
    "one in eight": lambda rng: blobs(300, int(rng.integers(1 << 30)), apart=5, share=0.125),
}


def of_its_own(dataset, seed):
    """Trained as a table is that comes alone."""
    session = Session(suited(ExperimentSpec(seed=seed), dataset), dataset)
    session.run()
    return names(session)


@pytest.mark.parametrize("name", CLEAN)
def test_clean_data_raise_hardly_anything(name):
    """Three hundred runs of such data raised something in two of a hundred."""
    found = [of_its_own(CLEAN[name](np.random.default_rng(seed)), seed) for seed in range(8)]
    assert sum(map(bool, found)) <= 1, found


@pytest.mark.parametrize("task", ["classes", "numbers"])
def test_features_that_tell_nothing_are_found_to_and_nothing_else_is_blamed(task):
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(4, 150))
        noise = classes(X, rng.integers(0, 2, 150)) if task == "classes" else plane(rng, 1e9)
        found.append(of_its_own(noise, seed))
    assert sum("worse_than_baseline" in each for each in found) >= 7, found
    blamed = {name for each in found for name in each}
    assert not {"flat_start", "high_bias", "rate_too_small"} & blamed


def test_a_handful_of_a_class_is_not_to_be_counted_as_much_as_all_others():
    rng = np.random.default_rng(0)
    few = classes(rng.normal(size=(2, 200)), (np.arange(200) % 67 == 0).astype(int))
    session = trained("training.epochs = 30", few)
    m = session.split.train.class_counts[1]
    finding = next(found for found in examine(session) if found.name == "rare_class")
    assert 0 < m < 5 and f"{m} example" in finding.sentence and finding.remedy.changes == ()


LEAKS = {
    "a word of its own for each of three classes": (
        "known,p,q,kind\n",
        lambda k, x: f"{'uvw'[k % 3]}{k % 3},{x},{x * x % 7},{'abc'[k % 3]}\n",
        "known",
    ),
    "a number in another unit": (
        "inches,x,height\n",
        lambda k, x: f"{x},{k * k % 11},{2.54 * x:.2f}\n",
        "inches",
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_column_made_of_the_label_is_named_and_left_out(name, tmp_path):
    head, row, column = LEAKS[name]
    lines = [row(k, x) for k, x in enumerate(np.random.default_rng(1).integers(10, 99, 90))]
    (tmp_path / "own.csv").write_text(head + "".join(lines))
    source = f'data.source = {{kind = "csv", path = "{tmp_path / "own.csv"}"}}\n'
    session = trained(source + "training.epochs = 2")
    found = next(found for found in examine(session) if found.name == "label_in_features")
    assert found.values["feature"] == column and found.sentence.startswith(f"'{column}' alone")
    better = Session(found.remedy.applied_to(session.spec))
    assert column not in "".join(better.dataset.feature_names)
    assert "label_in_features" not in names(better)


def test_what_somebody_said_are_quantities_is_not_said_to_be_classes(tmp_path):
    rng = np.random.default_rng(2)
    rows = [f"{rng.normal():.3f},{rng.integers(1, 8)}\n" for _ in range(120)]
    (tmp_path / "own.csv").write_text("x,grade\n" + "".join(rows))
    source = f'data.source = {{kind = "csv", path = "{tmp_path / "own.csv"}"'
    session = trained(f'{source}, problem = "regression"}}\ntraining.epochs = 2')
    assert session.dataset.task == "regression" and "few_distinct_labels" not in names(session)


def test_of_more_parameters_than_examples_no_hidden_layers_are_a_remedy_that_helps():
    rng = np.random.default_rng(8)
    X = rng.normal(size=(25, 60))
    wide = classes(X, (X[0] + X[1] > 0).astype(int))
    session = Session(suited(ExperimentSpec(), wide), wide)
    session.run()
    finding = next(found for found in examine(session) if found.name == "worse_than_baseline")
    assert finding.remedy.changes == (("network.hidden_layers", ()),)
    latest = session.history.latest
    errors = latest["train_error"], latest["dev_error"]
    judged = diagnose(*errors, split=session.split, findings=examine(session))
    recipe = proposals(session.spec, judged, train_examples=session.split.train.m)
    assert not any(each.recommended for each in recipe), "a bigger network is no advice here"
    better = Session(finding.remedy.applied_to(session.spec), wide)
    better.run()
    assert results(better, "dev").error < results(session, "dev").error


@pytest.mark.parametrize(("m", "accented"), [(30, False), (80, True)])
def test_with_hardly_any_dev_examples_no_advice_is_accented(m, accented):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(2, m))
    few = numbers(X, X[0] * X[1] + rng.normal(size=m))
    session = trained("training.epochs = 200", few)
    latest, split = session.history.latest, session.split
    errors = latest["train_error"], latest["dev_error"]
    judged = diagnose(*errors, split=split, findings=examine(session))
    assert (split.dev.m < 10) != accented
    recipe = proposals(session.spec, judged, train_examples=split.train.m)
    assert any(each.recommended for each in recipe) == accented


@pytest.mark.parametrize(
    ("optimizer", "rate"), [("gd", 100), ("momentum", 100), ("rmsprop", 10), ("adam", 100)]
)
def test_the_remedy_of_a_rate_that_is_far_too_large_goes_down_far_enough(optimizer, rate):
    """A tenth of it would still not get anywhere."""
    training = f'training = {{optimizer = "{optimizer}", learning_rate = {rate}, epochs = 40}}'
    session = trained(f'data.source = {{kind = "rings"}}\n{training}')
    (finding,) = (found for found in examine(session) if found.name == "rate_too_large")
    better = Session(finding.remedy.applied_to(session.spec), session.dataset)
    better.run()
    assert better.history.latest["train_cost"] < 0.25 * better.history.evaluations[0][3]
    assert better.history.latest["train_error"] < 0.1


@pytest.mark.parametrize("seed", [1, 2])
def test_units_that_long_steps_have_killed_are_not_put_down_to_the_start(seed):
    """Other initial weights did not help, since these were no reason."""
    training = 'training = {optimizer = "adam", learning_rate = 1, epochs = 60}'
    session = trained(
        f'seed = {seed}\ndata.source = "circle"\nnetwork.activation = "relu"\n{training}'
    )
    first, *others = examine(session)
    assert first.name == "dead_units" and "learning rate 1 pushed" in first.cause
    assert "flat_start" not in {finding.name for finding in others}
    assert first.remedy.changes == (("training.learning_rate", 0.03),)
    better = Session(first.remedy.applied_to(session.spec), session.dataset)
    better.run()
    assert better.history.latest["train_cost"] < 0.1 * session.history.latest["train_cost"]
