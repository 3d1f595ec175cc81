"""How the network learns: the steps, what holds it back, and when it ends."""

from __future__ import annotations

import math

from playground.engine.optimizers import Optimizer, optimizers
from playground.engine.regularization.augmentation import Augmentation, augmentations
from playground.engine.schedules import Schedule, schedules
from playground.settings import (
    Settings,
    boolean,
    choice,
    declared,
    integer,
    number,
    settings_of,
)

#: About so many mini-batches suit a run whose epochs nobody chose.
_STEPS = 20_000
_FEWEST_EPOCHS, _MOST_EPOCHS = 10, 500


def _suited_epochs(m: int, batch_size: int) -> int:
    """Epochs of about `_STEPS` mini-batches, to two digits: 500 for small data, 10 for huge."""
    epochs = float(f"{_STEPS / math.ceil(m / batch_size):.2g}")
    return round(min(max(epochs, _FEWEST_EPOCHS), _MOST_EPOCHS))


@declared
class TrainingSpec(Settings):
    """How the network learns (NN 5 and 7, CS230 5.4 and 6)."""

    learning_rate: float = number(
        0.01,
        label="Learning rate",
        help="The length of a step. Too large and the cost jumps or the training diverges; too "
        "small and nothing seems to happen.",
        notes="NN 3.2, CS230 6.9",
        within="[1e-6, 100]",
        scale="log",
        applies="live",
        slider=(1e-4, 10),
    )
    optimizer: Optimizer = choice(
        optimizers,
        "adam",
        label="Optimizer",
        help="How a gradient becomes a step.",
        notes="DNN 8, CS230 6.6-6.8",
        applies="live",
    )
    schedule: Schedule = choice(
        schedules,
        "constant",
        label="Rate schedule",
        help="How the learning rate falls while training goes on.",
        notes="CS230 6.9",
        applies="live",
        advanced=True,
    )
    batch_size: int = integer(
        32,
        label="Mini-batch size",
        help="Examples in one step. Small mini-batches step often and noisily; all at once is "
        "batch gradient descent. A change counts from the next epoch on.",
        notes="NN 7, CS230 6.1",
        unit="examples",
        within="[1, 1_000_000]",
        scale="log",
        applies="live",
        slider=(1, 1024),
    )
    epochs: int = integer(
        0,
        label="Epochs",
        help="How often a study and playground train go through the training set; 0 takes a "
        "number that suits its size. A run in the window goes on until it is paused, unless it is "
        "to stop after these epochs.",
        unit="epochs",
        advanced=True,
        within="[0, 10_000_000]",
        scale="log",
        applies="live",
        slider=(1, 100_000),
        zero="by size",
    )
    stop_after: bool = boolean(
        False,
        label="Stop after epochs",
        help="Whether a run in the window pauses after the epochs above.",
        applies="live",
        advanced=True,
    )
    until_cost: float = number(
        0.0,
        label="Stop at cost",
        help="The run pauses at the end of the first epoch whose train cost is this low; 0 "
        "switches it off.",
        notes="NN 2.3",
        within="[0, 1e6]",
        scale="log",
        applies="live",
        advanced=True,
        slider=(1e-4, 1),
        zero="off",
    )
    until_error: float = number(
        0.0,
        label="Stop at dev error",
        help="The run pauses at the end of the first epoch whose dev error is this low: 0.02 is "
        "2 %, and for regression it is in the unit of the label; 0 switches it off.",
        notes="CS230 5.1",
        within="[0, 1e6]",
        scale="log",
        applies="live",
        advanced=True,
        slider=(1e-3, 1),
        zero="off",
    )
    l2: float = number(
        0.0,
        label="L2 penalty (λ)",
        help="Pulls all weights towards zero. Raise it when the variance is high.",
        notes="NN 5, CS230 5.4.1",
        within="[0, 1e6]",
        scale="log",
        applies="live",
        slider=(1e-4, 100),
        section="Regularization",
    )
    l1: float = number(
        0.0,
        label="L1 penalty (λ)",
        help="Pulls weights towards zero by equal amounts, so that many end near it.",
        notes="CS230 5.4.1",
        within="[0, 1e6]",
        scale="log",
        applies="live",
        slider=(1e-4, 100),
        advanced=True,
    )
    keep_prob: float | tuple[float, ...] = number(
        1.0,
        label="Keep probability",
        help="Dropout: the chance that a hidden unit takes part in a step. Lower it when the "
        "variance is high; 1 switches dropout off. One for all hidden layers, or one for each.",
        by_layer="hidden",
        notes="NN 5.1, CS230 5.4.3",
        within="(0, 1]",
        applies="live",
        slider=(0.1, 1),
    )
    input_keep_prob: float = number(
        1.0,
        label="Keep probability, inputs",
        help="Dropout of the inputs; usually 1, or close to it.",
        notes="CS230 5.4.3",
        within="(0, 1]",
        applies="live",
        advanced=True,
        slider=(0.1, 1),
    )
    augmentation: Augmentation = choice(
        augmentations,
        "none",
        label="Augmentation",
        help="New examples made of those of each mini-batch, their labels kept. Against a high "
        "variance, where more data cannot be had. Costs and errors are measured without it.",
        notes="NN 5.2, CS230 5.4.5",
        applies="live",
        advanced=True,
    )
    patience: int = integer(
        0,
        label="Early stopping after",
        help="Stop when the dev cost has not improved for this many epochs, and return to the "
        "best weights; 0 switches it off.",
        notes="NN 5.3, CS230 5.4.5",
        unit="epochs",
        within="[0, 1_000_000]",
        applies="live",
        advanced=True,
        slider=(0, 200),
        zero="off",
    )
    min_delta: float = number(
        0.0,
        label="Smallest improvement",
        slider=(1e-6, 1),
        scale="log",
        help="How much the dev cost must fall to count as an improvement.",
        notes="NN 5.3",
        within="[0, 1e6]",
        applies="live",
        advanced=True,
    )

    def last_epoch(self, m: int) -> int:
        """The epoch that ends a run on `m` training examples, where nobody pauses it before."""
        return self.epochs or _suited_epochs(max(m, 1), self.batch_size)

    @property
    def highest_suitable_rate(self) -> float:
        """The highest learning rate that suits most networks with the optimizer at hand.

        Measured on the generated sets. A step of RMSprop or Adam is about as long as its rate.
        """
        return 1.0 if math.isfinite(self.optimizer.largest_stable_step) else 0.03

    def lower_rate(self, at_most: float = math.inf) -> float:
        """A tenth of the learning rate, or what suits its optimizer where that is less.

        Not below the lowest that can be chosen. Measured on the generated sets with rates from 1
        to 100: a tenth alone left the cost where it began in half of the cases.
        """
        wanted = min(self.learning_rate / 10, self.highest_suitable_rate, at_most)
        return max(float(f"{wanted:.1g}"), settings_of(type(self))["learning_rate"].minimum)

    @property
    def may_stop_early(self) -> bool:
        """Whether the end of any epoch may be the end of the run."""
        return self.patience > 0 or self.until_cost > 0 or self.until_error > 0
