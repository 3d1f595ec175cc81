"""Programs: code that stands for itself, and the files it reads beside it."""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.io.formats import CODE, ExportFormat
from playground.io.prediction.predictor import Predictor
from playground.io.weights.weights import as_npz


class Program(ExportFormat):
    """A program in Python, and the weights it loads beside it."""

    group, suffixes = CODE, (".py",)

    def companions(self, path: str | os.PathLike) -> tuple[Path, ...]:
        """The file with the weights."""
        path = Path(path)
        return (path.with_name(f"{path.stem}_weights.npz"),)

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write the program to `path`, and the weights beside it.

        Raises
        ------
        FileError
            When they cannot be written.
        ExportError
            When a method of the session has no form as code.
        """
        (weights,) = self.companions(path)
        program = self.text(session, Path(path).name, weights.name)
        write_whole(weights, as_npz(Predictor.of(session)))
        write_whole(path, program.encode())

    def text(self, session: Session, script: str, weights: str) -> str:
        """The program; `script` and `weights` are what the two files are called."""
        raise NotImplementedError
