"""What an experiment is called in a heading: its data, its network, in a few words."""

from __future__ import annotations

from pathlib import Path

from playground.experiment.spec import ExperimentSpec
from playground.settings import walk


def source_text(spec: ExperimentSpec) -> str:
    """What the data are: the kind of source, and the file where it is one."""
    source = spec.data.source
    files = [
        Path(entry.value).name
        for entry in walk(source)
        if entry.setting.format == "file" and entry.value
    ]
    return " ".join([type(source).label, *files])


def experiment_text(spec: ExperimentSpec, layer_sizes: tuple[int, ...]) -> str:
    """Data, layers and activation: ``"Flower, 2-8-4-1 with tanh"``."""
    sizes = "-".join(map(str, layer_sizes))
    hidden = f" with {spec.network.activation.label}" if len(layer_sizes) > 2 else ""
    return f"{source_text(spec)}, {sizes}{hidden}"
