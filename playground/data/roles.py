"""What each column of a table is for: feature, label, nothing, or which part it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from playground.data.columns import Column
from playground.data.errors import DataError
from playground.settings import one_of

Role = Literal["feature", "label", "ignore", "split"]

LABEL_NAMES = (
    "label", "labels", "class", "target", "species", "y", "outcome", "diagnosis", "category",
    "klasse", "classe", "response", "survived", "quality",
)  # fmt: skip


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
        The name of the label column. Empty: the one with a name like label, class or target,
        or else the last.
    ignore : sequence of str
        Names of columns to leave out. Dates, identifiers and texts with too many different
        words are left out unasked.
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
        raise DataError(
            "No column is left as a feature. "
            + " ".join(column.remark for column in columns if not usable(column))
        )
    return roles


def explicit_roles(
    columns: Sequence[Column],
    label: str = "",
    ignore: Sequence[str] = (),
    split: str = "",
    features: Sequence[str] = (),
) -> list[Role]:
    """As `guessed_roles`, without a check whether a dataset can come of it."""
    if not split:
        telling = (c.name for c in columns if c.names_parts)
        split = next((n for n in telling if n not in (label, *ignore, *features)), "")
    taken = {*ignore, split, *features}
    chosen = label or _guessed_label([c for c in columns if c.name not in taken])
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


def usable(column: Column) -> bool:
    """Whether a column can serve as a feature without being asked for."""
    return not (column.kind in ("date", "empty") or column.identifier or column.too_many_categories)


def _guessed_label(columns: Sequence[Column]) -> str:
    by_name = {column.name.strip().lower(): column.name for column in columns}
    for name in LABEL_NAMES:
        if name in by_name:
            return by_name[name]
    suited = [c for c in columns if c.kind not in ("date", "empty") and not c.identifier]
    return (suited or columns)[-1].name if columns else ""
