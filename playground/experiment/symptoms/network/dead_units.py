"""Relu units that answer 0 to every example and cannot learn any more."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("dead_units", label="Dead relu units")
class DeadUnits(Symptom):
    """Half or more of a relu layer is 0 for every example: their gradient is 0 too (CS230 3.5)."""

    severity = 65.0
    lesson = "vanishing-exploding"

    def look(self, case: Case) -> Finding | None:
        """Where it matters: the training set is not learned without them."""
        if case.is_learnt:
            return None
        shares = {
            number: layer.dead / len(layer.W)
            for number, layer in enumerate(case.hidden, start=1)
            if not layer.activation.bounded
        }
        if not shares or max(shares.values()) < 0.5:
            return None
        layer = max(shares, key=shares.__getitem__)
        of = len(case.layers[layer - 1].A)
        dead = round(shares[layer] * of)
        return self.found(
            f"{dead} of the {of} relu units of layer {layer} are 0 for every example.",
            "A step too long, or unlucky initial weights, pushed them below 0 everywhere, where "
            "relu is flat: no gradient brings them back.",
            Remedy("Leaky relu", (("network.activation", "leaky_relu"),)),
            layer=layer,
            dead=dead,
        )
