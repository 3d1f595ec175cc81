"""Races as paths: where runs have been, the plane of all of them, and the cost over it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from playground.experiment.session import Session
from playground.experiment.studies import trail
from playground.experiment.studies.kinds.compare import Compare, compare, compare_optimizers
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.results import race_paths
from playground.experiment.studies.results.race_paths import RacePath, RacePlotter
from playground.experiment.studies.running import local
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.pool import process_pool
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import variations_over
from playground.experiment.text import codec

SMALL = """
data.source = {kind = "moons", samples = 60}
network.hidden_layers = [3]
training.epochs = 20
"""


def raced(study, **options):
    return run(study, trails=True, **options)


def panels_of(study, result, final=True):
    plotter = RacePlotter(DatasetCache(study.base))
    return plotter.panels([result.of(label)[0] for label in study.labels], final)


@pytest.mark.parametrize("together", [True, False])
def test_a_trail_is_where_a_session_of_that_run_was(together):
    study = compare_optimizers(codec.loads(SMALL), 2)
    if not together:  # of wide networks each trains alone
        study = compare_optimizers(codec.loads(SMALL.replace("[3]", "[64]")), 2)
    result = raced(study)
    for record in result.records:
        if record.run.seed != study.seeds[0]:
            assert record.trail is None
            continue
        session, steps = Session(record.run.spec), record.trail.steps.tolist()
        assert steps[0] == 0 and steps[-1] == record.steps and len(steps) > 30
        for step, theta in zip(steps, record.trail.thetas):
            while session.trainer.steps < step:
                session.step()
            np.testing.assert_allclose(theta, session.network.theta, rtol=1e-7, atol=1e-9)


def test_trails_come_back_from_other_processes():
    study = compare_optimizers(codec.loads(SMALL), 1)
    here = raced(study)
    with process_pool(1) as executor:
        there = raced(study, executor=executor)
    for one, other in zip(here.records, there.records):
        np.testing.assert_array_equal(one.trail.steps, other.trail.steps)
        np.testing.assert_allclose(one.trail.thetas, other.trail.thetas, rtol=1e-9)


def test_without_a_wish_nothing_is_kept():
    study = compare_optimizers(codec.loads(SMALL), 1)
    assert all(record.trail is None for record in run(study).records)


def test_trails_keep_to_their_share_of_memory(monkeypatch):
    study = compare_optimizers(codec.loads(SMALL), 1)
    size = Session(codec.loads(SMALL)).network.theta.nbytes * len(study.variations)
    monkeypatch.setattr(trail, "_BYTES", 20 * size)
    assert all(8 < len(record.trail.steps) <= 20 for record in raced(study).records)
    monkeypatch.setattr(trail, "_BYTES", 7 * size)
    assert all(record.trail is None for record in raced(study).records)


def test_the_plane_is_the_nearest_to_all_paths_and_its_costs_are_the_networks():
    study = compare_optimizers(codec.loads(SMALL + "training.l2 = 0.2"), 1)
    result = raced(study)
    (panel,) = panels_of(study, result)
    assert [path.label for path in panel.paths] == list(study.labels)
    assert [path.place for path in panel.paths] == [0, 1, 2, 3]
    thetas = np.concatenate([np.stack(record.trail.thetas) for record in result.records])
    moved = thetas - thetas.mean(axis=0)
    sizes = np.linalg.svd(moved, compute_uv=False)
    inside = panel.plane.variance_share(thetas)
    assert inside == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), rel=1e-9)
    assert f"{100 * inside:.0f} % of all paths' variance" in panel.sentence
    starts = [path.points[0] for path in panel.paths]
    np.testing.assert_allclose(starts, np.tile(starts[0], (4, 1)), atol=1e-9)
    session = Session(study.base)
    for row, column in ((0, 0), (40, 9)):
        session.network.theta = panel.plane.theta(panel.a[column], panel.b[row])
        expected = session.network.cost(*session.trainer.training_set)
        assert panel.costs[row, column] == pytest.approx(expected, rel=1e-11)


def test_different_penalties_share_the_cost_without_them():
    base = codec.loads(SMALL)
    study = compare(base, variations_over(base, "training.l2", [0.0, 3.0]), 1)
    (panel,) = panels_of(study, raced(study))
    assert "Without the penalties" in panel.sentence
    session = Session(base)
    session.network.theta = panel.plane.theta(panel.a[3], panel.b[5])
    expected = session.network.cost(*session.trainer.training_set, penalty=False)
    assert panel.costs[5, 3] == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(("preset", "number"), [("scaling", 3), ("architectures", 6)])
def test_runs_of_another_cost_stand_over_their_own(preset, number):
    text = """
        data = {source = {kind = "curve", samples = 40}}
        network.hidden_layers = []
        training = {epochs = 5, optimizer = "gd", learning_rate = 0.01}
    """
    study = StudyRequest(Compare(preset=preset), codec.loads(text), seeds=1).study
    panels = panels_of(study, raced(study))
    assert [[path.label for path in panel.paths] for panel in panels] == [
        [label] for label in study.labels[:number]
    ]
    assert "nothing is hidden" in panels[0].sentence and panels[0].plane.labels[1] == "b[1][1]"


def test_a_run_that_explodes_leaves_the_picture_as_it_is():
    base = codec.loads(
        SMALL.replace("moons", "plane").replace("[3]", "[]") + 'training.optimizer = "gd"'
    )
    study = compare(base, variations_over(base, "training.learning_rate", [0.05, 50.0]), 1)
    (panel,) = panels_of(study, raced(study))
    quiet, wild = panel.paths
    assert len(quiet.steps) > 20 and 1 <= len(wild.steps) < 5
    assert np.isfinite(panel.costs).all() and np.ptp(panel.a) < 1e4


def test_while_it_runs_paths_grow_in_one_plane_that_is_renewed_now_and_then(monkeypatch):
    monkeypatch.setattr(local, "_SLICE", 1e-4)
    monkeypatch.setattr(race_paths, "_INTERVAL", 1e-3)
    study = compare_optimizers(codec.loads(SMALL), 1)
    plotter, seen = RacePlotter(DatasetCache(study.base)), []

    def look(frame):
        records = [record for record in frame.records if record is not None]
        seen.append(plotter.panels(records) if len(records) == 4 else ())

    records = raced(study, frames=look, frame_interval=0.0).records
    shown = [panels[0] for panels in seen if panels]
    assert len(shown) > 2
    lengths = [sum(len(path.steps) for path in panel.paths) for panel in shown]
    assert lengths == sorted(lengths) and lengths[-1] > lengths[0]
    for before, after in pairwise(shown):
        assert after.plane is before.plane or after.plane.u @ before.plane.u > 0
    # In the end it lies as it does where nobody has looked on.
    plotter._panels = {
        key: replace(panel, plane=replace(panel.plane, u=-panel.plane.u, v=-panel.plane.v))
        for key, panel in plotter._panels.items()
    }
    (looked_on,), (alone,) = (
        each.panels(records, final=True)
        for each in (plotter, RacePlotter(DatasetCache(study.base)))
    )
    np.testing.assert_array_equal(looked_on.plane.u, alone.plane.u)
    np.testing.assert_array_equal(looked_on.plane.v, alone.plane.v)


def test_a_path_can_be_cut_between_two_moments():
    path = RacePath(0, "gd", np.array([0, 10, 20]), np.array([[0.0, 0], [1, 2], [3, 2]]))
    np.testing.assert_allclose(path.at(0), [[0, 0]])
    np.testing.assert_allclose(path.at(15), [[0, 0], [1, 2], [2, 2]])
    np.testing.assert_allclose(path.at(99), path.points)
