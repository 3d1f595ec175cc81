"""Predictions of raw tables: texts, gaps and unknown words, the same wherever they are made."""

import csv
import dataclasses
import importlib.util
import io
import os
import random
import subprocess
import sys

import numpy as np
import pytest
from small_sessions import session_of

from playground.cli import main
from playground.data.encoding import ColumnEncoding, as_json, encoded, of_json, typical_features
from playground.data.errors import DataError
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.formats import formats
from playground.io.prediction.predictions import predictions, predictions_csv, table_for
from playground.io.session.file import load_session, save_session
from playground.settings import replaced
from tests.data.workbooks import workbook

LABELS = {
    "regression": lambda age, sex, port: (
        f"{3 * age + 50 * (sex == 'male') + 9 * (port == 'S'):.1f}"
    ),
    "binary": lambda age, sex, port: "left" if age + 20 * (sex == "male") > 50 else "right",
    "multiclass": lambda age, sex, port: {"C": "red", "Q": "green", "S": "blue"}[port],
}

#: Rows that no example was like: gaps, an unknown word, another spelling, no number.
NEW = """port,sex,smoker,extra,age,fare
C,female,yes,a,20,3.5
X,male,Yes,b,,4.5
,Male,maybe,c,abc,1e3
S,male,no,d,44,7
Q,,YES,e,31,
"""


