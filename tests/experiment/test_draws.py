"""Other weights on the same points, other points under the same weights, or both by the seed."""

import numpy as np
import pytest
from sessions import spec_of

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.streams import Streams
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import StudyRun
from playground.settings import replaced


def session(**settings):
    return Session(spec_of(**settings))


def same(one, other):
    """Whether points and division, initial weights, and mini-batches are the same."""
    return (
        np.array_equal(one.split.train.X, other.split.train.X),
        np.array_equal(one.network.theta, other.network.theta),
        one.trainer.rng.bit_generator.state == other.trainer.rng.bit_generator.state,
    )


def test_without_another_draw_the_streams_are_those_that_the_seed_spawns():
    spawned = np.random.SeedSequence(4).spawn(len(Streams.__dataclass_fields__))
    for name, child in zip(Streams.__dataclass_fields__, spawned):
        stream = getattr(Streams.of(ExperimentSpec()), name)
        assert stream.bit_generator.state == np.random.default_rng(child).bit_generator.state


@pytest.mark.parametrize(
    "settings, expected",
    [
        ({"weights_draw": 1}, (True, False, True)),
        ({"data_draw": 1}, (False, True, True)),
        ({"seed": 5}, (False, False, False)),
    ],
)
def test_each_draw_changes_its_own(settings, expected):
    assert same(session(), session(**settings)) == expected


def test_no_two_draws_are_the_same():
    weights = [session(weights_draw=k).network.theta for k in range(6)]
    assert len({theta.tobytes() for theta in weights}) == 6


def test_a_study_tells_draws_of_the_data_apart():
    cache = DatasetCache()
    specs = [replaced(ExperimentSpec(), "data_draw", k) for k in (0, 1)]
    runs = [StudyRun(k, "", spec.seed, spec) for k, spec in enumerate(specs)]
    for run in (*runs, *runs):
        kept, own = cache.session(run), Session(run.spec)
        np.testing.assert_array_equal(kept.split.train.X, own.split.train.X)
        np.testing.assert_array_equal(kept.network.theta, own.network.theta)
