"""The past of a session in its file: what was changed by hand, and keyframes to replay from.

``changes.json`` holds the settings that the run began with, every change by hand, and what of the
keyframes is no array; ``keyframes.npz`` holds their arrays. Both may be missing: then the past of
the session begins where it was saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.engine.trainer import GENERATORS
from playground.experiment.changes import (
    Change,
    InitialWeights,
    ParameterChange,
    SettingsChange,
    ThetaChange,
)
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.recording import Keyframe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.io.archive import Archive, Member
from playground.io.errors import refusing
from playground.io.run_log.fields import finite, json_bytes, whole
from playground.io.session.state import COUNTERS, early_of, generators_of, progress_of, stop_of
from playground.limits import LARGEST_CHANGES, LARGEST_PAST, MOST_CHANGES, MOST_KEYFRAMES

_CHANGES, _KEYFRAMES = "changes.json", "keyframes.npz"
#: What a step costs, in multiplications: as many as it makes, and so many besides; and how many
#: are done in a moment.
_OVERHEAD, _MOMENT = 2_000, 2e8

#: So many keyframes are written: in a run of a million mini-batches a replay from the nearest
#: takes a tenth of a second, and so does writing them.
_KEPT = 250

_ARRAYS = ("vectors", "order", "basis", "coordinates")
_RANDOM = {name: name for name in GENERATORS}


class SessionPast:
    """What a session needs to be looked back into, as it stands now.

    Parameters
    ----------
    session : Session
        May train on meanwhile.
    """

    def __init__(self, session: Session) -> None:
        self._changes = tuple(session.changes)
        self._begun, self._dataset, _ = session.origin
        self._present = session.dataset
        self._recording = session.recording.frozen()
        self._most = _KEPT if _is_long(session) else 0

    @property
    def is_kept(self) -> bool:
        """Whether it can be kept: changes without number, or weights put in twice, are not."""
        taken = sum(isinstance(change, InitialWeights) for change in self._changes)
        return len(self._changes) <= MOST_CHANGES and taken <= 1

    def members(self) -> dict[str, Member]:
        """The members of the file; none where the past cannot be kept."""
        if not self.is_kept:
            return {}
        sources = (self._dataset, self._present)
        moments = self._recording.thinned(LARGEST_PAST, self._most)
        kept = [moment for moment in moments if moment.dataset in sources]
        about = {
            "first": self._recording.steps[0],
            "begun": codec.dumps(self._begun),
            "changes": [_change_json(change) for change in self._changes],
            "keyframes": [_keyframe_json(keyframe) for keyframe in kept],
        }
        arrays: dict[str, np.ndarray] = {}
        for number, keyframe in enumerate(kept):
            trainer, early = keyframe.state["trainer"], keyframe.state["early_stopping"]
            arrays[f"theta_{number}"] = keyframe.theta
            arrays |= {f"{name}_{number}": trainer[name] for name in _ARRAYS}
            if early is not None and early["theta"].size:
                arrays[f"best_{number}"] = early["theta"]
        for number, change in enumerate(self._changes):
            if isinstance(change, ThetaChange):
                arrays[f"change_{number}"] = change.theta
        return {_CHANGES: json_bytes(about), **({_KEYFRAMES: arrays} if arrays else {})}


def _is_long(session: Session) -> bool:
    """Whether a replay from the beginning would take more than a moment.

    Where it would not, a file needs no keyframes: they are left when time has gone by, and the
    same run should make the same file.
    """
    training, network = session.spec.training, session.network
    batch = min(training.batch_size, session.split.train.m)
    steps = session.trainer.steps - session.recording.steps[0]
    return steps * (_OVERHEAD + batch * network.n_parameters) > _MOMENT


def _change_json(change: Change) -> dict[str, Any]:
    match change:
        case SettingsChange():
            return {"step": change.step, "experiment": codec.dumps(change.spec)}
        case ParameterChange():
            return {"step": change.step, "index": change.index, "value": change.value}
        case ThetaChange():
            return {"step": change.step, "theta": True}
        case _:
            return {"step": change.step, "weights": True}


def _keyframe_json(keyframe: Keyframe) -> dict[str, Any]:
    trainer, last = keyframe.state["trainer"], keyframe.state["last_cost"]
    return {
        "evaluations": keyframe.evaluations,
        "latest": [None if np.isnan(value) else value for value in keyframe.latest],
        "changes": keyframe.changes,
        **progress_of(keyframe.state),
        "last_cost": None if np.isnan(last) else last,
        **{name: trainer[name] for name in _RANDOM},
    }


# ---------------------------------------------------------------------- reading


def read_past(archive: Archive, session: Session) -> None:
    """Give a session that was read the past that its file holds, if it holds one.

    Raises
    ------
    ExportError
        When the past is damaged or of another session, naming the member.
    """
    if _CHANGES not in archive.members:
        return
    with refusing(f"{archive.name}: {_CHANGES}"):
        about = archive.json(_CHANGES, LARGEST_CHANGES)
        first, begun = whole(about, "first"), codec.loads(about["begun"])
        if first > session.trainer.steps:
            raise ValueError(f"it begins at step {first:,} of {session.trainer.steps:,}")
        arrays = archive.arrays(_KEYFRAMES) if _KEYFRAMES in archive.members else {}
        changes = _changes_of(about["changes"], arrays, session)
        rows = about["keyframes"]
        if not isinstance(rows, list) or len(rows) > MOST_KEYFRAMES + 1:
            raise ValueError("it has no list of keyframes")
    origin = _origin_of(begun, session)
    with refusing(f"{archive.name}: {_KEYFRAMES}"):
        keyframes = [
            _keyframe_of(row, number, arrays, changes, origin, session)
            for number, row in enumerate(rows)
        ]
        steps = [keyframe.step for keyframe in keyframes]
        if steps != sorted(steps) or any(step > session.trainer.steps for step in steps):
            raise ValueError("its keyframes are not in the order of their steps")
        if first and not (keyframes and keyframes[0].step == first):
            raise ValueError("the moment it begins with is missing")
        session.remember(origin, changes, first, keyframes)


def _changes_of(rows: Any, arrays: dict[str, np.ndarray], session: Session) -> list[Change]:
    if not isinstance(rows, list) or len(rows) > MOST_CHANGES:
        raise ValueError(f"it has no list of at most {MOST_CHANGES:,} changes")
    changes = [
        _change_of(row, arrays.get(f"change_{number}"), session) for number, row in enumerate(rows)
    ]
    steps = [change.step for change in changes]
    if steps != sorted(steps) or (steps and steps[-1] > session.trainer.steps):
        raise ValueError("its changes are not in the order of their steps")
    return changes


def _change_of(row: dict[str, Any], theta: np.ndarray | None, session: Session) -> Change:
    step = whole(row, "step")
    if "experiment" in row:
        return SettingsChange(step, codec.loads(row["experiment"]))
    if "index" in row:
        index = whole(row, "index")
        if index >= session.network.n_parameters:
            raise ValueError(f"there is no parameter {index:,}")
        return ParameterChange(step, index, finite(row, "value"))
    if "theta" in row:
        if theta is None or theta.shape != session.network.theta.shape:
            raise ValueError("the parameters of a change are missing")
        return ThetaChange(step, theta)
    if session.initial_weights is None:
        raise ValueError("the weights it began with are missing")
    return session.initial_weights


def _origin_of(begun: ExperimentSpec, session: Session) -> tuple[ExperimentSpec, Dataset, Split]:
    """What the session was built of; where its data were drawn on since, they are made again."""
    if begun.data.source == session.spec.data.source:
        return begun, session.dataset, session.split
    return Session(begun, recorded=False).origin


def _keyframe_of(
    row: dict[str, Any],
    number: int,
    arrays: dict[str, np.ndarray],
    changes: Sequence[Change],
    origin: tuple[ExperimentSpec, Dataset, Split],
    session: Session,
) -> Keyframe:
    done, latest = whole(row, "changes"), row["latest"]
    if done > len(changes) or len(latest) != len(EVALUATION_COLUMNS):
        raise ValueError("a keyframe does not fit the changes")
    settings = [c.spec for c in changes[:done] if isinstance(c, SettingsChange)]
    spec = settings[-1] if settings else origin[0]
    _, dataset, split = origin
    if spec.data.source != origin[0].data.source:
        dataset, split = session.dataset, session.split
    counters = {name: whole(row["progress"], name) for name in COUNTERS}
    early = early_of(row["early_stopping"], counters)
    if early is not None:
        early["theta"] = arrays.get(f"best_{number}", np.empty(0))
    trainer: dict[str, Any] = {name: arrays[f"{name}_{number}"] for name in _ARRAYS}
    trainer |= counters | generators_of(row, _RANDOM, session)
    state = {
        "theta": arrays[f"theta_{number}"],
        "trainer": trainer,
        "early_stopping": early,
        "stop": stop_of(row["stop"], session),
        "last_cost": finite(row, "last_cost"),
    }
    numbers = tuple(float("nan") if value is None else float(value) for value in latest)
    evaluations = whole(row, "evaluations", 1)
    return Keyframe(counters["steps"], evaluations, numbers, done, spec, dataset, split, state)
