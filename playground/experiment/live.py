"""What a network in training can take up as it goes: live settings, and points drawn by hand."""

from __future__ import annotations

from playground.data.datasets import Dataset
from playground.engine import Trainer
from playground.experiment.architecture import keep_prob_of
from playground.experiment.spec import ExperimentSpec
from playground.settings import Entry, changed

_SOURCE = "data.source"


def requires_restart(old: ExperimentSpec, new: ExperimentSpec, dataset: Dataset) -> list[Entry]:
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


def take_up(trainer: Trainer, spec: ExperimentSpec) -> None:
    """Let a trainer and its network go on with the live settings of `spec`.

    Raises
    ------
    EngineError
        When one is not allowed.
    """
    network, training = trainer.network, spec.training
    network.l1, network.l2 = training.l1, training.l2
    network.keep_prob = keep_prob_of(spec)
    trainer.learning_rate = training.learning_rate
    trainer.schedule = training.schedule
    trainer.batch_size = training.batch_size
    trainer.optimizer = training.optimizer
