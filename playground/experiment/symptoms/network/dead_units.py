"""ReLU units that answer 0 to every example and cannot learn any more."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.settings import number_text

_LEAKY = Remedy("Leaky ReLU", (("network.activation", "leaky_relu"),))


@symptoms.register("dead_units", label="Dead ReLU units")
class DeadUnits(Symptom):
    """Half or more of a ReLU layer is 0 for every example: their gradient is 0 too (CS230 3.5)."""

    severity = 65.0
    lesson = "vanishing-exploding"

    def look(self, case: Case) -> Finding | None:
        """Where it matters: the training set is not learned without them.

        Identical ones have never been anything else.
        """
        if not case.has_dead_layer or case.has_identical_units or case.is_learnt:
            return None
        shares = case.dead_shares
        layer = max(shares, key=shares.__getitem__)
        of = len(case.layers[layer - 1].A)
        dead = round(shares[layer] * of)
        training, remedy = case.spec.training, _LEAKY
        pushed = "A step too long, or unlucky initial weights,"
        if training.learning_rate > training.highest_suitable_rate:
            pushed = f"Steps with the learning rate {number_text(training.learning_rate)}"
            remedy = Remedy.of_rate(training.lower_rate())
        return self.found(
            f"{dead} of the {of} ReLU units of layer {layer} are 0 for every example.",
            f"{pushed} pushed them below 0 everywhere, where ReLU is flat: no gradient brings them "
            "back.",
            remedy,
            layer=layer,
            dead=dead,
        )
