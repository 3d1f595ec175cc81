"""Experiment files in the window: opened, saved, dropped, asked about before they are lost."""

import errno
import os
import sys
import threading
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox

import playground
from playground import atomic
from playground.assets import sample_data
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.gui.app import create_window
from playground.gui.controls.folders import begin_in
from playground.gui.document import document
from playground.io.session.file import load_session, save_session
from playground.io.weights.weights import save_weights
from playground.settings import replaced

ANSWER = QMessageBox.StandardButton


@pytest.fixture
def experiment(tmp_path):
    """An experiment in a file whose name is not plain ASCII."""
    path = tmp_path / "Übung 3 — 試験.toml"
    spec = replaced(replaced(ExperimentSpec(), "data.source", "circle"), "training.epochs", 3)
    codec.write(path, spec)
    return str(path)


@pytest.fixture
def session_path(tmp_path):
    """A session after five steps."""
    session = Session(replaced(ExperimentSpec(), "network.hidden_layers", (5,)))
    for _ in range(5):
        session.step()
    save_session(session, tmp_path / "mein Lauf.playground")
    return str(tmp_path / "mein Lauf.playground")


def bench(window):
    return window.playground.workbench


def files(window):
    return window.playground.files


def title(window):
    return window.windowTitle().replace("[*]", "*" if window.isWindowModified() else "")


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    modifier = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, modifier))


def opened(window, path, qtbot):
    """Open a file as a person does, and wait until it is the document."""
    files(window).look_at_path(path)
    qtbot.waitUntil(lambda: files(window).document.path == path)


def answer(window, button):
    box = files(window).saving.dialog
    assert isinstance(box, QMessageBox) and box.isVisible()
    box.button(button).click()


def train_a_step(window, qtbot):
    steps = bench(window).snapshot.steps
    window.actions_.step.trigger()
    qtbot.waitUntil(lambda: bench(window).snapshot.steps == steps + 1)


# ---------------------------------------------------------------------- open


def test_an_experiment_is_opened_and_the_title_says_what_it_is(window, experiment, qtbot):
    assert title(window) == "Moons – Neural playground"
    opened(window, experiment, qtbot)
    assert title(window) == "Übung 3 — 試験.toml – Neural playground"
    assert bench(window).spec == codec.read(experiment)
    assert files(window).recent.paths == [experiment]


@pytest.mark.parametrize("kind", ["experiment", "session_path"])
def test_what_is_dropped_on_the_window_is_opened(window, kind, request, qtbot):
    path = request.getfixturevalue(kind)
    drop(window, path)
    qtbot.waitUntil(lambda: files(window).document.path == path)
    assert not window.isWindowModified()
    assert bench(window).snapshot.steps == (5 if kind == "session_path" else 0)


def test_a_recent_file_is_opened_again(window, experiment, qtbot):
    opened(window, experiment, qtbot)
    bench(window).new_seed()
    bench(window).undo()
    files(window).recent.fill(window.menus["recent"])
    window.menus["recent"].actions()[0].trigger()
    qtbot.waitUntil(lambda: bench(window).spec == codec.read(experiment))
    assert not window.isWindowModified()


def test_a_file_at_the_start_is_the_document(qtbot, experiment):
    window = create_window(experiment)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: files(window).document.path == experiment)
    assert not window.isWindowModified()
    window.close()


@pytest.mark.parametrize("ending", [".toml", ".playground"])
def test_what_cannot_be_opened_is_a_sentence_and_the_document_stays(
    window, experiment, tmp_path, qtbot, ending
):
    opened(window, experiment, qtbot)
    broken = tmp_path / f"zer brochen{ending}"
    broken.write_bytes(b"seed = -1\n")
    files(window).look_at_path(str(broken))
    qtbot.waitUntil(lambda: f"zer brochen{ending}" in message(window))
    assert files(window).document.path == experiment
    assert files(window).recent.paths == [experiment]
    train_a_step(window, qtbot)


