"""Parquet files, by pyarrow."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playground import extras
from playground.atomic import FileError, opened
from playground.data.errors import DataError
from playground.data.tables.formats import Content, nested_notices
from playground.limits import MOST_CELLS


def content(path: Path, _sheet: str = "") -> Content:
    """The names and rows of a file, which holds one table.

    Raises
    ------
    DataError
        When it is no Parquet file, or pyarrow is not there.
    """
    try:
        import pyarrow.parquet
    except ImportError:
        raise DataError(extras.missing("Parquet files", "pyarrow", "parquet")) from None
    with _parquet(path) as file:
        count = file.metadata.num_rows * max(file.metadata.num_columns, 1)
        schema = file.schema_arrow
    if count > MOST_CELLS:
        raise DataError(f"The file has {count:,} values; at most {MOST_CELLS:,} can be read.")
    nested = [field.name for field in schema if pyarrow.types.is_nested(field.type)]
    return Content(_rows(path, schema.names), nested_notices(nested), named=True)


@contextlib.contextmanager
def _parquet(path: Path) -> Iterator[Any]:
    """The file, open for a while."""
    import pyarrow.parquet

    try:
        with opened(path) as source:
            yield pyarrow.parquet.ParquetFile(source)
    except FileError:
        raise
    except (pyarrow.ArrowException, OSError) as error:
        raise DataError("This is no Parquet file, or it is damaged.") from error


def _rows(path: Path, names: list[str]) -> Iterator[Sequence[Any]]:
    yield names
    with _parquet(path) as file:
        for batch in file.iter_batches(10_000):
            yield from zip(*(column.to_pylist() for column in batch.columns))
