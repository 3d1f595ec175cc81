"""The import dialog, used as a person uses it."""

import csv
import threading

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMainWindow

from playground.assets import sample_data
from playground.data.csv_source import CsvFile
from playground.gui import theme as themes
from playground.gui.dialogs.import_data import ImportDialog, reader
from playground.gui.dialogs.import_data.columns import HOLDS, ROLE
from playground.gui.dialogs.import_data.reading import whole_table
from tests.data.workbooks import workbook

TREES = "height;width;kind\n" + "".join(
    f"{i % 7},5;{i % 5},25;{'oak' if i % 2 else 'elm'}\n" for i in range(40)
)


@pytest.fixture
def talk(qtbot, tmp_path):
    """Open the dialog on bytes, a text or a path; all dialogs are closed afterwards."""
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    dialogs = []

    def open_dialog(content, ready=True, **settings):
        path = tmp_path / "data.csv"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path = content
        dialog = ImportDialog(CsvFile(path=str(path), **settings), window)
        dialogs.append(dialog)
        dialog.taken = []
        dialog.imported.connect(dialog.taken.append)
        dialog.open()
        if ready:
            wait(qtbot, dialog)
        return dialog

    yield open_dialog
    for dialog in filter(shiboken6.isValid, dialogs):
        dialog.finish()
    window.close()
    window.deleteLater()


def wait(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog.waiting, timeout=20_000)


def choose(dialog, field, value):
    """Choose as a person does: the entry of a combo box, or a number in the spin box."""
    widget = dialog.fields.field(field)
    if isinstance(widget, QComboBox):
        index = widget.findData(value)
        assert index >= 0
        widget.setCurrentIndex(index)
        widget.activated.emit(index)
    else:
        widget.setValue(value)


def shown_text(dialog, field):
    widget = dialog.fields.field(field)
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def cells(view, row):
    model = view.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def heads(dialog):
    model = dialog.preview.model()
    return [
        model.headerData(section, Qt.Orientation.Horizontal)
        for section in range(model.columnCount())
    ]


def test_an_ordinary_file_is_shown_as_it_is_read_and_used(talk):
    dialog = talk(sample_data("iris.csv"))
    assert heads(dialog)[0] == "sepal_length\nfeature"
    assert heads(dialog)[4] == "species\nlabel"
    assert cells(dialog.preview, 0) == ["5.1", "3.5", "1.4", "0.2", "setosa"]
    assert dialog.preview.model().headerData(0, Qt.Orientation.Vertical) == "2"
    assert dialog.summary.text() == ("150 rows read. 150 examples with 4 features can be used.")
    assert dialog.notices.isHidden()
    assert dialog.balance.accessibleName() == (
        "Classes: setosa 50 (33%), versicolor 50 (33%), virginica 50 (33%)"
    )
    assert shown_text(dialog, "problem") == "Automatic: 3 classes"
    dialog.use.click()
    (taken,) = dialog.taken
    assert taken.source == CsvFile(path=str(sample_data("iris.csv")))
    np.testing.assert_array_equal(taken.dataset.X, taken.source.make(None).X)
    assert not dialog.isVisible()


def test_what_was_detected_stands_beside_what_can_be_chosen(talk):
    dialog = talk(b"\xef\xbb\xbf" + TREES.replace("\n", "\r\n").encode())
    assert shown_text(dialog, "delimiter") == "Detected: semicolon"
    assert shown_text(dialog, "decimal") == "Detected: comma"
    assert shown_text(dialog, "encoding") == "Detected: UTF-8"
    assert shown_text(dialog, "header") == "Detected: holds names"
    assert shown_text(dialog, "skip_lines") == "Detected: 0"
    assert shown_text(dialog, "label") == "Guessed: kind"
    assert cells(dialog.preview, 1) == ["1.5", "1.25", "oak"]


