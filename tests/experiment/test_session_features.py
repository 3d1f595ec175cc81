"""A session whose network is given formulas of the columns."""

from __future__ import annotations

import numpy as np
import pytest
from sessions import spec_of

from playground.data.errors import DataError
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface
from playground.experiment.session import Session
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.settings import SettingError, replaced

SEVEN = "x1, x2, x1^2, x2^2, x1*x2, sin(x1), sin(x2)"


def session_with(features, source="circle", **changes):
    return Session(spec_of(data__source=source, data__features=features, **changes))


def test_naming_the_columns_changes_no_bit():
    plain, named = session_with(""), session_with("x1, x2")
    for _ in range(50):
        assert plain.step() == named.step()
    np.testing.assert_array_equal(plain.network.theta, named.network.theta)
    np.testing.assert_array_equal(plain.predict(plain.dataset.X), named.predict(plain.dataset.X))


def test_the_network_sees_features_scaled_by_the_training_set():
    session = session_with(SEVEN)
    assert session.network.layer_sizes[0] == 7
    assert Run.of(session, 3).layer_sizes == (7, 8, 4, 1)
    assert Run.of(session, 3).features.names[2] == "x1^2"
    seen, _ = session.preprocess(session.split.train)
    np.testing.assert_allclose(seen.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(seen.std(axis=1), 1)
    squares = session.split.train.X[0] ** 2
    np.testing.assert_allclose(seen[2], (squares - squares.mean()) / squares.std())


def test_squares_alone_solve_the_circle_without_a_hidden_layer():
    without = session_with("", network__hidden_layers=(), training__epochs=60)
    with_squares = session_with(
        "x1^2, x2^2", network__hidden_layers=(), training__epochs=60, training__learning_rate=0.1
    )
    without.run()
    with_squares.run()
    assert without.history.latest["dev_error"] > 0.25
    assert with_squares.history.latest["dev_error"] < 0.05


def test_a_prediction_takes_columns_as_they_are():
    session = session_with("x1^2 + x2^2")
    X = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    predicted = session.predict(X)
    np.testing.assert_allclose(predicted, predicted[0, 0])
    assert session.predict(2 * X)[0, 0] != predicted[0, 0]


def test_the_surface_spans_the_columns():
    session = session_with(SEVEN)
    plane = Plane.around(session.dataset, cells=20)
    surface = Surface.of(session, plane).map(session.network.theta, with_units=True)
    assert surface.output.shape == (1, 20, 20)
    assert [len(unit) for unit in surface.units] == [8, 4]
    expected = session.predict(plane.points()).reshape(1, 20, 20)
    np.testing.assert_allclose(surface.output, expected, atol=1e-5)


def test_where_a_feature_is_undefined_the_surface_is_empty():
    session = session_with("log(x1 + 9), x2")
    # An example left of -9 would be refused, so the plane alone goes there.
    plane = Plane(0, 1, (-10.0, -8.0), (-1.0, 1.0), 10, 4, (0.0, 0.0))
    surface = Surface.of(session, plane).map(session.network.theta, with_units=True)
    for picture in (surface.output, *surface.units):
        assert np.isnan(picture[:, :, :5]).all()
        assert np.isfinite(picture[:, :, 5:]).all()


def test_an_undefined_feature_is_refused_by_its_first_example():
    with pytest.raises(
        DataError, match=r"^Features: log\(x1\) is not a number for example \d+, where"
    ):
        session_with("log(x1)")
    session = session_with("sqrt(x1 + 9)")
    with pytest.raises(DataError, match="is not a number for example 2, where x1 is -10"):
        session.predict(np.array([[0.0, -10.0], [0.0, 0.0]]))


def test_a_formula_that_cannot_be_read_is_a_setting_that_cannot_be():
    with pytest.raises(SettingError) as caught:
        replaced(ExperimentSpec(), "data.features", "x1 +")
    assert str(caught.value) == "data.features: after 'x1 +' a value is missing."


def test_the_experiment_file_names_the_line_of_a_wrong_formula():
    text = '[data]\nsource = "xor"\nfeatures = "x1, sin x2"\n'
    with pytest.raises(ValueError, match=r"data\.features: after 'sin' parentheses") as error:
        codec.loads(text)
    assert error.value.line == 3
    spec = codec.loads(text.replace("sin x2", "sin(x2)"))
    assert codec.loads(codec.dumps(spec)) == spec
    assert Session(spec).network.layer_sizes[0] == 2
