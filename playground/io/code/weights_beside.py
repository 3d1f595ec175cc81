"""A program and the weights it loads, side by side."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.io.predictor import Predictor
from playground.io.weights import as_npz


def save_with_weights(
    session: Session, path: str | os.PathLike, text: Callable[[str], str]
) -> None:
    """Write a program to `path`, and the weights of a session beside it.

    Parameters
    ----------
    session : Session
    path : str or path-like
    text : callable
        The text of the program, given the name of the file with the weights.

    Raises
    ------
    FileError
        When they cannot be written.
    """
    path = Path(path)
    weights = path.with_name(f"{path.stem}_weights.npz")
    program = text(weights.name)
    write_whole(weights, as_npz(Predictor.of(session)))
    write_whole(path, program.encode())
