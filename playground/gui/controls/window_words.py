"""What the window calls the settings that a sentence names by their paths."""

from __future__ import annotations

import re

from playground.data.sources import sources
from playground.settings import settings_of

_PATH = re.compile(r"\bdata\.source\.(\w+)(?:=([^()]+(?=\))|[^\s.,;:)]+))?")


def in_window_words(sentence: str) -> str:
    """A sentence with the labels of the form in place of what a command line is given.

    >>> in_window_words("Fill the gaps in (data.source.missing=fill).")
    'Fill the gaps in (“Missing values: Fill in”).'
    """
    return _PATH.sub(_words, sentence)


def _words(match: re.Match) -> str:
    """The label of the setting, and that of the value where one is given."""
    name, value = match.groups()
    known = (settings_of(source).get(name) for source in sources.values())
    setting = next(filter(None, known), None)
    if setting is None:
        return match[0]
    labels = dict(zip(setting.options, setting.option_labels))
    # A word in capitals stands for a name that somebody knows.
    given = "" if not value or value.isupper() else f": {labels.get(value, value)}"
    return f"“{setting.label}{given}”"
