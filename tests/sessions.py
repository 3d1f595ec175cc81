"""Experiments and sessions for tests, made of a few words."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.settings import replaced


def spec_of(text: str = "", **values: Any) -> ExperimentSpec:
    """An experiment file with settings changed: keywords are dotted paths, ``__`` for the dot."""
    spec = codec.loads(text)
    for path, value in values.items():
        spec = replaced(spec, path.replace("__", "."), value)
    return spec


def session_of(
    text: str = "", dataset: Dataset | None = None, *, steps: int = 0, epochs: int = 0
) -> Session:
    """The session of an experiment file, some steps and then some epochs into its training."""
    session = Session(codec.loads(text), dataset)
    for _ in range(steps):
        session.step()
    for _ in range(epochs):
        session.step_epoch()
    return session


def members_of(path: Path) -> dict[str, bytes]:
    """The files in a session file, byte for byte."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
