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
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from playground.data.errors import DataError
from playground.settings import one_of

LONGEST = 10_000  # characters
DEEPEST = 40  # parentheses, signs and powers inside one another

CONSTANTS = {"pi": math.pi, "e": math.e}

_ONE_VALUE: dict[str, Callable[..., np.ndarray]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "relu": lambda z: np.maximum(z, 0),
}
_TWO_OR_MORE: dict[str, Callable[..., np.ndarray]] = {"max": np.maximum, "min": np.minimum}
FUNCTIONS = (*_ONE_VALUE, *_TWO_OR_MORE)

_OPERATORS: dict[str, Callable[..., np.ndarray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
_SPELLINGS = {"**": "^", "·": "*", "×": "*", "−": "-"}

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
          |(?P<name>[^\W\d]\w*)
          |(?P<quoted>`[^`]+`|'[^']+'|"[^"]+")
          |(?P<sign>\*\*|[-+*/^(),·×−])
          |(?P<end>$)
          |(?P<other>.))""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Column:
    """A column as a formula names it.

    Attributes
    ----------
    name : str
    quoted : bool
        Whether it stands in quotes, and so is no constant and no place.
    index : int
        Its row in X; -1 until the formula is bound to columns.
    """

    name: str
    quoted: bool = False
    index: int = -1


@dataclass(frozen=True)
class Call:
    """A function of the last `arity` arrays of the stack."""

    function: Callable[..., np.ndarray]
    arity: int


@dataclass(frozen=True)
class Formula:
    """One formula.

    Attributes
    ----------
    text : str
        As it was written, without its blanks.
    steps : tuple of float, Column and Call
        What puts a value on the stack, or takes values from it and puts their result there.
    """

    text: str
    steps: tuple[float | Column | Call, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns it names, each once, in the order of appearance."""
        return tuple(dict.fromkeys(step for step in self.steps if isinstance(step, Column)))

    def bound(self, names: Sequence[str]) -> Formula:
        """The same formula over columns called `names`.

        ``x1``, ``x2``, ... are the columns in order, whatever they are called. In quotes a name
        always means the column of that name.

        Raises
        ------
        DataError
            When it names a column that does not exist.
        """
        steps = []
        for step in self.steps:
            if isinstance(step, Column):
                step = _bound(step, names)
            steps.append(step)
        return replace(self, steps=tuple(steps))

    def evaluate(self, X: np.ndarray) -> np.ndarray:
        """Its values, (m,), for examples X, (n_x, m); not finite where they are not defined."""
        stack: list[np.ndarray | float] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if isinstance(step, Call):
                    arguments = stack[-step.arity :]
                    del stack[-step.arity :]
                    stack.append(step.function(*arguments))
                else:
                    stack.append(X[step.index] if isinstance(step, Column) else np.float64(step))
        return np.broadcast_to(stack[0], X.shape[1:])


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


def _bound(column: Column, names: Sequence[str]) -> Column | float:
    name = column.name
    if not column.quoted:
        if re.fullmatch(r"x[1-9][0-9]{0,6}", name) and int(name[1:]) <= len(names):
            return replace(column, index=int(name[1:]) - 1)
        if name in CONSTANTS:
            return CONSTANTS[name]
    if name in names:
        return replace(column, index=list(names).index(name))
    if name in FUNCTIONS and not column.quoted:
        raise DataError(f"after '{name}' its value is missing; write {name}(x1).")
    raise DataError(f"there is no column '{name}'; {_known(names)}.")


def _known(names: Sequence[str]) -> str:
    if len(names) <= 12:
        return one_of(names)
    return f"the columns are '{names[0]}' to '{names[-1]}', or by their place x1 to x{len(names)}"


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Parser:
    """Goes through the tokens of a text once, and gathers the steps of its formulas."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._tokenized()
        self._place = 0
        self._depth = 0
        self._steps: list[float | Column | Call] = []

    def formulas(self) -> tuple[Formula, ...]:
        found = []
        while True:
            self._steps, first = [], self._place
            self._sum()
            written = self._tokens[first : self._place]
            if self._token.kind != "end":
                self._expect_operator_or(",")
            formula = Formula("".join(token.text for token in written), tuple(self._steps))
            if all(column.name in CONSTANTS and not column.quoted for column in formula.columns):
                raise self._constant(formula, written[0])
            found.append(formula)
            if self._before.text != ",":
                return tuple(found)

    # ------------------------------------------------------------------ the grammar

    def _sum(self) -> None:
        self._product()
        while self._token.text in ("+", "-"):
            operator = self._take()
            self._product()
            self._steps.append(Call(_OPERATORS[operator.text], 2))

    def _product(self) -> None:
        self._signed()
        while self._token.text in ("*", "/"):
            operator = self._take()
            self._signed()
            self._steps.append(Call(_OPERATORS[operator.text], 2))

    def _signed(self) -> None:
        # Whatever stands inside something else comes through here.
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"more than {DEEPEST} levels stand inside one another", self._token)
        if self._token.text in ("+", "-"):
            sign = self._take()
            self._signed()
            if sign.text == "-":
                self._steps.append(Call(np.negative, 1))
        else:
            self._power()
        self._depth -= 1

    def _power(self) -> None:
        self._value()
        if self._token.text == "^":
            self._take()
            self._signed()
            self._steps.append(Call(np.power, 2))

    def _value(self) -> None:
        token = self._token
        if token.kind == "number":
            self._take()
            self._steps.append(self._number(token))
        elif token.kind == "quoted":
            self._take()
            self._steps.append(Column(token.text[1:-1].strip(), quoted=True))
        elif token.kind == "name":
            self._take()
            if self._token.text == "(":
                self._call(token)
            elif token.text in FUNCTIONS and self._token.kind in ("name", "number", "quoted"):
                value = self._token.text
                raise self._error(
                    f"after '{token.text}' parentheses are missing; write {token.text}({value})",
                    self._token,
                )
            else:
                self._steps.append(Column(token.text))
        elif token.text == "(":
            self._take()
            self._sum()
            self._close(token)
        else:
            between = self._depth == 1 and self._before.text in ("", ",")
            what = "a formula" if between else "a value"
            raise self._error(f"{self._after(token)} {what} is missing", token)

    def _call(self, name: _Token) -> None:
        if name.text not in FUNCTIONS:
            raise self._error(f"there is no function '{name.text}'; {one_of(FUNCTIONS)}", name)
        opening = self._take()
        self._sum()
        given = 1
        while self._token.text == ",":
            self._take()
            self._sum()
            given += 1
        self._close(opening)
        if name.text in _ONE_VALUE:
            if given != 1:
                raise self._error(f"{name.text} takes one value, not {given}", name)
            self._steps.append(Call(_ONE_VALUE[name.text], 1))
        else:
            if given == 1:
                raise self._error(f"{name.text} takes two values or more, not one", name)
            self._steps += [Call(_TWO_OR_MORE[name.text], 2)] * (given - 1)

    def _number(self, token: _Token) -> float:
        value = float(token.text)
        if math.isinf(value):
            raise self._error(f"the number {token.text} is too large", token)
        return value

    def _constant(self, formula: Formula, first: _Token) -> DataError:
        hint = ""
        if formula.text.isdigit() and self._token.kind == "number":
            hint = f"; with a decimal point it is {formula.text}.{self._token.text}"
        return self._error(
            f"'{formula.text}' names no column, so it would be the same for every example{hint}",
            first,
        )

    def _close(self, opening: _Token) -> None:
        if self._token.kind == "end":
            raise self._error(
                f"the parenthesis opened {self._after(opening)} is not closed", opening
            )
        self._expect_operator_or(")")

    # ------------------------------------------------------------------ tokens

    @property
    def _token(self) -> _Token:
        return self._tokens[self._place]

    @property
    def _before(self) -> _Token:
        return self._tokens[self._place - 1] if self._place else _Token("start", "", 0, 0)

    def _take(self) -> _Token:
        self._place += 1
        return self._before

    def _expect_operator_or(self, sign: str) -> None:
        """Take `sign`, the only thing besides an operator that may follow a value here."""
        token = self._token
        if token.text == sign:
            self._take()
        elif token.text == ")":
            raise self._error(f"{self._after(token)} stands a ')' that closes nothing", token)
        else:
            raise self._error(f"{self._after(token)} an operator such as + or * is missing", token)

    def _tokenized(self) -> list[_Token]:
        tokens, end = [], 0
        while not tokens or tokens[-1].kind != "end":
            match = _TOKEN.match(self._text, end)
            start, end = match.span(match.lastgroup)
            token = _Token(match.lastgroup, match[match.lastgroup], start, end)
            if token.kind == "other":
                quote = token.text in "`'\""
                problem = (
                    "a quotation mark is opened and not closed"
                    if quote
                    else (f"the sign {token.text} has no meaning here")
                )
                raise self._error(f"{self._after(token)} {problem}", token)
            if token.kind == "sign":
                token = token._replace(text=_SPELLINGS.get(token.text, token.text))
            tokens.append(token)
        return tokens

    def _after(self, token: _Token) -> str:
        """Where a token stands, by what stands before it."""
        before = " ".join(self._text[: token.start].split())
        if not before:
            return "at the start"
        return f"after '{before if len(before) <= 24 else '…' + before[-23:]}'"

    def _error(self, problem: str, token: _Token) -> DataError:
        return DataError(f"{problem}.", column=token.start + 1)