def test_an_experiment_whose_data_are_missing_does_not_become_the_document(
    window, experiment, tmp_path, qtbot
):
    opened(window, experiment, qtbot)
    lost = tmp_path / "lost.toml"
    lost.write_text('[data.source]\nkind = "csv"\npath = "no where.csv"\n', encoding="utf-8")
    files(window).look_at_path(str(lost))
    qtbot.waitUntil(lambda: "no where.csv" in message(window))
    assert files(window).document.path == experiment
    assert bench(window).spec == codec.read(experiment)


# ---------------------------------------------------------------------- modified


def test_a_setting_modifies_the_document_and_undo_takes_it_back(window, experiment, qtbot):
    opened(window, experiment, qtbot)
    bench(window).set("training.epochs", 4)
    assert title(window) == "Übung 3 — 試験.toml* – Neural playground"
    bench(window).undo()
    assert not window.isWindowModified()


def test_training_modifies_a_session_and_not_an_experiment(window, experiment, session_path, qtbot):
    opened(window, experiment, qtbot)
    train_a_step(window, qtbot)
    assert not window.isWindowModified()
    opened(window, session_path, qtbot)
    assert not window.isWindowModified()
    train_a_step(window, qtbot)
    assert title(window) == "mein Lauf.playground* – Neural playground"


def test_a_weight_changed_by_hand_modifies_a_session(window, session_path, qtbot):
    opened(window, session_path, qtbot)
    bench(window).set_parameter(1, 0, 0, 0.5)
    assert window.isWindowModified()
    bench(window).undo()
    assert not window.isWindowModified()


def test_a_long_training_without_a_file_is_worth_keeping(window, qtbot, monkeypatch):
    train_a_step(window, qtbot)
    assert not window.isWindowModified()
    monkeypatch.setattr(document, "WORTH_KEEPING", 0.0)
    train_a_step(window, qtbot)
    assert title(window) == "Moons* – Neural playground"


# ---------------------------------------------------------------------- save


def test_save_asks_for_a_name_once(window, tmp_path, qtbot):
    bench(window).set("training.epochs", 4)
    window.actions_.save.trigger()
    assert files(window).saving.dialog.isVisible()
    path = str(tmp_path / "mein Versuch №1.toml")
    files(window).saving.dialog.fileSelected.emit(path)
    files(window).saving.dialog.reject()
    assert message(window) == "Saved the settings as mein Versuch №1.toml."
    assert title(window) == "mein Versuch №1.toml – Neural playground"
    bench(window).set("training.epochs", 5)
    assert window.isWindowModified()
    window.actions_.save.trigger()
    assert tomllib.loads((tmp_path / path).read_text("utf-8"))["training"]["epochs"] == 5
    assert not window.isWindowModified()
    assert files(window).recent.paths == [path]


def test_save_as_is_another_document(window, experiment, tmp_path, qtbot):
    opened(window, experiment, qtbot)
    window.actions_.save_as.trigger()
    dialog = files(window).saving.dialog
    assert dialog.selectedFiles() == [experiment]
    assert dialog.selectedNameFilter() == "Settings only (*.toml)"
    other = str(tmp_path / "x.playground")
    dialog.fileSelected.emit(other)
    dialog.reject()
    qtbot.waitUntil(lambda: files(window).document.path == other)
    assert title(window) == "x.playground – Neural playground"
    assert load_session(other).spec == bench(window).spec
    assert files(window).recent.paths == [other, experiment]


def test_a_session_is_saved_while_it_trains_and_is_modified_by_what_follows(
    window, tmp_path, qtbot
):
    bench(window).train()
    qtbot.waitUntil(lambda: bench(window).snapshot.steps > 3)
    path = str(tmp_path / "läuft.playground")
    files(window).saving.save_path(path)
    qtbot.waitUntil(lambda: files(window).document.path == path)
    qtbot.waitUntil(lambda: window.isWindowModified())
    bench(window).pause()
    qtbot.waitUntil(lambda: not bench(window).running)
    window.actions_.save.trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert load_session(path).trainer.steps == bench(window).snapshot.steps


