"""A NumPy script that trains the network from scratch, with the same result as the playground."""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.experiment.streams import Streams
from playground.export.code.formulas import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCALINGS,
    SCHEDULES,
    written,
)
from playground.export.code.prediction import activation_functions, features_function
from playground.export.session_data import data_csv

_SCRIPT = '''\
"""Trains a network from scratch as the neural playground did, with the same result.

Needs NumPy, and the examples in the two CSV files beside it. Everything the network learns with
is written out below: forward propagation, the cost, backpropagation, the optimizer's step.
"""

import csv
from pathlib import Path

import numpy as np

SEED = {seed}
LAYER_SIZES = {layer_sizes}
LEARNING_RATE = {learning_rate!r}
BATCH_SIZE = {batch_size}
EPOCHS = {epochs}
L1, L2 = {l1!r}, {l2!r}
KEEP_PROB = {keep_prob}  # of the layers 0, 1, ...: the share of units dropout leaves in a step
CLASSES = {classes!r}
DTYPE = np.{dtype}

HERE = Path(__file__).parent
MEMORY = {memory}  # vectors the optimizer remembers for each array of parameters


# ---------------------------------------------------------------------- data


def read(name):
    """Columns X, ({n_columns}, m), and labels Y, ({n_y}, m), one example a column."""
    with open(HERE / name, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    X = np.array([row[:-1] for row in rows], float).reshape(-1, {n_columns}).T
{labels}


{features}


def scaling(values):
    """Shift and factor of each row, fitted on the training set."""
{scaling}


# ---------------------------------------------------------------------- the network


{functions}


def forward(X, weights, biases, masks):
    """Z and A of every layer, A[0] being X, with dropout masks where there are any."""
    Z, A = [None], [X if masks[0] is None else X * masks[0]]
    for l, (W, b) in enumerate(zip(weights, biases), 1):
        Z.append(W @ A[-1] + b)
        A.append(ACTIVATIONS[l](Z[-1]))
        if l < len(weights) and masks[l] is not None:
            A[-1] = A[-1] * masks[l]
    return Z, A


def backward(A, Y, weights, masks):
    """The gradient of the cost for each W and each b, the penalty included."""
    m = Y.shape[1]
    dW, db = [], []
    dZ = output_delta(A[-1], Y) / m
    for l in range(len(weights), 0, -1):
        W = weights[l - 1]
        dW.append(dZ @ A[l - 1].T + L2 / m * W + L1 / (2 * m) * np.sign(W))
        db.append(dZ.sum(axis=1, keepdims=True))
        if l > 1:
            dA, Al = W.T @ dZ, A[l - 1]
            if masks[l - 1] is not None:
                dA, Al = dA * masks[l - 1], Al * (KEEP_PROB[l - 1])
            dZ = dA * SLOPES[l - 1](Al)
    return dW[::-1], db[::-1]


def output_delta(A, Y):
    """The derivative of an example's loss with respect to Z of the output layer."""
    return {delta}


def losses(Z, A, Y):
    """The loss of each example."""
    return {loss}


def cost(X, Y, weights, biases, m_train):
    """The mean loss and the penalty, dropout off; and the error."""
    Z, A = forward(X, weights, biases, [None] * len(weights))
    penalty = sum(L2 * (W**2).sum() + L1 * np.abs(W).sum() for W in weights) / (2 * m_train)
    return losses(Z[-1], A[-1], Y).mean() + penalty, error(A[-1], Y)


def error(A, Y):
    """{error_is}"""
{error}


def told(part, cost, error):
    """Cost and error in a line of the output."""
    return f"  {{part}} cost {{cost:.6f}}  error {{error:.4f}}"


def update(P, G, memory, rate, step):
    """One step of the optimizer, in place."""
{update}


ACTIVATIONS = [None, {activations}]
SLOPES = [None, {slopes}]


# ---------------------------------------------------------------------- training


def train():
    """The weights and biases after EPOCHS epochs."""
    X, Y = read({train!r})
    X_dev, Y_dev = read({dev!r})
    shift, factor = scaling(features(X))
    X, X_dev = (((features(x) - shift) * factor).astype(DTYPE) for x in (X, X_dev))
{scaled_labels}
    Y, Y_dev = Y.astype(DTYPE), Y_dev.astype(DTYPE)
    m = X.shape[1]

    # A stream of random numbers for each purpose, so that one does not disturb the others.
    streams = np.random.SeedSequence(SEED).spawn({n_streams})
    rng = np.random.default_rng(streams[{initialization}])
    shuffling = np.random.default_rng(streams[{shuffling}])
    dropout = np.random.default_rng(streams[{dropout}])

    weights, biases = [], []
    for n_in, n_out in zip(LAYER_SIZES, LAYER_SIZES[1:]):
        weights.append(({initializer}).astype(DTYPE))
        biases.append(np.zeros((n_out, 1), DTYPE))
    parameters = weights + biases
    memories = [[np.zeros_like(P) for _ in range(MEMORY)] for P in parameters]

    step = 0
{before_epochs}    for epoch in range(1, EPOCHS + 1):
        order = shuffling.permutation(m) if BATCH_SIZE < m else np.arange(m)
        for start in range(0, m, BATCH_SIZE):
            step += 1
            batch = order[start : start + BATCH_SIZE]
            masks = [
                None if keep == 1 else (dropout.random((n, len(batch)), DTYPE) < keep) / DTYPE(keep)
                for n, keep in zip(LAYER_SIZES, KEEP_PROB)
            ]
            _, A = forward(X[:, batch], weights, biases, masks)
            dW, db = backward(A, Y[:, batch], weights, masks)
            rate = {schedule}
            for P, G, memory in zip(parameters, dW + db, memories):
                update(P, G, memory, rate, step)
        if epoch % max(1, EPOCHS // 10) == 0:
            print(f"epoch {{epoch:5}}", told("train", *cost(X, Y, weights, biases, m)), end="")
            print(told("dev", *cost(X_dev, Y_dev, weights, biases, m)) if Y_dev.size else "")
{after_epoch}    return weights, biases


if __name__ == "__main__":
    weights, biases = train()
    arrays = {{f"W{{l}}": W for l, W in enumerate(weights, 1)}}
    arrays |= {{f"b{{l}}": b for l, b in enumerate(biases, 1)}}
    np.savez(HERE / {trained!r}, **arrays)
'''

