"""An experiment as Python code: NumPy scripts that predict and train, Keras and PyTorch models."""

from playground.export.code.keras_program import save_keras
from playground.export.code.prediction import save_prediction
from playground.export.code.pytorch_program import save_torch
from playground.export.code.training import save_training

__all__ = ["save_keras", "save_prediction", "save_torch", "save_training"]
