"""The whole of an experiment, under one seed."""

from __future__ import annotations

from playground.experiment.spec.data import DataSpec
from playground.experiment.spec.diagnosis import DiagnosisSpec
from playground.experiment.spec.network import NetworkSpec
from playground.experiment.spec.training import TrainingSpec
from playground.settings import (
    Settings,
    declared,
    group,
    integer,
)


@declared
class ExperimentSpec(Settings):
    """A whole experiment: the same specification gives the same numbers, everywhere."""

    seed: int = integer(
        4,
        label="Seed",
        help="Every random choice follows from it: same settings, same seed, same numbers.",
        minimum=0,
        maximum=2**32 - 1,
    )
    data_draw: int = integer(
        0,
        label="Data, draw",
        help="0: the points and their division follow from the seed; 1, 2, ...: others of the same "
        "rule, with the same initial weights.",
        minimum=0,
        maximum=2**31 - 1,
        advanced=True,
    )
    weights_draw: int = integer(
        0,
        label="Weights, draw",
        help="0: the initial weights follow from the seed; 1, 2, ...: others for the same points.",
        minimum=0,
        maximum=2**31 - 1,
        advanced=True,
    )
    data: DataSpec = group(DataSpec, label="Data")
    network: NetworkSpec = group(NetworkSpec, label="Network")
    training: TrainingSpec = group(TrainingSpec, label="Training")
    diagnosis: DiagnosisSpec = group(DiagnosisSpec, label="Bias and variance", format="view")