_LABELS = {
    "regression": """\
    return X, np.array([[float(row[-1]) for row in rows]])""",
    "binary": """\
    return X, np.array([[float(row[-1] == CLASSES[1]) for row in rows]])""",
    "multiclass": """\
    Y = np.array([[row[-1] == name for row in rows] for name in CLASSES], float)
    return X, Y""",
}

_ERRORS = {
    "regression": (
        "The root of the mean squared error, in units of the scaled labels.",
        "    return np.sqrt(((A - Y) ** 2).sum() / Y.shape[1])",
    ),
    "binary": (
        "The fraction misclassified.",
        "    return np.mean((A >= 0.5) != (Y >= 0.5))",
    ),
    "multiclass": (
        "The fraction misclassified.",
        "    return np.mean(A.argmax(axis=0) != Y.argmax(axis=0))",
    ),
}

_SCALED_LABELS = """\
    y_shift, y_factor = Y.mean(), 1 / Y.std() if Y.std() else 0.0
    Y, Y_dev = (Y - y_shift) * y_factor, (Y_dev - y_shift) * y_factor
"""

_BEFORE_EARLY_STOPPING = """\
    best, best_cost, waited = None, np.inf, 0
"""

_EARLY_STOPPING = """\
        dev_cost, _ = cost(X_dev, Y_dev, weights, biases, m)
        if dev_cost < best_cost - {min_delta!r}:
            best, best_cost, waited = [P.copy() for P in parameters], dev_cost, 0
        else:
            waited += 1
        if waited == {patience}:
            for P, kept in zip(parameters, best):
                P[...] = kept
            break
"""


def save_training(session: Session, path: str | os.PathLike) -> None:
    """Write the script to `path`, and its training and dev set beside it as CSV.

    It trains for as many epochs as the session has, with the settings in force; what was changed
    while the session trained, it does not know of.

    Raises
    ------
    FileError
        When they cannot be written.
    ExportError
        When a method of the session has no form as code.
    """
    path = Path(path)
    files = {part: path.with_name(f"{path.stem}_{part}.csv") for part in ("train", "dev")}
    script = training_script(session, *(file.name for file in files.values()))
    for part, file in files.items():
        write_whole(file, data_csv(getattr(session.split, part)).encode())
    write_whole(path, script.encode())


def training_script(session: Session, train: str, dev: str) -> str:
    """The text of the script; `train` and `dev` are what its two files are called."""
    data, network, training = session.dataset, session.network, session.spec.training
    slopes = [written(ACTIVATIONS, each, "activation")[1] for each in network.activations]
    loss, delta = written(LOSSES, network.loss, "loss")
    error_is, error = _ERRORS[network.loss.task]
    streams = list(Streams.__dataclass_fields__)
    early = session.split.dev.m and training.patience
    early_lines = _EARLY_STOPPING.format(min_delta=training.min_delta, patience=training.patience)
    return _SCRIPT.format(
        seed=session.spec.seed,
        layer_sizes=list(network.layer_sizes),
        learning_rate=training.learning_rate,
        batch_size=training.batch_size,
        epochs=session.trainer.epoch or training.epochs,
        l1=training.l1,
        l2=training.l2,
        keep_prob=list(network.keep_prob),
        classes=list(data.class_names),
        dtype=network.dtype.name,
        memory=len(training.optimizer.memory),
        n_columns=data.n_x,
        n_y=data.n_y,
        labels=_LABELS[data.task],
        features=features_function(session),
        scaling=_indented(written(SCALINGS, session.spec.data.scaling, "scaling")),
        functions=activation_functions(session),
        delta=delta.replace("SLOPE", slopes[-1]),
        loss=loss,
        error_is=error_is,
        error=error,
        update=_indented(written(OPTIMIZERS, training.optimizer, "optimizer")),
        activations=", ".join(activation.name for activation in network.activations),
        slopes=", ".join(f"lambda A: {slope or None}" for slope in slopes),
        train=train,
        dev=dev,
        scaled_labels=_SCALED_LABELS if _scales_labels(session) else "",
        n_streams=len(streams),
        initialization=streams.index("initialization"),
        shuffling=streams.index("shuffling"),
        dropout=streams.index("dropout"),
        initializer=written(INITIALIZERS, session.spec.network.initializer, "initializer"),
        schedule=written(SCHEDULES, training.schedule, "schedule"),
        before_epochs=_BEFORE_EARLY_STOPPING if early else "",
        after_epoch=early_lines if early else "",
        trained=f"{Path(train).stem.removesuffix('_train')}_trained.npz",
    )


def _scales_labels(session: Session) -> bool:
    return session.dataset.task == "regression" and session.spec.data.scale_labels


def _indented(lines: tuple[str, ...]) -> str:
    return "\n".join(f"    {line}" for line in lines)
