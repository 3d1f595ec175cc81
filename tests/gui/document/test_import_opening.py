"""Files of data come into the window: from the menu, a drop, the form, and as they change."""

import os

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from playground.assets import sample_data
from playground.experiment.spec import ExperimentSpec
from playground.gui.app import create_window
from playground.gui.document.data_import import LOOK
from playground.gui.document.file_watch import FileWatch
from playground.gui.document.samples import samples

GAPS = "x,z,kind\n" + "".join(f"{i},{i % 7},{'ab'[i % 2]}\n" for i in range(40)) + "1,,a\n"
CLEAN = "x,z,kind\n" + "".join(f"{i},{i % 7},{'ab'[i % 2]}\n" for i in range(40))


@pytest.fixture
def open_window(qtbot):
    QSettings().clear()
    windows = []

    def create(path=None):
        window = create_window(path)
        windows.append(window)
        qtbot.waitUntil(lambda: bool(window.playground.views))
        qtbot.waitUntil(lambda: settled(window))
        return window

    yield create
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "trees.csv"
    path.write_text(CLEAN)
    return path


def bench(window):
    return window.playground.workbench


def settled(window):
    return bench(window).snapshot is not None and not bench(window).busy


def dialog_of(window, qtbot):
    qtbot.waitUntil(lambda: window.playground.files.imports.dialog is not None)
    dialog = window.playground.files.imports.dialog
    qtbot.waitUntil(lambda: not dialog.waiting)
    return dialog


def gone(window):
    return lambda: window.playground.files.imports.dialog is None


def path_of(window):
    return getattr(bench(window).run.spec.data.source, "path", "")


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def test_a_clean_file_from_the_command_line_opens_and_says_what_is_predicted(
    open_window, file, qtbot
):
    window = open_window(str(file))
    qtbot.waitUntil(lambda: path_of(window) == str(file))
    assert bench(window).run.dataset.m == 40
    assert message(window) == (
        "trees.csv: Predicting 'kind' (binary classification: a, b) from 2 features (x, z); 40 of "
        "40 rows are used: 24 train, 8 dev, 8 test. That 'kind' is to be predicted is a guess. "
        "Set for these data: early stopping after 50 epochs."
    )
    assert window.messages.action.text() == LOOK
    assert window.playground.files.imports.dialog is None
    assert window.windowTitle() == "trees.csv[*] – Neural playground"


def test_what_there_is_to_tell_follows_with_a_button_to_the_dialog(open_window, file, qtbot):
    file.write_text(GAPS)
    window = open_window(str(file))
    qtbot.waitUntil(lambda: path_of(window) == str(file))
    said = message(window)
    assert said.startswith("trees.csv: Predicting 'kind'") and "40 of 41 rows are used" in said
    assert "Column 'z': 1 value is missing (line 42). And 1 more notice. Set for" in said
    assert window.messages.action.text() == LOOK
    window.messages.action.click()
    dialog = dialog_of(window, qtbot)
    assert dialog.isModal() and dialog.windowModality() == Qt.WindowModality.WindowModal
    assert any("missing" in sentence for sentence in dialog.notices.sentences)
    dialog.reject()
    qtbot.waitUntil(gone(window))


def test_a_file_without_a_dev_set_trains_on_all_at_a_click(open_window, tmp_path, qtbot):
    path = tmp_path / "points.npz"
    points = np.random.default_rng(0).normal(size=(40, 2))
    answers = np.arange(40) % 2
    np.savez(path, X_train=points, y_train=answers, X_test=points[:10], y_test=answers[:10])
    window = open_window(str(path))
    qtbot.waitUntil(lambda: path_of(window) == str(path))
    assert "10 of the 40 training examples of the file became the dev set" in message(window)
    assert bench(window).run.split.train.m == 30
    window.messages.action.click()
    qtbot.waitUntil(lambda: bench(window).run.split.train.m == 40)
    split = bench(window).run.split
    assert (split.dev.m, split.test.m) == (0, 10)
    qtbot.waitUntil(lambda: settled(window))


