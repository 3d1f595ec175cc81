"""Declare once: everything a person can set, said in one place.

A setting is one field of a frozen, keyword-only dataclass derived from `Settings`. The field
carries its label, help, unit, bounds and scale, and whether a running experiment takes it up
live. The forms of the window, the experiment file, the command-line flags and the reference
table all come from `walk` over such a dataclass; nobody writes a second list.

>>> moons = registry["moons"]              # a settings class, registered under its name
>>> for entry in walk(moons()):
...     print(entry.path, entry.value)
samples 300
noise 0.15
"""

from __future__ import annotations

import dataclasses
import math
import numbers
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, Literal, TypeVar, dataclass_transform

_Class = TypeVar("_Class", bound=type)


class SettingError(ValueError):
    """A setting has a value it cannot have; the message is a sentence for a person.

    Attributes
    ----------
    path : str
        The dotted path of the setting, such as ``training.optimizer.beta1``.
    problem : str
        What is wrong and what is allowed, without the path.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem

    def below(self, prefix: str) -> SettingError:
        """The same error, seen from the settings that hold this one as `prefix`."""
        return SettingError(join(prefix, self.path), self.problem)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is known about one field besides its name and its value.

    Attributes
    ----------
    kind : type
        ``bool``, ``int``, ``float``, ``str``, ``tuple`` (of whole numbers), `Registry` (the value
        is an instance of one of its classes) or `Settings` (a group of further settings).
    label, help, notes, unit : str
        Words for a form: a name in sentence case; what it does and when to change it; where
        the course notes treat it (``CS230 6.8``); the unit of a number.
    minimum, maximum : float or None
        Inclusive bounds, unless `open_minimum` / `open_maximum` say that the bound itself is out.
    scale : {"linear", "log"}
        How a slider runs through the values.
    slider : tuple of (float, float) or None
        The part of the range worth a slider, where the bounds are wider than anyone slides.
        A logarithmic slider of a setting that may be 0 has 0 at its left end.
    applies : {"live", "restart"}
        Whether a running experiment takes a new value up, or starts over with it.
    options : tuple of str
        The allowed words of a ``str`` setting; empty where any text goes.
    option_labels : tuple of str
        How the options are called in a form, in the same order.
    registry : Registry or None
        Where the classes of a choice are registered.
    excluded : tuple of str
        Names of the registry that this choice does not allow.
    only_when : tuple of (str, str) or None
        The setting beside this one, and the value it must have for this one to matter; a form
        hides the field otherwise.
    format : str
        What kind of text a ``str`` setting is, where a form should offer more than a line:
        ``"file"``, ``"column"``, ``"features"``, ``"points"`` or empty.
    section : str
        A heading that starts above this field in a form; empty to go on below the last one.
    advanced : bool
        Rarely changed: a form shows it only when asked for more.
    """

    kind: type
    label: str
    help: str = ""
    notes: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    open_minimum: bool = False
    open_maximum: bool = False
    scale: Literal["linear", "log"] = "linear"
    slider: tuple[float, float] | None = None
    applies: Literal["live", "restart"] = "restart"
    options: tuple[str, ...] = ()
    option_labels: tuple[str, ...] = ()
    registry: Registry | None = None
    excluded: tuple[str, ...] = ()
    only_when: tuple[str, str] | None = None
    format: str = ""
    section: str = ""
    advanced: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names a choice may take, or the options of a text; empty for other kinds."""
        if self.registry is not None:
            return tuple(name for name in self.registry if name not in self.excluded)
        return self.options

    @property
    def range_text(self) -> str:
        """The allowed values in words: ``"between 0 and 1"``; empty where anything goes."""
        low = None if self.minimum is None else number_text(self.minimum)
        high = None if self.maximum is None else number_text(self.maximum)
        below = f"below {high}" if self.open_maximum else f"at most {high}"
        above = f"above {low}" if self.open_minimum else f"at least {low}"
        if low is not None and high is not None:
            if not (self.open_minimum or self.open_maximum):
                return f"between {low} and {high}"
            return f"{above} and {below}"
        if low is not None:
            return above
        return below if high is not None else ""

    def checked(self, value: Any, path: str = "") -> Any:
        """Return `value` in this setting's type, or raise `SettingError` naming `path`."""
        return _CHECKS[self.kind](self, value, path)

    def parsed(self, text: str, path: str = "") -> Any:
        """Return the value that `text` writes, as typed on a command line or into a field.

        Raises
        ------
        SettingError
            When the text is no such value, with a sentence that says what is allowed.
        """
        return self.checked(_PARSERS[self.kind](self, text.strip(), path), path)


def _setting_field(default: Any, words: dict[str, Any]) -> Any:
    return field(default=default, metadata={"setting": Setting(**words)})


