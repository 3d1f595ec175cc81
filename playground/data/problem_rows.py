"""The rows of a table that cannot be used as they are, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.columns.roles import Role
from playground.data.columns.words import gaps_in, is_missing, word_of
from playground.data.tables.table import RejectedRow, Table
from playground.data.tables.wording import agreeing


def rows_with_gaps(table: Table, roles: Sequence[Role]) -> np.ndarray:
    """The indices of the rows that lack a value in a column that is not ignored."""
    used = [c for c, role in enumerate(roles) if role != "ignore"]
    gaps = np.zeros(table.rows, bool)
    for c in used:
        gaps |= gaps_in(table.columns[c])
    return np.flatnonzero(gaps)


def problem_rows(
    table: Table, roles: Sequence[Role], gaps: np.ndarray | None = None
) -> list[RejectedRow]:
    """The rows with a problem: set aside when the file was read, or with a value missing.

    Parameters
    ----------
    table : Table
    roles : sequence of {"feature", "label", "ignore", "split"}
    gaps : ndarray of int or None
        Only these rows of those with a value missing; None for all of `rows_with_gaps`.
    """
    used = [c for c, role in enumerate(roles) if role != "ignore"]
    rows = list(table.set_aside)
    for row in rows_with_gaps(table, roles) if gaps is None else gaps:
        names = [f"'{table.names[c]}'" for c in used if is_missing(table.columns[c][row])]
        cells = [word_of(table.columns[c][row]) for c in range(len(table.names))]
        rows.append(
            RejectedRow(
                int(table.lines[row]),
                table.dialect.delimiter.join(cells),
                f"{' and '.join(names)} {agreeing(len(names), 'is/are')} missing.",
            )
        )
    return sorted(rows)
