"""What each column of a table is for: feature, label, nothing, or which part it belongs to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Literal, NamedTuple

from playground.data.columns.column import Column
from playground.data.columns.label_guess import LabelGuess, guessed_label
from playground.data.errors import DataError
from playground.data.name_list import name_list
from playground.settings import one_of

Role = Literal["feature", "label", "ignore", "split"]


class SaidRoles(NamedTuple):
    """What somebody has said of the roles of columns, by their names.

    Attributes
    ----------
    label : str
        The label column. Empty: the one that `guessed_label` finds.
    ignore : sequence of str
        Columns to leave out. Dates, identifiers, columns that are nearly empty or constant but for
        gaps, and texts with too many different words are left out unasked.
    split : str
        The column that says train, dev or test. Empty: one that does so in every row, if there is
        one.
    features : sequence of str
        Columns that are features even if they would be left out, or guessed to be the label.
    """

    label: str = ""
    ignore: Sequence[str] = ()
    split: str = ""
    features: Sequence[str] = ()

    def roles(self, columns: Sequence[Column]) -> list[Role]:
        """The role of each column, guessed as far as it is not said.

        Raises
        ------
        DataError
            When a name is no column, or no column is left as a feature.
        """
        names = [column.name for column in columns]
        for name in (*filter(None, (self.label, self.split)), *self.ignore, *self.features):
            if name not in names:
                raise DataError(f"There is no column '{name}'; {one_of(names)}.")
        if len(columns) < 2:
            raise DataError(
                f"The table has one column, '{names[0]}'; there must be at least one feature "
                "and a label.",
                column=1,
            )
        roles = self.unchecked_roles(columns)
        if "feature" not in roles:
            left_out = [c for c, role in zip(columns, roles) if role == "ignore" and not usable(c)]
            sentences = ["No column is left as a feature.", *(c.sentence for c in left_out)]
            if filled := [c for c in left_out if c.kind not in ("date", "empty")]:
                likeliest = min(filled, key=lambda column: column.identifier)
                chosen = shlex.quote(name_list([likeliest.name]))
                sentences.append(f"data.source.feature_columns={chosen} uses it all the same.")
            raise DataError(" ".join(sentences))
        return roles

    def unchecked_roles(self, columns: Sequence[Column]) -> list[Role]:
        """As `roles`, without a check whether a dataset can come of it."""
        split = self._split_column(columns, self.label)
        chosen = self.label or self._guess(columns).name
        roles: list[Role] = []
        for column in columns:
            if column.name == chosen:
                roles.append("label")
            elif column.name == split:
                roles.append("split")
            elif column.name in self.ignore or not (column.name in self.features or usable(column)):
                roles.append("ignore")
            else:
                roles.append("feature")
        return roles

    def label_is_guess(self, columns: Sequence[Column]) -> bool:
        """Whether the label that `roles` gives is no more than a guess."""
        return not self.label and not self._guess(columns).certain

    def _split_column(self, columns: Sequence[Column], label: str = "") -> str:
        taken = (label, *self.ignore, *self.features)
        found = (c.name for c in columns if c.names_parts and c.name not in taken)
        return self.split or next(found, "")

    def _guess(self, columns: Sequence[Column]) -> LabelGuess:
        taken = {*self.ignore, self._split_column(columns), *self.features}
        return guessed_label([c for c in columns if c.name not in taken])


def usable(column: Column) -> bool:
    """Whether a column can serve as a feature without being asked for."""
    return not (
        column.kind in ("date", "empty")
        or column.identifier
        or column.nearly_empty
        or column.too_many_categories
        or column.finding == "constant but for gaps"
    )
