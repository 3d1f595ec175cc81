"""The cost is no longer finite, or has grown beyond all bounds."""

from __future__ import annotations

import numpy as np

from playground.experiment.stopping import AFTER_DIVERGING, exploded
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text


@symptoms.register("diverged", label="The training diverged")
class Diverged(Symptom):
    """The cost became infinite or a thousand times what it was at the start (NN 3.2)."""

    severity = 90.0
    lesson = "learning-rate"

    def look(self, case: Case) -> Finding | None:
        """Infinite, or far above the first evaluation."""
        costs = case.train_costs
        stop = case.session.stop
        stopped = stop is not None and stop.reason == "diverged"
        grown = len(costs) > 1 and exploded(costs[0], costs[-1])
        if not stopped and not grown:
            return None
        sizes = [float(np.abs(weights).max()) for weights in case.network.weights]
        layer = int(np.argmax(np.nan_to_num(sizes, nan=np.inf))) + 1
        rate = case.spec.training.learning_rate
        finite = np.isfinite([case.train_cost, *case.session.history.batch_costs[-1:]]).all()
        what = f"is {measured(case.train_cost)}" if finite else "became infinite"
        return self.found(
            f"The training diverged: the cost {what} at step {case.steps:,}; it began at "
            f"{measured(float(costs[0]))}. The largest weights are in layer {layer}.",
            f"The learning rate {number_text(rate)} makes each step overshoot further than the "
            "last one.",
            Remedy.of_rate(case.spec.training.lower_rate(AFTER_DIVERGING)),
            step=case.steps,
            layer=layer,
            learning_rate=rate,
        )
