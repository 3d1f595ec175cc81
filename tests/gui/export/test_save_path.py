"""The question where to save: endings, folders, and what would be replaced."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.gui.controls.folders import last_folder
from playground.gui.export.save_path import ask_save_folder, ask_save_path


@pytest.fixture
def window(qtbot):
    QSettings().clear()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def asked(window):
    """Asks for a table; what is to be written where, and the question."""
    chosen = []

    def ask(suggested="table.csv", kinds=None, **more):
        kinds = kinds or {"CSV": ".csv", "Text": ".txt"}
        return chosen, ask_save_path(window, "Export", suggested, kinds, chosen.append, **more)

    return ask


def choose(question, path):
    """Press Save in the file dialog, which has asked about `path` itself."""
    dialog = question.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_the_name_suggested_its_kind_and_the_last_folder(asked, tmp_path):
    _, first = asked()
    assert Path(first.dialog.selectedFiles()[0]).name == "table.csv"
    assert first.dialog.selectedNameFilter() == "CSV (*.csv)"
    choose(first, tmp_path / "a.csv")
    assert last_folder() == str(tmp_path)
    _, second = asked("table.txt")
    assert second.dialog.directory().path() == str(tmp_path)
    assert second.dialog.selectedNameFilter() == "Text (*.txt)"
    second.dialog.selectNameFilter("CSV (*.csv)")
    second.dialog.filterSelected.emit("CSV (*.csv)")
    assert second.dialog.defaultSuffix() == "csv"
    second.dialog.reject()


@pytest.mark.parametrize("typed", ["a.csv", "A.CSV", "a.txt"])
def test_an_ending_that_there_is_stays(asked, tmp_path, typed):
    chosen, question = asked()
    choose(question, tmp_path / typed)
    assert chosen == [str(tmp_path / typed)]


def test_of_an_ending_in_two_parts_the_last_is_enough(asked, tmp_path):
    kinds = {"Session": ".playground", "Settings": ".experiment.toml"}
    chosen, question = asked("iris.playground", kinds)
    dialog = question.dialog
    settings = "Settings (*.toml)"  # those of every name are to be seen
    for name, filter_ in [("iris.experiment.toml", settings), ("iris.playground", "Session")]:
        wanted = next(each for each in dialog.nameFilters() if each.startswith(filter_))
        dialog.selectNameFilter(wanted)
        dialog.filterSelected.emit(wanted)
        assert Path(dialog.selectedFiles()[0]).name == name
    dialog.selectNameFilter(settings)
    for typed, path in [("a.toml", "a.toml"), ("a", "a.experiment.toml")]:
        choose(question, tmp_path / typed)
        assert chosen.pop() == str(tmp_path / path)


def test_another_ending_is_part_of_the_name_and_that_file_is_asked_about(asked, tmp_path):
    (tmp_path / "a.b.csv").write_text("old")
    chosen, question = asked()
    choose(question, tmp_path / "a.b")
    box = question.dialog
    assert isinstance(box, QMessageBox) and "a.b.csv is in" in box.text() and chosen == []
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert chosen == []
    chosen, question = asked()
    choose(question, tmp_path / "a.b")
    next(b for b in question.dialog.buttons() if b.text() == "Replace").click()
    assert chosen == [str(tmp_path / "a.b.csv")]


def test_what_lies_beside_a_program_is_not_replaced_unasked(asked, tmp_path):
    def weights(path):
        return [Path(path).with_suffix(".npz")]

    chosen, question = asked(companions=weights)
    choose(question, tmp_path / "a.csv")
    assert chosen == [str(tmp_path / "a.csv")]  # nothing is there
    (tmp_path / "a.npz").write_text("old")
    chosen, question = asked(companions=weights)
    choose(question, tmp_path / "a.csv")
    assert "a.npz is in" in question.dialog.text()
    question.dialog.reject()


def test_who_does_not_save_is_heard(asked):
    given_up = []
    chosen, question = asked(otherwise=lambda: given_up.append(True))
    question.dialog.reject()
    assert given_up == [True] and chosen == []


def test_a_folder_is_asked_about_what_is_in_it(window, tmp_path):
    chosen = []
    question = ask_save_folder(window, "A folder", ["a.csv", "b.csv"], chosen.append)
    assert question.dialog.fileMode() is QFileDialog.FileMode.Directory
    choose(question, tmp_path)
    assert chosen == [str(tmp_path)]
    (tmp_path / "b.csv").write_text("old")
    question = ask_save_folder(window, "A folder", ["a.csv", "b.csv"], chosen.append)
    choose(question, tmp_path)
    assert question.dialog.informativeText() == "b.csv" and len(chosen) == 1
    question.dialog.reject()


def test_nobody_else_opens_a_dialog_to_save():
    """One question for all: save, points, studies, exports, animations, rows with problems."""
    gui = Path(__file__).parents[3] / "playground" / "gui"
    asking = {
        path.name for path in gui.rglob("*.py") if "AcceptSave" in path.read_text(encoding="utf-8")
    }
    assert asking == {"save_path.py"}
