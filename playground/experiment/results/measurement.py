"""Measurement: finds the results of one architecture on one part, again and again."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.engine import metrics, reference
from playground.engine.network import Network
from playground.experiment.inputs.preprocessing import Preprocessing
from playground.experiment.results.of_classes import ClassResults
from playground.experiment.results.of_part import mean
from playground.experiment.results.of_quantities import RegressionResults
from playground.limits import MOST_NUMBERS_AT_ONCE

#: Numbers of the widest layer that are computed at a time.
_AT_A_TIME = 1 << 20


class Measurement:
    """Finds the results of one architecture on one set of examples, again and again.

    Parameters
    ----------
    network : Network
        Gives the architecture and the loss; copied.
    preprocessing : Preprocessing
    examples, train : Dataset
        What is predicted, and what the baseline is learned from; unscaled.
    part : str
        The name of `examples`.
    """

    def __init__(
        self,
        network: Network,
        preprocessing: Preprocessing,
        examples: Dataset,
        train: Dataset,
        part: str,
    ) -> None:
        self._network = network.copy()
        self._preprocessing = preprocessing
        self._examples, self._part = examples, part
        self._classes = examples.class_names
        self._targets = preprocessing.targets(examples)
        # Of many numbers a piece at a time is brought into the form that the network sees.
        is_large = examples.m * examples.n_x > MOST_NUMBERS_AT_ONCE
        self._inputs = None if is_large else preprocessing.inputs(examples.X)
        self._loss = reference.function_of(network.loss)
        if self._classes:
            self._baseline = int(train.class_counts.argmax())
            self._truth = examples.labels
        else:
            self._mean = (
                train.Y.mean(axis=1, keepdims=True) if train.m else np.full((train.n_y, 1), np.nan)
            )
            self._truth = examples.Y[0]

    def __call__(self, theta: np.ndarray) -> ClassResults | RegressionResults:
        """The results with the parameters theta, ``(n_parameters,)``."""
        self._network.theta = theta
        output, losses = self._predicted()
        output = self._preprocessing.predictions(output)
        if self._classes:
            predicted = metrics.classes(output)
            return ClassResults(
                self._part,
                self._truth,
                predicted,
                output,
                losses,
                mean(predicted != self._truth),
                mean(self._truth != self._baseline),
                lines=self._examples.lines,
                class_names=self._classes,
                baseline_class=self._baseline,
            )
        return RegressionResults(
            self._part,
            self._truth,
            output[0],
            output,
            losses,
            mean(np.square(output - self._examples.Y).sum(axis=0)) ** 0.5,
            mean(np.square(self._examples.Y - self._mean).sum(axis=0)) ** 0.5,
            lines=self._examples.lines,
            targets=self._examples.Y,
            mean=self._mean,
        )

    def _predicted(self) -> tuple[np.ndarray, np.ndarray]:
        """Outputs, ``(n_y, m)``, and losses, ``(m,)``, in pieces of bounded memory."""
        network, m = self._network, self._targets.shape[1]
        X = self._examples.X if self._inputs is None else self._inputs
        size = max(1, _AT_A_TIME // max(network.layer_sizes))
        outputs, losses = np.empty((network.layer_sizes[-1], m)), np.empty(m)
        W, b = network.weights[-1], network.biases[-1]
        with np.errstate(all="ignore"):  # a network that has diverged predicts what it predicts
            for start in range(0, m, size):
                piece = slice(start, start + size)
                some = X[:, piece]
                if self._inputs is None:
                    some = self._preprocessing.inputs(some)
                *before, A = network.forward(some)
                Z = W @ (before[-1] if before else some) + b
                outputs[:, piece] = A
                losses[piece] = self._loss(Z, A, self._targets[:, piece])
        return outputs, losses
