"""The exceptions of the data layer."""

from __future__ import annotations

from playground.limits import shortened


class DataError(ValueError):
    """Data that cannot be used; the message is a plain sentence for a person.

    Parameters
    ----------
    text : str
        What is wrong, where, and what is allowed.
    path : str
        The name of the file concerned; empty when there is none.
    line, column : int or None
        Where in the file, both counted from 1; None where no single place is meant.
    """

    def __init__(
        self, text: str, *, path: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(shortened(text))
        self.path = path
        self.line = line
        self.column = column


class NoSuchSheetError(DataError):
    """A workbook has no sheet of the name that is wanted."""
