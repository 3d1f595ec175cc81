"""Where a trainer goes the way through ``X^T X``, and where it comes back from it."""

from __future__ import annotations

import numpy as np

from playground.engine.descent import OptimizerState
from playground.engine.gram import Gram, Products, suits
from playground.engine.network import Network


class Shortcut:
    """The shorter way of full batches of few examples, while it is taken.

    Parameters
    ----------
    network : Network
    descent : Descent
        Of its theta; stands still on the way, and is brought up to date by `leave`.

    Attributes
    ----------
    way : Gram or None
        What trains the network meanwhile. Whether it still may, `gram` says.
    """

    def __init__(self, network: Network, descent: OptimizerState) -> None:
        self._network, self._descent = network, descent
        self.way: Gram | None = None

    @property
    def gram(self) -> Gram | None:
        """`way`, which is left where somebody has changed theta or the regularization."""
        if self.way is not None and not self.way.holds:
            self.leave()
        return self.way

    def suits(self, m: int) -> bool:
        """Whether a full batch of `m` examples is better gone through that way."""
        return suits(self._network, self._descent.optimizer, m)

    def take(
        self,
        products: Products,
        anchor: np.ndarray | None = None,
        coordinates: np.ndarray | None = None,
    ) -> None:
        """Go that way from here, or from a saved `anchor`, unless digits would be lost.

        Parameters
        ----------
        products : Products
            Of the training set.
        anchor, coordinates : ndarray, optional
            As of `Gram`.

        Raises
        ------
        EngineError
            When anchor or coordinates are of something else.
        """
        if anchor is None:
            anchor = np.stack([self._network.theta, *self._descent.memory])
        with np.errstate(all="ignore"):
            if products.exact:
                ways = self._network, self._descent.optimizer, products
                self.way = Gram(*ways, anchor, coordinates)

    def settle(self) -> None:
        """Bring theta to where the way has led."""
        if self.way is not None:
            self.way.settle()

    def leave(self) -> None:
        """Bring theta and memory to where the way has led, and leave it."""
        way, self.way = self.way, None
        if way is not None:
            way.settle()
            way.settle_memory(self._descent.memory)
