"""Small sessions of every kind of problem, trained a little."""

from __future__ import annotations

import numpy as np
import sessions

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec

EXPERIMENTS = {
    "binary": 'data.source = {kind = "circle", samples = 60}',
    "multiclass": """
        data.source = {kind = "spiral", samples = 60, classes = 3}
        network.activation = {kind = "leaky_relu", beta = 0.2}
        training.optimizer = "momentum"
        training.keep_prob = 0.8
        """,
    "regression": """
        data = {source = {kind = "plane", samples = 60}, scaling = "min_max"}
        network.activation = "relu"
        training = {optimizer = "rmsprop", patience = 3}
        """,
    "several quantities": """
        training.optimizer = "momentum"
        [data]
        scaling = "min_max"
        source = {kind = "typed", outputs = 2, table = '''
        a, b, sum, product
        0, 1, 1, 0
        1, 2, 3, 2
        2, 2, 4, 4
        3, -1, 2, -3
        1, 1, 2, 1
        0.5, 4, 4.5, 2
        -2, 3, 1, -6
        2, 0, 2, 0
        3, 3, 6, 9
        -1, -1, -2, 1
        '''}
        """,
    "single precision": """
        data.source = {kind = "moons", samples = 60}
        network = {precision = "float32", hidden_layers = []}
        training = {optimizer = "gd", l2 = 0.1, schedule = {kind = "staircase", every = 2}}
        """,
}


def session_of(text: str, steps: int = 23) -> Session:
    return sessions.session_of(text, steps=steps)


def session_called(name: str, other: str) -> Session:
    """A session whose feature, label and first class are called `name`, its second `other`."""
    rng = np.random.default_rng(0)
    data = Dataset(
        X=rng.normal(size=(1, 20)),
        Y=rng.integers(0, 2, (1, 20)),
        feature_names=(name,),
        label_name=name,
        class_names=(name, other),
    )
    return Session(ExperimentSpec(), data)
