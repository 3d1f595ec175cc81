"""Whether the last line of a file is no row like the others: cut off, or a line of totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from playground.data.tables.filling.cells import Cells
from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted

_OTHERS = 1000  # values above that the last one is compared with
_FEWEST = 3
_TOTALS = frozenset(
    (
        "total", "totals", "grand total", "subtotal", "sum", "sums", "average", "mean", "gesamt",
        "summe", "durchschnitt", "mittelwert", "somme", "moyenne", "totale", "media", "suma",
        "promedio", "soma", "razem", "totaal", "toplam", "yhteensä", "итого", "всего", "合計",
        "总计",
    )
)  # fmt: skip


def _is_total(cell: str) -> bool:
    """Whether a cell is a word for totals, or begins with one, unlike a name such as `Sum Chi`."""
    word, _, rest = cell.strip().partition(" ")
    return cell.strip(" :").lower() in _TOTALS or (
        word.strip(":").lower() in _TOTALS and not rest[:1].isupper()
    )


class End(NamedTuple):
    """How some rows end: the last values of the last column, and the last row."""

    cells: Sequence[str]
    row: Sequence[str]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> End:
        """That of rows of texts."""
        return cls([row[-1] for row in rows[-_OTHERS:]], rows[-1])

    @classmethod
    def of_cells(cls, cells: Cells) -> End:
        """That of lines that were cut into cells by their bytes."""
        rows = np.arange(max(0, cells.lines - _OTHERS), cells.lines)
        last = cells.starts.shape[1] - 1
        return cls(cells.column(last).texts(rows), cells.row(cells.lines - 1))


def last_line_notices(
    ends: Iterable[End], line: int, name: str, has_line_end: bool
) -> list[Notice]:
    """What to tell about the last line of a file.

    A file that is cut off ends without a line end, and its last value is shorter than every
    other one or is the beginning of another word.

    Parameters
    ----------
    ends : iterable of End
        Those of the rows that were read last, in their order.
    line : int
        Its number.
    name : str
        The name of the last column.
    has_line_end : bool
    """
    ends = list(ends)
    row = ends[-1].row
    notices = []
    if word := next(filter(_is_total, row), ""):
        text = f"Line {line:,} seems to hold totals ({quoted(word)}); it was read as data."
        notices.append(Notice(text, line=line))
    *others, last = (cell.strip() for end in ends for cell in end.cells)
    if not has_line_end and _is_cut_off(last, others[-_OTHERS:]):
        text = (
            f"Line {line:,} may be cut off: the file ends without a line end, and the last value "
            f"of column '{name}' is {quoted(last)}."
        )
        notices.append(Notice(text, line=line, column=len(row)))
    return notices


def _is_cut_off(last: str, others: Sequence[str]) -> bool:
    if len(others) < _FEWEST:
        return False
    beginning = last not in others and any(other.startswith(last) for other in others)
    return (last[:1].isalpha() and beginning) or len(last) < min(map(len, others))