def test_pictures_are_scaled_as_usual_and_the_message_stays(open_window, tmp_path, qtbot):
    path = tmp_path / "pictures.npz"
    pictures = np.random.default_rng(0).integers(0, 256, (40, 8, 8), np.uint8)
    np.savez(path, X=pictures, y=np.arange(40) % 2)
    window = open_window(str(path))
    qtbot.waitUntil(lambda: path_of(window) == str(path))
    qtbot.waitUntil(lambda: bench(window).run.spec.data.scaling.name == "divide_by_255")
    qtbot.waitUntil(lambda: settled(window))
    assert message(window).startswith("pictures.npz: Predicting 'y'")
    assert "Still set" not in message(window)  # the scaling came with these data


def test_a_table_on_the_clipboard_is_looked_at_like_a_file(open_window, qtbot):
    window = open_window()
    QApplication.clipboard().setText(CLEAN.replace(",", "\t"))
    window.actions_.paste_experiment.trigger()
    dialog = dialog_of(window, qtbot)
    assert dialog.reading.table.names == ["x", "z", "kind"] and dialog.reading.dataset.m == 40
    assert "That 'kind' is to be predicted is a guess." in " ".join(dialog.notices.sentences)
    dialog.use.click()
    qtbot.waitUntil(lambda: path_of(window).endswith(".tsv"))
    assert bench(window).run.dataset.label_name == "kind"
    qtbot.waitUntil(gone(window))


def test_dates_are_asked_about_where_there_are_some(open_window, file, qtbot):
    rows = "".join(f"2024-03-{i + 1:02},{i % 7},{'ab'[i % 2]}\n" for i in range(20))
    file.write_text("day,z,label\n" + rows)
    window = open_window()
    window.playground.files.look_at_path(str(file))
    dialog = dialog_of(window, qtbot)
    combo = dialog.fields.field("dates")
    assert not combo.isHidden() and dialog.reading.dataset.feature_names == ("z",)
    combo.setCurrentIndex(combo.findData("days"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not dialog.waiting)
    assert dialog.reading.dataset.feature_names == ("day", "z")
    assert dialog.reading.dataset.X[0, :3].tolist() == [0, 1, 2]
    assert not combo.isHidden()
    dialog.reject()
    qtbot.waitUntil(gone(window))


def test_a_refused_file_leaves_the_run_and_offers_the_dialog(open_window, file, qtbot):
    window = open_window()
    before = bench(window).run
    file.write_bytes(b"PK\x03\x04" + bytes(2000))
    window.playground.files.open_path(str(file))
    qtbot.waitUntil(lambda: window.messages.action.text() == LOOK)
    assert "This is not a CSV file." in message(window)
    assert bench(window).run is before
    assert bench(window).spec == before.spec
    window.messages.action.click()
    dialog = dialog_of(window, qtbot)
    assert dialog.refusal.text().startswith("This is not a CSV file.")
    dialog.reject()
    qtbot.waitUntil(gone(window))
    assert bench(window).run is before


def test_the_menu_opens_the_dialog_and_training_goes_on_behind_it(open_window, file, qtbot):
    window = open_window()
    bench(window).set("training.epochs", 1_000_000)
    bench(window).train()
    qtbot.waitUntil(lambda: bench(window).running)
    spec = bench(window).spec
    window.actions_.open.trigger()
    chooser = window.playground.files.dialog
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(file))
    chooser.reject()
    dialog = dialog_of(window, qtbot)
    steps = bench(window).snapshot.steps
    qtbot.waitUntil(lambda: bench(window).snapshot.steps > steps)
    dialog.cancel.click()
    qtbot.waitUntil(gone(window))
    assert bench(window).spec == spec
    assert bench(window).running
    assert not bench(window).undo_stack.can_undo or bench(window).run.spec.data == spec.data


