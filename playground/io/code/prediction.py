"""A NumPy script that loads the weights and predicts, with nothing of the playground in it."""

from __future__ import annotations

from playground.experiment.session import Session
from playground.io.code.columns import columns_text, example_words
from playground.io.code.formulas import feature_expression
from playground.io.code.notes_source import given, name_of, source_of
from playground.io.code.program import Program
from playground.io.formats import formats

_SCRIPT = '''\
"""Predicts with a network that was trained in the neural playground. Needs NumPy alone.

    python {script} {example}

predicts one example from its columns in the order of COLUMNS, texts as texts;

    python {script} table.csv

predicts every row of a table with these columns, and prints a table. From another program,
predict(encoded(rows)) takes rows as they were measured, predict(X) takes X, ({n_columns}, m), one
example a column.
"""

import csv
import os
import re
import sys
from pathlib import Path

import numpy as np

LABELS = {labels!r}
CLASSES = {classes!r}

# W1, b1, W2, ... and the scaling; W[l] is (n[l], n[l-1]) for the layers {layers}.
stored = np.load(Path(__file__).with_name({weights!r}), allow_pickle=False)


{columns}


{functions}


{features}


def predict(X):
    """The output of the network, ({n_y}, m), for the columns X, ({n_columns}, m)."""
    A = (features(X) - stored["x_shift"]) * stored["x_factor"]
{forward}
{result}


def told(replaced):
    """Say which values could not be used, and what stands for them."""
    for place, name, cell in replaced:
        known = f"; known are {{', '.join(WORDS[name])}}" if name in WORDS else ""
        missing = not str(cell or "").strip()
        what = "the value is missing" if missing else f"{{cell!r}} is unknown{{known}}"
        sentence = f"Row {{place}}, {{name}}: {{what}}. {{TYPICAL[name]}} is taken instead."
        print(sentence, file=sys.stderr)


def rows_of(path):
    """The rows of a table with a line of names, and its separator: comma, semicolon or tab."""
    with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
        lines = file.read().splitlines(keepends=True)
    for sign in ",;\\t":
        rows = list(csv.DictReader(lines, delimiter=sign))
        if rows and set(COLUMNS) <= set(rows[0]):
            return rows, sign
    sys.exit(f"{{path}} has not the columns {{', '.join(COLUMNS)}} in its first line.")


def predict_table(path):
    """Predict every row of a table, and print what comes of it."""
    rows, separator = rows_of(path)
    replaced = []
    X = encoded([[row[name] for name in COLUMNS] for row in rows], replaced, separator)
    for name in COLUMNS:
        if sum(unread == name for _, unread, _ in replaced) == len(rows) > 1:
            sys.exit(f"{{path}}: no value of {{name}} can be used, such as {{rows[0][name]!r}}.")
    output = predict(X)
    told(replaced)
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow(["row", *LABELS, *(f"probability of {{name}}" for name in CLASSES)])
    for place, a in enumerate(output.T.tolist(), 1):
        each = [1 - a[0], a[0]] if len(CLASSES) == 2 else a
        if CLASSES:
            # Where two are equally probable, of two classes the second is meant.
            best = int(a[0] >= 0.5) if len(CLASSES) == 2 else int(np.argmax(a))
            table.writerow([place, CLASSES[best], *each])
        else:
            table.writerow([place, *a])


if __name__ == "__main__":
    if len(sys.argv) == 2 and os.path.isfile(sys.argv[1]):
        sys.exit(predict_table(sys.argv[1]))
    if len(sys.argv) != 1 + len(COLUMNS):
        sys.exit(f"Give the {{len(COLUMNS)}} values of {{', '.join(COLUMNS)}}, or a table.")
    replaced = []
    output = predict(encoded([sys.argv[1:]], replaced))[:, 0]
    told(replaced)
{told}
'''

_TOLD = {
    "regression": """\
    for name, number in zip(LABELS, output):
        print(f"{name}: {number:.6g}")""",
    "binary": """\
    for name, probability in zip(CLASSES, (1 - output[0], output[0])):
        print(f"{name}: {probability:.6f}")""",
    "multiclass": """\
    for name, probability in zip(CLASSES, output):
        print(f"{name}: {probability:.6f}")""",
}


@formats.register("numpy", label="NumPy, predicts")
class PredictionProgram(Program):
    """Predicts a row or a table as it was measured, texts included. The weights are written beside
    it.
    """

    title, file = "the program that predicts", "predict.py"

    def text(self, session: Session, script: str, weights: str) -> str:
        """Needs NumPy alone."""
        data, network = session.dataset, session.network
        forward = [
            f'    A = {g.name}(stored["W{layer}"] @ A + stored["b{layer}"]{given(g)})'
            for layer, g in enumerate(network.activations, 1)
        ]
        regression = data.task == "regression"
        return _SCRIPT.format(
            script=script if script.isascii() and script.isprintable() else "predict.py",
            example=example_words(session),
            n_columns=data.n_x,
            n_y=network.layer_sizes[-1],
            columns=columns_text(session),
            labels=list(data.label_names or [data.label_name]),
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