# ---------------------------------------------------------------------- what can go wrong


def _refusing(number):
    def refuse(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("ending", [".toml", ".playground"])
@pytest.mark.parametrize(
    "call, number, words",
    [
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("open", errno.EROFS, "the disk is read-only"),
        ("open", errno.EACCES, "you are not allowed to"),
        ("replace", errno.EACCES, "another program has it open"),
    ],
)
def test_a_disk_that_refuses_is_a_sentence_and_the_work_stays(
    window, tmp_path, qtbot, monkeypatch, ending, call, number, words
):
    path = tmp_path / f"mein Versuch №1{ending}"
    path.write_bytes(b"old")
    bench(window).set("training.epochs", 4)
    train_a_step(window, qtbot)
    theta, place = bench(window).snapshot.theta, atomic if call == "open" else atomic.os
    with monkeypatch.context() as patch:
        patch.setattr(place, call, _refusing(number), raising=False)
        files(window).saving.save_path(str(path))
        qtbot.waitUntil(lambda: words in message(window))
    assert path.name in message(window)
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == [path.name]
    assert np.array_equal(bench(window).snapshot.theta, theta)
    assert window.isWindowModified() and not files(window).document.path
    train_a_step(window, qtbot)
    files(window).saving.save_path(str(path))
    qtbot.waitUntil(lambda: files(window).document.path == str(path))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_is_really_read_only(window, tmp_path, qtbot):
    folder = tmp_path / "nur lesen"
    folder.mkdir(mode=0o500)
    files(window).saving.save_path(str(folder / "x.playground"))
    qtbot.waitUntil(lambda: "you are not allowed to" in message(window))


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
@pytest.mark.parametrize("ending", [".toml", ".playground"])
def test_under_a_name_that_is_no_text_it_is_saved_and_opens_again(window, tmp_path, qtbot, ending):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/mine\xff" + ending.encode())
    files(window).saving.save_path(path)
    qtbot.waitUntil(lambda: files(window).document.path == path)
    assert "mine" in message(window) and not window.isWindowModified()
    assert playground.load(path).spec == bench(window).spec


def test_a_folder_that_is_gone(window, tmp_path, qtbot):
    files(window).saving.save_path(str(tmp_path / "gone" / "x.playground"))
    qtbot.waitUntil(lambda: "there is no such file or folder" in message(window))
    train_a_step(window, qtbot)


# ---------------------------------------------------------------------- before it is lost


def test_nothing_is_asked_where_nothing_is_lost(window, qtbot):
    train_a_step(window, qtbot)
    window.actions_.quit.trigger()
    assert not window.isVisible() and files(window).saving.dialog is None


def test_quit_asks_and_cancel_keeps_everything(window, experiment, qtbot):
    opened(window, experiment, qtbot)
    bench(window).set("training.epochs", 4)
    window.actions_.quit.trigger()
    assert files(window).saving.dialog.text() == "Save the changes to Übung 3 — 試験.toml?"
    answer(window, ANSWER.Cancel)
    assert window.isVisible() and bench(window).spec.training.epochs == 4
    train_a_step(window, qtbot)


def test_quit_without_saving(window, experiment, qtbot):
    opened(window, experiment, qtbot)
    bench(window).set("training.epochs", 4)
    window.actions_.quit.trigger()
    answer(window, ANSWER.Discard)
    assert not window.isVisible()
    assert codec.read(experiment).training.epochs == 3


@pytest.mark.parametrize("kind", ["experiment", "session_path"])
def test_quit_with_saving(window, kind, request, qtbot):
    path = request.getfixturevalue(kind)
    opened(window, path, qtbot)
    bench(window).set("training.epochs", 4)
    window.actions_.quit.trigger()
    answer(window, ANSWER.Save)
    qtbot.waitUntil(lambda: not window.isVisible())
    spec = codec.read(path) if kind == "experiment" else load_session(path).spec
    assert spec.training.epochs == 4


def test_quit_with_saving_that_fails_stays(window, session_path, qtbot, monkeypatch):
    opened(window, session_path, qtbot)
    train_a_step(window, qtbot)
    monkeypatch.setattr(atomic.os, "fsync", _refusing(errno.ENOSPC))
    window.actions_.quit.trigger()
    answer(window, ANSWER.Save)
    qtbot.waitUntil(lambda: "the disk is full" in message(window))
    assert window.isVisible()
    monkeypatch.undo()
    window.actions_.save.trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert window.isVisible()


def test_quit_with_saving_under_no_name_asks_for_one_and_without_stays(window, qtbot):
    bench(window).set("training.epochs", 4)
    window.actions_.quit.trigger()
    answer(window, ANSWER.Save)
    dialog = files(window).saving.dialog
    assert not isinstance(dialog, QMessageBox)
    dialog.reject()
    assert window.isVisible()


def test_opening_another_file_asks(window, experiment, session_path, qtbot):
    bench(window).set("training.epochs", 4)
    drop(window, session_path)
    answer(window, ANSWER.Cancel)
    assert bench(window).spec.training.epochs == 4 and not files(window).document.path
    drop(window, session_path)
    answer(window, ANSWER.Discard)
    qtbot.waitUntil(lambda: files(window).document.path == session_path)


class FromTheSystem(QCloseEvent):
    """What Qt makes of a click on the cross of a window; without a screen there is no cross."""

    def spontaneous(self):
        return True


def test_the_cross_of_the_window_asks_too(window, qtbot):
    bench(window).set("training.epochs", 4)
    event = FromTheSystem()
    window.closeEvent(event)
    assert not event.isAccepted()
    answer(window, ANSWER.Discard)
    assert not window.isVisible()


def test_a_program_that_closes_the_window_is_obeyed(window, qtbot):
    bench(window).set("training.epochs", 4)
    assert window.isWindowModified()
    assert window.close()
    assert not window.isVisible()


# ---------------------------------------------------------------------- weights


def test_weights_dropped_on_the_window_are_imported(window, tmp_path, qtbot):
    session = Session(ExperimentSpec())
    session.step_epoch()
    for name in ("mine.npz", "mine.json"):
        save_weights(session, tmp_path / name)
        drop(window, str(tmp_path / name))
        qtbot.waitUntil(lambda name=name: message(window) == f"Began with the weights in {name}.")
        assert np.array_equal(bench(window).snapshot.theta, session.network.theta)
        bench(window).undo()
        qtbot.waitUntil(lambda: bench(window).run.initial_weights is None)


def test_import_weights_asks_for_a_file_and_says_what_it_adjusted(window, tmp_path, qtbot):
    session = Session(replaced(ExperimentSpec(), "data.scaling", "min_max"))
    session.step_epoch()
    save_weights(session, tmp_path / "other scaling.npz")
    window.actions_.import_weights.trigger()
    dialog = files(window).dialog
    assert dialog.isVisible() and dialog.windowTitle() == "Import weights"
    dialog.fileSelected.emit(str(tmp_path / "other scaling.npz"))
    dialog.reject()
    qtbot.waitUntil(lambda: "the first layer has been adjusted" in message(window))
    seen = []
    X = session.dataset.X
    bench(window).call(lambda here: here.predict(X)).then(seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert np.allclose(seen[0], session.predict(X), rtol=1e-9, atol=1e-9)


def test_hostile_weights_are_a_sentence_and_the_run_goes_on(window, tmp_path, qtbot):
    np.savez(tmp_path / "evil.npz", W1=np.array([print], dtype=object), allow_pickle=True)
    (tmp_path / "evil.json").write_text('{"W1": [[NaN]], "version": 1}', encoding="utf-8")
    train_a_step(window, qtbot)
    for name in ("evil.npz", "evil.json"):
        drop(window, str(tmp_path / name))
        qtbot.waitUntil(lambda name=name: f"'{name}" in message(window))
        assert bench(window).snapshot.steps == 1


def test_the_run_history_says_where_the_weights_came_from(window, tmp_path, qtbot):
    train_a_step(window, qtbot)
    save_weights(Session(ExperimentSpec()), tmp_path / "mine.npz")
    drop(window, str(tmp_path / "mine.npz"))
    qtbot.waitUntil(lambda: bench(window).run.initial_weights is not None)
    train_a_step(window, qtbot)
    first, second = window.playground.studies.recorder.kept().runs
    assert first.name == "Run 1" and "weights" not in first.sentence
    assert second.name == "Run 2 from mine.npz"
    assert second.sentence.startswith("Began with the weights in mine.npz. ")


def test_a_csv_source_without_a_file_has_the_name_of_its_kind(window):
    """One of its settings is called label as well: that is the column to be predicted."""
    assert files(window).document.name == "Moons"
    bench(window).spec = replaced(ExperimentSpec(), "data.source", "csv")
    assert files(window).document.name == "CSV file"


def test_a_session_of_a_sample_is_called_after_it_and_kept_elsewhere(window, tmp_path):
    begin_in(str(tmp_path))
    assert files(window).document.name == "Moons"
    files(window).look_at_path(str(sample_data("iris.csv")))
    bench(window).spec = replaced(
        replaced(ExperimentSpec(), "data.source", "csv"), "data.source.path", "iris.csv"
    )
    window.actions_.save_as.trigger()
    dialog = files(window).saving.dialog
    assert dialog.directory().absolutePath() == str(tmp_path)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["iris.playground"]
    dialog.reject()


# ---------------------------------------------------------------------- what a file is not any more


def sample(window, title):
    """Choose one of the samples in the menu."""
    (action,) = [a for a in window.menus["sample"].actions() if a.text().startswith(title)]
    action.trigger()


def test_a_sample_takes_the_name_of_no_other_document(window, experiment, qtbot):
    opened(window, experiment, qtbot)
    before = codec.read(experiment)
    sample(window, "Iris")
    qtbot.waitUntil(lambda: title(window).startswith("iris.csv"))
    assert not files(window).document.path
    bench(window).set("training.epochs", 4)
    window.actions_.save.trigger()
    dialog = files(window).saving.dialog
    assert dialog.isVisible() and dialog.selectedFiles() != [experiment]
    dialog.reject()
    assert codec.read(experiment) == before


def test_what_is_not_saved_of_a_document_is_asked_about_before_other_data_come(
    window, experiment, tmp_path, qtbot
):
    opened(window, experiment, qtbot)
    bench(window).set("training.epochs", 4)
    sample(window, "Iris")
    answer(window, ANSWER.Cancel)
    assert files(window).document.path == experiment
    files(window).look_at_path(str(sample_data("wine.csv")))
    answer(window, ANSWER.Cancel)
    assert files(window).document.path == experiment
    sample(window, "Iris")
    answer(window, ANSWER.Save)
    qtbot.waitUntil(lambda: title(window).startswith("iris.csv"))
    assert codec.read(experiment).training.epochs == 4


def test_the_same_file_read_anew_leaves_the_document_its_name(window, tmp_path, qtbot):
    table = tmp_path / "trees.csv"
    table.write_text("height,width,kind\n" + "1,2,oak\n3,5,elm\n2,2,oak\n4,4,elm\n" * 9)
    files(window).open_path(str(table))
    qtbot.waitUntil(lambda: title(window).startswith("trees.csv"))
    path = str(tmp_path / "trees.toml")
    files(window).saving.save_path(path)
    assert files(window).document.path == path
    run = bench(window).run
    files(window).imports.reload()
    qtbot.waitUntil(lambda: bench(window).run is not run)
    assert files(window).document.path == path


# ---------------------------------------------------------------------- a save that goes wrong


def test_a_save_that_dies_is_answered_and_an_old_wish_to_close_is_forgotten(
    window, session_path, qtbot, monkeypatch
):
    from playground.io.session import file as session_file

    def broken(*_arguments):
        raise RuntimeError("a wire came loose")

    opened(window, session_path, qtbot)
    train_a_step(window, qtbot)
    with monkeypatch.context() as patched:
        patched.setattr(session_file.Saved, "write", broken)
        window.actions_.quit.trigger()
        answer(window, ANSWER.Save)
        qtbot.waitUntil(lambda: "a wire came loose" in message(window))
    assert "Traceback" in window.messages.message.details
    assert window.isVisible() and window.isWindowModified()
    window.actions_.save.trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    qtbot.wait(50)
    assert window.isVisible()


def test_who_goes_on_while_it_is_saved_is_asked_again_before_it_closes(
    window, session_path, qtbot, monkeypatch
):
    from playground.io.session import file as session_file

    real, go = session_file.Saved.write, threading.Event()

    def slow(*arguments):
        go.wait(5)
        real(*arguments)

    opened(window, session_path, qtbot)
    train_a_step(window, qtbot)
    monkeypatch.setattr(session_file.Saved, "write", slow)
    window.actions_.quit.trigger()
    answer(window, ANSWER.Save)
    bench(window).set("training.epochs", 77)
    go.set()
    qtbot.waitUntil(lambda: "Saved the session" in message(window))
    assert window.isVisible()
    answer(window, ANSWER.Cancel)
    assert bench(window).spec.training.epochs == 77


def test_cost_and_errors_say_of_which_step_they_are(window, qtbot):
    train_a_step(window, qtbot)
    values = {name: label.text() for name, label in window.status._values.items()}
    assert values["step"] == "1" and values["measured"] == "0"
    window.actions_.step_epoch.trigger()
    qtbot.waitUntil(lambda: bench(window).snapshot.epoch == 1 and not bench(window).running)
    values = {name: label.text() for name, label in window.status._values.items()}
    assert values["measured"] == values["step"] == str(bench(window).snapshot.steps)


def test_a_format_added_in_one_place_opens_from_the_window(window, tmp_path, qtbot):
    from playground.data.synthetic import Moons
    from playground.io.formats import ImportFormat, formats

    @formats.register("dummy", label="Dummy moons")
    class Dummy(ImportFormat):
        """Moons, whatever the file says."""

        suffixes = (".dummy",)

        def open(self, path, opener):
            return opener.open_data(Moons(samples=44))

    try:
        (tmp_path / "x.dummy").write_text("anything")
        window.actions_.open.trigger()
        dialog = files(window).dialog
        assert "*.dummy" in dialog.nameFilters()[0] and "*.playground" in dialog.nameFilters()[0]
        dialog.fileSelected.emit(str(tmp_path / "x.dummy"))
        dialog.close()
        qtbot.waitUntil(lambda: bench(window).run.dataset.m == 44)
    finally:
        formats.discard("dummy")


def test_a_long_experiment_is_read_beside_the_window(window, qtbot, tmp_path, monkeypatch):
    import threading

    from playground.experiment.text import written

    path, threads, read = tmp_path / "long.toml", [], written.read

    def watched(path):
        threads.append(threading.current_thread())
        return read(path)

    monkeypatch.setattr(written, "read", watched)
    path.write_text("# " + "x" * 100_000 + "\nseed = 11\n")
    files = window.playground.files
    files.open_path(str(path))
    qtbot.waitUntil(lambda: window.playground.workbench.spec.seed == 11)
    assert threads == [thread for thread in threads if thread is not threading.main_thread()]
    path.write_text("a." * 50_000 + "a = 1")
    files.open_path(str(path))
    bar = window.messages
    qtbot.waitUntil(lambda: bar.message is not None and "nested too deeply" in bar.message.sentence)
    assert window.playground.workbench.spec.seed == 11
