"""Datasets, and how they are split and scaled: the names of three modules in one place."""

from playground.data.dataset import LARGEST_VALUE, Dataset, Task, one_hot
from playground.data.scaling import Scaler, Scaling, scalings
from playground.data.splitting import Split, split, usual_shares

__all__ = [
    "LARGEST_VALUE",
    "Dataset",
    "Scaler",
    "Scaling",
    "Split",
    "Task",
    "one_hot",
    "scalings",
    "split",
    "usual_shares",
]
