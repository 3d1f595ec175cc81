"""Features in the window: a new run over formulas, and the way back where they do not suit."""

from __future__ import annotations

from playground.experiment.probes.surface import SurfaceProbe


def test_formulas_become_inputs_and_the_plane_stays(bench, qtbot):
    plane = bench.probes[SurfaceProbe].plane
    bench.set("data.features", "x1, x2, x1*x2")
    qtbot.waitUntil(lambda: bench.run.layer_sizes[0] == 3)
    assert bench.run.features.names == ("x1", "x2", "x1*x2")
    assert bench.probes[SurfaceProbe].plane == plane
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.layer_sizes[0] == 2)


def test_formulas_that_do_not_suit_the_next_data_can_be_dropped(bench, qtbot):
    bench.set("data.features", "x1, x2^2")
    qtbot.waitUntil(lambda: bench.run.features.names == ("x1", "x2^2"))
    bench.set("data.source", "curve")
    qtbot.waitUntil(lambda: bench.messages and bench.messages[-1] is not None)
    message = bench.messages[-1]
    assert message.sentence == "Features: there is no column 'x2'; choose from x."
    assert bench.spec.data.source.name == "moons"
    message.do()
    qtbot.waitUntil(lambda: bench.run.layer_sizes[0] == 1)
    assert bench.spec.data.source.name == "curve"
    assert bench.spec.data.features == ""


def test_an_undefined_feature_leaves_the_run_as_it_was(bench, qtbot):
    run = bench.run
    bench.set("data.features", "log(x1)")
    qtbot.waitUntil(lambda: bench.messages and bench.messages[-1] is not None)
    assert bench.messages[-1].sentence.startswith("Features: log(x1) is not a number for example ")
    assert bench.run is run and bench.spec == run.spec
