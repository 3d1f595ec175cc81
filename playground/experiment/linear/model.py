"""The linear model of a session's data: what its hidden layers have to be better than."""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.data.datasets import Dataset, Split, scalings
from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.loss import Loss
from playground.engine.losses import losses
from playground.experiment.architecture import loss_name
from playground.experiment.chance.differences import LEVEL, chance_of
from playground.experiment.linear.newton import train_to_the_end
from playground.experiment.results import ClassResults, Measurement, RegressionResults, results
from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import count, error_text, listed, measured, percent

if TYPE_CHECKING:
    from playground.experiment.inputs.preprocessing import Preprocessing
    from playground.experiment.session import Session

#: The L2 penalties that are tried, the strongest first: each starts where the one before came to.
#: The first of them all but keeps the weights from growing, the last all but lets them.
PENALTIES = (100.0, 1.0, 1e-2, 1e-6)

#: Without a dev set nobody can choose one.
_WITHOUT_DEV = 1.0

#: Products of a weight and an example that one pass over the training examples may take; of more
#: examples a part is trained on. A pass takes about 10 ms, all together some seconds.
MOST_PRODUCTS = 20_000_000

_NAMES = {
    "binary": "logistic regression",
    "multiclass": "softmax regression",
    "regression": "linear regression",
}


#: The linear models that somebody asked for.
_remembered: WeakKeyDictionary[Session, LinearModel] = WeakKeyDictionary()

_Examples = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class LinearModel:
    """A network without hidden layers, trained to the lowest cost there is.

    Attributes
    ----------
    split : Split
        What it was trained and measured on.
    name : str
        What statistics calls it.
    l2 : float
        The penalty, on standardised features, that gave the lowest dev cost.
    m : int
        How many training examples it was trained on.
    converged : bool
        Whether it came to the lowest cost.
    train, dev : ClassResults or RegressionResults
    """

    split: Split = field(repr=False)
    name: str
    l2: float
    m: int
    converged: bool
    train: ClassResults | RegressionResults
    dev: ClassResults | RegressionResults

    def summary(self, session: Session) -> dict[str, Any]:
        """What came of it beside the network of a session, for a JSON file."""
        return {
            "sentence": self.beside_network(session),
            "name": self.name,
            "l2": self.l2,
            "examples": self.m,
            "converged": self.converged,
            "train": self.train.summary(),
            "dev": self.dev.summary(),
        }

    @classmethod
    def of(cls, session: Session) -> LinearModel:
        """That of the data of a session, which remembers it: its report tells of it as well."""
        found = linear_model(session.split, session.preprocessing, session.network.loss)
        return found.remembered_by(session)

    def remembered_by(self, session: Session) -> LinearModel:
        """Itself, once a session of the same data remembers that somebody asked for it."""
        if session.split is self.split:
            _remembered[session] = self
        return self

    @classmethod
    def known_to(cls, session: Session) -> LinearModel | None:
        """The one that a session remembers, unless its data have become others since."""
        found = _remembered.get(session)
        return found if found and found.split is session.split else None

    def beside_network(self, session: Session) -> str:
        """Its errors, and whether the network of a session of the same data is better."""
        return self.beside(results(session, "dev"), session.network.n_layers > 1)

    def beside(self, found: ClassResults | RegressionResults, hidden: bool) -> str:
        """Its errors, and whether a network with these results on dev is better.

        Parameters
        ----------
        found : ClassResults or RegressionResults
            Of the network. Where they are not those of the dev set nothing is compared.
        hidden : bool
            Whether the network has hidden layers.
        """
        errors = listed(
            f"{part.part} {self._text(part.error)}" for part in (self.train, self.dev) if part.m
        )
        words = f"A linear model ({self.name}): {errors}"
        if self.m < self.split.train.m:
            words += f", trained on {self.m:,} of {count(self.split.train.m, 'example')}"
        if not self.converged:
            words += ", not trained to the end"
        if not self.dev.m:
            return f"{words}. Without a dev set it cannot be told what hidden layers are worth."
        return f"{words}{self._compared(found, hidden)}" if found.part == "dev" else f"{words}."

    def _compared(self, found: ClassResults | RegressionResults, hidden: bool) -> str:
        its, mine = found.error, self.dev.error
        if not math.isfinite(its):
            return "."
        if chance_of(self.dev.errors, found.errors) > LEVEL:
            examples = count(self.dev.m, "dev example")
            return f"; no difference from this network's {self._text(its)} is seen in {examples}."
        if its > mine:
            return f", {self._gap(its, mine)} lower than this network's {self._text(its)}."
        if its >= found.baseline_error:
            return f"; this network's {self._text(its)} is no better than guessing."
        if hidden:
            return f"; the hidden layers earn {self._gap(mine, its)}."
        return f"; this network, linear too, is {self._gap(mine, its)} lower."

    def _text(self, error: float) -> str:
        return error_text(error, "binary" if isinstance(self.dev, ClassResults) else "regression")

    def _gap(self, larger: float, smaller: float) -> str:
        """By how much one error is larger: in points, or in the labels' unit."""
        if isinstance(self.dev, ClassResults):
            return f"{percent(larger - smaller).removesuffix(' %')} points"
        return f"{measured(larger - smaller)} ({100 * (1 - smaller / larger):.0f} %)"


