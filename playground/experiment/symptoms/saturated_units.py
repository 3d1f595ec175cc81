"""Units at the flat ends of sigmoid or tanh."""

from __future__ import annotations

from playground.experiment.symptoms.case import Case
from playground.experiment.symptoms.symptom import Finding, Remedy, Symptom, symptoms


@symptoms.register("saturated_units", label="Saturated units")
class SaturatedUnits(Symptom):
    """Most answers of a sigmoid or tanh layer lie at its ends, where the slope is nearly 0
    (CS230 3.5)."""

    severity = 62.0
    lesson = "vanishing-exploding"

    def look(self, case: Case) -> Finding | None:
        """Sigmoid outside 0.01..0.99, tanh beyond 0.98, with a training set not learned."""
        if case.is_learnt:
            return None
        shares = {
            number: layer.saturated
            for number, layer in enumerate(case.hidden, start=1)
            if layer.activation.bounded
        }
        if not shares or max(shares.values()) < 0.6:
            return None
        layer = max(shares, key=shares.__getitem__)
        return self.found(
            f"{100 * shares[layer]:.0f} % of what layer {layer} answers lies at the flat ends of "
            f"{case.hidden[layer - 1].activation.name}.",
            "Weights or inputs are so large that the gradient hardly passes this layer.",
            Remedy(
                "Xavier weights and standardised features",
                (("network.initializer", "xavier"), ("data.scaling", "standardise")),
            ),
            layer=layer,
            share=shares[layer],
        )
