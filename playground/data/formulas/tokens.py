"""The text of formulas cut into numbers, names and signs, and where in it a problem lies."""

from __future__ import annotations

import re
from typing import NamedTuple

from playground.data.errors import DataError
from playground.data.formulas.formula import COMPARISONS, WORDS

_SPELLINGS = {"**": "^", "·": "*", "×": "*", "−": "-", "≤": "<=", "≥": ">=", "≠": "!="}

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
          |(?P<name>[^\W\d]\w*)
          |(?P<quoted>`[^`]+`|'[^']+'|"[^"]+")
          |(?P<sign>\*\*|[<>=!]=|[-+*/^(),·×−<>≤≥≠])
          |(?P<end>$)
          |(?P<other>.))""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a text.

    Attributes
    ----------
    kind : str
        ``"number"``, ``"name"``, ``"quoted"``, ``"sign"`` or ``"end"``; ``"start"`` stands before
        the first.
    text : str
        Signs in one spelling, whatever was written.
    start : int
        Its place in the text, from 0.
    """

    kind: str
    text: str
    start: int

    @property
    def sign(self) -> str:
        """Its text where it is a sign; blank for anything else."""
        return self.text if self.kind == "sign" else ""


class Tokens:
    """The tokens of a text, gone through once.

    Parameters
    ----------
    text : str
    conditions : bool
        Whether comparisons, and the words between and before them, are signs.

    Raises
    ------
    DataError
        When a sign in the text has no meaning.

    Attributes
    ----------
    place : int
        How many of them were taken.
    """

    def __init__(self, text: str, conditions: bool = False) -> None:
        self._text, self._conditions = text, conditions
        self.place = 0
        self._tokens: list[Token] = []
        end = 0
        while not self._tokens or self._tokens[-1].kind != "end":
            match = _TOKEN.match(text, end)
            assert match and match.lastgroup  # the last alternative matches anything
            start, end = match.span(match.lastgroup)
            self._tokens.append(self._checked(match.lastgroup, match[match.lastgroup], start))

    @property
    def next(self) -> Token:
        """The first that was not taken; the end of the text where all were."""
        return self._tokens[self.place]

    @property
    def last(self) -> Token:
        """The one taken last."""
        return self._tokens[self.place - 1] if self.place else Token("start", "", 0)

    def take(self) -> Token:
        """Take the next one."""
        self.place += 1
        return self.last

    def since(self, place: int) -> str:
        """What was taken since `place`, without blanks but around words between values."""
        taken = self._tokens[place : self.place]
        return "".join(f" {t.text} " if t.sign.isalpha() else t.text for t in taken).strip()

    def after(self, token: Token) -> str:
        """Where a token stands, by what stands before it."""
        before = " ".join(self._text[: token.start].split())
        if not before:
            return "at the start"
        return f"after '{before if len(before) <= 24 else '…' + before[-23:]}'"

    def error(self, problem: str, token: Token) -> DataError:
        """The error that says what is wrong at a token."""
        return DataError(f"{problem}.", column=token.start + 1)

    def _checked(self, kind: str, text: str, start: int) -> Token:
        if kind == "name" and self._conditions and (text in WORDS or text == "not"):
            return Token("sign", text, start)
        if kind == "sign":
            text = _SPELLINGS.get(text, text)
        token = Token(kind, text, start)
        if kind == "other" or (text in COMPARISONS and not self._conditions):
            problem = f"the sign {text} has no meaning here"
            if text in "`'\"":
                problem = "a quotation mark is opened and not closed"
            raise self.error(f"{self.after(token)} {problem}", token)
        return token
