"""Activation functions (NN 2.2, DLP 1.3.4, CS230 3.5-3.7).

An activation works in place, ``Z -> A = g(Z)``, and its derivative is written in terms of A:
a layer then needs one array instead of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from playground.engine.calls import Call, call, constant, product, run
from playground.settings import Registry, Settings, number

activations = Registry("activation")


class Activation(Settings):
    """One activation function g with its settings.

    Attributes
    ----------
    output_only : bool
        Whether only the output layer can use it.
    steepest : float
        The largest slope g has anywhere.
    bounded : bool
        Whether g is flat at both ends, so that a unit can saturate.
    initializer : str
        The name of the initial weights that keep its signal alive (CS230 5.5.3).
    passes : float
        By what it multiplies the spread of a small signal around 0.
    formula, slope_formula : str
        g(z) and g'(z), as LaTeX.
    """

    output_only: ClassVar[bool] = False
    steepest: ClassVar[float] = 1.0
    bounded: ClassVar[bool] = False
    initializer: ClassVar[str] = "xavier"
    passes: ClassVar[float] = 1.0
    formula: ClassVar[str] = "g(z)"
    slope_formula: ClassVar[str] = "g'(z)"

    def forward(self, Z: np.ndarray) -> Iterator[Call]:
        """Yield the calls that turn Z, ``(..., n, m)``, into ``A = g(Z)`` in place."""
        raise NotImplementedError

    def derivative(self, A: np.ndarray, D: np.ndarray) -> Iterator[Call]:
        """Yield the calls that write ``g'(Z)`` into D, given ``A = g(Z)``; none where it is 1."""
        raise NotImplementedError

    def backward(self, A: np.ndarray, dA: np.ndarray) -> Iterator[Call]:
        """Yield the calls that turn dA into ``dZ = dA * g'(Z)`` in place."""
        D = np.empty_like(A)
        calls = list(self.derivative(A, D))
        yield from calls
        if calls:
            yield call(np.multiply, dA, D, dA)

    def __call__(self, Z: np.ndarray) -> np.ndarray:
        """``g(Z)`` as a new array of the shape of Z, ``(n, m)``."""
        A = np.array(Z, dtype=np.result_type(Z, np.float32), order="C")
        run(self.forward(A))
        return A

    def slope(self, Z: np.ndarray) -> np.ndarray:
        """``g'(Z)`` as a new array of the shape of Z; for curves of an activation."""
        A = self(Z)
        D = np.ones_like(A)
        run(self.derivative(A, D))
        return D


@activations.register("sigmoid", label="Sigmoid")
class Sigmoid(Activation):
    """Squeezes any number into (0, 1): 1/(1 + e^-z). Right for a yes-or-no output; in hidden
    layers its slope, at most 1/4, makes learning slow."""

    steepest: ClassVar[float] = 0.25
    bounded: ClassVar[bool] = True
    passes: ClassVar[float] = 0.25
    formula: ClassVar[str] = r"\frac{1}{1 + e^{-z}}"
    slope_formula: ClassVar[str] = r"a (1 - a)"

    def forward(self, Z):
        """``a = 1/(1 + e^-z)``; where e^-z leaves the range of floats, a is 0, as it should be."""
        yield call(np.negative, Z, Z)
        yield call(np.exp, Z, Z)
        yield call(np.add, Z, constant(1, Z), Z)
        yield call(np.reciprocal, Z, Z)

    def derivative(self, A, D):
        """``a (1 - a)``."""
        yield call(np.subtract, constant(1, A), A, D)
        yield call(np.multiply, A, D, D)


@activations.register("tanh", label="Tanh")
class Tanh(Activation):
    """Squeezes any number into (-1, 1), around 0, which the next layer likes. A good first
    choice for small networks."""

    bounded: ClassVar[bool] = True
    formula: ClassVar[str] = r"\tanh z"
    slope_formula: ClassVar[str] = r"1 - a^2"

    def forward(self, Z):
        """``a = tanh z``."""
        yield call(np.tanh, Z, Z)

    def derivative(self, A, D):
        """``1 - a^2``."""
        yield call(np.multiply, A, A, D)
        yield call(np.subtract, constant(1, A), D, D)