def number(default: float, *, label: str, **words: Any) -> Any:
    """A field holding a finite real number."""
    return _setting_field(float(default), dict(words, kind=float, label=label))


def whole(default: int, *, label: str, **words: Any) -> Any:
    """A field holding a whole number."""
    return _setting_field(default, dict(words, kind=int, label=label))


def switch(default: bool, *, label: str, **words: Any) -> Any:
    """A field that is on or off."""
    return _setting_field(default, dict(words, kind=bool, label=label))


def text(default: str, *, label: str, **words: Any) -> Any:
    """A field holding a line of text."""
    return _setting_field(default, dict(words, kind=str, label=label))


def option(default: str, options: Mapping[str, str], *, label: str, **words: Any) -> Any:
    """A field holding one word out of `options`, which maps each word to its label."""
    words |= {"options": tuple(options), "option_labels": tuple(options.values())}
    return _setting_field(default, dict(words, kind=str, label=label))


def sizes(default: tuple[int, ...], *, label: str, **words: Any) -> Any:
    """A field holding a row of whole numbers, such as the units of the hidden layers."""
    return _setting_field(default, dict(words, kind=tuple, label=label))


def choice(registry: Registry, default: str, *, label: str, **words: Any) -> Any:
    """A field holding an instance of one of the classes of `registry`, with its settings."""
    setting = Setting(**words, kind=Registry, label=label, registry=registry)
    return field(default_factory=lambda: registry[default](), metadata={"setting": setting})


def group(settings_class: type[Settings], *, label: str, **words: Any) -> Any:
    """A field holding further settings of one fixed class."""
    setting = Setting(**words, kind=Settings, label=label)
    return field(default_factory=settings_class, metadata={"setting": setting})


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
    """

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

    def check(self) -> None:
        """Raise `SettingError` where fields contradict each other."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def declared(cls: _Class) -> _Class:
    """Decorate a subclass of `Settings`: its fields become those of a keyword-only dataclass."""
    return dataclass(kw_only=True, eq=False, repr=False)(cls)


class Registry(Mapping[str, type]):
    """The classes of one concept by name: one entry, one class, one edit.

    >>> optimizers = Registry("optimizer")
    >>> @optimizers.register("gd", label="Gradient descent")
    ... class GradientDescent(Optimizer):
    ...     '''Walks straight down the gradient.'''

    Parameters
    ----------
    noun : str
        What an entry is called in a sentence: ``"optimizer"``.
    """

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._classes: dict[str, type] = {}

    def register(self, name: str, *, label: str = "") -> Callable[[_Class], _Class]:
        """Decorate a `Settings` class so that it becomes the entry `name`.

        The class is `declared` and gains ``name``, ``label`` and
        ``help`` (the first paragraph of its docstring).
        """
        if name in self._classes:
            raise ValueError(f"There are two entries {name!r} for {self.noun}.")

        def enter(cls: _Class) -> _Class:
            cls = declared(cls)
            cls.name = name
            cls.label = label or name.replace("_", " ").capitalize()
            cls.help = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
            self._classes[name] = cls
            return cls

        return enter

    def discard(self, name: str) -> None:
        """Take an entry out again; for tests that add one."""
        self._classes.pop(name, None)

    def __getitem__(self, name: str) -> type:
        return self._classes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def lookup(self, name: str, path: str = "") -> type:
        """The class called `name`, or a `SettingError` that lists the names there are."""
        if name not in self._classes:
            raise SettingError(path, f"there is no {self.noun} {name!r}; {one_of(self)}.")
        return self._classes[name]


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


def settings_of(cls: type) -> dict[str, Setting]:
    """The settings of a dataclass by field name, in the order of their declaration."""
    return {
        f.name: f.metadata["setting"] for f in dataclasses.fields(cls) if "setting" in f.metadata
    }


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
        raise SettingError(path, f"there is no such setting; {one_of(known)}.")
    entry = Entry(head, known[head], getattr(settings, head))
    if not rest:
        return entry
    if not isinstance(entry.value, Settings):
        raise SettingError(path, f"'{head}' has no settings below it.")
    try:
        inner = find(entry.value, rest)
    except SettingError as error:
        raise error.below(head) from None
    return Entry(path, inner.setting, inner.value)


