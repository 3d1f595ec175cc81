"""Hidden layers without a bend: together one line."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("linear_layers", label="Linear layers only")
class LinearLayers(Symptom):
    """All hidden layers are linear, so the network is one line; the data ask for more
    (CS230 3.6)."""

    severity = 58.0
    lesson = "hidden-layers"

    def look(self, case: Case) -> Finding | None:
        """With a training error left that no longer falls."""
        linear = case.hidden and all(layer.activation.name == "linear" for layer in case.hidden)
        if not linear or case.epoch < 10 or case.train.error <= 0.3 * case.train.baseline_error:
            return None
        if not case.relative_fall() < 0.05:
            return None
        return self.found(
            f"All {len(case.hidden)} hidden layers are linear: the network is one line, and "
            f"{case.error_text(case.train.error)} of the training set is {case.error_word}."
            if case.task != "regression"
            else f"All {len(case.hidden)} hidden layers are linear: the network is one plane, and "
            f"its train error is {case.error_text(case.train.error)}.",
            "A chain of linear functions is a linear function, however many layers it has.",
            Remedy("Activation: tanh", (("network.activation", "tanh"),)),
            train_error=case.train.error,
        )
