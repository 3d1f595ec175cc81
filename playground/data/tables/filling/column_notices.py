"""Notices about columns: what is true of several columns is said once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playground.data.tables.table import Notice
from playground.data.tables.wording import capitalized, columns_named

_MOST_WITH_GAPS = 10  # sentences about missing values; beyond, one for all of them


class ColumnNotice(NamedTuple):
    """A sentence about one column that may be true of others too.

    Attributes
    ----------
    name, index : str, int
        The column.
    before, after : str
        What stands around its name: "Line 5, " and ": 'x' is not a number."
    after_many : str
        What stands behind the names of several columns; empty where it is the same.
    line : int or None
        The first line it is about, from 1.
    missing : int
        How many values are missing, where that is what it says.
    """

    name: str
    index: int  # type: ignore[assignment]  # the column's, not that of a tuple
    before: str
    after: str
    after_many: str = ""
    line: int | None = None
    missing: int = 0


def grouped(notices: Iterable[ColumnNotice]) -> list[Notice]:
    """Notices of columns as those of a table, those that differ in the column alone as one.

    A notice stands where the first of its notices does, and names that one's line and column.
    """
    groups: dict[tuple[str, str], list[ColumnNotice]] = {}
    for notice in notices:
        groups.setdefault((notice.before, notice.after), []).append(notice)
    with_gaps = [key for key, group in groups.items() if group[0].missing]
    if len(with_gaps) > _MOST_WITH_GAPS:
        gaps = sorted((r for key in with_gaps for r in groups[key]), key=lambda r: r.index)
        most = max(notice.missing for notice in gaps)
        count = sum(notice.missing for notice in gaps)
        after = f": {count:,} values are missing, up to {most:,} in one column"
        groups[with_gaps[0]] = [notice._replace(after_many=after) for notice in gaps]
        for key in with_gaps[1:]:
            del groups[key]
    return [_notice(group) for group in groups.values()]


def _notice(group: list[ColumnNotice]) -> Notice:
    first = group[0]
    after = first.after_many if len(group) > 1 and first.after_many else first.after
    sentence = f"{first.before}{columns_named([notice.name for notice in group])}{after}"
    return Notice(capitalized(sentence), line=first.line, column=first.index + 1)
