"""The fast path: blocks of lines with plain numbers, beside columns of text, parsed by NumPy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_LEADING_ZERO = re.compile(r"(?:^|[,;\t|])[+-]?0\d", re.MULTILINE)
_EXACT = 2.0**53  # beyond, whole numbers are looked at one by one


class CleanBlock(NamedTuple):
    """A block of lines that needed no closer look.

    Attributes
    ----------
    values : ndarray, shape (lines, columns of numbers), float64
    texts : list of sequence of str
        The cells of each column of text.
    """

    values: np.ndarray
    texts: list[Sequence[str]]


def clean_block(
    block: str, delimiter: str, quote: str, width: int, text_columns: Sequence[int]
) -> CleanBlock | None:
    """The values of some complete lines, or None where anything needs a closer look.

    Everything the careful reader would treat in a special way is left to it: a quotation mark,
    a blank line, another width, an empty number, one that is not finite or too long.

    Parameters
    ----------
    block : str
        Complete lines of text, the last of which may lack its end.
    delimiter, quote : str
        One character each; no quotation mark may be empty.
    width : int
        The number of columns.
    text_columns : sequence of int
        Which of them hold text.
    """
    if (quote and quote in block) or _LEADING_ZERO.search(block):
        return None
    if "\r" in block:
        if block.count("\r") != block.count("\r\n"):
            return None
        block = block.replace("\r\n", "\n")
    lines = block.removesuffix("\n").split("\n")
    usecols = None
    if text_columns:
        # With some columns chosen, loadtxt would not mind the number of the others.
        if {line.count(delimiter) for line in lines} != {width - 1}:
            return None
        usecols = [column for column in range(width) if column not in text_columns]
    try:
        values = np.loadtxt(lines, delimiter=delimiter, comments=None, ndmin=2, usecols=usecols)
    except ValueError:
        return None
    # loadtxt skips blank lines, and takes inf and nan for numbers.
    if values.shape != (len(lines), width - len(text_columns)):
        return None
    if not (values.max() < _EXACT and values.min() > -_EXACT):
        return None
    if not text_columns:
        return CleanBlock(values, [])
    return CleanBlock(values, [_cells(lines, delimiter, width, c) for c in text_columns])


def _cells(lines: Sequence[str], delimiter: str, width: int, column: int) -> list[str]:
    """The cells of one column, each line cut from the nearer end and no further than needed."""
    behind = width - 1 - column
    if column < behind:
        return [line.split(delimiter, column + 1)[column] for line in lines]
    return [line.rsplit(delimiter, behind + 1)[-behind - 1] for line in lines]
