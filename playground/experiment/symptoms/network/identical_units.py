"""Units that compute the same, for ever."""

from __future__ import annotations

from playground.experiment.layers import identical_units
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("identical_units", label="Identical units")
class IdenticalUnits(Symptom):
    """Units of a layer have equal weights, in and out, so that they learn the same (NN 2.3.1)."""

    severity = 85.0
    lesson = "zeros"

    def look(self, case: Case) -> Finding | None:
        """Rows of W and b, and the columns of the next W, equal to 1e-12."""
        pairs = enumerate(zip(case.layers, case.layers[1:]), start=1)
        same = {number: count for number, pair in pairs if (count := identical_units(*pair))}
        if not same:
            return None
        layer, count = max(same.items(), key=lambda item: item[1])
        of = case.layers[layer - 1].W.shape[0]
        name = case.hidden[0].activation.initializer
        return self.found(
            f"{count} of the {of} units of layer {layer} are identical after {case.steps:,} steps: "
            "together they are worth one.",
            "Units that start with the same weights get the same gradient at every step; the "
            "symmetry is never broken.",
            Remedy(f"Initial weights: {name.capitalize()}", (("network.initializer", name),)),
            layer=layer,
            units=count,
        )
