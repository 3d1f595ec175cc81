"""How labels are spread: the size of each class, or a histogram of quantities. Qt-free."""

from __future__ import annotations

from dataclasses import field

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.gui.theme.numbers import number_text

_BINS = 24


@dataclass(frozen=True, eq=False)
class LabelSpread:
    """The labels of `m` examples, counted.

    Attributes
    ----------
    m : int
    classes : list of (str, int)
        Each class with its number of examples; empty for quantities.
    bins : ndarray of int
        How many labels lie in each of equal stretches from `low` to `high`; empty for classes.
    low, high : float
    """

    m: int
    classes: list[tuple[str, int]] = field(default_factory=list)
    bins: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    low: float = 0.0
    high: float = 0.0

    @classmethod
    def of(cls, dataset: Dataset) -> LabelSpread:
        """The spread of the labels of a dataset."""
        if dataset.class_names:
            counts = dataset.class_counts.tolist()
            return cls(dataset.m, classes=list(zip(dataset.class_names, counts)))
        bins, edges = np.histogram(dataset.Y[0], _BINS)
        return cls(dataset.m, bins=bins, low=float(edges[0]), high=float(edges[-1]))

    @property
    def lines(self) -> list[str]:
        """Each class with its number and share of the examples."""
        return [f"{name} {count:,} ({count / self.m:.0%})" for name, count in self.classes]

    @property
    def words(self) -> str:
        """The spread in words."""
        if self.classes:
            return "Classes: " + ", ".join(self.lines)
        return f"Labels from {number_text(self.low)} to {number_text(self.high)}"