def linear_model(split: Split, preprocessing: Preprocessing, loss: Loss) -> LinearModel:
    """The best linear model of a session's data: of its parts, its features and its loss.

    A network without hidden layers is trained to the end on the training examples, with each of
    `PENALTIES` until the dev cost rises, as with early stopping. Of many examples a part is taken.

    Raises
    ------
    Cancelled
        When the thread was asked to stop.
    """
    train = _part_of(split.train, preprocessing.features.n_features)
    scaler = scalings["standardise"]().fit(preprocessing.features.apply(train.X))
    preprocessing = replace(preprocessing, scaler=scaler, precision="float64")
    network = _network_for(train, preprocessing.features.n_features, loss)
    parts = preprocessing.examples(train), preprocessing.examples(split.dev)
    best, converged = _trained(network, *parts)
    found = {
        part: Measurement(best, preprocessing, examples, split.train, part)(best.theta)
        for part, examples in (("train", split.train), ("dev", split.dev))
    }
    return LinearModel(split, _NAMES[train.task], best.l2, train.m, converged, **found)


def _trained(network: Network, train: _Examples, dev: _Examples) -> tuple[Network, bool]:
    """The network with the penalty behind which the dev cost rises, and whether it converged."""
    if not dev[0].shape[1]:
        network.l2 = _WITHOUT_DEV
        return network, train_to_the_end(network, *train)
    best, converged, lowest = network, False, math.inf
    for l2 in PENALTIES:
        network.l2 = l2
        ended = train_to_the_end(network, *train)
        cost = network.cost(*dev, penalty=False)
        if not cost < lowest:
            break
        best, converged, lowest = network.copy(), ended, cost
    return best, converged


def _network_for(train: Dataset, n_features: int, loss: Loss) -> Network:
    """Without hidden layers; with this loss where it is made for the labels.

    The half squared error of a sigmoid is not convex.
    """
    if loss.task != train.task:
        usual = loss_name(ExperimentSpec(), train.task)
        loss = losses[usual](class_weights=loss.class_weights)
    return Network([n_features, train.n_y], [loss.output or "linear"], loss, task=train.task)


def _part_of(train: Dataset, n_features: int) -> Dataset:
    """All examples, or as many evenly spread ones as one pass may take."""
    outputs = train.n_y
    most = max(1, MOST_PRODUCTS // (outputs * max(n_features, outputs)))
    if train.m <= most:
        return train
    return train.take(np.linspace(0, train.m - 1, most).astype(int))
