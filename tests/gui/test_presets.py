"""The experiments that come with the program."""

import pytest

from playground.experiment import codec
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.document.presets import presets

PRESETS = {preset.path.stem: preset for preset in presets()}
each = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


def test_there_are_some_and_each_has_its_own_title():
    assert "spiral" in PRESETS and len(PRESETS) >= 5
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


@each
def test_a_preset_says_what_it_shows_and_is_an_experiment_of_its_own(preset):
    assert preset.title[0].isupper() and preset.lesson.endswith(".")
    assert codec.read(preset.path) != ExperimentSpec()


@pytest.mark.parametrize(
    ("name", "worst"),
    [
        ("spiral", 0.02),
        ("logistic_regression", 0.02),
        ("many_rings", 0.05),
        ("planar_petals", 0.2),
        ("hills_and_hollows", 0.08),
    ],
)
def test_a_preset_learns_what_it_is_there_to_show(name, worst):
    session = Session(codec.read(PRESETS[name].path))
    session.run()
    assert session.history.latest["dev_error"] < worst


def test_the_preset_of_overfitting_overfits():
    session = Session(codec.read(PRESETS["overfitting"].path))
    session.run()
    latest = session.history.latest
    assert latest["train_error"] < 0.03
    assert latest["dev_error"] > latest["train_error"] + 0.05
    assert latest["dev_cost"] > 3 * session.history.best("dev_cost")["dev_cost"]
