"""Units at the flat ends of sigmoid or tanh."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("saturated_units", label="Saturated units")
class SaturatedUnits(Symptom):
    """Most answers of a sigmoid or tanh layer lie at its ends, where the slope is nearly 0
    (CS230 3.5)."""

    severity = 62.0
    lesson = "vanishing-exploding"

    def look(self, case: Case) -> Finding | None:
        """Sigmoid outside 0.01..0.99, tanh beyond 0.98, in a network that has not got far.

        Units that became sure of themselves as the cost fell do what they should.
        """
        costs = case.train_costs
        if case.is_learnt or costs[-1] < 0.7 * costs[0]:
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
            _remedy(case),
            layer=layer,
            share=shares[layer],
        )


def _remedy(case: Case) -> Remedy:
    """A better start; of one that is well already, shorter steps away from it."""
    start = Remedy(
        "Xavier weights and standardized features",
        (("network.initializer", "xavier"), ("data.scaling", "standardise")),
    )
    if start.applied_to(case.spec) != case.spec:
        return start
    return Remedy.of_rate(case.spec.training.lower_rate())
