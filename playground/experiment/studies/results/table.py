"""Who got where, when: a comparison as a table and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from playground.dataclass import dataclass
from playground.experiment.chance.differences import FEWEST_PAIRS
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.results.bands import median
from playground.experiment.studies.results.endings import cancelled_at, counted, ending
from playground.experiment.studies.results.significance import alike, alike_clause
from playground.experiment.wording import count, error_text
from playground.settings import number_text


@dataclass(frozen=True)
class Row:
    """One variation in numbers: medians over its complete runs.

    Where no run is complete they are of what its runs have reached, NaN or None without any.

    Attributes
    ----------
    label : str
    runs, complete, failed : int
        How many there are, how many of them came to their own end, and how many failed or
        diverged.
    train_cost, dev_cost, train_error, dev_error : float
        At the end.
    steps_to_cost : float or None
        Mini-batches until the train cost, which is measured at the ends of epochs, first was at
        or below the cost of the table; None where half of the runs or more never came there.
    step_seconds, examples_per_second : float
        Of one run that has the machine for itself; NaN where it was not measured.
    ended : str
        Which runs failed and why, and where others were cancelled; empty for neither.
    """

    label: str
    runs: int
    complete: int
    failed: int
    train_cost: float
    dev_cost: float
    train_error: float
    dev_error: float
    steps_to_cost: float | None
    step_seconds: float
    examples_per_second: float
    ended: str = ""


def table(result: StudyResult, cost: float | None = None) -> tuple[Row, ...]:
    """One row for each variation, in the order of the study.

    Parameters
    ----------
    result : StudyResult
    cost : float, optional
        The train cost that is to be reached; `reachable_cost` by default.
    """
    cost = reachable_cost(result) if cost is None else cost
    return tuple(_row(result, label, cost) for label in result.study.labels)


def _row(result: StudyResult, label: str, cost: float) -> Row:
    records = result.of(label)
    known = counted(records)
    finals = {
        name: median([record.final(name) for record in known])
        for name in ("train_cost", "dev_cost", "train_error", "dev_error")
    }
    seconds = result.step_seconds.get(label, math.nan)
    start = next((record.start for record in records if record.start), None)
    batch = start.train_examples / start.batches_per_epoch if start else math.nan
    return Row(
        label=label,
        runs=len(records),
        complete=sum(record.complete for record in records),
        failed=sum(bool(record.failure) for record in records),
        steps_to_cost=_median_steps(known, cost),
        step_seconds=seconds,
        examples_per_second=batch / seconds if seconds else math.nan,
        ended=ending(records),
        **finals,
    )


def _median_steps(records: Sequence[RunRecord], cost: float) -> float | None:
    steps = sorted(s if (s := r.steps_to(cost)) is not None else math.inf for r in records)
    if not steps:
        return None
    middle = (steps[(len(steps) - 1) // 2] + steps[len(steps) // 2]) / 2
    return middle if math.isfinite(middle) else None


def reachable_cost(result: StudyResult) -> float:
    """A train cost worth racing to: at least half of the variations that learn at all reach it.

    That is, in the median of their runs; rounded up to two digits, so that it can be said. NaN
    where nothing learns, where the variations have different losses, and while the study goes on.
    """
    if not result.one_loss or any(record.stop is None for record in result.records):
        return math.nan
    lowest = []
    for label in result.study.labels:
        costs = [record.column("train_cost") for record in counted(result.of(label))]
        costs = [cost for cost in costs if cost.size]
        reached = median([cost.min() for cost in costs])
        if reached < 0.9 * median([cost[0] for cost in costs]):
            lowest.append(reached)
    if not lowest:
        return math.nan
    worst = sorted(lowest)[len(lowest) // 2]
    if worst <= 0:
        return 0.0
    digit = 10.0 ** (math.floor(math.log10(worst)) - 1)
    return float(f"{math.ceil(worst / digit - 1e-9) * digit:.2g}")


# ---------------------------------------------------------------------- in words


def sentence(result: StudyResult) -> str:
    """What the comparison shows, in words."""
    cost = reachable_cost(result)
    rows = table(result, cost)
    complete = [row for row in rows if row.complete and math.isfinite(row.train_cost)]
    words = []
    if len(complete) > 1:
        words.append(_best_sentence(complete, result))
        words.append(_fastest_sentence(complete, cost, result))
    elif not complete:
        words.append(_nothing_complete(rows, result))
    failed = [row.label for row in rows if row.failed]
    if failed and (complete or result.cancelled):
        words.append(
            f"{count(len(result.failures), 'run')} {_with(failed, result)} failed or diverged."
        )
    if complete and result.cancelled:
        words.append("The study was canceled before all runs were done.")
    return " ".join(filter(None, words))


def _nothing_complete(rows: Sequence[Row], result: StudyResult) -> str:
    if not result.cancelled:
        return f"None of {count(len(result.records), 'run')} came to its end."
    at = cancelled_at(result.records)
    at = at[:1].upper() + at[1:]
    if not any(record.steps for record in result.records):
        return f"{at}."
    words = [f"{at}, before any run came to its end."]
    reached = [row for row in rows if math.isfinite(row.train_cost)]
    if len(reached) > 1:
        words.append(_best_sentence(reached, result, "so far"))
    return " ".join(words)


def _best_sentence(rows: Sequence[Row], result: StudyResult, when: str = "") -> str:
    by_dev = any(math.isfinite(row.dev_error) for row in rows)
    if not by_dev and not result.one_loss:
        return "Costs of different losses are not comparable, and there is no dev set to judge by."
    name, what = ("dev_error", "dev error") if by_dev else ("train_cost", "train cost")
    rows = [row for row in rows if math.isfinite(getattr(row, name))]
    lowest = min(getattr(row, name) for row in rows)
    best = [row.label for row in rows if getattr(row, name) == lowest]
    value = error_text(lowest, result.task) if by_dev else f"{lowest:.3g}"
    seeds, at = len(result.study.seeds), when or "at the end"
    over = f" (median of {count(seeds, 'seed')})" if seeds > 1 else ""
    if len(best) == len(rows):
        return f"The {what} {at} is the same for all, {value}{over}."
    words = f"The lowest {what} {at}, {value}{over}, is reached {_with(best, result)}."
    if when or not any(row.complete for row in rows):
        return words
    others = [row.label for row in rows if row.label not in best]
    return f"{words} {alike_clause(result, best[0], others, name)}".rstrip()


def _fastest_sentence(rows: Sequence[Row], cost: float, result: StudyResult) -> str:
    reached = {row.label: row.steps_to_cost for row in rows if row.steps_to_cost is not None}
    if not reached:
        return ""
    never = [row.label for row in rows if row.label not in reached]
    fastest, slowest = min(reached, key=reached.__getitem__), max(reached, key=reached.__getitem__)
    if reached[fastest] == reached[slowest] and not never:
        return ""
    words = f"Looked at after each epoch, a train cost of {number_text(cost)} is reached first "
    words += f"{_with([fastest], result)}, after {reached[fastest]:,.0f} steps"
    if reached[fastest] < reached[slowest]:
        words += f"; {_with([slowest], result)} it takes {reached[slowest]:,.0f}"
    if never:
        words += f"; {_with(never, result)} it is not reached"
    others, seeds = [label for label in reached if label != fastest], len(result.study.seeds)
    same = alike(result, fastest, others, partial(_steps_at_least, cost=cost))
    if not same or seeds < FEWEST_PAIRS:
        return f"{words}."
    equals = _with(same, result)
    return f"{words}. With {count(seeds, 'seed')} it may be chance that it takes more {equals}."


def _steps_at_least(record: RunRecord, cost: float) -> float:
    """Mini-batches until a cost; of a run that never came there, all it took."""
    steps = record.steps_to(cost)
    return record.steps if steps is None else steps


def _with(labels: Sequence[str], result: StudyResult) -> str:
    """Variations inside a sentence: ``"with Adam and RMSprop"``, ``"with L2 penalty 0.1"``."""
    return f"with {result.study.spoken(labels)}"