def test_the_sheets_of_a_workbook_are_offered(talk, qtbot, tmp_path):
    book = tmp_path / "book.xlsx"
    first = [["a", "b", "k"], *([k, k % 3, "uv"[k % 2]] for k in range(9))]
    second = [["p", "q"], *([k, 2 * k + 0.5] for k in range(9))]
    book.write_bytes(workbook(("one", first), ("two", second)))
    dialog = talk(book)
    assert shown_text(dialog, "sheet") == "First: one"
    assert any("set “Sheet”" in sentence for sentence in dialog.notices.sentences)
    choose(dialog, "sheet", "two")
    wait(qtbot, dialog)
    assert heads(dialog) == ["p\nfeature", "q\nlabel"]
    dialog.use.click()
    assert dialog.taken[0].source.sheet == "two"
    one = tmp_path / "one.xlsx"
    one.write_bytes(workbook(("one", first)))
    assert talk(one).fields.field("sheet").isHidden()


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(talk, qtbot, tmp_path):
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook(("one", [["a", "k"], [1, "u"], [2, "v"]]), ("two", [["x"]])))
    dialog = talk(book, sheet="three")
    assert dialog.refusal.text() == "There is no sheet 'three'; choose from one and two."
    choose(dialog, "sheet", "")
    wait(qtbot, dialog)
    assert shown_text(dialog, "sheet") == "First: one"


def test_the_separator_is_overridden_and_given_back(talk, qtbot):
    dialog = talk(TREES)
    choose(dialog, "delimiter", "comma")
    wait(qtbot, dialog)
    assert cells(dialog.preview, 0) != ["0.5", "0.25", "elm"]
    assert shown_text(dialog, "delimiter") == "Comma"
    choose(dialog, "delimiter", "auto")
    wait(qtbot, dialog)
    assert cells(dialog.preview, 0) == ["0.5", "0.25", "elm"]
    assert shown_text(dialog, "delimiter") == "Detected: semicolon"


def test_the_decimal_mark_is_overridden(talk, qtbot):
    dialog = talk("a;b\n" + "".join(f"1,2{i:02d};{'xy'[i % 2]}\n" for i in range(30)))
    assert any("may mean 1200 or 1.200" in sentence for sentence in dialog.notices.sentences)
    before = cells(dialog.preview, 0)[0]
    choose(dialog, "decimal", {"1.2": "point", "1200": "comma"}[before])
    wait(qtbot, dialog)
    assert {before, cells(dialog.preview, 0)[0]} == {"1.2", "1200"}
    assert not any("may mean" in sentence for sentence in dialog.notices.sentences)


def test_the_quotation_mark_is_overridden(talk, qtbot):
    dialog = talk("a,b,kind\n" + "".join(f"'{i},5','{i},1',{'xy'[i % 2]}\n" for i in range(9)))
    choose(dialog, "quote", "single")
    wait(qtbot, dialog)
    choose(dialog, "delimiter", "comma")
    wait(qtbot, dialog)
    assert len(heads(dialog)) == 3
    choose(dialog, "quote", "none")
    wait(qtbot, dialog)
    assert len(heads(dialog)) == 5


def test_the_encoding_is_overridden(talk, qtbot):
    dialog = talk("Größe,Art\n1,ä\n2,ö\n3,ä\n4,ö\n".encode("cp1252"))
    assert dialog.preview.model().reading.table.names[0] == "Größe"
    assert any("not UTF-8" in sentence for sentence in dialog.notices.sentences)
    choose(dialog, "encoding", "mac-roman")
    wait(qtbot, dialog)
    assert dialog.preview.model().reading.table.names[0] == "Grˆﬂe"
    choose(dialog, "encoding", "utf-8")
    wait(qtbot, dialog)
    assert "utf-8" in dialog.refusal.text().lower()
    assert not dialog.use.isEnabled()


