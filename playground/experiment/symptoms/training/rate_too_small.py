"""Steps so short that nothing happens in the time given."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text

#: The part of the first cost that is far from solved.
_FAR = 0.5


@symptoms.register("rate_too_small", label="Learning rate too small")
class RateTooSmall(Symptom):
    """The cost falls steadily, by less than 1 % an epoch, and has far to go (NN 3.2)."""

    severity = 59.0
    lesson = "learning-rate"

    def look(self, case: Case) -> Finding | None:
        """Steadily: nearly every epoch is lower than the one before, and the last as fast."""
        costs = case.train_costs
        if case.epoch < 10 or not np.isfinite(costs).all() or case.is_learnt:
            return None
        falls = -np.diff(costs)[-min(50, len(costs) - 1) :] / costs[-1]
        an_epoch = float(np.median(falls))
        steady = np.mean(falls > 0) > 0.9
        halves = falls[: len(falls) // 2].mean(), falls[len(falls) // 2 :].mean()
        slowing = halves[1] < 0.6 * halves[0]
        far = _FAR * costs[0]
        if not steady or slowing or not 1e-6 < an_epoch < 0.01 or costs[-1] < far:
            return None
        left = max(0, case.session.last_epoch - case.epoch)
        if costs[-1] * (1 - an_epoch) ** left < far:
            return None  # slow, but it will get there in the epochs it has
        rate = case.spec.training.learning_rate
        higher = float(f"{min(rate * 10, 1.0):.1g}")
        if higher <= rate:
            return None
        return self.found(
            f"The cost falls steadily, but only by {100 * an_epoch:.2g} % an epoch: from "
            f"{measured(float(costs[0]))} to {measured(case.train_cost)} in "
            f"{case.epoch:,} epochs.",
            f"The learning rate {number_text(rate)} is small for this problem, or the run short.",
            Remedy.of_rate(higher),
            fall_per_epoch=an_epoch,
            learning_rate=rate,
        )
