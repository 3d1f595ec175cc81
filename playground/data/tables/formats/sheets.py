"""Workbooks of Excel and LibreOffice, by python-calamine."""

from __future__ import annotations

from pathlib import Path

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.files import check_zip_size
from playground.data.tables.formats import Content
from playground.data.tables.formats.extent import check_extent
from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted

_ZIP = b"PK\x03\x04"


def content(path: Path) -> Content:
    """The rows of the first sheet that has any.

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
        packed = file.read(len(_ZIP)) == _ZIP
    if packed:
        check_zip_size(path)
    try:
        if packed:
            check_extent(path)
        with opened(path) as file:
            book = CalamineWorkbook.from_filelike(file)
            names = list(book.sheet_names)
            for name in names:
                if rows := book.get_sheet_by_name(name).to_python(skip_empty_area=False):
                    return Content(rows, _notices(name, names))
    except DataError:
        raise
    except Exception as error:  # whatever the library raises, of a dozen kinds
        raise DataError("This is no workbook, or it is damaged or locked.") from error
    raise DataError("The workbook has no values.")


def _notices(name: str, names: list[str]) -> list[Notice]:
    others = [quoted(other) for other in names if other != name]
    if not others:
        return []
    more = f" and {len(others) - 3:,} more" if len(others) > 3 else ""
    text = f"The sheet {quoted(name)} was read; the workbook has {', '.join(others[:3])}{more} too."
    return [Notice(text)]
