"""A file as a source of data: how it is read, and what its columns are for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.array_files import MODULES
from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.data.files import STANDARD_INPUT, data_suffix
from playground.data.name_list import names_in
from playground.data.sources import Source, sources
from playground.data.tables.formats import MODULES as TABLE_MODULES
from playground.settings import option, text

# What reads a file is imported by the methods that read one: most starts of the window do not.
if TYPE_CHECKING:
    from playground.data.columns.column import Column
    from playground.data.columns.roles import SaidRoles
    from playground.data.tables import Table
    from playground.data.tables.table import DayCount

_DELIMITERS = {
    "auto": "Detect", "comma": "Comma", "semicolon": "Semicolon", "tab": "Tab", "bar": "|",
    "space": "Spaces",
}  # fmt: skip
_DELIMITER_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
_DECIMAL_SIGNS = {"point": ".", "comma": ","}
_QUOTE_SIGNS = {"double": '"', "single": "'", "none": ""}


@sources.register("csv", label="CSV file")
class CsvFile(Source):
    """Your own data: a table with one example a line, or a file of arrays X and y."""

    trains_on_few = is_file = True

    path: str = text(
        "", label="File", help="The file; relative to the experiment file.", format="file"
    )
    sheet: str = text(
        "",
        label="Sheet",
        help="Which sheet of a workbook is read, by its name. Empty: the first with a table.",
        advanced=True,
    )
    label: str = text(
        "",
        label="Label column",
        help="What is to be predicted. Empty: a column called label, target, class or the like, "
        "or else the last one.",
        format="column",
    )
    ignore: str = text(
        "",
        label="Ignored columns",
        help="Names of columns to leave out, separated by commas.",
    )
    feature_columns: str = text(
        "",
        label="Kept columns",
        help="Names of columns to use as features although they look like identifiers or like "
        "the label, are nearly empty, or have many different texts, separated by commas.",
        advanced=True,
    )
    split_column: str = text(
        "",
        label="Split column",
        help="A column that says train, dev or test for each row. Empty: the split is random.",
        format="column",
    )
    problem: str = option(
        "auto",
        {"auto": "Automatic", "classification": "Classification", "regression": "Regression"},
        label="Problem",
        help="Whether the label is a class or a quantity.",
    )
    missing: str = option(
        "drop",
        {"drop": "Skip the row", "fill": "Fill in", "refuse": "Refuse the file"},
        label="Missing values",
        help="What becomes of a row without a value in some feature. Filled in is the median of "
        "the column, or its most frequent word.",
    )
    text_columns: str = text(
        "",
        label="Read as text",
        help="Names of columns whose numbers are taken for words, such as codes, separated by "
        "commas.",
        advanced=True,
    )
    dates: str = option(
        "leave_out",
        {"leave_out": "Leave out", "days": "Days since the first"},
        label="Dates",
        help="What becomes of columns of dates: nothing, or a number, the days since the first "
        "date of the column.",
        advanced=True,
    )
    categories: str = option(
        "one_hot",
        {"one_hot": "One-hot", "ordinal": "Alphabetical"},
        label="Text columns",
        help="How words become numbers: one-hot makes a feature of 0 and 1 for each word; "
        "alphabetical numbers the words in that order.",
        advanced=True,
    )
    delimiter: str = option(
        "auto", _DELIMITERS, label="Separator", help="What separates two values.", advanced=True
    )
    decimal: str = option(
        "auto",
        {"auto": "Detect", "point": "Point", "comma": "Comma"},
        label="Decimal mark",
        help="What separates the whole part of a number from the rest.",
        advanced=True,
    )
    quote: str = option(
        "auto",
        {"auto": "Detect", "double": 'Double "', "single": "Single '", "none": "None"},
        label="Quotation mark",
        help="What surrounds a value that contains the separator.",
        advanced=True,
    )
    encoding: str = text(
        "auto",
        label="Encoding",
        help="How letters are stored, such as utf-8 or cp1252; auto detects it.",
        advanced=True,
    )
    header: str = option(
        "auto",
        {"auto": "Detect", "yes": "Holds names", "no": "Holds values"},
        label="First line",
        help="Whether the first line of the table holds the names of the columns.",
        advanced=True,
    )
    skip_lines: str = text(
        "auto",
        label="Lines to skip",
        help="How many lines stand above the table, a whole number; auto detects it.",
        advanced=True,
    )

    @property
    def is_archive(self) -> bool:
        """Whether the file holds named arrays, which have no columns to choose from."""
        return Path(self.path).suffix.lower() in MODULES

    @property
    def is_written_by_a_program(self) -> bool:
        """Whether the table is in a workbook or the like, which leaves no doubt what a cell is."""
        return data_suffix(self.path) in TABLE_MODULES

    def read(
        self, since: Mapping[str, DayCount] | None = None, of_words: Sequence[str] = (), **watch
    ) -> Table:
        """The table in the file; `watch` holds the `progress` and `cancel` of `read_table`.

        Dates are counted as `since` says, where they are; no amounts are looked for in columns
        that are `of_words`.
        """
        from playground.data.columns.quantities import with_quantities
        from playground.data.tables import read_table

        if not self.path:
            raise DataError("No file is chosen.")
        if self.is_archive:
            raise DataError(
                f"'{Path(self.path).name}' holds named arrays and no columns with names; a table "
                "is needed here. From Python, session.predict(X) takes arrays."
            )
        table = read_table(
            self.path,
            encoding=None if self.encoding in ("", "auto") else self.encoding,
            delimiter=_DELIMITER_SIGNS.get(self.delimiter),
            quote=_QUOTE_SIGNS.get(self.quote),
            decimal=_DECIMAL_SIGNS.get(self.decimal),
            header={"yes": True, "no": False}.get(self.header),
            skip_lines=self._lines_to_skip(),
            sheet=self.sheet,
            text_columns=names_in(self.text_columns),
            **watch,
        )
        texts = names_in(self.text_columns)
        return with_quantities(table, self.dates == "days", {*texts, *of_words}, since)

    @property
    def said_roles(self) -> SaidRoles:
        """What these settings say of the roles of the columns."""
        from playground.data.columns.roles import SaidRoles

        ignore, features = names_in(self.ignore), names_in(self.feature_columns)
        return SaidRoles(self.label, ignore, self.split_column, features)

    def dataset(self, table: Table, columns: Sequence[Column] | None = None) -> Dataset:
        """The dataset in a table that `read` gave, with all there is to tell of both.

        Raises
        ------
        DataError
            When its columns make none.
        """
        from playground.data.columns.column import columns_of
        from playground.data.preparation import to_dataset

        columns, said = columns_of(table) if columns is None else columns, self.said_roles
        dataset, notices = to_dataset(
            table, said.roles(columns), self.missing, self.categories, self.problem, columns
        )
        return dataclasses.replace(
            dataset,
            notices=(*table.notices, *notices),
            label_guessed=said.label_is_guess(columns),
        )

    def make(self, rng: np.random.Generator) -> Dataset:
        """Read the file; `rng` is not used.

        Raises
        ------
        DataError
            When it cannot be read or makes no dataset, naming the file.
        """
        try:
            if self.is_archive:
                from playground.data.arrays import read_arrays

                return read_arrays(self.path, self.problem)
            return self.dataset(self.read())
        except DataError as error:
            raise self._with_file(error) from None

    def _lines_to_skip(self) -> int | None:
        if self.skip_lines in ("", "auto"):
            return None
        if not (self.skip_lines.isascii() and self.skip_lines.isdigit()):
            raise DataError(f"'{self.skip_lines}' lines cannot be skipped; write a whole number.")
        return int(self.skip_lines)

    def _with_file(self, error: DataError) -> DataError:
        """The same error with the file named in its sentence."""
        name = "Standard input" if self.path == STANDARD_INPUT else self.path
        if not name or name in str(error):
            return error
        sentence = f"{name}: {error}"
        return DataError(sentence, path=self.path, line=error.line, column=error.column)
