"""A run that ended before it began."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("too_few_steps", label="Too few steps")
class TooFewSteps(Symptom):
    """The run ended after fewer than 100 mini-batches, with much left to learn (NN 7)."""

    severity = 52.0
    lesson = "mini-batches"

    def look(self, case: Case) -> Finding | None:
        """Ended at its last epoch, not at a goal."""
        stop = case.session.stop
        if stop is None or stop.reason != "finished" or case.steps >= 100 or case.is_learnt:
            return None
        training, m = case.spec.training, case.split.train.m
        epochs = max(2, round(1000 * case.epoch / max(case.steps, 1)))
        whole = " The mini-batch holds the whole training set." if training.batch_size >= m else ""
        return self.found(
            f"The run ended after {case.steps:,} steps of learning ({case.epoch:,} epochs of "
            f"{-(-m // training.batch_size):,}).{whole}",
            "A network learns step by step; a few dozen steps rarely suffice.",
            Remedy(f"Stop after {epochs:,} epochs", (("training.epochs", epochs),)),
            steps=case.steps,
        )
