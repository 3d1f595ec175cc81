"""Who computes the probes: which, how often, from which examples, and in how many passes."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from playground.experiment.full_frame import full_frame
from playground.experiment.inputs.plane import Plane
from playground.experiment.probe import Probe, ProbeResults
from playground.experiment.probes.misclassified import MisclassifiedProbe
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.probes.runner import SHARE, SLICE, ProbeRunner
from playground.experiment.probes.surface import MOST_UNIT_CELLS, SurfaceProbe
from playground.experiment.probes.symptoms import SymptomsProbe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


class Clock:
    """A clock that only goes when somebody works."""

    now = 0.0

    def __call__(self):
        return self.now


CLOCK = Clock()


@dataclass(frozen=True)
class Slow(Probe[float]):
    """Says the first parameter, after so many seconds."""

    seconds: float = 0.002
    bound = 0

    def cost(self, session):
        return 5

    def bind(self, session):
        type(self).bound += 1

        def answer(theta):
            CLOCK.now += self.seconds
            return float(theta[0])

        return answer


@dataclass(frozen=True)
class Refined(Probe[tuple[float, int]]):
    """The first parameter, and how often it was refined: so many passes of so many seconds."""

    passes: int = 8
    seconds: float = 0.004

    def cost(self, session):
        return 1_000

    def bind(self, session):
        def answer(theta):
            for count in range(1, self.passes + 1):
                CLOCK.now += self.seconds
                yield float(theta[0]), count

        return answer


@dataclass(frozen=True)
class Seldom(Slow):
    """May take a hundredth of the time."""

    share = 0.01


@dataclass(frozen=True)
class OfRegression(Probe[int]):
    def applies(self, session):
        return session.dataset.task == "regression"

    def cost(self, session):
        return 0

    def bind(self, session):
        return lambda theta: 1


@pytest.fixture
def runner():
    CLOCK.now, Slow.bound = 100.0, 0
    return ProbeRunner(CLOCK)


@pytest.fixture
def session():
    return Session(ExperimentSpec())


def train(runner, session, seconds, step=0.001):
    """Look after every step for so many seconds; the results, and the share of time they took."""
    began, worked, found = CLOCK.now, 0.0, []
    while CLOCK.now < began + seconds:
        session.network.theta += 1.0
        before = CLOCK.now
        results = runner.look(session.network.theta)
        worked += CLOCK.now - before
        if results:
            found.append(results)
        CLOCK.now += step
    return found, worked / (CLOCK.now - began)


def test_what_is_cheap_is_answered_ten_times_a_second(runner, session):
    runner.begin(session)
    runner.ask([Slow(0.002)])
    found, share = train(runner, session, 10.0)
    assert len(found) == pytest.approx(10 / 0.1, rel=0.05)
    assert share == pytest.approx(0.02, rel=0.1)


def test_all_together_keep_to_their_share(runner, session):
    runner.begin(session)
    runner.ask([Slow(0.04), Refined(passes=20, seconds=0.004)])
    found, share = train(runner, session, 60.0)
    assert share == pytest.approx(SHARE, rel=0.1)
    assert all(Slow in results and Refined in results for results in found)


def test_each_has_a_cadence_of_its_own(runner, session):
    class Rare(Slow):
        interval = 1.0

    runner.begin(session)
    runner.ask([Slow(0.001), Rare(0.001)])
    found, _ = train(runner, session, 20.0)
    assert sum(Rare in results for results in found) == pytest.approx(20, abs=2)
    assert sum(Slow in results for results in found) > 150


def test_passes_are_carried_on_a_slice_at_a_time_and_belong_to_one_theta(runner, session):
    runner.begin(session)
    runner.ask([Refined(passes=8, seconds=0.004)])
    found, _ = train(runner, session, 10.0)
    counts = [results[Refined][1] for results in found]
    per_slice = int(np.ceil(SLICE / 0.004))
    assert counts[:4] == [per_slice, 2 * per_slice, 8, per_slice]
    first, again, last, anew = (results[Refined][0] for results in found[:4])
    assert first == again == last != anew


def test_at_rest_they_are_refined_to_the_end_and_not_begun_again(runner, session):
    theta = session.network.theta
    runner.begin(session)
    runner.ask([Refined(passes=60, seconds=0.004), Slow()])
    results = runner.look(theta, everything=True)
    assert results[Refined] == (theta[0], 3) and runner.unfinished
    while runner.unfinished:
        results = runner.refine()
        assert set(results) == {Refined}
    assert results[Refined] == (theta[0], 60)
    before = CLOCK.now
    assert runner.look(theta, everything=True)[Refined] == (theta[0], 60)
    assert CLOCK.now == before  # what is known of this theta is not computed again
    theta += 1
    assert runner.look(theta, everything=True)[Refined] == (theta[0], 3)


def test_who_has_time_gets_the_last_pass(runner, session):
    runner.begin(session)
    runner.ask([Refined(passes=60)])
    assert runner.finished(session.network.theta)[Refined][1] == 60


def test_what_does_not_apply_is_passed_over_until_it_does(runner, session):
    runner.begin(session)
    runner.ask([OfRegression(), Slow()])
    assert set(runner.look(session.network.theta, everything=True)) == {Slow}
    other = Session(replaced(ExperimentSpec(), "data.source", "plane"))
    runner.begin(other)
    assert set(runner.look(other.network.theta, everything=True)) == {OfRegression, Slow}


def test_the_cheapest_comes_first_whoever_asked_first(runner, session):
    runner.begin(session)
    runner.ask([Refined(), Slow()])
    assert list(runner.look(session.network.theta, everything=True)) == [Slow, Refined]


def test_a_request_that_stays_the_same_is_not_bound_again(runner, session):
    runner.begin(session)
    runner.ask([Slow()])
    runner.ask([Slow(), Refined()])
    assert Slow.bound == 1
    runner.ask([Slow(0.01)])
    assert Slow.bound == 2
    runner.begin(session)
    assert Slow.bound == 3


def test_a_new_request_is_answered_at_once(runner, session):
    runner.begin(session)
    runner.ask([Slow(0.05)])
    assert runner.look(session.network.theta) and not runner.look(session.network.theta)
    runner.ask([Slow(0.05), Refined()])
    assert Refined in runner.look(session.network.theta)


def test_other_examples_are_taken_at_once_and_the_plane_stays(runner):
    spec = replaced(ExperimentSpec(), "data.source.samples", 60)
    session = Session(spec)
    runner.begin(session)
    runner.ask([PreActivationsProbe(), SurfaceProbe(), MisclassifiedProbe()])
    theta = session.network.theta
    before = runner.look(theta)
    assert not runner.look(theta)
    fewer = session.dataset.take(np.arange(30))
    session.dataset = replace(fewer, X=3 * fewer.X)
    session.split = replace(session.split, train=session.split.train.first(20))
    after = runner.look(theta)
    assert [len(Z.T) for Z in after[PreActivationsProbe]] == [20, 20, 20]
    assert after[SurfaceProbe].plane == before[SurfaceProbe].plane
    runner.begin(session)
    anew = runner.look(theta)[SurfaceProbe].plane
    assert anew == Plane.around(session.dataset) != before[SurfaceProbe].plane


# -------------------------------------------------------------------- requests and results


def test_the_plane_somebody_chose_goes_with_the_maps_somebody_else_wants(session):
    chosen = Plane.around(session.dataset, cells=7)
    for requests in ([SurfaceProbe(chosen), SurfaceProbe(units=True)],) * 2:
        first, second = requests
        assert first.merged(second) == second.merged(first) == SurfaceProbe(chosen, units=True)


def test_a_plane_of_other_data_does_not_apply(session):
    other = Session(replaced(ExperimentSpec(), "data.source", "curve"))
    probe = SurfaceProbe(Plane.around(session.dataset))
    assert probe.applies(session) and not probe.applies(other)
    assert probe.anew() == SurfaceProbe() and SurfaceProbe().applies(other)


def test_maps_of_more_units_than_there_is_memory_for_are_left_out():
    session = Session(replaced(ExperimentSpec(), "network.hidden_layers", (900,)))
    plane = Plane.around(session.dataset)
    assert plane.rows * plane.columns * 900 > MOST_UNIT_CELLS
    bound = SurfaceProbe(plane, units=True).bind(session)
    assert bound(session.network.theta).units == ()


def test_misclassified_are_looked_for_where_classes_are_predicted_and_there_is_a_dev_set(session):
    assert MisclassifiedProbe().applies(session)
    regression = Session(replaced(ExperimentSpec(), "data.source", "plane"))
    by_hand = replaced(ExperimentSpec(), "data.division", "by_hand")
    without = Session(replaced(by_hand, "data.dev_share", 0.0))
    assert not MisclassifiedProbe().applies(regression)
    assert not MisclassifiedProbe().applies(without)


def test_of_results_the_latest_there_is_stays():
    earlier = ProbeResults({Slow: 1.0, Refined: (1.0, 1)})
    latest = ProbeResults({Slow: 2.0}).after(earlier)
    assert dict(latest) == {Slow: 2.0, Refined: (1.0, 1)}
    assert latest.get(OfRegression) is None and earlier[Slow] == 1.0


def test_a_full_frame_keeps_to_what_is_on_screen(session):
    plane = Plane.around(session.dataset, cells=20)
    zoomed = replace(plane, x_range=(0.0, 0.5))
    surface = full_frame(session, [SurfaceProbe(zoomed)]).probes[SurfaceProbe]
    assert surface.plane == zoomed.cut(200) and len(surface.units) == 2


@pytest.mark.parametrize(("seconds", "apart"), [(0.0005, 0.1), (0.5, 49.5)])
def test_a_slow_probe_is_asked_for_as_seldom_as_its_share_wants(runner, session, seconds, apart):
    runner.ask([Seldom(seconds)])
    runner.begin(session)
    theta = session.network.theta
    assert Seldom in runner.look(theta)
    answered = CLOCK.now
    CLOCK.now = answered + 0.98 * apart
    assert Seldom not in runner.look(theta)
    CLOCK.now = answered + 1.02 * apart
    assert Seldom in runner.look(theta)


def test_symptoms_may_take_a_hundredth_of_the_time():
    assert SymptomsProbe.share == 0.01
