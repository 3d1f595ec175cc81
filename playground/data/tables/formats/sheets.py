"""Workbooks of Excel and LibreOffice, by python-calamine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.files import check_zip_size
from playground.data.tables.formats import Content
from playground.data.tables.formats.extent import check_extent
from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content(path: Path) -> Content:
    """The rows of the first sheet in sight that holds a table, or any sheet with values.

    Raises
    ------
    DataError
        When it is no workbook, reaches too far, or has no values.
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
            book = CalamineWorkbook.from_filelike(file)
            found: list[tuple[str, Sequence[Sequence[object]]]] = []
            for name in _in_sight(book):
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                found += [(name, rows)] if rows else []
                if _is_table(rows):
                    found = found[-1:]
                    break
            for name, first in found[:1]:
                return Content(first, _notices(name, list(book.sheet_names)))
    except DataError:
        raise
    except Exception as error:  # whatever the library raises, of a dozen kinds
        raise DataError("This is no workbook, or it is damaged or locked.") from error
    raise DataError("The workbook has no values.")


def _in_sight(book: CalamineWorkbook) -> list[str]:
    """The names of the sheets that have cells; hidden ones are last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    return [s.name for s in sorted(sheets, key=lambda s: s.visible != SheetVisibleEnum.Visible)]


def _is_table(rows: Sequence[Sequence[object]]) -> bool:
    """Whether there are two rows of two values."""
    return sum(sum(value != "" for value in row) > 1 for row in rows) > 1


def _notices(name: str, names: list[str]) -> list[Notice]:
    others = [quoted(other) for other in names if other != name]
    if not others:
        return []
    more = f" and {len(others) - 3:,} more" if len(others) > 3 else ""
    text = (
        f"The sheet {quoted(name)} was read; the workbook has {', '.join(others[:3])}{more} too. "
        "To read another, move it to the front."
    )
    return [Notice(text)]
