"""A session: the same numbers for the same experiment, and sensible ends."""

from functools import partial

import numpy as np
import pytest
import sessions

from playground.assets import sample_data
from playground.data.sources import sources
from playground.engine import Trainer
from playground.engine.schedules import schedules
from playground.experiment.session import Session
from playground.settings import replaced

spec_of = partial(sessions.spec_of, "training.epochs = 20")


def csv(name):
    return sources["csv"](path=str(sample_data(name)))


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    one, two = Session(spec_of()), Session(spec_of())
    one.run()
    two.run()
    np.testing.assert_array_equal(one.network.theta, two.network.theta)
    np.testing.assert_array_equal(one.history.evaluations, two.history.evaluations)
    other = Session(spec_of(seed=9))
    assert not np.array_equal(other.network.theta, Session(spec_of()).network.theta)


def test_streams_are_apart_so_that_dropout_changes_neither_data_nor_weights():
    plain, dropping = Session(spec_of()), Session(spec_of(training__keep_prob=0.5))
    np.testing.assert_array_equal(plain.split.train.X, dropping.split.train.X)
    np.testing.assert_array_equal(plain.network.theta, dropping.network.theta)
    assert plain.history.latest == dropping.history.latest


def test_an_evaluation_is_the_cost_of_the_notes():
    session = Session(spec_of(training__l2=0.7))
    session.run()
    X, Y = session.preprocess(session.split.train)
    A = session.network.predict(X)
    loss = -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).mean()
    penalty = 0.7 / (2 * X.shape[1]) * sum((W**2).sum() for W in session.network.weights)
    assert session.history.latest["train_cost"] == pytest.approx(loss + penalty, rel=1e-12)
    wrong = ((A >= 0.5) != (Y == 1)).mean()
    assert session.history.latest["train_error"] == wrong
    # Train and dev carry the same penalty: the gap between them is a gap between data.
    X, Y = session.preprocess(session.split.dev)
    A = session.network.predict(X)
    dev_loss = -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).mean()
    assert session.history.latest["dev_cost"] == pytest.approx(dev_loss + penalty, rel=1e-12)


def test_a_session_is_a_trainer_over_shuffled_mini_batches():
    session = Session(spec_of(training__batch_size=50))
    clone = Session(session.spec)
    X, Y = clone.preprocess(clone.split.train)
    training = clone.spec.training
    trainer = Trainer(
        clone.network,
        training.optimizer,
        learning_rate=training.learning_rate,
        schedule=schedules["constant"](),
        batch_size=50,
        rng=clone.trainer.rng,
    )
    for _ in range(3):
        trainer.train_epoch(X, Y)
    for _ in range(3):
        session.step_epoch()
    np.testing.assert_array_equal(session.network.theta, trainer.network.theta)


def test_the_end_is_where_the_settings_say_and_later_when_they_change():
    session = Session(spec_of())
    assert session.run().sentence == "Finished 20 epochs."
    steps = session.trainer.steps
    session.step()
    assert session.trainer.steps == steps
    session.apply(replaced(session.spec, "training.epochs", 22))
    assert session.stop is None
    session.run()
    assert session.trainer.epoch == 22


def test_what_only_a_new_session_can_have_is_refused():
    session = Session(spec_of())
    with pytest.raises(ValueError, match=r"network\.hidden_layers"):
        session.apply(replaced(session.spec, "network.hidden_layers", (3,)))
