"""The one walk over declared settings, and what follows from it: find, replace, compare."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from playground.dataclass import dataclass
from playground.settings.base import Settings, settings_of
from playground.settings.errors import SettingError
from playground.settings.registry import Registry
from playground.settings.setting import Setting
from playground.settings.wording import join, no_such_setting


@dataclass(frozen=True)
class Entry:
    """One stop of `walk`: where a setting stands, what it is, and its present value."""

    path: str
    setting: Setting
    value: Any

    @property
    def is_section(self) -> bool:
        """Whether this is a group, whose members follow as entries of their own."""
        return self.setting.kind is Settings


def walk(settings: Settings, prefix: str = "") -> Iterator[Entry]:
    """Yield every setting below `settings`, depth first, in the order of declaration.

    A choice comes as an entry of its own (its value is the chosen instance), followed by the
    settings of what is chosen: ``training.optimizer``, ``training.optimizer.beta1``, ...
    """
    for name, setting in settings_of(type(settings)).items():
        path, value = join(prefix, name), getattr(settings, name)
        yield Entry(path, setting, value)
        if isinstance(value, Settings):
            yield from walk(value, path)


def find(settings: Settings, path: str) -> Entry:
    """The entry at a dotted path.

    Raises
    ------
    SettingError
        When there is no such setting, naming the ones that exist at that place.
    """
    head, _, rest = path.partition(".")
    known = settings_of(type(settings))
    if head not in known:
        raise SettingError(path, no_such_setting(head, known))
    entry = Entry(head, known[head], getattr(settings, head))
    if not rest:
        return entry
    if not isinstance(entry.value, Settings):
        raise SettingError(path, f"'{head}' has no settings below it.")
    if others := _others_with(entry, rest.partition(".")[0]):
        having = f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'} it"
        raise SettingError(path, f"there is no such setting of {entry.value.name}; {having}.")
    try:
        inner = find(entry.value, rest)
    except SettingError as error:
        raise error.below(head) from None
    return Entry(path, inner.setting, inner.value)


def _others_with(entry: Entry, name: str) -> list[str]:
    """Of a choice, what else could be chosen to have a setting that the chosen has not."""
    if entry.setting.kind is not Registry or name in settings_of(type(entry.value)):
        return []
    kinds = entry.setting.registry
    return [kind for kind in entry.setting.names if name in settings_of(kinds[kind])]


def replaced(settings: Settings, path: str, value: Any) -> Any:
    """A copy of `settings` with the setting at a dotted path set to `value`.

    A choice accepts an instance of one of its classes, or a name: the present instance stays
    when it has that name already, else the named class comes with its defaults. What goes with
    the setting follows, as the rows with a value for each layer follow the layers.

    Raises
    ------
    SettingError
        When the path or the value is wrong.
    """
    head, _, rest = path.partition(".")
    entry = find(settings, head)
    try:
        if rest:
            find(settings, path)
            value = replaced(entry.value, rest, value)
        elif entry.setting.kind is Registry and isinstance(value, str):
            cls = entry.setting.registry.lookup(value)
            value = entry.value if type(entry.value) is cls else cls()
    except SettingError as error:
        raise error if error.path.startswith(head) else error.below(head) from None
    return dataclasses.replace(settings, **settings.following(head, value), **{head: value})


def changed(old: Settings, new: Settings) -> list[Entry]:
    """The entries of `new` that differ from `old`; where another class was chosen, the choice."""
    entries = []
    for name, setting in settings_of(type(new)).items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(after, Settings) and type(before) is type(after):
            entries += [
                dataclasses.replace(entry, path=join(name, entry.path))
                for entry in changed(before, after)
            ]
        else:
            entries.append(Entry(name, setting, after))
    return entries
