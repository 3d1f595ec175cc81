"""Which runs of a study can run together, and how many fit into memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from playground.data.datasets import Dataset, Split
from playground.dataclass import dataclass
from playground.engine.initializers import initializers
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import StudyRun
from playground.experiment.wording import count

#: Layers of as many units keep NumPy busy by themselves: an `Ensemble` gains nothing.
_WIDE = 64

#: Bytes of a number.
_SIZES = {"float64": 8, "float32": 4}

_UNKNOWN_MEMORY = 4 << 30


@dataclass(frozen=True)
class Batch:
    """Runs of one architecture, data size and mini-batch size, to run together.

    Attributes
    ----------
    runs : tuple of StudyRun
    steps : int
        Mini-batches of all of them, if each runs to its end.
    size : int
        The memory they need together, in bytes; an estimate.
    """

    runs: tuple[StudyRun, ...]
    steps: int
    size: int


@dataclass(frozen=True)
class _Shape:
    """What a run is made of: equal `kind` may run together."""

    kind: Any
    widest: int
    steps: int
    size: int


def batches_of(
    runs: Sequence[StudyRun],
    datasets: DatasetCache,
    most: int | None = None,
    memory: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[list[Batch], tuple[str, ...]]:
    """Cut the runs of a study into batches that can run at one time.

    Parameters
    ----------
    runs : sequence of StudyRun
    datasets : DatasetCache
    most : int, optional
        Put at most so many runs into a batch, so that several workers have something to do.
    memory : int, optional
        The bytes a batch may need; a quarter of this machine's memory by default.
    cancelled : callable
        Whether to stop; what has been found until then is returned.

    Returns
    -------
    batches : list of Batch
        In the order of their first runs. A run whose data cannot be made is a batch of its
        own, which will say so when it runs.
    notices : tuple of str
        A sentence where memory forced a cut.
    """
    memory = memory or usual_memory()
    kinds: dict[Any, list[tuple[StudyRun, _Shape]]] = {}
    shapes: dict[Any, _Shape] = {}
    for run in runs:
        if cancelled():
            break
        # Seeds change what the examples are, not how many.
        key = replace(run.spec, seed=0), run.train_examples
        shape = shapes.get(key) or _shape_of(run, datasets)
        if shape.size:
            shapes[key] = shape
        together = shape.widest < _WIDE
        kinds.setdefault((shape.kind, None if together else run.index), []).append((run, shape))
    batches, needed, cut = [], 0, 0
    for alike in kinds.values():
        size = max(shape.size for _, shape in alike)
        fitting = max(1, memory // max(size, 1))
        if fitting < len(alike):
            needed, cut = max(needed, size * len(alike)), cut + 1
        chunk = min(fitting, most or fitting)
        batches += [_batch(alike[i : i + chunk]) for i in range(0, len(alike), chunk)]
    batches.sort(key=lambda batch: batch.runs[0].index)
    notices: tuple[str, ...] = ()
    if cut:
        notices = (
            f"The study was cut into {count(len(batches), 'part')} that run one after another: "
            f"all at once would need about {_bytes_text(needed)} of memory, and "
            f"{_bytes_text(memory)} may be used.",
        )
    return batches, notices


def waves_of(batches: Iterable[Batch], memory: int | None = None) -> list[list[Batch]]:
    """Parts that fit into memory side by side, wave after wave."""
    memory = memory or usual_memory()
    waves: list[list[Batch]] = []
    room = 0
    for batch in batches:
        if not waves or batch.size > room:
            waves.append([])
            room = memory
        waves[-1].append(batch)
        room -= batch.size
    return waves


def usual_memory() -> int:
    """A quarter of this machine's memory, in bytes."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    except (AttributeError, ValueError, OSError):
        return _UNKNOWN_MEMORY // 4


def _batch(alike: Sequence[tuple[StudyRun, _Shape]]) -> Batch:
    return Batch(
        tuple(run for run, _ in alike),
        sum(shape.steps for _, shape in alike),
        sum(shape.size for _, shape in alike),
    )


def _shape_of(run: StudyRun, datasets: DatasetCache) -> _Shape:
    try:
        dataset, split = datasets.dataset(run), datasets.split(run)
    except Exception:  # its run will meet the same error and tell it
        return _Shape(("no data", run.index), 0, 0, 0)
    spec = run.spec
    batch = min(spec.training.batch_size, split.train.m)
    network = replace(spec.network, initializer=initializers["zeros"]())
    kind: tuple = network, spec.data.features, dataset.task, dataset.n_x, dataset.n_y
    kind += split.train.m, split.dev.m, batch
    steps = spec.training.last_epoch(split.train.m) * -(-split.train.m // batch)
    widest = max(dataset.n_x, *spec.network.hidden_layers, dataset.n_y)
    return _Shape(kind, widest, steps, _bytes_of(run, dataset, split, batch, steps))


def _bytes_of(run: StudyRun, dataset: Dataset, split: Split, batch: int, steps: int) -> int:
    """About how much memory a run needs while it trains."""
    layers = dataset.n_x, *run.spec.network.hidden_layers, dataset.n_y
    units = sum(layers)
    parameters = sum((a + 1) * b for a, b in pairwise(layers))
    examples = split.train.m + split.dev.m
    data = 4 * (dataset.n_x + dataset.n_y) * examples  # scaled, attached, as rows, shuffled
    plans = 4 * units * (examples + batch)
    history = steps + 8 * run.spec.training.last_epoch(split.train.m)
    return _SIZES[run.spec.network.precision] * (data + plans + 12 * parameters) + 8 * history


def _bytes_text(size: int) -> str:
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB"
    return f"{max(size / (1 << 20), 0.1):,.1f} MB"
