"""Exponentially weighted averages (CS230 6.3-6.5)."""

from __future__ import annotations

import numpy as np

from playground.engine.arguments import checked_number
from playground.engine.errors import EngineError

_BLOCK = 64


class WeightedAverage:
    """``v_t = beta v_{t-1} + (1 - beta) x_t``, given as ``v_t / (1 - beta^t)`` if `corrected`.

    It averages about ``1/(1 - beta)`` values. Values may come in pieces, as they are measured.

    Parameters
    ----------
    beta : float
        In [0, 1); with 0 the values stay as they are.
    corrected : bool
        Whether the start at 0 is made up for; without it the first averages are far too small.
    """

    def __init__(self, beta: float, corrected: bool = True) -> None:
        self._corrected = corrected
        self.beta = checked_number(beta, "beta", 0, 1)
        if self.beta == 1:
            raise EngineError("beta: 1 is not allowed; it must be at least 0 and below 1.")
        self._v = 0.0
        self._t = 0
        # Within a block of values v is a product with this triangle of powers of beta.
        lag = np.arange(_BLOCK)[:, np.newaxis] - np.arange(_BLOCK)
        self._within = np.where(lag >= 0, self.beta ** np.maximum(lag, 0), 0) * (1 - self.beta)
        self._decay = self.beta ** np.arange(1, _BLOCK + 1)

    def extend(self, values: np.ndarray) -> np.ndarray:
        """The averages, ``(n,)``, for the next n values."""
        values = np.asarray(values, float)
        n = values.size
        if n == 0:
            return np.empty(0)
        averages = self._averaged(values)
        steps = np.arange(self._t + 1, self._t + n + 1)
        self._v, self._t = float(averages[-1]), self._t + n
        if not (self.beta and self._corrected):
            return averages
        # 1 - beta^t, without its rounding where beta is close to 1.
        return averages / -np.expm1(steps * np.log(self.beta))

    def _averaged(self, values: np.ndarray) -> np.ndarray:
        broken = np.flatnonzero(~np.isfinite(values))
        if broken.size or not np.isfinite(self._v):
            # A product would spread NaN backwards; from the first one on there is no average.
            good = int(broken[0]) if np.isfinite(self._v) else 0
            head = self._averaged(values[:good]) if good else values[:0]
            return np.concatenate([head, np.full(values.size - good, np.nan)])
        n_blocks = -(-values.size // _BLOCK)
        padded = np.zeros(n_blocks * _BLOCK)
        padded[: values.size] = values
        v = padded.reshape(n_blocks, _BLOCK) @ self._within.T
        before = np.empty(n_blocks)
        carry, decay = self._v, float(self._decay[-1])
        for i, end in enumerate(v[:, -1].tolist()):
            before[i] = carry
            carry = decay * carry + end
        v += before[:, np.newaxis] * self._decay
        return v.reshape(-1)[: values.size]


def weighted_average(values: np.ndarray, beta: float) -> np.ndarray:
    """The bias-corrected exponentially weighted average of a row of values, ``(n,)``."""
    return WeightedAverage(beta).extend(values)
