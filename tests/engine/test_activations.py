"""Activation functions: values, slopes, extremes."""

import math

import numpy as np
import pytest

from playground.engine.activations import activations
from playground.settings import SettingError

Z = np.array([[-800.0, -3.0, -1e-9, 0.0, 1e-9, 0.5, 3.0, 800.0]])
ELEMENTWISE = [name for name, cls in activations.items() if not cls.output_only]
FORMULAS = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z > -700 else 0.0,
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "leaky_relu": lambda z: max(0.01 * z, z),
    "linear": lambda z: z,
}


def test_all_are_there():
    assert set(activations) == {*FORMULAS, "softmax"}
    assert [name for name, cls in activations.items() if cls.output_only] == ["softmax"]
    for cls in activations.values():
        assert cls.label and cls.help.endswith(".")


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_values_are_those_of_the_formula(name):
    expected = [FORMULAS[name](z) for z in Z[0]]
    np.testing.assert_allclose(activations[name]()(Z)[0], expected, rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_slopes_are_those_of_the_values(name):
    g, z, h = activations[name](), np.array([[-2.0, -0.3, 0.4, 1.7]]), 1e-6
    np.testing.assert_allclose(g.slope(z), (g(z + h) - g(z - h)) / (2 * h), rtol=1e-8)


@pytest.mark.parametrize("name, slope", [("relu", 0), ("leaky_relu", 0.01)])
def test_slope_at_zero_is_the_one_from_below(name, slope):
    assert activations[name]().slope(np.zeros((1, 1))).item() == slope


@pytest.mark.parametrize("beta", [0, 0.3, 0.99])
@pytest.mark.parametrize("m", [1, 5000])
def test_leaky_relu_of_any_slope(beta, m):
    g, z = activations["leaky_relu"](beta=beta), np.linspace(-2, 2, m)[np.newaxis]
    np.testing.assert_array_equal(g(z), np.where(z > 0, z, beta * z))
    np.testing.assert_array_equal(g.slope(z), np.where(z > 0, 1, beta))


def test_relu_slope_of_many_numbers_and_of_few_is_the_same():
    z = np.random.default_rng(0).normal(size=(70, 70))
    g = activations["relu"]()
    np.testing.assert_array_equal(g.slope(z), z > 0)
    np.testing.assert_array_equal(g.slope(z[:3]), z[:3] > 0)


def test_softmax_adds_up_to_one_and_is_not_moved_by_a_shift():
    softmax, z = activations["softmax"](), np.random.default_rng(0).normal(size=(4, 6))
    a = softmax(z)
    np.testing.assert_allclose(a.sum(axis=0), 1, rtol=1e-15)
    np.testing.assert_allclose(softmax(z + 1e4), a, rtol=1e-11)
    np.testing.assert_allclose(a, np.exp(z) / np.exp(z).sum(axis=0), rtol=1e-14)
    assert softmax(np.array([[1e4], [-1e4]])).ravel().tolist() == [1, 0]


@pytest.mark.parametrize("name", activations)
def test_float32_stays_float32_and_extremes_are_finite(name):
    a = activations[name]()(np.array([[-1e4, 0, 1e4], [1, 2, 3]], np.float32))
    assert a.dtype == np.float32
    assert np.isfinite(a).all()


@pytest.mark.parametrize("name", activations)
def test_the_input_is_left_alone(name):
    z = np.random.default_rng(0).normal(size=(3, 4))
    before = z.copy()
    activations[name]()(z)
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_steepest_slope_is_what_it_says(name):
    cls = activations[name]
    assert cls().slope(np.linspace(-5, 5, 1001)[np.newaxis]).max() == pytest.approx(cls.steepest)


@pytest.mark.parametrize("beta", [-0.1, 1, 1.5])
def test_leaky_relu_refuses_a_slope_outside_0_to_1(beta):
    with pytest.raises(SettingError, match="must be at least 0 and below 1"):
        activations["leaky_relu"](beta=beta)
