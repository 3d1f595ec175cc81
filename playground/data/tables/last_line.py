"""Whether the last line of a file seems to be cut off."""

from __future__ import annotations

from collections.abc import Sequence

from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted

_OTHERS = 1000  # values above that the last one is compared with
_FEWEST = 3


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
        self._line = 0

    def see(self, rows: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        """Remember the last values of some further rows."""
        self._cells = (self._cells + [row[-1] for row in rows[-_OTHERS:]])[-_OTHERS:]
        self._line = lines[-1]

    def see_block(self, block: str, delimiter: str, first_line: int) -> None:
        """Remember the last values of some further lines of plain numbers."""
        lines = block.rstrip("\r\n").rsplit("\n", _OTHERS)[-_OTHERS:]
        cells = [line.rstrip("\r").rpartition(delimiter)[2] for line in lines]
        self._cells = (self._cells + cells)[-_OTHERS:]
        self._line = first_line + block.rstrip("\r\n").count("\n")

    def notices(self) -> list[Notice]:
        """A notice, in a list, when the last value looks cut off."""
        *others, last = (cell.strip() for cell in self._cells)
        if len(others) < _FEWEST:
            return []
        shorter = len(last) < min(map(len, others))
        beginning = (
            last[:1].isalpha()
            and last not in others
            and any(other.startswith(last) for other in others)
        )
        if not (shorter or beginning):
            return []
        return [
            Notice(
                f"Line {self._line:,} may be cut off: the file ends without a line end, and the "
                f"last value of column '{self._name}' is {quoted(last)}.",
                line=self._line,
                column=self._width,
            )
        ]
