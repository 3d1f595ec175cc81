"""An experiment as Python code: NumPy scripts that predict and train, Keras and PyTorch models."""

from playground.io.code.keras_program import save_keras
from playground.io.code.prediction import save_prediction
from playground.io.code.pytorch_program import save_torch
from playground.io.code.training import save_training

__all__ = ["save_keras", "save_prediction", "save_torch", "save_training"]
