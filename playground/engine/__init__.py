"""The engine: networks and how they learn, on NumPy alone. No files, no windows, no globals."""

from typing import Any

from playground.engine.errors import EngineError
from playground.engine.network import Network
from playground.engine.trainer import Trainer

_LATER = {
    "Ensemble": "ensemble",
    "check_gradient": "gradient_check",
    "cost_surface": "surface",
}


def __getattr__(name: str) -> Any:
    # What a single run does without is imported when it is asked for.
    if name in _LATER:
        import importlib

        return getattr(importlib.import_module(f"playground.engine.{_LATER[name]}"), name)
    raise AttributeError(name)
