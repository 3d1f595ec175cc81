"""Weights as ``.npz`` and ``.json``: a list of plain arrays, written and read back.

Both hold the same arrays under the same names: ``W1``, ``b1``, ``W2``, ... with ``W[l]`` of shape
``(n[l], n[l-1])`` and ``b[l]`` of shape ``(n[l], 1)``; ``activations`` and their settings;
``features``, the formulas that make the network's inputs x of the columns, blank where they are
the columns; ``x_shift`` and ``x_factor``, both ``(n[0], 1)``, for ``(x - x_shift) * x_factor``;
for regression ``y_shift`` and ``y_factor``, for ``y / y_factor + y_shift``; and the names of the
columns (``feature_names``), the label and the classes.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from playground.atomic import opened
from playground.data.datasets import Scaler
from playground.data.features import FeatureMap
from playground.engine import Network
from playground.engine.activations import activations
from playground.experiment.session import Session
from playground.io.archive import Archive, arrays_of, npz
from playground.io.errors import ExportError, refusing
from playground.io.formats import WEIGHTS, ExportFormat, WeightsFormat, formats_of
from playground.io.prediction.predictor import Predictor
from playground.io.weights.bare import completed, is_bare
from playground.limits import MOST_LAYERS
from playground.settings import settings_of

VERSION = 1

_NONE = "has no weights"
_NOTHING = np.empty(0)

_BEGINNING = 4096  # bytes of a document that are looked at for the name of the first weights


def save_weights(session: Session, path: str | os.PathLike) -> None:
    """Write the present weights of a session, as ``.npz``, ``.json`` or ``.onnx`` by the ending.

    Raises
    ------
    FileError
        When the file cannot be written.
    ExportError
        When the ending is another one, or ONNX is not installed.
    """
    for kind in formats_of(ExportFormat):
        if kind.group is WEIGHTS and str(path).lower().endswith(kind.suffixes):
            kind().write(session, path)
            return
    raise ExportError(f"'{path}': weights are written as .npz, .json or .onnx.")


def load_weights(path: str | os.PathLike, present: Predictor | None = None) -> Predictor:
    """The network in a ``.npz`` or ``.json`` file, ready to predict raw inputs.

    Parameters
    ----------
    path : str or path
    present : Predictor, optional
        What weights that stand alone are completed by; see `bare_weights`.

    Raises
    ------
    FileError
        When the file cannot be read.
    ExportError
        When it holds no weights, or damaged ones.
    """
    name, ending = Path(path).name, str(path).lower()
    for kind in formats_of(WeightsFormat):
        if ending.endswith(kind.suffixes):
            return kind().read(path, present)
    if ending.endswith(".onnx"):
        raise ExportError(
            f"'{name}' is an ONNX file: weights are written as one, but read only from .npz and "
            ".json files."
        )
    with opened(path) as file:
        return from_npz(file, name, present)


def holds_arrays(path: str | os.PathLike) -> bool:
    """Whether an archive looks like weights rather than data, by its list of contents.

    A file that cannot be read does not; whoever opens it will say why.
    """
    try:
        with opened(path) as file:
            names = [member.removesuffix(".npy") for member in Archive(file, "").members]
            return ("version" in names and "W1" in names) or is_bare(dict.fromkeys(names, _NOTHING))
    except (OSError, ExportError):
        return False


def import_weights(session: Session, path: str | os.PathLike) -> str:
    """Let a session that has not trained yet start from the weights in a file.

    Returns
    -------
    str
        What the person should know of it, in sentences.

    Raises
    ------
    FileError, ExportError
        When the file cannot be read, holds a number that is none, or is for another architecture.
    """
    name = Path(path).name
    if session.trainer.steps:
        raise ExportError(f"'{name}' comes too late: this session has trained already.")
    present = Predictor.of(session)
    given = load_weights(path, present)
    if flaw := given.flaw:
        raise ExportError(f"'{name}' is refused: {flaw}.")
    try:
        # What is large enough overflows when another scaling is taken up.
        with np.errstate(over="ignore", invalid="ignore"):
            theta = given.theta_for(present)
    except ExportError as error:
        raise ExportError(f"'{name}' does not fit: {_continued(error)}") from None
    if not np.isfinite(theta).all():
        raise ExportError(f"'{name}' is refused: its numbers are too large for this scaling.")
    session.start_from(theta, name)
    return " ".join([f"Began with the weights in {name}.", *given.remarks_for(present)])


def _continued(error: ExportError) -> str:
    """A sentence as it goes on after a colon."""
    sentence = str(error)
    return sentence[:1].lower() + sentence[1:]


# ---------------------------------------------------------------------- the two formats


def as_npz(predictor: Predictor) -> bytes:
    """The content of a ``.npz`` file; equal numbers give equal bytes."""
    return npz(_arrays(predictor))


def from_npz(
    data: bytes | memoryview | BinaryIO, name: str, present: Predictor | None = None
) -> Predictor:
    """The inverse of `as_npz`; `name` is what to call the file in a sentence."""
    return _predictor(arrays_of(data, name), name, present)


def as_json(predictor: Predictor) -> bytes:
    """The content of a ``.json`` file: the same arrays as lists."""
    content = {name: array.tolist() for name, array in _arrays(predictor).items()}
    try:
        return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        raise ExportError("Some weights are not finite, which JSON cannot say.") from None


def seems_to_hold_weights(path: str | os.PathLike) -> bool:
    """Whether the name of the first weights stands at the beginning of a ``.json`` file.

    So it is said of a file that is not there.
    """
    try:
        with opened(path) as file:
            return re.search(rb'"[Ww]1?"\s*:', file.read(_BEGINNING)) is not None
    except OSError:
        return not os.path.exists(path)


def from_json(data: bytes, name: str, present: Predictor | None = None) -> Predictor:
    """The inverse of `as_json`; `name` is what to call the file in a sentence."""
    with refusing(name, _NONE):
        content = json.loads(data)
        if not isinstance(content, dict):
            raise ValueError("expected a JSON object with W1, b1, ...")
        inner = content.get("parameters")
        content = inner if isinstance(inner, dict) else content
        arrays = {key: _array(value) for key, value in content.items()}
    return _predictor(arrays, name, present)


def _array(value: Any) -> np.ndarray:
    array = np.array(value)
    if array.dtype.kind == "O":
        raise ValueError("it holds something else than numbers and text")
    return array


# ---------------------------------------------------------------------- the list of arrays


def _arrays(predictor: Predictor) -> dict[str, np.ndarray]:
    network = predictor.network
    arrays: dict[str, Any] = {"version": VERSION}
    for layer, (W, b) in enumerate(zip(network.weights, network.biases), 1):
        arrays[f"W{layer}"], arrays[f"b{layer}"] = W, b
    arrays["activations"] = _words(activation.name for activation in network.activations)
    arrays["activation_settings"] = _words(
        json.dumps({name: getattr(activation, name) for name in settings_of(type(activation))})
        for activation in network.activations
    )
    arrays["loss"], arrays["precision"] = network.loss.name, network.dtype.name
    arrays["features"] = predictor.features.text
    arrays["x_shift"], arrays["x_factor"] = predictor.scaler.shift, predictor.scaler.factor
    if predictor.label_scaler is not None:
        arrays["y_shift"] = predictor.label_scaler.shift
        arrays["y_factor"] = predictor.label_scaler.factor
    arrays["feature_names"] = _words(predictor.feature_names)
    arrays["label_name"] = predictor.label_name
    arrays["class_names"] = _words(predictor.class_names)
    return {name: np.asarray(array, order="C") for name, array in arrays.items()}


def _words(words: Any) -> np.ndarray:
    return np.array(list(words), dtype=np.str_)


def _predictor(arrays: dict[str, np.ndarray], name: str, present: Predictor | None) -> Predictor:
    if is_bare(arrays):
        if present is None:
            raise ExportError(
                f"'{name}' has weights and nothing that says of what network; they can be imported "
                "into an experiment."
            )
        return completed(arrays, present, name)
    with refusing(name, _NONE):
        if int(arrays["version"]) > VERSION:
            raise ExportError(
                f"'{name}' was written by a newer playground; this one reads format {VERSION}."
            )
        return _assembled(arrays)


def _assembled(arrays: dict[str, np.ndarray]) -> Predictor:
    def text(key: str) -> tuple[str, ...]:
        return tuple(str(word) for word in arrays[key].reshape(-1))

    if arrays["activations"].size > MOST_LAYERS + 1:
        raise ValueError(f"it has more than {MOST_LAYERS} hidden layers")
    chosen = [
        activations.lookup(kind)(**json.loads(constants))
        for kind, constants in zip(text("activations"), text("activation_settings"))
    ]
    sizes = _layer_sizes([arrays[f"W{layer}"].shape for layer in range(1, len(chosen) + 1)])
    (loss,), (precision,), (label_name,) = text("loss"), text("precision"), text("label_name")
    network = Network(sizes, chosen, loss, dtype=precision)
    for layer, (W, b) in enumerate(zip(network.weights, network.biases), 1):
        for target, key in ((W, f"W{layer}"), (b, f"b{layer}")):
            if arrays[key].shape != target.shape:
                raise ValueError(f"{key} has the shape {arrays[key].shape} for {target.shape}")
            target[...] = arrays[key]
    formulas = text("features")[0] if "features" in arrays else ""
    features = FeatureMap(formulas, text("feature_names"))
    if features.n_features != sizes[0]:
        raise ValueError(f"W1 takes {sizes[0]} features and there are {features.n_features}")
    return Predictor(
        network,
        features,
        _scaler(arrays, "x", sizes[0]),
        _scaler(arrays, "y", sizes[-1]) if "y_shift" in arrays else None,
        label_name,
        text("class_names"),
    )


def _layer_sizes(shapes: list[tuple[int, ...]]) -> list[int]:
    """The sizes of the layers, where each takes what the one before it gives.

    A file of small arrays could otherwise ask for a network of any size.
    """
    for layer, shape in enumerate(shapes, 1):
        if len(shape) != 2 or not all(shape):
            raise ValueError(f"W{layer} has the shape {shape}, which is no matrix")
        if layer > 1 and shape[1] != shapes[layer - 2][0]:
            raise ValueError(
                f"W{layer} has the shape {shape}, and the layer before it has "
                f"{shapes[layer - 2][0]} units"
            )
    return [shapes[0][1], *(shape[0] for shape in shapes)]


def _scaler(arrays: dict[str, np.ndarray], letter: str, rows: int) -> Scaler:
    shift, factor = (arrays[f"{letter}_{part}"].astype(float) for part in ("shift", "factor"))
    if shift.size != rows or factor.size != rows:
        raise ValueError(f"{letter}_shift and {letter}_factor need {rows} numbers each")
    return Scaler(shift, factor)
