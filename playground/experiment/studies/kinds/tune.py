"""Fair races: each variation finds its own learning rate before it is compared."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.dataclass import dataclass
from playground.experiment.errors import ExperimentError
from playground.experiment.studies.kinds.kind import StudyKind, study_kinds
from playground.experiment.studies.rates import RATE, with_rates
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation
from playground.experiment.wording import listed
from playground.settings import number_text

#: The learning rates among which each variation finds its own before a fair race.
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


@study_kinds.register("tune", label="Learning rates")
class Tune(StudyKind):
    """Trains every variation of a study with every learning rate of a small grid."""

    own_rates = False
    tabled = False
    is_step = True

    def stage(self, study: Study) -> str:
        """What it is for."""
        return "Finding each its learning rate"


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
    if RATE in study.paths:
        raise ExperimentError("the learning rate is compared already; it cannot be tuned first.")
    variations = tuple(
        variation.followed_by(Variation(f"rate {number_text(rate)}", ((RATE, rate),)))
        for variation in study.variations
        for rate in sorted(rates)
    )
    return Study(Tune.name, study.base, variations, study.seeds[:1], Tune.label)


def tuned(study: Study, tuning_result: StudyResult) -> tuple[Study, tuple[Pick, ...]]:
    """`study` with the learning rates that its `tuning` found, and what they are.

    The rate with the lowest train cost at the end is picked: that is what the race is about.
    """
    records = tuning_result.records
    each = len(records) // len(study.variations)
    picks = tuple(
        _picked(label, records[i * each : (i + 1) * each]) for i, label in enumerate(study.labels)
    )
    found = {pick.label: pick.rate for pick in picks if pick.rate is not None}
    return with_rates(study, found), picks


def _picked(label: str, records: Sequence[RunRecord]) -> Pick:
    usable = [r for r in records if r.complete and math.isfinite(r.final("train_cost"))]
    if not usable:
        return Pick(label, None, math.nan, False)
    best = min(usable, key=lambda record: record.final("train_cost"))
    rate = best.run.spec.training.learning_rate
    tried = [record.run.spec.training.learning_rate for record in records]
    at_edge = len(tried) > 1 and rate in (min(tried), max(tried))
    return Pick(label, rate, best.final("train_cost"), at_edge)


def tuning_sentence(study: Study, picks: Sequence[Pick], rates: Sequence[float] = RATES) -> str:
    """What was picked for the variations of `study`, and among which rates."""
    found = [
        f"{number_text(pick.rate)} for {study.spoken([pick.label])}"
        for pick in picks
        if pick.rate is not None
    ]
    text = f"Learning rates tuned first, on one seed, among {listed(map(number_text, rates))}: "
    text += f"{', '.join(found)}." if found else "none led to a finite cost."
    edge = [pick.label for pick in picks if pick.at_edge]
    if edge:
        text += f" For {study.spoken(edge)} a better rate may lie beyond those tried."
    return text
