"""Variations: what is tried in a study, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import listed, short_name, value_text
from playground.settings import Registry, Setting, SettingError, find, replaced


@dataclass(frozen=True)
class Variation:
    """One thing that is tried: the settings that are changed, and what it is called.

    Attributes
    ----------
    label : str
        For legends and tables.
    changes : tuple of (str, value)
        Dotted paths of settings with their new values, as `playground.settings.replaced` takes
        them; carried out in this order.
    train_examples : int or None
        Learn from so many examples of the training set only; None for all of them.
    noun : str
        What stands before the label inside a sentence, such as ``"L2 penalty "`` before a
        number; empty where the label is a name.
    words : str
        What stands in its place there; empty for noun and label.
    """

    label: str
    changes: tuple[tuple[str, Any], ...] = ()
    train_examples: int | None = None
    noun: str = ""
    words: str = ""

    def applied_to(self, spec: ExperimentSpec) -> ExperimentSpec:
        """`spec` with the changes made.

        Raises
        ------
        SettingError
            When there is no such setting or it cannot have such a value.
        """
        for path, value in self.changes:
            spec = replaced(spec, path, value)
        return spec

    def followed_by(self, other: Variation) -> Variation:
        """Both at once, for a study over a pair of settings."""
        return Variation(
            " · ".join(filter(None, [self.label, other.label])),
            self.changes + other.changes,
            other.train_examples or self.train_examples,
        )

    @property
    def spoken(self) -> str:
        """What it is called inside a sentence: ``"L2 penalty 0.1"``, ``"Adam"``."""
        return self.words or self.noun + self.label


def spoken(variations: Iterable[Variation], most: int = 3) -> str:
    """Several of them inside a sentence, a common noun said once: ``"L2 penalty 0, 1 and 10"``.

    Parameters
    ----------
    variations : iterable of Variation
    most : int
        Where there are more than one more than that, they are counted.
    """
    names, noun = [], ""
    for variation in sorted(variations, key=lambda variation: not variation.words):
        known = bool(noun) and variation.noun == noun and not variation.words
        names.append(variation.label if known else variation.spoken)
        noun = "" if variation.words else variation.noun
    if len(names) > most + 1:
        names[most:] = [f"{len(names) - most} others"]
    return listed(names)


def variations_over(base: ExperimentSpec, path: str, values: Iterable[Any]) -> list[Variation]:
    """One variation for each value of the setting at a dotted path.

    Raises
    ------
    SettingError
        When there is no such setting, or a value is not allowed.
    """
    setting = find(base, path).setting
    variations = []
    for value in values:
        label = value_text(find(replaced(base, path, value), path).value, setting)
        variations.append(Variation(label, ((path, value),), **_said(setting, label)))
    return variations


def _said(setting: Setting, label: str) -> dict[str, Any]:
    """How a value is called inside a sentence, where its label alone would not do."""
    name = short_name(setting)
    is_name = setting.kind is Registry or bool(setting.options)
    if label.lower() == "none" and setting.kind is not str:
        return {"words": f"no {name}"}
    return {} if is_name else {"noun": f"{name} "}


def changes_text(variation: Variation, base: ExperimentSpec) -> str:
    """What a variation changes in `base`: ``"hidden layers 16-8"``; empty where that is nothing.

    A choice that only makes room for the values after it is left out.
    """
    changed = variation.applied_to(base)
    entries = [find(changed, path) for path, _ in variation.changes]
    openers = {entry.setting.only_when[0] for entry in entries if entry.setting.only_when}
    return listed(
        f"{short_name(entry.setting)} {value_text(entry.value, entry.setting)}"
        for entry in entries
        if entry.path.rpartition(".")[2] not in openers
    )


def crossed(*rows: Sequence[Variation]) -> tuple[Variation, ...]:
    """Every combination of one variation from each row, the last row changing fastest."""
    variations = []
    for combination in product(*rows):
        variation = combination[0]
        for other in combination[1:]:
            variation = variation.followed_by(other)
        variations.append(variation)
    return tuple(variations)


def parsed_variations(base: ExperimentSpec, over: Sequence[str]) -> tuple[Variation, ...]:
    """The variations that texts like ``training.l2=0,0.01,0.1`` write, every one with every other.

    Raises
    ------
    SettingError
        When one is no such text, or there is no such setting or value.
    """
    rows: list[list[Variation]] = []
    for text in over:
        path, equals, values = (part.strip() for part in text.partition("="))
        if not equals or not path:
            problem = "names no values; write a setting and its values: training.l2=0,0.01,0.1."
            raise SettingError("", f"'{text}' {problem}")
        if any(path == changed for row in rows for changed, _ in row[0].changes):
            problem = f"it is given twice; write its values together: {path}={values},..."
            raise SettingError(path, problem)
        setting = find(base, path).setting
        parsed = [setting.parsed(word, path) for word in values.split(",")]
        rows.append(variations_over(base, path, parsed))
    return crossed(*rows)
