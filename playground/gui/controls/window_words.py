"""What the window calls the settings that a sentence names by their paths."""

from __future__ import annotations

import re

from playground.data.sources import sources
from playground.experiment.spec import ExperimentSpec
from playground.settings import SettingError, find, settings_of

_LED = re.compile(r"^(\w+(?:\.\w+)+): ")
_PATH = re.compile(r"\bdata\.source\.(\w+)(?:=([^()]+(?=\))|[^\s.,;:)]+))?")


def in_window_words(sentence: str) -> str:
    """A sentence with the labels of the form in place of what a command line is given.

    >>> in_window_words("Fill the gaps in (data.source.missing=fill).")
    'Fill the gaps in (“Missing values: Fill in”).'
    >>> in_window_words("network.loss: Huber does not suit 'class'.")
    "Loss: Huber does not suit 'class'."
    """
    return _PATH.sub(_words, _LED.sub(_label, sentence))


def _label(match: re.Match) -> str:
    """What the form calls the setting whose value could not be used."""
    try:
        return f"{find(ExperimentSpec(), match[1]).setting.label}: "
    except SettingError:
        return match[0]


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
