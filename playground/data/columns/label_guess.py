"""Which column of a table is to be predicted, where nobody has said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from playground.data.columns.column import Column

#: Names that say it, the plainest first. What stands further back may well be a feature.
LABEL_NAMES = (
    "label", "labels", "target", "targets", "outcome", "survived", "diagnosis", "finding",
    "species", "response", "churn", "churned", "fraud", "attrition", "default", "class", "klasse",
    "classe", "price", "preis", "income", "salary", "quality", "y", "category",
)  # fmt: skip

#: Those from here on are features as often: where a class comes last, they are a guess.
_LESS_PLAIN = LABEL_NAMES[LABEL_NAMES.index("default") :]

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")  # of a name such as sale_price or SalePrice


class LabelGuess(NamedTuple):
    """A column that may be the label, and whether its name leaves no doubt."""

    name: str
    certain: bool


def guessed_label(columns: Sequence[Column]) -> LabelGuess:
    """The column that is likeliest to be the label.

    The one with the plainest of `LABEL_NAMES`, or of those that are features as often the last
    column; or else the one that ends with such a word, as in `is_fraud`, the last one if it does;
    or else the last that varies. It is certain where no other column has as good a name. A text
    of its own in every row is none of either.

    Parameters
    ----------
    columns : sequence of Column
        Those that may be the label.
    """
    if not columns:
        return LabelGuess("", False)
    filled = [
        column
        for column in columns
        if column.kind not in ("date", "empty")
        and not (column.kind == "category" and column.identifier)
    ]
    names = {column.name.strip().lower(): column.name for column in filled}
    known = [name for name in LABEL_NAMES if name in names and not _is_coordinate(name, names)]
    if known:
        last, less_plain = filled[-1], known[0] in _LESS_PLAIN
        if less_plain and last.name.strip().lower() in known:
            return LabelGuess(last.name, certain=len(known) == 1)
        doubtful = less_plain and last.kind != "number"
        return LabelGuess(names[known[0]], certain=len(known) == 1 and not doubtful)
    suited = [column for column in filled if not (column.identifier or column.nearly_empty)]
    varying = [column for column in suited if not column.constant]
    suited = varying if len(varying) > 1 else suited  # one of them is to be a feature
    endings = {column.name: _last_word(column.name) for column in suited}
    for word in LABEL_NAMES[:-2]:
        ending = [name for name, last in endings.items() if last == word]
        if ending:
            is_last = endings[suited[-1].name] in LABEL_NAMES[:-2]
            return LabelGuess(suited[-1].name if is_last else ending[-1], certain=False)
    return LabelGuess((suited or columns)[-1].name, certain=len(suited) < 2 and len(columns) < 3)


def _is_coordinate(name: str, names: dict[str, str]) -> bool:
    """Whether y is one of x, y and z, or of x and y of something else."""
    return name == "y" and ("z" in names or ("x" in names and len(names) > 2))


def _last_word(name: str) -> str:
    words = _WORDS.findall(name)
    return words[-1].lower() if words else ""
