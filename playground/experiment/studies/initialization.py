"""Initialization laboratory: what becomes of a signal in a deep network before any step is taken.

CS230 5.5.2-5.5.3: with weights too small it vanishes on its way, forward and back, with weights
too large it explodes or saturates, and where all are 0 the units of a layer stay the same.
"""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.activations import Activation, activations
from playground.engine.initializers import Initializer, initializers
from playground.experiment.layers import Signals, sample_of
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import Study
from playground.settings import Settings, boolean, choice, declared, integer, number, replaced

_MOST_EXAMPLES = 200


@declared
class InitializationLab(Settings):
    """Which networks are looked at."""

    here: bool = boolean(
        False,
        label="As here",
        help="The layers and the activation of the experiment, in place of those chosen here.",
    )
    depth: int = integer(
        8, label="Layers", help="How many hidden layers there are.", within="[1, 50]"
    )
    width: int = integer(
        40, label="Units", help="How many units each hidden layer has.", within="[1, 256]"
    )
    activation: Activation = choice(
        activations,
        "tanh",
        label="Activation",
        help="What every hidden unit does with its weighted sum.",
        excluded=("softmax",),
    )
    scale: float = number(
        0.1,
        label="Scale",
        help="The standard deviation of the weights of one more scheme, and γ of W = γ I.",
        within="[0.001, 100]",
        scale="log",
    )
    seeds: int = integer(5, label="Seeds", help="How often weights are drawn.", within="[1, 20]")

    @property
    def schemes(self) -> dict[str, Initializer]:
        """The ways to draw initial weights that are compared, by what they are called."""
        of, normal = initializers, initializers["normal"]
        return {
            "Zeros": of["zeros"](),
            "0.01": normal(scale=0.01),
            "1": normal(scale=1),
            "10": normal(scale=10),
            "He": of["he"](),
            "Xavier": of["xavier"](),
            "Glorot": of["glorot"](),
            f"Scale {self.scale:.3g}": normal(scale=self.scale),
            f"W = {self.scale:.3g} I": of["identity"](gamma=self.scale),
        }

    def applied_to(self, spec: ExperimentSpec) -> ExperimentSpec:
        """An experiment with these layers."""
        if self.here:
            return spec
        spec = replaced(spec, "network.hidden_layers", (self.width,) * self.depth)
        return replaced(spec, "network.activation", self.activation)

    def study(self, spec: ExperimentSpec) -> Study:
        """The comparison that trains with each of the schemes."""
        from playground.experiment.studies.kinds.compare import compare
        from playground.experiment.studies.variations import Variation

        variations = [
            Variation(label, (("network.initializer", initializer),))
            for label, initializer in self.schemes.items()
        ]
        return compare(self.applied_to(spec), variations, self.seeds, "Initial weights")

    def examine(self, session: Session) -> InitializationReport:
        """What each scheme makes of a session's training examples; the session stays as it is."""
        X, Y = session.preprocess(sample_of(session.split.train))
        X, Y, here = X[:, :_MOST_EXAMPLES], Y[:, :_MOST_EXAMPLES], session.network
        hidden, activation = (self.width,) * self.depth, self.activation
        sizes = here.layer_sizes if self.here else (len(X), *hidden, len(Y))
        inner = here.activations[:-1] if self.here else [activation] * self.depth
        network = Network(sizes, [*inner, here.activations[-1]], here.loss)
        found = []
        for label, initializer in self.schemes.items():
            signals = []
            for seed in range(self.seeds):
                network.initialize(initializer, np.random.default_rng([session.spec.seed, seed]))
                signals.append(Signals.of(network, X, Y))
            found.append(SchemeSignals(label, tuple(signals)))
        return InitializationReport(tuple(sizes), tuple(found))


@dataclass(frozen=True, eq=False)
class SchemeSignals:
    """What one scheme makes of the signal.

    Attributes
    ----------
    label : str
    signals : tuple of Signals
        One for each seed.
    """

    label: str
    signals: tuple[Signals, ...]

    @property
    def A_std(self) -> np.ndarray:
        """Spread of the input and of A[l], ``(seeds, L + 1)``."""
        return np.array([[each.input_std, *each.A_std] for each in self.signals])

    @property
    def dZ_std(self) -> np.ndarray:
        """Spread of dZ[l], ``(seeds, L)``."""
        return np.array([each.dZ_std for each in self.signals])

    @property
    def typical(self) -> Signals:
        """Of the seed whose factor forward is the median."""
        factors = [each.forward_factor for each in self.signals]
        return self.signals[int(np.argsort(factors)[len(factors) // 2])]

    @property
    def sentence(self) -> str:
        """Whether the signal gets through, with the factor a layer."""
        return self.typical.sentence() or "A single hidden layer: no way to get lost on."


@dataclass(frozen=True, eq=False)
class InitializationReport:
    """What all schemes make of the signal in networks of the same layers.

    Attributes
    ----------
    layer_sizes : tuple of int
    schemes : tuple of SchemeSignals
    """

    layer_sizes: tuple[int, ...]
    schemes: tuple[SchemeSignals, ...]
