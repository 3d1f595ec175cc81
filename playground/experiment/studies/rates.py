"""Learning rates of the variations of a study: each may have one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.experiment.studies.study import Study

#: The setting of which each variation may have a value of its own.
RATE = "training.learning_rate"


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
