"""What a network and its data are made of."""

from __future__ import annotations

import math

from playground.experiment.symptoms.case import Case
from playground.lessons.measures.measure import measure


@measure("units", "Units in all hidden layers together.", "count")
def _units(case: Case) -> float:
    return sum(case.network.layer_sizes[1:-1])


@measure("layers", "Hidden layers.", "count")
def _layers(case: Case) -> float:
    return len(case.network.layer_sizes) - 2


@measure("parameters", "Weights and biases of the network.", "count")
def _parameters(case: Case) -> float:
    return case.network.n_parameters


@measure("features", "Features the network is given.", "count")
def _features(case: Case) -> float:
    return case.network.layer_sizes[0]


@measure("classes", "Classes of the data; 0 for numbers.", "count")
def _classes(case: Case) -> float:
    return len(case.session.dataset.class_names)


@measure("examples", "Examples in the training set.", "count")
def _examples(case: Case) -> float:
    return case.split.train.m


@measure("dev_examples", "Examples in the dev set.", "count")
def _dev_examples(case: Case) -> float:
    return case.split.dev.m


@measure("steps_per_epoch", "Mini-batches in an epoch.", "count")
def _steps_per_epoch(case: Case) -> float:
    return math.ceil(case.split.train.m / case.spec.training.batch_size)
