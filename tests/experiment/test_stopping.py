"""Run until: an epoch, a cost, a dev error, no improvement any more, or divergence."""

import numpy as np
import pytest
from sessions import spec_of

from playground.experiment.session import Session
from playground.settings import replaced


def spec(**training):
    values = {f"training__{name}": value for name, value in training.items()}
    return spec_of("training.epochs = 200", **values)


def test_a_run_stops_after_the_first_epoch_whose_train_cost_is_low_enough():
    whole = Session(spec())
    whole.run()
    costs = whole.history.column("train_cost")
    goal = float(costs[20])
    session = Session(spec(until_cost=goal))
    stop = session.run()
    assert stop.reason == "cost_reached"
    assert session.trainer.epoch == np.flatnonzero(costs <= goal)[0]
    assert f"after epoch {session.trainer.epoch}" in stop.sentence
    np.testing.assert_array_equal(
        session.history.batch_costs, whole.history.batch_costs[: session.history.n_steps]
    )


def test_a_run_stops_after_the_first_epoch_whose_dev_error_is_low_enough():
    session = Session(spec(until_error=0.1))
    stop = session.run()
    errors = session.history.column("dev_error")
    assert stop.reason == "error_reached"
    assert errors[-1] <= 0.1 < errors[1:-1].min()
    assert "has reached 10 %" in stop.sentence


@pytest.mark.parametrize("goal", ["until_cost", "until_error"])
def test_a_goal_taken_back_lets_the_run_go_on_and_one_set_on_the_way_holds(goal):
    session = Session(spec(**{goal: 0.2}))
    session.run()
    epoch = session.trainer.epoch
    assert 0 < epoch < 200
    session.apply(spec())
    assert session.stop is None
    assert session.run().reason == "finished"
    other = Session(spec())
    for _ in range(epoch + 5):
        other.step_epoch()
    other.apply(spec(**{goal: 0.2}))
    assert other.stop is None
    other.step_epoch()
    assert other.stop.reason == goal.replace("until_", "") + "_reached"


def test_a_goal_is_none_without_dev_examples_and_none_before_the_first_epoch():
    by_hand = replaced(spec(until_error=1.0, epochs=3), "data.division", "by_hand")
    by_hand = replaced(replaced(by_hand, "data.dev_share", 0.0), "data.train_share", 1.0)
    assert Session(by_hand).run().reason == "finished"
    everything = Session(spec(until_error=1.0))
    assert everything.stop is None
    everything.run()
    assert everything.trainer.epoch == 1


def test_for_regression_the_error_is_in_the_unit_of_the_label():
    plane = replaced(spec(until_error=0.05), "data.source", "plane")
    session = Session(plane)
    stop = session.run()
    assert stop.reason == "error_reached" and "%" not in stop.sentence
    assert session.history.latest["dev_error"] <= 0.05


def test_early_stopping_returns_to_the_best_weights():
    noisy = replaced(
        replaced(spec(epochs=3000, patience=30), "data.source", "circle"), "data.source.noise", 0.5
    )
    session = Session(replaced(noisy, "network.hidden_layers", (32, 32)))
    stop = session.run()
    assert stop.reason == "early_stopping" and "for 30 epochs" in stop.sentence
    assert session.history.latest["dev_cost"] == session.history.best()["dev_cost"]
    assert session.trainer.epoch < 3000


def test_divergence_names_the_rate_and_one_that_a_click_takes():
    session = Session(replaced(spec(learning_rate=50.0, optimizer="gd"), "data.source", "curve"))
    stop = session.run()
    assert stop.reason == "diverged" and not stop.is_goal
    assert (stop.setting, stop.value) == ("training.learning_rate", 0.1)
    again = Session(replaced(session.spec, stop.setting, stop.value))
    assert again.run().reason == "finished"
    assert again.history.latest["train_cost"] < again.history.evaluations[0][3]
    assert f"at step {session.trainer.steps}: the learning rate 50 is too large" in stop.sentence


def test_a_run_that_ends_with_a_cost_beyond_all_bounds_has_diverged():
    """A cost of 1e283 is a finite number; nothing was said of it."""
    fast = spec(batch_size=120, optimizer="gd", learning_rate=50.0, epochs=5)
    session = Session(replaced(fast, "data.source", "plane"))
    session.run()
    assert np.isfinite(session.history.latest["train_cost"])
    assert session.stop.reason == "diverged" and session.stop.value == 0.1
    calm = Session(replaced(session.spec, "training.learning_rate", 0.01))
    assert calm.run().reason == "finished"
