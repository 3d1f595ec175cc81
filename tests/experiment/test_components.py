"""The plane of the principal components."""

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data.datasets import Dataset
from playground.data.sources import sources
from playground.experiment.inputs.components import Components
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


def dataset(name):
    source = sources["csv"](path=str(sample_data(name)))
    return Session(replaced(ExperimentSpec(), "data.source", source)).dataset


@pytest.mark.parametrize("name", ["iris.csv", "digits.csv"])
def test_components_are_those_of_the_singular_values(name):
    data = dataset(name)
    components = Components.of(data)
    Z = data.X - data.X.mean(axis=1, keepdims=True)
    if data.image_shape is None:
        Z = Z / Z.std(axis=1, keepdims=True)
    vectors, values, _ = np.linalg.svd(Z, full_matrices=False)
    assert components.shares == pytest.approx(values[:2] ** 2 / (values**2).sum())
    alignment = np.abs(components.directions @ vectors[:, :2])
    np.testing.assert_allclose(alignment, np.eye(2), atol=1e-9)
    assert (components.directions.max(axis=1) == np.abs(components.directions).max(axis=1)).all()


def test_the_places_of_a_plane_lie_where_they_are_drawn():
    data = dataset("iris.csv")
    plane = Plane.around(data, cells=9).along(0, 1, data).along_components(data)
    x, y = plane.centres()
    points = plane.points()
    drawn_x, drawn_y = plane.coordinates(points)
    np.testing.assert_allclose(drawn_x, np.tile(x, 9), atol=1e-9)
    np.testing.assert_allclose(drawn_y, np.repeat(y, 9), atol=1e-9)
    inside = plane.coordinates(data.X)
    assert inside[0].min() > plane.x_range[0] and inside[1].max() < plane.y_range[1]


def test_a_surface_over_the_components_is_the_networks_own_output():
    source = sources["csv"](path=str(sample_data("iris.csv")))
    session = Session(replaced(ExperimentSpec(), "data.source", source))
    for _ in range(30):
        session.step()
    plane = Plane.around(session.dataset, cells=6).along_components(session.dataset)
    output = Surface.of(session, plane).map(session.network.theta).output
    expected = session.predict(plane.points()).reshape(output.shape)
    np.testing.assert_allclose(output, expected, atol=1e-4)


def test_another_pair_of_features_leaves_what_is_held():
    data = dataset("iris.csv")
    held = (1.0, 2.0, 3.0, 0.5)
    first = Plane.around(data).along(2, 3, data)
    plane = Plane(2, 3, first.x_range, first.y_range, 5, 5, held).along(0, 1, data)
    assert plane.held == held
    assert not plane.has_axes_of(first)
    np.testing.assert_array_equal(plane.points()[2:], np.tile([[3.0], [0.5]], 25))


def test_of_many_features_the_components_are_the_same():
    rng = np.random.default_rng(5)
    spread = 3.0 * 0.9 ** np.arange(300)
    X = np.linalg.qr(rng.standard_normal((300, 300)))[0] @ (
        spread[:, None] * rng.random((300, 900))
    )
    data = Dataset(X=X, Y=rng.random((1, 900)), feature_names=tuple(f"x{k}" for k in range(300)))
    components = Components.of(data)
    Z = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    vectors, values, _ = np.linalg.svd(Z, full_matrices=False)
    assert components.shares == pytest.approx(values[:2] ** 2 / (values**2).sum())
    alignment = np.abs(components.directions @ vectors[:, :2])
    np.testing.assert_allclose(alignment, np.eye(2), atol=1e-4)


def pictures(m: int = 40, side: int = 12) -> Dataset:
    rng = np.random.default_rng(2)
    labels = np.arange(m) % 2
    X = rng.uniform(0, 255, (side * side, m)) * (0.4 + 0.6 * labels)
    names = tuple(f"p{k}" for k in range(side * side))
    return Dataset(
        X=X, Y=labels[None], feature_names=names, class_names=("a", "b"), image_shape=(side, side)
    )


def test_of_fewer_examples_than_features_the_components_are_the_same():
    data = pictures()
    components = Components.of(data)
    Z = data.X - data.X.mean(axis=1, keepdims=True)
    vectors, values, _ = np.linalg.svd(Z, full_matrices=False)
    assert components.shares == pytest.approx(values[:2] ** 2 / (values**2).sum())
    np.testing.assert_allclose(np.abs(components.directions @ vectors[:, :2]), np.eye(2), atol=1e-9)


def test_data_of_many_features_are_shown_in_the_plane_of_their_components():
    data = pictures()
    assert Plane.around(data).components is not None
    assert Plane.around(data).along(3, 5, data).components is None
    assert Plane.around(dataset("wine.csv")).components is not None
    assert Plane.around(dataset("iris.csv")).components is None
    few = dataset("wine.csv").take([0])  # of one example there are no directions
    assert Plane.around(few).components is None