def written(folder, label):
    rng, lines = random.Random(1), ["age,sex,port,fare,smoker,label"]
    for _ in range(120):
        age, fare = rng.randint(1, 80), round(100 * rng.random(), 2)
        sex, port = rng.choice(["female", "male"]), rng.choice("CQS")
        smoker = rng.choice(["yes", "no"])
        lines.append(f"{age},{sex},{port},{fare},{smoker},{label(age, sex, port)}")
    (folder / "table.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "new.csv").write_text(NEW, encoding="utf-8")
    return folder / "table.csv"


@pytest.fixture(params=LABELS)
def trained(request, tmp_path):
    path = written(tmp_path, LABELS[request.param])
    source = f'data.source = {{kind = "csv", path = "{path}"}}'
    session = Session(codec.loads(f"{source}\nnetwork.hidden_layers = [5]\ntraining.epochs = 4"))
    session.run()
    return session


def by_hand(session, rows):
    """The features of rows, from the definition: words in order, the median, the most frequent."""
    data, found = session.dataset, []
    for row in rows:
        x = []
        for name in data.feature_names:
            column, _, word = name.partition(" = ")
            cell = row[column].strip()
            if word:
                known = [n.partition(" = ")[2] for n in data.feature_names if n.startswith(column)]
                known = known if len(known) > 1 else ["female", word]
                cell = cell if cell in known else cell.lower()
                if cell not in known:
                    sums = [
                        data.X[data.feature_names.index(f"{column} = {w}")].sum()
                        for w in known
                        if f"{column} = {w}" in data.feature_names
                    ]
                    cell = (
                        known[int(np.argmax(sums))]
                        if len(sums) > 1
                        else (word if 2 * sums[0] > data.m else known[0])
                    )
                x.append(float(cell == word))
            elif column == "smoker":
                yes = 2 * data.X[data.feature_names.index("smoker")].sum() > data.m
                x.append(float({"yes": True, "no": False}.get(cell.lower(), yes)))
            else:
                try:
                    x.append(float(cell))
                except ValueError:
                    x.append(float(np.median(data.X[data.feature_names.index(name)])))
        found.append(x)
    return np.array(found).T


def imported(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_predict_the_same_on_rows_that_no_example_was_like(trained, tmp_path, monkeypatch):
    rows = list(csv.DictReader(io.StringIO(NEW)))
    expected = trained.predict(by_hand(trained, rows))
    made = predictions(trained, table_for(trained, str(tmp_path / "new.csv")))
    assert np.abs(made.output - expected).max() < 1e-9
    names = [encoding.name for encoding in trained.dataset.encodings]
    raw = [[row[name] for name in names] for row in rows]
    for kind in ("numpy", "pytorch", "keras", "onnx"):
        if not formats[kind].missing():
            formats[kind]().write(trained, tmp_path / formats[kind].file)
    script = imported(tmp_path / "predict.py")
    assert np.abs(script.predict(script.encoded(raw)) - expected).max() < 1e-9
    if importlib.util.find_spec("torch"):
        assert np.abs(imported(tmp_path / "model_torch.py").predict(raw).T - expected).max() < 1e-9
    if importlib.util.find_spec("keras") and importlib.util.find_spec("torch"):
        monkeypatch.setenv("KERAS_BACKEND", "torch")
        found = np.asarray(imported(tmp_path / "model_keras.py").predict(raw))
        # Keras computes in single precision, whatever it is told.
        assert np.allclose(found.T, expected, rtol=1e-5, atol=1e-5)
    if importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"):
        import onnxruntime

        X, _, _ = encoded(trained.dataset.encodings, table_for(trained, str(tmp_path / "new.csv")))
        X[trained.dataset.feature_names.index("fare"), 4] = np.nan
        [Y] = onnxruntime.InferenceSession(tmp_path / "weights.onnx").run(["Y"], {"X": X.T})
        assert np.abs(Y.T - expected).max() < 1e-9


def test_a_saved_session_predicts_the_same(trained, tmp_path):
    save_session(trained, tmp_path / "s.playground")
    again = load_session(tmp_path / "s.playground")
    assert again.dataset.encodings == trained.dataset.encodings
    one, two = (predictions(s, table_for(s, str(tmp_path / "new.csv"))) for s in (trained, again))
    assert np.array_equal(one.output, two.output) and one.predicted == two.predicted


def test_every_value_that_could_not_be_used_is_told(trained, tmp_path):
    made = predictions(trained, table_for(trained, str(tmp_path / "new.csv")))
    told = [notice.text for notice in made.notices]
    assert any(
        "Line 3, column 'port': 'X' is unknown; the network was trained on 'C', 'Q', 'S'" in text
        for text in told
    )
    assert any("'abc'" in text for text in told)
    assert any("Column 'sex': 1 value missing in line 6" in text for text in told)
    assert made.replaced == {1: ["age", "port"], 2: ["age", "port", "smoker"], 4: ["sex", "fare"]}


def test_the_table_that_is_written(trained, tmp_path):
    made = predictions(trained, table_for(trained, str(tmp_path / "new.csv")))
    header, *rows = csv.reader(io.StringIO(predictions_csv(made)))
    classes = trained.dataset.class_names
    assert header == [
        "row", "label", *(f"probability of {name}" for name in classes), "missing or unknown",
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[1][-1] == "age, port" and rows[0][-1] == ""
    for place, row in enumerate(rows):
        if classes:
            probabilities = [float(cell) for cell in row[2:-1]]
            assert sum(probabilities) == pytest.approx(1)
            assert row[1] == classes[int(np.argmax(probabilities))]
        else:
            assert float(row[1]) == made.output[0, place]


def test_the_exported_program_predicts_a_table(trained, tmp_path):
    formats["numpy"]().write(trained, tmp_path / "predict.py")
    command = [sys.executable, "-I", str(tmp_path / "predict.py"), str(tmp_path / "new.csv")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = predictions(trained, table_for(trained, str(tmp_path / "new.csv")))
    expected = list(csv.reader(io.StringIO(predictions_csv(made))))
    found = list(csv.reader(io.StringIO(done.stdout)))
    assert [row[:2] for row in found[1:]] == [row[:2] for row in expected[1:]] or not (
        trained.dataset.class_names
    )
    for one, other in zip(found[1:], expected[1:], strict=True):
        numbers = [float(cell) for cell in one[2:]] or [float(one[1])]
        wanted = [float(cell) for cell in other[2:-1]] or [float(other[1])]
        assert np.abs(np.subtract(numbers, wanted)).max() < 1e-9
    assert "Row 2, port: 'X' is unknown; known are C, Q, S. " in done.stderr


def test_on_the_command_line(tmp_path, capsys):
    table = written(tmp_path, LABELS["binary"])
    out = tmp_path / "out"
    train = ["train", str(table), "--out", str(out), "--set", "training.epochs=2", "--no-plots"]
    assert main([*train, "--quiet"]) == 0
    capsys.readouterr()
    to = tmp_path / "predictions.csv"
    assert main(["predict", str(out), str(tmp_path / "new.csv"), "--out", str(to)]) == 0
    said = capsys.readouterr()
    assert said.out == f"Predicted label of 5 rows into '{to}'.\n"
    assert "'X' is unknown" in said.err and len(to.read_text().splitlines()) == 6
    session = load_session(out / "session.playground")
    made = predictions(session, table_for(session, str(tmp_path / "new.csv")))
    assert to.read_text() == predictions_csv(made)
    again = ["predict", str(out), str(tmp_path / "new.csv"), "--quiet", "--out"]
    to.write_text("mine")
    assert main([*again, str(to)]) == 2 and to.read_text() == "mine"
    assert "is there already, and would be replaced" in capsys.readouterr().err
    assert main([*again, str(to), "--force"]) == 0 and to.read_text() == predictions_csv(made)
    capsys.readouterr()
    assert main([*again, "-"]) == 0 and capsys.readouterr().out == predictions_csv(made)
    for there in ("new.csv", "out/session.playground"):
        before = (tmp_path / there).read_bytes()
        wrong = ["predict", str(out), str(tmp_path / "new.csv"), "--out", str(tmp_path / there)]
        assert main(wrong) == 2 and (tmp_path / there).read_bytes() == before
        assert "is what is predicted from" in capsys.readouterr().err
    os.remove(to)
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n3,4\n")
    for wrong, sentence in {
        "bad.csv": "no column 'age' and 4 other columns are missing; it has 'a', 'b'.",
        "none.csv": "there is no such file",
    }.items():
        assert main(["predict", str(out), str(tmp_path / wrong), "--out", str(to)]) == 2
        assert sentence in capsys.readouterr().err and not to.exists()


def test_a_single_row_is_read_with_its_names(trained, tmp_path):
    (tmp_path / "one.csv").write_text("port,sex,smoker,age,fare\nS,male,no,44,7\n")
    one = predictions(trained, table_for(trained, str(tmp_path / "one.csv")))
    many = predictions(trained, table_for(trained, str(tmp_path / "new.csv")))
    assert one.m == 1 and np.array_equal(one.output[:, 0], many.output[:, 3])


def test_a_column_of_texts_where_numbers_were_is_refused(trained, tmp_path):
    rows = ["port,sex,smoker,age,fare", "S,male,no,young,7", "S,male,no,old,8"]
    (tmp_path / "texts.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(DataError, match=r"'age' holds texts such as 'young'.*trained on numbers"):
        predictions(trained, table_for(trained, str(tmp_path / "texts.csv")))


def test_a_file_of_arrays_is_refused_for_what_it_is(trained, tmp_path):
    np.savez(tmp_path / "new.npz", X=np.zeros((3, 5)), y=np.zeros(3))
    with pytest.raises(DataError, match=r"'new\.npz' holds named arrays .*predict\(X\)"):
        table_for(trained, str(tmp_path / "new.npz"))


def test_data_without_a_table_are_predicted_by_their_columns(tmp_path):
    session = session_of("", 20)
    X = session.dataset.X[:, :3]
    lines = ["x2,x1", *(f"{b!r},{a!r}" for a, b in X.T.tolist()), ","]
    (tmp_path / "points.csv").write_text("\n".join(lines) + "\n")
    made = predictions(session, table_for(session, str(tmp_path / "points.csv")))
    assert np.array_equal(made.output[:, :3], session.predict(X))


def test_encodings_are_the_same_after_json():
    made = (
        ColumnEncoding("a", 1.5),
        ColumnEncoding("b", "ü", ("o", "ü", "z"), True),
        ColumnEncoding("c", "yes", ("no", "yes")),
    )
    assert of_json(as_json(made)) == made
    assert typical_features(made).tolist() == [[1.5], [0], [1], [0], [1]]
    with pytest.raises(ValueError, match="no typical value"):
        of_json([{"name": "a", "typical": "x", "words": [], "one_hot": False}])


def test_dates_are_counted_from_the_day_they_were_trained_with(tmp_path):
    rows = "".join(f"{1 + i % 28}/{1 + i % 9}/2024,{i % 5},{i}\n" for i in range(60))
    (tmp_path / "data.csv").write_text("day,a,y\n" + rows)
    source = {"kind": "csv", "path": str(tmp_path / "data.csv"), "dates": "days"}
    words = "\n".join(f"{key} = '{value}'" for key, value in source.items())
    session = Session(codec.loads(f"[data.source]\n{words}\n"))
    save_session(session, tmp_path / "run.playground")
    (tmp_path / "new.csv").write_text("day,a\n3/4/2024,1\n5/4/2024,2\n")
    again = load_session(tmp_path / "run.playground")
    table = table_for(again, str(tmp_path / "new.csv"))
    assert table.columns[0].tolist() == [93, 95]  # since the first of January, day before month
    assert len(predictions(again, table).predicted) == 2


@pytest.mark.parametrize("sign", [";", "\t"])
def test_the_exported_program_takes_other_separators_and_says_what_is_no_table(sign, tmp_path):
    session = session_of("", 20)
    formats["numpy"]().write(session, tmp_path / "predict.py")
    a, b = session.dataset.X[:, 0].tolist()
    (tmp_path / "t.csv").write_text(f"x2{sign}x1\n{b!r}{sign}{a!r}\n")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    def run(name):
        command = [sys.executable, "-I", str(tmp_path / "predict.py"), str(tmp_path / name)]
        return subprocess.run(command, capture_output=True, text=True)

    last = run("t.csv").stdout.splitlines()[-1].split(",")
    assert float(last[-1]) == pytest.approx(
        session.predict(session.dataset.X[:, :1])[0, 0], abs=1e-12
    )
    done = run("other.csv")
    assert done.returncode == 1 and "has not the columns x1, x2 in its first line." in done.stderr


def accounts(value: float) -> str:
    return f"({-value:.2f})" if value < 0 else f"{value:.2f}"


def behind(value: float) -> str:
    return f"{-value:.2f}-" if value < 0 else f"{value:.2f}"


AS_WRITTEN = {
    "money": ("paid,area", lambda a, b: f'"${1000 * a:,.2f}",{b}%'),
    "units": ("a,b", lambda a, b: f"{a:.1f} kg,{b - 50:.2f}°C"),
    "codes before": ("a;b", lambda a, b: f"EUR {100 * a:.2f};R$ {b:.1f}"),
    "brackets": ("a;b", lambda a, b: f"{accounts(a - 50)};${b:.1f}"),
    "minus behind": ("a;b", lambda a, b: f"{behind(a - 50)};{b:.1f} m/s".replace(".", ",")),
    "lakhs": ("a;b", lambda a, b: f"{1 + int(a) % 99},{int(b) % 90 + 10},000;{b:.0f}"),
    "decimal commas": ("a;b", lambda a, b: f"{1000 * a:.2f};{b:.3f}".replace(".", ",")),
    "commas of three places": ("a;b", lambda a, b: f"{a:.3f};{b:.3f}".replace(".", ",")),
    "dates": ("day,b", lambda a, b: f"2024-{1 + int(a) % 12:02}-{1 + int(b) % 28:02},{b}"),
    "dates and times": ("day;b", lambda a, b: f"{1 + int(a) % 28}.2.2023 {int(b) % 24}:30;{b:.1f}"),
}


@pytest.mark.parametrize("names, row", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_the_exported_programs_read_a_table_as_it_is_written(names, row, tmp_path):
    rng, sign = random.Random(3), ";" if ";" in names else ","
    values = [(100 * rng.random(), 100 * rng.random()) for _ in range(40)]
    lines = [f"{row(a, b)}{sign}{'yn'[a > b]}" for a, b in values]
    (tmp_path / "t.csv").write_text("\n".join([f"{names}{sign}label", *lines]), "utf-8")
    session = session_of(
        f'data.source = {{kind = "csv", path = "{tmp_path / "t.csv"}", dates = "days"}}', 30
    )
    made = predictions(session, table_for(session, str(tmp_path / "t.csv")))
    formats["numpy"]().write(session, tmp_path / "predict.py")
    command = [sys.executable, "-I", "-W", "error", str(tmp_path / "predict.py")]
    done = subprocess.run([*command, str(tmp_path / "t.csv")], capture_output=True, text=True)
    found = np.array([row[2:] for row in csv.reader(io.StringIO(done.stdout))][1:], float).T
    assert not done.stderr and np.abs(found - made.probabilities).max() < 1e-9
    if importlib.util.find_spec("torch"):
        formats["pytorch"]().write(session, tmp_path / "model_torch.py")
        program = imported(tmp_path / "model_torch.py")
        cells = [row[:2] for row in csv.reader(lines, delimiter=sign)]
        marks = {"1,5": ",", "0,125": ",", "1,500": None, "1.5": "."}  # of one alone, no table
        assert {text: program.decimal_mark([text]) for text in marks} == marks
        raw = program.encoded(cells, separator=sign).T
        assert np.abs(program.predict(raw)[:, 0] - made.output).max() < 1e-9


@pytest.mark.parametrize("texts", ["", "k", "k, size"])
def test_texts_stay_texts_though_the_new_ones_are_amounts_and_the_label_is_not_there(
    texts, tmp_path
):
    rows = "".join(f"{('5 k', '3 M', '2 k')[i % 3]},{i % 4},{i % 2}\n" for i in range(40))
    (tmp_path / "t.csv").write_text("size,n,k\n" + rows)
    (tmp_path / "new.csv").write_text("size,n\n5 k,1\n2 k,2\n")
    path = tmp_path / "t.csv"
    session = session_of(
        f'data.source = {{kind = "csv", path = "{path}", label = "k", text_columns = "{texts}"}}', 3
    )
    made = predictions(session, table_for(session, str(tmp_path / "new.csv")))
    assert not made.replaced
    assert session.dataset.feature_names[:3] == ("size = 2 k", "size = 3 M", "size = 5 k")
    alike = np.array([[0, 0, 1, 1], [1, 0, 0, 2]], float).T
    assert made.output == pytest.approx(session.predict(alike))


def test_the_exported_program_refuses_a_column_of_which_it_can_read_nothing(trained, tmp_path):
    formats["numpy"]().write(trained, tmp_path / "predict.py")
    rows = NEW.replace("20,3.5", "20,cheap").replace("1e3", "dear").replace("4.5", "?")
    (tmp_path / "t.csv").write_text(rows.replace("44,7", "44,fair"), "utf-8")
    command = [sys.executable, "-I", str(tmp_path / "predict.py"), str(tmp_path / "t.csv")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("t.csv: no value of fare can be used, such as 'cheap'.\n")


def test_a_sheet_to_predict_is_chosen_or_is_the_first_where_none_is_called_so(
    trained, tmp_path, capsys
):
    rows = list(csv.reader(io.StringIO(NEW)))
    book = ("other", [["u", "v"], [1, 2], [3, 4]]), ("new", rows)
    (tmp_path / "book.xlsx").write_bytes(workbook(*book))
    (tmp_path / "new.xlsx").write_bytes(workbook(book[1]))
    expected = predictions(trained, table_for(trained, str(tmp_path / "new.csv"))).predicted
    found = predictions(trained, table_for(trained, str(tmp_path / "book.xlsx"), "new"))
    assert found.predicted == expected
    save_session(trained, tmp_path / "s.playground")
    files = [str(tmp_path / name) for name in ("s.playground", "book.xlsx", "made.csv")]
    assert main(["predict", *files[:2], "--sheet", "new", "--out", files[2], "--quiet"]) == 0
    assert (tmp_path / "made.csv").read_text() == predictions_csv(found)
    assert main(["predict", *files[:2], "--sheet", "old", "--out", "-"]) == 2
    assert "no sheet 'old'; choose from other and new." in capsys.readouterr().err
    source = dataclasses.replace(trained.spec.data.source, sheet="train")
    trained.spec = replaced(trained.spec, "data.source", source)
    other = predictions(trained, table_for(trained, str(tmp_path / "new.xlsx")))
    assert other.predicted == expected