def test_data_that_are_used_are_not_read_a_second_time(open_window, file, qtbot):
    window = open_window()
    window.playground.files.look_at_path(str(file))
    dialog = dialog_of(window, qtbot)
    dialog.columns.model().propose_role(["z"], "ignore")
    qtbot.waitUntil(lambda: not dialog.waiting)
    dataset = dialog.reading.dataset
    file.unlink()
    dialog.use.click()
    qtbot.waitUntil(lambda: path_of(window) == str(file))
    assert bench(window).run.dataset is dataset
    assert bench(window).spec.data.source.ignore == "z"
    assert window.playground.window.controls.editor("data.source.ignore").line.text() == "z"
    qtbot.waitUntil(gone(window))
    assert message(window) == ""  # the dialog has told everything
    bench(window).undo()
    assert bench(window).spec.data.source.name == "moons"
    qtbot.waitUntil(lambda: settled(window))


def test_a_file_dropped_on_the_window_is_looked_at(open_window, file, qtbot):
    window = open_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *buttons)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, *buttons)
    QApplication.sendEvent(window, drop)
    dialog = dialog_of(window, qtbot)
    assert dialog.name.text() == "trees.csv"


def test_the_form_leads_to_the_dialog_with_the_settings_in_force(open_window, file, qtbot):
    window = open_window(str(file))
    qtbot.waitUntil(lambda: path_of(window) == str(file))
    bench(window).set("data.source.label", "z")
    qtbot.waitUntil(lambda: settled(window))
    editor = window.controls.editor("data.source.path")
    editor.look_button.click()
    dialog = dialog_of(window, qtbot)
    assert dialog.reading.dataset.label_name == "z"
    dialog.use.click()
    qtbot.waitUntil(lambda: settled(window))
    assert bench(window).spec.data.source.label == "z"


def test_closing_the_window_ends_a_dialog_that_is_reading(open_window, file, qtbot):
    file.write_text(
        "x;y;kind\n" + "".join(f"{i},5;{i % 9};{'ab'[i % 2]}\n" for i in range(200_000))
    )
    window = open_window()
    window.playground.files.look_at_path(str(file))
    reader = window.playground.files.imports.dialog.reader
    qtbot.waitUntil(reader.isRunning)
    window.close()
    assert reader.isFinished()


def test_recent_files_are_offered_the_latest_first(open_window, file, tmp_path, qtbot):
    other = tmp_path / "other & more.csv"
    other.write_text(CLEAN)
    window = open_window()
    for path in (file, other):
        window.playground.files.open_path(str(path))
        qtbot.waitUntil(lambda path=path: path_of(window) == str(path))
    recent = window.playground.files.recent
    assert recent.paths == [str(other), str(file)]
    window.menus["recent"].aboutToShow.emit()
    texts = [action.text() for action in window.menus["recent"].actions()]
    assert texts[0].startswith("&1  other && more.csv")
    window.menus["recent"].actions()[1].trigger()
    dialog = dialog_of(window, qtbot)
    assert dialog.name.text() == "trees.csv"
    dialog.reject()
    qtbot.waitUntil(gone(window))
    file.unlink()
    assert recent.paths == [str(other)]
    recent.clear()
    window.menus["recent"].aboutToShow.emit()
    assert [action.isEnabled() for action in window.menus["recent"].actions()] == [False]


def test_a_refused_file_is_not_a_recent_one(open_window, file, qtbot):
    window = open_window()
    file.write_bytes(b"")
    window.playground.files.open_path(str(file))
    qtbot.waitUntil(lambda: "empty" in message(window))
    assert window.playground.files.recent.paths == []


def test_every_sample_is_in_the_menu_and_opens_at_once(open_window, qtbot):
    listed = samples()
    on_disk = {path.name for path in sample_data().iterdir() if path.suffix != ".md"}
    assert {sample.path.name for sample in listed} == on_disk
    assert all(sample.predicted and sample.lesson.endswith(".") for sample in listed)
    window = open_window()
    actions = window.menus["sample"].actions()
    assert [action.toolTip() for action in actions] == [sample.lesson for sample in listed]
    actions[0].trigger()
    qtbot.waitUntil(lambda: path_of(window) == str(listed[0].path))


