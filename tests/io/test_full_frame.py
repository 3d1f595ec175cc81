"""A session as a frame with everything in it, and left as it was."""

import numpy as np
import pytest
from small_sessions import EXPERIMENTS, session_of

from playground.experiment.full_frame import full_frame
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.probes.surface import SurfaceProbe


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_everything_there_is_to_draw_is_there(name):
    session = session_of(EXPERIMENTS[name])
    before = session.network.theta.copy()
    frame = full_frame(session)
    sizes = session.network.layer_sizes
    assert [len(maps) for maps in frame.probes[SurfaceProbe].units] == list(sizes[1:-1])
    assert [len(Z) for Z in frame.probes[PreActivationsProbe]] == list(sizes[1:])
    assert np.allclose(
        frame.probes[SurfaceProbe].output,
        _output_over(session, frame.probes[SurfaceProbe].plane),
        atol=1e-4,
    )
    assert frame.history.batch_costs.tolist() == session.history.batch_costs.tolist()
    steps = session.trainer.steps
    assert frame.snapshot.steps == frame.history.n_steps == steps > 0
    assert np.array_equal(session.network.theta, before)
    session.network.theta[...] = 0
    session.history.add_step(1.0)
    assert np.array_equal(frame.snapshot.theta, before) and frame.history.n_steps == steps


def _output_over(session, plane):
    return session.predict(plane.points()).reshape(-1, plane.rows, plane.columns)


def test_the_plane_asked_for_is_cut_more_finely():
    session = session_of("")
    plane = Plane.around(session.dataset, cells=20)
    found = full_frame(session, [SurfaceProbe(plane)]).probes[SurfaceProbe].plane
    assert (found.x_range, found.y_range) == (plane.x_range, plane.y_range)
    assert found.columns == found.rows == 200


@pytest.mark.parametrize(("layers", "cells", "with_units"), [("[150]", 200, 1), ("[600]", 100, 1)])
def test_maps_of_many_units_are_coarser(layers, cells, with_units):
    frame = full_frame(session_of(f"network.hidden_layers = {layers}", 1))
    assert (
        frame.probes[SurfaceProbe].plane.rows == cells
        and len(frame.probes[SurfaceProbe].units) == with_units
    )


def test_of_too_many_units_there_are_no_maps():
    frame = full_frame(session_of("network.hidden_layers = [4000]", 0))
    assert frame.probes[SurfaceProbe].plane.rows == 100 and frame.probes[SurfaceProbe].units == ()
