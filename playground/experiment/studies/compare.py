"""Comparisons: the same start and the same mini-batches, other settings; who gets where, when."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from playground.engine.optimizers import optimizers
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.bands import median
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.study import Study, Variation, seeds_from
from playground.experiment.studies.wording import count, error_text, listed
from playground.settings import number_text

#: The learning rates among which each variation finds its own before a fair race.
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)

_RATE = "training.learning_rate"


def compare(
    spec: ExperimentSpec, variations: Sequence[Variation], seeds: int = 5, title: str = ""
) -> Study:
    """A comparison of any variations of an experiment, each with `seeds` seeds.

    Raises
    ------
    ExperimentError, SettingError
        When they make no study.
    """
    return Study("compare", spec, tuple(variations), seeds_from(spec.seed, seeds), title)


def compare_optimizers(
    spec: ExperimentSpec,
    seeds: int = 5,
    names: Sequence[str] = tuple(optimizers),
    rates: Mapping[str, float] | None = None,
) -> Study:
    """All optimizers on one experiment, from the same weights, over the same mini-batches.

    Parameters
    ----------
    spec : ExperimentSpec
        The optimizer it has keeps its constants; the others come with their defaults.
    seeds : int
        How often each runs.
    names : sequence of str
        The optimizers.
    rates : mapping of str to float, optional
        Learning rates by optimizer; the experiment's own where there is none.
    """
    rates = rates or {}
    variations = []
    for name in names:
        changes = [("training.optimizer", name)]
        if name in rates:
            changes.append((_RATE, rates[name]))
        variations.append(Variation(name, tuple(changes)))
    return compare(spec, variations, seeds, "Optimizers")


# ---------------------------------------------------------------------- a fair race


@dataclass(frozen=True)
class Pick:
    """The learning rate that was found for one variation.

    Attributes
    ----------
    label : str
        Of the variation.
    rate : float or None
        None where no rate led to a finite cost.
    cost : float
        The train cost it led to.
    at_edge : bool
        Whether it is the smallest or the largest rate tried, so that a better one may lie beyond.
    """

    label: str
    rate: float | None
    cost: float
    at_edge: bool


def tuning(study: Study, rates: Sequence[float] = RATES) -> Study:
    """The runs that find each variation of `study` its learning rate: one seed, every rate.

    Raises
    ------
    ExperimentError
        When the learning rate is what is compared.
    """
    if _RATE in study.paths:
        raise ExperimentError("the learning rate is compared already; it cannot be tuned first.")
    variations = tuple(
        variation.followed_by(Variation(f"rate {number_text(rate)}", ((_RATE, rate),)))
        for variation in study.variations
        for rate in sorted(rates)
    )
    return Study("tune", study.base, variations, study.seeds[:1], "Learning rates")


def tuned(study: Study, tuning_result: StudyResult) -> tuple[Study, tuple[Pick, ...]]:
    """`study` with the learning rates that its `tuning` found, and what they are.

    The rate with the lowest train cost at the end is picked: that is what the race is about.
    """
    records = tuning_result.records
    each = len(records) // len(study.variations)
    picks, variations = [], []
    for i, variation in enumerate(study.variations):
        own = records[i * each : (i + 1) * each]
        pick = _picked(variation.label, own)
        picks.append(pick)
        if pick.rate is not None:
            changes = (*variation.changes, (_RATE, pick.rate))
            variation = replace(variation, changes=changes)
        variations.append(variation)
    return replace(study, variations=tuple(variations)), tuple(picks)


def _picked(label: str, records: Sequence[RunRecord]) -> Pick:
    usable = [r for r in records if r.complete and math.isfinite(r.final("train_cost"))]
    if not usable:
        return Pick(label, None, math.nan, False)
    best = min(usable, key=lambda record: record.final("train_cost"))
    rate = best.member.spec.training.learning_rate
    tried = [record.member.spec.training.learning_rate for record in records]
    at_edge = len(tried) > 1 and rate in (min(tried), max(tried))
    return Pick(label, rate, best.final("train_cost"), at_edge)


def tuning_sentence(picks: Sequence[Pick], rates: Sequence[float] = RATES) -> str:
    """What was picked, and among which rates."""
    found = [f"{p.label} {number_text(p.rate)}" for p in picks if p.rate is not None]
    text = f"Learning rates tuned first, on one seed, among {listed(map(number_text, rates))}: "
    text += f"{', '.join(found)}." if found else "none led to a finite cost."
    edge = [pick.label for pick in picks if pick.at_edge]
    if edge:
        text += f" For {listed(edge)} a better rate may lie beyond those tried."
    return text


# ---------------------------------------------------------------------- what came of it


@dataclass(frozen=True)
class Row:
    """One variation in numbers: medians over its complete runs, NaN or None without any.

    Attributes
    ----------
    label : str
    runs, failed : int
        How many there are, and how many of them failed or diverged.
    train_cost, dev_cost, train_error, dev_error : float
        At the end.
    steps_to_cost : float or None
        Mini-batches until the train cost first was at or below the cost of the table; None
        where half of the runs or more never came there.
    step_seconds, examples_per_second : float
        Of one run that has the machine for itself; NaN where it was not measured.
    """

    label: str
    runs: int
    failed: int
    train_cost: float
    dev_cost: float
    train_error: float
    dev_error: float
    steps_to_cost: float | None
    step_seconds: float
    examples_per_second: float


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
    complete = [record for record in records if record.complete]
    finals = {
        name: median([record.final(name) for record in complete])
        for name in ("train_cost", "dev_cost", "train_error", "dev_error")
    }
    seconds = result.step_seconds.get(label, math.nan)
    start = next((record.start for record in records if record.start), None)
    batch = start.train_examples / start.batches_per_epoch if start else math.nan
    return Row(
        label=label,
        runs=len(records),
        failed=sum(bool(record.failure) for record in records),
        steps_to_cost=_median_steps(complete, cost),
        step_seconds=seconds,
        examples_per_second=batch / seconds if seconds else math.nan,
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
    where nothing learns.
    """
    lowest = []
    for label in result.study.labels:
        costs = [record.column("train_cost") for record in result.of(label) if record.complete]
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


