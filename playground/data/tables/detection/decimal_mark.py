"""Whether numbers are written with a decimal point or a decimal comma."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted

# The mark is certain where it is followed by anything but three digits, where the number begins
# with 0 or four digits, where the other mark groups the thousands, or where a power of ten
# follows.
_CERTAIN = {
    mark: re.compile(
        rf"[+\-−]?(?:\d*{m}(?:\d{{1,2}}|\d{{4,}})|\d{{4,}}{m}\d{{3}}|0*{m}\d+|\d{{1,3}}(?:{g}\d{{3}})+{m}\d*"
        rf"|\d{{1,3}}(?:{g}\d{{3}}){{2,}}|\d+{m}\d*[eE][+-]?\d+) ?%?",
        re.ASCII,
    )
    for mark, m, g in ((".", r"\.", ","), (",", ",", r"\."))
}
_SPACED_GROUP = re.compile(r"(?<=\d)[ '’\u00a0\u2009\u202f](?=\d{3}(?!\d))")
# Three digits after the only mark: thousands or decimals.
_UNCERTAIN = re.compile(r"[+\-−]?[1-9]\d{0,2}([.,])\d{3} ?%?", re.ASCII)


def detected_decimal_mark(
    rows: Iterable[tuple[int, Sequence[str]]], delimiter: str, names: Sequence[str]
) -> tuple[str, list[Notice]]:
    """The decimal mark that the cells of some rows speak for, and what to tell about it.

    Parameters
    ----------
    rows : iterable of (int, sequence of str)
        Rows of the table with the line each begins on.
    delimiter : str
        The separator: with a comma between the values, decimals rarely have one.
    names : sequence of str
        The names of the columns, for the sentences.
    """
    certain: dict[str, tuple[int, int, str]] = {}
    uncertain: dict[str, tuple[int, int, str]] = {}
    votes = {".": 0, ",": 0}
    for line, row in rows:
        for column, cell in enumerate(row[: len(names)]):
            text = cell.strip()
            plain = _SPACED_GROUP.sub("", text)
            for mark, pattern in _CERTAIN.items():
                if mark in plain and pattern.fullmatch(plain):
                    votes[mark] += 1
                    certain.setdefault(mark, (line, column, text))
            if match := _UNCERTAIN.fullmatch(text):
                uncertain.setdefault(match[1], (line, column, text))
    if len(certain) == 2 and min(votes.values()) * 20 > max(votes.values()):
        mark = "," if votes[","] > votes["."] else "."
        return mark, [_both_marks(certain, mark, names)]
    if certain:
        return "," if votes[","] > votes["."] else ".", []
    # Nothing is certain. A semicolon usually stands where the comma is taken by the decimals.
    mark = "," if "," in uncertain and delimiter == ";" else "."
    doubtful = uncertain.get(",") or (uncertain.get(".") if delimiter == ";" else None)
    notices = [_thousands_or_decimals(doubtful, mark, names)] if doubtful else []
    return mark, notices


def _both_marks(found: dict[str, tuple[int, int, str]], mark: str, names: Sequence[str]) -> Notice:
    other = "." if mark == "," else ","
    line, column, text = found[other]
    return Notice(
        f"Numbers are written with a decimal point and with a decimal comma; {quoted(text)} on "
        f"line {line:,}, column '{names[column]}', does not fit the decimal "
        f"{'comma' if mark == ',' else 'point'} that was taken. Check the preview.",
        line=line,
        column=column + 1,
    )


def _thousands_or_decimals(place: tuple[int, int, str], mark: str, names: Sequence[str]) -> Notice:
    line, column, text = place
    number = text.rstrip(" %")
    written = number.replace(",", "").replace(".", ""), number.replace(",", ".")
    taken = written[1] if mark in number else written[0]
    return Notice(
        f"Line {line:,}, column '{names[column]}': {quoted(text)} may mean {written[0]} or "
        f"{written[1]}; it was read as {taken}. Check the decimal mark.",
        line=line,
        column=column + 1,
    )
