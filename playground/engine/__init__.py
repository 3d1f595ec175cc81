"""The engine: networks and how they learn, on NumPy alone. No files, no windows, no globals."""

from playground.engine.ensemble import Ensemble
from playground.engine.errors import EngineError
from playground.engine.gradient_check import check_gradient
from playground.engine.network import Network
from playground.engine.trainer import Trainer

__all__ = ["EngineError", "Ensemble", "Network", "Trainer", "check_gradient"]
