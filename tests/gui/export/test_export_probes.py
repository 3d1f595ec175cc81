"""What an export computes of the session: what its plots need, over the plane that is on screen."""

import pytest

from playground.experiment.probes.misclassified import MisclassifiedProbe
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.probes.registry import probes
from playground.experiment.probes.surface import SurfaceProbe
from playground.gui.export.jobs import PictureJob, ReportJob
from playground.gui.export.plots import Plots


@pytest.fixture
def computed(window, monkeypatch):
    """The kinds of the probes that are computed for exports, one set for each."""
    from playground.gui.export import exporter

    found, full_frame = [], exporter.full_frame

    def noted(*arguments, **options):
        frame = full_frame(*arguments, **options)
        found.append(frame)
        return frame

    monkeypatch.setattr(exporter, "full_frame", noted)
    return found


def export(window, qtbot, tmp_path, job):
    path = tmp_path / job.file
    with qtbot.waitSignal(window.playground.exporting.exporter.ended, timeout=20_000) as ended:
        window.playground.exporting.save([job], str(path))
    assert ended.args[1] is False and path.stat().st_size > 0


def test_a_plot_is_exported_without_what_others_need(window, qtbot, tmp_path, computed):
    export(window, qtbot, tmp_path, PictureJob.of("cost", "png"))
    export(window, qtbot, tmp_path, PictureJob.of("activation", "csv"))
    export(window, qtbot, tmp_path, PictureJob.of("network", "svg"))
    kinds = [set(frame.probes) for frame in computed]
    assert kinds == [set(), {PreActivationsProbe}, {SurfaceProbe}]


def test_a_report_has_all_it_shows(window, qtbot, tmp_path, computed):
    export(window, qtbot, tmp_path, ReportJob.of("html"))
    (frame,) = computed
    assert {SurfaceProbe, PreActivationsProbe} <= set(frame.probes)
    assert MisclassifiedProbe not in frame.probes  # of pictures only
    assert frame.probes[SurfaceProbe].units


def test_the_network_is_drawn_over_the_plane_on_screen(window, qtbot, tmp_path, computed):
    boundary = window.playground.views["boundary"]
    qtbot.waitUntil(lambda: boundary.frame is not None)
    boundary.plot.set_ranges((-0.5, 0.5), (-0.25, 0.75))
    boundary._on_moved()
    qtbot.waitUntil(lambda: boundary.axes.shown.x_range == (-0.5, 0.5))
    export(window, qtbot, tmp_path, PictureJob.of("network", "png"))
    plane = computed[0].probes[SurfaceProbe].plane
    assert (plane.x_range, plane.y_range) == ((-0.5, 0.5), (-0.25, 0.75))


def test_a_preview_may_be_of_any_plot(window, qtbot, computed):
    exporter = window.playground.exporting.exporter
    boundary = window.playground.views.get("boundary")
    qtbot.waitUntil(lambda: boundary.probes()[0].plane is not None)  # as wide as the view
    with qtbot.waitSignal(exporter.portrayed, timeout=20_000):
        exporter.portray()
    (frame,) = computed
    applying = set(probes.values()) - {MisclassifiedProbe}
    assert applying <= set(frame.probes) and Plots(frame).names
    assert frame.probes[SurfaceProbe].plane.x_range == boundary.probes()[0].plane.x_range
