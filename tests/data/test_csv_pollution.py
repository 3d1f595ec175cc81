"""Hundreds of polluted tables: each is read right, or something is said."""

from __future__ import annotations

import pytest
from csv_files import read_bytes
from pollution import polluted

from playground.data import DataError, Table

# Said of the clean table too, so they warn of nothing.
_EVERYDAY = ("has no values", "is written like a number")


def cells(table: Table) -> list[list[str]]:
    """The rows of a table as texts, to compare with what was written."""
    rows = zip(*table.columns)
    return [
        ["" if v is None or v != v else f"{v:.15g}" if isinstance(v, float) else v for v in row]
        for row in rows
    ]


def outcome(table: Table | None, rows: list[list[str]]) -> str:
    if table is None:
        return "refused"
    if cells(table) == rows:
        return "right"
    warned = [n for n in table.notices if not any(words in n.text for words in _EVERYDAY)]
    return "told" if warned or table.set_aside else "silently wrong"


def read_or_none(folder, text: str) -> Table | None:
    try:
        return read_bytes(folder, text)
    except DataError:
        return None


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, tuple[Table | None, list[list[str]]]]:
    """What was made of each file, and the rows that would be right."""
    folder = tmp_path_factory.mktemp("polluted")
    return {name: (read_or_none(folder, text), rows) for name, text, rows in polluted()}


@pytest.fixture(scope="module")
def outcomes(tables) -> dict[str, str]:
    return {name: outcome(*read) for name, read in tables.items()}


def test_nothing_is_silently_wrong(outcomes):
    assert [name for name, result in outcomes.items() if result == "silently wrong"] == []


def test_nothing_that_can_be_read_is_refused(outcomes):
    assert [name for name, result in outcomes.items() if result == "refused"] == []


@pytest.mark.parametrize(
    "name",
    [
        "source", "no_trailing_newline", "double_trailing_newline", "preamble", "one_data_row",
        "header_multirow_2", "header_multirow_3", "field_delimiter_20", "field_delimiter_3b",
        "field_delimiter_9", "field_delimiter_comma_space", "quotation_char", "escape_char",
        "record_delimiter_cr", "record_delimiter_crlf", "multitable_less", "multitable_more",
    ],
)  # fmt: skip
def test_a_foreign_dialect_is_read_right(outcomes, name):
    assert outcomes[name] == "right"


def test_a_spoilt_row_costs_no_more_than_itself_and_the_next(tables):
    spoilt = {
        name: (table, rows)
        for name, (table, rows) in tables.items()
        if name.startswith("row_") and "row0" not in name and "quote0" not in name
    }
    assert len(spoilt) > 500
    for name, (table, rows) in spoilt.items():
        assert table is not None and table.rows >= len(rows) - 3, name
