"""Learner: an experiment's data, network and trainer put together, and what they measure."""

from __future__ import annotations

import math

import numpy as np

from playground.cancellation import check
from playground.data.datasets import Dataset, Scaler, Split
from playground.data.errors import DataError
from playground.data.features import FeatureMap
from playground.engine import Network, Trainer
from playground.engine.regularization.augmentation import Augmenter
from playground.experiment.architecture import loss_of, network_of
from playground.experiment.inputs.augmenting import augmenter_of
from playground.experiment.inputs.preprocessing import Preprocessing, fitted_scalers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.limits import EXAMPLES_AT_ONCE, MOST_NUMBERS_AT_ONCE, shortened


class Learner:
    """A data set and a network that is trained on it.

    Parameters
    ----------
    spec : ExperimentSpec
    dataset : Dataset, optional
        The examples, where they are at hand already; made by ``spec.data.source`` otherwise.
    division : Split, optional
        The parts of `dataset`, where they are known already; drawn by chance otherwise.
    scalers : tuple of Scaler and (Scaler or None), optional
        Of features and labels, where they are known already; fitted otherwise.

    Raises
    ------
    DataError
        When the data cannot be read or do not suit the experiment.
    SettingError, EngineError
        When settings contradict the data.

    Attributes
    ----------
    split : Split
        Train, dev and test in raw units.
    preprocessing : Preprocessing
        From examples to what the network sees, fitted on the training set, and back.
    trainer : Trainer
    test_looks : list of int
        The steps at which `test_error` was asked for.
    """

    def __init__(
        self,
        spec: ExperimentSpec,
        dataset: Dataset | None = None,
        division: Split | None = None,
        scalers: tuple[Scaler, Scaler | None] | None = None,
    ) -> None:
        self.spec = spec
        streams = Streams.of(spec)
        self.dataset = spec.data.source.make(streams.data) if dataset is None else dataset
        self.split = division or spec.data.divided(self.dataset, streams.split)
        features = FeatureMap(spec.data.features, self.dataset.feature_names)
        features.apply(self.dataset.X)  # names an example by its place in the whole
        scalers = scalers or fitted_scalers(spec.data, features, self.split.train)
        self.preprocessing = Preprocessing(features, *scalers, spec.network.precision)

        network = network_of(spec, features.n_features, self.split.train)
        network.initialize(spec.network.initializers, streams.initialization)
        check()
        self.trainer = Trainer(
            network,
            spec.training.optimizer,
            learning_rate=spec.training.learning_rate,
            schedule=spec.training.schedule,
            batch_size=spec.training.batch_size,
            rng=streams.shuffling,
            dropout_rng=streams.dropout,
            augmentation_rng=streams.augmentation,
        )
        self.trainer.augmentation = self._augmenter(spec)
        self.trainer.defers = True
        self._attach(self.split)
        self.test_looks: list[int] = []

    @property
    def network(self) -> Network:
        """What is trained, up to date; to be asked for again after further steps."""
        return self.trainer.network

    @property
    def features(self) -> FeatureMap:
        """From the columns of the data set to raw features."""
        return self.preprocessing.features

    @property
    def scaler(self) -> Scaler:
        """From raw features to what the network sees."""
        return self.preprocessing.scaler

    @property
    def label_scaler(self) -> Scaler | None:
        """From labels to what the network predicts; None for classification."""
        return self.preprocessing.label_scaler

    @property
    def last_epoch(self) -> int:
        """The epoch after which training stops by itself, where nothing else is wanted."""
        return self.spec.training.last_epoch(self.split.train.m)

    # ------------------------------------------------------------------ examples

    def _take_data(self, spec: ExperimentSpec) -> None:
        """Go on with other data of the same columns and classes: weights and scaling stay."""
        streams = Streams.of(spec)
        dataset = spec.data.source.make(streams.data)
        self.features.apply(dataset.X)
        division = spec.data.divided(dataset, streams.split)
        self._attach(division)
        self.dataset, self.split = dataset, division

    def _augmenter(self, spec: ExperimentSpec) -> Augmenter | None:
        return augmenter_of(spec.training.augmentation, self.dataset, self.preprocessing)

    def _attach(self, division: Split) -> None:
        train, dev = self.preprocess(division.train), self.preprocess(division.dev)
        if division.train.m:
            self.network.loss = loss_of(self.spec, division.train)  # its weights follow the classes
        self.trainer.attach(*train, owned=True)
        self._dev_set = dev

    # ------------------------------------------------------------------ measuring

    def evaluation(self) -> tuple[float, ...]:
        """Costs and errors of train and dev at the present parameters: `EVALUATION_COLUMNS`."""
        penalty = self.trainer.penalty(self.split.train.m)
        train_cost, train_error = self._measured(self.trainer, *self.trainer.training_set)
        dev_cost, dev_error = self._measured(self.trainer, *self._dev_set)
        return (
            self.trainer.steps,
            self.trainer.epoch,
            self.trainer.current_learning_rate,
            train_cost + penalty,
            dev_cost + penalty,
            train_error,
            dev_error,
        )

    def test_error(self) -> float:
        """The error on the test set: to be looked at once, at the end (NN 5)."""
        if self.trainer.steps not in self.test_looks:
            self.test_looks.append(self.trainer.steps)
        return self._measured(self.network, *self.preprocess(self.split.test))[1]

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The network's output, ``(n_y, m)``, in the labels' own unit.

        Parameters
        ----------
        X : ndarray, (n_x, m)
            Columns as they are in the data set.

        Raises
        ------
        DataError
            When X has another shape, or a feature is not defined for an example.
        """
        X, data = np.asarray(X), self.dataset
        if X.ndim != 2 or len(X) != data.n_x:
            names = shortened(", ".join(data.feature_names))
            raise DataError(
                f"X has the shape {X.shape}; it must be ({data.n_x}, m), an example in each "
                f"column and in the rows {names}."
            )
        return self.preprocessing.predictions(self.network.predict(self.preprocessing.inputs(X)))

    def preprocess(self, dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
        """Features and labels as the network sees them: scaled, in its precision."""
        return self.preprocessing.examples(dataset)

    def _measured(
        self, trained: Network | Trainer, X: np.ndarray, Y: np.ndarray
    ) -> tuple[float, float]:
        """Cost without penalty, and error, of scaled examples; both nan where there are none."""
        if not X.shape[1]:
            return math.nan, math.nan
        if X.size > MOST_NUMBERS_AT_ONCE:
            cost, error = self.network.cost_and_error_in_blocks(X, Y, EXAMPLES_AT_ONCE)
        else:
            cost, error = trained.cost_and_error(X, Y, penalty=False)
        return cost, error / self.preprocessing.label_factor
