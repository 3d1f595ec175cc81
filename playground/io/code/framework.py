"""What a program in another library begins with, whatever the library: columns to inputs."""

from __future__ import annotations

from playground.experiment.session import Session
from playground.io.code.formulas import feature_expression
from playground.io.code.notes_source import class_weights_line, given, name_of, source_of

_HEAD = '''\
"""A network of the neural playground in {framework}, with the weights it was trained to.

Examples are rows here, as {framework} has them: X is (m, {n_columns}), the output (m, {n_y}).

{conventions}
"""

from pathlib import Path

{imports}

COLUMNS = {columns!r}
CLASSES = {classes!r}
LEARNING_RATE = {learning_rate!r}
BATCH_SIZE = {batch_size}
L1, L2 = {l1!r}, {l2!r}
{class_weights}stored = np.load(Path(__file__).with_name({weights!r}), allow_pickle=False)


def inputs(columns):
    """What the network is given for columns, (m, {n_columns}), as they were measured."""
    X = np.asarray(columns, float).T
    return (({features} - stored["x_shift"]) * stored["x_factor"]).T.astype("{dtype}")


def targets(Y):
    """What it is to answer for labels Y, (m, {n_y}): {labels}."""
    return {targets}.astype("{dtype}")


{schedule_source}


def rate(epoch, step):
    """The learning rate in an epoch and at a step, both counted from 1."""
    return {schedule}

'''

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
    if session.label_scaler is not None:
        result = 'A / stored["y_factor"][0] + stored["y_shift"][0]'
        targets = f'(({targets} - stored["y_shift"][0]) * stored["y_factor"][0])'
    return (_HEAD + body).format(
        columns=list(data.feature_names),
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
