"""Settings: the base of everything that a person can set."""

from __future__ import annotations

import dataclasses
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, ClassVar, TypeVar, dataclass_transform

from playground.settings.setting import Setting

_Class = TypeVar("_Class", bound="type[Settings]")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Settings:
    """Base of all settings: frozen, keyword-only, every field checked when it is made.

    A subclass is decorated with `declared`, or by a registry, which does that too. It may
    override `check` for what concerns several fields together.

    Comparing, hashing, printing and refusing to change stand here once: generated anew for
    each of some fifty classes, as a plain frozen dataclass does, they cost a tenth of the
    program's start.

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

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__ or name not in self.__dataclass_fields__:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"

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
    dataclass(kw_only=True, eq=False, repr=False)(cls)
    return cls


def settings_of(cls: type) -> dict[str, Setting]:
    """The settings of a dataclass by field name, in the order of their declaration."""
    return {
        f.name: f.metadata["setting"] for f in dataclasses.fields(cls) if "setting" in f.metadata
    }
