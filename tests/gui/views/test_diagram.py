"""The network diagram: what is painted, what is read out, and what it asks for."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QMouseEvent, QPainter, QShortcut
from PySide6.QtWidgets import QApplication
from view_frames import flower_beds, frame_of, shown, with_results

from playground.data.datasets import Dataset, one_hot
from playground.engine.plan import blocks
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting.colours import diverging, strengths
from playground.gui.plotting.pointing import Parameter
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.diagram import strength
from playground.gui.views.diagram.parts import Bias, Link, Unit, value_of
from playground.gui.views.diagram.view import DiagramView
from playground.settings import replaced

LAYERS = "network.hidden_layers"


def watched(frame):
    """The same frame with the maps of its hidden units."""
    session = Session(frame.run.spec, frame.run.dataset)
    surface = Surface.of(session, frame.probes[SurfaceProbe].plane).map(
        frame.snapshot.theta, with_units=True
    )
    return with_results(frame, {SurfaceProbe: surface})


def trained(frame, steps=1, *, running=False):
    """A later frame of the same run: every parameter a little larger."""
    theta = frame.snapshot.theta * 1.25 + 0.01 * steps
    snapshot = dataclasses.replace(frame.snapshot, theta=theta, running=running)
    return Frame(snapshot, frame.history, frame.probes)


@pytest.fixture
def view(qapp):
    view = DiagramView(LIGHT)
    view.draw(watched(frame_of(network__hidden_layers=(4, 3))))
    yield from shown(view, (560, 300))


@pytest.fixture
def asked(view):
    """What the view asks for, in order."""
    asked = []
    for name in ("setting_edited", "pointed", "parameter_edited"):
        getattr(view, name).connect(lambda *values, name=name: asked.append((name, *values)))
    view.refused.connect(lambda sentence: asked.append(("refused", sentence)))
    return asked


def place(view, part):
    return QPointF(*view.canvas.layout_.centre(part))


def move(view, at):
    no, free = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, view.canvas.mapToGlobal(at), no, no, free)
    QApplication.sendEvent(view.canvas, event)


def click(view, qtbot, at):
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())


def pixel(view, x, y):
    return view.canvas.grab().toImage().pixelColor(round(x), round(y))


def tile(view, unit):
    maps = view.canvas.picture.maps
    return maps.image.copy(maps.source(unit).toRect())


# -------------------------------------------------------------------- what is painted


def test_every_unit_link_and_bias_is_there(view):
    layout = view.canvas.layout_
    assert layout.layer_sizes == (2, 4, 3, 1)
    assert len(layout.units) == 10
    assert len(layout.links) == 2 * 4 + 4 * 3 + 3
    assert [stepper.field.text() for stepper in view.units_row.steppers] == ["4", "3"]
    assert view.top_row.stepper.field.text() == "2"
    for unit in layout.units:
        if unit.layer:
            bias = value_of(Bias(*unit), view.frame.snapshot.theta, layout.layer_sizes)
            color = strength.colours(LIGHT)[int(strength.levels(np.array(bias)))]
            assert pixel(view, *layout.centre(Bias(*unit))).rgb() == color.rgb()


def test_a_unit_shows_what_it_computes_and_the_output_what_the_network_does(view):
    surface, table = view.frame.probes[SurfaceProbe], diverging(LIGHT)
    for unit, values in [
        (Unit(1, 2), surface.units[0][2]),
        (Unit(2, 1), surface.units[1][1]),
        (Unit(3, 0), 2 * surface.output[0] - 1),
    ]:
        picture = tile(view, unit)
        top_left, bottom_left = values[-1, 0], values[0, 0]
        for y, value in ((0, top_left), (picture.height() - 1, bottom_left)):
            expected = QColor(int(table[round((value + 1) / 2 * 255)]))
            seen = picture.pixelColor(0, y)
            assert abs(seen.red() - expected.red()) + abs(seen.blue() - expected.blue()) <= 12


def test_the_inputs_show_their_own_direction(view):
    x1, x2 = tile(view, Unit(0, 0)), tile(view, Unit(0, 1))
    last = x1.width() - 1
    # Low is blue, high is orange: x1 grows to the right, x2 upwards.
    assert x1.pixelColor(0, 5).blue() > x1.pixelColor(last, 5).blue()
    assert x1.pixelColor(0, 0) == x1.pixelColor(0, last)
    assert x2.pixelColor(5, last).blue() > x2.pixelColor(5, 0).blue()
    assert x2.pixelColor(0, 5) == x2.pixelColor(last, 5)


def test_an_input_that_is_no_axis_of_the_plane_has_nothing_to_show(view):
    view.draw(watched(frame_of(flower_beds(n_x=4), epochs=0)))
    middle = QColor(int(diverging(LIGHT)[128]))
    colors = [
        {tile(view, Unit(0, row)).pixelColor(x, y).rgb() for x in (0, 9) for y in (0, 9)}
        for row in range(4)
    ]
    plane = view.frame.probes[SurfaceProbe].plane
    for row, seen in enumerate(colors):
        if row in (plane.x_axis, plane.y_axis):
            assert len(seen) == 2
        else:
            assert seen == {middle.rgb()}


def test_images_show_what_the_first_layer_looks_for(view):
    rng = np.random.default_rng(3)
    labels = np.arange(30) % 2
    X = rng.normal(size=(16, 30)) + 4 * labels * (np.arange(16)[:, np.newaxis] < 4)
    dataset = Dataset(
        X=X,
        Y=one_hot(labels, 2),
        feature_names=tuple(f"pixel {k}" for k in range(16)),
        label_name="top row",
        class_names=("dark", "light"),
        image_shape=(4, 4),
    )
    view.draw(watched(frame_of(dataset, network__hidden_layers=(3,))))
    W = blocks(view.frame.snapshot.theta, view.frame.run.layer_sizes)[0][:-1]
    for row in range(3):
        picture, weights = tile(view, Unit(1, row)), W[:, row].reshape(4, 4)
        strongest = np.unravel_index(np.abs(weights).argmax(), (4, 4))
        y, x = ((2 * np.array(strongest) + 1) * picture.width() / 8).astype(int).tolist()
        end = diverging(LIGHT)[0 if weights[strongest] < 0 else -1]
        assert picture.pixelColor(x, y) == QColor(int(end))

    view.draw(watched(frame_of(dataset, data__features="x1, x2^2, x3")))
    assert view.canvas.layout_.layer_sizes[0] == 3


def test_width_and_colour_follow_the_weight():
    weights = np.array([-50.0, -1.0, -1e-6, 0.0, 1e-6, 1.0, 50.0, np.nan])
    levels = strength.levels(weights)
    middle = strength.LEVELS
    assert levels[0] == 0 and levels[6] == 2 * strength.LEVELS - 1
    assert levels[2] == middle - 1
    assert levels[3] == levels[4] == levels[7] == middle
    assert levels[1] + levels[5] == 2 * strength.LEVELS - 1
    widths = [pen.widthF() for pen in strength.pens(LIGHT)]
    assert widths == widths[::-1]
    assert all(a < b for a, b in zip(widths[middle:], widths[middle + 1 :]))
    colors = strength.colours(LIGHT)
    assert colors[0].blueF() > colors[0].redF() and colors[-1].redF() > colors[-1].blueF()


def test_a_link_changes_with_its_weight_while_training(view):
    link = Link(3, 0, 1)
    theta = view.frame.snapshot.theta.copy()
    sizes = view.frame.run.layer_sizes
    x, y = view.canvas.layout_.centre(link)
    seen = []
    for value in (-30.0, 30.0):
        blocks(theta, sizes)[2][1, 0] = value
        snapshot = dataclasses.replace(view.frame.snapshot, theta=theta.copy())
        view.draw(Frame(snapshot, view.frame.history, view.frame.probes))
        seen.append(pixel(view, x, y))
    assert seen[0].rgb() == strength.colours(LIGHT)[0].rgb()
    assert seen[1].rgb() == strength.colours(LIGHT)[-1].rgb()


def test_nothing_is_painted_anew_that_is_there_already(view, monkeypatch):
    maps = view.canvas.picture.maps
    surface = view.frame.probes[SurfaceProbe]
    painted = []
    paint = maps._paint
    monkeypatch.setattr(
        maps, "_paint", lambda layer, *rest: painted.append(layer) or paint(layer, *rest)
    )
    view.draw(trained(view.frame))
    assert painted == []
    newer = dataclasses.replace(surface, output=1 - surface.output)
    view.draw(with_results(view.frame, {SurfaceProbe: newer}))
    assert painted == [1, 2, 3]  # not the inputs


def test_several_classes_have_an_output_each_in_its_colour(view):
    frame = watched(frame_of(flower_beds(classes=3), network__hidden_layers=(5,), epochs=60))
    view.draw(frame)
    assert view.canvas.picture.names.outputs == ("rose", "lily", "iris")
    assert view.canvas.picture.names.inputs[0] == "petal 1"
    surface, tables = frame.probes[SurfaceProbe], strengths(LIGHT, 3)
    for k in range(3):
        sure = np.unravel_index(surface.output[k].argmax(), surface.output[k].shape)
        picture = tile(view, Unit(2, k))
        y = picture.height() - 1 - int(sure[0] * picture.height() / surface.plane.rows)
        x = int(sure[1] * picture.width() / surface.plane.columns)
        seen, full = picture.pixelColor(x, y), QColor(int(tables[k, -1]))
        assert abs(seen.hslHue() - full.hslHue()) <= 4


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "linear"])
def test_units_of_any_range_use_the_whole_scale(view, activation):
    view.draw(watched(frame_of(network__hidden_layers=(6,), network__activation=activation)))
    colors = {tile(view, Unit(1, row)).pixelColor(0, 0).rgb() for row in range(6)}
    assert len(colors) > 1


def test_units_without_maps_are_plain_until_they_come(view, qtbot):
    wishes = []
    view.probes_changed.connect(lambda: wishes.append(view.needed()))
    view.draw(frame_of(network__hidden_layers=(2,)))
    assert tile(view, Unit(1, 0)).pixelColor(3, 3) == QColor(LIGHT.hover)
    view.draw(watched(view.frame))
    assert tile(view, Unit(1, 0)).pixelColor(3, 3) != QColor(LIGHT.hover)
    view.hide()
    view.show()
    assert wishes == [(), (SurfaceProbe(units=True),)]


@pytest.mark.parametrize("hidden", [(), (1,), (8,) * 6, (64, 64), (3,) * 10])
@pytest.mark.parametrize("size", [(300, 200), (560, 300), (1600, 900)])
def test_any_shape_is_drawn_in_any_size(view, hidden, size):
    view.resize(*size)
    view.draw(watched(frame_of(network__hidden_layers=hidden, epochs=0)))
    QApplication.processEvents()
    layout = view.canvas.layout_
    assert layout.layer_sizes == (2, *hidden, 1)
    assert layout.width == view.canvas.width() and layout.height == view.canvas.height()
    picture = view.grab().toImage()
    assert len({picture.pixelColor(x, picture.height() // 2).rgb() for x in range(size[0])}) > 3
    assert view.top_row.stepper.field.text() == str(len(hidden))


def test_a_diverged_network_is_drawn(view):
    frame = watched(frame_of(network__hidden_layers=(3,)))
    theta = np.full_like(frame.snapshot.theta, np.nan)
    surface = frame.probes[SurfaceProbe]
    surface = dataclasses.replace(
        surface,
        output=np.full_like(surface.output, np.nan),
        units=tuple(np.full_like(maps, np.inf) for maps in surface.units),
    )
    diverged = Frame(dataclasses.replace(frame.snapshot, theta=theta), frame.history)
    view.draw(with_results(diverged, {SurfaceProbe: surface}))
    assert not view.grab().isNull()
    assert "largest" in view.summary()


def test_features_are_named_by_their_formulas(view):
    view.draw(watched(frame_of(data__features="x1^2, x1*x2, sin(x2)", epochs=0)))
    assert view.canvas.layout_.layer_sizes[0] == 3
    assert view.canvas.picture.names.inputs == view.frame.run.features.names
    square = tile(view, Unit(0, 0))
    assert square.pixelColor(0, 4) == square.pixelColor(square.width() - 1, 4)


def test_light_and_dark(view):
    corner = pixel(view, 2, 2)
    view.recolour(DARK)
    QApplication.instance().processEvents()
    picture = view.canvas.picture
    assert picture.theme is DARK
    assert QColor(picture._pens[0].color()) == strength.colours(DARK)[0]
    middle = QColor(int(diverging(DARK)[128]))
    seen = [tile(view, Unit(0, 0)).pixelColor(x, 4) for x in range(24)]
    assert min(abs(c.red() - middle.red()) for c in seen) < 12
    assert corner == pixel(view, 2, 2)  # what is transparent shows the panel, of the style sheet


def test_a_slow_screen_skips_frames_while_training_but_never_the_last(view):
    picture = view.canvas.picture
    view.canvas.paint_time = 60.0
    view.draw(trained(view.frame, running=True))
    drawn = picture._frame
    view.draw(trained(view.frame, running=True))
    assert picture._frame is drawn
    last = trained(view.frame, running=False)
    view.draw(last)
    assert picture._frame is last


# -------------------------------------------------------------------- reading out


def test_hovering_a_unit_tells_and_brings_out_its_links(view, asked):
    move(view, place(view, Unit(1, 2)))
    assert asked == [("pointed", Unit(1, 2))]
    near = view.canvas.picture._near_links()
    links = view.canvas.layout_.links
    assert {link for link, is_near in zip(links, near) if is_near} == {
        link for link in links if Unit(1, 2) in (link.source, link.target)
    }
    words = view.canvas.picture.words()
    assert words[0] == ("Unit 3 of layer 1", "")
    assert words[1][0] == "Bias"
    move(view, place(view, Unit(2, 0)))
    move(view, QPointF(3, 3))
    assert asked == [("pointed", Unit(1, 2)), ("pointed", Unit(2, 0)), ("pointed", None)]


def test_inputs_have_no_map_of_their_own_to_show(view, asked):
    move(view, place(view, Unit(0, 1)))
    assert asked == [("pointed", None)]
    assert view.canvas.picture.words() == [("Input x2", "")]


def test_hovering_a_link_reads_its_weight_out_live(view):
    link = Link(1, 0, 1)
    view.canvas.point_at(link, QPointF(100, 100))
    for frame in (view.frame, trained(view.frame)):
        view.draw(frame)
        value = value_of(link, frame.snapshot.theta, frame.run.layer_sizes)
        (ends, _), (word, number) = view.canvas.picture.words()
        assert (ends, word) == ("Input x2 → unit 1 of layer 1", "Weight")
        assert float(number.replace("−", "-")) == pytest.approx(value, rel=1e-3)


def test_a_layer_that_does_not_fit_scrolls_by_wheel(view, qtbot):
    view.draw(frame_of(network__hidden_layers=(64,)))
    before = view.canvas.layout_.columns[1].shown
    view.canvas._scroll(1, before.start + 3)
    assert view.canvas.layout_.columns[1].shown.start == 3
    assert all(link.row in range(3, 3 + len(before)) for link in view.canvas.layout_.links[:4])


# -------------------------------------------------------------------- layers and units


def test_buttons_add_and_remove_units_and_layers(view, asked, qtbot):
    first, second = view.units_row.steppers
    first.plus.click()
    second.minus.click()
    view.top_row.stepper.plus.click()
    view.top_row.stepper.minus.click()
    assert asked == [
        ("setting_edited", LAYERS, (5, 3), None),
        ("setting_edited", LAYERS, (4, 2), None),
        ("setting_edited", LAYERS, (4, 3, 3), None),
        ("setting_edited", LAYERS, (4,), None),
    ]
    assert first.field.text() == "4"  # shown is what is in force, not what is asked for


def test_quick_clicks_add_up(view, asked):
    first = view.units_row.steppers[0]
    view.setting_edited.connect(lambda path, layers, gesture: view._show_layers(layers))
    first.plus.click()
    first.plus.click()
    assert asked[-1] == ("setting_edited", LAYERS, (6, 3), None)


def test_what_the_buttons_reach_and_typing_goes_beyond(view, asked, qtbot):
    view.draw(frame_of(network__hidden_layers=(8, 1), epochs=0))
    first, second = view.units_row.steppers
    assert not first.plus.isEnabled() and first.minus.isEnabled()
    assert second.plus.isEnabled() and not second.minus.isEnabled()
    first.field.selectAll()
    qtbot.keyClicks(first.field, "200")
    qtbot.keyClick(first.field, Qt.Key.Key_Return)
    assert asked == [("setting_edited", LAYERS, (200, 1), None)]
    count = view.top_row.stepper
    count.field.selectAll()
    qtbot.keyClicks(count.field, "9")
    qtbot.keyClick(count.field, Qt.Key.Key_Return)
    assert asked[-1] == ("setting_edited", LAYERS, (8, 1, 1, 1, 1, 1, 1, 1, 1), None)
    for text in ("many", "-", "4.5"):
        count.field.setText(text)
        qtbot.keyClick(count.field, Qt.Key.Key_Return)
        assert count.field.text() == "2"
    assert len(asked) == 2
    count.field.setText("1000")
    qtbot.keyClick(count.field, Qt.Key.Key_Return)
    assert asked[-1][0] == "refused" and "between 0 and 64" in asked[-1][1]


def test_no_hidden_layer_and_back(view, asked):
    view.draw(frame_of(network__hidden_layers=(), epochs=0))
    assert view.units_row.steppers == []
    assert not view.top_row.stepper.minus.isEnabled()
    view.top_row.stepper.plus.click()
    assert asked == [("setting_edited", LAYERS, (4,), None)]


# -------------------------------------------------------------------- changing a weight


def test_a_click_on_a_link_opens_its_weight_and_enter_applies(view, asked, qtbot):
    link = Link(3, 0, 1)
    click(view, qtbot, place(view, link))
    assert view.editor.isVisible() and view.editor.part == link
    assert view.rect().contains(view.editor.geometry())
    value = value_of(link, view.frame.snapshot.theta, (2, 4, 3, 1))
    assert float(view.editor.field.text().replace("−", "-")) == pytest.approx(value, rel=1e-3)
    view.editor.field.selectAll()
    qtbot.keyClicks(view.editor.field, "-1.75")
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Return)
    # The click says which one it is, to whoever shows something of it.
    assert asked == [("pointed", Parameter(3, 0, 1)), ("parameter_edited", 3, 0, 1, -1.75)]
    assert view.editor.isVisible()
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Escape)
    assert not view.editor.isVisible()


def test_a_click_on_a_bias_opens_it_and_a_click_beside_closes(view, asked, qtbot):
    click(view, qtbot, place(view, Bias(3, 0)))
    assert view.editor.part == Bias(3, 0)
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Up)
    *edited, value = asked[-1]
    before = value_of(Bias(3, 0), view.frame.snapshot.theta, (2, 4, 3, 1))
    assert edited == ["parameter_edited", 3, 0, None]
    assert value == pytest.approx(before + 0.1, abs=1e-6)
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert asked[-1][-1] == pytest.approx(before + 0.09, abs=1e-6)
    view.editor.slider.setValue(250)
    assert asked[-1] == ("parameter_edited", 3, 0, None, 2.5)
    click(view, qtbot, QPointF(2, 2))
    assert not view.editor.isVisible()


def test_the_editor_is_live_until_a_person_types(view, qtbot):
    click(view, qtbot, place(view, Bias(2, 1)))
    field, frame = view.editor.field, trained(view.frame)
    view.draw(frame)
    now = value_of(Bias(2, 1), frame.snapshot.theta, (2, 4, 3, 1))
    assert float(field.text().replace("−", "-")) == pytest.approx(now, rel=1e-3)
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    view.draw(trained(frame))
    assert field.text() == "0.5"
    for text in ("", "zero", "inf", "nan"):
        field.setText(text)
        field.setModified(True)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert view.editor.isVisible()


def test_what_is_no_number_is_not_applied(view, asked, qtbot):
    click(view, qtbot, place(view, Bias(2, 1)))
    for text in ("", "zero", "inf", "nan", "1e999"):
        view.editor.field.selectAll()
        view.editor.field.setText(text)
        qtbot.keyClick(view.editor.field, Qt.Key.Key_Return)
    assert asked == [("pointed", Parameter(2, 1))]


def test_another_run_closes_the_editor(view, qtbot):
    click(view, qtbot, place(view, Bias(2, 1)))
    view.draw(frame_of(network__hidden_layers=(2,), epochs=0))
    assert not view.editor.isVisible()


def test_ctrl_z_in_the_editor_reaches_the_window(qtbot, view):
    undone = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), view)
    shortcut.activated.connect(lambda: undone.append(1))
    click(view, qtbot, place(view, Bias(2, 1)))
    field = view.editor.field
    view.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Z, ctrl)
    assert undone == [1]
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_Z, ctrl)  # what is being typed is taken back first
    assert undone == [1]


# -------------------------------------------------------------------- keyboard


def test_everything_is_reached_by_keyboard(view, asked, qtbot):
    canvas = view.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.walk.part == Unit(1, 0)
    assert asked == [("pointed", Unit(1, 0))]
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert asked[-1] == ("pointed", Unit(1, 1))
    assert canvas.accessibleDescription().startswith("Unit 2 of layer 1 Bias")
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert asked[-1] == ("pointed", None)
    assert canvas.walk.part == Link(2, 1, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert view.editor.part == Link(2, 1, 1)
    qtbot.keyClick(view.editor.field, Qt.Key.Key_PageUp)
    assert asked[-1][:4] == ("parameter_edited", 2, 1, 1)
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Escape)
    assert canvas.hasFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert view.editor.part == Bias(2, 1)
    qtbot.keyClick(view.editor.field, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.walk is None
    assert asked[-1] == ("pointed", None)


def test_tab_goes_along_the_layers_to_the_diagram(view):
    for layers in ((4, 3), (4, 3, 2), (5,)):
        view._show_layers(layers)
        stops, stop = [], view.top_row.stepper.minus
        while stop is not view.canvas:
            stops.append(stop.accessibleName())
            stop = stop.nextInFocusChain()
            while not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
                stop = stop.nextInFocusChain()
        fields = [name for name in stops if name.startswith("Number")]
        assert fields == ["Number of hidden layers"] + [
            f"Number of units of hidden layer {k + 1}" for k in range(len(layers))
        ]
        assert len(stops) == 3 * len(fields) + len(layers)  # and what each layer has besides


def test_walking_brings_hidden_units_in(view, qtbot):
    view.draw(frame_of(network__hidden_layers=(40,), epochs=0))
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(39):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert view.canvas.walk.part == Unit(1, 39)
    assert view.canvas.layout_.shows(Unit(1, 39))


def test_names_for_a_screen_reader(view):
    assert view.accessibleName() == "Network"
    first = view.units_row.steppers[0]
    assert first.field.accessibleName() == "Number of units of hidden layer 1"
    assert first.plus.accessibleName() == "Add one to the units of hidden layer 1"
    summary = view.summary()
    assert summary.startswith(
        "Network with 2 inputs, hidden layers of 4 and 3 units with Tanh activation and 1 output;"
    )
    theta, sizes = view.frame.snapshot.theta, (2, 4, 3, 1)
    largest = max(np.abs(block[:-1]).max() for block in blocks(theta, sizes))
    number = float(summary.rsplit(" ", 1)[1].rstrip(".").replace("−", "-"))
    assert abs(number) == pytest.approx(largest, rel=1e-3)
    view.draw(frame_of(network__hidden_layers=(), epochs=0))
    assert "no hidden layer" in view.summary()


# -------------------------------------------------------------------- pictures


def test_a_picture_holds_the_diagram_and_its_numbers(view):
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 640, 360))
    painter.end()
    colors = {image.pixelColor(x, y).rgb() for x in range(0, 640, 4) for y in range(0, 360, 4)}
    assert len(colors) > 30
    assert view.picture_size == (640, 360)


def test_a_wide_plane_is_shown_as_far_as_there_are_examples(view):
    """A circle was pinched to a line in the tiles where the plane is as wide as a view."""
    session = Session(replaced(ExperimentSpec(), "data.source", "circle"))
    for _ in range(30):
        session.step_epoch()
    around = Plane.around(session.dataset, cells=90)
    wide = dataclasses.replace(around, columns=270).with_square_cells(300, 100)
    frame = frame_of(data__source="circle")

    def pixels(plane):
        surface = Surface.of(session, plane).map(session.network.theta, with_units=True)
        view.draw(with_results(frame, {SurfaceProbe: surface}))
        tiles = [tile(view, unit) for unit in (Unit(0, 0), Unit(1, 0), Unit(3, 0))]
        return [
            [picture.pixelColor(x, y).blue() for x in range(picture.width()) for y in range(20)]
            for picture in tiles
        ]

    near = np.abs(np.subtract(pixels(around), pixels(wide)))
    assert near.mean() < 5 < np.ptp(pixels(wide))
