"""A network too small or too stiff for its training set."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("high_bias", label="High bias")
class HighBias(Symptom):
    """The training set itself is hardly learned, and the cost no longer falls (NN 4, CS230 5.3)."""

    severity = 25.0
    lesson = "bias-variance"

    def look(self, case: Case) -> Finding | None:
        """An error above half of the baseline's, and above what near examples say must remain."""
        if case.epoch < 30 or not case.train.error > 0.5 * case.train.baseline_error:
            return None
        if not abs(case.relative_fall()) < 0.03 or case.is_noise_alone:
            return None
        if symptoms["rate_too_small"]().look(case):
            return None  # it falls still, however slowly
        layers = case.spec.network.hidden_layers
        bigger = tuple(min(2 * n, 4096) for n in layers) or (8,)
        return self.found(
            f"The train error is {case.error_text(case.train.error)}, with "
            f"{case.error_text(case.train.baseline_error)} for guessing, and the cost has come to "
            f"rest at {measured(case.train_cost)}.",
            "The network is too small, or too strongly regularized, to follow the training set; or "
            "the features do not tell.",
            Remedy("A bigger network", (("network.hidden_layers", bigger),)),
            train_error=case.train.error,
            baseline_error=case.train.baseline_error,
        )
