"""The fast path: blocks of text that hold nothing but plain numbers, parsed by NumPy."""

from __future__ import annotations

import numpy as np

_EXACT = 2.0**53  # beyond, whole numbers are looked at one by one


def parsed_block(block: str, delimiter: str, width: int) -> np.ndarray | None:
    """The numbers of some complete lines, or None where anything needs a closer look.

    Everything the careful reader would treat differently is left to it: a quotation mark, a
    blank line, another width, an empty cell, a number that is not finite or too long.

    Parameters
    ----------
    block : str
        Complete lines of text, the last of which may lack its end.
    delimiter : str
        One character.
    width : int
        The number of columns.

    Returns
    -------
    ndarray, shape (lines, width), float64
    """
    if "\r" in block:
        if block.count("\r") != block.count("\r\n"):
            return None
        block = block.replace("\r\n", "\n")
    lines = block.removesuffix("\n").split("\n")
    try:
        values = np.loadtxt(lines, delimiter=delimiter, comments=None, ndmin=2)
    except ValueError:
        return None
    # loadtxt skips blank lines, and takes inf and nan for numbers.
    if values.shape != (len(lines), width):
        return None
    if not (values.max() < _EXACT and values.min() > -_EXACT):
        return None
    return values
