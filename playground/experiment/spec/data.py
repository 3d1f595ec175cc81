"""Where the examples come from, what is computed of them and how they are divided."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset, Scaling, Split, scalings
from playground.data.errors import DataError
from playground.data.formulas.parser import parse_formulas
from playground.data.sources import Source, sources
from playground.data.splitting import FEWEST_DIVIDED
from playground.settings import (
    SettingError,
    Settings,
    boolean,
    choice,
    declared,
    number,
    option,
    text,
)

#: Shares of train and dev examples by the name of the division; the rest is the test set.
#: Where a file says itself what is for testing, that counts, and no dev set is taken by a share
#: of 0.
DIVISIONS = {
    "60/20/20": (0.6, 0.2),
    "98/1/1": (0.98, 0.01),
    "70/30": (0.7, 0.3),
    "as_given": (1.0, 0.0),
}


@declared
class DataSpec(Settings):
    """Where the examples come from and how they are divided and scaled (NN 4, CS230 5.1)."""

    source: Source = choice(
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
        empty="the columns as they are",
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
            "as_given": "As the file says",
            "by_hand": "By hand",
        },
        label="Train / dev / test",
        help="How the examples are divided. By size means 60/20/20 up to 10,000 examples and "
        "98/1/1 above; fewer than 10 rows of a file all train. As the file says: its training "
        "and test set as they are, and all rows for training where it names none.",
        notes="CS230 5.1",
        advanced=True,
    )
    train_share: float = number(
        0.6,
        label="Train share",
        slider=(0.05, 1),
        help="The part of the examples the network learns from.",
        notes="CS230 5.1",
        within="[0.05, 1]",
        only_when=("division", "by_hand"),
    )
    dev_share: float = number(
        0.2,
        label="Dev share",
        help="The part used to compare settings; what is left is the test set.",
        notes="CS230 5.1",
        within="[0, 0.95]",
        only_when=("division", "by_hand"),
    )
    scaling: Scaling = choice(
        scalings,
        "standardise",
        label="Scaling",
        help="How the features are scaled, by the training set only. Scaled features let one "
        "learning rate suit all weights.",
        notes="CS230 5.5.1",
        advanced=True,
    )
    scale_labels: bool = boolean(
        True,
        label="Standardize labels",
        help="For regression of one quantity: train on labels of mean 0 and spread 1. Errors are "
        "shown in the labels' own unit all the same.",
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

    def divided(self, dataset: Dataset, rng: np.random.Generator) -> Split:
        """A data set in train, dev and test, as its size and these settings have it."""
        return self.source.divide(dataset, *self.shares(dataset.m), rng)

    def shares(self, examples: int) -> tuple[float, float]:
        """The shares of train and dev examples for a data set of that size."""
        if self.division == "by_hand":
            return self.train_share, self.dev_share
        if self.division == "automatic":
            if self.source.trains_on_few and examples < FEWEST_DIVIDED:
                return DIVISIONS["as_given"]
            return DIVISIONS["60/20/20" if examples <= 10_000 else "98/1/1"]
        return DIVISIONS[self.division]
