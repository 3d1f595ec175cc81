"""Check gradient: backpropagation against differences of the cost, at the start and now (NN 6.1).

And mistakes that can be planted, so that a learner sees the check fail and finds the layer. They
change only the gradient that the check is shown.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from playground.dataclass import dataclass
from playground.engine import Network, check_gradient, reference
from playground.engine.gradient_check import GradientCheck, compare_gradients
from playground.experiment.inspection.formulas import Formulas, flat
from playground.experiment.inspection.numbers import EPSILON, Pass
from playground.experiment.session import Session
from playground.settings import Registry, Settings

#: Examples that are taken, evenly spread over the training set.
MOST_EXAMPLES = 64

#: Parameters of each W[l] and b[l] that are compared.
MOST_PARAMETERS = 150

mistakes = Registry("mistake")


class Mistake(Settings):
    """A mistake in backpropagation, as learners make it."""

    needs: ClassVar[str] = ""

    def applies(self, network: Network, m: int) -> bool:
        """Whether it makes a difference for this network on so many examples."""
        raise NotImplementedError

    def gradient(self, network: Network, right: Pass) -> np.ndarray:
        """The wrong gradient, ``(n_parameters,)``, in place of that of `right`."""
        raise NotImplementedError


@mistakes.register("no_mean", label="1/m forgotten")
class NoMean(Mistake):
    """dW and db are sums over the examples instead of means."""

    needs: ClassVar[str] = "more than one example"

    def applies(self, network, m):
        """With one example there is nothing to divide."""
        return m > 1

    def gradient(self, network, right):
        """The part of the losses times m; the penalty's is as it should be."""
        dW = [None, *((w - r) * right.m + r for w, r in zip(right.dW[1:], right.R[1:]))]
        return flat(dW, [None, *(b * right.m for b in right.db[1:])])


@mistakes.register("no_penalty", label="λ term forgotten")
class NoPenalty(Mistake):
    """The penalty is in the cost, but not in dW."""

    needs: ClassVar[str] = "a penalty"

    def applies(self, network, m):
        """Where there is a penalty."""
        return network.l1 > 0 or network.l2 > 0

    def gradient(self, network, right):
        """Without what the penalty adds."""
        return flat([None, *(w - r for w, r in zip(right.dW[1:], right.R[1:]))], right.db)


@mistakes.register("no_slope", label="g' forgotten in the last hidden layer")
class NoSlope(Mistake):
    """dZ of the last hidden layer is dA, without g'(Z)."""

    needs: ClassVar[str] = "a hidden layer that is not linear"

    def applies(self, network, m):
        """Where g' is not 1."""
        return network.n_layers > 1 and network.activations[-2].name != "linear"

    def gradient(self, network, right):
        """Backward once more, with 1 in the place of g'."""
        slope = Formulas.of(network).slope
        slope[-2] = np.ones_like
        return _backward(network, right, slope=slope)


@mistakes.register("transposed", label="dW of the first layer transposed wrongly")
class Transposed(Mistake):
    """dW[1] is A[0] dZ[1]^T, brought into the shape of W[1]."""

    needs: ClassVar[str] = "two units and two inputs in the first layer"

    def applies(self, network, m):
        """A row or a column looks the same either way."""
        n_in, n = network.layer_sizes[:2]
        return min(n_in, n) > 1

    def gradient(self, network, right):
        """The entries of dW[1] in the wrong places."""
        dW = list(right.dW)
        of_losses = dW[1] - right.R[1]
        dW[1] = of_losses.T.reshape(of_losses.shape) + right.R[1]
        return flat(dW, right.db)


@mistakes.register("sign", label="Sign of dZ: A + Y")
class Sign(Mistake):
    """dZ of the output is A + Y instead of A - Y, as one of the documents prints it."""

    needs: ClassVar[str] = "a cross-entropy"

    def applies(self, network, m):
        """Where dZ of the output is A - Y."""
        return network.loss.dZ_formula == "A - Y"

    def gradient(self, network, right):
        """Backward once more from A + Y."""
        return _backward(network, right, loss_dZ=lambda Z, A, Y, derivative: A + Y)


