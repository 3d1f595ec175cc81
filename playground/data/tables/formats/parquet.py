"""Parquet files, by pyarrow."""

from __future__ import annotations

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
    try:
        with opened(path) as source:
            file = pyarrow.parquet.ParquetFile(source)
            count = file.metadata.num_rows * max(file.metadata.num_columns, 1)
    except FileError:
        raise
    except (pyarrow.ArrowException, OSError) as error:
        raise DataError("This is no Parquet file, or it is damaged.") from error
    if count > MOST_CELLS:
        raise DataError(f"The file has {count:,} values; at most {MOST_CELLS:,} can be read.")
    schema = file.schema_arrow
    nested = [field.name for field in schema if pyarrow.types.is_nested(field.type)]
    return Content(_rows(path, schema.names), nested_notices(nested), named=True)


def _rows(path: Path, names: list[str]) -> Iterator[Sequence[Any]]:
    import pyarrow.parquet

    yield names
    try:
        with opened(path) as source:
            for batch in pyarrow.parquet.ParquetFile(source).iter_batches(10_000):
                yield from zip(*(column.to_pylist() for column in batch.columns))
    except FileError:
        raise
    except (pyarrow.ArrowException, OSError) as error:
        raise DataError("This is no Parquet file, or it is damaged.") from error
