"""Which changes of a specification a network in training can take up as it goes."""

from __future__ import annotations

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.settings import Entry, changed

_SOURCE = "data.source"


def stuck(old: ExperimentSpec, new: ExperimentSpec, dataset: Dataset) -> list[Entry]:
    """The changes from `old` to `new` that only a new session can have.

    Parameters
    ----------
    old, new : ExperimentSpec
    dataset : Dataset
        What the network learns from at present. Other data with the same columns and classes,
        such as these with a point drawn among them, need no new network.
    """
    continues = new.data.source.continues(dataset)
    return [
        entry
        for entry in changed(old, new)
        if entry.setting.applies != "live" and not (continues and _concerns_source(entry))
    ]


def _concerns_source(entry: Entry) -> bool:
    return entry.path == _SOURCE or entry.path.startswith(f"{_SOURCE}.")