def _backward(network: Network, right: Pass, **instead: Any) -> np.ndarray:
    """The gradient by the formulas, with others `instead` of some of them."""
    by = Formulas.of(network)._replace(**instead)
    how = right.W, by.slope, by.loss_dZ, network.l1, network.l2
    *_, dW, db = reference.backward(right.Y, right.Z, right.A, *how)
    return flat(dW, db)


@dataclass(frozen=True, eq=False)
class Checks:
    """What the check found.

    Attributes
    ----------
    start, now : GradientCheck
        At the first weights that are known, and at the present ones.
    m : int
        Examples it was made on.
    all_parameters : bool
        Whether every parameter was compared.
    mistake : str
        What was planted; empty for nothing.
    steps : int
        Mini-batches the network had been trained on.
    """

    start: GradientCheck
    now: GradientCheck
    m: int
    all_parameters: bool
    mistake: str = ""
    steps: int = 0

    @classmethod
    def of(cls, session: Session, mistake: str = "") -> Checks:
        """Of a session, which stays as it is; with one of `mistakes` planted, or none.

        Raises
        ------
        EngineError
            When the network has diverged.
        """
        X, Y = session.trainer.training_set
        places = np.linspace(0, X.shape[1] - 1, min(MOST_EXAMPLES, X.shape[1])).astype(int)
        X, Y = X[:, places].astype(np.float64), Y[:, places].astype(np.float64)
        network = session.network.copy("float64")
        now = checked(network, X, Y, mistake)
        recording = session.recording
        network.theta = recording.state_at(recording.steps[0]).theta
        start = checked(network, X, Y, mistake)
        whole = not np.isnan(now.approximation).any()
        return cls(start, now, len(places), whole, mistake, session.trainer.steps)


def checked(network: Network, X: np.ndarray, Y: np.ndarray, mistake: str = "") -> GradientCheck:
    """The check of a network on examples as it sees them; dropout is off."""
    found = check_gradient(
        network, X, Y, EPSILON, at_most=MOST_PARAMETERS, rng=np.random.default_rng(0)
    )
    if not mistake:
        return found
    right = Pass.of(network, np.arange(X.shape[1]), X, Y)
    wrong = mistakes[mistake]().gradient(network, right)
    return compare_gradients(network, wrong, found.approximation)


def possible_mistakes(network: Network, m: int) -> list[str]:
    """Those that would make a difference."""
    return [name for name, cls in mistakes.items() if cls().applies(network, m)]


def worst_name(check: GradientCheck) -> str:
    """The component that is furthest off: ``W[2][3, 1]``, counted from 1."""
    row, column = check.worst_index
    place = f"{row + 1}, {column + 1}" if check.worst.kind == "W" else f"{row + 1}"
    return f"{check.worst.name}[{place}]"


def whereabouts(check: GradientCheck) -> str:
    """Where to look for the mistake, in a sentence; empty where there is none.

    Backward comes from the last layer, and a wrong dZ spoils all that come after it: so the last
    layer that is wrong is where it happens.
    """
    wrong = {part.name for part in check.wrong}
    if not wrong:
        return ""
    last, L = check.wrong[-1].layer, check.per_layer[-1].layer
    weights = {f"W[{layer}]" for layer in range(1, L + 1)}
    if len(wrong) == 1:
        (only,) = wrong
        return f"Only d{only} is wrong: look at the line that computes it."
    if not any(name.startswith("b") for name in wrong):
        all_of = "every" if wrong == weights else "more than one"
        return (
            f"{all_of.capitalize()} dW is wrong and every db right: look at what is in dW alone, "
            "such as the penalty's term."
        )
    if last < L:
        return (
            f"Right down to layer {last + 1}, wrong from layer {last} on: look at dZ[{last}], "
            "from which all that follows is computed."
        )
    return f"Wrong from the output on: look at dZ[{L}], or at a factor in every dW and db."
