"""A cost that goes up and down without getting anywhere."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text


@symptoms.register("oscillates", label="The cost oscillates")
class Oscillates(Symptom):
    """The train cost jumps up and down by a good part of itself, epoch after epoch (CS230 6.9)."""

    severity = 60.0
    lesson = "learning-rate"

    def look(self, case: Case) -> Finding | None:
        """At a level that is no success, so that the jumps cost something."""
        costs = case.train_costs[-24:]
        if len(costs) < 24 or not np.isfinite(costs).all() or case.is_learnt:
            return None
        level, moves = float(np.median(costs)), np.diff(costs)
        turns = int(np.count_nonzero(moves[1:] * moves[:-1] < 0))
        swing = float(np.median(np.abs(moves)) / level) if level else 0.0
        if turns < 11 or swing < 0.1 or level < 0.2 * case.train_costs[0]:
            return None
        rate = case.spec.training.learning_rate
        return self.found(
            f"The train cost jumps by {100 * swing:.0f} % from epoch to epoch around "
            f"{measured(level)}, and turned {turns} times in the last 24.",
            f"The learning rate {number_text(rate)} is too large to come to rest.",
            Remedy.of_rate(case.spec.training.lower_rate()),
            swing=swing,
            turns=turns,
        )
