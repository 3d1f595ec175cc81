"""What an experiment is: data, network, training and one seed, as frozen settings."""

from __future__ import annotations

from playground.data.datasets import scalings
from playground.data.errors import DataError
from playground.data.formula_parser import parse_formulas
from playground.data.sources import sources
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.losses import losses
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules
from playground.settings import (
    SettingError,
    Settings,
    choice,
    declared,
    group,
    number,
    option,
    sizes,
    switch,
    text,
    whole,
)

#: Shares of train and dev examples by the name of the division; the rest is the test set.
DIVISIONS = {"60/20/20": (0.6, 0.2), "98/1/1": (0.98, 0.01), "70/30": (0.7, 0.3)}


@declared
class DataSpec(Settings):
    """Where the examples come from and how they are divided and scaled (NN 4, CS230 5.1)."""

    source: Settings = choice(
        sources,
        "moons",
        label="Data set",
        help="Where the examples come from.",
        notes="NN 4",
        format="gallery",
    )
    features: str = text(
        "",
        label="Features",
        help="What the network is given: formulas over the columns x1, x2, ..., separated by "
        "commas, such as x1, x2^2, sin(x1). Empty: the columns as they are.",
        notes="NN 1.1, CS230 1",
        format="features",
    )
    division: str = option(
        "automatic",
        {
            "automatic": "By size",
            "60/20/20": "60 / 20 / 20 %",
            "98/1/1": "98 / 1 / 1 %",
            "70/30": "70 / 30 %, no test set",
            "by_hand": "By hand",
        },
        label="Train / dev / test",
        help="How the examples are divided. By size means 60/20/20 up to 10,000 examples and "
        "98/1/1 above.",
        notes="CS230 5.1",
        advanced=True,
    )
    train_share: float = number(
        0.6,
        label="Train share",
        slider=(0.05, 1),
        help="The part of the examples the network learns from.",
        notes="CS230 5.1",
        minimum=0.05,
        maximum=1,
        only_when=("division", "by_hand"),
    )
    dev_share: float = number(
        0.2,
        label="Dev share",
        help="The part used to compare settings; what is left is the test set.",
        notes="CS230 5.1",
        minimum=0,
        maximum=0.95,
        only_when=("division", "by_hand"),
    )
    scaling: Settings = choice(
        scalings,
        "standardise",
        label="Scaling",
        help="How the features are scaled, by the training set only. Scaled features let one "
        "learning rate suit all weights.",
        notes="CS230 5.5.1",
        advanced=True,
    )
    scale_labels: bool = switch(
        True,
        label="Standardise labels",
        help="For regression: train on labels of mean 0 and spread 1. Errors are shown in the "
        "labels' own unit all the same.",
        advanced=True,
    )

    def check(self) -> None:
        try:
            parse_formulas(self.features)
        except DataError as error:
            raise SettingError("features", str(error)) from None
        if self.division == "by_hand" and self.train_share + self.dev_share > 1 + 1e-9:
            raise SettingError(
                "dev_share",
                f"the train share {self.train_share:g} and the dev share {self.dev_share:g} "
                "together must be at most 1.",
            )

    def shares(self, examples: int) -> tuple[float, float]:
        """The shares of train and dev examples for a data set of that size."""
        if self.division == "by_hand":
            return self.train_share, self.dev_share
        if self.division == "automatic":
            return DIVISIONS["60/20/20" if examples <= 10_000 else "98/1/1"]
        return DIVISIONS[self.division]


@declared
class NetworkSpec(Settings):
    """The shape of the network and how its weights start (NN 2, CS230 3-4)."""

    hidden_layers: tuple[int, ...] = sizes(
        (8, 4),
        label="Hidden layers",
        help="The number of units in each hidden layer, from the input to the output. More "
        "units bend the boundary more finely; none at all is logistic regression.",
        notes="NN 3, CS230 4",
        minimum=1,
        maximum=4096,
        unit="units",
    )
    activation: Settings = choice(
        activations,
        "tanh",
        label="Activation",
        help="What every hidden unit does with its weighted sum.",
        notes="NN 2.2, CS230 3.5",
        excluded=("softmax",),
    )
    loss: str = option(
        "automatic",
        {"automatic": "By the labels"} | {name: losses[name].label for name in losses},
        label="Loss",
        help="What the network minimises. By the labels means binary cross-entropy for two "
        "classes, softmax cross-entropy for more, half squared error for real numbers.",
        notes="NN 2.3, CS230 3.6",
        advanced=True,
    )
    initializer: Settings = choice(
        initializers,
        "xavier",
        label="Initial weights",
        help="How the weights are drawn before the first step. He suits relu, Xavier tanh.",
        notes="NN 2.3.1, CS230 5.5.3",
    )
    precision: str = option(
        "float64",
        {"float64": "Double (64 bits)", "float32": "Single (32 bits)"},
        label="Precision",
        help="The kind of floating-point number. Single is faster for large networks.",
        advanced=True,
    )


