"""How far the sheets of a workbook reach: the only value of a tiny one may be in the last cell.

What reads a sheet makes room for all cells up to the last that has a value, and where there is
not enough memory ends the program. So the cells are counted before they are read.
"""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, cast
from xml.parsers import expat

from playground.atomic import opened
from playground.data.errors import DataError
from playground.limits import MOST_SHEET_CELLS

_BLOCK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")


def check_extent(path: Path) -> None:
    """Refuse a zipped workbook whose sheet reaches too far.

    Raises
    ------
    DataError
        When one has more than `MOST_SHEET_CELLS` cells, empty ones before its last included.
    ValueError, expat.ExpatError, zipfile.BadZipFile
        When it is damaged.
    """
    with opened(path) as file, zipfile.ZipFile(file) as archive:
        binary = "xl/workbook.bin" in archive.namelist()
        for member in archive.infolist():
            with cast(zipfile.ZipExtFile, archive.open(member)) as part:
                if part.peek(_BLOCK).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
                    _measure_text(part)
                elif binary:
                    _measure_binary(part)


class _Sheet:
    """The row and the column that were come to, and the farthest of each; both from 1 on."""

    elements: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0

    def reach(self) -> None:
        """There is a value at this place."""
        if self.row <= self.rows and self.column <= self.columns:
            return
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows * self.columns > MOST_SHEET_CELLS:
            raise DataError(
                f"A sheet of the workbook reaches to row {self.rows:,} and column "
                f"{self.columns:,}; at most {MOST_SHEET_CELLS:,} cells can be read."
            )

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """One of the `elements` begins."""


class _ExcelSheet(_Sheet):
    elements = frozenset(("row", "c"))

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row or a cell begins, which says its place or follows the last one."""
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            return
        self.column += 1
        if place := _REFERENCE.fullmatch(attributes.get("r", "")):
            self.column, self.row = _column(place[1]), int(place[2])
        self.reach()


@functools.cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


class _OpenDocumentSheets(_Sheet):
    elements = frozenset(("table", "table-row", "table-cell", "covered-table-cell"))
    _below = 1  # the row after those that the last one stood for

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet, a row or a cell begins; the last two may stand for many."""
        if name == "table":
            self.rows = self.columns = 0
            self._below = 1
        elif name == "table-row":
            self._below += int(attributes.get("table:number-rows-repeated", 1))
            self.row, self.column = self._below - 1, 0
        else:
            self.column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self.reach()


_SHEETS: dict[str, type[_Sheet]] = {
    "worksheet": _ExcelSheet,
    "document-content": _OpenDocumentSheets,
}


def _measure_text(part: zipfile.ZipExtFile) -> None:
    """Go through a member that is XML, if it is a sheet or all of them."""
    parser = expat.ParserCreate()
    local = functools.cache(lambda name: name.rpartition(":")[2])
    kinds: list[type[_Sheet] | None] = []

    def root(name: str, attributes: Mapping[str, str]) -> None:
        kinds.append(kind := _SHEETS.get(local(name)))
        parser.StartElementHandler = kind and within(kind())

    def within(sheet: _Sheet) -> Callable[..., None]:
        def start(name: str, attributes: Mapping[str, str]) -> None:
            if (name := local(name)) in sheet.elements:
                sheet.start(name, attributes)

        return start

    parser.StartElementHandler = root
    while kinds != [None] and (block := part.read(_BLOCK)):
        parser.Parse(block)


#: Kinds of records in a sheet of a binary workbook: its cells begin, a row, and cells.
_BEGIN, _ROW, _CELLS = 145, 0, {*range(1, 12), 62}


def _measure_binary(part: zipfile.ZipExtFile) -> None:
    """Go through a member of records, as far as it is the sheet of a binary workbook."""
    sheet, begun = _Sheet(), False
    while head := part.read(1):
        kind = head[0]
        if kind & 0x80:
            kind = (kind & 0x7F) | int.from_bytes(part.read(1)) << 7
        size = 0
        for shift in (0, 7, 14, 21):
            byte = int.from_bytes(part.read(1))
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        content = part.read(size)
        begun |= kind == _BEGIN
        if begun and kind == _ROW:
            sheet.row = int.from_bytes(content[:4], "little") + 1
        elif begun and kind in _CELLS:
            sheet.column = int.from_bytes(content[:4], "little") + 1
            sheet.reach()
