"""Slider positions stand for values, both ways."""

import pytest

from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.scale import POSITIONS, SliderScale
from playground.settings import find, walk

SLIDING = [entry for entry in walk(ExperimentSpec()) if SliderScale.suits(entry.setting)]


@pytest.mark.parametrize("entry", SLIDING, ids=lambda entry: entry.path)
def test_every_position_is_an_allowed_value_and_leads_back_to_itself(entry):
    scale = SliderScale(entry.setting)
    values = [scale.value(position) for position in range(POSITIONS + 1)]
    assert values == sorted(values)
    for value in set(values):
        assert entry.setting.checked(entry.setting.kind(value)) == value
        # Rounding may put a value a little beside its position, never elsewhere.
        assert scale.value(scale.position(value)) == pytest.approx(value, rel=0.06, abs=1e-9)


def test_a_logarithmic_slider_that_may_be_zero_has_zero_at_its_left_end():
    scale = SliderScale(find(ExperimentSpec(), "training.l2").setting)
    assert scale.value(0) == 0
    assert scale.position(0) == 0
    assert scale.value(1) == pytest.approx(1e-4)
    assert scale.value(POSITIONS) == 100
    assert scale.position(1e6) == POSITIONS