def test_the_first_line_and_the_lines_above_are_overridden(talk, qtbot):
    dialog = talk("2019,2020,2021\n1.5,2.5,0\n3.5,4.5,1\n5.5,6.5,0\n7.5,8.5,1\n")
    assert any("not certain" in sentence for sentence in dialog.notices.sentences)
    assert shown_text(dialog, "header") == "Detected: holds names"
    choose(dialog, "header", "no")
    wait(qtbot, dialog)
    assert heads(dialog)[0].startswith("column 1")
    assert cells(dialog.preview, 0)[0] == "2019"
    choose(dialog, "skip_lines", 2)
    wait(qtbot, dialog)
    assert cells(dialog.preview, 0)[0] == "3.5"
    assert shown_text(dialog, "skip_lines") == "2"
    dialog.fields.lines.setValue(-1)
    wait(qtbot, dialog)
    assert cells(dialog.preview, 0)[0] == "2019"


def test_only_the_last_of_several_quick_choices_counts(talk, qtbot):
    dialog = talk(TREES)
    answers = []
    dialog.shown.connect(answers.append)
    for delimiter in ("comma", "tab", "bar", "space"):
        choose(dialog, "delimiter", delimiter)
    choose(dialog, "header", "no")
    choose(dialog, "delimiter", "semicolon")
    wait(qtbot, dialog)
    assert [reading.source.delimiter for reading in answers] == ["semicolon"]
    assert dialog.reading.source.header == "no"
    assert cells(dialog.preview, 0)[2] == "kind"


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "This is not a CSV file."),
        (b"a,b,c\n", "The file has column names but no data rows."),
    ],
)
def test_a_refused_file_shows_the_sentence_and_nothing_else(talk, content, words):
    dialog = talk(content)
    assert dialog.refusal.text().startswith(words)
    assert dialog.refusal.isVisible() and not dialog.preview.isVisible()
    assert dialog.preview.model().rowCount() == 0
    assert not dialog.use.isEnabled()
    dialog._on_accepted()
    assert dialog.taken == []


def test_a_missing_file_is_refused(talk, tmp_path):
    dialog = talk(tmp_path / "nowhere.csv")
    assert "there is no such file" in dialog.refusal.text()


def test_columns_that_make_no_dataset_keep_the_preview_and_say_why(talk, qtbot):
    dialog = talk("x,y\n" + "".join(f"{i}.5,same\n" for i in range(9)))
    assert dialog.preview.isVisible()
    assert "at least two classes" in dialog.notices.sentences[0]
    assert dialog.notices.property("kind") == "error"
    assert not dialog.use.isEnabled()
    choose(dialog, "label", "x")
    wait(qtbot, dialog)
    assert dialog.use.isEnabled() is (dialog.reading.dataset is not None)
    assert "at least two classes" not in " ".join(dialog.notices.sentences)


