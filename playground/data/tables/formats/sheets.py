"""Workbooks of Excel and LibreOffice, by python-calamine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.files import check_zip_size
from playground.data.tables.formats import Content, chosen_sheet, sheet_notices
from playground.data.tables.formats.extent import check_extent

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content(path: Path, sheet: str = "") -> Content:
    """The rows of a sheet; unasked of the first in sight with a table, or any with values.

    Raises
    ------
    DataError
        When it is no workbook, reaches too far, or has no such sheet or no values.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise DataError(
            "Reading a workbook needs the package python-calamine; or save the sheet as CSV."
        ) from None
    with opened(path) as file:
        start = file.read(len(_OLD))
    packed = start.startswith(_ZIP)
    if not (packed or start.startswith(_OLD)):
        raise DataError(
            "This is no workbook, though its name says so. If it is text, let its name end with "
            ".txt."
        )
    if packed:
        check_zip_size(path)
    try:
        if packed:
            check_extent(path)
        with opened(path) as file:
            return _content(CalamineWorkbook.from_filelike(file), sheet)
    except DataError:
        raise
    except Exception as error:  # whatever the library raises, of a dozen kinds
        raise DataError("This is no workbook, or it is damaged or locked.") from error


def _content(book: CalamineWorkbook, sheet: str) -> Content:
    names, best = _in_sight(book), Content([], [], named=False)
    for name in [chosen_sheet(sheet, names)] if sheet else names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if rows and (_is_table(rows) or not best.sheet):
            best = Content(rows, [], sheet=name, sheets=names)
        if _is_table(rows):
            break
    if not best.sheet:
        which = f"sheet '{sheet}'" if sheet else "workbook"
        raise DataError(f"The {which} has no values.")
    others = [name for name in names if name != best.sheet]
    told = [] if sheet else sheet_notices("sheet", [best.sheet, *others])
    return best._replace(notices=told)


def _in_sight(book: CalamineWorkbook) -> list[str]:
    """The names of the sheets that have cells; hidden ones are last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    return [s.name for s in sorted(sheets, key=lambda s: s.visible != SheetVisibleEnum.Visible)]


def _is_table(rows: Sequence[Sequence[object]]) -> bool:
    """Whether there are two rows of two values."""
    return sum(sum(value != "" for value in row) > 1 for row in rows) > 1
