"""A penalty that leaves the weights nothing to say with."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import listed, measured
from playground.settings import number_text


@symptoms.register("penalty_too_strong", label="Penalty too strong")
class PenaltyTooStrong(Symptom):
    """The weights cost more than they bring, so they are pulled to 0 and the training set is not
    learned (NN 5)."""

    severity = 71.0
    lesson = "regularization"

    def look(self, case: Case) -> Finding | None:
        """Where the cost has come to rest: a good part of it is the penalty, or no signal is left
        that could cost anything."""
        if case.epoch < 20 or not case.penalties or not abs(case.relative_fall()) < 0.03:
            return None
        if not case.train.error > 0.5 * case.train.baseline_error:
            return None
        penalty, cost = case.network.penalty(case.split.train.m), case.train_cost
        if not (penalty > 0.25 * cost or case.is_pulled_to_zero):
            return None
        weaker = tuple((path, value / 100) for path, value in case.penalties)
        names = {"training.l2": "L2", "training.l1": "L1"}
        said = listed(f"{names[path]} λ = {number_text(value)}" for path, value in case.penalties)
        largest = max(float(abs(layer.W).max()) for layer in case.layers)
        return self.found(
            f"With {said} the largest weight is {measured(largest)} and {measured(penalty)} of the "
            f"cost, {measured(cost)}, is the penalty; {case.error_text(case.train.error)} of the "
            f"training set is {case.error_word}, {case.error_text(case.train.baseline_error)} by "
            "guessing."
            if case.task != "regression"
            else f"With {said} the largest weight is {measured(largest)} and {measured(penalty)} "
            f"of the cost, {measured(cost)}, is the penalty; the train error is "
            f"{case.error_text(case.train.error)}, {case.error_text(case.train.baseline_error)} "
            "by guessing.",
            "Every weight costs more than it brings: the penalty, divided by the number of "
            "training examples, outweighs the data.",
            Remedy("A hundredth of the penalty", weaker),
            penalty=penalty,
            largest_weight=largest,
        )
