"""What a person chooses for columns, said in the settings of a file. Qt-free."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from playground.data.columns.column import Column
from playground.data.columns.roles import Role, SaidRoles
from playground.data.csv_source import CsvFile
from playground.data.name_list import name_list, names_in

ROLE_LABELS: dict[Role, str] = {
    "feature": "Feature",
    "label": "Label",
    "ignore": "Ignore",
    "split": "Split",
}

ROLE_HELP: dict[Role, str] = {
    "feature": "What the network is given.",
    "label": "What it is to predict.",
    "ignore": "Left out.",
    "split": "Says train, dev or test for each row.",
}


def with_role(
    source: CsvFile, columns: Sequence[Column], names: Sequence[str], role: Role
) -> CsvFile:
    """`source` with the role of some columns as a person wants it.

    There is one label and at most one split column: of several names the last one gets it. A
    label that is made something else leaves the choice of another to the program.
    """
    ignored = [name for name in names_in(source.ignore) if name not in names]
    kept = [name for name in names_in(source.feature_columns) if name not in names]
    label = "" if source.label in names else source.label
    split = "" if source.split_column in names else source.split_column
    if role == "ignore":
        ignored += names
    elif role == "label":
        label = names[-1]
    elif role == "split":
        split = names[-1]
    if role == "feature":
        roles = SaidRoles(label, ignored, split, kept).unchecked_roles(columns)
        by_name = {column.name: given for column, given in zip(columns, roles)}
        kept += [name for name in names if by_name[name] != "feature"]
    return dataclasses.replace(
        source,
        label=label,
        split_column=split,
        ignore=name_list(ignored),
        feature_columns=name_list(kept),
    )


def read_as_text(source: CsvFile, names: Sequence[str], as_text: bool) -> CsvFile:
    """`source` with some columns read as texts, or as whatever they hold."""
    texts = [name for name in names_in(source.text_columns) if name not in names]
    return dataclasses.replace(source, text_columns=name_list(texts + list(names) * as_text))
