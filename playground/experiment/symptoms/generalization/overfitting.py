"""A dev cost that rises while the train cost falls."""

from __future__ import annotations

import numpy as np

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("overfitting", label="Overfitting")
class Overfitting(Symptom):
    """The dev cost was lowest long ago and has risen by half since, while the train cost went on
    falling (NN 4, CS230 5.4.5)."""

    severity = 35.0
    lesson = "more-data"

    def look(self, case: Case) -> Finding | None:
        """Beyond the noise of the last epochs; not within the first ten.

        Nor where early stopping is on, which goes back to the best weights.
        """
        dev = case.dev_costs
        if (
            case.spec.training.patience
            or case.epoch < 10
            or case.split.dev.m < 10
            or not np.isfinite(dev).all()
        ):
            return None
        best = int(np.argmin(dev))
        now = float(np.median(dev[-5:]))
        since = len(dev) - 1 - best
        if since < 10 or now < 1.5 * dev[best] or case.train_costs[-1] >= case.train_costs[best]:
            return None
        # On a set that is nearly solved a large factor may be a few wrong examples: look at size.
        if now - dev[best] < 0.05 * dev[0]:
            return None
        epoch = int(case.history.column("epoch")[best])
        errors = case.history.column("dev_error")
        stays = case.task != "regression" and errors[-1] <= errors[best] + 1 / case.split.dev.m
        return self.found(
            f"The dev cost was lowest after epoch {epoch:,} ({measured(float(dev[best]))}); at "
            f"epoch {case.epoch:,} it is {measured(now)}, while the train cost fell from "
            f"{measured(float(case.train_costs[best]))} to {measured(case.train_cost)}.",
            "The error stays and the cost rises: the network grows surer of its mistakes."
            if stays
            else "The network learns the training examples themselves, noise included.",
            Remedy("Stop early, at the lowest dev cost", (("training.patience", 20),)),
            best_epoch=epoch,
            best_dev_cost=float(dev[best]),
            dev_cost=now,
        )
