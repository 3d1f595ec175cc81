"""Predicting in the window: a row that is typed, the rows of a table, while the network trains."""

import csv
import importlib.util
import runpy
from functools import partial

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from playground.cli import main
from playground.data.csv_source import CsvFile
from playground.data.encoding import encoded, typical_features
from playground.gui.app import create_window
from playground.gui.dialogs import prediction
from playground.io.formats import formats
from playground.io.prediction.predictions import predictions, predictions_csv, table_for
from playground.io.session.file import save_session
from tests.data.test_picture_folder import cats_and_dogs, saved


@pytest.fixture
def window(qtbot, tmp_path):
    rng = np.random.default_rng(3)
    rows = ["age,sex,port,label"]
    for _ in range(90):
        age, sex, port = rng.integers(1, 80), rng.choice(["f", "m"]), rng.choice(["C", "Q", "S"])
        rows.append(f"{age},{sex},{port},{'yes' if age + 30 * (sex == 'm') > 50 else 'maybe'}")
    (tmp_path / "table.csv").write_text("\n".join(rows) + "\n")
    window = create_window()
    bench = window.playground.workbench
    qtbot.waitUntil(lambda: bench.snapshot is not None)
    window.playground.files.open_path(str(tmp_path / "table.csv"))
    qtbot.waitUntil(lambda: bench.run.dataset.n_x == 5, timeout=20_000)
    yield window
    window.close()
    window.deleteLater()


def asked(window, qtbot):
    window.findChild(QAction, "predict").trigger()
    predicting = window.playground.predicting
    qtbot.waitUntil(lambda: predicting.dialog is not None)
    qtbot.waitUntil(
        lambda: bool(predicting.dialog.answer.text() or predicting.dialog.details.text())
    )
    return predicting.dialog


