"""What each column of a table is for: feature, label, nothing, or which part it belongs to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Literal

from playground.data.columns.column import Column
from playground.data.columns.label_guess import LabelGuess, guessed_label
from playground.data.errors import DataError
from playground.data.name_list import name_list
from playground.settings import one_of

Role = Literal["feature", "label", "ignore", "split"]


def guessed_roles(
    columns: Sequence[Column],
    label: str = "",
    ignore: Sequence[str] = (),
    split: str = "",
    features: Sequence[str] = (),
) -> list[Role]:
    """The role of each column, as far as it is not said.

    Parameters
    ----------
    columns : sequence of Column
    label : str
        The name of the label column. Empty: the one that `guessed_label` finds.
    ignore : sequence of str
        Names of columns to leave out. Dates, identifiers, columns that are nearly empty or
        constant but for gaps, and texts with too many different words are left out unasked.
    split : str
        The name of the column that says train, dev or test. Empty: one that does so in every
        row, if there is one.
    features : sequence of str
        Names of columns that are features even if they would be left out, or guessed to be the
        label.

    Raises
    ------
    DataError
        When a name is no column, or no column is left as a feature.
    """
    names = [column.name for column in columns]
    for name in (*filter(None, (label, split)), *ignore, *features):
        if name not in names:
            raise DataError(f"There is no column '{name}'; {one_of(names)}.")
    if len(columns) < 2:
        raise DataError(
            f"The table has one column, '{names[0]}'; there must be at least one feature "
            "and a label.",
            column=1,
        )
    roles = explicit_roles(columns, label, ignore, split, features)
    if "feature" not in roles:
        left_out = [c for c, role in zip(columns, roles) if role == "ignore" and not usable(c)]
        sentences = ["No column is left as a feature.", *(c.sentence for c in left_out)]
        if filled := [column for column in left_out if column.kind not in ("date", "empty")]:
            likeliest = min(filled, key=lambda column: column.identifier)
            chosen = shlex.quote(name_list([likeliest.name]))
            sentences.append(f"data.source.feature_columns={chosen} uses it all the same.")
        raise DataError(" ".join(sentences))
    return roles


def is_guess(
    columns: Sequence[Column],
    label: str = "",
    ignore: Sequence[str] = (),
    split: str = "",
    features: Sequence[str] = (),
) -> bool:
    """Whether the label that `guessed_roles` gives is no more than a guess."""
    return not label and not _found_label(columns, ignore, split, features).certain


def explicit_roles(
    columns: Sequence[Column],
    label: str = "",
    ignore: Sequence[str] = (),
    split: str = "",
    features: Sequence[str] = (),
) -> list[Role]:
    """As `guessed_roles`, without a check whether a dataset can come of it."""
    split = split or _found_split(columns, (label, *ignore, *features))
    chosen = label or _found_label(columns, ignore, split, features).name
    roles: list[Role] = []
    for column in columns:
        if column.name == chosen:
            roles.append("label")
        elif column.name == split:
            roles.append("split")
        elif column.name in ignore or not (column.name in features or usable(column)):
            roles.append("ignore")
        else:
            roles.append("feature")
    return roles


def _found_split(columns: Sequence[Column], taken: Sequence[str]) -> str:
    return next((c.name for c in columns if c.names_parts and c.name not in taken), "")


def _found_label(
    columns: Sequence[Column], ignore: Sequence[str], split: str, features: Sequence[str]
) -> LabelGuess:
    split = split or _found_split(columns, (*ignore, *features))
    return guessed_label([c for c in columns if c.name not in {*ignore, split, *features}])


def usable(column: Column) -> bool:
    """Whether a column can serve as a feature without being asked for."""
    return not (
        column.kind in ("date", "empty")
        or column.identifier
        or column.nearly_empty
        or column.too_many_categories
        or column.finding == "constant but for gaps"
    )
