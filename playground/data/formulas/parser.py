"""Formulas over named values: a small grammar of our own; nothing is run as code.

Python's `ast` could read most of this, but not as well: a sum of 3,000 terms ends in a
RecursionError that depends on who calls, a column may be called ``class`` or ``lambda``, ``^``
binds otherwise there, and a mistake would be "invalid syntax". A formula becomes a list of steps
for a stack of arrays, so it takes no deep calls to evaluate.

==========  =====================================================================
list        formula {"," formula}
formula     operand {operator operand}, where operators bind as `OPERATORS` says
operand     ("-" | "+" | "not") operand | value
value       number | name | function "(" formula {"," formula} ")" | "(" formula ")"
==========  =====================================================================

So -x^2 is -(x^2), and 2^3^2 is 2^9. Comparisons and ``and``, ``or``, ``not`` belong to conditions.
"""

from __future__ import annotations

import math

from playground.data.errors import DataError
from playground.data.formulas.formula import (
    COMPARISON,
    CONSTANTS,
    FUNCTIONS,
    ONE_VALUE,
    OPERATORS,
    PREFIXES,
    TWO_OR_MORE,
    Call,
    Column,
    Formula,
)
from playground.data.formulas.tokens import Token, Tokens
from playground.settings import one_of

LONGEST = 10_000  # characters
DEEPEST = 40  # parentheses, signs and powers inside one another


def parse_formulas(text: str) -> tuple[Formula, ...]:
    """The formulas in a text, separated by commas; none where it is blank.

    Raises
    ------
    DataError
        When it is no such text, naming the place; its `column` is the place, counted from 1.
    """
    return _parser(text, "formulas are").formulas() if text.strip() else ()


def parse_condition(text: str) -> Formula:
    """One formula with comparisons, ``and``, ``or`` and ``not``; 1 where it holds, else 0.

    Raises
    ------
    DataError
        As `parse_formulas` does.
    """
    return _parser(text, "condition is", conditions=True).condition()


def _parser(text: str, they_are: str, conditions: bool = False) -> _Parser:
    if len(text) > LONGEST:
        raise DataError(
            f"the {they_are} {len(text):,} characters long; at most {LONGEST:,} are allowed."
        )
    return _Parser(Tokens(text, conditions))


class _Parser:
    """Goes through the tokens of a text once, and gathers the steps of its formulas."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0
        self._steps: list[float | Column | Call] = []

    def formulas(self) -> tuple[Formula, ...]:
        found = []
        while True:
            first, formula = self._tokens.next, self._formula()
            if self._tokens.next.kind != "end":
                self._expect_operator_or(",")
            if all(column.name in CONSTANTS and not column.quoted for column in formula.columns):
                raise self._constant(formula, first)
            found.append(formula)
            if self._tokens.last.text != ",":
                return tuple(found)

    def condition(self) -> Formula:
        formula = self._formula()
        if self._tokens.next.kind != "end":
            self._expect_operator_or("")
        return formula

    def _formula(self) -> Formula:
        self._steps, place = [], self._tokens.place
        self._expression()
        return Formula(self._tokens.since(place), tuple(self._steps))

    # ------------------------------------------------------------------ the grammar

    def _expression(self, weakest: int = 0) -> None:
        """An operand, and whatever operators follow it that bind at least so strongly."""
        self._operand()
        while (operator := OPERATORS.get(self._tokens.next.sign)) and operator.binds >= weakest:
            self._tokens.take()
            if operator.to_the_right:
                self._nested(PREFIXES["-"].binds)
            else:
                self._expression(operator.binds + 1)
            self._steps.append(Call(operator.function, 2))
            if operator.binds == COMPARISON:
                self._refuse_a_chain()

    def _nested(self, weakest: int = 0) -> None:
        self._depth += 1
        if self._depth >= DEEPEST:
            raise self._tokens.error(
                f"more than {DEEPEST} levels stand inside one another", self._tokens.next
            )
        self._expression(weakest)
        self._depth -= 1

    def _operand(self) -> None:
        token = self._tokens.next
        if prefix := PREFIXES.get(token.sign):
            self._tokens.take()
            self._nested(prefix.binds)
            if token.sign != "+":
                self._steps.append(Call(prefix.function, 1))
        elif token.kind == "number":
            self._tokens.take()
            self._steps.append(self._number(token))
        elif token.kind == "quoted":
            self._tokens.take()
            self._steps.append(Column(token.text[1:-1].strip(), quoted=True))
        elif token.kind == "name":
            self._tokens.take()
            self._name(token)
        elif token.text == "(":
            self._tokens.take()
            self._nested()
            self._close(token)
        else:
            between = not self._depth and self._tokens.last.text in ("", ",")
            what = "a formula" if between else "a value"
            raise self._tokens.error(f"{self._tokens.after(token)} {what} is missing", token)

    def _name(self, name: Token) -> None:
        after = self._tokens.next
        if after.text == "(":
            self._call(name)
        elif name.text in FUNCTIONS and after.kind in ("name", "number", "quoted"):
            raise self._tokens.error(
                f"after '{name.text}' parentheses are missing; write {name.text}({after.text})",
                after,
            )
        else:
            self._steps.append(Column(name.text))

    def _call(self, name: Token) -> None:
        if name.text not in FUNCTIONS:
            raise self._tokens.error(
                f"there is no function '{name.text}'; {one_of(FUNCTIONS)}", name
            )
        opening, given = self._tokens.take(), 1
        self._nested()
        while self._tokens.next.text == ",":
            self._tokens.take()
            self._nested()
            given += 1
        self._close(opening)
        if name.text in ONE_VALUE:
            if given != 1:
                raise self._tokens.error(f"{name.text} takes one value, not {given}", name)
            self._steps.append(Call(ONE_VALUE[name.text], 1))
        else:
            if given == 1:
                raise self._tokens.error(f"{name.text} takes two values or more, not one", name)
            self._steps += [Call(TWO_OR_MORE[name.text], 2)] * (given - 1)

    # ------------------------------------------------------------------ mistakes

    def _number(self, token: Token) -> float:
        value = float(token.text)
        if math.isinf(value):
            raise self._tokens.error(f"the number {token.text} is too large", token)
        return value

    def _constant(self, formula: Formula, first: Token) -> DataError:
        hint = ""
        if formula.text.isdigit() and self._tokens.next.kind == "number":
            hint = f"; with a decimal point it is {formula.text}.{self._tokens.next.text}"
        return self._tokens.error(
            f"'{formula.text}' names no column, so it would be the same for every example{hint}",
            first,
        )

    def _refuse_a_chain(self) -> None:
        token = self._tokens.next
        if (operator := OPERATORS.get(token.sign)) and operator.binds == COMPARISON:
            raise self._tokens.error(
                f"{self._tokens.after(token)} stands a second comparison; join two with 'and', "
                "such as 0 < x and x < 1",
                token,
            )

    def _close(self, opening: Token) -> None:
        if self._tokens.next.kind == "end":
            raise self._tokens.error(
                f"the parenthesis opened {self._tokens.after(opening)} is not closed", opening
            )
        self._expect_operator_or(")")

    def _expect_operator_or(self, sign: str) -> None:
        """Take `sign`, the only thing besides an operator that may follow a value here."""
        token = self._tokens.next
        if token.text == sign:
            self._tokens.take()
        elif token.text == ")":
            raise self._tokens.error(
                f"{self._tokens.after(token)} stands a ')' that closes nothing", token
            )
        else:
            raise self._tokens.error(
                f"{self._tokens.after(token)} an operator such as + or * is missing", token
            )
