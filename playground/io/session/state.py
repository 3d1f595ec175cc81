"""How far a session has come, as members of its file; what contradicts itself is refused.

Everything that is read here is checked, since whoever goes on from it trusts it: counters that
could not have come about, a history of another run, numbers that are none.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.experiment.cost_cells import CostCells
from playground.experiment.history import (
    DETAILED_STEPS,
    EVALUATION_COLUMNS,
    MOST_OLDER,
    MetricPoints,
    Older,
)
from playground.experiment.session import Session
from playground.experiment.stopping import REASONS, Stop
from playground.io.archive import Archive, Member
from playground.io.curves import evaluations_csv, evaluations_of
from playground.io.errors import refusing
from playground.io.prediction.predictor import Predictor
from playground.io.run_log.fields import LONGEST_SENTENCE, finite, json_bytes, one_of, text, whole
from playground.limits import LARGEST_TABLE, MOST_ROWS_AS_TEXT
from playground.settings import find

COUNTERS = ("t", "steps", "epoch", "position", "present_batch_size")

#: What a trainer calls its arrays, and the file; these are kept where full batches are gone through
#: by way of X^T X.
_GRAM = {"basis": "anchor", "coordinates": "coordinates"}
#: What a trainer calls the states of its generators, and the file.
_GENERATORS = {"rng": "shuffling", "dropout_rng": "dropout", "augmentation_rng": "augmentation"}
_OPTIMIZER, _RANDOM, _COSTS = "optimizer.npz", "random_state.json", "batch_costs.npz"
_TEXT, _TABLE = "history.csv", "history.npz"
_CELLS = ("low", "high", "mean")
_STEP, _EPOCH, _RATE = range(3)


def is_long(points: MetricPoints) -> bool:
    """Whether a history is kept in numbers in place of text."""
    return len(points.evaluations) > MOST_ROWS_AS_TEXT or points.first > 0


def progress_of(state: dict[str, Any]) -> dict[str, Any]:
    """What of a `Session.state` stands in ``session.json``."""
    early, stop = state["early_stopping"], state["stop"]
    return {
        "progress": {name: state["trainer"][name] for name in COUNTERS},
        "early_stopping": early and _without_infinity(early),
        "stop": stop and dataclasses.asdict(stop),
    }


def state_members(state: dict[str, Any]) -> dict[str, Member]:
    """The members that keep a `Session.state`, besides theta and ``session.json``."""
    trainer, early, points = state["trainer"], state["early_stopping"], state["points"]
    optimizer = {
        "memory": trainer["vectors"],
        "order": trainer["order"],
        "best_theta": early["theta"] if early else np.empty(0),
    }
    optimizer |= {there: trainer[name] for name, there in _GRAM.items() if trainer[name].size}
    random = {there: trainer[name] for name, there in _GENERATORS.items()}
    members: dict[str, Member] = {_OPTIMIZER: optimizer, _RANDOM: json_bytes(random)}
    costs = {"cost": points.batch_costs}
    if not is_long(points):
        return members | {_TEXT: evaluations_csv(points.evaluations).encode(), _COSTS: costs}
    older = points.older
    if points.first:
        costs |= {name: getattr(older.cells, name) for name in _CELLS}
        costs["width"] = np.array(older.cells.width)
    table = {
        "columns": np.array(EVALUATION_COLUMNS, dtype=np.str_),
        "evaluations": points.evaluations,
        "condensed": np.array([older.rows, older.width]),
    }
    return members | {_TABLE: table, _COSTS: costs}


def _without_infinity(early: dict[str, Any]) -> dict[str, Any]:
    """The numbers of an early stopping for JSON, which has no infinity."""
    best = None if math.isinf(early["best"]) else early["best"]
    return {"best": best, "best_epoch": early["best_epoch"], "waited": early["waited"]}


# ---------------------------------------------------------------------- reading


def read_state(
    archive: Archive, about: dict[str, Any], session: Session, weights: Predictor
) -> dict[str, Any]:
    """The state that `progress_of` and `state_members` wrote, for `Session.restore`.

    Raises
    ------
    ExportError
        When it is damaged, contradicts itself or is of another session, naming the member.
    """
    theta = weights.theta_for(Predictor.of(session))
    with refusing(f"{archive.name}: session.json"):
        counters = _counters(about["progress"])
        stop = stop_of(about["stop"], session)
        early = early_of(about["early_stopping"], counters)
    with refusing(f"{archive.name}: {_RANDOM}"):
        random = archive.json(_RANDOM)
        generators = generators_of(random, _GENERATORS, session)
    with refusing(f"{archive.name}: {_OPTIMIZER}"):
        optimizer = archive.arrays(_OPTIMIZER)
        _check_optimizer(session, counters, optimizer, early is not None)
    if early is not None:
        early["theta"] = optimizer["best_theta"]
    points = _points(archive)
    _check_points(archive, points, counters)
    trainer = counters | {"vectors": optimizer["memory"], "order": optimizer["order"]}
    trainer |= {name: optimizer[there] for name, there in _GRAM.items() if there in optimizer}
    return {
        "theta": theta,
        "trainer": trainer | generators,
        "early_stopping": early,
        "points": points,
        "stop": stop,
    }


def _counters(progress: dict[str, Any]) -> dict[str, int]:
    counters = {name: whole(progress, name) for name in COUNTERS}
    steps = counters["steps"]
    for name in ("t", "epoch", "position"):
        if counters[name] > steps:
            raise ValueError(f"{name} is {counters[name]:,} after {steps:,} steps")
    return counters


def stop_of(about: Any, session: Session) -> Stop | None:
    """The end that `progress_of` wrote; a `ValueError` where it is none."""
    if about is None:
        return None
    stop = Stop(
        one_of(about, "reason", REASONS),
        text(about, "sentence", LONGEST_SENTENCE),
        text({"setting": ""} | about, "setting", LONGEST_SENTENCE),
        None if about.get("value") is None else finite(about, "value"),
    )
    if stop.setting:
        find(session.spec, stop.setting)
    return stop


def early_of(about: Any, counters: dict[str, int]) -> dict[str, Any] | None:
    """The numbers of the early stopping that `progress_of` wrote, or a `ValueError`."""
    if about is None:
        return None
    best = finite(about, "best")
    found = {name: whole(about, name) for name in ("best_epoch", "waited")}
    if max(found.values()) > counters["epoch"]:
        raise ValueError(f"early stopping looks beyond epoch {counters['epoch']:,}")
    return found | {"best": math.inf if math.isnan(best) else best}


def generators_of(
    states: dict[str, Any], names: Mapping[str, str], session: Session
) -> dict[str, dict[str, Any]]:
    """The states of a trainer's generators, which `names` maps to what they are called in a file.

    A file from before there was augmentation has none for it: that one was not drawn from yet.
    """
    unused = session.trainer.augmentation_rng.bit_generator.state
    states = {names["augmentation_rng"]: unused} | states
    return {name: _generator_of(states[there]) for name, there in names.items()}


def _generator_of(state: Any) -> dict[str, Any]:
    """The state of a random generator that has been tried on one."""
    generator = np.random.default_rng(0).bit_generator
    generator.state = state
    return dict(generator.state)


def _check_optimizer(
    session: Session, counters: dict[str, int], arrays: dict[str, np.ndarray], early: bool
) -> None:
    m, order, best = session.split.train.m, arrays["order"], arrays["best_theta"]
    if order.size and not np.array_equal(np.sort(order), np.arange(m)):
        raise ValueError("the order of the examples is no order of these examples")
    if best.size and best.shape != session.network.theta.shape:
        raise ValueError("the best weights are of another network")
    if early and not np.isfinite(best).all():
        raise ValueError("the best weights are not finite numbers")
    position, size = counters["position"], counters["present_batch_size"]
    if position and not (size and position * size < m and order.size):
        raise ValueError("the present epoch is not one of these examples")


# ---------------------------------------------------------------------- the history


def _points(archive: Archive) -> MetricPoints:
    with refusing(f"{archive.name}: {_COSTS}"):
        arrays = archive.arrays(_COSTS)
        costs, cells = arrays["cost"], _cells(arrays)
    if _TABLE not in archive.members:
        name = f"{archive.name}: {_TEXT}"
        with refusing(name):
            evaluations = evaluations_of(archive.read(_TEXT, LARGEST_TABLE), name)
        return MetricPoints(cells.steps, costs, evaluations, Older(cells))
    with refusing(f"{archive.name}: {_TABLE}"):
        arrays = archive.arrays(_TABLE)
        evaluations = arrays["evaluations"]
        if tuple(arrays["columns"].tolist()) != EVALUATION_COLUMNS:
            raise ValueError("it has not the columns of a history")
        rows, width = arrays["condensed"].tolist()
        if rows % 2 or not 0 <= rows <= min(MOST_OLDER, len(evaluations)) or not _is_width(width):
            raise ValueError("what is condensed of it is not what is condensed of a history")
    return MetricPoints(cells.steps, costs, evaluations, Older(cells, rows, width))


def _cells(arrays: dict[str, np.ndarray]) -> CostCells:
    if "width" not in arrays:
        return CostCells()
    width, parts = int(arrays["width"].item()), [arrays[name] for name in _CELLS]
    cells = CostCells(width, *parts)
    shaped = all(part.shape == parts[0].shape and part.ndim == 1 for part in parts)
    numbers = all(part.dtype == np.float64 for part in parts)
    if not shaped or not numbers or not _is_width(width) or cells.steps % DETAILED_STEPS:
        raise ValueError("the costs long past are no stretches of a history")
    return cells


def _is_width(width: Any) -> bool:
    return type(width) is int and 1 < width < 2**40 and not width & (width - 1)


def _check_points(archive: Archive, points: MetricPoints, counters: dict[str, int]) -> None:
    """Refuse a history that is not that of a run which has come so far."""
    costs, rows = points.batch_costs, points.evaluations
    with refusing(f"{archive.name}: {_COSTS}"):
        known = points.first + len(costs)
        if costs.ndim != 1 or costs.dtype != np.float64 or known != counters["steps"]:
            raise ValueError("the history has not one cost a step")
    with refusing(f"{archive.name}: {_TABLE if _TABLE in archive.members else _TEXT}"):
        if rows.dtype != np.float64 or rows.ndim != 2 or rows.shape[1] != len(EVALUATION_COLUMNS):
            raise ValueError("it is no table of evaluations")
        if not len(rows):
            raise ValueError("it holds no evaluation")
        for column, most in ((_STEP, counters["steps"]), (_EPOCH, None)):
            values = rows[:, column]
            if not (np.isfinite(values).all() and (values == np.floor(values)).all()):
                raise ValueError(f"a {EVALUATION_COLUMNS[column]} in it is no whole number")
            if values.min() < 0 or (np.diff(values) < 0).any():
                raise ValueError(f"the {EVALUATION_COLUMNS[column]}s in it do not rise")
            if most is not None and values[-1] > most:
                raise ValueError(f"it goes on to step {values[-1]:,.0f} of {most:,}")
        rates = rows[:, _RATE]
        if not (np.isfinite(rates).all() and (rates >= 0).all()):
            raise ValueError("a learning rate in it is not a number")
