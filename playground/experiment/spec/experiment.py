"""The whole of an experiment, under one seed."""

from __future__ import annotations

from typing import Any

from playground.experiment.spec.data import DataSpec
from playground.experiment.spec.diagnosis import DiagnosisSpec
from playground.experiment.spec.network import NetworkSpec
from playground.experiment.spec.training import TrainingSpec
from playground.settings import (
    Settings,
    by_layer,
    declared,
    group,
    integer,
    replaced,
)


@declared
class ExperimentSpec(Settings):
    """A whole experiment: the same specification gives the same numbers, everywhere."""

    seed: int = integer(
        4,
        label="Seed",
        help="Every random choice follows from it: same settings, same seed, same numbers.",
        within=f"[0, {2**32 - 1}]",
    )
    data_draw: int = integer(
        0,
        label="Draw of the data",
        help="0: the points and their division follow from the seed; 1, 2, ...: others of the same "
        "rule, with the same initial weights.",
        within=f"[0, {2**31 - 1}]",
        advanced=True,
    )
    weights_draw: int = integer(
        0,
        label="Draw of the weights",
        help="0: the initial weights follow from the seed; 1, 2, ...: others for the same points.",
        within=f"[0, {2**31 - 1}]",
        advanced=True,
    )
    data: DataSpec = group(DataSpec, label="Data")
    network: NetworkSpec = group(NetworkSpec, label="Network")
    training: TrainingSpec = group(TrainingSpec, label="Training")
    diagnosis: DiagnosisSpec = group(DiagnosisSpec, label="Bias and variance", format="view")

    @property
    def keep_prob(self) -> tuple[float, ...]:
        """The share of units that dropout keeps in each of the layers 0..L-1, the input first.

        Raises
        ------
        SettingError
            When there are more or fewer than layers.
        """
        n, training = len(self.network.hidden_layers), self.training
        layers = "hidden layers (the inputs have training.input_keep_prob)"
        hidden = by_layer.each(training.keep_prob, n, "training.keep_prob", layers)
        return training.input_keep_prob, *hidden

    def check_layers(self) -> None:
        """Raise `SettingError` where a row of values has not one for each layer."""
        _ = self.network.activations, self.network.initializers, self.keep_prob

    def following(self, name: str, value: Any) -> dict[str, Any]:
        if name != "network" or not isinstance(self.training.keep_prob, tuple):
            return {}
        layers = len(self.network.hidden_layers), len(value.hidden_layers)
        kept = by_layer.resized(self.training.keep_prob, *layers)
        return {"training": replaced(self.training, "keep_prob", kept)}
