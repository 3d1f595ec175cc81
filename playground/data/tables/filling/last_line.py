"""Whether the last line of a file is no row like the others: cut off, or a line of totals."""

from __future__ import annotations

from collections.abc import Sequence

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


class LastLine:
    """Compares the last value of a file with those above it in its column.

    A file that is cut off ends without a line end, and its last value is shorter than every
    other one or is the beginning of another word.

    Parameters
    ----------
    name : str
        The name of the last column.
    width : int
        The number of columns.
    """

    def __init__(self, name: str, width: int) -> None:
        self._name = name
        self._width = width
        self._cells: list[str] = []
        self._row: Sequence[str] = ()
        self._line = 0
        self._seen: tuple[Cells, np.ndarray] | None = None

    def see(self, rows: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        """Remember the last values of some further rows."""
        self._cells = (self._cells + [row[-1] for row in rows[-_OTHERS:]])[-_OTHERS:]
        self._row = rows[-1]
        self._line = lines[-1]
        self._seen = None

    def see_cells(self, cells: Cells, lines: np.ndarray) -> None:
        """Remember further rows; they are only looked at when it matters."""
        self._seen = (cells, lines)

    def notices(self, has_line_end: bool) -> list[Notice]:
        """What to tell about the last line, given whether it has a line end."""
        self._look()
        notices = []
        if word := next(filter(_is_total, self._row), ""):
            text = (
                f"Line {self._line:,} seems to hold totals ({quoted(word)}); it was read as data."
            )
            notices.append(Notice(text, line=self._line))
        if not has_line_end and self._is_cut_off():
            text = (
                f"Line {self._line:,} may be cut off: the file ends without a line end, and the "
                f"last value of column '{self._name}' is {quoted(self._cells[-1].strip())}."
            )
            notices.append(Notice(text, line=self._line, column=self._width))
        return notices

    def _look(self) -> None:
        if self._seen is None:
            return
        cells, lines = self._seen
        rows = np.arange(max(0, cells.lines - _OTHERS), cells.lines)
        # Those of the block before are as good as these, unless these are few.
        others = self._cells if len(rows) < _OTHERS else []
        self._cells = [*others, *cells.column(self._width - 1).texts(rows)][-_OTHERS:]
        self._row, self._line = cells.row(cells.lines - 1), int(lines[-1])

    def _is_cut_off(self) -> bool:
        *others, last = (cell.strip() for cell in self._cells)
        if len(others) < _FEWEST:
            return False
        is_word = last[:1].isalpha()
        beginning = last not in others and any(other.startswith(last) for other in others)
        return (is_word and beginning) or len(last) < min(map(len, others))
