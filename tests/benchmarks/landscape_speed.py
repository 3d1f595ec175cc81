"""How fast is the landscape? `cost_surface` against a loop over `Network.cost_function`.

    python -m tests.benchmarks.landscape_speed [--rounds 30] [--best]

Both take turns within one run; the table holds the medians of their times and the ratio.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

from dataclasses import dataclass

import numpy as np

from playground.engine import Network, cost_surface
from tests.benchmarks.step_speed import Step, arguments_of, medians


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    layer_sizes: tuple[int, ...]
    m: int
    points: int
    l2: float = 0.0

    @property
    def name(self) -> str:
        """``2-8-4-1 on 180 examples, 64 x 64``."""
        sizes = "-".join(map(str, self.layer_sizes))
        return f"{sizes} on {self.m} examples, {self.points} x {self.points}"


CASES = [
    Case((2, 8, 4, 1), 180, 64),
    Case((2, 8, 4, 1), 180, 64, l2=0.1),
    Case((2, 64, 64, 1), 1000, 16),
    Case((64, 64, 10), 1000, 16),
    Case((784, 64, 1), 2000, 12),
    Case((12288, 1), 209, 30),
    Case((12288, 1), 209, 30, l2=0.1),
]


def contenders(case: Case) -> dict[str, Step]:
    """The loop and the surface."""
    rng = np.random.default_rng(1)
    *hidden, output = case.layer_sizes[1:]
    kinds = ["tanh"] * len(hidden) + ["softmax" if output > 1 else "sigmoid"]
    loss = "softmax_cross_entropy" if output > 1 else "binary_cross_entropy"
    network = Network(case.layer_sizes, kinds, loss, l2=case.l2)
    network.initialize("xavier", rng)
    X = rng.standard_normal((case.layer_sizes[0], case.m))
    labels = rng.integers(0, max(output, 2), case.m)
    Y = np.eye(output)[:, labels] if output > 1 else labels[np.newaxis].astype(float)
    u, v = (rng.standard_normal(network.n_parameters) for _ in range(2))
    a = np.linspace(-1, 1, case.points)

    def loop() -> np.ndarray:
        clone = network.copy()
        cost, theta, costs = clone.cost_function(X, Y), network.theta, []
        for b_j in a:
            base = theta + b_j * v
            for a_i in a:
                clone.theta[...] = base + a_i * u
                costs.append(cost())
        return np.reshape(costs, (case.points, case.points))

    def surface() -> np.ndarray:
        return cost_surface(network, X, Y, u, v, a, a)

    np.testing.assert_allclose(surface(), loop(), rtol=1e-12)
    return {"loop": loop, "surface": surface}


def main() -> None:
    """Print the table."""
    arguments = arguments_of(__doc__).parse_args()
    print(f"{'':45} {'loop':>10} {'surface':>10} {'ratio':>7}")
    for case in CASES:
        found = medians(contenders(case), arguments.rounds, arguments.best)
        loop, surface = found["loop"], found["surface"]
        name = case.name + (" l2" if case.l2 else "")
        print(f"{name:45} {loop * 1e3:7.1f} ms {surface * 1e3:7.1f} ms {loop / surface:7.1f}")


if __name__ == "__main__":
    main()
