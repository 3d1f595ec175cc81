"""Cells that write numbers: a strict pattern, because `float` takes `1_000` and `inf` too."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from playground.data.tables.dates import is_date

# What `NumberFormat.read` found in a cell.
Finding = Literal["number", "grouped", "percent", "too long", "missing", "unusable", "not a number"]

MISSING_IN_TEXT = frozenset(
    ("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "<NA>", "#N/A", "?")
)
_MISSING_IN_NUMBERS = frozenset(
    (
        "", "na", "n/a", "n.a.", "nan", "null", "nil", "none", "-", "--", "---", "–", "—", "?",
        ".", "..", "...", "<na>", "#n/a", "#na", "#nv", "#null!", "#div/0!", "#value!", "#ref!",
        "#num!", "missing", "unknown", "k.a.",
    )
)  # fmt: skip
_INFINITE = frozenset(sign + word for sign in ("", "+", "-") for word in ("inf", "infinity"))

_EXACT = 2**53  # whole numbers above cannot all be told apart as float64
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]+")
_DIGITS = re.compile(r"[+-]?[0-9]+")
_NUMERIC = re.compile(
    r"[+\-−]?(?=[.,]?\d)(?:[\d.,'’\u00a0\u202f]*|\d{1,3}(?: \d{3})+[.,]?\d*)(?:[eE][+-]?\d+)? ?%?",
    re.ASCII,
)
_NUMBER_RUN = re.compile(r"\d(?:[\d.,_]*\d)?")
_FEWEST_ALIKE = 2
_LONGEST_UNIT = 6  # letters
_ENDING = re.compile(r"\d[\d.,]* ?[^\W\d_]{1,4}|0[xX][0-9a-fA-F]+")  # 1st, 5CR; of base 16
_PLAIN_BYTES = b"0123456789+-.eE"


def is_missing(cell: str) -> bool:
    """Whether a cell stands for a value that is not there, among numbers."""
    return cell.strip().lower() in _MISSING_IN_NUMBERS


def looks_numeric(cell: str) -> bool:
    """Whether a cell writes a number in some convention or other."""
    return _NUMERIC.fullmatch(cell.strip()) is not None


def has_leading_zero(cell: str) -> bool:
    """Whether a whole number begins with a zero, as postal codes do: ``00123``."""
    return _LEADING_ZERO.fullmatch(cell.strip()) is not None


def number_like(words: Sequence[str]) -> str:
    """A text such as ``1/2``, ``(5)`` or ``1st`` where nearly all are numbers or like it, else "".

    They are digits with other signs around them, or with the same letters, or with a few behind.
    What begins with a letter is a name with a number, such as ``A12``; dates and times are known
    by other means.
    """
    texts = [word.strip() for word in words]
    if len(texts) < _FEWEST_ALIKE or is_date(texts[0]):
        return ""
    forms = Counter(_NUMBER_RUN.sub("9", text) for text in texts)
    form = forms.most_common(1)[0][0]
    like = [text for text in texts if _NUMBER_RUN.sub("9", text) == form]
    if form.lstrip("+-−±($€£¥ ~≈<>≤≥=")[:1] != "9" or sum(map(str.isalpha, form)) > _LONGEST_UNIT:
        like = []
    for kind in (_is_letterless, _ENDING.fullmatch):
        like = max(like, list(filter(kind, texts)), key=len)
    odd = next((text for text in like if not looks_numeric(text)), like[0] if like else "")
    return odd if len(like) >= 0.9 * len(texts) else ""


def _is_letterless(text: str) -> bool:
    """Whether a text is digits and signs."""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


class NumberFormat:
    """How numbers are written in a file.

    Decimal point or comma; thousands marked by the other of the two, a space or an apostrophe,
    in groups of three; a power of ten; percent. A minus may be the typographic one.

    Parameters
    ----------
    decimal : {".", ","}
    """

    def __init__(self, decimal: str) -> None:
        self.decimal = decimal
        mark, group = re.escape(decimal), r"\." if decimal == "," else ","
        self._plain = re.compile(
            rf"[+-]?(?:[0-9]+(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        )
        self._grouped = re.compile(
            rf"[+-]?[0-9]{{1,3}}(?P<group>[{group}'’ \u00a0\u2009\u202f])[0-9]{{3}}"
            rf"(?:(?P=group)[0-9]{{3}})*(?:{mark}[0-9]*)?"
        )

    def read(self, cell: str) -> tuple[float, Finding]:
        """The number in a cell, NaN where there is none, and what was found."""
        text = cell.strip()
        if text.startswith("−"):
            text = "-" + text[1:]
        finding: Finding = "number"
        if text.endswith("%"):
            text, finding = text[:-1].rstrip(), "percent"
        if self._plain.fullmatch(text):
            plain = text.replace(",", ".")
        elif match := self._grouped.fullmatch(text):
            plain = text.replace(match["group"], "").replace(",", ".")
            if finding == "number":
                finding = "grouped"
        elif text.lower() in _MISSING_IN_NUMBERS and finding == "number":
            return math.nan, "missing"
        elif text.lower() in _INFINITE:
            return math.nan, "unusable"
        else:
            return math.nan, "not a number"
        value = float(plain)
        if not math.isfinite(value):
            return math.nan, "unusable"
        if abs(value) >= _EXACT and _DIGITS.fullmatch(plain) and int(plain) != int(value):
            finding = "too long"
        return (value / 100 if finding == "percent" else value), finding

    def read_plain(self, cells: Sequence[str]) -> list[float] | None:
        """All cells at once, where each is a plain number; None where one may not be.

        Only the characters of plain numbers reach `float`, which then accepts exactly them.
        """
        joined = "".join(cells)
        if not joined.isascii():
            return None
        if self.decimal == ",":
            if "." in joined:
                return None
            cells = [cell.replace(",", ".") for cell in cells]
            joined = joined.replace(",", ".")
        if joined.encode().translate(None, _PLAIN_BYTES):
            return None
        try:
            values = list(map(float, cells))
        except ValueError:
            return None
        if max(values) < _EXACT and min(values) > -_EXACT:
            return values
        return None

    def has_certain_groups(self, cell: str) -> bool:
        """Whether a grouped cell leaves no doubt: it has two groups, or a decimal mark too.

        Groups between spaces may be a telephone number, however many there are.
        """
        signs = [sign for sign in cell.strip("+-−% ") if not sign.isdigit()]
        return len(signs) > 1 and not all(map(str.isspace, signs))
