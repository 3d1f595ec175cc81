"""Mini-batches larger than the training set: one step an epoch."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("batch_too_large", label="Mini-batch larger than the data")
class BatchTooLarge(Symptom):
    """Every step takes the whole training set, and the epochs are over before the cost has come to
    rest (NN 7)."""

    severity = 49.0
    lesson = "mini-batches"

    def look(self, case: Case) -> Finding | None:
        """At the last epoch of the settings, with much left to learn; else it only is slow."""
        size, m = case.spec.training.batch_size, case.split.train.m
        if size <= m or case.epoch < case.session.last_epoch or case.is_learnt:
            return None
        if not (fall := case.relative_fall()) > 0.03:
            return None
        smaller = max(1, m // 8)
        return self.found(
            f"Mini-batches of {size:,} are larger than the training set of {m:,}: {case.epoch:,} "
            f"epochs were {case.steps:,} steps, and in their last quarter the cost still fell by "
            f"{100 * fall:.0f} %.",
            "Each step sees all examples, so there is one step an epoch; smaller mini-batches take "
            "many for the same work.",
            Remedy(f"Mini-batches of {smaller:,}", (("training.batch_size", smaller),)),
            batch_size=size,
            examples=m,
        )