@pytest.mark.qt_log_ignore("This plugin does not support")  # of popups, offscreen
def test_roles_change_by_a_key_a_combo_and_the_head_of_a_column(talk, qtbot):
    dialog = talk(TREES)
    table = dialog.columns
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_I)
    wait(qtbot, dialog)
    assert heads(dialog) == ["height\nignore", "width\nfeature", "kind\nlabel"]
    index = table.model().index(0, ROLE)
    table.edit(index)
    combo = table.indexWidget(index) or table.findChild(QComboBox)
    assert combo.accessibleName() == "Role of height"
    combo.setCurrentIndex(combo.findData("label"))
    combo.activated.emit(combo.currentIndex())
    wait(qtbot, dialog)
    assert heads(dialog) == ["height\nlabel", "width\nfeature", "kind\nfeature"]
    menu = table.role_menu(["kind"])
    next(action for action in menu.actions() if action.text() == "Label").trigger()
    menu.deleteLater()
    wait(qtbot, dialog)
    assert heads(dialog) == ["height\nfeature", "width\nfeature", "kind\nlabel"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_click_on_a_head_opens_its_menu(talk, qtbot):
    dialog = talk(TREES)
    header = dialog.preview.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 10, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Feature", "Label", "Ignore", "Split"]
    menu.close()


def test_numbers_are_read_as_text_when_a_person_says_so(talk, qtbot):
    dialog = talk("code,x,kind\n" + "".join(f"{i % 3},{i}.5,{'ab'[i % 2]}\n" for i in range(20)))
    model = dialog.columns.model()
    assert model.index(0, HOLDS).data() == "Numbers"
    model.setData(model.index(0, HOLDS), True)
    wait(qtbot, dialog)
    assert model.index(0, HOLDS).data() == "Text, 3 different"
    assert dialog.reading.dataset.n_x == 4
    choose(dialog, "categories", "ordinal")
    wait(qtbot, dialog)
    assert dialog.reading.dataset.n_x == 2


def test_the_problem_follows_the_label_and_can_be_overridden(talk, qtbot):
    dialog = talk("x,y\n" + "".join(f"{i}.5,{i % 4}\n" for i in range(40)))
    assert shown_text(dialog, "problem") == "Automatic: 4 classes"
    choose(dialog, "problem", "regression")
    wait(qtbot, dialog)
    assert dialog.reading.dataset.task == "regression"
    assert dialog.balance.accessibleName() == "Labels from 0 to 3"
    assert shown_text(dialog, "problem") == "Regression"


def test_a_class_too_small_for_the_parts_is_pointed_out(talk):
    dialog = talk("x,y\n" + "".join(f"{i}.5,{'ab'[i % 2]}\n" for i in range(20)) + "1.5,rare\n")
    assert any("Class 'rare' has only 1 example" in text for text in dialog.notices.sentences)
    assert "rare 1 (5%)" in dialog.balance.accessibleName()


def test_rows_with_problems_are_listed_and_saved(talk, qtbot, tmp_path):
    rows = [f"{i},{i}.5,{'ab'[i % 2]}" for i in range(30)]
    rows[4], rows[8] = "4,4.5", ",8.5,a"
    dialog = talk("x,y,kind\n" + "\n".join(rows) + "\n")
    assert dialog.tabs.tabText(1) == "Rows with problems (2)"
    table = dialog.problems.table
    assert cells(table, 0)[::2] == ["6", "4,4.5"]
    assert cells(table, 1) == ["10", "'x' is missing.", ",8.5,a"]
    out = tmp_path / "problems.csv"
    dialog.export_problems(str(out))
    qtbot.waitUntil(lambda: dialog.status.text() == "Saved 2 rows as problems.csv.")
    written = list(csv.reader(out.open(encoding="utf-8", newline="")))
    assert [row[::2] for row in written] == [["line", "text"], ["6", "4,4.5"], ["10", ",8.5,a"]]
    dialog.export_problems(str(tmp_path / "no" / "where.csv"))
    qtbot.waitUntil(lambda: "cannot be written" in dialog.status.text())


def test_what_becomes_of_gaps_is_chosen(talk, qtbot):
    text = "x,kind\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(20)) + ",a\n"
    dialog = talk(text)
    assert "1 row has a gap; it is left out." in dialog.summary.text()
    choose(dialog, "missing", "fill")
    wait(qtbot, dialog)
    assert "1 row has a gap; all are filled in." in dialog.summary.text()
    choose(dialog, "missing", "refuse")
    wait(qtbot, dialog)
    assert "Line 22" in dialog.notices.sentences[0]
    assert not dialog.use.isEnabled()


def test_rows_that_are_pictures_are_shown_as_pictures(talk):
    dialog = talk(sample_data("digits.csv"))
    assert dialog.summary.text().endswith("Each row is a picture of 8 × 8 pixels.")
    assert dialog.pictures.isVisible()
    assert dialog.pictures.accessibleName().startswith("The first pictures: 0, 1, 2, 3")


def test_pictures_in_colour_are_shown_in_colour(talk):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (12, 3 * 8 * 8))
    rows = [",".join(map(str, [*row, "ab"[i % 2]])) for i, row in enumerate(pixels)]
    names = ",".join([f"p{i}" for i in range(192)] + ["kind"])
    dialog = talk(names + "\n" + "\n".join(rows) + "\n")
    assert "a color picture of 8 × 8 pixels" in dialog.summary.text()
    picture, label = dialog.pictures._pictures[0]
    assert label == "a"
    assert picture.pixelColor(0, 0).getRgb()[:3] == tuple(
        int(value * 255 / pixels.max()) for value in pixels[0, :3]
    )