@activations.register("relu", label="ReLU")
class Relu(Activation):
    """Keeps what is positive and makes the rest 0: max(0, z). Fast to learn, the usual choice
    for hidden layers; a unit that is 0 for every example has stopped learning."""

    initializer: ClassVar[str] = "he"
    passes: ClassVar[float] = 0.5**0.5
    formula: ClassVar[str] = r"\max(0, z)"
    slope_formula: ClassVar[str] = r"1 \text{ for } z > 0,\ 0 \text{ otherwise}"

    def forward(self, Z):
        """``a = max(0, z)``."""
        # Against an array of zeros it is a quarter faster than against one zero. (A positional
        # out would make np.maximum raise a hidden warning, which costs 5 microseconds.)
        zero = np.zeros_like(Z) if Z.size <= 1 << 16 else constant(0, Z)
        yield call(np.maximum, Z, zero, out=Z)

    def derivative(self, A, D):
        """1 for z > 0, 0 for z <= 0: the sign of a."""
        if A.size < 2048:
            yield call(np.sign, A, D)
            return
        # sign works number by number; beyond some thousand two vector calls are faster.
        positive = np.empty_like(A, dtype=bool)
        yield call(np.greater, A, constant(0, A), positive)
        yield call(np.copyto, D, positive)


@activations.register("leaky_relu", label="Leaky ReLU")
class LeakyRelu(Activation):
    """Like ReLU, but lets a little of the negative through, so that no unit stops learning."""

    initializer: ClassVar[str] = "he"
    passes: ClassVar[float] = 0.5**0.5

    beta: float = number(
        0.01,
        label="Slope below 0",
        help="How much of a negative input passes. 0 is ReLU, values near 1 are almost linear.",
        notes="CS230 3.7",
        within="[0, 1)",
    )
    formula: ClassVar[str] = r"\max(\beta z, z)"
    slope_formula: ClassVar[str] = r"1 \text{ for } z > 0,\ \beta \text{ otherwise}"

    def forward(self, Z):
        """``a = max(beta z, z)``."""
        scaled = np.empty_like(Z)
        yield call(np.multiply, Z, constant(self.beta, Z), scaled)
        yield call(np.maximum, Z, scaled, out=Z)

    def derivative(self, A, D):
        """1 for z > 0, beta for z <= 0: the sign of a, but at least beta."""
        yield call(np.sign, A, D)
        yield call(np.maximum, D, constant(self.beta, D), out=D)


@activations.register("linear", label="Linear")
class Linear(Activation):
    """Passes its input on unchanged. Right for the output of a regression; a network of linear
    layers alone can only draw straight boundaries."""

    formula: ClassVar[str] = "z"
    slope_formula: ClassVar[str] = "1"

    def forward(self, Z):
        """``a = z``."""
        yield from ()

    def derivative(self, A, D):
        """1 everywhere, so nothing needs multiplying."""
        yield from ()


@activations.register("softmax", label="Softmax")
class Softmax(Activation):
    """Turns the outputs into probabilities of the classes, which add up to 1. For the output
    layer, with two classes or more."""

    output_only: ClassVar[bool] = True
    steepest: ClassVar[float] = 0.25
    bounded: ClassVar[bool] = True
    passes: ClassVar[float] = 0.25
    formula: ClassVar[str] = r"\frac{e^{z_j}}{\sum_k e^{z_k}}"
    slope_formula: ClassVar[str] = r"a_i (\delta_{ij} - a_j)"

    def forward(self, Z):
        """``a_i = e^(z_i - max z) / sum_j e^(z_j - max z)``, column by column."""
        peak = np.empty((*Z.shape[:-2], 1, Z.shape[-1]), Z.dtype)
        ones = np.ones((1, Z.shape[-2]), Z.dtype)
        yield call(np.maximum.reduce, Z, axis=-2, keepdims=True, out=peak)
        yield call(np.subtract, Z, peak, Z)
        yield call(np.exp, Z, Z)
        yield product(ones, Z, peak)
        yield call(np.divide, Z, peak, Z)

    def derivative(self, A, D):
        """Not a function of one unit at a time; `backward` holds what there is."""
        raise NotImplementedError("softmax has no derivative unit by unit")

    def backward(self, A, dA):
        """``dz_i = a_i (da_i - sum_j a_j da_j)``, from ``dS_i/dz_j = S_i (delta_ij - S_j)``."""
        weighted = np.empty_like(A)
        mean = np.empty((*A.shape[:-2], 1, A.shape[-1]), A.dtype)
        ones = np.ones((1, A.shape[-2]), A.dtype)
        yield call(np.multiply, A, dA, weighted)
        yield product(ones, weighted, mean)
        yield call(np.subtract, dA, mean, dA)
        yield call(np.multiply, dA, A, dA)