@declared
class TrainingSpec(Settings):
    """How the network learns (NN 5 and 7, CS230 5.4 and 6)."""

    learning_rate: float = number(
        0.01,
        label="Learning rate",
        help="The length of a step. Too large and the cost jumps or becomes infinite; too "
        "small and nothing seems to happen.",
        notes="NN 3.2, CS230 6.9",
        minimum=1e-6,
        maximum=100,
        scale="log",
        applies="live",
        slider=(1e-4, 10),
    )
    optimizer: Settings = choice(
        optimizers,
        "adam",
        label="Optimizer",
        help="How a gradient becomes a step.",
        notes="DNN 8, CS230 6.6-6.8",
        applies="live",
    )
    schedule: Settings = choice(
        schedules,
        "constant",
        label="Rate schedule",
        help="How the learning rate falls while training goes on.",
        notes="CS230 6.9",
        applies="live",
        advanced=True,
    )
    batch_size: int = whole(
        32,
        label="Mini-batch size",
        help="Examples in one step. Small mini-batches step often and noisily; all at once is "
        "batch gradient descent. A change counts from the next epoch on.",
        notes="NN 7, CS230 6.1",
        unit="examples",
        minimum=1,
        maximum=1_000_000,
        scale="log",
        applies="live",
        slider=(1, 1024),
    )
    epochs: int = whole(
        500,
        label="Stop after",
        help="The run pauses when it has gone through the training set this often.",
        unit="epochs",
        minimum=1,
        maximum=10_000_000,
        scale="log",
        applies="live",
        slider=(1, 100_000),
    )
    until_cost: float = number(
        0.0,
        label="Stop at cost",
        help="The run pauses at the end of the first epoch whose train cost is this low; 0 "
        "switches it off.",
        notes="NN 2.3",
        minimum=0,
        maximum=1e6,
        scale="log",
        applies="live",
        advanced=True,
        slider=(1e-4, 1),
    )
    until_error: float = number(
        0.0,
        label="Stop at dev error",
        help="The run pauses at the end of the first epoch whose dev error is this low: 0.02 is "
        "2 %, and for regression it is in the unit of the label; 0 switches it off.",
        notes="CS230 5.1",
        minimum=0,
        maximum=1e6,
        scale="log",
        applies="live",
        advanced=True,
        slider=(1e-3, 1),
    )
    l2: float = number(
        0.0,
        label="L2 penalty (λ)",
        help="Pulls all weights towards zero. Raise it when the variance is high.",
        notes="NN 5, CS230 5.4.1",
        minimum=0,
        maximum=1e6,
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
        minimum=0,
        maximum=1e6,
        scale="log",
        applies="live",
        slider=(1e-4, 100),
        advanced=True,
    )
    keep_prob: float = number(
        1.0,
        label="Keep probability",
        help="Dropout: the chance that a hidden unit takes part in a step. Lower it when the "
        "variance is high; 1 switches dropout off.",
        notes="NN 5.1, CS230 5.4.3",
        minimum=0,
        maximum=1,
        open_minimum=True,
        applies="live",
        slider=(0.1, 1),
    )
    input_keep_prob: float = number(
        1.0,
        label="Keep probability, inputs",
        help="Dropout of the inputs; usually 1, or close to it.",
        notes="CS230 5.4.3",
        minimum=0,
        maximum=1,
        open_minimum=True,
        applies="live",
        advanced=True,
        slider=(0.1, 1),
    )
    patience: int = whole(
        0,
        label="Early stopping after",
        help="Stop when the dev cost has not improved for this many epochs, and return to the "
        "best weights; 0 switches it off.",
        notes="NN 5.3, CS230 5.4.5",
        unit="epochs",
        minimum=0,
        maximum=1_000_000,
        applies="live",
        advanced=True,
        slider=(0, 200),
    )
    min_delta: float = number(
        0.0,
        label="Smallest improvement",
        slider=(1e-6, 1),
        scale="log",
        help="How much the dev cost must fall to count as an improvement.",
        notes="NN 5.3",
        minimum=0,
        maximum=1e6,
        applies="live",
        advanced=True,
    )

    @property
    def may_stop_early(self) -> bool:
        """Whether the end of any epoch may be the end of the run."""
        return self.patience > 0 or self.until_cost > 0 or self.until_error > 0


@declared
class DiagnosisSpec(Settings):
    """Against what bias and variance are judged (NN 4, CS230 5.2)."""

    bayes_error: float = number(
        0.0,
        label="Bayes error",
        help="The error nobody can avoid, such as that of an expert; the bias is what lies above "
        "it.",
        notes="CS230 5.2",
        minimum=0,
        maximum=1,
        slider=(0, 0.5),
        applies="live",
    )
    tolerance: float = number(
        0.02,
        label="Tolerance",
        help="Bias and variance above it are called high.",
        notes="CS230 5.2",
        minimum=0,
        maximum=1,
        slider=(0, 0.2),
        applies="live",
    )


@declared
class ExperimentSpec(Settings):
    """A whole experiment: the same specification gives the same numbers, everywhere."""

    seed: int = whole(
        4,
        label="Seed",
        help="Every random choice follows from it: same settings, same seed, same numbers.",
        minimum=0,
        maximum=2**32 - 1,
    )
    data: DataSpec = group(DataSpec, label="Data")
    network: NetworkSpec = group(NetworkSpec, label="Network")
    training: TrainingSpec = group(TrainingSpec, label="Training")
    diagnosis: DiagnosisSpec = group(DiagnosisSpec, label="Bias and variance")
