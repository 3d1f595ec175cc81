"""Initial weights (NN 2.3.1, ML5, DNN 3.1, CS230 3.9, 5.5.3). Biases start at 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.engine.arguments import checked_entry
from playground.engine.errors import EngineError
from playground.engine.given_weights import layers_of, parse_parameters
from playground.settings import Registry, SettingError, Settings, number, text

initializers = Registry("initializer")


class Initializer(Settings):
    """Draws the weights of one layer."""

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator) -> np.ndarray:
        """Initial W, ``(n_out, n_in)``, of a layer of `n_out` units that reads `n_in` numbers."""
        raise NotImplementedError

    def layer(
        self, number: int, layer_sizes: Sequence[int], rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """W, ``(n[l], n[l-1])``, and b, ``(n[l], 1)``, of the layer l of a network."""
        n_in, n_out = layer_sizes[number - 1 : number + 1]
        return self.weights(n_in, n_out, rng), np.zeros((n_out, 1))


@initializers.register("he", label="He")
class He(Initializer):
    """sqrt(2/n) N(0,1), with n the inputs of the layer: keeps the spread of ReLU layers alike."""

    def weights(self, n_in, n_out, rng):
        """``sqrt(2/n[l-1]) N(0,1)``."""
        return np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))


@initializers.register("xavier", label="Xavier")
class Xavier(Initializer):
    """sqrt(1/n) N(0,1), with n the inputs of the layer: keeps the spread of tanh layers alike."""

    def weights(self, n_in, n_out, rng):
        """``sqrt(1/n[l-1]) N(0,1)``."""
        return np.sqrt(1 / n_in) * rng.standard_normal((n_out, n_in))


@initializers.register("glorot", label="Glorot")
class Glorot(Initializer):
    """sqrt(2/(n + n')) N(0,1), with inputs n and outputs n' of the layer: a balance between what
    flows forward and the gradients that flow back."""

    def weights(self, n_in, n_out, rng):
        """``sqrt(2/(n[l-1] + n[l])) N(0,1)``."""
        return np.sqrt(2 / (n_in + n_out)) * rng.standard_normal((n_out, n_in))


@initializers.register("normal", label="Normal")
class Normal(Initializer):
    """Normal numbers of one size in every layer. Too small and signals fade, too large and units
    saturate or costs explode: try 0.01, 1 and 10."""

    scale: float = number(
        0.01,
        label="Scale",
        help="The standard deviation of the weights.",
        notes="NN 2.3.1, DNN 3.1, CS230 3.9",
        within="(0, 1000]",
        scale="log",
    )

    def weights(self, n_in, n_out, rng):
        """``scale N(0,1)``."""
        return self.scale * rng.standard_normal((n_out, n_in))


@initializers.register("uniform", label="Uniform")
class Uniform(Initializer):
    """Equally likely numbers between two bounds, the same in every layer."""

    low: float = number(
        0, label="Lowest", help="The smallest weight that can be drawn.", notes="ML5"
    )
    high: float = number(
        1, label="Highest", help="Weights are drawn below this number.", notes="ML5"
    )

    def check(self):
        """The bounds are in order."""
        if self.low >= self.high:
            raise SettingError(
                "high", f"{self.high:g} is not allowed; it must be above the lowest, {self.low:g}."
            )
        if not math.isfinite(self.high - self.low):
            raise SettingError(
                "high", f"{self.high:g} is not allowed; it is too far above {self.low:g}."
            )

    def weights(self, n_in, n_out, rng):
        """``U[low, high)``."""
        return rng.uniform(self.low, self.high, (n_out, n_in))


@initializers.register("zeros", label="Zeros")
class Zeros(Initializer):
    """All weights 0. Units of a hidden layer then stay copies of each other forever, which is
    the lesson; right only where there is no hidden layer."""

    def weights(self, n_in, n_out, rng):
        """0."""
        return np.zeros((n_out, n_in))


@initializers.register("identity", label="Identity")
class Identity(Initializer):
    """gamma I, a chain that multiplies by gamma in every linear layer: below 1 a signal vanishes
    with the depth, above 1 it explodes."""

    gamma: float = number(
        1,
        label="Gamma",
        help="By what every layer multiplies.",
        notes="CS230 5.5.2",
        within="(0, 1000]",
        scale="log",
    )

    def weights(self, n_in, n_out, rng):
        """``gamma I``; nothing is drawn."""
        return self.gamma * np.eye(n_out, n_in)


@initializers.register("given", label="Given")
class Given(Initializer):
    """Weights and biases as they are typed or pasted here, to follow an example by hand; 0 where
    nothing is given."""

    parameters: str = text(
        "",
        label="Parameters",
        help="Such as W1 = [[0.3], [0.4]]; b1 = [0.1, 0.2]; W2 = [[1, -3]]; b2 = 0.2, a row for "
        "each unit of the layer.",
        notes="ML5",
    )

    def check(self):
        """They can be read."""
        try:
            parse_parameters(self.parameters)
        except EngineError as error:
            raise SettingError("parameters", str(error)) from None

    def weights(self, n_in, n_out, rng):
        """0: which layer it is, `layer` knows."""
        return np.zeros((n_out, n_in))

    def layer(self, number, layer_sizes, rng):
        """As they are given."""
        return list(layers_of(parse_parameters(self.parameters), layer_sizes))[number - 1]


def checked_initializers(entry: Any, n_layers: int) -> tuple[Initializer, ...]:
    """One for each of the layers 1..L, from one for all or a row; or an `EngineError`."""
    if isinstance(entry, (Initializer, str)) or (
        len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], Mapping)
    ):
        entry = [entry] * n_layers
    if len(entry) != n_layers:
        raise EngineError(
            f"initializer: {len(entry)} of them are not allowed; give one, or {n_layers}: one for "
            "each layer after the input."
        )
    return tuple(checked_entry(initializers, each, "initializer") for each in entry)
