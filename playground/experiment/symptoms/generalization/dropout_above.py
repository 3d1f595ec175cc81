"""A dev set that costs less than the mini-batches it is trained on."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("dropout_above", label="Dropout lifts the mini-batches' cost")
class DropoutAbove(Symptom):
    """The mini-batches cost more than the dev set: dropout is on for them alone (NN 5.1)."""

    severity = 15.0
    lesson = "regularization"

    def look(self, case: Case) -> Finding | None:
        """By a tenth at least, over the last epochs, where the training set without dropout does
        not."""
        keep = min(case.spec.keep_prob)
        if keep == 1 or case.epoch < 10 or not case.split.dev.m:
            return None
        epochs = min(10, case.epoch)
        costs = case.history.batch_costs[-epochs * case.session.trainer.batches_per_epoch :]
        batches = float(np.mean(costs)) if len(costs) else float("nan")
        train = float(np.mean(case.train_costs[-epochs:]))
        dev = float(np.mean(case.dev_costs[-epochs:]))
        if not max(train, dev) < 0.9 * batches:
            return None
        return self.found(
            f"Over the last {epochs} epochs the mini-batches cost {measured(batches)}, the dev "
            f"set only {measured(dev)} and the training set {measured(train)}: in the mini-batches "
            f"units take part with the chance {measured(keep)}, in the other two all of them.",
            "That dev is better than training is dropout's doing and no mistake: it makes the "
            "network weaker while it learns.",
            Remedy(
                "Without dropout, to compare",
                (("training.keep_prob", 1.0), ("training.input_keep_prob", 1.0)),
            ),
            mini_batches=batches,
            dev_cost=dev,
            train_cost=train,
        )
