"""Hypothesis strategies made from the declared settings: whatever is declared is generated."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from playground.experiment.spec import ExperimentSpec
from playground.settings import (
    Registry,
    Setting,
    SettingError,
    Settings,
    find,
    replaced,
    settings_of,
)


def settings(cls: type[Settings]) -> st.SearchStrategy[Any]:
    """Instances of a settings class, every field anywhere within its bounds."""

    @st.composite
    def made(draw: st.DrawFn) -> Any:
        defaults = cls()
        values = {
            name: draw(_values(setting, getattr(defaults, name)))
            for name, setting in settings_of(cls).items()
        }
        try:
            instance = cls(**values)
        except SettingError:  # fields that contradict each other
            return defaults
        return _with_rows_that_fit(instance) if cls is ExperimentSpec else instance

    return made()


def _values(setting: Setting, default: Any) -> st.SearchStrategy[Any]:
    if setting.by_layer:
        one = _values(dataclasses.replace(setting, by_layer=""), default)
        return one | st.lists(one, min_size=1, max_size=4).map(tuple)
    whole = st.integers(
        None if setting.minimum is None else int(setting.minimum),
        None if setting.maximum is None else int(setting.maximum),
    )
    text = st.sampled_from(setting.options) if setting.options else st.text(_characters())
    if setting.kind is Registry:
        return st.sampled_from(setting.names).flatmap(lambda name: settings(setting.registry[name]))
    if setting.kind is Settings:
        return settings(type(default))
    return {
        bool: st.booleans(),
        int: whole,
        float: st.floats(
            setting.minimum,
            setting.maximum,
            exclude_min=setting.open_minimum,
            exclude_max=setting.open_maximum,
            allow_nan=False,
            allow_infinity=False,
        ),
        str: _formatted().get(setting.format, text),
        tuple: st.lists(whole, max_size=4).map(tuple),
    }[setting.kind]


def _with_rows_that_fit(spec: ExperimentSpec) -> ExperimentSpec:
    """`spec` with as many values in its rows as there are layers."""
    hidden = len(spec.network.hidden_layers)
    rows = {"network.activation": hidden, "network.initializer": hidden + 1}
    for path, n in (rows | {"training.keep_prob": hidden}).items():
        row = find(spec, path).value
        if isinstance(row, tuple):
            spec = replaced(spec, path, (row * n)[:n] or row[0])
    return spec


def _formatted() -> dict[str, st.SearchStrategy[str]]:
    """Texts that settings of a certain format take; any other text would be refused."""
    formulas = st.sampled_from(["x1", "x2^2", "sin(`a b`)", 'max("x1", é/2)', "-x1 * 1e-3"])
    points = st.sampled_from(["0 0 0", "-1.5 2e3 1", "-", "1 1 1; -\n -2   .5 0"])
    return {
        "features": st.lists(formulas, max_size=5).map(", ".join),
        "points": st.lists(points, min_size=1, max_size=9).map("; ".join),
    }


def _characters() -> st.SearchStrategy[str]:
    return st.characters(codec="utf-8")
