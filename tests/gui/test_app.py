"""The whole window, used as a person uses it."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSlider,
)

from playground.assets import sample_data
from playground.cli.main import main as command_line
from playground.engine.shortcut import gram
from playground.gui import theme as themes
from playground.gui.app import create_window
from playground.gui.views.registry import views
from playground.io.curves import history_csv


@pytest.fixture
def window(window):
    bench(window).set_pace(None)
    return window


def bench(window):
    return window.playground.workbench


def press(window, name):
    action = window.findChild(QAction, name)
    assert action.isEnabled()
    action.trigger()


def train_to_the_end(window, qtbot):
    press(window, "run")
    qtbot.waitUntil(lambda: bench(window).snapshot.stop is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not bench(window).running)


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def test_the_first_hint_is_there_and_goes_with_the_first_run(window, qtbot):
    assert message(window) == "Press Space to train."
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bench(window).running)
    assert message(window) == ""
    assert window.actions_.run.text() == "Pause"
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not bench(window).running)
    assert window.actions_.run.text() == "Run"


@pytest.mark.parametrize("name", ["moons", "iris.csv"])
def test_the_defaults_solve_moons_and_iris_and_the_command_line_ends_at_the_same_bits(
    window, qtbot, tmp_path, name
):
    file = sample_data(name) if name.endswith(".csv") else tmp_path / "moons.toml"
    if name == "moons":
        file.write_text(
            'version = 1\ndata.source = "moons"\ntraining.stop_after = true\n', encoding="utf-8"
        )
    window.playground.files.open_path(str(file))
    qtbot.waitUntil(lambda: not bench(window).busy)
    train_to_the_end(window, qtbot)
    assert bench(window).history.latest["dev_error"] < 0.05
    out = tmp_path / "out"
    assert command_line(["train", str(file), "--out", str(out), "--quiet"]) == 0
    here = tmp_path / "window.npz"
    from playground.io.weights.weights import save_weights

    saved = []
    bench(window).call(lambda session: save_weights(session, here)).then(saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    assert here.read_bytes() == (out / "weights.npz").read_bytes()
    history = history_csv(bench(window).history)
    assert history.encode() == (out / "history.csv").read_bytes()
    with np.load(out / "weights.npz") as weights:
        assert weights["W1"].shape[1] == bench(window).run.layer_sizes[0]


def test_however_often_the_window_looks_it_ends_at_the_bits_of_the_command_line(
    window, qtbot, tmp_path, monkeypatch
):
    """More inputs than examples: theta is brought up to date only when somebody looks."""
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    rng = np.random.default_rng(0)
    rows = [[*(f"x{i}" for i in range(40)), "kind"]]
    rows += [[*map(repr, rng.random(40).tolist()), "ab"[rng.integers(2)]] for _ in range(30)]
    (tmp_path / "wide.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    file = tmp_path / "wide.toml"
    file.write_text(
        'version = 1\ndata.source = {kind = "csv", path = "wide.csv"}\n'
        "network.hidden_layers = []\n"
        'training = {optimizer = "gd", learning_rate = 0.01, batch_size = 99, '
        '"epochs" = 9000, stop_after = true}\n',
        encoding="utf-8",
    )
    window.playground.files.open_path(str(file))
    qtbot.waitUntil(lambda: not bench(window).busy)
    train_to_the_end(window, qtbot)
    out, here = tmp_path / "out", tmp_path / "here"
    assert command_line(["train", str(file), "--out", str(out), "--no-plots", "--quiet"]) == 0
    here.mkdir()
    from playground.io.run_folder import write_run

    def write(session):
        assert session.trainer.gram is not None
        write_run(session, here)

    saved = []
    bench(window).call(write).then(saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    for name in ("weights.npz", "history.csv", "batch_costs.csv"):
        assert (here / name).read_bytes() == (out / name).read_bytes()


def test_the_status_bar_says_what_the_engine_computed(window, qtbot):
    train_to_the_end(window, qtbot)
    latest = bench(window).history.latest
    shown = {name: label.text() for name, label in window.status._values.items()}
    assert shown["epoch"] == "500"
    assert shown["step"] == f"{bench(window).snapshot.steps:,}"
    assert float(shown["cost"]) == pytest.approx(latest["train_cost"], rel=1e-3)
    assert shown["dev_error"] == f"{100 * latest['dev_error']:.2f} %"
    assert shown["speed"] == "paused"


def test_everything_that_can_be_used_has_a_name_for_a_screen_reader(window, qtbot):
    for name in views.rows:
        window.show_dock(name)
        qtbot.waitUntil(lambda name=name: name in window.playground.views)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent()!r}"
        for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider, QScrollArea)
        for widget in window.findChildren(kind)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        # Qt's own: the buttons of docks and bars, the line inside a combo box.
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QComboBox)
    ]
    assert nameless == []


def test_the_promised_actions_are_there(window):
    for name in ("run", "step", "step_epoch", "reset", "open", "save", "export", "diagnose"):
        assert window.findChild(QAction, name) is not None
    for name in ("undo", "redo"):
        assert not window.findChild(QAction, name).isEnabled()


def test_a_changed_setting_is_undone_and_redone(window, qtbot):
    editor = window.controls.editor("network.hidden_layers")
    editor.line.setText("3, 2")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (2, 3, 2, 1))
    press(window, "undo")
    assert editor.line.text() == "8, 4"
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (2, 8, 4, 1))
    press(window, "redo")
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (2, 3, 2, 1))
    assert editor.line.text() == "3, 2"


def test_a_space_typed_into_a_field_is_a_space_and_on_a_box_it_ticks(window, qtbot):
    line = window.controls.editor("network.hidden_layers").line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "5, 2")
    assert line.text() == "5, 2"
    box = window.findChild(QCheckBox, "show_all_settings")
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    qtbot.wait(20)
    assert not bench(window).running


def test_space_trains_after_a_data_set_was_chosen_with_the_mouse(window, qtbot):
    combo = window.controls.editor("data.source").combo
    # A click does not move the keyboard into the list, so Space goes on meaning Run.
    assert combo.focusPolicy() is Qt.FocusPolicy.TabFocus
    combo.activated.emit(combo.findData("circle"))
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source.name == "circle")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bench(window).snapshot.steps > 0)


def test_light_and_dark_reach_every_view(window, qtbot):
    playground = window.playground
    for theme in (themes.DARK, themes.LIGHT):
        playground.looks.recolour(theme)
        assert all(view.theme is theme for view in playground.views)
        picture = window.grab().toImage()
        assert picture.pixelColor(4, picture.height() // 2).name().upper() == theme.panel.upper()


def test_closing_in_the_middle_of_training(qtbot, capfd):
    window = create_window()
    qtbot.waitUntil(lambda: window.playground.workbench.snapshot is not None)
    bench(window).set_pace(None)
    bench(window).set("training.epochs", 10_000_000)
    press(window, "run")
    qtbot.waitUntil(lambda: bench(window).snapshot.steps > 200)
    window.close()
    assert bench(window)._link.worker.isFinished()
    window.deleteLater()
    assert "Traceback" not in "".join(capfd.readouterr())


def test_closing_before_the_first_run_stands(qtbot):
    window = create_window()
    window.close()
    assert not window.playground.workbench._link.worker.isRunning()
    window.deleteLater()
    qtbot.wait(50)


STANDING = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from playground.gui.app import create_window
window = create_window()
seen = []
window.first_painted.connect(lambda: seen.append(sorted(
    name for name in ("pyqtgraph", "clevercsv", "chardet", "tomlkit", "onnx", "scipy", "pandas")
    if name in sys.modules)))
while not seen:
    app.processEvents()
window.close()
print(seen[0])
"""


def test_the_window_stands_before_anything_heavy_is_imported():
    done = subprocess.run(
        [sys.executable, "-c", STANDING], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_wide_window_keeps_the_words_of_the_speed_beside_its_slider(window, qtbot):
    window.resize(1900, 1000)
    qtbot.waitUntil(lambda: window.toolbar.width() > 1800)
    assert window.speed.width() == window.speed.sizeHint().width()
