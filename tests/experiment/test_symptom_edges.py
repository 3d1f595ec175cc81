"""Symptoms on both sides of each of their thresholds: found just beyond, silent just before.

What a symptom looks at is set, one quantity at a time, in a case that is otherwise real.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from playground.data.datasets import Dataset
from playground.engine.activations import activations
from playground.experiment.history import History
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.stopping import Stop
from playground.experiment.symptoms import symptoms
from playground.experiment.symptoms.case import Case
from playground.experiment.symptoms.training.plateau import _undecided
from playground.experiment.text import codec
from tests.experiment.symptom_cases import CASES, OWN_FILE, XOR, blobs, classes, numbers

LN2 = float(np.log(2))


def history_of(train, dev=None, error=0.4) -> History:
    """One evaluation an epoch, with these costs."""
    history = History()
    dev = train if dev is None else dev
    for epoch, (cost, dev_cost) in enumerate(zip(train, dev)):
        history.add_evaluation(epoch, epoch, 0.01, cost, dev_cost, error, error)
    return history


def looked(name: str, text: str = "", dataset: Dataset | None = None, **facts) -> bool:
    """Whether a symptom is found in a case of which these facts are so.

    `costs` and `dev_costs` become its history; `error` the train error where guessing gives 0.5.
    """
    session = Session(codec.loads(text), dataset)
    if (bias := facts.pop("bias", None)) is not None:
        session.network.theta[...] = 0
        session.network.biases[-1][...] = bias
    if facts.pop("stopped", False):
        session.stop = Stop("finished", "Finished.")
    costs, dev_costs = facts.pop("costs", np.ones(100)), facts.pop("dev_costs", None)
    session.history = history_of(costs, dev_costs)
    facts.setdefault("epoch", len(costs) - 1)
    if (error := facts.pop("error", None)) is not None:
        found = results(session, "train")
        facts["train"] = replace(found, error=error, baseline_error=0.5)
    if (error := facts.pop("dev_error", None)) is not None:
        facts["dev"] = replace(results(session, "dev"), error=error, baseline_error=0.3)
    staged = type("Staged", (Case,), facts)(session)
    return symptoms[name]().look(staged) is not None


def layer(size: int = 6, activation: str = "tanh", **facts) -> SimpleNamespace:
    W = np.zeros((size, 2))
    of = activations[activation]()
    return SimpleNamespace(W=W, A=np.zeros((size, 3)), activation=of, **facts)


def alternating(swing: float) -> np.ndarray:
    """A cost that goes up and down by a part of itself."""
    return 1 + swing / 2 * (-1.0) ** np.arange(60)


def falling(part: float, epochs: int = 100) -> np.ndarray:
    """A cost that falls by the same part of itself at each epoch."""
    return (1 - part) ** np.arange(epochs)


def risen(factor: float) -> np.ndarray:
    """A dev cost that falls from 2 to 1 and rises to `factor` by the end."""
    return np.concatenate([np.linspace(2, 1, 50), np.linspace(1, factor, 30), np.full(20, factor)])


def spiky(height: float) -> np.ndarray:
    """From 1 to 0.001, and in the later half three times up to `height`."""
    costs = np.full(300, 0.001)
    costs[0] = 1
    costs[[200, 220, 240]] = height
    return costs


def divided(dev_share: float) -> Dataset:
    """A hundred for training, half of them of either class, and a hundred in the dev set."""
    labels = np.concatenate([np.arange(100) % 2, np.arange(100) < 100 * dev_share]).astype(int)
    X = np.random.default_rng(0).normal(size=(2, 200))
    return classes(X, labels, parts=np.repeat([0, 1], 100))


def with_share(share: float) -> Dataset:
    return blobs(1000, share=share)


TINY = "network = {hidden_layers = [5], initializer = {kind = 'normal', scale = 0.001}}\n"
HALF = "training.l2 = 1\n"
FLAT = {"costs": np.full(30, LN2)}
RATED = "training = {optimizer = 'gd', learning_rate = 0.3, batch_size = 32, epochs = 5, l2 = %s}"
DROPOUT = "training = {keep_prob = 0.5, batch_size = 4096}"


def with_batches(cost: float) -> History:
    history = history_of(np.full(30, 0.5))
    for _ in range(29):
        history.add_step(cost)
    return history


def dropout(cost: float) -> bool:
    session = Session(codec.loads(DROPOUT))
    session.history = with_batches(cost)
    case = type("Staged", (Case,), {"epoch": 29})(session)
    return symptoms["dropout_above"]().look(case) is not None


def penalized(part: float, error: float = 0.3, **facts) -> bool:
    """Of which this part of the cost is the penalty."""
    session = Session(codec.loads(HALF))
    penalty = session.network.penalty(session.split.train.m)
    costs = np.full(60, penalty / part)
    return looked(
        "penalty_too_strong", HALF, costs=costs, error=error, is_pulled_to_zero=False, **facts
    )


def off_by(near: int, far: int) -> bool:
    """Seven numbered classes, mistaken so often for a neighbour and so often for others."""
    labels = np.repeat(np.arange(7), 100)
    data = classes(np.random.default_rng(0).normal(size=(2, 700)), labels, tuple("1234567"))
    session = Session(codec.loads("data = {division = 'as_given'}"), data)
    session.history = history_of(np.ones(30))
    found = results(session, "train")
    predicted = found.truth.copy()
    places = np.flatnonzero(found.truth == 3)
    predicted[places[:near]] = 4
    predicted[places[near : near + far]] = 6
    train = replace(found, predicted=predicted, error=0.5)
    case = type("Staged", (Case,), {"epoch": 29, "train": train, "is_learnt": False})(session)
    return symptoms["numeric_classes"]().look(case) is not None


def copied(classes_: int, but: int = 0, beside: int = 2, m: int = 200) -> Dataset:
    """Labels of so many classes that a feature repeats, except for some examples."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, classes_, m)
    copy = 5.0 - labels
    copy[:but] += 1
    X = np.vstack([copy, rng.normal(size=(beside, m))])
    return classes(X, labels, tuple("abcdef"[:classes_]))


