"""Pictures and numbers saved from views, with a window and without."""

import csv
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from view_frames import flower_beds, frame_of, history_of, is_near, spec_of

from playground.atomic import FileError
from playground.experiment.full_frame import full_frame
from playground.experiment.session import Session
from playground.gui.export import picture_formats
from playground.gui.export.plots import Plots, save_plots
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.boundary.view import BoundaryView
from playground.gui.views.cost import CostView
from playground.gui.views.error import ErrorView
from playground.gui.views.registry import views

SVG = "{http://www.w3.org/2000/svg}"
CLIP, LINE = f"{SVG}clipPath", f"{SVG}polyline"

EVALUATIONS = [
    (0, 0, 0.8, 0.9, 0.5, 0.6),
    (2, 1, 0.4, 0.5, 0.2, 0.3),
    (4, 2, 0.2, 0.3, 0.1, 0.1),
]


@pytest.fixture
def frame():
    return frame_of(history=history_of([0.9, 0.8, 0.5, 0.3], EVALUATIONS))


@pytest.fixture(params=[CostView, ErrorView, BoundaryView], ids=lambda view: view.name)
def view(request, frame, qapp):
    view = request.param()
    view.draw(frame)
    widgets = set(QApplication.allWidgets())
    yield view
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(QApplication.allWidgets()) <= widgets, "making a picture left widgets behind"
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def has_color(image, role, theme=LIGHT, slack=12, step=1):
    return any(
        is_near(image.pixelColor(x, y), role, theme, slack)
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    )


def rendered(path, scale=1):
    """An SVG as other programs see it."""
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


# ---------------------------------------------------------------- PNG


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_png_has_its_size_times_the_scale(view, tmp_path, scale):
    picture_formats.save_view(view, tmp_path / "plot.png", scale=scale, size=(400, 300))
    image = QImage(str(tmp_path / "plot.png"))
    assert (image.width(), image.height()) == (400 * scale, 300 * scale)
    assert image.pixelColor(1, 1).name() == LIGHT.panel.lower()


def test_a_larger_scale_is_the_same_picture_in_finer_lines(view, tmp_path):
    for scale in (1, 2):
        picture_formats.save_view(view, tmp_path / f"{scale}.png", scale=scale)
    small = QImage(str(tmp_path / "1.png")).convertToFormat(QImage.Format.Format_RGB32)
    large = QImage(str(tmp_path / "2.png")).scaled(
        small.size(), mode=Qt.TransformationMode.SmoothTransformation
    )
    one, other = (
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
        .reshape(image.height(), image.width(), 4)[..., :3]
        .astype(float)
        for image in (small, large)
    )
    # Line widths and text in proportion: the same amount of ink, in the same places.
    assert np.abs(one - other).mean() < 3.0
    ink = [(255 - picture).mean() for picture in (one, other)]
    assert ink[0] == pytest.approx(ink[1], rel=0.06)


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_fine_lines_grow_with_the_scale(qapp, tmp_path, scale):
    view = CostView()
    view.draw(frame_of(history=history_of([0.5] * 100, [(0, 0, 1, 1, 1, 1)])))
    picture_formats.save_view(view, tmp_path / "plot.png", scale=scale)
    image = QImage(str(tmp_path / "plot.png"))
    rows = range(round(0.2 * image.height()), round(0.75 * image.height()))
    column = [image.pixelColor(round(0.4 * image.width()), y) for y in rows]
    faint = [color.lightness() for color in column if color.lightness() < 215]
    assert len(faint) == scale
    view.deleteLater()


def test_a_picture_has_the_theme_asked_for_and_leaves_the_view_alone(view, tmp_path):
    picture_formats.save_view(view, tmp_path / "plot.png", theme=DARK)
    image = QImage(str(tmp_path / "plot.png"))
    assert image.pixelColor(1, 1).name() == DARK.panel.lower()
    assert view.theme is LIGHT and view.plot.theme is LIGHT


