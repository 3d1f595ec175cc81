"""Values and numbers in words: few digits, thousands apart, and a minus that is one."""

from __future__ import annotations

import pytest

from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import error_text, measured, told_apart, value_text
from playground.settings import find, replaced


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("data.features", "", "the columns as they are"),
        ("data.features", "x1^2", "x1^2"),
        ("network.hidden_layers", (), "none"),
        ("training.learning_rate", 0.03, "0.03"),
    ],
)
def test_an_empty_value_says_what_it_means(path, value, words):
    entry = find(replaced(ExperimentSpec(), path, value), path)
    assert value_text(entry.value, entry.setting) == words


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0.012345, 4, "0.01235"),
        (1234567.0, 4, "1,235,000"),
        (999.96, 4, "1,000"),
        (-0.5, 4, "−0.5"),
        (2.9364e-12, 4, "2.936e−12"),
        (-1234.0, 2, "−1,200"),
        (3e20, 4, "3e+20"),
        (-0.0, 4, "0"),
    ],
)
def test_what_was_measured_is_written_for_people(number, digits, text):
    assert measured(number, digits) == text


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((0.1, 0.2), ["0.1", "0.2"]),
        ((0.10001, 0.10002), ["0.10001", "0.10002"]),
        ((-1000.12, -1000.34), ["−1,000.1", "−1,000.3"]),
        ((5.0, 5.0), ["5", "5"]),
    ],
)
def test_numbers_that_differ_are_told_apart(numbers, texts):
    assert told_apart(numbers) == texts


def test_an_error_is_a_share_or_a_distance():
    assert error_text(0.125, "binary") == "12.5 %"
    assert error_text(123.456, "binary") == "12,350 %"
    assert error_text(23456.7, "regression") == "23,460"
    assert error_text(float("nan"), "regression") == "–"
