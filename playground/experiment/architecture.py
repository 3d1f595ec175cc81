"""The network that an experiment asks for: its layers, its loss and its regularization."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playground.data.datasets import Dataset
from playground.engine import EngineError, Network
from playground.engine.loss import Loss
from playground.engine.losses import losses
from playground.experiment.spec import ExperimentSpec
from playground.limits import MOST_PARAMETERS
from playground.settings import SettingError

#: The loss that suits the labels, where nobody chose another.
_LOSSES = {
    "binary": "binary_cross_entropy",
    "multiclass": "softmax_cross_entropy",
    "regression": "half_squared_error",
}


def network_of(spec: ExperimentSpec, n_features: int, dataset: Dataset) -> Network:
    """The network of an experiment, all its parameters 0.

    Parameters
    ----------
    spec : ExperimentSpec
    n_features : int
        n[0], the numbers it is given of each example.
    dataset : Dataset
        Whose labels it is to predict: the training examples, which the class weights follow.

    Raises
    ------
    SettingError
        When a row of values has not one for each layer.
    EngineError
        When the loss or the class weights do not suit the labels, or the network would be too
        large.
    """
    wanted = spec.network
    loss = loss_of(spec, dataset)
    usual = "linear" if dataset.task == "regression" else "sigmoid"
    chosen = usual if wanted.output == "automatic" else wanted.output
    output = loss.output or chosen  # the half squared error takes that of the labels
    sizes = [n_features, *wanted.hidden_layers, dataset.n_y]
    parameters = sum((n_in + 1) * n for n_in, n in pairwise(sizes))
    if parameters > MOST_PARAMETERS:
        raise EngineError(
            f"These layers have {parameters:,} parameters together; there may be "
            f"{MOST_PARAMETERS:,}. Make some of them smaller."
        )
    return Network(
        layer_sizes=sizes,
        activations=[*wanted.activations, output],
        loss=loss,
        l1=spec.training.l1,
        l2=spec.training.l2,
        keep_prob=keep_prob_of(spec),
        dtype=wanted.precision,
        task=dataset.task,
    )


def loss_name(spec: ExperimentSpec, task: str) -> str:
    """The name of the loss of an experiment on data of a task; empty where that is unknown."""
    return _LOSSES.get(task, "") if spec.network.loss == "automatic" else spec.network.loss


def loss_of(spec: ExperimentSpec, dataset: Dataset) -> Loss:
    """The loss of an experiment, with its own settings and the weights of the classes.

    Raises
    ------
    SettingError
        When it is for classes and the labels are numbers, or for several classes and there are
        two, which one output tells apart.
    """
    wanted, name = spec.network, loss_name(spec, dataset.task)
    if dataset.task != losses[name].task != "regression" and (
        dataset.n_y == 1 or dataset.task == "regression"
    ):
        kind = "a number" if dataset.task == "regression" else "of two classes, for one output"
        raise SettingError(
            "network.loss",
            f"{losses[name].label} does not suit '{dataset.label_name}', which is {kind}; "
            "automatic takes a loss that does.",
        )
    own: dict[str, Any] = {"delta": wanted.huber_delta} if name == "huber" else {}
    if dataset.class_names:
        own["class_weights"] = wanted.class_weights.weights(dataset.class_counts)
    return losses[name](**own)


def keep_prob_of(spec: ExperimentSpec) -> list[float] | None:
    """The share of units that dropout keeps in each of the layers 0..L-1; None without dropout."""
    keep = list(spec.keep_prob)
    return keep if min(keep) < 1 else None