def test_a_picture_shows_what_the_view_was_set_to(frame, qapp, tmp_path):
    view = CostView()
    view.draw(frame)
    view.set_log(True)
    view.set_beta(0.9)
    clone = view.clone()
    assert clone.plot.log_y and clone.beta == 0.9
    assert not clone.controls.isVisible()
    for widget in (view, clone):
        widget.deleteLater()


def test_a_range_chosen_by_hand_is_in_the_picture(frame, qapp):
    for make in (CostView, BoundaryView):
        view = make()
        view.draw(frame)
        view.refresh()
        view.plot.set_ranges((0.5, 1.5), (0.1, 0.4))
        view.plot.moved.emit()
        clone = view.clone()
        assert clone.plot.x_range == (0.5, 1.5) and clone.plot.y_range == (0.1, 0.4)
        for widget in (view, clone):
            widget.deleteLater()


def test_a_picture_too_large_is_refused_in_a_sentence(view, tmp_path):
    with pytest.raises(picture_formats.PictureError, match="at most 20,000 pixels"):
        picture_formats.save_view(view, tmp_path / "plot.png", scale=100)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- SVG, PDF


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_an_svg_holds_text_as_text_and_the_colours(view, tmp_path, theme):
    path = tmp_path / "plot.svg"
    picture_formats.save_view(view, path, theme=theme)
    source = path.read_text()
    assert f">{view.plot.bottom.name}<" in source.replace("\n", "") or "<text" in source
    assert "train" in source and "dev" in source
    assert view.summary() in source
    assert source.count("<image") <= (2 if view.name == "boundary" else 0)
    image = rendered(path)
    assert has_color(image, "panel", theme, slack=2, step=7)
    assert not has_color(image, "#ff00ff", slack=2, step=3)
    for role in ("class 1", "class 2") if view.name == "boundary" else ("train", "dev"):
        assert has_color(image, role, theme, slack=25)


def test_what_lies_outside_of_the_axes_is_cut_off_in_an_svg_and_nothing_else(frame, qapp, tmp_path):
    view = CostView()
    view.draw(frame)
    view.refresh()
    view.plot.set_ranges((1.0, 2.0), (0.5, 0.6))
    view.plot.moved.emit()
    picture_formats.save_view(view, tmp_path / "cost.svg")
    root = ElementTree.parse(tmp_path / "cost.svg").getroot()
    clipped = [group for group in root.iter(f"{SVG}g") if "clip-path" in group.attrib]
    names = {path.get("id"): path.find(f"{SVG}path").get("d") for path in root.iter(CLIP)}
    boxes = [names[group.get("clip-path")[5:-1]] for group in clipped if list(group.iter(LINE))]
    left, top = map(float, boxes[0].split()[0].lstrip("M").split(","))
    assert left > 40 and top > 40  # the plotting area, not the whole picture
    inside = {text for group in clipped for text in group.itertext()}
    outside = "".join(root.itertext())
    for words in ("Iteration (mini-batches)", "Cost", "train", "1", "2"):
        assert words in outside
        assert not any(words == text.strip() for text in inside)
    view.deleteLater()


def test_an_svg_shows_every_unit_of_a_network_as_it_is(qapp, tmp_path):
    plots = Plots(full_frame(Session(spec_of(network__hidden_layers=(3,)))))
    (tmp_path / "network.svg").write_bytes(plots.draw("network", picture_formats.draw_svg)())
    (tmp_path / "network.png").write_bytes(
        plots.draw("network", picture_formats.draw_png, scale=1)()
    )
    pixels = QImage(str(tmp_path / "network.png"))
    drawing = rendered(tmp_path / "network.svg", 2).scaled(
        pixels.size(), mode=Qt.TransformationMode.SmoothTransformation
    )
    one, other = (
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
        .reshape(image.height(), image.width(), 4)[..., :3]
        .astype(float)
        for image in (drawing, pixels)
    )
    # Block by block: a tile that shows something else is a small part of the whole.
    blocks = np.abs(one - other).mean(axis=2)[:360, :640].reshape(18, 20, 32, 20)
    assert blocks.mean(axis=(1, 3)).max() < 20


