"""Probes in the worker: what the window computes is what a report computes, and in passes."""

import time
from dataclasses import dataclass, fields

import numpy as np
import pytest

from playground.experiment.full_frame import full_frame
from playground.experiment.probe import Probe
from playground.experiment.probes.misclassified import MisclassifiedProbe
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


@dataclass(frozen=True)
class PassesProbe(Probe[tuple[float, int]]):
    """The first parameter and the number of the pass; a pass takes a few milliseconds."""

    passes: int = 40

    def cost(self, session):
        return 1_000

    def bind(self, session):
        def answer(theta):
            for count in range(1, self.passes + 1):
                time.sleep(0.004)
                yield float(theta[0]), count

        return answer


@pytest.fixture(params=["moons", "rings", "plane"])
def first_spec(request):
    spec = replaced(ExperimentSpec(), "data.source", request.param)
    spec = replaced(replaced(spec, "training.epochs", 2), "training.stop_after", True)
    return replaced(spec, "data.source.samples", 90)


def same(one, other):
    """Whether two results are equal, array by array."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return one == other


def test_what_the_window_shows_is_what_a_report_shows(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    session = Session(bench.spec)
    session.run()
    asked = [SurfaceProbe(), PreActivationsProbe(), MisclassifiedProbe()]
    bench.ask([probe.complete(session) for probe in asked])
    qtbot.waitUntil(lambda: PreActivationsProbe in bench.probes)
    headless = full_frame(session).probes
    applying = {type(probe) for probe in asked if probe.applies(session)}
    assert applying == set(bench.probes) <= set(headless)
    for cls in applying:
        assert same(bench.probes[cls], headless[cls]), cls
    assert headless[SurfaceProbe].units


def test_what_is_computed_in_passes_gets_better_while_nothing_else_is_to_do(bench, qtbot):
    counts = []
    bench.frame_ready.connect(lambda frame: counts.append(frame.probes.get(PassesProbe, (0, 0))[1]))
    bench.ask([SurfaceProbe(), PassesProbe(passes=200)])
    qtbot.waitUntil(lambda: bool(counts) and counts[-1] == 200, timeout=20_000)
    assert counts == sorted(counts) and len(set(counts)) > 2
    assert bench.probes[PassesProbe][0] == float(bench.snapshot.theta[0])


def test_a_command_need_not_wait_for_the_last_pass(bench, qtbot):
    bench.ask([PassesProbe(passes=10_000)])
    qtbot.waitUntil(lambda: PassesProbe in bench.probes)
    began = time.monotonic()
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    assert time.monotonic() - began < 1.0
    assert bench.probes[PassesProbe][0] == float(bench.snapshot.theta[0])


def test_while_training_passes_go_on_beside_it(bench, qtbot):
    bench.set("training.epochs", 1_000_000)
    bench.ask([PassesProbe(passes=6)])
    bench.train()
    seen = set()
    bench.frame_ready.connect(lambda frame: seen.add(frame.probes.get(PassesProbe, (0, 0))))
    qtbot.waitUntil(lambda: len({theta for theta, count in seen if count == 6}) > 2, timeout=10_000)
    bench.pause()
    qtbot.waitUntil(lambda: not bench.running)


def test_looking_back_refines_as_well(bench, qtbot):
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    bench.look_back(1)
    bench.ask([PassesProbe(passes=30)])
    qtbot.waitUntil(lambda: bench.probes.get(PassesProbe, (0, 0))[1] == 30)
    assert bench.snapshot.steps == 1
    session = Session(bench.spec)
    session.step()
    assert bench.probes[PassesProbe][0] == float(session.network.theta[0])
