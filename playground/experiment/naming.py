"""What an experiment is called in a heading: its data, its network, in a few words."""

from __future__ import annotations

from pathlib import Path

from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import listed
from playground.settings import by_layer, walk


def source_text(spec: ExperimentSpec) -> str:
    """What the data are: the kind of source, and the file where it is one."""
    source = spec.data.source
    files = [
        Path(entry.value).name
        for entry in walk(source)
        if entry.setting.format == "file" and entry.value
    ]
    return " ".join([type(source).label, *files])


def activation_text(spec: ExperimentSpec) -> str:
    """The activation of the hidden layers, or that of each: ``"ReLU and tanh"``."""
    return listed(each.label for each in by_layer.values_of(spec.network.activation))


def experiment_text(spec: ExperimentSpec, layer_sizes: tuple[int, ...]) -> str:
    """Data, layers and activation: ``"Flower, 2-8-4-1 with tanh"``."""
    sizes = "-".join(map(str, layer_sizes))
    hidden = f" with {activation_text(spec)}" if len(layer_sizes) > 2 else ""
    return f"{source_text(spec)}, {sizes}{hidden}"
