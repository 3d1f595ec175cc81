"""Values of settings in words."""

import pytest

from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import value_text
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
