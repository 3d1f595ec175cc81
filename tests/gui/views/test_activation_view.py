"""The activation panel: g, its slope, and where the weighted sums lie."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from view_frames import frame_of, shown, with_results

from playground.engine.activations import activations
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.session import Session
from playground.gui.plotting.layers.ridgeline import histogram
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.activation import ActivationView


def watched(frame):
    """The same frame with the weighted sums of its layers."""
    session = Session(frame.run.spec, frame.run.dataset)
    sums = PreActivationsProbe().bind(session)(frame.snapshot.theta)
    return with_results(frame, {PreActivationsProbe: sums})


@pytest.fixture
def view(qapp):
    yield from shown(ActivationView(LIGHT), (400, 300))


@pytest.mark.parametrize("name", [name for name in activations if name != "softmax"])
def test_g_and_its_slope_are_those_of_the_engine(view, name):
    view.draw(watched(frame_of(network__activation=name)))
    curves = view.curves()
    z, g = curves["g"]
    np.testing.assert_allclose(g, activations[name]()(z[np.newaxis])[0])
    z, slope = curves["slope"]
    numeric = np.gradient(g, z)
    smooth = np.abs(z) > 0.1  # beside the corners at 0
    np.testing.assert_allclose(slope[smooth][1:-1], numeric[smooth][1:-1], atol=0.01)
    assert view.legend.texts[0] == f"g(z), {activations[name].label}"


def test_a_row_for_every_hidden_layer_with_its_distribution(view):
    frame = watched(frame_of(network__hidden_layers=(5, 3), epochs=20))
    view.draw(frame)
    end = view.plot.x_range[1]
    assert len(view.ridgeline.ridgeline) == 2
    for Z, ridge in zip(frame.probes[PreActivationsProbe], view.ridgeline.ridgeline):
        counts, _ = np.histogram(np.clip(Z, -end, end), bins=len(ridge.shares), range=(-end, end))
        np.testing.assert_allclose(ridge.shares, counts / counts.max(), atol=0.05)
        flat = np.mean(1 - np.tanh(Z) ** 2 < 0.05)
        assert ridge.note == f"{100 * flat:.0f} % flat"
    texts = [tick.text for tick in view.plot.left.ticks]
    assert texts[:2] == ["layer 2", "layer 1"]
    low, high = view.plot.y_range
    lowest = view.ridgeline.ridgeline[-1].base
    assert low < lowest and high > 1
    # Rows lie below the curves and do not overlap.
    first, second = view.ridgeline.ridgeline
    assert first.base + first.height <= np.nanmin(view.g.y)
    assert second.base + second.height <= first.base


def test_the_axis_reaches_as_far_as_the_sums_and_keeps_still(view):
    frame = watched(frame_of(epochs=0))
    view.draw(frame)
    assert view.plot.x_range == (-4.0, 4.0)
    far = tuple(40 * Z for Z in frame.probes[PreActivationsProbe])
    view.draw(with_results(frame, {PreActivationsProbe: far}))
    end = view.plot.x_range[1]
    assert end >= np.percentile(np.abs(np.concatenate([Z.ravel() for Z in far[:-1]])), 99.5)
    view.draw(frame)
    assert view.plot.x_range[1] == end
    view.draw(watched(frame_of(epochs=0, seed=9)))
    assert view.plot.x_range[1] < end / 4


def test_without_hidden_layers_or_sums_it_says_so(view):
    assert "will appear here" in view.summary()
    view.draw(frame_of(network__hidden_layers=(2,)))
    assert "not there yet" in view.summary()
    view.draw(watched(frame_of(network__hidden_layers=())))
    assert view.summary() == "Tanh activation; there is no hidden layer to use it."
    assert not view.ridgeline.ridgeline
    assert len(view.g.x) > 100


def test_the_summary_tells_where_g_is_flat(view):
    frame = watched(frame_of(network__hidden_layers=(4,), network__activation="relu"))
    view.draw(frame)
    dead = np.mean(frame.probes[PreActivationsProbe][0] <= 0)
    assert view.summary() == (
        f"ReLU activation; weighted sums where its slope is nearly 0: layer 1 {100 * dead:.0f} %."
    )


def test_a_diverged_network_is_shown_too(view):
    frame = watched(frame_of(network__hidden_layers=(4, 2)))
    broken = tuple(np.full_like(Z, np.nan) for Z in frame.probes[PreActivationsProbe])
    view.draw(with_results(frame, {PreActivationsProbe: broken}))
    assert [ridge.shares.max() for ridge in view.ridgeline.ridgeline] == [0, 0]


def test_the_cursor_reads_out(view):
    view.draw(watched(frame_of()))
    view.plot.pointed.emit(QPointF(1.0, 0.0))
    assert view._read_out.rows == [
        ("z", "1", "text"),
        ("g(z)", "0.7616", "text"),
        ("g′(z)", "0.42", "accent"),
    ]
    view.plot.pointed.emit(None)
    assert view._read_out.rows == []


def test_sums_are_asked_for_only_while_it_is_seen(view):
    wishes = []
    view.probes_changed.connect(lambda: wishes.append(view.needed()))
    view.hide()
    view.show()
    assert wishes == [(), (PreActivationsProbe(),)]


def test_nothing_is_counted_anew_without_new_sums(view, monkeypatch):
    frame = watched(frame_of())
    view.draw(frame)
    ridgeline = view.ridgeline.ridgeline
    snapshot = dataclasses.replace(frame.snapshot)
    view.draw(dataclasses.replace(frame, snapshot=snapshot))
    assert view.ridgeline.ridgeline is ridgeline


def test_light_and_dark_and_the_same_look_again(view):
    view.draw(watched(frame_of()))
    view.recolour(DARK)
    assert view.g.pen.color().name() == DARK.text.lower()
    view.plot.set_ranges((-1.0, 1.0), (-0.5, 0.5))
    view.plot.moved.emit()
    clone = view.clone()
    clone.draw(view.frame)
    assert clone.plot.x_range == (-1.0, 1.0)
    clone.deleteLater()
    view.fit()
    assert view.plot.x_range == (-4.0, 4.0)


def test_a_histogram_counts_what_lies_outside_at_its_ends():
    values = np.array([-9.0, 0.1, 0.1, 0.2, 5.0, np.nan, np.inf])
    np.testing.assert_allclose(histogram(values, -1, 1, 4), [1 / 3, 0, 1, 1 / 3])
    assert histogram(np.empty(0), -1, 1, 4).tolist() == [0, 0, 0, 0]
