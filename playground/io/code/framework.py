"""What a program in another library begins with, whatever the library: columns to inputs."""

from __future__ import annotations

from playground.experiment.session import Session
from playground.io.code.columns import columns_text, has_words
from playground.io.code.formulas import feature_expression
from playground.io.code.notes_source import class_weights_line, given, name_of, source_of
from playground.io.prediction.predictions import encodings_of

_HEAD = '''\
"""A network of the neural playground in {framework}, with the weights it was trained to.

Examples are rows here, as {framework} has them: X is (m, {n_raw}), the output (m, {n_y}).

Run by itself it tells what it predicts for the values given, or for a typical example.

{conventions}
"""

import sys
from pathlib import Path

{imports}

LABELS = {labels_named!r}
CLASSES = {classes!r}
LEARNING_RATE = {learning_rate!r}
BATCH_SIZE = {batch_size}
L1, L2 = {l1!r}, {l2!r}
{class_weights}stored = np.load(Path(__file__).with_name({weights!r}), allow_pickle=False)

{columns}


def inputs(columns):
    """What the network is given for columns, (m, {n_raw}), as they were measured."""
    X = {raw}
    return (({features} - stored["x_shift"]) * stored["x_factor"]).T.astype("{dtype}")


def targets(Y):
    """What it is to answer for labels Y, (m, {n_y}): {labels}."""
    return {targets}.astype("{dtype}")


{schedule_source}


def rate(epoch, step):
    """The learning rate in an epoch and at a step, both counted from 1."""
    return {schedule}

'''

_TAIL = """

if __name__ == "__main__":
    values = sys.argv[1:] or [TYPICAL[name] for name in COLUMNS]
    if len(values) != len(COLUMNS):
        sys.exit(f"Give the {{len(COLUMNS)}} values of {{', '.join(COLUMNS)}}.")
    print("A {framework} network of the layers {layer_sizes}, with the weights it was trained to.")
    shown = list(zip(COLUMNS, values))[:10]
    more = ", ..." if len(COLUMNS) > len(shown) else ""
    print("For " + ", ".join(f"{{name}} = {{value}}" for name, value in shown) + more + ":")
    output = [float(a) for a in predict([values])[0]]
    if len(CLASSES) == 2 and len(output) == 1:
        output = [1 - output[0], output[0]]
    for name, a in zip(CLASSES or LABELS, output):
        print(f"{{name}}: {{a:.6f}}" if CLASSES else f"{{name}}: {{a:.6g}}")
    print("predict(columns) takes many rows; train(columns, Y, epochs) trains on.")
"""

_NO_AUGMENTATION = """
* The playground makes new examples of those of each mini-batch; train() here does not."""

_LABELS = {
    "regression": "numbers",
    "binary": "0 for the first of CLASSES, 1 for the second",
    "multiclass": "a 1 in the place of the class in CLASSES, else 0",
}


def program_text(session: Session, weights: str, body: str, **words: str) -> str:
    """The text of a program.

    Parameters
    ----------
    session : Session
    weights : str
        What the file with the weights is called.
    body : str
        What follows the head that all programs share, with places in braces.
    **words : str
        What stands in these places: ``framework``, ``imports``, ``conventions`` and those of
        `body`.

    Raises
    ------
    ExportError
        When a method of the session has no form as code.
    """
    data, network, training = session.dataset, session.network, session.spec.training
    rows = ", ".join(feature_expression(formula) for formula in session.features.formulas)
    result, targets = "A", "np.asarray(Y, float)"
    if training.augmentation.name != "none":
        words["conventions"] += _NO_AUGMENTATION
    if session.label_scaler is not None:
        result = 'A / stored["y_factor"].ravel() + stored["y_shift"].ravel()'
        targets = f'(({targets} - stored["y_shift"].ravel()) * stored["y_factor"].ravel())'
    return (_HEAD + body + _TAIL).format(
        columns=columns_text(session),
        n_raw=len(encodings_of(session)),
        # Number by number as words need it would take long for the pixels of many pictures.
        raw="encoded(columns)" if has_words(session) else "np.asarray(columns, float).T",
        labels_named=list(data.label_names or [data.label_name]),
        layer_sizes="-".join(map(str, network.layer_sizes)),
        classes=list(data.class_names),
        learning_rate=training.learning_rate,
        batch_size=min(training.batch_size, session.split.train.m),
        l1=training.l1,
        l2=training.l2,
        weights=weights,
        features=f"np.stack([{rows}])" if rows else "X",
        dtype=network.dtype.name,
        n_columns=data.n_x,
        n_features=network.layer_sizes[0],
        n_y=network.layer_sizes[-1],
        labels=_LABELS[data.task],
        class_weights=class_weights_line(network),
        schedule_source=source_of([name_of(training.schedule, "schedule")]),
        schedule=f"{training.schedule.name}(LEARNING_RATE, epoch, step{given(training.schedule)})",
        result=result,
        targets=targets,
        **words,
    )


def dropped_share(keep_prob: float) -> str:
    """The share of units dropout leaves out, which is what the libraries ask for."""
    return f"{1 - keep_prob:.12g}"
