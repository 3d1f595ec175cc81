"""Comparisons: the same start and the same mini-batches, other settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from playground.engine.optimizers import optimizers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import Study, seeds_from
from playground.experiment.studies.variations import Variation, variations_over

#: The setting of which each variation may have a value of its own.
RATE = "training.learning_rate"


def compare(
    spec: ExperimentSpec, variations: Sequence[Variation], seeds: int = 5, title: str = ""
) -> Study:
    """A comparison of any variations of an experiment, each with `seeds` seeds.

    Raises
    ------
    ExperimentError, SettingError
        When they make no study.
    """
    return Study("compare", spec, tuple(variations), seeds_from(spec.seed, seeds), title)


def compare_optimizers(
    spec: ExperimentSpec, seeds: int = 5, names: Sequence[str] = tuple(optimizers)
) -> Study:
    """All optimizers on one experiment, from the same weights, over the same mini-batches.

    Parameters
    ----------
    spec : ExperimentSpec
        The optimizer it has keeps its constants; the others come with their defaults.
    seeds : int
        How often each runs.
    names : sequence of str
        The optimizers.
    """
    return compare(spec, variations_over(spec, "training.optimizer", names), seeds)


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
