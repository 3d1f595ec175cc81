"""Sessions: a run with everything it needs to go on, bit for bit, in a zip of ordinary files.

====================  =========================================================================
``session.json``      the format's version, how far the run has come, what ``data.csv`` leaves out
``experiment.toml``   the settings in force
``data.csv``          all examples
``split.npz``         which of them are train, dev and test, in which order
``weights.npz``       the parameters and the scaling, as in an export of the weights
``optimizer.npz``     what the optimizer remembers, the present epoch's order, the best weights,
                      and where training goes through X^T X its coordinates
``random_state.json`` the states of the random streams
``history.csv``       the evaluations
``batch_costs.npz``   the cost of every mini-batch
``beginning.npz``     the weights the run began with, where they were imported
``runs.json``         the table of what was run before; its rows have files below ``runs/``
====================  =========================================================================

Others may lie beside them below ``window/``: what the window wants to find again.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from playground import __version__
from playground.atomic import read_bounded, write_whole
from playground.data.datasets import Dataset
from playground.experiment import codec
from playground.experiment.errors import ExperimentError
from playground.experiment.history import MetricPoints
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.experiment.stopping import Stop
from playground.io import window_files
from playground.io.archive import Archive, arrays_of, npz, zipped
from playground.io.curves import evaluations_of, history_csv
from playground.io.errors import ExportError
from playground.io.predictor import Predictor
from playground.io.run_log import members_of, past_of
from playground.io.session_data import (
    data_csv,
    dataset_of,
    description,
    split_arrays,
    split_of,
)
from playground.io.weights import as_npz, from_npz

FORMAT = "neural playground session"
VERSION = 1
SUFFIX = ".playground"

#: The most bytes of a file, of each of its members once unpacked, and of those that are read
#: into many small objects.
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_MEMBER = 256 * 1024 * 1024
LARGEST_NOTE = 1024 * 1024

_BEGINNING = "beginning.npz"
_LONGEST_NAME = 255  # characters

#: What is worth packing; random digits, as in arrays, are not.
_TEXT = (".json", ".toml", ".csv")

#: The text of each data set that is in use: it stays the same from save to save.
_data_texts: WeakKeyDictionary[Dataset, bytes] = WeakKeyDictionary()
_COUNTERS = ("t", "steps", "epoch", "position", "present_batch_size")

#: What a trainer calls its arrays, and the file; these are kept where full batches are gone through
#: by way of X^T X.
_GRAM = {"basis": "anchor", "coordinates": "coordinates"}


@dataclass(frozen=True)
class LoadedSession:
    """What a session file holds.

    Attributes
    ----------
    session : Session
        Ready for its next mini-batch.
    runs : RunEntries
        What was run before.
    window : mapping of str to bytes
        What the window wanted to find again.
    """

    session: Session
    runs: RunEntries
    window: Mapping[str, bytes]


def save_session(
    session: Session,
    path: str | os.PathLike,
    window: Mapping[str, bytes] | None = None,
    past: RunEntries | None = None,
) -> None:
    """Write a session between two of its mini-batches; the file is the old or the new one.

    Parameters
    ----------
    session : Session
    path : str or path
    window : mapping of str to bytes, optional
        What the window wants to find again, by name.
    past : RunEntries, optional
        What was run before.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    members = _members(session) | members_of(past or RunEntries())
    members |= window_files.members_of(window or {})
    write_whole(path, zipped(members, _TEXT))


def load_session(path: str | os.PathLike) -> Session:
    """The session in a file, ready for its next mini-batch; raises as `read_session` does."""
    return read_session(path).session


def read_session(path: str | os.PathLike) -> LoadedSession:
    """The session in a file, and what lies beside it there.

    Raises
    ------
    FileError
        When the file cannot be read.
    ExportError, ExperimentError
        When it is no session, damaged, or written by a newer playground.
    """
    archive = _opened(path)
    try:
        return _loaded(archive)
    except (ExportError, ExperimentError) as error:
        named = archive.name in str(error)
        raise error if named else ExportError(f"'{archive.name}' is damaged: {error}") from None
    except (ValueError, KeyError, TypeError, LookupError, ArithmeticError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
        raise ExportError(f"'{archive.name}' is damaged: {problem}.") from None
    except (MemoryError, RecursionError):
        raise ExportError(f"'{archive.name}' asks for more memory than there is.") from None


def _opened(path: str | os.PathLike) -> Archive:
    return Archive(read_bounded(path, LARGEST_FILE), Path(path).name)


# ---------------------------------------------------------------------- writing


def _members(session: Session) -> dict[str, bytes]:
    state = session.state()
    trainer, early = state["trainer"], state["early_stopping"]
    about = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "progress": {name: trainer[name] for name in _COUNTERS},
        "early_stopping": early and _without_infinity(early),
        "stop": state["stop"] and dataclasses.asdict(state["stop"]),
        "data": description(session.dataset),
    }
    optimizer = {
        "memory": trainer["vectors"],
        "order": trainer["order"],
        "best_theta": early["theta"] if early else np.empty(0),
    }
    optimizer |= {there: trainer[name] for name, there in _GRAM.items() if trainer[name].size}
    random = {"shuffling": trainer["rng"], "dropout": trainer["dropout_rng"]}
    members = {
        "session.json": _json(about),
        "experiment.toml": codec.dumps(session.spec).encode(),
        "data.csv": _data_text(session.dataset),
        "split.npz": npz(split_arrays(session.dataset, session.split)),
        "weights.npz": as_npz(Predictor.of(session)),
        "optimizer.npz": npz(optimizer),
        "random_state.json": _json(random),
        "history.csv": history_csv(session.history).encode(),
        "batch_costs.npz": npz({"cost": session.history.batch_costs}),
    }
    if taken := session.initial_weights:
        members[_BEGINNING] = npz({"theta": taken.theta, "origin": np.array(taken.origin)})
    return members


