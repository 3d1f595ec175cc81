"""Offers: what can be exported of a session besides pictures and numbers, each declared once.

Adding one here puts it on a page of the dialog; a new group needs a line in `GROUPS` as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from playground.experiment.session import Session
from playground.gui.export.jobs import SessionJob
from playground.io.code import save_keras, save_prediction, save_torch, save_training
from playground.io.weights import save_weights

_ONNX_SENTENCE = "Needs the onnx package: pip install 'neural-playground[onnx]'"


@dataclass(frozen=True)
class Group:
    """A page of offers.

    Attributes
    ----------
    name : str
        What the list at the left calls it.
    icon : str
        As of ``resources/icons``.
    sentence : str
        What stands below the name.
    """

    name: str
    icon: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ExportFormat:
    """One kind of file.

    Attributes
    ----------
    group : str
        The name of its group.
    key : str
        What the settings remember.
    label : str
        On the button.
    sentence : str
        What it is good for.
    title, name, suffix : str
        As of `Job`.
    save : callable
        As of `SessionJob`.
    missing : callable
        A sentence on how to get what it needs; empty where nothing is missing.
    """

    group: str
    key: str
    label: str
    sentence: str
    title: str
    name: str
    suffix: str
    save: Callable[[Session, str | os.PathLike], object]
    missing: Callable[[], str] = str

    def job(self) -> SessionJob:
        """What is done when it is chosen."""
        return SessionJob(title=self.title, name=self.name, suffix=self.suffix, save=self.save)


def _onnx_missing() -> str:
    return "" if find_spec("onnx") else _ONNX_SENTENCE


WEIGHTS = Group(
    "Weights",
    "network",
    "What the network has learned, with the scaling that predictions from raw inputs need.",
)
CODE = Group(
    "Code",
    "code",
    "The experiment as Python programs that need nothing of the playground.",
)
GROUPS = (WEIGHTS, CODE)

_WEIGHTS = {"group": WEIGHTS.name, "title": "the weights", "name": "weights"}
_CODE = {"group": CODE.name, "suffix": "py"}

OFFERS = (
    ExportFormat(
        key="npz",
        label="NumPy archive (.npz)",
        sentence="W1, b1, W2, … as arrays that numpy.load opens. Can be opened here again.",
        suffix="npz",
        save=save_weights,
        **_WEIGHTS,
    ),
    ExportFormat(
        key="json",
        label="JSON (.json)",
        sentence="The same arrays as text, for any language. Can be opened here again.",
        suffix="json",
        save=save_weights,
        **_WEIGHTS,
    ),
    ExportFormat(
        key="onnx",
        label="ONNX (.onnx)",
        sentence="The whole network with its scaling, for programs that run networks.",
        suffix="onnx",
        save=save_weights,
        missing=_onnx_missing,
        **_WEIGHTS,
    ),
    ExportFormat(
        key="predict",
        label="NumPy, predicts",
        sentence="Predicts from raw inputs. The weights are written beside it.",
        title="the program that predicts",
        name="predict",
        save=save_prediction,
        **_CODE,
    ),
    ExportFormat(
        key="train",
        label="NumPy, trains",
        sentence="Trains from scratch to the same result, every formula written out. "
        "The data are written beside it.",
        title="the program that trains",
        name="train",
        save=save_training,
        **_CODE,
    ),
    ExportFormat(
        key="keras",
        label="Keras",
        sentence="The same network as a Keras model. The weights are written beside it.",
        title="the Keras model",
        name="model_keras",
        save=save_keras,
        **_CODE,
    ),
    ExportFormat(
        key="torch",
        label="PyTorch",
        sentence="The same network as a PyTorch module. The weights are written beside it.",
        title="the PyTorch model",
        name="model_torch",
        save=save_torch,
        **_CODE,
    ),
)
