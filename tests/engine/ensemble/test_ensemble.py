"""K networks trained together give what K single runs give."""

import numpy as np
import pytest

from playground.engine import EngineError, Ensemble, Network, Trainer
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules

VARIANTS = {
    "seed": [{}, {}, {}],
    "learning rate": [{"learning_rate": rate} for rate in (0.001, 0.01, 0.1)],
    "l2": [{"l2": l2} for l2 in (0, 0.1, 1)],
    "l1": [{"l1": l1} for l1 in (0, 0.1, 1)],
    "keep_prob": [{"keep_prob": keep} for keep in (None, 0.5, [0.9, 1, 0.7])],
    "initializer": [{"initializer": name} for name in ("he", "xavier", "zeros")],
    "optimizer": [{"optimizer": optimizers[name]()} for name in ("adam", "gd", "rmsprop")]
    + [{"optimizer": optimizers["momentum"](variant=v)} for v in ("averaged", "classical")]
    + [{"optimizer": optimizers["adam"](beta1=0.5)}],
    "schedule": [{}]
    + [{"schedule": cls()} for cls in schedules.values()]
    + [{"schedule": schedules["staircase"](every=1, factor=0.3)}],
}
KINDS = [
    (["tanh", "relu", "sigmoid"], "binary_cross_entropy", 1),
    (["leaky_relu", "sigmoid", "softmax"], "softmax_cross_entropy", 3),
    (["tanh", "linear", "linear"], "half_squared_error", 2),
    (["relu", "relu", "softmax"], "half_squared_error", 2),
    (["tanh", "relu", "linear"], ("huber", {"delta": 0.4}), 2),
    (["tanh", "relu", "sigmoid"], ("binary_cross_entropy", {"class_weights": (0.5, 3)}), 1),
    (["relu", "tanh", "softmax"], ("softmax_cross_entropy", {"class_weights": (2, 1, 5)}), 3),
]


def member(k, kind=KINDS[0], layer_sizes=(2, 5, 4), batch_size=16, m=50, dtype="float64", **given):
    activations, loss, n_y = kind
    rng = np.random.default_rng(100 + k)
    network_words = {name: given[name] for name in ("l1", "l2", "keep_prob") if name in given}
    network = Network([*layer_sizes, n_y], activations, loss, dtype=dtype, **network_words)
    network.initialize(given.get("initializer", "xavier"), rng)
    X = np.random.default_rng(7).normal(size=(layer_sizes[0], m))
    if activations[-1] == "linear" or loss == "half_squared_error":
        Y = np.sin(X[:1] + np.arange(n_y)[:, np.newaxis])
    elif n_y == 1:
        Y = (X[:1] * X[1:2] > 0).astype(float)
    else:
        Y = np.eye(n_y)[:, np.count_nonzero(X[:2] > 0, axis=0)]
    trainer = Trainer(
        network,
        given.get("optimizer", optimizers["adam"]()),
        given.get("learning_rate", 0.05),
        given.get("schedule"),
        batch_size=batch_size,
        rng=rng,
    )
    trainer.attach(X, Y)
    return trainer


@pytest.mark.parametrize("differ", VARIANTS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind[1]} {kind[0][-1]}")
def test_equals_single_runs(differ, kind):
    words = VARIANTS[differ]
    ensemble = Ensemble([member(k, kind, **each) for k, each in enumerate(words)])
    alone = [member(k, kind, **each) for k, each in enumerate(words)]
    assert ensemble.together
    for _ in range(9):  # into the third epoch; every fourth batch is the smaller last one
        costs = ensemble.advance()
        np.testing.assert_allclose(costs, [t.advance() for t in alone], rtol=1e-12, atol=1e-12)
    singles = np.stack([trainer.network.theta for trainer in alone])
    np.testing.assert_allclose(ensemble.theta, singles, rtol=1e-12, atol=1e-12)
    assert ensemble.epoch == 2 and ensemble.steps == 9 and not ensemble.at_epoch_end


def test_many_members_with_one_output():
    """Their outer products go another way than those of few."""
    kind = (["tanh", "tanh", "sigmoid"], "binary_cross_entropy", 1)
    ensemble = Ensemble([member(k, kind) for k in range(40)])
    alone = [member(k, kind) for k in range(40)]
    for _ in range(9):
        costs = ensemble.advance()
        np.testing.assert_allclose(costs, [t.advance() for t in alone], rtol=1e-12, atol=1e-12)
    singles = np.stack([trainer.network.theta for trainer in alone])
    np.testing.assert_allclose(ensemble.theta, singles, rtol=1e-12, atol=1e-12)


