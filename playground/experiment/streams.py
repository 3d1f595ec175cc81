"""Separate random streams for every use of chance, all spawned from one seed."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec


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
    def of(cls, spec: ExperimentSpec) -> Streams:
        """The streams of an experiment.

        Another draw of the data leaves the weights alone, and the other way round.
        """
        data, weights = spec.data_draw, spec.weights_draw
        draws = {"data": data, "split": data, "initialization": weights}
        return cls(
            **{
                name: np.random.default_rng(_sequence(spec.seed, place, draws.get(name, 0)))
                for place, name in enumerate(cls.__dataclass_fields__)
            }
        )


def _sequence(seed: int, place: int, draw: int) -> np.random.SeedSequence:
    """The child of `seed` at a place, as `SeedSequence.spawn` makes it; another for each draw."""
    return np.random.SeedSequence(seed, spawn_key=(place, draw) if draw else (place,))
