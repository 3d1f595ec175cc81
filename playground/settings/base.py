"""Settings: the base of everything that a person can set."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Any, ClassVar, TypeVar, dataclass_transform

from playground.dataclass import dataclass
from playground.settings.setting import Setting

_Class = TypeVar("_Class", bound="type[Settings]")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Settings:
    """Base of all settings: frozen, keyword-only, every field checked when it is made.

    A subclass is decorated with `declared`, or by a registry, which does that too. It may
    override `check` for what concerns several fields together.

    Raises
    ------
    SettingError
        When a field has the wrong type or lies outside its bounds.

    Attributes
    ----------
    name, label, help : str
        Of a class in a `Registry`, which writes them: its name there and in files, its name in a
        form, and what it is.
    """

    name: ClassVar[str]
    label: str  # a source has a setting of that name
    help: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __post_init__(self) -> None:
        for name, setting in settings_of(type(self)).items():
            value = setting.checked(getattr(self, name), name)
            object.__setattr__(self, name, value)
        self.check()

    def following(self, name: str, value: Any) -> dict[str, Any]:
        """The other fields that change where `name` is set to `value`, with their new values."""
        return {}

    def check(self) -> None:
        """Raise `SettingError` where fields contradict each other."""


def declared(cls: _Class) -> _Class:
    """Decorate a subclass of `Settings`: its fields become those of a keyword-only dataclass."""
    dataclass(frozen=True, kw_only=True)(cls)
    return cls


def settings_of(cls: type) -> dict[str, Setting]:
    """The settings of a dataclass by field name, in the order of their declaration."""
    return {
        f.name: f.metadata["setting"] for f in dataclasses.fields(cls) if "setting" in f.metadata
    }
