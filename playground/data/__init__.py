"""Data: from a file or a generator to examples as columns, split and scaled."""

from playground.data import synthetic  # noqa: F401  (registers its generators)
from playground.data.datasets import Dataset, Scaler, Split, scalings, split
from playground.data.errors import DataError
from playground.data.sources import sources

__all__ = ["DataError", "Dataset", "Scaler", "Split", "scalings", "sources", "split"]
