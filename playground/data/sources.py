"""Where data comes from: the registry of generators and files."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.settings import Registry, Settings

sources = Registry("data source")


class Source(Settings):
    """Base of the data sources: the settings of one, and `make`.

    Attributes
    ----------
    task : str
        ``"binary"``, ``"multiclass"`` or ``"regression"``; empty where only the data can tell.
    """

    task = ""

    def make(self, rng: np.random.Generator) -> Dataset:
        """The dataset these settings describe; the same bits for the same state of `rng`."""
        raise NotImplementedError