def in_worker(window, qtbot, function):
    found = []
    window.playground.workbench.call(function).then(found.append, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def shares(dialog):
    """The probabilities that are shown, by class."""
    pairs = dialog.details.text().splitlines()[0].split(", ")
    return {name: float(share) for name, share, _ in (pair.rsplit(" ", 2) for pair in pairs)}


def test_a_row_is_predicted_as_the_session_does(window, qtbot):
    dialog = asked(window, qtbot)
    age, sex, port = dialog.fields
    assert [field.accessibleName() for field in (age.line, sex, port)] == ["age", "sex", "port"]
    age.line.setText("61")
    sex.setCurrentText("f")
    port.setCurrentText("S")
    X = np.array([[61.0], [0], [0], [0], [1]])  # age, sex = m, port = C, Q, S
    [[p]] = in_worker(window, qtbot, lambda session: session.predict(X)).tolist()
    names = window.playground.workbench.run.dataset.class_names
    qtbot.waitUntil(
        lambda: shares(dialog) == {names[0]: round(100 * (1 - p), 1), names[1]: round(100 * p, 1)}
    )
    assert dialog.answer.text() == f"label: {names[int(p >= 0.5)]}"


#: A row as it should be, gaps, another spelling of a word, one that nobody had, and no number.
ROWS = [
    {"age": "61", "sex": "f", "port": "S"},
    {"age": "", "sex": "M", "port": "C"},
    {"age": "old", "sex": "", "port": "X"},
    {"age": "17.123456789", "sex": "m", "port": ""},
]


@pytest.fixture
def everywhere(window, qtbot, tmp_path):
    """What `predict`, the program and the ONNX file say of `ROWS`; probabilities, ``(2, 4)``."""
    with open(tmp_path / "rows.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, ["port", "sex", "age"])
        writer.writeheader()
        writer.writerows(ROWS)

    def export(session):
        for _ in range(3):
            session.step_epoch()
        save_session(session, tmp_path / "run.playground")
        for kind in ("numpy", "onnx"):
            if not formats[kind].missing():
                formats[kind]().write(session, tmp_path / formats[kind].file)
        X, *_ = encoded(session.dataset.encodings, table_for(session, str(tmp_path / "rows.csv")))
        return session.dataset.encodings, X

    encodings, X = in_worker(window, qtbot, export)
    names = [encoding.name for encoding in encodings]
    run, rows, out = (str(tmp_path / name) for name in ("run.playground", "rows.csv", "said.csv"))
    assert main(["predict", run, rows, "--out", out]) == 0
    program = runpy.run_path(str(tmp_path / "predict.py"))
    output = program["predict"](program["encoded"]([[row[name] for name in names] for row in ROWS]))
    said = [probabilities_in(out), np.concatenate([1 - output, output])]
    if importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"):
        import onnxruntime

        [Y] = onnxruntime.InferenceSession(tmp_path / "weights.onnx").run(["Y"], {"X": X.T})
        said.append(np.concatenate([1 - Y.T, Y.T]))
    return said


def probabilities_in(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name.startswith("probability of ")]
    return np.array([[float(row[name]) for row in rows] for name in names])


def test_the_form_computes_what_is_computed_everywhere_else(window, qtbot, everywhere):
    dialog = asked(window, qtbot)
    predicting = window.playground.predicting
    typed = [0, 1]  # of the words, the form only offers those that are known
    for place in typed:
        row = ROWS[place]
        dialog.fields[0].line.setText(row["age"])
        dialog.fields[1].setCurrentText(row["sex"].lower())
        dialog.fields[2].setCurrentText(row["port"])
        qtbot.waitUntil(lambda: not predicting._waiting)
        for numbers in everywhere:
            assert np.abs(dialog.made.probabilities - numbers[:, [place]]).max() < 1e-9
    assert np.ptp(everywhere[0][1, typed]) > 1e-3  # the rows do differ


def test_the_table_in_the_window_is_predicted_as_everywhere_else(
    window, qtbot, everywhere, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "playground.gui.document.predicting.ask_save_path",
        lambda window, title, suggested, kinds, save: save(str(tmp_path / "out.csv")),
    )
    window.playground.predicting.predict_table(str(tmp_path / "rows.csv"))
    qtbot.waitUntil(lambda: (tmp_path / "out.csv").exists())
    found = probabilities_in(tmp_path / "out.csv")
    assert found.shape == (2, 4)
    for numbers in everywhere:
        assert np.abs(found - numbers).max() < 1e-9


def test_an_untouched_form_stands_for_the_typical_row_to_the_last_digit(window, qtbot, tmp_path):
    ages = np.random.default_rng(1).uniform(1, 80, 60)
    rows = [f"{123456 + age:.12f},{'yes' if age > 40 else 'no'}" for age in ages]
    (tmp_path / "digits.csv").write_text("\n".join(["age,label", *rows]) + "\n")
    window.playground.files.open_path(str(tmp_path / "digits.csv"))
    bench = window.playground.workbench
    qtbot.waitUntil(lambda: bench.run.dataset.n_x == 1 and not bench.busy, timeout=20_000)
    dialog = asked(window, qtbot)
    expected = in_worker(
        window, qtbot, lambda session: session.predict(typical_features(session.dataset.encodings))
    )
    assert np.abs(dialog.made.output - expected).max() < 1e-12


def test_a_long_fraction_is_not_cut_to_another_number(window, qtbot):
    """The field of a generated set began with the last digits of its median."""
    bench = window.playground.workbench
    bench.set("data.source", "moons")
    qtbot.waitUntil(lambda: not bench.busy and bench.run.dataset.n_x == 2)
    dialog = asked(window, qtbot)
    for field, row in zip(dialog.fields, bench.run.dataset.X):
        room = field.line.width() - 24
        assert field.line.fontMetrics().horizontalAdvance(field.line.text()) <= room
        assert float(field.line.text()) == pytest.approx(np.median(row), rel=1e-5)
        assert float(field.text) == np.median(row)


def test_what_is_no_number_counts_as_the_typical_value_and_says_so(window, qtbot):
    dialog = asked(window, qtbot)
    typical = dialog.details.text()
    dialog.fields[0].line.setText("old")
    qtbot.waitUntil(lambda: "typical value stands for age" in dialog.details.text())
    assert dialog.details.text().splitlines()[0] == typical
    dialog.fields[0].line.setText("12,5")
    qtbot.waitUntil(lambda: "typical" not in dialog.details.text())
    assert dialog.cells[0] == "12.5"


def test_a_date_is_typed_as_a_date(window, qtbot, tmp_path):
    rows = [
        f"{1 + k % 28:02d}.{1 + k // 28:02d}.2024,{'dry' if k > 40 else 'wet'}" for k in range(84)
    ]
    (tmp_path / "rain.csv").write_text("\n".join(["day,weather", *rows]) + "\n")
    bench = window.playground.workbench
    bench.set("data.source", CsvFile(path=str(tmp_path / "rain.csv"), dates="days"))
    qtbot.waitUntil(lambda: bench.run.dataset.feature_names == ("day",), timeout=20_000)
    dialog = asked(window, qtbot)
    [field] = dialog.fields
    assert field.line.text().startswith("2024-0")  # the typical day, half a day at most
    expected = in_worker(window, qtbot, lambda session: session.predict(np.array([[59.0]])))

    def predicted(written):
        made = dialog.made
        return dialog.cells == [written] and made and np.array_equal(made.output, expected)

    for written in ("29.02.2024", "2024-02-29", "59"):  # as the file, as all, as it is counted
        field.line.clear()
        qtbot.waitUntil(lambda: dialog.made is not None and bool(dialog.made.replaced))
        field.line.setText(written)
        qtbot.waitUntil(partial(predicted, written))
        assert not dialog.made.replaced
    field.slider.setValue(field.slider.maximum())
    assert field.line.text() == "2024-03-28"


def test_the_slider_goes_over_the_examples_and_follows_what_is_typed(window, qtbot):
    dialog = asked(window, qtbot)
    field, ages = dialog.fields[0], window.playground.workbench.run.dataset.X[0]
    field.slider.setValue(field.slider.maximum())
    assert float(field.text) == ages.max()
    field.line.clear()
    qtbot.keyClicks(field.line, f"{ages.min():g}")
    assert field.slider.value() == 0


def test_the_prediction_follows_the_training_and_the_dialog_goes_with_its_data(window, qtbot):
    dialog = asked(window, qtbot)
    bench, before = window.playground.workbench, dialog.details.text()
    bench.train()
    qtbot.waitUntil(lambda: dialog.details.text() != before, timeout=20_000)
    bench.pause()
    qtbot.waitUntil(lambda: not bench.running)
    window.findChild(QAction, "predict").trigger()
    assert window.playground.predicting.dialog is dialog  # not a second one
    bench.set("data.source", "moons")
    qtbot.waitUntil(lambda: window.playground.predicting.dialog is None, timeout=20_000)


def test_the_rows_of_a_table(window, qtbot, tmp_path):
    (tmp_path / "new.csv").write_text("port,age,sex\nC,20,f\nX,,m\n")
    asked(window, qtbot).table.click()
    predicting = window.playground.predicting
    predicting.file_dialog.fileSelected.emit(str(tmp_path / "new.csv"))
    predicting.file_dialog.close()
    made = in_worker(
        window,
        qtbot,
        lambda session: predictions(session, table_for(session, str(tmp_path / "new.csv"))),
    )
    predicting._save(made, str(tmp_path / "out.csv"))
    qtbot.waitUntil(lambda: (tmp_path / "out.csv").exists())
    assert (tmp_path / "out.csv").read_text() == predictions_csv(made)
    with open(tmp_path / "out.csv", newline="") as file:
        assert [row["missing or unknown"] for row in csv.DictReader(file)] == ["", "age, port"]
    qtbot.waitUntil(lambda: window.messages.message is not None)
    qtbot.waitUntil(lambda: "predictions of 2 rows" in window.messages.message.sentence)


def test_a_table_of_other_columns_is_a_sentence(window, qtbot, tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n3,4\n")
    window.playground.predicting.predict_table(str(tmp_path / "other.csv"))
    qtbot.waitUntil(
        lambda: (
            window.messages.message is not None
            and "The table has no column 'age'" in window.messages.message.sentence
        )
    )


def test_too_many_columns_are_not_asked_for_one_by_one(window, qtbot, monkeypatch):
    monkeypatch.setattr(prediction, "MOST_FIELDS", 2)
    dialog = asked(window, qtbot)
    assert not dialog.fields and "have 3 columns, too many" in dialog.details.text()
    assert dialog.table.isEnabled()


@pytest.fixture
def pictures(tmp_path):
    """Bright cats and dark dogs, and a picture of one's own."""
    cats_and_dogs(tmp_path / "pets", 24)
    return tmp_path / "pets", saved(tmp_path / "mine.png", np.full((40, 40, 3), (220, 200, 210)))


def test_a_folder_of_pictures_is_opened_and_a_picture_of_ones_own_predicted(
    window, qtbot, pictures
):
    folder, mine = pictures
    bench, predicting = window.playground.workbench, window.playground.predicting
    window.findChild(QAction, "open_pictures").trigger()
    chooser = window.playground.files.dialog
    assert chooser.fileMode() == QFileDialog.FileMode.Directory
    chooser.fileSelected.emit(str(folder))
    chooser.reject()
    qtbot.waitUntil(lambda: bench.run.dataset.image_shape == (8, 8) and not bench.busy)
    assert bench.spec.data.scaling.name == "divide_by_255"
    dialog = asked(window, qtbot)
    assert dialog.fields == [] and "8 × 8 pixels of grey" in dialog.details.text()
    assert dialog.picture.isHidden() and dialog.choose.isVisibleTo(dialog)
    dialog.choose.click()
    assert predicting.file_dialog is not None
    predicting.file_dialog.fileSelected.emit(str(mine))
    predicting.file_dialog.reject()
    x = np.full((64, 1), round(0.299 * 220 + 0.587 * 200 + 0.114 * 210))
    qtbot.waitUntil(lambda: dialog.answer.text() != "")
    [[p]] = in_worker(window, qtbot, lambda session: session.predict(x)).tolist()
    assert shares(dialog) == {"cat": round(100 * (1 - p), 1), "dog": round(100 * p, 1)}
    assert dialog.picture.isVisibleTo(dialog) and dialog.picture.pixmap().width() == 200
    assert dialog.picture.accessibleDescription() == "mine.png"
    bench.toggle_run()
    qtbot.waitUntil(lambda: shares(dialog)["cat"] > 90)
    bench.toggle_run()
    assert dialog.answer.text() == "kind: cat"


def test_what_is_no_picture_is_a_sentence_in_the_dialog(window, qtbot, pictures, tmp_path):
    folder, _ = pictures
    bench = window.playground.workbench
    window.playground.files.open_path(str(folder))
    qtbot.waitUntil(lambda: bench.run.dataset.image_shape == (8, 8) and not bench.busy)
    dialog = asked(window, qtbot)
    (tmp_path / "no.png").write_bytes(b"no picture")
    window.playground.predicting.predict_picture(str(tmp_path / "no.png"))
    qtbot.waitUntil(lambda: dialog.details.text() == "'no.png' is damaged, or no picture.")


def test_a_table_has_no_button_for_pictures(window, qtbot):
    dialog = asked(window, qtbot)
    assert not dialog.choose.isVisibleTo(dialog) and dialog.table.isVisibleTo(dialog)


def test_choosing_the_source_of_pictures_asks_for_a_folder(window, qtbot):
    window.playground.files.set_or_choose("data.source", "pictures")
    chooser = window.playground.files.dialog
    assert chooser.fileMode() == QFileDialog.FileMode.Directory
    chooser.reject()
    assert window.playground.workbench.spec.data.source.name == "csv"
