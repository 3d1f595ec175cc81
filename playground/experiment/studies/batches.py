"""Which members of a study can run together, and how many fit into memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from playground.data.datasets import Dataset, Split
from playground.engine.initializers import initializers
from playground.experiment.studies.dataset_cache import DatasetCache
from playground.experiment.studies.study import Member
from playground.experiment.studies.wording import count

#: Layers of as many units keep NumPy busy by themselves: an `Ensemble` gains nothing.
_WIDE = 64

#: Bytes of a number.
_SIZES = {"float64": 8, "float32": 4}

_UNKNOWN_MEMORY = 4 << 30


@dataclass(frozen=True)
class Part:
    """Members of one architecture, data size and mini-batch size, to run together.

    Attributes
    ----------
    members : tuple of Member
    steps : int
        Mini-batches of all of them, if each runs to its end.
    size : int
        The memory they need together, in bytes; an estimate.
    """

    members: tuple[Member, ...]
    steps: int
    size: int


@dataclass(frozen=True)
class _Shape:
    """What a member is made of: equal `kind` may run together."""

    kind: Any
    widest: int
    steps: int
    size: int


def parts_of(
    members: Sequence[Member],
    supply: DatasetCache,
    most: int | None = None,
    memory: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[list[Part], tuple[str, ...]]:
    """Cut the members of a study into parts that can run at one time.

    Parameters
    ----------
    members : sequence of Member
    supply : Supply
    most : int, optional
        Put at most so many members into a part, so that several workers have something to do.
    memory : int, optional
        The bytes a part may need; a quarter of this machine's memory by default.
    cancelled : callable
        Whether to stop; what has been found until then is returned.

    Returns
    -------
    parts : list of Part
        In the order of their first members. A member whose data cannot be made is a part of its
        own, which will say so when it runs.
    notices : tuple of str
        A sentence where memory forced a cut.
    """
    memory = memory or usual_memory()
    kinds: dict[Any, list[tuple[Member, _Shape]]] = {}
    shapes: dict[Any, _Shape] = {}
    for member in members:
        if cancelled():
            break
        # Seeds change what the examples are, not how many.
        key = replace(member.spec, seed=0), member.train_examples
        shape = shapes.get(key) or _shape_of(member, supply)
        if shape.size:
            shapes[key] = shape
        together = shape.widest < _WIDE
        kinds.setdefault((shape.kind, None if together else member.index), []).append(
            (member, shape)
        )
    parts, needed, cut = [], 0, 0
    for alike in kinds.values():
        size = max(shape.size for _, shape in alike)
        fitting = max(1, memory // max(size, 1))
        if fitting < len(alike):
            needed, cut = max(needed, size * len(alike)), cut + 1
        chunk = min(fitting, most or fitting)
        parts += [_part(alike[i : i + chunk]) for i in range(0, len(alike), chunk)]
    parts.sort(key=lambda part: part.members[0].index)
    notices = ()
    if cut:
        notices = (
            f"The study was cut into {count(len(parts), 'part')} that run one after another: "
            f"all at once would need about {_bytes_text(needed)} of memory, and "
            f"{_bytes_text(memory)} may be used.",
        )
    return parts, notices


def waves_of(parts: Iterable[Part], memory: int | None = None) -> list[list[Part]]:
    """Parts that fit into memory side by side, wave after wave."""
    memory = memory or usual_memory()
    waves: list[list[Part]] = []
    room = 0
    for part in parts:
        if not waves or part.size > room:
            waves.append([])
            room = memory
        waves[-1].append(part)
        room -= part.size
    return waves


def usual_memory() -> int:
    """A quarter of this machine's memory, in bytes."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    except (AttributeError, ValueError, OSError):
        return _UNKNOWN_MEMORY // 4


def _part(alike: Sequence[tuple[Member, _Shape]]) -> Part:
    return Part(
        tuple(member for member, _ in alike),
        sum(shape.steps for _, shape in alike),
        sum(shape.size for _, shape in alike),
    )


def _shape_of(member: Member, supply: DatasetCache) -> _Shape:
    try:
        dataset, split = supply.dataset(member), supply.split(member)
    except Exception:  # its run will meet the same error and tell it
        return _Shape(("no data", member.index), 0, 0, 0)
    spec = member.spec
    batch = min(spec.training.batch_size, split.train.m)
    network = replace(spec.network, initializer=initializers["zeros"]())
    kind = network, spec.data.features, dataset.task, dataset.n_x, dataset.n_y
    kind += split.train.m, split.dev.m, batch
    steps = spec.training.epochs * -(-split.train.m // batch)
    widest = max(dataset.n_x, *spec.network.hidden_layers, dataset.n_y)
    return _Shape(kind, widest, steps, _bytes_of(member, dataset, split, batch, steps))


def _bytes_of(member: Member, dataset: Dataset, split: Split, batch: int, steps: int) -> int:
    """About how much memory a member needs while it trains."""
    layers = dataset.n_x, *member.spec.network.hidden_layers, dataset.n_y
    units = sum(layers)
    parameters = sum((a + 1) * b for a, b in pairwise(layers))
    examples = split.train.m + split.dev.m
    data = 4 * (dataset.n_x + dataset.n_y) * examples  # scaled, attached, as rows, shuffled
    plans = 4 * units * (examples + batch)
    history = steps + 8 * member.spec.training.epochs
    return _SIZES[member.spec.network.precision] * (data + plans + 12 * parameters) + 8 * history


def _bytes_text(size: int) -> str:
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB"
    return f"{max(size / (1 << 20), 0.1):,.1f} MB"
