"""A session whose points are drawn while it trains."""

from __future__ import annotations

import numpy as np
import pytest
from sessions import spec_of

from playground.data.by_hand.drawn import drawing_of
from playground.data.errors import DataError
from playground.experiment.live import requires_restart
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.experiment.text import codec
from playground.settings import replaced

SOURCE = "data.source"


def drawn_spec(kind="drawn", **changes):
    return spec_of(data__source=kind, **changes)


def with_source(spec, source):
    return replaced(spec, SOURCE, source)


def test_a_point_joins_and_the_network_goes_on():
    spec = drawn_spec()
    session = Session(spec)
    for _ in range(7):
        session.step()
    theta, scaler, steps = session.network.theta.copy(), session.scaler, session.trainer.steps
    cost = session.history.latest["train_cost"]
    session.apply(with_source(spec, spec.data.source.add([(0, 9, 1), (1, 9, 1)])))
    np.testing.assert_array_equal(session.network.theta, theta)
    assert session.scaler is scaler and session.trainer.steps == steps
    assert session.dataset.m == 12
    assert session.split.train.m + session.split.dev.m + session.split.test.m == 12
    assert session.history.latest["train_cost"] != cost
    assert session.history.latest["step"] == steps
    session.step_epoch()
    assert session.trainer.steps > steps
    assert np.isfinite(session.history.latest["train_cost"])


def test_what_is_drawn_is_learnt():
    spec = drawn_spec(training__learning_rate=0.05, training__epochs=400)
    session = Session(spec)
    session.run()
    assert session.history.latest["train_error"] == 0
    corner = np.array([[8.0], [-8.0]])
    assert session.predict(corner).item() > 0.5
    cluster = [(7.5 + 0.1 * k, -7.5 - 0.1 * (k % 3), 0) for k in range(10)]
    spec = replaced(with_source(spec, spec.data.source.add(cluster)), "training.epochs", 900)
    session.apply(spec)
    assert session.stop is None
    session.run()
    assert session.predict(corner).item() < 0.5


def test_labels_of_a_regression_keep_their_unit():
    spec = drawn_spec("drawn_curve", training__epochs=300, training__learning_rate=0.05)
    session = Session(spec)
    session.apply(with_source(spec, spec.data.source.add([(k / 5, 3.0) for k in range(-20, 21)])))
    session.run()
    assert session.predict(np.array([[0.5]])).item() == pytest.approx(3, abs=0.7)


def test_the_first_point_on_a_generated_picture_restarts_nothing():
    spec = replaced(ExperimentSpec(), "data.source.samples", 40)
    session = Session(spec)
    for _ in range(9):
        session.step()
    theta = session.network.theta.copy()
    parts = np.zeros(40, int)
    parts[session.split.dev_indices], parts[session.split.test_indices] = 1, 2
    shares = spec.data.shares(40)
    drawing = drawing_of(session.dataset, parts, shares, Streams.of(spec).split)
    before = {part: cost_of(session, part) for part in ("train", "dev")}
    session.apply(with_source(spec, drawing))
    np.testing.assert_array_equal(session.network.theta, theta)
    # The same examples in the same parts, but for the rounding of their places.
    for part, cost in before.items():
        assert cost_of(session, part) == pytest.approx(cost, abs=1e-4)
        assert session.history.latest[f"{part}_cost"] == pytest.approx(cost_of(session, part))


def cost_of(session, part):
    X, Y = session.preprocess(getattr(session.split, part))
    return session.network.cost(X, Y, penalty=False)


def test_what_needs_a_new_session_is_said_so():
    spec, session = drawn_spec(), Session(drawn_spec())
    for other in (
        replaced(spec, "data.source.classes", 3),
        replaced(spec, "data.source.names", "a, b, c"),
        replaced(spec, SOURCE, "drawn_surface"),
        replaced(spec, SOURCE, "moons"),
        replaced(spec, "network.hidden_layers", (3,)),
    ):
        assert requires_restart(spec, other, session.dataset)
        with pytest.raises(ValueError, match="Only a new session can change"):
            session.apply(other)
    assert not requires_restart(
        spec, replaced(spec, "data.source.points", "1 1 1"), session.dataset
    )


def test_a_point_that_cannot_be_leaves_the_session_as_it_was():
    spec = drawn_spec(data__features="x1, log(x2 + 5)")
    session = Session(spec)
    data, split = session.dataset, session.split
    with pytest.raises(DataError, match=r"log\(x2\+5\) is not a number for example 11"):
        session.apply(with_source(spec, spec.data.source.add([(0, -6, 0)])))
    assert session.spec is spec and session.dataset is data and session.split is split
    session.step_epoch()


def test_other_points_are_a_reason_to_go_on_after_early_stopping():
    spec = drawn_spec(training__patience=2, training__min_delta=0.5)
    session = Session(spec)
    session.run()
    assert session.stop.reason == "early_stopping"
    session.apply(with_source(spec, spec.data.source.add([(9, 9, 0)])))
    assert session.stop is None
    assert session.state()["early_stopping"]["waited"] == 0


def test_a_drawing_is_in_the_experiment_file_for_people():
    spec = drawn_spec()
    spec = with_source(spec, spec.data.source.add([(k, -k, k % 2) for k in range(7)]).erase([2]))
    text = codec.dumps(spec)
    assert "points = '''\n-4 -1 0; -3 2 0; -; -2.5 -3 0; -1 1 0;\n4 1 1;" in text
    assert codec.loads(text) == spec
    assert codec.loads(text.replace("\n4 1 1;", "\n\n   4 1 1 ;\n;")) == spec
    broken = text.replace("4 1 1;", "4 1 one;").replace("seed = 4", "seed = 4\n")
    with pytest.raises(ValueError, match="point 6: 'one' is not a number") as error:
        codec.loads(broken)
    assert broken.splitlines()[error.value.line - 1] == "points = '''"


def test_the_same_drawing_and_seed_give_the_same_bits():
    one, other = Session(drawn_spec()), Session(codec.loads(codec.dumps(drawn_spec())))
    for session in (one, other):
        for _ in range(20):
            session.step()
    np.testing.assert_array_equal(one.network.theta, other.network.theta)


def test_a_frame_has_the_examples_of_its_moment_not_those_its_run_began_with():
    spec = drawn_spec()
    session = Session(spec)
    run = Run.of(session)
    session.apply(with_source(spec, spec.data.source.add([(0, 9, 1), (1, 9, 1)])))
    points = session.history.since((0, 0))
    frame = Frame(Snapshot.of(session, run, points), session.history)
    assert frame.dataset is session.dataset and frame.split is session.split
    assert frame.dataset.m == run.dataset.m + 2