def test_a_sample_has_settings_of_its_own_and_not_those_of_the_last_experiment(open_window, qtbot):
    window = open_window()
    bench(window).set("training.l2", 30.0)
    bench(window).set("network.hidden_layers", (2,))
    qtbot.waitUntil(lambda: settled(window))
    titles = [sample.title for sample in samples()]
    window.menus["sample"].actions()[titles.index("Iris")].trigger()
    qtbot.waitUntil(lambda: path_of(window).endswith("iris.csv") and settled(window))
    spec = bench(window).spec
    assert spec.training.l2 == 0 and spec.network == ExperimentSpec().network
    assert spec.training.patience == 50 and "early stopping after 50 epochs" in message(window)
    bench(window).set("data.source", "moons")
    assert bench(window).spec.training.patience == 0, "other data have nothing to do with it"


@pytest.mark.parametrize("looked_at", [True, False])
def test_pictures_are_divided_by_255_unless_a_person_chose_otherwise(
    open_window, tmp_path, qtbot, looked_at
):
    rng = np.random.default_rng(0)
    path = tmp_path / "pictures.npz"
    np.savez(path, X=rng.integers(0, 256, (12, 8, 8, 3), np.uint8), y=[0, 1] * 6)
    if looked_at:
        path = tmp_path / "pictures.csv"
        pixels = rng.integers(0, 256, (12, 192))
        rows = [",".join(map(str, [*row, "ab"[i % 2]])) for i, row in enumerate(pixels)]
        names = ",".join([f"p{i}" for i in range(192)] + ["kind"])
        path.write_text(names + "\n" + "\n".join(rows) + "\n")
    window = open_window()
    window.playground.files.look_at_path(str(path))  # an archive leaves nothing to choose
    if looked_at:
        dialog_of(window, qtbot).use.click()
    qtbot.waitUntil(lambda: path_of(window) == str(path) and settled(window))
    assert bench(window).run.dataset.image_shape == (8, 8, 3)
    assert bench(window).spec.data.scaling.name == "divide_by_255"
    qtbot.waitUntil(lambda: bench(window).run.spec == bench(window).spec)
    bench(window).set("data.scaling", "min_max")
    qtbot.waitUntil(lambda: settled(window))
    window.playground.files.open_path(str(path))
    qtbot.waitUntil(lambda: settled(window))
    assert bench(window).spec.data.scaling.name == "min_max"
    assert window.controls.editor("data.source.path").look_button.isHidden() is not looked_at


def test_a_file_that_changes_on_disk_is_offered_for_reload(open_window, file, qtbot):
    window = open_window(str(file))
    qtbot.waitUntil(lambda: path_of(window) == str(file))
    file.write_text(CLEAN + "1,2,a\n")
    qtbot.waitUntil(lambda: message(window) == "trees.csv has changed on disk.")
    assert bench(window).run.dataset.m == 40
    window.messages.action.click()
    qtbot.waitUntil(lambda: bench(window).run.dataset.m == 41)
    assert not bench(window).undo_stack.can_undo or bench(window).spec == bench(window).run.spec


def test_a_watch_sees_a_file_that_another_takes_the_place_of(tmp_path, qtbot):
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("one")
    watch = FileWatch()
    watch.follow(str(path))
    changed = []
    watch.changed.connect(changed.append)
    for text in ("number two", "and number three"):
        other.write_text(text)
        with qtbot.waitSignal(watch.changed):
            os.replace(other, path)
    assert changed == [str(path)] * 2
    watch.follow("")
    path.write_text("nobody looks any more")
    (tmp_path / "c.csv").write_text("")
    qtbot.wait(500)
    assert len(changed) == 2


def test_a_question_in_the_message_ends_as_one(open_window, tmp_path, qtbot):
    path = tmp_path / "far.csv"
    rows = [f"{k % 7},{k % 5}.5" for k in range(60)]
    path.write_text("\n".join(["a,y", *rows, "1,9000.5"]) + "\n")
    window = open_window(str(path))
    qtbot.waitUntil(lambda: "far.csv" in window.messages.text.text())
    assert "are they right? " in window.messages.text.text()