def test_a_picture_says_what_it_is_and_of_which_experiment(view, tmp_path):
    picture_formats.save_view(view, tmp_path / "plot.svg")
    source = (tmp_path / "plot.svg").read_text()
    assert f">{view.title}<" in source and ", epoch 2, seed " in source
    picture_formats.save_view(view, tmp_path / "plot.svg", titled=False)
    assert ", epoch 2, seed " not in (tmp_path / "plot.svg").read_text()


def test_a_pdf_is_one_page_of_the_size(view, tmp_path):
    picture_formats.save_view(view, tmp_path / "plot.pdf", size=(400, 300))
    data = (tmp_path / "plot.pdf").read_bytes()
    assert data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
    assert b"/MediaBox [0 0 300 225]" in data.replace(b".000000", b"")


# ---------------------------------------------------------------- CSV


def test_curves_stand_beside_a_common_column(frame, qapp, tmp_path):
    view = CostView()
    view.draw(frame)
    picture_formats.save_view(view, tmp_path / "cost.csv")
    with open(tmp_path / "cost.csv", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Iteration (mini-batches)", "mini-batch", "train", "dev"],
        ["0", "0.9", "0.8", "0.9"],
        ["1", "0.8", "", ""],
        ["2", "0.5", "0.4", "0.5"],
        ["3", "0.3", "", ""],
        ["4", "", "0.2", "0.3"],
    ]
    view.deleteLater()


def test_a_view_without_curves_says_so(frame, qapp, tmp_path):
    view = BoundaryView()
    view.draw(frame)
    with pytest.raises(picture_formats.PictureError, match="no curves"):
        picture_formats.save_view(view, tmp_path / "boundary.csv")
    assert list(tmp_path.iterdir()) == []
    view.deleteLater()


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_folder_that_does_not_exist_is_a_sentence(view, kind, tmp_path):
    with pytest.raises(FileError, match=r"cannot be written"):
        picture_formats.save_view(view, tmp_path / "nowhere" / f"plot.{kind}")


@pytest.mark.parametrize("kind", ["binary", "several", "regression", "one feature"])
def test_all_plots_of_a_run_are_saved_without_a_window(kind, qapp, tmp_path):
    widgets = set(QApplication.allWidgets())
    frame = {
        "binary": frame_of,
        "several": lambda: frame_of(flower_beds()),
        "regression": lambda: frame_of(data__source="plane"),
        "one feature": lambda: frame_of(data__source="curve"),
    }[kind]()
    written = save_plots(frame, tmp_path)
    shown = [name for name, view in views.items() if view.applies(frame.run)]
    names = {f"{name}.{end}" for name in shown for end in ("png", "svg")}
    assert {"cost.png", "error.svg", "boundary.png", "network.png"} <= names
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()} == names
    for path in written:
        image = QImage(str(path)) if path.suffix == ".png" else rendered(path)
        colors = {
            image.pixel(x, y)
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert len(colors) > 20
    assert set(QApplication.allWidgets()) <= widgets


def test_an_unknown_format_is_refused_before_anything_is_written(frame, qapp, tmp_path):
    with pytest.raises(picture_formats.PictureError, match="'gif' is no format"):
        save_plots(frame, tmp_path, formats=("png", "gif"))
    assert list(tmp_path.iterdir()) == []


def test_no_application_and_no_display_are_needed(tmp_path):
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from view_frames import frame_of\n"
        "from playground.gui.export.plots import save_plots\n"
        "save_plots(frame_of(), sys.argv[2], formats=('png',))\n"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    run = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parents[1]), str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    written = {path.name for path in tmp_path.iterdir()}
    assert {"boundary.png", "cost.png", "error.png", "network.png"} <= written
