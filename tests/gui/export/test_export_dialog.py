"""The export dialog of the real window: every kind of file, where it goes, what goes wrong."""

import contextlib
import csv
import errno
import importlib.util
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListWidget,
    QMenu,
    QToolTip,
)
from view_frames import is_near

from playground import atomic
from playground.experiment.text import codec
from playground.gui.app import create_window
from playground.gui.theme import DARK, LIGHT
from playground.gui.theme.data_palettes import PALETTES
from playground.io import formats
from playground.io.curves import batch_costs_csv, history_csv
from playground.io.weights.weights import load_weights

EXPERIMENTS = {
    "binary": 'data.source = {kind = "moons", samples = 60}',
    "multiclass": """
        data = {source = {kind = "spiral", samples = 60, classes = 3}, features = "x1, x2, x1*x2"}
        network.activation = {kind = "leaky_relu", beta = 0.2}
        """,
    "regression": """
        data = {source = {kind = "plane", samples = 60}, scaling = "min_max"}
        network.activation = "relu"
        """,
}
#: Some of the plots there are; the registry of views says which others.
PLOTS = {"boundary", "network", "cost", "error", "diagnosis", "activation"}


class JobContext:
    """A window that has trained a little, and what a person does in its export dialog."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.bench = window.playground.workbench
        self.exporting = window.playground.exporting

    def train(self, text, epochs=3):
        self.bench.open(
            codec.loads(text + f"\ntraining.epochs = {epochs}\ntraining.stop_after = true")
        )
        self.qtbot.waitUntil(lambda: not self.bench.busy)
        self.bench.train()
        self.qtbot.waitUntil(lambda: self.bench.snapshot.stop is not None, timeout=20_000)
        self.qtbot.waitUntil(lambda: not self.bench.running)

    def open(self, page="Plots"):
        self.window.findChild(QAction, "export").trigger()
        dialog = self.exporting.dialog
        self.qtbot.waitUntil(lambda: bool(dialog.numbers.which.keys))
        dialog.show_page(page)
        return dialog

    def save(self, path):
        """Click on save, choose a place, wait for the end; what is said then."""
        self.exporting.dialog.save.click()
        chooser = self.exporting.question.dialog
        with self.qtbot.waitSignal(self.exporting.exporter.ended, timeout=20_000) as ended:
            chooser.fileSelected.emit(str(path))
            chooser.close()
        return ended.args

    def session(self, read):
        """What a function reads off the session of the worker."""
        found = []
        self.bench.call(read).then(found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    @property
    def message(self):
        message = self.window.messages.message
        return "" if message is None else message.sentence


@pytest.fixture
def desk(qtbot):
    QSettings().clear()
    window = create_window()
    desk = JobContext(window, qtbot)
    try:
        qtbot.waitUntil(lambda: bool(window.playground.views))
        qtbot.waitUntil(lambda: desk.bench.snapshot is not None)
        desk.bench.set_pace(None)
        yield desk
    finally:
        question = desk.exporting.question
        for dialog in (question and question.dialog, desk.exporting.dialog):
            # None, or gone with what it asked about.
            with contextlib.suppress(AttributeError, RuntimeError):
                dialog.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def trained(desk):
    desk.train(EXPERIMENTS["binary"])
    return desk


# ---------------------------------------------------------------- predictions


def by_script(path, X):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.predict(X)


def by_onnx(path, X):
    onnxruntime = pytest.importorskip("onnxruntime")
    [Y] = onnxruntime.InferenceSession(path).run(["Y"], {"X": X.T})
    return Y.T


PREDICTIONS = {
    ("Weights", "npz"): lambda path, X: load_weights(path).predict(X),
    ("Weights", "json"): lambda path, X: load_weights(path).predict(X),
    ("Weights", "onnx"): by_onnx,
    ("Code", "numpy"): by_script,
}


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_what_is_exported_predicts_what_the_window_does(desk, tmp_path, experiment):
    desk.train(EXPERIMENTS[experiment])
    X = desk.bench.run.dataset.X
    expected = desk.session(lambda session: session.predict(X))
    for (page, key), predict in PREDICTIONS.items():
        dialog = desk.open(page)
        if not dialog.page.buttons[key].isEnabled():
            dialog.reject()
            continue  # ONNX, where it is not installed
        dialog.page.buttons[key].click()
        suffix = dialog.page.jobs()[0].suffix
        said, failed = desk.save(tmp_path / f"it.{suffix}")
        assert not failed and f"it.{suffix}" in said
        found = predict(tmp_path / f"it.{suffix}", X)
        assert np.allclose(found, expected, rtol=1e-6, atol=1e-6), key


@pytest.mark.parametrize("key", ["numpy_training", "keras", "pytorch"])
def test_programs_of_every_kind_are_written(trained, tmp_path, key):
    dialog = trained.open("Code")
    dialog.page.buttons[key].click()
    _, failed = trained.save(tmp_path / "program.py")
    assert not failed
    compile((tmp_path / "program.py").read_text(encoding="utf-8"), "program.py", "exec")
    assert len(list(tmp_path.iterdir())) > 1  # and the arrays it loads


def test_a_format_added_in_one_place_is_on_a_page_of_its_own(trained, tmp_path):
    shouts = formats.Group("Shouts", "code", "What is said loudly.")

    @formats.formats.register("dummy", label="Steps, shouted")
    class Dummy(formats.ExportFormat):
        """The number of steps, loudly."""

        group, title, file, suffixes = shouts, "the shouting", "shout.txt", (".txt",)

        def write(self, session, path):
            atomic.write_whole(path, f"{session.trainer.steps}!".encode())

    try:
        dialog = trained.open("Shouts")
        assert list(dialog.page.buttons) == ["dummy"]
        assert dialog.page.buttons["dummy"].text() == "Steps, shouted"
        assert dialog.page.sentences["dummy"].text() == "The number of steps, loudly."
        said, failed = trained.save(tmp_path / "it.txt")
        assert (said, failed) == ("Saved the shouting as it.txt.", False)
        assert (tmp_path / "it.txt").read_text() == f"{trained.bench.snapshot.steps}!"
    finally:
        formats.formats.discard("dummy")


def test_without_onnx_its_entry_says_how_to_get_it(desk, monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    page = desk.open("Weights").page
    assert not page.buttons["onnx"].isEnabled() and page.buttons["onnx"].isVisible()
    assert "pip install 'neural-playground[onnx]'" in page.sentences["onnx"].text()
    assert page.chosen == "npz"


# ---------------------------------------------------------------- plots


def pictured(path):
    if path.suffix == ".png":
        return QImage(str(path))
    renderer = QSvgRenderer(str(path))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("scale", [1, 4])
def test_a_plot_as_png_in_either_theme_and_any_scale(trained, tmp_path, theme, scale):
    dialog = trained.open()
    dialog.plots.which.check(["cost"])
    dialog.plots.kind.buttons["png"].click()
    dialog.plots.scale.buttons[str(scale)].click()
    dialog.plots.colours.buttons[theme.name].click()
    assert dialog.plots.pixels.text() == f"{scale * 640:,} × {scale * 400:,} pixels"
    said, failed = trained.save(tmp_path / "cost.png")
    assert (said, failed) == ("Saved the cost as cost.png.", False)
    assert trained.message == said
    image = pictured(tmp_path / "cost.png")
    assert (image.width(), image.height()) == (640 * scale, 400 * scale)
    assert image.pixelColor(1, 1).name() == theme.panel.lower()
    assert trained.window.playground.looks.theme.panel == LIGHT.panel


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_all_plots_at_once_into_a_folder(trained, tmp_path, kind):
    dialog = trained.open()
    dialog.plots.which.all.click()
    dialog.plots.kind.buttons[kind].click()
    assert dialog.save.text() == "Save all…" and not dialog.copy.isEnabled()
    folder = tmp_path / "Bilder für 図"
    folder.mkdir()
    said, failed = trained.save(folder)
    keys = dialog.plots.which.keys
    assert set(keys) >= PLOTS
    assert (said, failed) == (f"Saved {len(keys)} files in Bilder für 図.", False)
    assert {path.name for path in folder.iterdir()} == {f"{name}.{kind}" for name in keys}
    for path in folder.iterdir():
        if kind == "pdf":
            assert path.read_bytes().startswith(b"%PDF")
        else:
            image = pictured(path)
            assert is_near(image.pixelColor(1, 1), "panel", LIGHT, 2)
            colors = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(99)}
            assert len(colors) > 10, path.name
    assert not dialog.isVisible()


def test_pictures_have_the_palette_of_the_window(trained, tmp_path):
    playground = trained.window.playground
    palette = next(name for name in PALETTES if name != LIGHT.palette)
    playground.looks.recolour(LIGHT.with_palette(palette))
    dialog = trained.open()
    assert dialog.plots.jobs()[0].options["theme"] is LIGHT.with_palette(palette)
    dialog.plots.colours.buttons["dark"].click()
    assert dialog.plots.jobs()[0].options["theme"] is DARK.with_palette(palette)
    assert dialog.report.jobs()[0].theme is LIGHT.with_palette(palette)
    dialog.reject()
    playground.looks.recolour(LIGHT)


def test_images_are_offered_where_examples_are_pictures(desk, qtbot):
    from playground.assets import sample_data

    desk.window.playground.files.open_path(str(sample_data("digits.csv")))
    qtbot.waitUntil(lambda: desk.bench.run.dataset.image_shape is not None, timeout=20_000)
    assert "images" in desk.open().plots.which.keys


def test_the_preview_shows_the_plot_in_the_colours_chosen(trained, qtbot):
    dialog = trained.open()
    dialog.plots.colours.buttons["dark"].click()
    preview = dialog.plots.preview

    def color():
        return preview.grab().toImage().pixelColor(preview.rect().center())

    dialog.plots.which.list.setCurrentRow(dialog.plots.which.keys.index("diagnosis"))
    qtbot.waitUntil(lambda: is_near(color(), "panel", DARK, 30))
    dialog.plots.colours.buttons["light"].click()
    qtbot.waitUntil(lambda: is_near(color(), "panel", LIGHT, 30))


def test_nothing_checked_is_said_and_cannot_be_saved(trained):
    dialog = trained.open()
    dialog.plots.which.check([])
    assert dialog.status.text() == "Check at least one plot."
    assert not dialog.save.isEnabled()


# ---------------------------------------------------------------- numbers


def test_curves_and_histories_as_csv(trained, tmp_path):
    dialog = trained.open("Numbers")
    keys = dialog.numbers.which.keys
    assert keys[:3] == ["cost", "error", "activation"] and keys[-2:] == ["history", "batch_costs"]
    dialog.numbers.which.all.click()
    _, failed = trained.save(tmp_path)
    assert not failed
    for name, write in (("history", history_csv), ("batch_costs", batch_costs_csv)):
        expected = trained.session(lambda session, write=write: write(session.history))
        assert (tmp_path / f"{name}.csv").read_text() == expected
    with open(tmp_path / "cost.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    history = trained.bench.history
    found = [float(row["train"]) for row in rows if row["train"]]
    assert found == history.column("train_cost").tolist()
    found = [float(row["mini-batch"]) for row in rows if row["mini-batch"]]
    assert found == history.batch_costs.tolist()


def test_the_first_lines_are_shown(trained):
    dialog = trained.open("Numbers")
    dialog.numbers.which.list.setCurrentRow(dialog.numbers.which.keys.index("history"))
    assert dialog.numbers.preview.toPlainText().startswith("step,epoch,learning_rate,train_cost")


# ---------------------------------------------------------------- report


def test_a_report_as_a_page_with_name_date_and_pictures(trained, tmp_path):
    dialog = trained.open("Report")
    dialog.report.author.setText("Ada <Lovelace>")
    dialog.report.kind.buttons["html"].click()
    said, failed = trained.save(tmp_path / "report.html")
    assert (said, failed) == ("Saved the report as report.html.", False)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Ada &lt;Lovelace&gt;, " in page and "Moons: 2-8-4-1" in page
    for title in ("Decision boundary", "Cost", "Error", "Network", "Activation"):
        assert f"<figcaption>{title}</figcaption>" in page
    assert page.count("data:image/svg+xml;base64,") >= 5 and "<h2>Runs</h2>" not in page


def test_a_report_lists_the_runs_so_far(trained, tmp_path):
    trained.train('data.source = {kind = "moons", samples = 60}\ntraining.optimizer = "gd"')
    dialog = trained.open("Report")
    dialog.report.kind.buttons["html"].click()
    trained.save(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h2>Runs</h2>" in page and "Run 1" in page and "Run 2" in page
    assert "Optimizer" in page.partition("<h2>Runs</h2>")[2].partition("<h2>")[0]


def test_a_report_as_pdf(trained, tmp_path):
    dialog = trained.open("Report")
    assert dialog.report.kind.value == "pdf"
    said, failed = trained.save(tmp_path / "report.pdf")
    assert (said, failed) == ("Saved the report as report.pdf.", False)
    data = (tmp_path / "report.pdf").read_bytes()
    assert data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") >= 3


# ---------------------------------------------------------------- elsewhere


def test_a_page_leads_to_animations(trained):
    dialog = trained.open("Animation")
    assert not dialog.save.isVisible() and not dialog.copy.isVisible()
    dialog.page.button.click()
    assert not dialog.isVisible()
    animation = trained.window.playground.animations.dialog
    assert animation.isVisible()
    animation.reject()


# ---------------------------------------------------------------- what goes wrong


def theta(desk):
    return desk.session(lambda session: session.network.theta.copy())


@pytest.mark.parametrize(
    ("page", "code", "words"),
    [
        ("Plots", errno.ENOSPC, "the disk is full"),
        ("Weights", errno.EROFS, "the disk is read-only"),
        ("Report", errno.EACCES, "you are not allowed to"),
    ],
)
def test_what_cannot_be_written_is_a_sentence_in_the_dialog(
    trained, tmp_path, monkeypatch, page, code, words
):
    before = theta(trained)

    def full(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(atomic.os, "fsync", full)
    dialog = trained.open(page)
    suffix = dialog.page.jobs()[0].suffix
    (tmp_path / f"mine.{suffix}").write_bytes(b"before")
    said, failed = trained.save(tmp_path / f"mine.{suffix}")
    assert failed and words in said and f"mine.{suffix}" in said
    assert dialog.isVisible() and dialog.isEnabled() and dialog.status.text() == said
    assert [path.name for path in tmp_path.iterdir()] == [f"mine.{suffix}"]
    assert (tmp_path / f"mine.{suffix}").read_bytes() == b"before"
    assert np.array_equal(theta(trained), before)
    monkeypatch.undo()
    _, failed = trained.save(tmp_path / f"mine.{suffix}")
    assert not failed


def test_a_folder_receives_all_files_or_none(trained, tmp_path, monkeypatch):
    dialog = trained.open()
    dialog.plots.which.check(["cost", "error"])
    real = os.fsync
    calls = []

    def full_soon(handle):
        calls.append(handle)
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "full")
        real(handle)

    monkeypatch.setattr(atomic.os, "fsync", full_soon)
    said, failed = trained.save(tmp_path)
    assert failed and "the disk is full" in said and str(tmp_path / "error.png") in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_that_name_is_not_replaced_unasked(trained, tmp_path):
    (tmp_path / "cost.png").write_text("mine")
    dialog = trained.open()
    dialog.plots.which.check(["cost", "error"])
    dialog.save.click()
    trained.exporting.question.dialog.fileSelected.emit(str(tmp_path))
    box = trained.exporting.question.dialog
    assert "cost.png is in" in box.text() and not trained.exporting.exporter.busy
    box.reject()
    assert (tmp_path / "cost.png").read_text() == "mine" and dialog.isVisible()
    dialog.save.click()
    trained.exporting.question.dialog.fileSelected.emit(str(tmp_path))
    box = trained.exporting.question.dialog
    [replace] = [button for button in box.buttons() if button.text() == "Replace"]
    with trained.qtbot.waitSignal(trained.exporting.exporter.ended):
        replace.click()
    assert (tmp_path / "cost.png").read_bytes().startswith(b"\x89PNG")


def test_a_name_without_the_ending_receives_it(trained, tmp_path):
    dialog = trained.open()
    dialog.plots.which.check(["cost"])
    _, failed = trained.save(tmp_path / "mein Plot v1.2 данные")
    assert not failed
    assert [path.name for path in tmp_path.iterdir()] == ["mein Plot v1.2 данные.png"]


def test_exporting_goes_on_beside_the_training(desk, tmp_path, qtbot):
    desk.bench.set("training.epochs", 10_000_000)
    desk.bench.train()
    qtbot.waitUntil(lambda: desk.bench.running and desk.bench.snapshot.steps > 50)
    dialog = desk.open()
    dialog.plots.which.all.click()
    _, failed = desk.save(tmp_path)
    assert not failed and len(list(tmp_path.iterdir())) >= len(PLOTS)
    steps = desk.bench.snapshot.steps
    qtbot.waitUntil(lambda: desk.bench.snapshot.steps > steps)
    desk.bench.pause()
    qtbot.waitUntil(lambda: not desk.bench.running)


# ---------------------------------------------------------------- clipboard


def clipboard():
    return QGuiApplication.clipboard()


def test_the_dialog_copies_a_picture_and_numbers(trained):
    dialog = trained.open()
    dialog.plots.which.check(["boundary"])
    dialog.plots.scale.buttons["1"].click()
    dialog.copy.click()
    image = clipboard().image()
    assert (image.width(), image.height()) == (640, 560)
    dialog.show_page("Numbers")
    dialog.numbers.which.check(["error"])
    dialog.copy.click()
    assert dialog.status.text() == "It is on the clipboard."
    rows = list(csv.reader(io.StringIO(clipboard().text())))
    assert rows[0] == ["Epoch", "train", "dev"] and len(rows) == 5


def opened_menu(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_of_a_plot_copies_and_leads_to_the_dialog(trained, qtbot):
    [view] = [view for view in trained.window.playground.views if view.name == "cost"]
    place = view.plot.viewport().rect().center()
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.RightButton, pos=place)
    menu = opened_menu(qtbot)
    clipboard().clear()
    menu.copy_picture.trigger()
    assert QToolTip.text() == "The picture is on the clipboard."
    assert clipboard().image().width() == 1280
    menu.copy_numbers.trigger()
    assert clipboard().text().startswith("Iteration (mini-batches),mini-batch,train,dev\n0,")
    menu.export.trigger()
    menu.close()
    dialog = trained.exporting.dialog
    qtbot.waitUntil(lambda: dialog.plots.which.checked == ["cost"])
    assert dialog.page is dialog.plots


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_key_opens_the_menu_too(trained, qtbot):
    [view] = [view for view in trained.window.playground.views if view.name == "network"]
    reason, at = QContextMenuEvent.Reason.Keyboard, QPoint(20, 20)
    QApplication.sendEvent(view.canvas, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
    menu = opened_menu(qtbot)
    assert not menu.copy_numbers.isEnabled()  # a diagram has none
    menu.close()


def test_a_drag_with_the_right_button_opens_no_menu(trained, qtbot):
    [view] = [view for view in trained.window.playground.views if view.name == "cost"]
    port, button = view.plot.viewport(), Qt.MouseButton.RightButton
    qtbot.mousePress(port, button, pos=QPoint(60, 60))
    qtbot.mouseMove(port, QPoint(90, 80))
    qtbot.mouseRelease(port, button, pos=QPoint(90, 80))
    QApplication.processEvents()
    assert QApplication.activePopupWidget() is None


# ---------------------------------------------------------------- the next time


def test_choices_are_remembered(trained, tmp_path):
    dialog = trained.open()
    dialog.plots.which.check(["error", "network"])
    dialog.plots.kind.buttons["svg"].click()
    dialog.plots.colours.buttons["dark"].click()
    dialog.show_page("Code")
    dialog.page.buttons["pytorch"].click()
    dialog.show_page("Report")
    dialog.report.author.clear()
    trained.qtbot.keyClicks(dialog.report.author, "Emmy Noether")
    dialog.reject()
    trained.window.findChild(QAction, "export").trigger()
    dialog = trained.exporting.dialog
    trained.qtbot.waitUntil(lambda: bool(dialog.numbers.which.keys))
    assert dialog.page is dialog.report and dialog.report.author.text() == "Emmy Noether"
    assert dialog.plots.which.checked == ["error", "network"]
    assert (dialog.plots.kind.value, dialog.plots.colours.value) == ("svg", "dark")
    assert dialog.pages["Code"].chosen == "pytorch"


def test_spoilt_choices_are_no_obstacle(desk):
    for name in ("page", "kind", "plots", "weights"):
        QSettings().setValue(f"export/{name}", "nonsense of another version")
    dialog = desk.open()
    assert dialog.plots.which.checked == ["boundary"] and dialog.pages["Weights"].chosen == "npz"


def test_everything_in_it_has_a_name_for_a_screen_reader(desk):
    dialog = desk.open()
    nameless = [
        f"{type(widget).__name__} in {widget.parent()!r}"
        for kind in (QAbstractButton, QLineEdit, QListWidget)
        for widget in dialog.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
    assert Path(desk.exporting.dialog.objectName()).name == "export_dialog"
