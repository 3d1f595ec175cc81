"""Words for sentences about settings, and the dotted paths they go by."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


def join(prefix: str, path: str) -> str:
    """Two parts of a dotted path put together; either may be empty."""
    return f"{prefix}.{path}" if prefix and path else prefix or path


def one_of(words: Any) -> str:
    """``"choose from a, b and c"``, for the end of a sentence about a wrong word."""
    words = [str(word) for word in words]
    if not words:
        return "none exist"
    return "choose from " + " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


#: How a sentence about a name that does not exist begins.
NONE_SUCH = "there is no such "


def no_such_setting(name: str, known: Iterable[str], noun: str = "setting") -> str:
    """That a setting does not exist, with the one that may be meant or those that do."""
    known = list(known)
    if not known:
        return f"{NONE_SUCH}{noun}, nor any other here."
    if close := difflib.get_close_matches(name, known, 1):
        return f"{NONE_SUCH}{noun}; perhaps '{close[0]}' is meant."
    return f"{NONE_SUCH}{noun}; {one_of(known)}."


def number_text(value: float) -> str:
    """A number as a person writes it: ``0.01``, ``1,000``, ``1e-08``."""
    if isinstance(value, int) or (abs(value) < 1e15 and float(value).is_integer()):
        return f"{int(value):,}"
    return f"{value:g}"
