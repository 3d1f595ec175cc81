"""What the columns of a table hold: numbers, yes or no, categories, dates, identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from playground.data.tables.dates import is_date
from playground.data.tables.table import Table
from playground.data.tables.wording import agreeing, capitalized, columns_named
from playground.dataclass import dataclass

Kind = Literal["number", "boolean", "category", "date", "empty"]

CATEGORY_LIMIT = 30  # more different words than this are not turned into features unasked
_NEARLY_EMPTY = 0.8  # share of missing values above which a column costs more than it tells
_FEWEST_ROWS = 5  # from which on values of which hardly two are alike name the rows
_IDENTIFIES = 0.9  # share of different values from which on they name the rows
_NAMES_PARTS = 0.7  # share of train, dev and test from which on other words are slips
_INDEXES = 0.5  # the same of whole numbers without a name

# Words for no and yes; a column must keep to one pair.
ANSWERS = (
    ("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"), ("off", "on"), ("falsch", "wahr"),
    ("nein", "ja"), ("faux", "vrai"), ("non", "oui"),
)  # fmt: skip
TRUE_WORDS = frozenset(yes for _, yes in ANSWERS)

# What a column may say that tells for each row which part of the data it belongs to.
PART_WORDS = {
    "train": 0, "training": 0, "dev": 1, "val": 1, "valid": 1, "validation": 1, "test": 2,
    "testing": 2,
}  # fmt: skip

_IDENTIFIER_NAME = re.compile(
    r"(.*[_ .-])?(id|uuid|guid|index|no|nr|number|#|№|key|ref|reference|serial|rownames|row)"
    r"|.*[a-z]I[dD]|.*nummer|unnamed: \d+|(__index_)?level_\d+(__)?"
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table, looked at.

    Attributes
    ----------
    name : str
    index : int
        Its place in the table, from 0.
    kind : str
        ``"number"``, ``"boolean"``, ``"category"``, ``"date"`` or ``"empty"``.
    missing : int
        How many rows have no value.
    distinct : int
        How many different values there are, missing ones aside.
    identifier : bool
        Whether it seems to number or name the rows rather than describe them.
    names_parts : bool
        Whether it says train, dev or test in nearly every row.
    rows : int
        How many rows the table has.
    """

    name: str
    index: int
    kind: Kind
    missing: int
    distinct: int
    identifier: bool
    names_parts: bool = False
    rows: int = 0

    @property
    def constant(self) -> bool:
        """Whether all rows have the same value, so that nothing can be learned from it."""
        return self.distinct == 1

    @property
    def nearly_empty(self) -> bool:
        """Whether it has a value in so few rows that leaving out the others costs too much."""
        return self.kind != "empty" and self.missing > _NEARLY_EMPTY * self.rows > 0

    @property
    def too_many_categories(self) -> bool:
        """Whether it holds more different words than are turned into features."""
        return self.kind == "category" and self.distinct > CATEGORY_LIMIT

    @property
    def finding(self) -> str:
        """What a person should know about it, a key of `FINDINGS`; empty where there is nothing."""
        if self.kind in ("empty", "date"):
            return self.kind
        if self.identifier:
            return "identifier"
        if self.nearly_empty:
            return "nearly empty"
        if self.too_many_categories:
            return "categories"
        if self.constant:
            return "constant but for gaps" if self.missing else "constant"
        return ""

    @property
    def sentence(self) -> str:
        """What a person should know about it, as a sentence; empty when there is nothing."""
        return finding_sentence([self]) if self.finding else ""


#: What is said behind the name of one column, and behind the names of several.
FINDINGS = {
    "empty": "{has/have} no values.",
    "date": "{holds/hold} dates or times, which a network cannot use as they are; "
    "data.source.dates=days makes days since a start of them.",
    "identifier": "{seems/seem} to number or name the rows; {it tells/they tell} nothing new.",
    "nearly empty": "{has a value in/have a value in at most} {present:,} of {rows:,} rows only.",
    "categories": "{has/have up to} {distinct:,} different texts; more than "
    f"{CATEGORY_LIMIT} are used as categories on request only (data.source.feature_columns).",
    "constant but for gaps": "{has/have} the same value in every row that has one.",
    "constant": "{has/have} the same value in every row.",
}
_VERBS = re.compile(r"\{([^{}]*/[^{}]*)\}")


def finding_sentence(columns: Sequence[Column]) -> str:
    """One sentence about columns of which the same is to be said, by `Column.finding`."""
    count, finding = len(columns), FINDINGS[columns[0].finding]
    said = _VERBS.sub(lambda verbs: agreeing(count, verbs[1]), finding).format(
        distinct=max(c.distinct for c in columns),
        present=max(c.rows - c.missing for c in columns),
        rows=columns[0].rows,
    )
    names = columns_named([column.name for column in columns])
    return capitalized(f"{names} {said}")


def columns_of(table: Table) -> list[Column]:
    """Look at every column of a table."""
    return [_column(table, index) for index in range(len(table.names))]


def _column(table: Table, index: int) -> Column:
    name, values = table.names[index], table.columns[index]
    if values.dtype != object:
        present = values[~np.isnan(values)]
        kind: Kind = "number" if len(present) else "empty"
        words: Any = np.unique(present)
        nameless = table.dialect.header and name == f"column {index + 1}"
        identifier = _numbers_rows("" if nameless else name, present, words)
        names_parts = False
    else:
        present = [value for value in values if value is not None]
        words = set(present)
        kind = _kind_of(words)
        parts = {word for word in words if word.strip().lower() in PART_WORDS}
        said = sum(value in parts for value in present) if len(parts) > 1 else 0
        names_parts = said > _NAMES_PARTS * len(present)
        identifier = kind == "category" and _tells_apart(len(words), len(present))
    return Column(
        name=name,
        index=index,
        kind=kind,
        missing=len(values) - len(present),
        distinct=len(words),
        identifier=identifier,
        names_parts=names_parts,
        rows=len(values),
    )


def _kind_of(words: set[str]) -> Kind:
    if not words:
        return "empty"
    lowered = {word.strip().lower() for word in words}
    if any(lowered == {*pair} for pair in ANSWERS):
        return "boolean"
    if all(map(is_date, words)):
        return "date"
    return "category"


def _tells_apart(distinct: int, present: int, share: float = _IDENTIFIES) -> bool:
    """Whether nearly every row has a value of its own."""
    return distinct >= share * present and present >= _FEWEST_ROWS


def _numbers_rows(name: str, present: np.ndarray, words: np.ndarray) -> bool:
    """Whether whole numbers, few alike, have no name, or one that is called an identifier's.

    A nameless column is the index of the program that wrote the file, shuffled or not, of two
    tables in one or not.
    """
    name = name.strip().rstrip(".:")
    share = _IDENTIFIES if name else _INDEXES
    if not _tells_apart(len(words), len(present), share) or (present % 1).any():
        return False
    return not name or any(map(_IDENTIFIER_NAME.fullmatch, (name.lower(), name)))
