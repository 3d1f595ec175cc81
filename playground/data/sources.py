"""Where data comes from: the registry of generators and files."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset, Split, split
from playground.settings import Registry, Settings

sources = Registry("data source")


class Source(Settings):
    """Base of the data sources: the settings of one, and `make`.

    Attributes
    ----------
    task : str
        ``"binary"``, ``"multiclass"`` or ``"regression"``; empty where only the data can tell.

    trains_on_few : bool
        Whether fewer than `FEWEST_DIVIDED` examples are all for training, unless said otherwise.
    is_file : bool
        Whether the examples are somebody's own: settings that suit them take the place of usual
        ones.
    is_folder : bool
        Whether the path is that of a folder.
    """

    task = ""
    trains_on_few = False
    is_file = False
    is_folder = False

    def make(self, rng: np.random.Generator) -> Dataset:
        """The dataset these settings describe; the same bits for the same state of `rng`."""
        raise NotImplementedError

    def divide(
        self, dataset: Dataset, train_share: float, dev_share: float, rng: np.random.Generator
    ) -> Split:
        """The parts of `dataset`, which these settings made: at random, as `split` does."""
        return split(dataset, train_share, dev_share, rng)

    def contradiction(self, dataset: Dataset) -> str:
        """Why `dataset`, which somebody says is of these settings, cannot be; empty where it may.

        Only what is certain is said: whoever has examples at hand may give them to any settings.
        """
        return ""

    def continues(self, dataset: Dataset) -> bool:
        """Whether a network that learns from `dataset` can go on with these data as it is.

        They must have the same columns and classes.
        """
        return False
