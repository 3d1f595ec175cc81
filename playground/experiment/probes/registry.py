"""The probes there are: a row for each, and its module."""

from __future__ import annotations

from playground.experiment.probe import Probe
from playground.lazy_registry import LazyRegistry

probes: LazyRegistry[type[Probe]] = LazyRegistry(
    "probe",
    surface="playground.experiment.probes.surface",
    pre_activations="playground.experiment.probes.pre_activations",
    misclassified="playground.experiment.probes.misclassified",
    layers="playground.experiment.probes.layers",
    landscape="playground.experiment.probes.landscape",
    inspection="playground.experiment.probes.inspection",
    results="playground.experiment.probes.results",
    symptoms="playground.experiment.probes.symptoms",
)
