"""A NumPy script that loads the weights and predicts, with nothing of the playground in it."""

from __future__ import annotations

from playground.experiment.session import Session
from playground.io.code.formulas import feature_expression
from playground.io.code.notes_source import given, name_of, source_of
from playground.io.code.program import Program
from playground.io.formats import formats

_SCRIPT = '''\
"""Predicts with a network that was trained in the neural playground. Needs NumPy alone.

    python {script} {example}

predicts one example from its columns in the order of COLUMNS. From another program,
predict(X) takes many: X is ({n_columns}, m), one example a column.
"""

import sys
from pathlib import Path

import numpy as np

COLUMNS = {columns!r}
LABEL = {label!r}
CLASSES = {classes!r}

# W1, b1, W2, ... and the scaling; W[l] is (n[l], n[l-1]) for the layers {layers}.
stored = np.load(Path(__file__).with_name({weights!r}), allow_pickle=False)


{functions}


{features}


def predict(X):
    """The output of the network, ({n_y}, m), for the columns X, ({n_columns}, m)."""
    A = (features(X) - stored["x_shift"]) * stored["x_factor"]
{forward}
{result}


if __name__ == "__main__":
    if len(sys.argv) != 1 + len(COLUMNS):
        sys.exit(f"Give the {{len(COLUMNS)}} values of {{', '.join(COLUMNS)}}.")
    try:
        X = np.array(sys.argv[1:], float)[:, np.newaxis]
    except ValueError as error:
        sys.exit(f"Every value must be a number: {{error}}.")
    output = predict(X)[:, 0]
{told}
'''

_TOLD = {
    "regression": """\
    print(f"{LABEL}: {output[0]:.6g}")""",
    "binary": """\
    for name, probability in zip(CLASSES, (1 - output[0], output[0])):
        print(f"{name}: {probability:.6f}")""",
    "multiclass": """\
    for name, probability in zip(CLASSES, output):
        print(f"{name}: {probability:.6f}")""",
}


@formats.register("numpy", label="NumPy, predicts")
class PredictionProgram(Program):
    """Predicts from raw inputs. The weights are written beside it."""

    title, file = "the program that predicts", "predict.py"

    def text(self, session: Session, script: str, weights: str) -> str:
        """Needs NumPy alone."""
        return prediction_script(session, script, weights)


def prediction_script(session: Session, script: str, weights: str) -> str:
    """The text of the script; `script` and `weights` are what the two files are called."""
    data, network = session.dataset, session.network
    forward = [
        f'    A = {activation.name}(stored["W{layer}"] @ A + stored["b{layer}"]{given(activation)})'
        for layer, activation in enumerate(network.activations, 1)
    ]
    regression = data.task == "regression"
    return _SCRIPT.format(
        script=script if script.isascii() and script.isprintable() else "predict.py",
        example=" ".join(f"{value:g}" for value in data.X[:, 0][:8])
        + (" ..." if data.n_x > 8 else ""),
        n_columns=data.n_x,
        n_y=network.layer_sizes[-1],
        columns=list(data.feature_names),
        label=data.label_name,
        classes=list(data.class_names),
        layers="-".join(map(str, network.layer_sizes)),
        weights=weights,
        functions=source_of(name_of(each, "activation") for each in network.activations),
        features=features_function(session),
        forward="\n".join(forward),
        result='    return A / stored["y_factor"] + stored["y_shift"]'
        if regression
        else "    return A",
        told=_TOLD[data.task],
    )


def features_function(session: Session) -> str:
    """A function from columns to what the network is given."""
    formulas = session.features.formulas
    if not formulas:
        return 'def features(X):\n    """The columns as they are."""\n    return X'
    rows = ",\n        ".join(feature_expression(formula) for formula in formulas)
    return (
        'def features(X):\n    """What the network is given, computed from the columns."""\n'
        f"    return np.stack([\n        {rows},\n    ])"
    )
