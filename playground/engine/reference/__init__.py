"""The formulas of the notes, one readable function each: what the engine computes, written plainly.

The engine computes the same in another order, bound to its arrays for speed. Here nothing is
bound, shared or changed in place: arrays in, arrays out, in the notation of ``MATHEMATICS.md``.
The engine's tests compare it with these functions, and the exported training program is made of
their source, so that what a person reads there is what was tested here.

A function bears the name of the class in the engine's registries, and its last arguments are that
class's settings: ``adam(..., beta1, beta2, epsilon)`` is `optimizers["adam"]`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from playground.engine.errors import EngineError
from playground.engine.reference.activations import (
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_derivative,
    tanh,
    tanh_derivative,
    through_activation,
)
from playground.engine.reference.augmentation import jitter, pictures
from playground.engine.reference.averages import gradient_check, mini_batches, weighted_average
from playground.engine.reference.initializers import (
    glorot,
    he,
    identity,
    normal,
    uniform,
    xavier,
    zeros,
)
from playground.engine.reference.loops import backward_loops, forward_loops, gd_loops
from playground.engine.reference.losses import (
    binary_cross_entropy,
    binary_cross_entropy_dZ,
    example_weights,
    half_squared_error,
    half_squared_error_dZ,
    huber,
    huber_dZ,
    softmax_cross_entropy,
    softmax_cross_entropy_dZ,
)
from playground.engine.reference.optimizers import adam, gd, momentum, rmsprop
from playground.engine.reference.propagation import (
    backward,
    cost,
    dropout,
    dropout_mask,
    forward,
    penalty,
    penalty_gradient,
)
from playground.engine.reference.schedules import (
    constant,
    exponential,
    inverse_sqrt_epoch,
    inverse_sqrt_step,
    inverse_staircase,
    inverse_time,
    manual,
    staircase,
)
from playground.engine.reference.unwritten import computed
from playground.settings import Settings, settings_of


def function_of(settings: Settings, suffix: str = "") -> Callable[..., Any]:
    """The function of this package for an optimizer, activation, loss, ..., its settings put in.

    Parameters
    ----------
    settings : Settings
        An entry of one of the engine's registries.
    suffix : {"", "_derivative", "_dZ"}
        Asks for the derivative of an activation, or for the dZ of a loss.

    Raises
    ------
    EngineError
        When there is no such function.
    """
    function = globals().get(settings.name + suffix)
    own = {name: getattr(settings, name) for name in settings_of(type(settings))}
    if function is None:  # the class was added elsewhere
        function = computed(settings, suffix)
    elif own:
        function = partial(function, **own)
    if function is None:
        raise EngineError(f"reference: there is no formula for {settings.name!r} yet.")
    class_weights = getattr(settings, "class_weights", ())
    if not class_weights:
        return function
    return lambda Z, A, Y, *derivative: (
        function(Z, A, Y, *derivative) * example_weights(Y, class_weights)
    )
