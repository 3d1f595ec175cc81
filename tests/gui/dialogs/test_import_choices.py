"""Roles of columns, said in the settings of a file, and what comes of a reading."""

import csv
import io

import pytest

from playground.data.csv_source import CsvFile
from playground.gui.dialogs.import_data.choices import read_as_text, with_role
from playground.gui.dialogs.import_data.reading import first_rows, prepared, whole_table


def read(source):
    table, columns = whole_table(source, lambda share: None, lambda: False)
    return prepared(source, table, columns)


@pytest.fixture
def make(tmp_path):
    def write(text, **settings):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        return CsvFile(path=str(path), **settings)

    return write


TREES = "id,height,width,kind\n" + "".join(
    f"{i},{i % 7}.5,{i % 5}.25,{'oak' if i % 2 else 'elm'}\n" for i in range(1, 41)
)


def roles(reading):
    return dict(zip(reading.table.names, reading.roles))


def chosen(reading, names, role):
    return read(with_role(reading.source, reading.columns, names, role))


def test_a_feature_is_ignored_and_taken_back(make):
    first = read(make(TREES))
    assert roles(first) == {
        "id": "ignore",
        "height": "feature",
        "width": "feature",
        "kind": "label",
    }
    second = chosen(first, ["height"], "ignore")
    assert roles(second)["height"] == "ignore"
    assert second.dataset.feature_names == ("width",)
    third = chosen(second, ["height"], "feature")
    assert roles(third) == roles(first)
    assert third.source == first.source


def test_an_identifier_becomes_a_feature_when_a_person_says_so(make):
    reading = chosen(read(make(TREES)), ["id"], "feature")
    assert reading.dataset.feature_names == ("id", "height", "width")
    assert reading.source.feature_columns == "id"


def test_another_label_makes_the_old_one_a_feature(make):
    reading = chosen(read(make(TREES)), ["height"], "label")
    assert reading.dataset.label_name == "height"
    assert reading.dataset.task == "regression"
    assert reading.dataset.feature_names == ("width", "kind = oak")


def test_a_label_that_becomes_a_feature_leaves_the_next_one_to_the_program(make):
    reading = chosen(read(make(TREES)), ["kind"], "feature")
    assert roles(reading)["kind"] == "feature"
    assert list(roles(reading).values()).count("label") == 1
    back = chosen(reading, ["kind"], "label")
    assert back.dataset.class_names == ("elm", "oak")
    assert back.source.feature_columns == ""


def test_several_columns_at_once(make):
    reading = chosen(read(make(TREES)), ["height", "width"], "ignore")
    assert reading.dataset is None
    assert reading.error.startswith("No column is left as a feature.")
    assert roles(reading)["kind"] == "label"


def test_a_split_column_says_which_row_belongs_where(make):
    text = "x,kind,part\n" + "".join(
        f"{i},{'ab'[i % 2]},{('train', 'dev', 'test')[i % 3]}\n" for i in range(30)
    )
    source = make(text, feature_columns="part")
    assert roles(read(source))["part"] == "feature"
    reading = chosen(read(source), ["part"], "split")
    assert roles(reading) == {"x": "feature", "kind": "label", "part": "split"}
    assert reading.dataset.parts.tolist() == [0, 1, 2] * 10


def test_a_name_with_a_comma_can_be_ignored(make):
    text = '"size (cm, dry)",weight,kind\n' + "".join(
        f"{i}.5,{i % 5}.5,{'ab'[i % 2]}\n" for i in range(20)
    )
    reading = chosen(read(make(text)), ["size (cm, dry)"], "ignore")
    assert reading.dataset.feature_names == ("weight",)


def test_numbers_read_as_text_become_categories(make):
    text = "code,x,kind\n" + "".join(f"{i % 3},{i}.5,{'ab'[i % 2]}\n" for i in range(20))
    first = read(make(text))
    second = read(read_as_text(first.source, ["code"], True))
    assert second.dataset.feature_names == ("code = 0", "code = 1", "code = 2", "x")
    third = read(read_as_text(second.source, ["code"], False))
    assert third.source == first.source


def test_names_that_another_way_of_reading_does_not_know_are_dropped(make):
    source = make(TREES, label="kind", ignore="height, width", text_columns="height")
    reading = read(CsvFile(path=source.path, **_with(source, header="no")))
    assert reading.table.names == ["column 1", "column 2", "column 3", "column 4"]
    assert (reading.source.label, reading.source.ignore, reading.source.text_columns) == ("",) * 3


def _with(source, **changes):
    kept = {"label": source.label, "ignore": source.ignore, "text_columns": source.text_columns}
    return kept | changes


GAPS = "x,y,kind\n1,2,a\n,3,b\n4,5,a\n6,,b\n7,8\n9,10,\n" + "".join(
    f"{i},{i},{'ab'[i % 2]}\n" for i in range(20)
)


@pytest.mark.parametrize(
    "missing, examples, sentence",
    [
        ("drop", 22, "3 rows have a gap; they are all left out."),
        (
            "fill",
            24,
            "3 rows have a gap; those without a label (1) are left out, the others filled in.",
        ),
    ],
)
def test_the_summary_counts_rows_and_says_what_becomes_of_them(make, missing, examples, sentence):
    reading = read(make(GAPS, missing=missing))
    assert reading.table.rows == 25
    assert reading.dataset.m == examples
    assert reading.summary == (
        f"25 rows read. 1 line was set aside. {sentence} "
        f"{examples} examples with 2 features can be used."
    )


def test_rows_with_gaps_can_be_a_reason_to_refuse(make):
    reading = read(make(GAPS, missing="refuse"))
    assert reading.dataset is None
    assert "Line 3" in reading.error
    assert reading.n_problems == 4


def test_problem_rows_have_line_reason_and_text_and_are_written_as_csv(make):
    reading = read(make(GAPS))
    assert [(row.line, row.text) for row in reading.problems()] == [
        (3, ",3,b"),
        (5, "6,,b"),
        (6, "7,8"),
        (7, "9,10,"),
    ]
    assert [row.line for row in reading.problems(limit=2)] == [3, 5]
    written = list(csv.reader(io.StringIO(reading.problems_csv(), newline="")))
    assert written[0] == ["line", "reason", "text"]
    assert [row[0] for row in written[1:]] == ["3", "5", "6", "7"]
    assert written[1][1:] == ["'x' is missing.", ",3,b"]
    assert "2 values" in written[3][1]


def test_an_ignored_column_has_no_gaps(make):
    source = make(GAPS)
    reading = chosen(read(source), ["y"], "ignore")
    assert [row.line for row in reading.problems()] == [3, 6, 7]


def test_the_first_rows_have_columns_and_roles_but_no_dataset(make):
    text = "x,kind\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(5000))
    reading = first_rows(make(text), lambda: False)
    assert not reading.whole and reading.dataset is None
    assert 200 <= reading.table.rows < 5000
    assert reading.roles == ["feature", "label"]
    assert reading.summary == "" and list(reading.notices) == []
