"""The examples of a study, made once for all runs that share them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.experiment.studies.study import StudyRun

#: Data sets and splits are kept up to so many bytes, but the latest whatever its size.
_KEPT_BYTES = 1 << 28


class DatasetCache:
    """Makes data sets, their splits and sessions of runs, each from its own seed.

    Runs of equal seed and equal data settings get the same objects. A source that leaves
    nothing to chance, such as a file, is asked once for all seeds.

    Parameters
    ----------
    base : ExperimentSpec, optional
        The experiment that `dataset` belongs to.
    dataset : Dataset, optional
        Its examples, where they are at hand already, or where no seed would make them again, as
        with points drawn by hand. Used for every run whose source is that of `base`.
    """

    def __init__(self, base: ExperimentSpec | None = None, dataset: Dataset | None = None) -> None:
        self._given = None if dataset is None or base is None else (base.data.source, dataset)
        self._datasets, self._splits = _LRUCache(), _LRUCache()
        self._scalers: dict[Any, Any] = {}

    def dataset(self, run: StudyRun) -> Dataset:
        """All examples of a run.

        Raises
        ------
        DataError
            When they cannot be made.
        """
        source = run.spec.data.source
        if self._given is not None and self._given[0] == source:
            return self._given[1]
        chance = run.seed, run.spec.data_draw
        for key in ((source, None), (source, chance)):
            if (known := self._datasets.get(key)) is not None:
                return known
        rng = Streams.of(run.spec).data
        before = rng.bit_generator.state
        dataset = source.make(rng)
        by_chance = rng.bit_generator.state != before
        own = source, chance if by_chance else None
        return self._datasets.put(own, dataset, _bytes_of(dataset))

    def split(self, run: StudyRun) -> Split:
        """The examples of a run in train, dev and test set.

        Raises
        ------
        DataError
            When they cannot be made, or not divided so.
        """
        data = run.spec.data
        division = data.source, data.division, data.train_share, data.dev_share
        key = division, run.seed, run.spec.data_draw
        whole = self._splits.get(key)
        if whole is None:
            dataset = self.dataset(run)
            divided = data.divided(dataset, Streams.of(run.spec).split)
            whole = self._splits.put(key, divided, _bytes_of(dataset))
        if run.train_examples is None or run.train_examples >= whole.train.m:
            return whole
        return shortened(whole, run.train_examples)

    def session(self, run: StudyRun, evaluated: bool = True) -> Session:
        """A session of a run, ready to train; without `train_examples` it is the same as
        ``Session(run.spec)``. `evaluated` is as for `Session`.

        Raises
        ------
        DataError, SettingError, EngineError
            When there can be no such session.
        """
        key = run.spec.data, run.seed, run.spec.data_draw, run.train_examples
        dataset, split, known = self.dataset(run), self.split(run), self._scalers.get(key)
        session = Session(run.spec, dataset, split, known, evaluated=evaluated)
        self._scalers[key] = session.scaler, session.label_scaler
        return session


class _LRUCache:
    """Keeps what was used last, as much of it as there is room for."""

    def __init__(self) -> None:
        self._items: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self._size = 0

    def get(self, key: Any) -> Any:
        """What is kept under a key; None where nothing is."""
        if key not in self._items:
            return None
        self._items.move_to_end(key)
        return self._items[key][0]

    def put(self, key: Any, item: Any, size: int) -> Any:
        """Keep an item of so many bytes, and return it."""
        self._items[key] = item, size
        self._size += size
        while self._size > _KEPT_BYTES and len(self._items) > 1:
            _, (_, gone) = self._items.popitem(last=False)
            self._size -= gone
        return item


def _bytes_of(dataset: Dataset) -> int:
    return dataset.X.nbytes + dataset.Y.nbytes


def shortened(whole: Split, train_examples: int) -> Split:
    """A split with the first examples of its training set only, every class in proportion.

    Smaller sets are parts of larger ones; dev and test set stay as they are.
    """
    chosen = _in_proportion(whole.train)[: max(1, train_examples)]
    train_indices = whole.train_indices[chosen]
    return Split(
        whole.train.take(chosen),
        whole.dev,
        whole.test,
        train_indices,
        whole.dev_indices,
        whole.test_indices,
    )


def _in_proportion(train: Dataset) -> np.ndarray:
    """An order of the examples in which every stretch has each class in its proportion."""
    if train.task == "regression":
        return np.arange(train.m)
    labels = train.labels
    place = np.empty(train.m)
    for k, n in enumerate(train.class_counts):
        place[labels == k] = (np.arange(n) + 0.5) / max(n, 1)
    return np.argsort(place, kind="stable")
