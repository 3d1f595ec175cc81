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

from playground.settings import by_layer
from playground.settings.base import Settings, declared, settings_of
from playground.settings.entries import Entry, changed, find, replaced, walk
from playground.settings.errors import SettingError
from playground.settings.fields import (
    boolean,
    choice,
    group,
    int_list,
    integer,
    number,
    option,
    text,
)
from playground.settings.registry import Registry
from playground.settings.setting import Setting
from playground.settings.wording import NONE_SUCH, join, no_such_setting, number_text, one_of
