"""Learning rates of the variations of a study: each may have one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import Study
from playground.settings import find

#: The setting of which each variation may have a value of its own: its dotted path, and itself.
RATE = "training.learning_rate"
RATE_SETTING = find(ExperimentSpec(), RATE).setting


def with_rates(study: Study, rates: Mapping[str, float]) -> Study:
    """A study with other learning rates for the variations of these labels.

    Raises
    ------
    SettingError
        When one is no learning rate.
    """
    variations = tuple(
        replace(variation, changes=(*variation.changes, (RATE, rates[variation.label])))
        if variation.label in rates
        else variation
        for variation in study.variations
    )
    return replace(study, variations=variations)
