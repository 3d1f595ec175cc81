"""What each class counts in the cost, where some are rare (a class is rare when few have it)."""

from __future__ import annotations

import math

import numpy as np

from playground.settings import Registry, SettingError, Settings, text

class_weightings = Registry("class weighting")


class ClassWeighting(Settings):
    """How much the loss of an example counts, by its class."""

    def weights(self, counts: np.ndarray) -> tuple[float, ...]:
        """One weight for each class; empty where all count 1.

        Parameters
        ----------
        counts : ndarray, (n_classes,)
            How many training examples each class has.
        """
        raise NotImplementedError


@class_weightings.register("equal", label="Equal")
class Equal(ClassWeighting):
    """Every example counts the same."""

    def weights(self, counts):
        """None."""
        return ()


@class_weightings.register("balanced", label="Balanced")
class Balanced(ClassWeighting):
    """All classes together count the same, however rare one is: an example of a class with a
    tenth of the usual number counts ten times."""

    def weights(self, counts):
        """``w_c = m / (n_classes m_c)``; 1 for a class without examples."""
        weights = np.ones(len(counts))
        np.divide(counts.sum() / len(counts), counts, out=weights, where=counts > 0)
        return tuple(weights.tolist())


@class_weightings.register("by_hand", label="By hand")
class ByHand(ClassWeighting):
    """A weight for each class, in their order."""

    values: str = text(
        "1, 1",
        label="Weights",
        help="What an example of each class counts, separated by commas: with 1, 5 the second "
        "class counts five times.",
    )

    def check(self):
        """They are numbers above 0."""
        for word in self.values.split(","):
            try:
                fine = 0 < float(word) < math.inf
            except ValueError:
                fine = False
            if not fine:
                raise SettingError(
                    "values",
                    f"'{word.strip()}' is not allowed; write a number above 0 for each class, "
                    "separated by commas.",
                )

    def weights(self, counts):
        """As they are written."""
        return tuple(map(float, self.values.split(",")))
