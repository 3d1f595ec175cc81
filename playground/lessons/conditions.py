"""Formulas and conditions over measured names, as lessons write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Self

from playground.data.errors import DataError
from playground.data.formulas.formula import COMPARISONS, CONSTANTS, PREFIXES, WORDS, Call, Formula
from playground.data.formulas.parser import parse_condition
from playground.data.formulas.tokens import Tokens
from playground.dataclass import dataclass

#: What gives 1 where something holds and 0 where it does not.
_TRUTHS = {
    operator.function for operator in (*COMPARISONS.values(), *WORDS.values(), PREFIXES["not"])
}


@dataclass(frozen=True)
class Expression:
    """A formula over measured names: ``dev_error - train_error``.

    Attributes
    ----------
    text : str
        As the author wrote it.
    formula : Formula
    """

    text: str
    formula: Formula

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The one that a text writes.

        Raises
        ------
        DataError
            When it is none, naming the place.
        """
        if "%" in text:
            raise DataError(f"'{text}': a share is written as a number, 0.25 for 25 %.")
        found = cls(" ".join(text.split()), parse_condition(text))
        if not found.names:
            raise DataError(f"'{found.text}' names nothing that is measured.")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names whose values it needs, each once."""
        columns = self.formula.columns
        return tuple(c.name for c in columns if c.quoted or c.name not in CONSTANTS)

    def value(self, values: Mapping[str, float]) -> float:
        """Its value for values by name; NaN where one of those it needs is not defined."""
        needed = {name: values.get(name, math.nan) for name in self.names}
        if any(math.isnan(value) for value in needed.values()):
            return math.nan
        return self.formula.value(needed)


class Condition(Expression):
    """A formula that holds or does not: ``dev_error < 0.05 and units <= 6``."""

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The one that a text writes; raises as `Expression.parsed` does."""
        found = super().parsed(text)
        last = found.formula.steps[-1]
        if not (isinstance(last, Call) and last.function in _TRUTHS):
            raise DataError(
                f"'{found.text}' neither holds nor fails; compare it with something, such as "
                f"{found.names[0]} < 0.1."
            )
        return found

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether it holds; where a value it needs is not defined, it does not."""
        return self.value(values) == 1

    @property
    def parts(self) -> tuple[Condition, ...]:
        """What must hold together: the conditions that ``and`` joins; itself where none does."""
        tokens, depth, start, texts = Tokens(self.text, conditions=True), 0, 0, []
        while tokens.next.kind != "end":
            token = tokens.take()
            depth += (token.sign == "(") - (token.sign == ")")
            if not depth and token.sign == "or":
                return (self,)
            if not depth and token.sign == "and":
                texts.append(self.text[start : token.start])
                start = token.start + len(token.text)
        return tuple(Condition.parsed(text) for text in (*texts, self.text[start:]))