def with_outliers(size: float, count: int = 4) -> Dataset:
    rng = np.random.default_rng(0)
    y = rng.normal(size=400)
    y[:count] = size
    return numbers(rng.normal(size=(2, 400)), y)


def ratio(features: np.ndarray) -> bool:
    """Whether features as they are count as unscaled."""
    return looked(
        "unscaled_features",
        'data.scaling = "none"',
        classes(features, np.arange(features.shape[1]) % 2),
        is_learnt=False,
    )


def apart(mean: float) -> np.ndarray:
    """One feature of spread 1 about a mean: its valley is about (mean^2 + 2)^2 times as narrow."""
    z = np.random.default_rng(0).normal(size=(1, 400))
    return (z - z.mean()) / z.std() + mean


#: By symptom: what is found, and what is not quite.
EDGES = {
    "batch_too_large": (
        lambda: looked("batch_too_large", BATCH, costs=falling(0.002), last_epoch=1),
        lambda: looked("batch_too_large", BATCH, costs=falling(0.001), last_epoch=1),
        lambda: looked("batch_too_large", "training = {epochs = 9, batch_size = 180}",
                       costs=falling(0.002)),
    ),
    "dead_units": (
        lambda: looked("dead_units", hidden=[layer(activation="relu", dead=3)],
                       layers=[layer(activation="relu")]),
        lambda: looked("dead_units", hidden=[layer(activation="relu", dead=2)],
                       layers=[layer(activation="relu")]),
        lambda: looked("dead_units", hidden=[layer(activation="relu", dead=3)],
                       layers=[layer(activation="relu")], is_learnt=True),
    ),
    "diverged": (
        lambda: looked("diverged", costs=np.array([1, 5, 1001.0])),
        lambda: looked("diverged", costs=np.array([1, 5, 999.0])),
    ),
    "dropout_above": (lambda: dropout(0.56), lambda: dropout(0.55)),
    "few_distinct_labels": (
        lambda: looked("few_distinct_labels", dataset=_labelled(np.arange(100) % 20)),
        lambda: looked("few_distinct_labels", dataset=_labelled(np.arange(105) % 21)),
        lambda: looked("few_distinct_labels", dataset=_labelled(np.arange(99) % 20)),
        lambda: looked("few_distinct_labels", dataset=_labelled(np.arange(100) % 4 + 0.5)),
    ),
    "few_examples": (
        lambda: looked("few_examples", OWN_FILE, _labelled(np.array([0.5, 1, 2]))),
        lambda: looked("few_examples", OWN_FILE, _labelled(np.array([0.5, 1, 2, 3]))),
        lambda: looked("few_examples", "data.division = 'as_given'",
                       _labelled(np.array([0.5, 1, 2]))),
    ),
    "flat_start": (
        lambda: looked("flat_start", TINY, costs=np.full(30, 1.019 * LN2)),
        lambda: looked("flat_start", TINY, costs=np.full(30, 1.021 * LN2)),
        lambda: looked("flat_start", TINY, costs=np.full(30, 0.979 * LN2)),
        lambda: looked("flat_start", "", **FLAT),
        lambda: looked("flat_start", TINY, **FLAT, is_pulled_to_zero=True),
    ),
    "label_in_features": (
        lambda: looked("label_in_features", dataset=copied(2)),
        lambda: looked("label_in_features", dataset=copied(2, but=20)),
        lambda: looked("label_in_features", dataset=copied(2, beside=0)),
        lambda: looked("label_in_features", dataset=copied(2, m=30)),
    ),
    "high_bias": (
        lambda: looked("high_bias", error=0.26),
        lambda: looked("high_bias", error=0.24),
        lambda: looked("high_bias", error=0.26, is_noise_alone=True),
        lambda: looked("high_bias", error=0.26, costs=falling(0.002)),
        lambda: looked("high_bias", error=0.26, costs=np.ones(30)),
    ),
    "numeric_classes": (
        lambda: off_by(60, 39),
        lambda: off_by(58, 42),
        lambda: off_by(19, 0),
    ),
    "one_seed": (
        lambda: looked("one_seed", "network.hidden_layers = [3]", error=0.3),
        lambda: looked("one_seed", "network.hidden_layers = [4]", error=0.3),
        lambda: looked("one_seed", "network.hidden_layers = [3]", error=0.1),
        lambda: looked("one_seed", "network.hidden_layers = [3]", error=0.3, costs=falling(0.002)),
    ),
    "oscillates": (
        lambda: looked("oscillates", costs=alternating(0.11)),
        lambda: looked("oscillates", costs=alternating(0.09)),
        lambda: looked("oscillates", costs=np.concatenate([[9.0], alternating(0.11)])),
    ),
    "outlying_labels": (
        lambda: looked("outlying_labels", dataset=with_outliers(30, count=20)),
        lambda: looked("outlying_labels", dataset=with_outliers(12)),
        lambda: looked("outlying_labels", dataset=with_outliers(30, count=21)),
        lambda: looked("outlying_labels", dataset=with_outliers(14, count=1)),
    ),
    "overfitting": (
        lambda: looked("overfitting", costs=falling(0.01), dev_costs=risen(1.55)),
        lambda: looked("overfitting", costs=falling(0.01), dev_costs=risen(1.45)),
        lambda: looked("overfitting", costs=np.ones(100), dev_costs=risen(1.55)),
        lambda: looked("overfitting", "training.patience = 60", costs=falling(0.01),
                       dev_costs=risen(1.55)),
        lambda: looked("overfitting", costs=falling(0.01),
                       dev_costs=np.concatenate([[20.0], risen(1.55)[1:]])),
    ),
    "parts_differ": (
        lambda: looked("parts_differ", dataset=divided(0.86)),
        lambda: looked("parts_differ", dataset=divided(0.80)),
    ),
    "penalty_diverges": (
        lambda: looked("penalty_diverges", RATED % 214),
        lambda: looked("penalty_diverges", RATED % 213),
    ),
    "penalty_too_strong": (
        lambda: penalized(0.26),
        lambda: penalized(0.24),
        lambda: penalized(0.26, error=0.24),
    ),
    "plateau": (
        lambda: _undecided(_answers(21), _labels(21)) is not None,
        lambda: _undecided(_answers(19), _labels(19)) is not None,
        lambda: _undecided(_answers(96), _labels(96)) is not None,
    ),
    "rare_class": (
        lambda: looked("rare_class", dataset=with_share(0.09), bias=-5),
        lambda: looked("rare_class", dataset=with_share(0.11), bias=-5),
        lambda: looked("rare_class", dataset=with_share(0.09), bias=-5, costs=falling(0.005)),
    ),
    "rate_too_large": (
        lambda: looked("rate_too_large", costs=np.array([1, *np.full(20, 1.25)])),
        lambda: looked("rate_too_large", costs=np.array([1, *np.full(20, 1.15)])),
    ),
    "rate_too_small": (
        lambda: looked("rate_too_small", "training.epochs = 30", costs=falling(0.007, 40)),
        lambda: looked("rate_too_small", "training.epochs = 30", costs=falling(0.011, 40)),
        lambda: looked("rate_too_small", "training.epochs = 30", costs=falling(0.007, 110)),
        lambda: looked("rate_too_small", "training.epochs = 300", costs=falling(0.007, 40)),
        lambda: looked("rate_too_small", "training.epochs = 30",
                       costs=0.9 + 0.1 * np.exp(-np.arange(60) / 15)),
    ),
    "saturated_units": (
        lambda: looked("saturated_units", hidden=[layer(saturated=0.61)]),
        lambda: looked("saturated_units", hidden=[layer(saturated=0.59)]),
        lambda: looked("saturated_units", hidden=[layer(saturated=0.61)],
                       costs=np.linspace(1, 0.69, 50)),
    ),
    "spikes": (
        lambda: looked("spikes", costs=spiky(0.11)),
        lambda: looked("spikes", costs=spiky(0.09)),
        lambda: looked("spikes", costs=np.concatenate([[3.0], spiky(0.11)[1:]])),
    ),
    "too_few_steps": (
        lambda: looked("too_few_steps", stopped=True, steps=99, error=0.3),
        lambda: looked("too_few_steps", stopped=True, steps=100, error=0.3),
        lambda: looked("too_few_steps", stopped=True, steps=99, error=0.1),
    ),
    "unscaled_features": (
        lambda: ratio(apart(3.0)),
        lambda: ratio(apart(2.6)),
    ),
    "worse_than_baseline": (
        lambda: looked("worse_than_baseline", dev_error=0.3),
        lambda: looked("worse_than_baseline", dev_error=0.299, beats_guessing=True),
        lambda: looked("worse_than_baseline", dev_error=0.239, error=0.39, beats_guessing=False),
        lambda: looked("worse_than_baseline", "data.source.samples = 90", dev_error=0.299,
                       beats_guessing=False),
        lambda: looked("worse_than_baseline", dev_error=0.3, costs=falling(0.01),
                       is_learnt=False),
    ),
}  # fmt: skip


def _labelled(y: np.ndarray) -> Dataset:
    return numbers(np.random.default_rng(0).normal(size=(2, len(y))), y)


def _answers(same: int) -> np.ndarray:
    """Of 100 examples, so many get 0.5 and the others are decided."""
    return np.concatenate([np.full(same, 0.5), np.tile([0.01, 0.99], 50)[: 100 - same]])


def _labels(same: int) -> np.ndarray:
    return np.arange(100) % 2 == 0


BATCH = "training = {epochs = 9, batch_size = 1000}"


@pytest.mark.parametrize("name", EDGES)
def test_a_symptom_is_found_beyond_its_threshold_and_not_before(name):
    found, *silent = EDGES[name]
    assert found()
    for number, near in enumerate(silent, 1):
        assert not near(), f"near miss {number}"


def test_xor_has_no_few_examples():
    assert not looked("few_examples", OWN_FILE, XOR)


@pytest.mark.parametrize(("a_fall", "stuck"), [(0.0, True), (0.0012, False)])
def test_what_still_falls_is_not_stuck(a_fall, stuck):
    session = CASES["plateau"]()
    session.history = history_of(falling(a_fall))
    assert (symptoms["plateau"]().look(Case(session)) is not None) == stuck
