"""FeatureMap: from the columns of a data set to what the network is given as inputs."""

from __future__ import annotations

from dataclasses import field

import numpy as np

from playground.data.datasets import LARGEST_VALUE
from playground.data.errors import DataError
from playground.data.formulas.formula import Formula
from playground.data.formulas.parser import parse_formulas
from playground.dataclass import dataclass


@dataclass(frozen=True)
class FeatureMap:
    """Formulas over the columns of a data set; without any, the columns as they are.

    Attributes
    ----------
    text : str
        The formulas, separated by commas; blank for the columns themselves.
    columns : tuple of str
        The names of the columns, in the order of the rows of X.
    formulas : tuple of Formula
        One for each feature; empty for the columns themselves.

    Raises
    ------
    DataError
        When the text is no list of formulas, or names a column that does not exist.
    """

    text: str
    columns: tuple[str, ...]
    formulas: tuple[Formula, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(self.columns))
        try:
            formulas = tuple(formula.bound(self.columns) for formula in parse_formulas(self.text))
        except DataError as error:
            raise DataError(f"Features: {error}", column=error.column) from None
        object.__setattr__(self, "formulas", formulas)

    @property
    def is_identity(self) -> bool:
        """Whether the features are the columns, untouched."""
        return not self.formulas

    @property
    def names(self) -> tuple[str, ...]:
        """What each feature is called: a column's own name, or its formula."""
        if self.is_identity:
            return self.columns
        return tuple(map(self._name, self.formulas))

    @property
    def n_features(self) -> int:
        """n_f, the number of features."""
        return len(self.formulas) or len(self.columns)

    def defined(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The features, (n_f, m), and which examples have no values, (m,); theirs are 0."""
        values = self.values(X)
        if self.is_identity:
            return values, np.zeros(X.shape[1], bool)
        undefined = ~(np.abs(values) <= LARGEST_VALUE).all(axis=0)
        values[:, undefined] = 0
        return values, undefined

    def apply(self, X: np.ndarray) -> np.ndarray:
        """The features, (n_f, m), of examples X, (n_x, m); X itself where nothing is computed.

        Raises
        ------
        DataError
            When a feature is not finite for some example, naming the formula and the first.
        """
        values = self.values(X)
        if not self.is_identity and values.size:
            good = np.abs(values) <= LARGEST_VALUE
            if not good.all():
                raise self._undefined(X, values, good)
        return values

    def values(self, X: np.ndarray) -> np.ndarray:
        """The features like `apply`, but not finite where a formula is not defined."""
        if self.is_identity:
            return X
        values = np.empty((len(self.formulas), X.shape[1]))
        for row, formula in zip(values, self.formulas):
            row[:] = formula.evaluate(X)
        return values

    def _name(self, formula: Formula) -> str:
        if len(formula.steps) == 1:
            return self.columns[formula.columns[0].index]
        return formula.text

    def _undefined(self, X: np.ndarray, values: np.ndarray, good: np.ndarray) -> DataError:
        example = int(np.argmin(good.all(axis=0)))
        row = int(np.argmin(good[:, example]))
        formula, value = self.formulas[row], values[row, example]
        where = " and ".join(
            f"{self.columns[column.index]} is {X[column.index, example]:.6g}"
            for column in formula.columns[:3]
        )
        problem = (
            f"{value:g}, larger than {LARGEST_VALUE:g}," if np.isfinite(value) else "not a number"
        )
        return DataError(
            f"Features: {formula.text} is {problem} for example {example + 1:,}, where {where}."
        )
