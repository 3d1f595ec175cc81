"""A classifier that still answers with the class shares alone."""

from __future__ import annotations

import numpy as np

from playground.engine.activations import activations
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured

#: The standard deviation of the output, and of the most lively unit of the weakest hidden layer, up
#: to which the first is flat and the second why. On noise alone hidden units have some 0.5.
_FLAT, _WEAK = 0.05, 0.15


@symptoms.register("flat_start", label="Flat at the start")
class FlatStart(Symptom):
    """The cost stays at that of the class shares, ln 2 or ln K: no signal comes through
    (CS230 5.5.2)."""

    severity = 70.0
    lesson = "vanishing-exploding"

    def look(self, case: Case) -> Finding | None:
        """After ten epochs, with all outputs alike, and a layer before them nearly so.

        Where the hidden units do differ it is the features that tell nothing; where they are dead
        they were pushed there; and features next to 0 are a weak signal from the first.
        """
        if case.task == "regression" or case.epoch < 10 or not case.hidden:
            return None
        linear = all(layer.activation.name == "linear" for layer in case.hidden)
        if linear or case.network.loss.name == "half_squared_error" or case.is_pulled_to_zero:
            return None
        cost = case.train_cost - case.network.penalty(case.split.train.m)
        if not abs(cost - case.entropy) < 0.02 * case.entropy:
            return None
        given, *hidden, output = (
            float(A.std(axis=1).max())
            for A in (case.inputs[0], *(layer.A for layer in case.layers))
        )
        if output > _FLAT or min(hidden) > _WEAK or given < _WEAK:
            return None
        if case.has_dead_layer or case.has_identical_units:
            return None
        slopes = [float(np.linalg.norm(layer.dW)) for layer in case.layers]
        weakest = int(np.argmin(slopes)) + 1
        return self.found(
            f"After {case.epoch:,} epochs the cost is still {measured(cost)}, that of answering "
            f"with the class shares alone ({measured(case.entropy)}). The gradient is weakest "
            f"in layer {weakest} ({measured(slopes[weakest - 1])}).",
            "The signal vanishes on its way through the layers: the initial weights are too small, "
            "or the layers too many for them.",
            _remedy(case),
            cost=cost,
            entropy=case.entropy,
            layer=weakest,
        )


def _remedy(case: Case) -> Remedy:
    """The initial weights that suit the activation; where they are there, or layers weaken the
    gradient whatever they are, tanh; where it has none of these faults, fewer layers.

    Measured on circle, moons and xor, 1 to 8 layers, gd and Adam: of 61 networks of sigmoids that
    stood still tanh brought all down, weights that suit 12 of 24 and half the layers 19 of 37.
    """
    activation, layers = case.hidden[0].activation, case.spec.network.hidden_layers
    name = activation.initializer
    is_suited = all(each.name == name for each in case.spec.network.initializers)
    weakens = any(layer.activation.steepest < 1 for layer in case.hidden)
    if (weakens and len(layers) > 1) or (is_suited and len(layers) == 1):
        tanh = activations["tanh"]
        changes = ("network.activation", tanh.name), ("network.initializer", tanh.initializer)
        return Remedy("Activation: tanh", changes)
    if not is_suited:
        return Remedy(f"Initial weights: {name.capitalize()}", (("network.initializer", name),))
    return Remedy("Half as many layers", (("network.hidden_layers", layers[: len(layers) // 2]),))
