"""Formulas over the columns of a data set: a small grammar of our own; nothing is run as code.

========  =======================================================================
list      formula {"," formula}
sum       product {("+" | "-") product}
product   signed {("*" | "/") signed}
signed    ("-" | "+") signed | power
power     value ["^" signed]                  so -x^2 is -(x^2), and 2^3^2 is 2^9
value     number | name | function "(" sum {"," sum} ")" | "(" sum ")"
========  =======================================================================

A formula becomes a list of steps for a stack of arrays, so it takes no deep calls to evaluate.
"""

from __future__ import annotations

import math

import numpy as np

from playground.data.errors import DataError
from playground.data.formula_tokens import Token, Tokens
from playground.data.formulas import (
    CONSTANTS,
    FUNCTIONS,
    ONE_VALUE,
    OPERATORS,
    TWO_OR_MORE,
    Call,
    Column,
    Formula,
)
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
    if len(text) > LONGEST:
        raise DataError(
            f"the formulas are {len(text):,} characters long; at most {LONGEST:,} are allowed."
        )
    return _Parser(text).formulas() if text.strip() else ()


class _Parser:
    """Goes through the tokens of a text once, and gathers the steps of its formulas."""

    def __init__(self, text: str) -> None:
        self._tokens = Tokens(text)
        self._depth = 0
        self._steps: list[float | Column | Call] = []

    def formulas(self) -> tuple[Formula, ...]:
        found = []
        while True:
            self._steps, place, first = [], self._tokens.place, self._tokens.next
            self._sum()
            written = self._tokens.since(place)
            if self._tokens.next.kind != "end":
                self._expect_operator_or(",")
            formula = Formula(written, tuple(self._steps))
            if all(column.name in CONSTANTS and not column.quoted for column in formula.columns):
                raise self._constant(formula, first)
            found.append(formula)
            if self._tokens.last.text != ",":
                return tuple(found)

    # ------------------------------------------------------------------ the grammar

    def _sum(self) -> None:
        self._product()
        while self._tokens.next.text in ("+", "-"):
            operator = self._tokens.take()
            self._product()
            self._steps.append(Call(OPERATORS[operator.text], 2))

    def _product(self) -> None:
        self._signed()
        while self._tokens.next.text in ("*", "/"):
            operator = self._tokens.take()
            self._signed()
            self._steps.append(Call(OPERATORS[operator.text], 2))

    def _signed(self) -> None:
        # Whatever stands inside something else comes through here.
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._tokens.error(
                f"more than {DEEPEST} levels stand inside one another", self._tokens.next
            )
        if self._tokens.next.text in ("+", "-"):
            sign = self._tokens.take()
            self._signed()
            if sign.text == "-":
                self._steps.append(Call(np.negative, 1))
        else:
            self._power()
        self._depth -= 1

    def _power(self) -> None:
        self._value()
        if self._tokens.next.text == "^":
            self._tokens.take()
            self._signed()
            self._steps.append(Call(np.power, 2))

    def _value(self) -> None:
        token = self._tokens.next
        if token.kind == "number":
            self._tokens.take()
            self._steps.append(self._number(token))
        elif token.kind == "quoted":
            self._tokens.take()
            self._steps.append(Column(token.text[1:-1].strip(), quoted=True))
        elif token.kind == "name":
            self._tokens.take()
            if self._tokens.next.text == "(":
                self._call(token)
            elif token.text in FUNCTIONS and self._tokens.next.kind in ("name", "number", "quoted"):
                value = self._tokens.next.text
                raise self._tokens.error(
                    f"after '{token.text}' parentheses are missing; write {token.text}({value})",
                    self._tokens.next,
                )
            else:
                self._steps.append(Column(token.text))
        elif token.text == "(":
            self._tokens.take()
            self._sum()
            self._close(token)
        else:
            between = self._depth == 1 and self._tokens.last.text in ("", ",")
            what = "a formula" if between else "a value"
            raise self._tokens.error(f"{self._tokens.after(token)} {what} is missing", token)

    def _call(self, name: Token) -> None:
        if name.text not in FUNCTIONS:
            raise self._tokens.error(
                f"there is no function '{name.text}'; {one_of(FUNCTIONS)}", name
            )
        opening = self._tokens.take()
        self._sum()
        given = 1
        while self._tokens.next.text == ",":
            self._tokens.take()
            self._sum()
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