def test_the_same_mini_batch_for_all():
    words = VARIANTS["optimizer"]
    ensemble = Ensemble([member(k, **each) for k, each in enumerate(words)])
    alone = [member(k, **each) for k, each in enumerate(words)]
    X, Y = (part[:, :7] for part in alone[0].training_set)
    for _ in range(70):  # beyond the flush of what has faded
        costs = ensemble.step(X, Y)
        np.testing.assert_allclose(costs, [t.step(X, Y) for t in alone], rtol=1e-11, atol=1e-13)
    assert ensemble.steps == 70 and ensemble.epoch == 0


def test_full_batch_and_float32():
    ensemble = Ensemble([member(k, batch_size=50, dtype="float32") for k in range(4)])
    alone = [member(k, batch_size=50, dtype="float32") for k in range(4)]
    for _ in range(20):
        ensemble.train_epoch()
        for trainer in alone:
            trainer.advance()
    assert ensemble.theta.dtype == np.float32
    np.testing.assert_allclose(
        ensemble.theta, [trainer.network.theta for trainer in alone], rtol=2e-4, atol=2e-5
    )


def test_wide_networks_run_one_after_another_with_the_same_bits():
    ensemble = Ensemble([member(k, layer_sizes=(2, 64, 4)) for k in range(2)])
    alone = [member(k, layer_sizes=(2, 64, 4)) for k in range(2)]
    assert not ensemble.together
    for _ in range(5):
        assert ensemble.advance().tolist() == [trainer.advance() for trainer in alone]
    assert (ensemble.theta == np.stack([trainer.network.theta for trainer in alone])).all()


@pytest.mark.parametrize("steps", [4, 6])
def test_released_trainers_go_on_alone(steps):
    """At the end of an epoch and in the middle of one, with dropout and unlike optimizers."""
    words = [{"keep_prob": 0.7}, {"optimizer": optimizers["momentum"]()}, {"keep_prob": 0.5}]
    ensemble = Ensemble([member(k, **each) for k, each in enumerate(words)])
    alone = [member(k, **each) for k, each in enumerate(words)]
    for _ in range(steps):
        ensemble.advance()
        for trainer in alone:
            trainer.advance()
    for trainer, single in zip(ensemble.release(), alone):
        for _ in range(7):
            trainer.advance()
            single.advance()
        assert (trainer.epoch, trainer.position) == (single.epoch, single.position)
        np.testing.assert_allclose(
            trainer.network.theta, single.network.theta, rtol=1e-11, atol=1e-11
        )


def test_a_member_that_diverges_leaves_the_others_alone():
    words = [{"learning_rate": 0.01}, {"learning_rate": 1e200}]
    kind = (["tanh", "linear", "linear"], "half_squared_error", 2)

    def make():
        return [member(k, kind, optimizer="gd", **each) for k, each in enumerate(words)]

    ensemble, alone = Ensemble(make()), make()
    for _ in range(12):
        costs = ensemble.advance()
        singles = [trainer.advance() for trainer in alone]
    assert np.isfinite(costs[0]) and not np.isfinite(costs[1])
    assert costs[0] == pytest.approx(singles[0], rel=1e-12)
    np.testing.assert_allclose(ensemble.theta[0], alone[0].network.theta, rtol=1e-12)
    assert (ensemble.theta[1] == ensemble.networks[1].theta).all()


def test_evaluation_is_that_of_the_networks():
    ensemble = Ensemble([member(k) for k in range(3)])
    ensemble.train_epoch()
    X, Y = ensemble.trainers[0].training_set
    found = ensemble.cost_and_error(X, Y)
    assert len(found) == len(ensemble) == 3
    assert found[1] == ensemble.networks[1].cost_and_error(X, Y)


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"layer_sizes": (2, 5, 5)}, r"trainers\[1\]: its layer_sizes, \(2, 5, 5, 1\), is not"),
        ({"batch_size": 8}, r"trainers\[1\]: its batch_size, 8, is not that of the first, 16"),
        ({"m": 49}, "number of examples, 49"),
        ({"dtype": "float32"}, "dtype, float32"),
    ],
)
def test_members_that_do_not_go_together(change, sentence):
    with pytest.raises(EngineError, match=sentence):
        Ensemble([member(0), member(1, **change)])


def test_no_member_the_same_member_and_one_in_mid_epoch():
    with pytest.raises(EngineError, match="none are given"):
        Ensemble([])
    one = member(0)
    with pytest.raises(EngineError, match="given twice"):
        Ensemble([one, one])
    one.advance()
    with pytest.raises(EngineError, match="in the middle of an epoch"):
        Ensemble([one])
