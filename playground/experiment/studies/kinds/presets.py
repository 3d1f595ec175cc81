"""Comparisons worth a button: the settings in which a course has most to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.data.datasets import scalings
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.schedules import schedules
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare, compare_optimizers
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation, variations_over
from playground.settings import find


@dataclass(frozen=True)
class StudyPreset:
    """A comparison that needs no questions.

    Attributes
    ----------
    name : str
        Stays the same for ever.
    label, help : str
        For a menu.
    study : callable
        ``study(spec, seeds)`` makes the `Study`.
    """

    name: str
    label: str
    help: str
    study: Callable[[ExperimentSpec, int], Study]


def _over(path: str, values: Sequence, title: str) -> Callable[[ExperimentSpec, int], Study]:
    return lambda spec, seeds: compare(spec, variations_over(spec, path, values), seeds, title)


def _activations(spec: ExperimentSpec, seeds: int) -> Study:
    names = find(spec, "network.activation").setting.names
    names = [name for name in activations if name in names]
    return compare(spec, variations_over(spec, "network.activation", names), seeds, "Activations")


def _initial_weights(spec: ExperimentSpec, seeds: int) -> Study:
    normal, path = initializers["normal"], "network.initializer"
    variations = [
        Variation("Zeros", ((path, "zeros"),), words="zeros"),
        Variation("Too small", ((path, normal(scale=0.01)),), words="weights too small"),
        Variation("Too large", ((path, normal(scale=10)),), words="weights too large"),
        Variation("He", ((path, "he"),)),
        Variation("Xavier", ((path, "xavier"),)),
    ]
    return compare(spec, variations, seeds, "Initial weights")


def _batch_sizes(spec: ExperimentSpec, seeds: int) -> Study:
    path = "training.batch_size"
    samples = getattr(spec.data.source, "samples", None)
    m = spec.data.shares(samples)[0] * samples if samples else 1_000_000
    sizes = [size for size in (1, 16, 64, 512) if size < m]
    variations = variations_over(spec, path, sizes)
    everything = int(find(spec, path).setting.maximum)
    variations.append(Variation("all", ((path, everything),), words="full batches"))
    return compare(spec, variations, seeds, "Mini-batch sizes")


def _schedules(spec: ExperimentSpec, seeds: int) -> Study:
    # By hand is constant while nobody moves the slider.
    names = [name for name in schedules if name != "manual"]
    return compare(spec, variations_over(spec, "training.schedule", names), seeds, "Schedules")


def _scalings(spec: ExperimentSpec, seeds: int) -> Study:
    variations = variations_over(
        spec, "data.scaling", [n for n in scalings if n != "divide_by_255"]
    )
    return compare(spec, variations, seeds, "Normalization")


def _architectures(spec: ExperimentSpec, seeds: int) -> Study:
    layers = ((), (2,), (4,), (8,), (8, 4), (8, 8, 8))
    variations = variations_over(spec, "network.hidden_layers", layers)
    return compare(spec, variations, seeds, "Architectures")


STUDY_PRESETS: tuple[StudyPreset, ...] = (
    StudyPreset(
        "optimizers",
        "Optimizers",
        "Gradient descent, momentum, RMSprop and Adam from the same start.",
        compare_optimizers,
    ),
    StudyPreset(
        "activations",
        "Activations",
        "What every hidden unit does with its weighted sum.",
        _activations,
    ),
    StudyPreset(
        "initial_weights",
        "Initial weights",
        "Zeros, too small, too large, He and Xavier: symmetry, vanishing, exploding.",
        _initial_weights,
    ),
    StudyPreset(
        "batch_sizes",
        "Mini-batch sizes",
        "From a single example to all at once: steps, noise and examples per second.",
        _batch_sizes,
    ),
    StudyPreset("schedules", "Schedules", "How the learning rate falls.", _schedules),
    StudyPreset(
        "dropout",
        "Dropout",
        "Fewer and fewer units taking part in a step.",
        _over("training.keep_prob", (1.0, 0.9, 0.7, 0.5), "Keep probability"),
    ),
    StudyPreset("scaling", "Normalization", "Scaled features and raw ones.", _scalings),
    StudyPreset(
        "architectures",
        "Architectures",
        "From logistic regression to three hidden layers.",
        _architectures,
    ),
)
"""In the order of a menu."""
