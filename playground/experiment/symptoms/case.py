"""Case: a session as symptoms look at it, each quantity computed once and only when asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from playground.experiment.chance.differences import LEVEL, chance_of
from playground.experiment.chance.label_noise import label_noise
from playground.experiment.layers import Layer, Signals, identical_units, layers_of, sample_of
from playground.experiment.results import ClassResults, RegressionResults, results
from playground.experiment.session import Session
from playground.experiment.wording import measured

#: An error up to so many times the noise of the labels is all noise: the estimate is a rough one.
_ABOUT = 1.25


class Case:
    """A session between two of its mini-batches.

    Parameters
    ----------
    session : Session
        Read, never changed.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.spec = session.spec
        self.network = session.network
        self.split = session.split
        self.task = session.dataset.task
        self.history = session.history

    @property
    def another_seed(self) -> tuple[str, int]:
        """The change that gives the experiment the next seed."""
        return "seed", (self.spec.seed + 1) % 2**32

    # ------------------------------------------------------------------ how it went

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self.session.trainer.epoch

    @property
    def steps(self) -> int:
        """Mini-batches taken."""
        return self.session.trainer.steps

    @cached_property
    def train_costs(self) -> np.ndarray:
        """The train cost after each evaluation, penalty included."""
        return self.history.column("train_cost")

    @cached_property
    def dev_costs(self) -> np.ndarray:
        """The dev cost after each evaluation; NaN without a dev set."""
        return self.history.column("dev_cost")

    @property
    def train_cost(self) -> float:
        """At present."""
        return float(self.train_costs[-1])

    @property
    def has_ended(self) -> bool:
        """Whether the run stopped by itself."""
        return self.session.stop is not None

    def relative_fall(self) -> float:
        """By what part the train cost fell over the last quarter of the evaluations.

        NaN before there are ten of them.
        """
        costs = self.train_costs
        n = max(10, len(costs) // 4)
        if len(costs) <= n:
            return float("nan")
        before = costs[-n - 1]
        return float((before - costs[-1]) / before) if before else 0.0

    # ------------------------------------------------------------------ how good it is

    @cached_property
    def train(self) -> ClassResults | RegressionResults:
        """The results on the training set, errors as the cost counts them."""
        return self._weighted(results(self.session, "train"))

    @cached_property
    def dev(self) -> ClassResults | RegressionResults:
        """The results on the dev set, errors as the cost counts them."""
        return self._weighted(results(self.session, "dev"))

    def _weighted(self, found: ClassResults | RegressionResults):
        """With errors in which each example counts by the weight of its class, if any do."""
        weights = np.array(self.network.loss.class_weights)
        if not weights.size or not found.m or not isinstance(found, ClassResults):
            return found
        commonest = int((weights * self.split.train.class_counts).argmax())
        of = weights[found.truth]
        return replace(
            found,
            error=float(np.average(found.predicted != found.truth, weights=of)),
            baseline_error=float(np.average(found.truth != commonest, weights=of)),
            baseline_class=commonest,
        )

    @cached_property
    def beats_guessing(self) -> bool:
        """Whether the dev error is lower than that of guessing by more than chance makes it."""
        found, of = results(self.session, "dev"), 1.0
        if (weights := np.array(self.network.loss.class_weights)).size and self.dev.m:
            of = weights[found.truth]
        errors, guessed = found.errors * of, self.dev.baseline_errors * of
        return errors.mean() < guessed.mean() and chance_of(errors, guessed) <= LEVEL

    @property
    def error_word(self) -> str:
        """In what errors are told: ``"wrong"`` for classes, ``"error"`` for numbers."""
        return "error" if self.task == "regression" else "wrong"

    def error_text(self, error: float) -> str:
        """An error as people write it: in per cent for classes, in the labels' unit else."""
        if self.task == "regression":
            return measured(error)
        weighted = " (by class weights)" if self.network.loss.class_weights else ""
        return f"{100 * error:.3g} %{weighted}"

    @property
    def is_learnt(self) -> bool:
        """Whether the training set is mostly learned: what is odd inside then does no harm."""
        return self.train.error <= 0.25 * self.train.baseline_error

    @property
    def is_noise_alone(self) -> bool:
        """Whether the train error is about what labels of near examples differ by; False where
        that is not known."""
        noise, error = label_noise(self.split.train), self.train.error
        if self.task == "regression":
            return error**2 <= _ABOUT * noise * self.train.baseline_error**2
        return error <= _ABOUT * noise

    @cached_property
    def entropy(self) -> float:
        """The cost of always answering with the class shares: ln 2 for two equal classes.

        Where classes are weighted, with their shares of the weight.
        """
        counts = self.split.train.class_counts * (self.network.loss.class_weights or 1.0)
        shares = counts[counts > 0] / counts.sum()
        return float(-(shares * np.log(shares)).sum() * counts.sum() / self.split.train.m)

    # ------------------------------------------------------------------ inside the network

    @property
    def penalties(self) -> list[tuple[str, float]]:
        """The penalties that are on: the path of the setting, and λ."""
        of = {"training.l2": self.spec.training.l2, "training.l1": self.spec.training.l1}
        return [(path, value) for path, value in of.items() if value]

    @property
    def is_pulled_to_zero(self) -> bool:
        """Whether a penalty is on and some layer passes hardly any signal on."""
        return bool(self.penalties) and min(layer.gain for layer in self.layers) < 0.1

    @cached_property
    def inputs(self) -> tuple[np.ndarray, np.ndarray]:
        """X and Y of some training examples as the network sees them, in double precision."""
        X, Y = self.session.preprocess(sample_of(self.split.train))
        return X.astype(np.float64), Y.astype(np.float64)

    @cached_property
    def layers(self) -> list[Layer]:
        """Every layer on these examples, first to last."""
        return layers_of(self.network, *self.inputs)

    @cached_property
    def signals(self) -> Signals:
        """How spread passes through all layers, on these examples."""
        return Signals.of(self.network, *self.inputs)

    @property
    def hidden(self) -> list[Layer]:
        """All layers but the last."""
        return self.layers[:-1]

    @cached_property
    def dead_shares(self) -> dict[int, float]:
        """By the number of each hidden layer without bounds, the share of its units that are 0 for
        every example."""
        numbered = enumerate(self.hidden, start=1)
        return {n: each.dead / len(each.W) for n, each in numbered if not each.activation.bounded}

    @property
    def has_identical_units(self) -> bool:
        """Whether units of a layer have equal weights, in and out."""
        return any(map(identical_units, self.layers, self.layers[1:]))

    @property
    def has_dead_layer(self) -> bool:
        """Whether half or more of a layer is dead."""
        return max(self.dead_shares.values(), default=0.0) >= 0.5

    @cached_property
    def features(self) -> np.ndarray:
        """Raw features of the training set, ``(n_f, m)``, before scaling."""
        return self.session.features.apply(self.split.train.X)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One for each row of `features`."""
        return tuple(self.session.features.names)