def replaced(settings: Settings, path: str, value: Any) -> Any:
    """A copy of `settings` with the setting at a dotted path set to `value`.

    A choice accepts an instance of one of its classes, or a name: the present instance stays
    when it has that name already, else the named class comes with its defaults.

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
    return dataclasses.replace(settings, **{head: value})


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


def join(prefix: str, path: str) -> str:
    """Two parts of a dotted path put together; either may be empty."""
    return f"{prefix}.{path}" if prefix and path else prefix or path


def one_of(words: Any) -> str:
    """``"choose from a, b and c"``, for the end of a sentence about a wrong word."""
    words = [str(word) for word in words]
    if not words:
        return "none exist"
    return "choose from " + " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def number_text(value: float) -> str:
    """A number as a person writes it: ``0.01``, ``1,000``, ``1e-08``."""
    if isinstance(value, int) or (abs(value) < 1e15 and float(value).is_integer()):
        return f"{int(value):,}"
    return f"{value:g}"


def _in_bounds(setting: Setting, value: Any, path: str) -> Any:
    low, high = setting.minimum, setting.maximum
    too_low = low is not None and (value < low or (setting.open_minimum and value == low))
    too_high = high is not None and (value > high or (setting.open_maximum and value == high))
    if too_low or too_high:
        raise SettingError(path, f"{value!r} is not allowed; it must be {setting.range_text}.")
    return value


def _checked_bool(setting: Setting, value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not allowed; write true or false.")
    return value


def _checked_whole(setting: Setting, value: Any, path: str) -> int:
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not a whole number.")
    return _in_bounds(setting, int(value), path)


def _checked_number(setting: Setting, value: Any, path: str) -> float:
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not a number.")
    try:
        value = float(value)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise SettingError(path, f"{value!r} is not a finite number.")
    return _in_bounds(setting, value, path)


def _checked_text(setting: Setting, value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise SettingError(path, f"{value!r} is not text.")
    if setting.options and value not in setting.options:
        raise SettingError(path, f"{value!r} is not allowed; {one_of(setting.options)}.")
    return value


def _checked_sizes(setting: Setting, value: Any, path: str) -> tuple[int, ...]:
    if not isinstance(value, (tuple, list)):
        raise SettingError(path, f"{value!r} is not a list of whole numbers.")
    return tuple(_checked_whole(setting, item, path) for item in value)


def _checked_choice(setting: Setting, value: Any, path: str) -> Any:
    if type(value) not in setting.registry.values():
        noun = setting.registry.noun
        raise SettingError(path, f"{value!r} is no {noun}; {one_of(setting.names)}.")
    if value.name in setting.excluded:
        raise SettingError(path, f"'{value.name}' is not allowed here; {one_of(setting.names)}.")
    return value


def _checked_group(setting: Setting, value: Any, path: str) -> Settings:
    if not isinstance(value, Settings):
        raise SettingError(path, f"{value!r} is not a group of settings.")
    return value


_CHECKS: dict[type, Callable[[Setting, Any, str], Any]] = {
    bool: _checked_bool,
    int: _checked_whole,
    float: _checked_number,
    str: _checked_text,
    tuple: _checked_sizes,
    Registry: _checked_choice,
    Settings: _checked_group,
}


def _parsed_bool(setting: Setting, typed: str, path: str) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    if typed.lower() not in words:
        raise SettingError(path, f"'{typed}' is not allowed; write true or false.")
    return words[typed.lower()]


def _parsed_whole(setting: Setting, typed: str, path: str) -> int:
    # int() alone would take "1_000" and full-width digits; a person's "1,000" is meant well.
    plain = typed.replace(",", "") if setting.minimum is None or setting.minimum >= 0 else typed
    if not (plain.isascii() and plain.lstrip("+-").isdigit()):
        raise SettingError(path, f"'{typed}' is not a whole number.")
    return int(plain)


def _parsed_number(setting: Setting, typed: str, path: str) -> float:
    try:
        if "_" in typed or not typed.isascii():
            raise ValueError
        return float(typed)
    except ValueError:
        raise SettingError(path, f"'{typed}' is not a number.") from None


def _parsed_sizes(setting: Setting, typed: str, path: str) -> tuple[int, ...]:
    words = typed.strip("()[]").replace(",", " ").replace("-", " ").split()
    if not all(word.isascii() and word.isdigit() for word in words):
        raise SettingError(path, f"'{typed}' is not a row of whole numbers such as 8, 4.")
    return tuple(int(word) for word in words)


def _parsed_choice(setting: Setting, typed: str, path: str) -> Any:
    return setting.registry.lookup(typed, path)()


def _parsed_group(setting: Setting, typed: str, path: str) -> Any:
    raise SettingError(path, "this is a group of settings; set one of them by its full path.")


_PARSERS: dict[type, Callable[[Setting, str, str], Any]] = {
    bool: _parsed_bool,
    int: _parsed_whole,
    float: _parsed_number,
    str: lambda setting, typed, path: typed,
    tuple: _parsed_sizes,
    Registry: _parsed_choice,
    Settings: _parsed_group,
}
