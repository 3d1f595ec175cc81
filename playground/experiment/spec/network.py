"""The shape of the network, its loss and how its weights start."""

from __future__ import annotations

from typing import Any

from playground.engine.activations import Activation, activations
from playground.engine.class_weights import ClassWeighting, class_weightings
from playground.engine.initializers import Initializer, initializers
from playground.engine.losses import losses
from playground.limits import MOST_LAYERS
from playground.settings import (
    SettingError,
    Settings,
    by_layer,
    choice,
    declared,
    int_list,
    number,
    option,
)


@declared
class NetworkSpec(Settings):
    """The shape of the network and how its weights start (NN 2, CS230 3-4)."""

    hidden_layers: tuple[int, ...] = int_list(
        (8, 4),
        label="Hidden layers",
        help="The number of units in each hidden layer, from the input to the output. More "
        "units bend the boundary more finely; none at all is logistic regression.",
        notes="NN 3, CS230 4",
        within="[1, 4096]",
        unit="units",
    )
    activation: Activation | tuple[Activation, ...] = choice(
        activations,
        "tanh",
        label="Activation",
        help="What every hidden unit does with its weighted sum; one for all hidden layers, or "
        "one for each.",
        notes="NN 2.2, CS230 3.5",
        by_layer="hidden",
        excluded=("softmax",),
    )
    loss: str = option(
        "automatic",
        {"automatic": "Automatic"} | {name: losses[name].label for name in losses},
        label="Loss",
        help="What the network minimizes. Automatic means binary cross-entropy for two "
        "classes, softmax cross-entropy for more, half squared error for real numbers.",
        notes="NN 2.3, CS230 3.6",
        advanced=True,
    )
    output: str = option(
        "automatic",
        {"automatic": "Automatic"}
        | {n: activations[n].label for n in ("linear", "sigmoid", "tanh")},
        label="Output",
        help="What the output units do with their weighted sum, where the loss leaves a choice: "
        "half squared error and Huber. Automatic means linear for real numbers, sigmoid for "
        "classes.",
        notes="CS230 3.6",
        advanced=True,
    )
    huber_delta: float = number(
        1,
        label="Huber threshold",
        help="Up to this distance from the target errors count squared, beyond it linearly; in "
        "standard deviations where labels are standardized.",
        within="[1e-6, 1e6]",
        scale="log",
        slider=(0.01, 10),
        only_when=("loss", "huber"),
        advanced=True,
    )
    class_weights: ClassWeighting = choice(
        class_weightings,
        "equal",
        label="Class weights",
        help="How much an example counts, by its class. Balanced where one class is rare and "
        "always saying the other is nearly right. Of no effect for real numbers.",
        advanced=True,
    )
    initializer: Initializer | tuple[Initializer, ...] = choice(
        initializers,
        "xavier",
        label="Initial weights",
        help="How the weights are drawn before the first step. He suits relu, Xavier tanh. One "
        "for all layers, or one for each, the output last.",
        by_layer="all",
        notes="NN 2.3.1, CS230 5.5.3",
    )
    precision: str = option(
        "float64",
        {"float64": "Double (64 bits)", "float32": "Single (32 bits)"},
        label="Precision",
        help="The kind of floating-point number. Single is up to twice as fast for large networks "
        "and enough for pictures, whose pixels have 8 bits; double shows finer differences.",
        advanced=True,
    )

    @property
    def activations(self) -> tuple[Activation, ...]:
        """One for each hidden layer; raises `SettingError` where there are more or fewer."""
        n = len(self.hidden_layers)
        return by_layer.each(self.activation, n, "network.activation", "hidden layers")

    @property
    def initializers(self) -> tuple[Initializer, ...]:
        """One for each layer but the input; raises likewise."""
        n = len(self.hidden_layers) + 1
        return by_layer.each(self.initializer, n, "network.initializer", "layers with the output")

    def following(self, name: str, value: Any) -> dict[str, Any]:
        if name != "hidden_layers":
            return {}
        layers = len(self.hidden_layers), len(value)
        return {
            "activation": by_layer.resized(self.activation, *layers),
            "initializer": by_layer.resized(self.initializer, *layers, last=1),
        }

    def check(self) -> None:
        if len(self.hidden_layers) > MOST_LAYERS:
            raise SettingError(
                "hidden_layers",
                f"{len(self.hidden_layers):,} layers are not allowed; there may be {MOST_LAYERS}.",
            )
