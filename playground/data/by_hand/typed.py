"""A typed table: one to some hundred examples that are part of the experiment itself."""

from __future__ import annotations

import numpy as np

from playground.data.by_hand.typed_table import MOST_COLUMNS, TypedRows, is_number, parse_table
from playground.data.datasets import Dataset, one_hot
from playground.data.errors import DataError
from playground.data.sources import Source, sources
from playground.settings import SettingError, integer, option, text

MOST_CLASSES = 100


@sources.register("typed", label="Table")
class TypedTable(Source):
    """A small table typed or pasted here, one row an example; a single row is enough."""

    trains_on_few = True

    table: str = text(
        "x1, x2, y\n0, 0, 0\n0, 1, 1\n1, 0, 1\n1, 1, 0",
        label="Table",
        help="The names of the columns, and below them a row for each example. What is to be "
        "predicted stands in the last column.",
        format="table",
    )
    outputs: int = integer(
        1,
        label="Columns to predict",
        help="How many of the last columns are to be predicted. Several are several quantities.",
        within=f"[1, {MOST_COLUMNS - 1}]",
        slider=(1, 5),
        advanced=True,
    )
    problem: str = option(
        "auto",
        {"auto": "Automatic", "classification": "Classification", "regression": "Regression"},
        label="Problem",
        help="Whether the last column is a class or a quantity. Automatic: words, or nothing but "
        "0 and 1, are classes; other numbers are quantities.",
    )

    def check(self) -> None:
        try:
            rows = self.rows
            self._labels(rows)
            self._features(rows)
        except DataError as error:
            raise SettingError("table", str(error)) from None
        # Equal tables have equal texts, however they were written.
        object.__setattr__(self, "table", rows.text)

    @property
    def rows(self) -> TypedRows:
        """The table as its cells."""
        return parse_table(self.table)

    def make(self, rng: np.random.Generator) -> Dataset:
        """The rows as examples, in their order; `rng` is not used."""
        rows, k = self.rows, self.outputs
        Y, class_names = self._labels(rows)
        return Dataset(
            X=self._features(rows),
            Y=Y,
            feature_names=rows.names[:-k],
            label_name=rows.names[-1],
            label_names=rows.names[-k:] if k > 1 else (),
            class_names=class_names,
        )

    def _features(self, rows: TypedRows) -> np.ndarray:
        """X, ``(n_x, m)``."""
        if self.outputs >= len(rows.names):
            raise DataError(
                f"{self.outputs} of {len(rows.names)} columns are to be predicted; at least one "
                "must be a feature."
            )
        return _numbers(rows, slice(None, -self.outputs))

    def _labels(self, rows: TypedRows) -> tuple[np.ndarray, tuple[str, ...]]:
        """Y, ``(n_y, m)``, and the names of the classes; none for a regression."""
        if self.outputs > 1:
            if self.problem == "classification":
                raise DataError("A class stands in one column; several columns are quantities.")
            return _numbers(rows, slice(-self.outputs, None)), ()
        cells, name = [row[-1] for row in rows.rows], rows.names[-1]
        words = [cell for cell in cells if not is_number(cell)]
        if words and self.problem != "regression":
            return _of_words(cells, name)
        if words:
            raise DataError(f"'{words[0]}' in column {name} is not a number, and no quantity.")
        numbers = np.array(cells, float)
        zero_one = bool(np.isin(numbers, (0, 1)).all())
        if self.problem == "regression" or (self.problem == "auto" and not zero_one):
            return numbers[np.newaxis], ()
        # A single row tells of its class only that there are those before it.
        if (numbers % 1).any() or numbers.min() < 0 or numbers.max() >= MOST_CLASSES:
            raise DataError(
                f"The classes in column {name} must be words, or whole numbers from 0 to "
                f"{MOST_CLASSES - 1}."
            )
        n = max(2, int(numbers.max()) + 1)
        return one_hot(numbers, n), tuple(map(str, range(n)))


def _numbers(rows: TypedRows, columns: slice) -> np.ndarray:
    """Some columns as rows of numbers, an example a column."""
    for number, row in enumerate(rows.rows, 1):
        for name, cell in zip(rows.names[columns], row[columns]):
            if not is_number(cell):
                raise DataError(f"Row {number}, column {name}: '{cell}' is not a number.")
    return np.array([row[columns] for row in rows.rows], float).T


def _of_words(cells: list[str], name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    names = tuple(sorted(set(cells)))
    if not 1 < len(names) <= MOST_CLASSES:
        raise DataError(
            f"Column {name} has {len(names)} class{'es' * (len(names) > 1)}; it must have between "
            f"2 and {MOST_CLASSES}. In a single row write the number of the class: 0, 1, 2, ..."
        )
    return one_hot(np.array([names.index(cell) for cell in cells]), len(names)), names
