"""Training at the rate that the finder suggests works, on all samples and generators."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data.sources import sources
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.rate_finder import RateCurve, RateFinder, _read
from playground.experiment.studies.kinds.request import StudyRequest
from playground.settings import replaced

EPOCHS = 100

SAMPLES = sorted(path.name for path in Path(sample_data("iris.csv")).parent.glob("*.csv"))
#: What somebody has first to draw, to type or to choose is no generator.
GENERATORS = [
    name
    for name in sources
    if not sources[name].is_file and not sources[name].trains_on_few and "drawn" not in name
]


@cache
def experiment(data: str, optimizer: str) -> ExperimentSpec:
    spec = replaced(ExperimentSpec(), "training.optimizer", optimizer)
    spec = replaced(spec, "training.epochs", EPOCHS)
    source = sources["csv"](path=str(sample_data(data))) if data in SAMPLES else data
    return replaced(spec, "data.source", source)


def suggestion(spec: ExperimentSpec) -> RateCurve:
    return StudyRequest(RateFinder(), spec).carry_out().reading


def trained(spec: ExperimentSpec, rate: float) -> tuple[float, float, float]:
    """The train cost before and after training at a rate, and the dev error after."""
    session = Session(replaced(spec, "training.learning_rate", rate))
    before = session.history.latest["train_cost"]
    session.run()
    latest = session.history.latest
    error = latest["dev_error"]
    if session.dataset.task == "regression":
        error /= session.split.train.Y.std()
    return before, latest["train_cost"], error


@pytest.mark.parametrize("optimizer", ["adam", "gd"])
@pytest.mark.parametrize("data", SAMPLES + GENERATORS)
def test_training_at_the_suggestion_works(data, optimizer):
    """At least about as well as at 0.01, which is what everybody begins with."""
    spec = experiment(data, optimizer)
    found = suggestion(spec)
    assert found.low <= found.suggested < found.high
    before, cost, error = trained(spec, found.suggested)
    _, usual_cost, usual_error = trained(spec, 0.01)
    assert error <= usual_error + 0.05
    assert before - cost >= 0.9 * (before - usual_cost)


def test_what_is_learned_early_has_its_rate_where_the_cost_falls_fastest():
    """Wine at the defaults: the last rate tried is 100, and a tenth of it forgets a lot."""
    found = suggestion(experiment("wine.csv", "adam"))
    assert found.suggested <= 0.03
    assert "before the rate is too large" in found.sentence
    assert found.sentence.endswith(f"{found.suggested:g}, where it falls fastest.")


def test_the_steepest_point_is_that_of_the_curve():
    rates = np.geomspace(1e-6, 100, 400)
    costs = 1 / (1 + (rates / 0.02) ** 2) - 1e-4 * np.log10(rates)
    found = _read(rates, costs, 1.01, explodes=False)
    # The curve falls fastest against the logarithm where half of the cost is left.
    assert found.suggested == pytest.approx(0.02)
    # One that rises again has a tenth of where it is lowest.
    rising = costs + (rates / 0.2) ** 4
    found = _read(rates, rising, 1.01, explodes=True)
    lowest_at = rates[rising.argmin()]
    assert found.suggested == pytest.approx(lowest_at / 10, rel=0.5)
