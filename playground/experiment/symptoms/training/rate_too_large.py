"""Steps so long that the cost rises."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text


@symptoms.register("rate_too_large", label="Learning rate too large")
class RateTooLarge(Symptom):
    """The cost is higher than before training; of a linear model, the rate is above 2 / λ_max."""

    severity = 80.0
    lesson = "learning-rate"

    def look(self, case: Case) -> Finding | None:
        """Higher than at the start for the last evaluations, and not diverged altogether."""
        costs = case.train_costs
        if case.epoch < 2 or not np.isfinite(costs).all() or costs[-1] > 1000 * costs[0]:
            return None
        if np.median(costs[-min(10, len(costs) - 1) :]) <= 1.2 * costs[0]:
            return None
        rate = case.spec.training.learning_rate
        at_most = math.inf
        sentence = (
            f"The cost is {measured(case.train_cost)} after {case.epoch:,} epochs; it began at "
            f"{measured(float(costs[0]))}."
        )
        values = {"learning_rate": rate, "first_cost": float(costs[0])}
        if (largest := _largest_stable_rate(case)) is not None:
            values["largest_stable_rate"] = largest
            sentence += (
                f" For this linear model no rate above {number_text(largest)} "
                f"({measured(case.spec.training.optimizer.largest_stable_step)} / λ_max) can work."
            )
            at_most = largest / 4
        return self.found(
            sentence,
            f"The learning rate {number_text(rate)} steps over the valley it should go down into.",
            Remedy.of_rate(case.spec.training.lower_rate(at_most)),
            **values,
        )


def _largest_stable_rate(case: Case) -> float | None:
    """``2 / lambda_max`` of the Hessian of a linear regression, or what momentum bears in place of
    2; None for everything else."""
    network, largest = case.network, case.spec.training.optimizer.largest_stable_step
    linear = network.n_layers == 1 and network.activations[0].name == "linear"
    squared = network.loss.name == "half_squared_error" and not network.loss.class_weights
    if not linear or not squared or math.isinf(largest):
        return None
    X, _ = case.inputs
    bordered = np.vstack([X, np.ones(X.shape[1])])
    return largest / float(np.linalg.eigvalsh(bordered @ bordered.T / X.shape[1])[-1])
