"""How fast is a picture, and how fast a look at the dev set?

    python -m tests.benchmarks.surface_speed [--rounds 30] [--best]

The output of a network on a 200x200 grid in float32, as the decision boundary needs it, and cost
and error on 5,000 points in float64, as every evaluation needs them.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import numpy as np

from playground.engine import Network
from playground.engine.inference import Inference
from tests.benchmarks.step_speed import arguments_of, medians


def _network(layer_sizes: tuple[int, ...], hidden: str) -> Network:
    activations = [hidden] * (len(layer_sizes) - 2) + ["sigmoid"]
    network = Network(layer_sizes, activations, "binary_cross_entropy")
    network.initialize("xavier", np.random.default_rng(0))
    return network


def main() -> None:
    """Print the table."""
    arguments = arguments_of(__doc__).parse_args()
    axis = np.linspace(-1, 1, 200)
    grid = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
    tasks, goals = {}, {}
    for sizes, hidden, goal in [((2, 4, 2, 1), "tanh", 0.5), ((2, 64, 64, 1), "relu", 10)]:
        network = _network(sizes, hidden)
        boundary = Inference(network, grid)
        name = "200x200 grid, " + "-".join(map(str, sizes))
        tasks[name] = lambda boundary=boundary, theta=network.theta: boundary.output(theta)
        goals[name] = goal
        tasks[name + ", all units"] = lambda boundary=boundary, theta=network.theta: (
            boundary.activations(theta)
        )
    network, X = _network((2, 8, 8, 8, 1), "relu"), grid[:, ::8]
    Y = (X[:1] * X[1:] > 0).astype(float)
    tasks["cost and error, 5000 points, 2-8-8-8-1"] = lambda: network.cost_and_error(X, Y)
    goals["cost and error, 5000 points, 2-8-8-8-1"] = 0.5
    for name, seconds in medians(tasks, arguments.rounds, arguments.best).items():
        goal = f"   goal {goals[name]:g}" if name in goals else ""
        print(f"{name:42}{seconds * 1e3:8.2f} ms{goal}")


if __name__ == "__main__":
    main()
