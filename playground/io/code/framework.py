"""What a program in another library begins with, whatever the library: columns to inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from playground.engine import Network
from playground.engine.optimizers import Momentum, Optimizer
from playground.experiment.session import Session
from playground.io.code.columns import columns_text, is_table
from playground.io.code.formulas import Table, feature_expression, written
from playground.io.code.notes_source import class_weights_line, given, name_of, source_of
from playground.io.code.program import Program
from playground.io.prediction.predictions import encodings_of

_HEAD = '''\
"""A network of the neural playground in {framework}, with the weights it was trained to.

Examples are rows here, as {framework} has them: X is (m, {n_raw}), the output (m, {n_y}).

Run by itself it tells what it predicts for the values given, or for a typical example.

{conventions}
"""

import re
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


class FrameworkProgram(Program):
    """A network in a library for networks; a subclass says how the library writes each method.

    Attributes
    ----------
    framework, imports, conventions : str
        What the library is called, what is imported, and what it has otherwise than the notes.
    body : str
        What follows the head that all programs share, with places in braces.
    dropout, speed : str
        The layer that drops units, and the learning rate of a step.
    activations, losses, initializers, optimizers : Table
    example_weights : dict of bool to str
        What a loss is multiplied by where classes count differently, by whether there is one
        output.
    """

    framework: ClassVar[str]
    imports: ClassVar[str]
    conventions: ClassVar[str]
    body: ClassVar[str]
    dropout: ClassVar[str]
    speed: ClassVar[str]
    activations: ClassVar[Table]
    losses: ClassVar[Table]
    initializers: ClassVar[Table]
    optimizers: ClassVar[Table]
    example_weights: ClassVar[dict[bool, str]]

    def dense(self, n_in: int, n_out: int, drawn: str) -> str:
        """A layer of `n_out` units, whose weights are drawn as `drawn` says."""
        raise NotImplementedError

    def drawing(self, drawn: Sequence[str]) -> str:
        """What draws the weights of each layer anew, where no layer knows it itself."""
        return ""

    def text(self, session: Session, script: str, weights: str) -> str:
        """Architecture, weights, and what it is trained with."""
        data, network, training = session.dataset, session.network, session.spec.training
        rows = ", ".join(feature_expression(formula) for formula in session.features.formulas)
        result, targets = "A", "np.asarray(Y, float)"
        if session.label_scaler is not None:
            result = 'A / stored["y_factor"].ravel() + stored["y_shift"].ravel()'
            targets = f'(({targets} - stored["y_shift"].ravel()) * stored["y_factor"].ravel())'
        initializers = session.spec.network.initializers
        drawn = [written(self.initializers, each, "initializer") for each in initializers]
        augmented = training.augmentation.name != "none"
        return (_HEAD + self.body + _TAIL).format(
            framework=self.framework,
            imports=self.imports,
            conventions=self.conventions + (_NO_AUGMENTATION if augmented else ""),
            columns=columns_text(session),
            n_raw=len(encodings_of(session)),
            # Number by number as texts need it would take long for the pixels of many pictures.
            raw="encoded(columns)" if is_table(session) else "np.asarray(columns, float).T",
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
            n_features=network.layer_sizes[0],
            n_y=network.layer_sizes[-1],
            labels=_LABELS[data.task],
            class_weights=class_weights_line(network),
            schedule_source=source_of([name_of(training.schedule, "schedule")]),
            schedule=f"{training.schedule.name}(LEARNING_RATE, epoch, step"
            f"{given(training.schedule)})",
            result=result,
            targets=targets,
            layers="\n".join(f"    {layer}," for layer in self._layers(network, drawn)),
            drawing=self.drawing(drawn),
            optimizer=written(self.optimizers, training.optimizer, "optimizer"),
            speed=self.speed + averaged(training.optimizer),
            loss=written(self.losses, network.loss, "loss") + self._weighed(network),
        )

    def _layers(self, network: Network, drawn: Sequence[str]) -> Iterator[str]:
        sizes = pairwise(network.layer_sizes)
        for activation, keep, n, draw in zip(network.activations, network.keep_prob, sizes, drawn):
            if keep < 1:  # the libraries ask for the share that is left out
                yield f"{self.dropout}({1 - keep:.12g})"
            yield self.dense(*n, draw)
            yield written(self.activations, activation, "activation")

    def _weighed(self, network: Network) -> str:
        one_output = network.layer_sizes[-1] == 1
        return f" * ({self.example_weights[one_output]})" if network.loss.class_weights else ""


def averaged(optimizer: Optimizer) -> str:
    """What the rate of a classical momentum is multiplied by to walk the averaged one's path."""
    if isinstance(optimizer, Momentum) and optimizer.variant == "averaged":
        return f" * (1 - {optimizer.beta})"
    return ""
