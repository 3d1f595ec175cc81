"""Features: columns go in, formulas of them come out, and what is undefined is named."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.errors import DataError
from playground.data.features import FeatureMap

X = np.array([[1.0, 2.0, -3.0], [0.5, 0.0, 4.0]])
COLUMNS = ("x1", "x2")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_without_formulas_the_columns_pass_untouched(text):
    features = FeatureMap(text, COLUMNS)
    assert features.apply(X) is X
    assert features.is_identity
    assert features.names == COLUMNS
    assert features.n_features == 2


def test_the_seven_features_of_the_plane():
    features = FeatureMap("x1, x2, x1^2, x2^2, x1*x2, sin(x1), sin(x2)", COLUMNS)
    x1, x2 = X
    expected = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_array_equal(features.apply(X), expected)
    assert features.names == ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    assert features.n_features == 7


def test_columns_are_named_by_place_by_name_and_in_quotes():
    columns = ("sepal length (cm)", "width", "x1", "e")
    rows = np.arange(8.0).reshape(4, 2)
    text = "x1, width, `sepal length (cm)`, 'x1', x3, 'e', x4 + 1"
    features = FeatureMap(text, columns)
    np.testing.assert_array_equal(
        features.apply(rows), [rows[0], rows[1], rows[0], rows[2], rows[2], rows[3], rows[3] + 1]
    )
    assert features.names == (
        "sepal length (cm)", "width", "sepal length (cm)", "x1", "x1", "e", "x4+1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text, columns, sentence",
    [
        ("x3", COLUMNS, "Features: there is no column 'x3'; choose from x1 and x2."),
        ("'x'", COLUMNS, "Features: there is no column 'x'; choose from x1 and x2."),
        ("sin", COLUMNS, "Features: after 'sin' its value is missing; write sin(x1)."),
        ("x1 +", COLUMNS, "Features: after 'x1 +' a value is missing."),
        (
            "width",
            tuple(f"p{k}" for k in range(784)),
            "Features: there is no column 'width'; the columns are 'p0' to 'p783', "
            "or by their place x1 to x784.",
        ),
    ],
)
def test_what_names_no_column_is_refused(text, columns, sentence):
    with pytest.raises(DataError) as caught:
        FeatureMap(text, columns)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("log(x1)", "Features: log(x1) is not a number for example 3, where x1 is -3."),
        ("x1, 1/x2", "Features: 1/x2 is not a number for example 2, where x2 is 0."),
        (
            "1e60*x2*1e60",
            "Features: 1e60*x2*1e60 is 5e+119, larger than 1e+100, for example 1, where x2 is 0.5.",
        ),
        (
            "sqrt(x1*x2)",
            "Features: sqrt(x1*x2) is not a number for example 3, where x1 is -3 and x2 is 4.",
        ),
    ],
)
def test_a_feature_without_a_value_is_refused_by_its_first_example(text, sentence):
    features = FeatureMap(text, COLUMNS)
    with pytest.raises(DataError) as caught:
        features.apply(X)
    assert str(caught.value) == sentence
    assert features.values(X).shape == (features.n_features, 3)


def test_maps_of_the_same_text_and_columns_are_equal():
    assert FeatureMap("x1, x2", COLUMNS) == FeatureMap("x1, x2", COLUMNS)
    assert FeatureMap("x1", COLUMNS) != FeatureMap("x1", ("a", "b"))
