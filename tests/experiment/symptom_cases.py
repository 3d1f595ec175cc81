"""What makes each symptom happen, and a near miss of each: experiments and their data."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.symptoms import examine
from playground.experiment.text import codec

ALL_TRAIN = 'data = {division = "by_hand", train_share = 1.0, dev_share = 0.0}\n'

OWN_FILE = 'data.source = {kind = "csv", path = "own.csv"}\n'


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
    "label_in_features": lambda: trained(
        "training.epochs = 5",
        classes(np.vstack([blobs().X, 3 - blobs().labels]), blobs().labels),
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
    "similar_labels": lambda: trained(
        "training.epochs = 40", _incomes("<=50K", ">50K", "<=50K.", ">50K.")
    ),
    "outlying_labels": lambda: trained("training.epochs = 60", outliers()),
    "numeric_classes": lambda: trained("training.epochs = 100", stars()),
    "batch_too_large": lambda: trained(
        "training = {epochs = 150, batch_size = 4096, learning_rate = 0.002}", blobs(apart=1.5)
    ),
    "dropout_above": lambda: trained(
        "network.hidden_layers = [16]\ntraining = {epochs = 60, keep_prob = 0.5}", blobs(apart=4)
    ),
    "one_seed": lambda: trained(
        STUCK.replace("epochs = 3000", "epochs = 200"), XOR, theta=a_stuck_theta()
    ),
    "few_examples": lambda: trained(
        OWN_FILE + "training.epochs = 50", classes([[0.0, 1.0], [1.0, 0.0]], [0, 1])
    ),
    "penalty_too_strong": lambda: trained(
        "network.hidden_layers = [16, 16]\ntraining = {epochs = 100, l2 = 20}", blobs()
    ),
    "rare_class": lambda: trained("training.epochs = 60", blobs(500, 2, 1.0, 0.05)),
}


def _incomes(*names: str) -> Dataset:
    """Four spellings of two classes that the feature tells apart."""
    rng = np.random.default_rng(2)
    labels = np.arange(160) % 4
    return classes([rng.normal(size=160) + 3 * (labels % 2)], labels, names)


def outliers() -> Dataset:
    """A plane, with five labels that slipped by three digits."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 300))
    y = X[0] - 2 * X[1] + rng.normal(0, 0.1, 300)
    y[::60] *= 1000
    return numbers(X, y)


def stars(noise: float = 0.8) -> Dataset:
    """A rating from 1 to 7 that follows a feature, with noise."""
    rng = np.random.default_rng(1)
    x = rng.uniform(0, 6, 400)
    labels = np.clip(np.round(x + rng.normal(0, noise, 400)), 0, 6).astype(int)
    return classes([x, rng.normal(size=400)], labels, tuple("1234567"))


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
    "label_in_features": lambda: trained("training.epochs = 5", blobs(apart=40)),
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
    "similar_labels": lambda: trained(
        "training.epochs = 40", _incomes("<=50K", ">50K", "<=60K", "-1.")
    ),
    "outlying_labels": lambda: trained("network.loss = 'huber'\ntraining.epochs = 60", outliers()),
    "numeric_classes": lambda: trained("training.epochs = 60", _numbered_at_random()),
    "batch_too_large": lambda: trained(
        "training = {epochs = 400, batch_size = 4096, learning_rate = 0.1}", blobs(apart=1.5)
    ),
    "dropout_above": lambda: trained(
        "network.hidden_layers = [16]\ntraining = {epochs = 60, keep_prob = 0.97}", blobs(apart=4)
    ),
    "one_seed": lambda: trained(
        "network.hidden_layers = [4]\ntraining.epochs = 200", blobs(apart=1.5)
    ),
    "few_examples": lambda: trained(OWN_FILE + "training.epochs = 50", XOR),
    "penalty_too_strong": lambda: trained(
        "network.hidden_layers = [16, 16]\ntraining = {epochs = 100, l2 = 1}", blobs()
    ),
    "rare_class": lambda: trained("training.epochs = 60", blobs(500, 2, 3.0, 0.05)),
}


def _numbered_at_random() -> Dataset:
    """Seven clouds in two dimensions that overlap, their numbers dealt without order."""
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 7, 400)
    angles = 2 * np.pi * np.array([0, 3, 6, 2, 5, 1, 4])[labels] / 7
    X = 2 * np.array([np.cos(angles), np.sin(angles)]) + rng.normal(0, 0.9, (2, 400))
    return classes(X, labels, tuple("1234567"))


def _looked_at_once() -> Session:
    session = trained("", epochs=5)
    session.test_error()
    session.test_error()
    return session
