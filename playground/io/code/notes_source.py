"""The formulas of `playground.engine.reference` as source, for programs that stand for themselves.

What a person reads in an exported program is what the engine's tests compare the engine with.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Iterable, Iterator
from types import CodeType
from typing import Any

from playground.engine import Network, reference
from playground.io.errors import ExportError
from playground.settings import Settings, settings_of


def name_of(chosen: Settings, noun: str, suffix: str = "") -> str:
    """What the formula of a method is called.

    Raises
    ------
    ExportError
        When there is none, as for a method that was added elsewhere.
    """
    name = chosen.name + suffix
    if not callable(getattr(reference, name, None)):
        raise ExportError(f"The {noun} '{chosen.name}' cannot be written as code yet.")
    return name


def given(chosen: Settings) -> str:
    """The settings of a method as the last arguments of its formula: ``, beta1=0.9``."""
    values = ((name, getattr(chosen, name)) for name in settings_of(type(chosen)))
    return "".join(f", {name}={value!r}" for name, value in values)


def as_function(chosen: Settings, noun: str, suffix: str = "") -> str:
    """A method as an expression for a function of Z: its name, or with its settings put in."""
    name, settings = name_of(chosen, noun, suffix), given(chosen)
    return f"partial({name}{settings})" if settings else name


def class_weights_line(network: Network) -> str:
    """A line with what an example of each class counts; blank where all count the same."""
    weights = list(network.loss.class_weights)
    return f"CLASS_WEIGHTS = {weights!r}  # what an example of each class counts\n" * bool(weights)


def source_of(names: Iterable[str]) -> str:
    """The source of formulas and of those they are made of, each once."""
    functions: dict[str, Callable[..., Any]] = {}
    for name in names:
        _collect(name, functions)
    return "\n\n\n".join(inspect.getsource(each).rstrip() for each in functions.values())


def _collect(name: str, functions: dict[str, Callable[..., Any]]) -> None:
    function = getattr(reference, name)
    if name in functions:
        return
    for used in _names(function.__code__):
        if inspect.isfunction(getattr(reference, used, None)):
            _collect(used, functions)
    functions[name] = function


def _names(code: CodeType) -> Iterator[str]:
    """The global names a function uses, in its inner functions too."""
    yield from (each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_GLOBAL")
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
