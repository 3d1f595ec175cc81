"""Separate random streams for every use of chance, all spawned from one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Streams:
    """One generator a use, so that changing how much one draws leaves the others alone.

    The order of the fields is part of the meaning of a seed: add new streams at the end.
    """

    data: np.random.Generator
    split: np.random.Generator
    initialization: np.random.Generator
    shuffling: np.random.Generator
    dropout: np.random.Generator
    augmentation: np.random.Generator

    @classmethod
    def from_seed(cls, seed: int) -> Streams:
        """Spawn all streams from `seed`, a whole number of at least 0."""
        children = np.random.SeedSequence(seed).spawn(len(cls.__dataclass_fields__))
        return cls(*(np.random.default_rng(child) for child in children))
