"""The extras: libraries that only some people need, and the sentence where one is not there."""

from __future__ import annotations

import sys


def missing(what: str, product: str, extra: str) -> str:
    """Say what needs which library, and the command that brings it.

    Parameters
    ----------
    what : str
        What cannot be done without, as the plural subject of a sentence: ``"Parquet files"``.
    product : str
        What people call the library.
    extra : str
        The extra of this program that brings it.

    Examples
    --------
    >>> missing("Parquet files", "pyarrow", "parquet")
    "Parquet files need pyarrow; install it with: pip install 'neural-playground[parquet]'"
    """
    if getattr(sys, "frozen", False):  # a bundle has its own libraries, and takes no others
        product += ", which this bundle leaves out"
        return f"{what} need {product}; an installation by pip has it: {_command(extra)}"
    return f"{what} need {product}; install it with: {_command(extra)}"


def _command(extra: str) -> str:
    return f"pip install 'neural-playground[{extra}]'"