def _data_text(dataset: Dataset) -> bytes:
    if dataset not in _data_texts:
        _data_texts[dataset] = data_csv(dataset).encode()
    return _data_texts[dataset]


def _without_infinity(early: dict[str, Any]) -> dict[str, Any]:
    """The numbers of an early stopping for JSON, which has no infinity."""
    best = None if math.isinf(early["best"]) else early["best"]
    return {"best": best, "best_epoch": early["best_epoch"], "waited": early["waited"]}


def _json(content: Any) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False).encode()


# ---------------------------------------------------------------------- reading


def _loaded(archive: Archive) -> LoadedSession:
    about = _about(archive)
    spec = codec.loads(_note(archive, "experiment.toml"), f"{archive.name}: experiment.toml")
    split, data_name = _arrays(archive, "split.npz"), f"{archive.name}: data.csv"
    data = dataset_of(_text(archive, "data.csv"), about["data"], split.get("assigned"), data_name)
    division = split_of(data, split, f"{archive.name}: split.npz")
    weights = from_npz(_read(archive, "weights.npz"), f"{archive.name}: weights.npz")
    # Fitted to the data at the start of the run, which may have been drawn on since.
    session = Session(spec, data, division, (weights.scaler, weights.label_scaler))
    if _BEGINNING in archive.members:
        session.start_from(*_beginning(_arrays(archive, _BEGINNING)))
    session.restore(_state(archive, about, session, weights))
    return LoadedSession(session, past_of(archive), window_files.window_of(archive))


def _beginning(arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, str]:
    """The weights a run began with, and the name of the file they came from."""
    theta, origin = arrays["theta"], str(arrays["origin"].item())
    if theta.dtype.kind != "f" or not np.isfinite(theta).all():
        raise ValueError("the weights it began with are no finite numbers")
    if len(origin) > _LONGEST_NAME:
        raise ValueError("the file its first weights came from has no sensible name")
    return theta, origin


def _about(archive: Archive) -> dict[str, Any]:
    if "session.json" not in archive.members:
        raise ExportError(f"'{archive.name}' is a zip archive, but no session of the playground.")
    about = json.loads(_note(archive, "session.json"))
    if about["format"] != FORMAT:
        raise ExportError(f"'{archive.name}' is no session of the playground.")
    if about["version"] > VERSION:
        raise ExportError(
            f"'{archive.name}' was written by a newer playground ({about['program']}); "
            f"this one reads sessions of format {VERSION}."
        )
    return about


def _state(
    archive: Archive, about: dict[str, Any], session: Session, weights: Predictor
) -> dict[str, Any]:
    random = json.loads(_note(archive, "random_state.json"))
    optimizer = _arrays(archive, "optimizer.npz")
    theta = weights.theta_for(Predictor.of(session))
    counters = {name: _count(about["progress"], name) for name in _COUNTERS}
    costs = _arrays(archive, "batch_costs.npz")["cost"]
    evaluations = evaluations_of(_text(archive, "history.csv"), f"{archive.name}: history.csv")
    early, stop = about["early_stopping"], about["stop"]
    if early is not None:
        best = math.inf if early["best"] is None else early["best"]
        early = {**early, "best": best, "theta": optimizer["best_theta"]}
    _check(session, counters, optimizer, costs)
    trainer = {
        **counters,
        "vectors": optimizer["memory"],
        "order": optimizer["order"],
        "rng": random["shuffling"],
        "dropout_rng": random["dropout"],
    }
    trainer |= {name: optimizer[there] for name, there in _GRAM.items() if there in optimizer}
    return {
        "theta": theta,
        "trainer": trainer,
        "early_stopping": early,
        "points": MetricPoints(0, costs, evaluations),
        "stop": stop and Stop(**stop),
    }


def _check(
    session: Session,
    counters: dict[str, int],
    optimizer: dict[str, np.ndarray],
    costs: np.ndarray,
) -> None:
    """Refuse what fits no run; the engine checks shapes, and trusts the order it is given."""
    m, order, best = session.split.train.m, optimizer["order"], optimizer["best_theta"]
    if order.size and not np.array_equal(np.sort(order), np.arange(m)):
        raise ValueError("the order of the examples is no order of these examples")
    if best.size and best.shape != session.network.theta.shape:
        raise ValueError("the best weights are of another network")
    if costs.shape != (counters["steps"],) or costs.dtype != np.float64:
        raise ValueError("the history has not one cost a step")
    position, size = counters["position"], counters["present_batch_size"]
    if position and not (size and position * size < m and order.size):
        raise ValueError("the present epoch is not one of these examples")


def _count(counters: dict[str, Any], name: str) -> int:
    value = counters[name]
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(f"{name} is no count")
    return value


def _read(archive: Archive, member: str) -> bytes:
    return archive.read(member, LARGEST_MEMBER)


def _note(archive: Archive, member: str) -> str:
    return archive.read(member, LARGEST_NOTE).decode()


def _text(archive: Archive, member: str) -> str:
    return _read(archive, member).decode()


def _arrays(archive: Archive, member: str) -> dict[str, np.ndarray]:
    return arrays_of(_read(archive, member), f"{archive.name}: {member}", LARGEST_MEMBER)
