"""Plain decimal numbers by the block: their digits eight at a time, all cells at once.

Eight digits fit into one 64-bit word, in which three multiplications make a number of them (D.
Lemire, "Quickly parsing eight digits", 2018). A number of up to 19 digits is an integer over a
power of ten. Where both are exact as float64 their quotient is correctly rounded (W. D. Clinger,
"How to read floating point numbers accurately", 1990); longer ones are divided with 64 bits of
mantissa and rounded once more, and those that this may round the wrong way are left to `float`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

BEFORE, BEHIND = 8, 24  # bytes around the cells that may be looked at

_DIGITS = 8  # of a word
_MOST_WHOLE, _MOST_DECIMALS = 8, 16
_EXACT = 1 << 53
_LARGEST = 9e18  # integers beyond do not fit
_ZEROS = np.uint64(0x3030303030303030)
_SIXES = np.uint64(0x0606060606060606)
_HIGH = np.uint64(0xF0F0F0F0F0F0F0F0)
_STEPS = (
    (np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(2561), np.uint64(8)),
    (np.uint64(0x00FF00FF00FF00FF), np.uint64(6553601), np.uint64(16)),
    (np.uint64(0x0000FFFF0000FFFF), np.uint64(42949672960001), np.uint64(32)),
)
_POWERS = np.array([10**k for k in range(_MOST_DECIMALS + 1)], np.uint64)
_WIDE = np.finfo(np.longdouble).nmant >= 63  # there are more bits than those of float64


class Numbers(NamedTuple):
    """The numbers in some cells.

    Attributes
    ----------
    values : ndarray, float64
        The number that `float` makes of a cell; of no meaning where it is not plain.
    plain : ndarray of bool
        Whether it is nothing but a sign, digits and a decimal mark.
    zeros : ndarray of bool
        Whether it is a whole number of several digits, of which the first is a zero.
    """

    values: np.ndarray
    plain: np.ndarray
    zeros: np.ndarray


def plain_numbers(
    data: np.ndarray, starts: np.ndarray, ends: np.ndarray, marks: np.ndarray
) -> Numbers:
    """The numbers in cells of nothing but a sign, digits and a decimal mark.

    Parameters
    ----------
    data : ndarray of uint8
        The bytes, with `BEFORE` and `BEHIND` more around the cells.
    starts, ends : ndarray of int, shape (k,)
        Where each cell begins, and the place behind it.
    marks : ndarray of int, shape (k,)
        Where its decimal mark is; its end where it has none.
    """
    first = data[starts]
    negative = first == ord("-")
    whole = marks - starts - (negative | (first == ord("+")))
    decimals = np.maximum(ends - marks - 1, 0)
    plain = (whole >= 0) & (whole <= _MOST_WHOLE) & (decimals <= _MOST_DECIMALS)
    plain &= whole + decimals > 0
    whole = np.minimum(np.maximum(whole, 0), _MOST_WHOLE)
    decimals = np.minimum(decimals, _MOST_DECIMALS)
    behind = np.minimum(decimals, _DIGITS)
    # A word at every place: eight bytes from there on.
    words = np.ndarray(len(data) - _DIGITS + 1, "<u8", data, strides=(1,))
    integer, wrong = _number(words, marks - _DIGITS, whole, last=True)
    fraction, wrong_too = _number(words, marks + 1, behind)
    wrong |= wrong_too
    if (decimals > _DIGITS).any():
        rest, wrong_too = _number(words, marks + 1 + _DIGITS, decimals - behind)
        fraction = fraction * _POWERS[decimals - behind] + rest
        wrong |= wrong_too
    scale = _POWERS[decimals]
    digits = integer * scale + fraction
    plain &= (wrong == 0) & (integer.astype(float) * scale < _LARGEST)
    values = digits.astype(float) / scale
    long = np.flatnonzero(plain & (digits >= _EXACT))
    if len(long):
        values[long], sure = _quotients(digits[long], scale[long])
        plain[long[~sure]] = False
    zeros = plain & (whole > 1) & (marks == ends) & (integer < _POWERS[np.maximum(whole - 1, 0)])
    np.negative(values, out=values, where=negative)
    return Numbers(values, plain, zeros)


def _number(
    words: np.ndarray, places: np.ndarray, counts: np.ndarray, last: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """The number that the first (or last) few of eight bytes write, and what is wrong with them.

    The bytes that do not count are shifted out, or in again as zeros, so that the digits stand at
    the end of the word.
    """
    word = words[places]
    word ^= _ZEROS
    shift = ((_DIGITS - counts) * 8).astype(np.uint64)
    if last:
        word >>= shift
    word <<= shift
    wrong = (word | (word + _SIXES)) & _HIGH  # a byte above 9
    for mask, factor, step in _STEPS:
        word &= mask
        word *= factor
        word >>= step
    return word, wrong


def _quotients(digits: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`digits` over `scale` as float64, and where it is sure to be rounded the right way.

    Rounded twice, a quotient may end on the wrong side only where the first rounding gave the
    very middle between two numbers.
    """
    if not _WIDE:
        return digits.astype(float), np.zeros(len(digits), bool)
    exact = digits.astype(np.longdouble) / scale.astype(np.longdouble)
    rounded = exact.astype(float)
    distance = np.abs((exact - rounded).astype(float))
    return rounded, 2 * distance != np.spacing(rounded)
