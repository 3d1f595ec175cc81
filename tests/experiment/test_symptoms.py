"""Symptoms: what makes each happen finds it first or second, and a near miss stays silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.data.datasets import Dataset
from playground.data.sources import sources
from playground.experiment import codec
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms import Remedy, Symptom, examine, symptoms
from playground.experiment.symptoms.case import Case
from playground.settings import replaced

ROOT = Path(__file__).parents[2]
ALL_TRAIN = 'data = {division = "by_hand", train_share = 1.0, dev_share = 0.0}\n'


def classes(X, labels, names=("no", "yes"), **more) -> Dataset:
    X = np.asarray(X, float)
    labels = np.asarray(labels)
    Y = labels[np.newaxis] if len(names) == 2 else np.eye(len(names))[:, labels]
    features = tuple(f"x{row + 1}" for row in range(len(X)))
    return Dataset(X=X, Y=Y, feature_names=features, class_names=names, **more)


def numbers(X, y, **more) -> Dataset:
    X = np.asarray(X, float)
    features = tuple(f"x{row + 1}" for row in range(len(X)))
    return Dataset(X=X, Y=np.asarray(y, float)[np.newaxis], feature_names=features, **more)


XOR = classes([[0, 0, 1, 1], [0, 1, 0, 1]], [0, 1, 1, 0])


def trained(text: str, dataset: Dataset | None = None, epochs: int | None = None, theta=None):
    session = Session(codec.loads(text), dataset)
    if theta is not None:
        session.start_from(theta)
    while session.stop is None and (epochs is None or session.trainer.epoch < epochs):
        session.step_epoch()
    return session


def names(session: Session) -> list[str]:
    return [finding.name for finding in examine(session)]


def blobs(m: int = 200, seed: int = 0, apart: float = 2.0, share: float = 0.5) -> Dataset:
    rng = np.random.default_rng(seed)
    labels = (np.arange(m) < share * m).astype(int)
    return classes(rng.normal(size=(2, m)) + apart * (labels - 0.5), labels)


def house_prices() -> Dataset:
    """Area in square feet and rooms; the price follows both."""
    rng = np.random.default_rng(3)
    area, rooms = rng.uniform(800, 4000, 60), rng.integers(1, 6, 60)
    return numbers([area, rooms], 100 * area + 5000 * rooms + rng.normal(0, 5000, 60))


# Weights at which a 2-2-1 tanh network has solved half of XOR and gets no further.
STUCK = "seed = 1\n" + ALL_TRAIN
STUCK += 'network = {hidden_layers = [2], activation = "tanh"}\n'
STUCK += 'training = {epochs = 3000, optimizer = "gd", learning_rate = 0.5, batch_size = 4}'


def a_stuck_theta() -> np.ndarray:
    session = trained(STUCK, XOR)
    assert session.history.latest["train_cost"] == pytest.approx(np.log(2) / 2, abs=2e-3)
    return session.network.theta.copy()


def sorted_parts() -> Dataset:
    """A sorted file, cut instead of shuffled."""
    data = blobs(200)
    order = np.argsort(data.labels, kind="stable")
    parts = np.repeat([0, 1, 2], [120, 40, 40])
    return classes(data.X[:, order], data.labels[order], parts=parts)


#: By the symptom that must come first or second: an experiment and its data.
CASES = {
    "plateau": lambda: trained(
        STUCK.replace("epochs = 3000", "epochs = 200"), XOR, theta=a_stuck_theta()
    ),
    "rate_too_small": lambda: trained(
        ALL_TRAIN + 'network = {hidden_layers = [2], activation = "tanh"}\n'
        'training = {epochs = 500, optimizer = "gd", learning_rate = 0.01, batch_size = 4}',
        XOR,
    ),
    "flat_start": lambda: trained(
        "network = {hidden_layers = [5], activation = 'sigmoid', "
        "initializer = {kind = 'normal', scale = 0.01}}\n"
        "training = {epochs = 60, optimizer = 'gd', learning_rate = 0.1}"
    ),
    "diverged": lambda: trained(
        'data.source = {kind = "plane"}\nnetwork = {hidden_layers = [8], activation = "tanh"}\n'
        'training = {optimizer = "gd", learning_rate = 1, batch_size = 1, epochs = 100}'
    ),
    "penalty_diverges": lambda: trained(
        'data.source = {kind = "spiral"}\n'
        'training = {optimizer = "gd", learning_rate = 0.3, l2 = 320, batch_size = 32, epochs = 20}'
    ),
    "unscaled_features": lambda: trained(
        'data.scaling = "none"\ntraining = {epochs = 50}', house_prices()
    ),
    "constant_feature": lambda: trained(
        "training.epochs = 60",
        classes(np.vstack([blobs().X, np.ones(200)]), blobs().labels),
    ),
    "too_few_steps": lambda: trained(
        "training = {epochs = 5, batch_size = 4096, learning_rate = 0.001}", blobs(apart=1.5)
    ),
    "worse_than_baseline": lambda: trained("training.epochs = 60", _rare()),
    "parts_differ": lambda: trained("training.epochs = 30", sorted_parts()),
    "one_class_only": lambda: trained(
        "training.epochs = 30",
        classes(
            np.random.default_rng(0).normal(size=(2, 100)),
            np.repeat([0, 1], [50, 50]),
            parts=np.repeat([0, 1], [50, 50]),
        ),
    ),
    "small_dev_set": lambda: trained("training.epochs = 30", blobs(30, apart=4)),
    "few_distinct_labels": lambda: trained(
        "training.epochs = 5",
        numbers(np.random.default_rng(0).normal(size=(2, 210)), np.arange(210) % 10),
    ),
    "identical_units": lambda: trained(
        'network = {hidden_layers = [4], initializer = "zeros"}\ntraining.epochs = 50'
    ),
    "dead_units": lambda: _dead(),
    "saturated_units": lambda: trained(
        'data.source = {kind = "spiral"}\nnetwork = {hidden_layers = [6], activation = "tanh", '
        "initializer = {kind = 'normal', scale = 10}}\n"
        "training = {epochs = 30, learning_rate = 0.0001}"
    ),
    "linear_layers": lambda: trained(
        'data.source = {kind = "circle"}\n'
        'network = {hidden_layers = [8, 4], activation = "linear"}\ntraining.epochs = 100'
    ),
    "overfitting": lambda: trained(
        'data.source = {kind = "moons", samples = 120, noise = 0.35}\n'
        "network.hidden_layers = [32, 32]\ntraining = {epochs = 600}"
    ),
    "high_bias": lambda: trained(
        'data.source = {kind = "circle"}\nnetwork.hidden_layers = []\ntraining.epochs = 200'
    ),
    "rate_too_large": lambda: trained(
        'data.source = {kind = "plane"}\nnetwork.hidden_layers = []\n'
        'training = {optimizer = "gd", learning_rate = 2.5, batch_size = 4096, epochs = 4}'
    ),
    "oscillates": lambda: trained(
        'data.source = {kind = "spiral"}\nnetwork = {hidden_layers = [8], activation = "tanh"}\n'
        'training = {optimizer = "gd", learning_rate = 8, batch_size = 4096, epochs = 80}'
    ),
    "early_stopping_in_vain": lambda: trained("training = {patience = 80, epochs = 60}"),
    "spikes": lambda: _spiky(),
    "test_looked_at": lambda: _looked_at(),
}


def _rare() -> Dataset:
    """Two in a hundred are positive, by nothing that the features tell."""
    rng = np.random.default_rng(5)
    return classes(rng.normal(size=(3, 500)), (np.arange(500) % 50 == 0).astype(int))


def _dead() -> Session:
    session = Session(codec.loads('network = {hidden_layers = [6], activation = "relu"}'), XOR)
    session.network.biases[0][...] = -100
    for _ in range(3):
        session.step_epoch()
    return session


def _spiky() -> Session:
    session = trained("training = {epochs = 1000}", epochs=10)
    rng = np.random.default_rng(0)
    for epoch in range(11, 300):
        cost = 2.0 if epoch % 40 == 0 and epoch > 150 else 1e-4 * (1 + 0.1 * rng.random())
        session.history.add_evaluation(epoch, epoch, 0.01, cost, cost, 0, 0)
    return session


def _looked_at() -> Session:
    session = trained("", epochs=5)
    session.test_error()
    session.step_epoch()
    session.test_error()
    return session


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


#: A near miss of each: what looks like it and is not.
NEAR_MISSES = {
    "plateau": lambda: trained(STUCK.replace("seed = 1", "seed = 2"), XOR),
    "rate_too_small": lambda: trained("training = {epochs = 500, learning_rate = 0.001}"),
    "flat_start": lambda: trained("training = {epochs = 60}", blobs(apart=0.0)),
    "diverged": lambda: trained('data.source = {kind = "plane"}\ntraining.epochs = 40'),
    "penalty_diverges": lambda: trained(
        'training = {optimizer = "adam", learning_rate = 0.3, l2 = 320, epochs = 5}'
    ),
    "unscaled_features": lambda: trained("training.epochs = 50", house_prices()),
    "constant_feature": lambda: trained("training.epochs = 60", blobs()),
    "too_few_steps": lambda: trained(
        "training = {epochs = 90, batch_size = 4096, learning_rate = 0.1}", blobs(apart=6)
    ),
    "worse_than_baseline": lambda: trained("training.epochs = 60", blobs(share=0.1, apart=5)),
    "parts_differ": lambda: trained("training.epochs = 30", blobs()),
    "one_class_only": lambda: trained("training.epochs = 30", blobs(share=0.05, apart=5)),
    "small_dev_set": lambda: trained("training.epochs = 30", blobs(120, apart=4)),
    "few_distinct_labels": lambda: trained('data.source = {kind = "plane"}\ntraining.epochs = 5'),
    "identical_units": lambda: trained(
        'network = {hidden_layers = [], initializer = "zeros"}\ntraining.epochs = 50'
    ),
    "dead_units": lambda: trained('network.activation = "relu"\ntraining.epochs = 100'),
    "saturated_units": lambda: trained('network.activation = "tanh"\ntraining.epochs = 500'),
    "linear_layers": lambda: trained(
        'data.source = {kind = "gaussians"}\nnetwork = {activation = "linear"}\n'
        "training.epochs = 100"
    ),
    "overfitting": lambda: trained("training = {epochs = 500}"),
    "high_bias": lambda: trained("training = {epochs = 200}"),
    "rate_too_large": lambda: trained(
        'data.source = {kind = "plane"}\nnetwork.hidden_layers = []\n'
        'training = {optimizer = "gd", learning_rate = 0.5, batch_size = 4096, epochs = 10}'
    ),
    "oscillates": lambda: trained("training = {batch_size = 4, epochs = 80}"),
    "early_stopping_in_vain": lambda: trained("training = {patience = 20, epochs = 60}"),
    "spikes": lambda: trained("training = {epochs = 500, learning_rate = 0.05}"),
    "test_looked_at": lambda: _looked_at_once(),
}


def _looked_at_once() -> Session:
    session = trained("", epochs=5)
    session.test_error()
    session.test_error()
    return session


@pytest.mark.parametrize("name", symptoms)
def test_a_near_miss_stays_silent(name):
    assert name not in names(NEAR_MISSES[name]())


def healthy() -> dict[str, ExperimentSpec]:
    """All presets and generators that are meant to succeed."""
    specs = {
        path.stem: codec.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "resources" / "presets").glob("*.toml"))
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


@pytest.mark.parametrize("name", healthy())
def test_a_healthy_run_raises_nothing(name):
    session = Session(healthy()[name])
    for epochs in (0, 5, 20, 60, None):
        while session.stop is None and (epochs is None or session.trainer.epoch < epochs):
            session.step_epoch()
        assert names(session) == [], f"after {session.trainer.epoch} epochs"


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


def test_two_rows_and_one_class_are_told_before_there_is_anything_to_examine():
    two = classes([[0.0, 1.0], [1.0, 0.0]], [0, 1])
    session = trained(ALL_TRAIN + "training = {epochs = 200, learning_rate = 0.1}", two)
    assert names(session) == []
    with pytest.raises(ValueError, match="at least two classes"):
        classes([[0.0, 1.0]], [0, 0], names=("only",))


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
