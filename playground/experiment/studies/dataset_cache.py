"""The examples of a study, made once for all members that share them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.experiment.studies.study import Member

#: Data sets and splits are kept up to so many bytes, but the latest whatever its size.
_KEPT_BYTES = 1 << 28


class DatasetCache:
    """Makes data sets, their splits and sessions of members, each from its own seed.

    Members of equal seed and equal data settings get the same objects. A source that leaves
    nothing to chance, such as a file, is asked once for all seeds.

    Parameters
    ----------
    base : ExperimentSpec, optional
        The experiment that `dataset` belongs to.
    dataset : Dataset, optional
        Its examples, where they are at hand already, or where no seed would make them again, as
        with points drawn by hand. Used for every member whose source is that of `base`.
    """

    def __init__(self, base: ExperimentSpec | None = None, dataset: Dataset | None = None) -> None:
        self._given = None if dataset is None or base is None else (base.data.source, dataset)
        self._datasets, self._splits, self._scalers = _LRUCache(), _LRUCache(), {}

    def dataset(self, member: Member) -> Dataset:
        """All examples of a member.

        Raises
        ------
        DataError
            When they cannot be made.
        """
        source = member.spec.data.source
        if self._given is not None and self._given[0] == source:
            return self._given[1]
        for key in ((source, None), (source, member.seed)):
            if (known := self._datasets.get(key)) is not None:
                return known
        rng = Streams.from_seed(member.seed).data
        before = rng.bit_generator.state
        dataset = source.make(rng)
        by_chance = rng.bit_generator.state != before
        key = source, member.seed if by_chance else None
        return self._datasets.put(key, dataset, _bytes_of(dataset))

    def split(self, member: Member) -> Split:
        """The examples of a member in train, dev and test set.

        Raises
        ------
        DataError
            When they cannot be made, or not divided so.
        """
        data = member.spec.data
        key = (data.source, data.division, data.train_share, data.dev_share), member.seed
        whole = self._splits.get(key)
        if whole is None:
            dataset = self.dataset(member)
            shares = data.shares(dataset.m)
            divided = data.source.divide(dataset, *shares, Streams.from_seed(member.seed).split)
            whole = self._splits.put(key, divided, _bytes_of(dataset))
        if member.train_examples is None or member.train_examples >= whole.train.m:
            return whole
        return shortened(whole, member.train_examples)

    def session(self, member: Member, evaluated: bool = True) -> Session:
        """A session of a member, ready to train; without `train_examples` it is the same as
        ``Session(member.spec)``. `evaluated` is as for `Session`.

        Raises
        ------
        DataError, SettingError, EngineError
            When there can be no such session.
        """
        key = member.spec.data, member.seed, member.train_examples
        dataset, split, known = self.dataset(member), self.split(member), self._scalers.get(key)
        session = Session(member.spec, dataset, split, known, evaluated=evaluated)
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
