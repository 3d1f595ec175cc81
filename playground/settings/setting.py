"""Setting: what is known about one field besides its name and its value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import partial
from typing import Any, ClassVar, Literal

from playground.dataclass import dataclass
from playground.settings.by_layer import words_of
from playground.settings.errors import SettingError
from playground.settings.wording import number_text


class Kind:
    """One kind of setting: what its values look like, as values and as typed text.

    Attributes
    ----------
    type : type
        What it is told by: ``bool``, ``int``, ``float``, ``str``, ``tuple`` (of whole numbers),
        `Registry` (an instance of one of its classes) or `Settings` (a group of settings).
    registry : Registry or None
        Where the classes of a choice are registered.
    """

    type: ClassVar[type]
    registry: Any = None

    def check(self, setting: Setting, value: Any, path: str) -> Any:
        """`value` in this kind's type, or a `SettingError` that names `path`."""
        raise NotImplementedError

    def parse(self, setting: Setting, typed: str, path: str) -> Any:
        """The value that a text writes, still to be checked, or a `SettingError`."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is known about one field besides its name and its value.

    Attributes
    ----------
    rules : Kind
        What its values look like.
    label, help, notes, unit : str
        Words for a form: a name in sentence case; what it does and when to change it; where
        the course notes treat it (``CS230 6.8``); the unit of a number.
    within : str
        The interval of the values that are allowed, as mathematics writes it: ``"[0, 1)"``,
        ``"(0, inf)"``; empty where any goes. It gives the next four.
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
    excluded : tuple of str
        Names of the registry that this choice does not allow.
    only_when : tuple of (str, str) or None
        The setting beside this one, and the value it must have for this one to matter; a form
        hides the field otherwise.
    zero : str
        What 0 means, in a word that a form shows in its place: ``"off"``.
    empty : str
        What an empty text means, where it means more than nothing: ``"all columns"``.
    format : str
        What kind of text a ``str`` setting is, where a form should offer more than a line:
        ``"file"``, ``"folder"``, ``"column"``, ``"features"``, ``"points"``, ``"table"`` or empty.
        Of a group: ``"view"`` where its settings are edited beside what they matter for, not in the
        form.
    section : str
        A heading that starts above this field in a form; empty to go on below the last one.
    by_layer : {"", "hidden", "all"}
        Whether it may be a row of values too, a tuple: one for each hidden layer, or one for
        each layer with the output last.
    advanced : bool
        Rarely changed: a form shows it only when asked for more.
    """

    rules: Kind
    label: str
    help: str = ""
    notes: str = ""
    unit: str = ""
    within: str = ""
    minimum: Any = field(default=None, init=False)  # a float or None; who asks knows of one
    maximum: Any = field(default=None, init=False)
    open_minimum: bool = field(default=False, init=False)
    open_maximum: bool = field(default=False, init=False)
    scale: Literal["linear", "log"] = "linear"
    slider: tuple[float, float] | None = None
    applies: Literal["live", "restart"] = "restart"
    options: tuple[str, ...] = ()
    option_labels: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    only_when: tuple[str, str] | None = None
    zero: str = ""
    empty: str = ""
    format: str = ""
    section: str = ""
    by_layer: Literal["", "hidden", "all"] = ""
    advanced: bool = False

    def __post_init__(self) -> None:
        if within := self.within:
            low, high = map(_bound, within[1:-1].split(","))
            for name, bound, is_open in (
                ("minimum", low, within[0] == "("),
                ("maximum", high, within[-1] == ")"),
            ):
                object.__setattr__(self, name, bound)
                object.__setattr__(self, f"open_{name}", is_open and bound is not None)

    @property
    def kind(self) -> type:
        """The type its kind is told by."""
        return self.rules.type

    @property
    def registry(self) -> Any:
        """The `Registry` of a choice; None for other kinds."""
        return self.rules.registry

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
        if self.by_layer and isinstance(value, (tuple, list)):
            return self._row(value, partial(self.rules.check, self), path)
        return self.rules.check(self, value, path)

    def parsed(self, text: str, path: str = "") -> Any:
        """Return the value that `text` writes, as typed on a command line or into a field.

        Raises
        ------
        SettingError
            When the text is no such value, with a sentence that says what is allowed.
        """
        if self.by_layer and len(words := words_of(text)) > 1:
            try:
                return self.checked(self.rules.parse(self, text.strip(), path), path)
            except SettingError:  # such as 1e-05 or 0,9, which are one number
                return self.checked(self._row(words, partial(self.rules.parse, self), path), path)
        return self.checked(self.rules.parse(self, text.strip(), path), path)

    def _row(self, values: Sequence[Any], one: Callable[[Any, str], Any], path: str) -> tuple:
        """What `one` makes of each value of a row; an error says of which layer."""
        if not values:
            raise SettingError(path, "an empty row is not allowed; give a value for each layer.")
        row = []
        for layer, value in enumerate(values, 1):
            try:
                row.append(one(value, path))
            except SettingError as error:
                raise SettingError(path, f"value {layer}: {error.problem}") from None
        return tuple(row)


def _bound(written: str) -> float | None:
    """An end of an interval; a whole number stays one, and none is infinite."""
    value = float(written)
    if math.isinf(value):
        return None
    return value if "." in written or "e" in written else int(written)
