"""Requests: what a step asks the learner to set, and whether it is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playground.data.errors import DataError
from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.codec import amended
from playground.experiment.wording import value_text
from playground.lessons.conditions import Condition
from playground.settings import SettingError, Settings, find, join


@dataclass(frozen=True, eq=False)
class Request:
    """One setting that is asked for.

    Attributes
    ----------
    path : str
        The dotted name of the setting.
    value : any
        The value it is to have; None where a condition says what.
    condition : Condition or None
        Over the name ``value``.
    """

    path: str
    value: Any
    condition: Condition | None = None

    def met(self, spec: ExperimentSpec) -> bool:
        """Whether an experiment has it."""
        try:
            present = find(spec, self.path).value
        except SettingError:
            return False
        if self.condition is not None:
            return self.condition.holds({"value": float(present)})
        if isinstance(self.value, Settings):
            return type(present) is type(self.value)
        return present == self.value

    def text(self, spec: ExperimentSpec) -> str:
        """What is asked, for a person; `spec` knows what the setting is called."""
        setting = find(spec, self.path).setting
        if self.condition is not None:
            return f"{setting.label}: {self.condition.text}"
        return f"{setting.label}: {value_text(self.value, setting)}"


def requests_of(spec: ExperimentSpec, asked: Mapping[str, Any]) -> list[Request]:
    """What a table of settings asks for, of an experiment that is `spec` before.

    Raises
    ------
    SettingError
        When a setting does not exist, cannot have the value, or a condition is none.
    """
    plain, conditions = dict[str, Any](), list[Request]()
    for path, value in _leaves(asked):
        condition = _condition(spec, path, value)
        if condition is None:
            _put(plain, path, value)
        else:
            conditions.append(Request(path, None, condition))
    after = amended(spec, plain)
    paths = [path for path, _ in _leaves(plain)]
    return [*(Request(*_found(after, path)) for path in paths), *conditions]


def _leaves(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaves(value, join(path, key))
        else:
            yield join(path, key), value


def _put(content: dict[str, Any], path: str, value: Any) -> None:
    *tables, key = path.split(".")
    for table in tables:
        content = content.setdefault(table, {})
    content[key] = value


def _found(spec: ExperimentSpec, path: str) -> tuple[str, Any]:
    """The path and the value of a setting; a choice in a table is called ``kind`` there."""
    try:
        return path, find(spec, path).value
    except SettingError:
        path = path.removesuffix(".kind")
        return path, find(spec, path).value


def _condition(spec: ExperimentSpec, path: str, value: Any) -> Condition | None:
    """The condition that a text in place of a number writes; None for a plain value."""
    try:
        kind = find(spec, path).setting.kind
    except SettingError:
        return None
    if kind not in (int, float) or not isinstance(value, str):
        return None
    try:
        condition = Condition.parsed(value)
    except DataError as error:
        raise SettingError(path, str(error)) from None
    if condition.names != ("value",):
        raise SettingError(
            path, 'a condition on a setting is over the name value, such as "value >= 0.1".'
        )
    return condition
