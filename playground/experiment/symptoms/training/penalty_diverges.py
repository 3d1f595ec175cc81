"""A penalty that multiplies the weights instead of shrinking them."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured
from playground.settings import number_text


@symptoms.register("penalty_diverges", label="The penalty makes the weights grow")
class PenaltyDiverges(Symptom):
    """``alpha lambda / m`` is above 2, or what momentum bears: the L2 penalty alone makes weights
    grow."""

    severity = 95.0
    lesson = "regularization"

    def look(self, case: Case) -> Finding | None:
        """Only where steps follow the gradient's size: Adam and RMSprop divide it away."""
        training = case.spec.training
        m = min(training.batch_size, case.split.train.m)
        rate = case.session.trainer.current_learning_rate
        step, largest = rate * training.l2 / m, training.optimizer.largest_stable_step
        if step <= largest:
            return None
        smaller = float(f"{m / training.learning_rate / 10:.1g}")
        return self.found(
            f"The L2 penalty alone makes every weight overshoot 0 and grow: α λ / m is "
            f"{measured(step)}, with α = {number_text(rate)}, λ = {number_text(training.l2)}, "
            f"m = {m:,}; steps come to rest up to {measured(largest)}.",
            "Learning rate times penalty is too large for the size of the mini-batch; the data "
            "have no part in it.",
            Remedy(f"λ = {number_text(smaller)}", (("training.l2", smaller),)),
            step=step,
            largest_stable_step=largest,
        )