def sentence(result: StudyResult) -> str:
    """What the comparison shows, in words."""
    cost = reachable_cost(result)
    rows = [row for row in table(result, cost) if math.isfinite(row.train_cost)]
    if not rows:
        return f"None of {count(len(result.records), 'run')} came to its end."
    words = []
    if len(rows) > 1:
        words.append(_best_sentence(rows, len(result.study.seeds), result.task))
        words.append(_fastest_sentence(rows, cost))
    failed = [row.label for row in table(result, cost) if row.failed]
    if failed:
        number = count(len(result.failures), "run")
        words.append(f"{number} of {listed(failed)} failed or diverged.")
    if result.cancelled:
        words.append("The study was cancelled before all runs were done.")
    return " ".join(filter(None, words))


def _best_sentence(rows: Sequence[Row], seeds: int, task: str) -> str:
    by_dev = any(math.isfinite(row.dev_error) for row in rows)
    name, what = ("dev_error", "dev error") if by_dev else ("train_cost", "train cost")
    rows = [row for row in rows if math.isfinite(getattr(row, name))]
    lowest = min(getattr(row, name) for row in rows)
    best = [row.label for row in rows if getattr(row, name) == lowest]
    value = error_text(lowest, task) if by_dev else f"{lowest:.3g}"
    over = f" (median of {count(seeds, 'seed')})" if seeds > 1 else ""
    if len(best) == len(rows):
        return f"All end with the same {what}, {value}{over}."
    verb = "ends" if len(best) == 1 else "end"
    return f"{listed(best)} {verb} with the lowest {what}, {value}{over}."


def _fastest_sentence(rows: Sequence[Row], cost: float) -> str:
    reached = {row.label: row.steps_to_cost for row in rows if row.steps_to_cost is not None}
    if not reached:
        return ""
    never = [row.label for row in rows if row.label not in reached]
    fastest, slowest = min(reached, key=reached.get), max(reached, key=reached.get)
    if reached[fastest] == reached[slowest] and not never:
        return ""
    words = f"{fastest} reaches a train cost of {number_text(cost)} first, after "
    words += f"{reached[fastest]:,.0f} steps"
    if reached[fastest] < reached[slowest]:
        words += f"; {slowest} needs {reached[slowest]:,.0f}"
    if never:
        verb = "does" if len(never) == 1 else "do"
        words += f"; {listed(never)} {verb} not get there"
    return f"{words}."
