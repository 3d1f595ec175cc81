"""Loops and matrices: one step both ways, with the time each takes (NN 1.1.1, CS230 2.2)."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable

import numpy as np

from playground.dataclass import dataclass
from playground.engine import reference
from playground.engine.rehearsal import coming_step
from playground.experiment.inspection.formulas import Formulas, flat
from playground.experiment.session import Session

#: Products of a weight and a number that the loops may take: about a fifth of a second.
_MOST_PRODUCTS = 200_000

_MATRICES = 0.02  # seconds that the matrix products are repeated for, since one is soon over


@dataclass(frozen=True)
class LoopComparison:
    """A step of gradient descent on some examples, by loops and by matrix products.

    Attributes
    ----------
    m : int
        The examples it was taken on.
    loops, matrices : float
        Seconds a step.
    apart : float
        The largest difference between the two thetas, by the size of the largest parameter.
    loops_code, matrices_code : str
        What was run.
    """

    m: int
    loops: float
    matrices: float
    apart: float
    loops_code: str
    matrices_code: str

    @classmethod
    def of(cls, session: Session) -> LoopComparison:
        """Of the coming mini-batch of a session, or a part of it; without dropout."""
        network, coming = session.network.copy("float64"), coming_step(session.trainer)
        products = 3 * sum(W.size for W in network.weights)
        m = min(coming.X.shape[1], max(1, _MOST_PRODUCTS // products))
        X, Y = coming.X[:, :m].astype(np.float64), coming.Y[:, :m].astype(np.float64)
        W, b, g, slope, _, loss_dZ = Formulas.of(network)
        how = W, slope, loss_dZ, network.l1, network.l2
        alpha = session.trainer.current_learning_rate

        def by_loops() -> np.ndarray:
            Z, A = reference.forward_loops(X, W, b, g)
            *_, dW, db = reference.backward_loops(Y, Z, A, *how)
            return flat(*reference.gd_loops(W, b, dW, db, alpha))

        def by_matrices() -> np.ndarray:
            Z, A = reference.forward(X, W, b, g)
            *_, dW, db = reference.backward(Y, Z, A, *how)
            theta, _ = reference.gd(flat(W, b), flat(dW, db), (), alpha, 1)
            return theta

        with np.errstate(all="ignore"):
            mine, loops = _timed(by_loops, 0)
            theirs, matrices = _timed(by_matrices, _MATRICES)
            apart = float(np.abs(mine - theirs).max() / max(np.abs(theirs).max(), 1e-300))
        return cls(
            m,
            loops,
            matrices,
            apart,
            _source(reference.forward_loops, reference.backward_loops, reference.gd_loops),
            _source(reference.forward, reference.backward, reference.gd),
        )

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        factor = self.loops / self.matrices
        examples = "1 example" if self.m == 1 else f"{self.m:,} examples"
        same = "the same numbers" if self.apart < 1e-12 else f"numbers apart by {self.apart:.1g}"
        return (
            f"A step on {examples}: {_seconds(self.loops)} by loops, {_seconds(self.matrices)} by "
            f"matrix products, {factor:,.0f} times as fast, with {same}."
        )


def _timed(function: Callable[[], np.ndarray], at_least: float) -> tuple[np.ndarray, float]:
    """What a function returns, and the seconds it takes on average."""
    started, times = time.perf_counter(), 0
    while True:
        found = function()
        times += 1
        spent = time.perf_counter() - started
        if spent >= at_least:
            return found, spent / times


def _source(*functions: Callable) -> str:
    return "\n\n".join(inspect.getsource(function).rstrip() for function in functions) + "\n"


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"
