"""Comparisons worth a button: the settings in which a course has most to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from playground.data.datasets import scalings
from playground.dataclass import dataclass
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.variations import Variation, variations_over
from playground.settings import find

Make = Callable[[ExperimentSpec], Sequence[Variation]]


@dataclass(frozen=True)
class StudyPreset:
    """A comparison that needs no questions.

    Attributes
    ----------
    label, help : str
        For a menu.
    variations : callable
        ``variations(spec)`` is what is compared.
    title : str
        What is varied; by default the label.
    """

    label: str
    help: str
    variations: Make
    title: str = ""


def _over(path: str, values: Iterable[Any], without: str = "") -> Make:
    """The values of a setting: of a registry all the names that the setting allows but one."""

    def make(spec: ExperimentSpec) -> Sequence[Variation]:
        allowed = find(spec, path).setting.names
        chosen = [v for v in values if v != without and (not allowed or v in allowed)]
        return variations_over(spec, path, chosen)

    return make


def _initial_weights(spec: ExperimentSpec) -> Sequence[Variation]:
    normal, path = initializers["normal"], "network.initializer"
    return [
        Variation("Zeros", ((path, "zeros"),), words="zeros"),
        Variation("Too small", ((path, normal(scale=0.01)),), words="weights too small"),
        Variation("Too large", ((path, normal(scale=10)),), words="weights too large"),
        Variation("He", ((path, "he"),)),
        Variation("Xavier", ((path, "xavier"),)),
    ]


def _batch_sizes(spec: ExperimentSpec) -> Sequence[Variation]:
    path = "training.batch_size"
    samples = getattr(spec.data.source, "samples", None)
    m = spec.data.shares(samples)[0] * samples if samples else 1_000_000
    variations = variations_over(spec, path, [size for size in (1, 16, 64, 512) if size < m])
    everything = int(find(spec, path).setting.maximum)
    return [*variations, Variation("all", ((path, everything),), words="full batches")]


STUDY_PRESETS: dict[str, StudyPreset] = {
    "optimizers": StudyPreset(
        "Optimizers",
        "Gradient descent, momentum, RMSprop and Adam from the same start.",
        _over("training.optimizer", optimizers),
        "Optimizer",
    ),
    "activations": StudyPreset(
        "Activations",
        "What every hidden unit does with its weighted sum.",
        _over("network.activation", activations),
    ),
    "initial_weights": StudyPreset(
        "Initial weights",
        "Zeros, too small, too large, He and Xavier: symmetry, vanishing, exploding.",
        _initial_weights,
    ),
    "batch_sizes": StudyPreset(
        "Mini-batch sizes",
        "From a single example to all at once: steps, noise and examples per second.",
        _batch_sizes,
    ),
    "schedules": StudyPreset(
        "Schedules",
        "How the learning rate falls.",
        # By hand is constant while nobody moves the slider.
        _over("training.schedule", schedules, without="manual"),
    ),
    "dropout": StudyPreset(
        "Dropout",
        "Fewer and fewer units taking part in a step.",
        _over("training.keep_prob", (1.0, 0.9, 0.7, 0.5)),
        "Keep probability",
    ),
    "scaling": StudyPreset(
        "Normalization",
        "Scaled features and raw ones.",
        _over("data.scaling", scalings, without="divide_by_255"),
    ),
    "architectures": StudyPreset(
        "Architectures",
        "From logistic regression to three hidden layers.",
        _over("network.hidden_layers", ((), (2,), (4,), (8,), (8, 4), (8, 8, 8))),
    ),
}
"""By a name that stays the same for ever, in the order of a menu."""
