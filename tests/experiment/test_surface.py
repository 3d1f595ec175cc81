"""Planes through input space, and what a network computes over them."""

from dataclasses import replace

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data.datasets import Dataset
from playground.data.encoding import ColumnEncoding
from playground.data.sources import sources
from playground.experiment.inputs.plane import MOST_NUMBERS, Plane, informative_axes
from playground.experiment.probes.surface import Surface
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


def session(name: str) -> Session:
    source = sources["csv"](path=str(sample_data(name))) if name.endswith(".csv") else name
    return Session(replaced(ExperimentSpec(), "data.source", source))


def test_the_axes_of_iris_are_those_of_the_petals():
    dataset = session("iris.csv").dataset
    assert [dataset.feature_names[axis] for axis in informative_axes(dataset)] == [
        "petal_length",
        "petal_width",
    ]


@pytest.mark.parametrize(("name", "axes"), [("moons", (0, 1)), ("curve", (0, 0))])
def test_with_few_features_the_axes_are_the_features(name, axes):
    assert informative_axes(session(name).dataset) == axes


@pytest.mark.parametrize("name", ["moons", "rings", "curve", "iris.csv"])
def test_a_surface_is_the_networks_own_output_at_the_cells_centres(name):
    run = session(name)
    for _ in range(30):
        run.step()
    plane = Plane.around(run.dataset, cells=7)
    surface = Surface.of(run, plane).map(run.network.theta, with_units=True)
    x, y = plane.centres()
    for row in range(plane.rows):
        for column in range(plane.columns):
            example = np.array(plane.held)
            example[plane.y_axis] = y[row]
            example[plane.x_axis] = x[column]
            np.testing.assert_allclose(
                surface.output[:, row, column],
                run.predict(example[:, np.newaxis])[:, 0],
                rtol=1e-4,
                atol=1e-5,
            )
    assert [len(units) for units in surface.units] == [8, 4]
    with pytest.raises(ValueError, match="read-only"):
        surface.output[...] = 0


def test_a_plane_shows_all_examples_with_room_around_them():
    dataset = session("iris.csv").dataset
    plane = Plane.around(dataset).along(0, 3, dataset)
    assert plane.x_range[0] < dataset.X[0].min() and dataset.X[0].max() < plane.x_range[1]
    assert plane.y_range[0] < dataset.X[3].min() and dataset.X[3].max() < plane.y_range[1]
    points = plane.points()
    assert points.shape == (4, 100 * 100)
    assert set(points[1]) == {np.median(dataset.X[1])}


@pytest.mark.parametrize("name", ["breast_cancer.csv", "wine.csv", "penguin_mass.csv"])
def test_most_examples_agree_with_the_picture_that_is_shown_first(name):
    """Of two features the picture coloured most malignant points as benign, at an error of 0."""
    run = session(name)
    for _ in range(20):
        run.step_epoch()
    first = Plane.around(run.dataset, cells=7)
    chosen = Plane.around(run.dataset, cells=7).along(*informative_axes(run.dataset), run.dataset)
    agreed = [
        Surface.of(run, plane, run.dataset).map(run.network.theta).agreement
        for plane in (first, chosen)
    ]
    assert agreed[0] > 0.6 and agreed[0] > agreed[1] + 0.1


@pytest.mark.parametrize("name", ["iris.csv", "penguin_mass.csv"])
def test_an_example_agrees_where_the_network_says_the_same_of_its_place(name):
    run = session(name)
    for _ in range(60):
        run.step()
    data, plane = run.dataset, Plane.around(run.dataset, cells=7).along(0, 1, run.dataset)
    most = min(300, data.m)
    agree = 0
    said = run.predict(data.X)
    which = np.linspace(0, data.m - 1, most).astype(int)
    for i in which:
        place = np.array(plane.held)
        place[:2] = data.X[:2, i]
        drawn = run.predict(place[:, np.newaxis])[:, 0]
        if data.task == "regression":
            agree += abs(drawn[0] - said[0, i]) <= 0.1 * np.ptp(said[0, which])
        else:
            agree += drawn.argmax() == said[:, i].argmax()
    found = Surface.of(run, plane, run.dataset).map(run.network.theta).agreement
    assert 0.1 < found < 1 and found == pytest.approx(agree / most, abs=1.5 / most)


def test_a_plane_that_is_all_there_is_is_no_slice():
    for name in ("moons", "curve"):
        run = session(name)
        plane = Plane.around(run.dataset, cells=7)
        assert Surface.of(run, plane, run.dataset).map(run.network.theta).agreement is None


def test_two_words_of_one_column_are_never_the_axes():
    """No example is both."""
    words, number = ColumnEncoding("color", "red", ("blue", "green", "red"), True), 0.0
    color = np.arange(60) % 3
    data = Dataset(
        X=np.vstack([*(color == k for k in range(3)), np.random.default_rng(0).normal(size=60)]),
        Y=np.stack([color == k for k in range(3)]),
        feature_names=("blue", "green", "red", "size"),
        class_names=("a", "b", "c"),
        encodings=(words, ColumnEncoding("size", number)),
    )
    first, second = informative_axes(data)
    assert first < 3 and second == 3
    only = replace(data, X=data.X[:3], feature_names=data.feature_names[:3], encodings=(words,))
    assert informative_axes(only) in ((0, 1), (0, 2), (1, 2))


def test_a_plane_through_thousands_of_features_is_coarse_enough_for_memory():
    few, many = (
        Dataset(
            X=np.random.default_rng(0).random((n, 6)),
            Y=np.array([[0.0, 1.0] * 3]),
            feature_names=tuple(f"x{i}" for i in range(n)),
            label_name="y",
            class_names=("a", "b"),
        )
        for n in (64, 12_288)
    )
    assert Plane.around(few).columns == 100
    plane = Plane.around(many)
    assert 8 <= plane.columns < 100
    assert plane.points().size <= MOST_NUMBERS


def test_a_plane_is_cut_as_finely_as_its_features_allow():
    plane = Plane.around(session("moons").dataset, cells=7)
    finer = plane.cut(30)
    assert (finer.columns, finer.rows) == (30, 30)
    assert finer.cut(7) == plane
    line = Plane.around(session("curve").dataset, cells=7).cut(30)
    assert (line.columns, line.rows) == (30, 1)
    many = Plane(0, 1, (0, 1), (0, 1), 9, 9, (0.0,) * 12_288).cut(200)
    assert many.columns == many.rows and many.columns**2 * 12_288 <= MOST_NUMBERS
