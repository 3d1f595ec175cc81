"""Notes: the words that go with an experiment, and what a student answers to them.

In an experiment file the comments above the first setting are the text; the student's name and
answer are a table of their own:

.. code-block:: toml

    # Exercise 1. Raise the L2 penalty until the dev error falls below 25 %.
    # Which value did you need, and why?
    version = 1

    [answer]
    name = "Ada"
    text = "0.03: with less the network still follows single points."
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from playground.dataclass import dataclass
from playground.settings import SettingError, join, one_of

#: The table of an experiment file that holds name and answer.
ANSWER = "answer"

#: What no line of text has, and no comment of TOML may have.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Notes:
    """Words beside the settings; tidied, so that equal words are equal notes.

    Attributes
    ----------
    text : str
        What the experiment is about and what is to be done, as Markdown.
    name : str
        Of the student, in one line.
    answer : str
        The student's, as Markdown.
    """

    text: str = ""
    name: str = ""
    answer: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _tidied(getattr(self, field.name)))
        object.__setattr__(self, "name", " ".join(self.name.split()))

    def __bool__(self) -> bool:
        return self != Notes()


def answer_from(table: Any) -> Notes:
    """The name and the answer that a table of an experiment file holds.

    Raises
    ------
    SettingError
        When it is no such table.
    """
    if not isinstance(table, dict):
        raise SettingError(ANSWER, f"{table!r} is not a table with name and text.")
    known = {"name": "name", "text": "answer"}
    for key, value in table.items():
        if key not in known:
            raise SettingError(join(ANSWER, key), f"there is no such entry; {one_of(known)}.")
        if not isinstance(value, str):
            raise SettingError(join(ANSWER, key), f"{value!r} is not text.")
    return Notes(**{known[key]: value for key, value in table.items()})


def _tidied(text: str) -> str:
    """Text with plain line ends, without what no text has, and with no empty lines around it."""
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).rstrip().lstrip("\n")
