"""A penalty that multiplies the weights instead of shrinking them."""

from __future__ import annotations

from playground.experiment.symptoms.case import Case
from playground.experiment.symptoms.symptom import Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text


@symptoms.register("penalty_diverges", label="The penalty makes the weights grow")
class PenaltyDiverges(Symptom):
    """``|1 - alpha lambda / m| > 1``: the step of the L2 penalty alone makes weights grow."""

    severity = 95.0
    lesson = "regularization"

    def look(self, case: Case) -> Finding | None:
        """Only where steps follow the gradient's size: Adam and RMSprop divide it away."""
        training = case.spec.training
        m = min(training.batch_size, case.split.train.m)
        factor = 1 - case.session.trainer.current_learning_rate * training.l2 / m
        if not training.optimizer.linear or abs(factor) <= 1:
            return None
        smaller = float(f"{m / training.learning_rate / 10:.1g}")
        return self.found(
            f"Each step multiplies every weight by {measured(factor)} because of the L2 penalty "
            f"alone: 1 - α λ / m with α = {number_text(training.learning_rate)}, "
            f"λ = {number_text(training.l2)}, m = {m:,}.",
            "Learning rate times penalty is too large for the size of the mini-batch; the data "
            "have no part in it.",
            Remedy(f"λ = {number_text(smaller)}", (("training.l2", smaller),)),
            factor=factor,
        )
