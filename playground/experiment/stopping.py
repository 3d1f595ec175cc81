"""Why a session stops by itself, and what it tells the person then."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine.regularization.early_stopping import EarlyStopping
from playground.experiment.history import History
from playground.experiment.learner import Learner
from playground.experiment.spec import TrainingSpec
from playground.experiment.wording import count
from playground.settings import number_text

#: How many times its beginning a cost is that no training comes back from; it may begin next to 0.
_EXPLODED, _SMALL_COST = 1000.0, 0.01

#: Why a run may stop by itself.
REASONS = ("finished", "early_stopping", "cost_reached", "error_reached", "diverged")


@dataclass(frozen=True)
class Stop:
    """Why a run stopped by itself.

    Attributes
    ----------
    reason : str
        One of `REASONS`.
    sentence : str
        For the person: what happened and what to do.
    setting, value : str, float or None
        A setting that a click may change to `value` to mend it; empty where none would.
    """

    reason: str
    sentence: str
    setting: str = ""
    value: float | None = None

    @property
    def is_goal(self) -> bool:
        """Whether it is an end that the settings name, so that others can take it away."""
        return self.reason in ("finished", "cost_reached", "error_reached")


def early_stopping_of(training: TrainingSpec, dev_examples: int) -> EarlyStopping | None:
    """What watches the dev cost from now on; None where nothing does."""
    if not training.patience or not dev_examples:
        return None
    return EarlyStopping(patience=training.patience, min_delta=training.min_delta)


def stopped_early(early: EarlyStopping, epoch: int) -> Stop:
    """The end that `early` asked for after so many epochs."""
    return Stop(
        "early_stopping",
        f"Stopped early after epoch {epoch:,}: the dev cost did not improve for "
        f"{early.patience:,} epochs. The weights with the lowest dev cost, {early.best:.4g}, are "
        "back in place.",
    )


def goal_reached(learner: Learner, history: History, endless: bool) -> Stop | None:
    """The end of a run that is at a goal, or past its last epoch; None where it goes on.

    Before the first epoch there are no goals. An endless run passes its last epoch, unless
    its settings ask to stop there.
    """
    training, latest, epoch = learner.spec.training, history.latest, learner.trainer.epoch
    cost, error, task = latest["train_cost"], latest["dev_error"], learner.dataset.task
    if epoch and training.until_cost and cost <= training.until_cost:
        return Stop(
            "cost_reached",
            f"The train cost is {number_text(cost)} after epoch {epoch:,}, and so has reached "
            f"{number_text(training.until_cost)}. Run goes on without this goal.",
        )
    if epoch and training.until_error and error <= training.until_error:
        return Stop(
            "error_reached",
            f"The dev error is {_error_text(error, task)} after epoch {epoch:,}, and so has "
            f"reached {_error_text(training.until_error, task)}. Run goes on without this goal.",
        )
    if (training.stop_after or not endless) and epoch >= learner.last_epoch:
        if exploded(history.column("train_cost")[0], cost):
            return diverged(learner)
        lowest = _lowest_since(history.column("epoch"), history.column("dev_cost"))
        return Stop("finished", f"Finished {count(epoch, 'epoch')}. {lowest}".rstrip())
    return None


def _lowest_since(epochs: np.ndarray, dev_costs: np.ndarray) -> str:
    """Where the dev cost was lowest, if it has risen since by a twentieth of what it began at."""
    if not np.isfinite(dev_costs).any():
        return ""
    best, last = int(np.nanargmin(dev_costs)), float(dev_costs[-1])
    if not last - dev_costs[best] > 0.05 * dev_costs[0]:
        return ""
    return (
        f"The dev cost was lowest after epoch {int(epochs[best]):,}, "
        f"{number_text(float(dev_costs[best]))}, and is {number_text(last)} now."
    )


#: The highest learning rate to try again with: what diverged has no bounded activation.
AFTER_DIVERGING = 0.1


def exploded(first: float, cost: float) -> bool:
    """Whether a train cost is a thousand times what it was at `first`, or is no number at all."""
    return not cost <= _EXPLODED * max(first, _SMALL_COST)


def diverged(learner: Learner) -> Stop:
    """The end of a run that diverged at its present step."""
    trainer, training = learner.trainer, learner.spec.training
    lower = training.lower_rate(AFTER_DIVERGING)
    sentence = (
        f"The training diverged at step {trainer.steps:,}: the learning rate "
        f"{number_text(trainer.current_learning_rate)} is too large for this network."
    )
    if lower >= training.learning_rate:
        return Stop("diverged", f"{sentence} There is no lower one: standardize the features.")
    return Stop(
        "diverged", f"{sentence} Try {number_text(lower)}.", "training.learning_rate", lower
    )


def _error_text(error: float, task: str) -> str:
    return number_text(error) if task == "regression" else f"{100 * error:.3g} %"