def long_text(rows):
    return "x;y;kind\n" + "".join(f"{i},5;{i % 9};{'ab'[i % 2]}\n" for i in range(rows))


def test_a_large_file_shows_its_first_rows_and_the_rest_later(talk, qtbot):
    dialog = talk(long_text(200_000), ready=False)
    shown = []
    dialog.shown.connect(lambda reading: shown.append((reading.whole, dialog.use.isEnabled())))
    wait(qtbot, dialog)
    assert shown == [(False, False), (True, True)]
    assert dialog.reading.table.rows == 200_000
    assert dialog.progress.isHidden()


def test_a_role_chosen_while_the_file_is_read_does_not_start_it_over(talk, qtbot, monkeypatch):
    chosen, readings = threading.Event(), []

    def read_and_wait(*arguments):
        readings.append(arguments)
        table = whole_table(*arguments)
        assert chosen.wait(20)
        return table

    monkeypatch.setattr(reader, "whole_table", read_and_wait)
    dialog = talk(TREES, ready=False)
    qtbot.waitUntil(lambda: len(readings) == 1)
    dialog._on_edited({"ignore": "width"})
    chosen.set()
    wait(qtbot, dialog)
    assert dialog.reading.roles == ["feature", "ignore", "label"]
    assert len(readings) == 1


def test_cancel_closes_at_once_while_the_file_is_read_and_the_thread_ends(talk, qtbot):
    dialog = talk(long_text(400_000), ready=False)
    qtbot.waitUntil(lambda: dialog.reading.readable)
    thread, ended = dialog.reader, []
    dialog.ended.connect(lambda _: ended.append(True))
    dialog.cancel.click()
    assert not dialog.isVisible()
    assert dialog.taken == []
    qtbot.waitUntil(lambda: ended == [True])  # said when the thread is done, and not before
    assert thread._known is None
    assert not dialog.reading.readable


def test_escape_leaves_and_return_takes(talk, qtbot):
    dialog = talk(TREES)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and dialog.taken == []
    dialog = talk(TREES)
    dialog.columns.setFocus()
    qtbot.keyClick(dialog.columns, Qt.Key.Key_Return)
    assert not dialog.isVisible() and len(dialog.taken) == 1


def test_every_control_is_reached_by_the_keyboard_and_has_a_name(talk, qtbot):
    dialog = talk(TREES)
    seen = set()
    widget = first = dialog.fields.field("delimiter")
    while True:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            seen.add(widget)
        widget = widget.nextInFocusChain()
        if widget is first:
            break
    expected = [dialog.fields.field(name) for name in ("decimal", "quote", "header", "encoding")]
    expected += [dialog.fields.lines, dialog.preview, dialog.columns, dialog.use, dialog.cancel]
    assert set(expected) <= seen
    for widget in [*expected[:-2], dialog.fields.field("label"), dialog.notices, dialog.balance]:
        assert widget.accessibleName()


@pytest.mark.parametrize("theme", [themes.LIGHT, themes.DARK], ids=lambda theme: theme.name)
def test_it_is_painted_in_the_colours_of_the_theme(talk, theme, qapp):
    before = qapp.palette(), qapp.styleSheet()
    themes.apply(qapp, theme)
    try:
        dialog = talk(sample_data("iris.csv"))
        QApplication.processEvents()  # the layout gives the bars their room
        picture = dialog.balance.grab().toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 2)
            for y in range(picture.height())
        }
        assert {theme.classes[0].lower(), theme.classes[1].lower()} <= colours
        assert themes.shown_theme(dialog) is theme
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])
