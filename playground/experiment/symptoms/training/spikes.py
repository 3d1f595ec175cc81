"""Late jumps of a cost that was nearly 0."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("spikes", label="Late spikes")
class Spikes(Symptom):
    """A cost long small jumps up again and again, as with Adam where gradients are tiny
    (CS230 6.8)."""

    severity = 33.0
    lesson = "optimizers"

    def look(self, case: Case) -> Finding | None:
        """At least three epochs of the later half a hundred times above their neighbours."""
        costs = case.train_costs
        if len(costs) < 100 or not np.isfinite(costs).all():
            return None
        late = costs[len(costs) // 2 :]
        level = float(np.median(late))
        spikes = (late > 100 * level) & (late > 0.05 * costs[0])
        starts = int(np.count_nonzero(spikes[1:] & ~spikes[:-1]))
        if starts < 3:
            return None
        rate = case.spec.training.learning_rate
        lower = float(f"{rate / 3:.1g}")
        return self.found(
            f"The train cost, {measured(level)} in the median of the later half, jumped up "
            f"{starts} times, to {measured(float(late.max()))}.",
            "Where gradients are tiny the optimizer divides by nearly nothing, and a step becomes "
            "long.",
            Remedy.of_rate(lower),
            spikes=starts,
        )
