"""Files as a source of data, and the samples that come with the program."""

from __future__ import annotations

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data import DataError, sources, split

CsvFile = sources["csv"]

# name: rows used, features, task
SAMPLES = {
    "iris.csv": (150, 4, "multiclass"),
    "breast_cancer.csv": (569, 30, "binary"),
    "wine.csv": (178, 13, "multiclass"),
    "penguins.csv": (333, 8, "multiclass"),
    "penguin_mass.csv": (333, 7, "regression"),
    "digits.csv": (1797, 64, "multiclass"),
    "spreadsheet_export.csv": (111, 8, "multiclass"),
}


def make(path, **settings):
    return CsvFile(path=str(path), **settings).make(np.random.default_rng(0))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_loads_as_it_is_described(name):
    data = make(sample_data(name))
    assert (data.m, data.n_x, data.task) == SAMPLES[name]
    parts = split(data, 0.6, 0.2, np.random.default_rng(0))
    assert parts.train.m + parts.dev.m + parts.test.m == data.m


def test_every_sample_is_described_with_its_licence():
    readme = sample_data("README.md").read_text(encoding="utf-8")
    files = {path.name for path in sample_data().glob("*.csv")}
    assert files == set(SAMPLES)
    for name in files:
        assert f"`{name}`" in readme
    assert readme.count("CC BY 4.0") == 4 and "CC0" in readme


def test_iris_is_fishers():
    data = make(sample_data("iris.csv"))
    assert data.class_counts.tolist() == [50, 50, 50]
    assert data.X.mean(axis=1).round(3).tolist() == [5.843, 3.057, 3.758, 1.199]


def test_the_penguins_are_all_there():
    data = make(sample_data("penguins.csv"), missing="fill")
    assert data.class_counts.tolist() == [152, 68, 124]
    mass = make(sample_data("penguins.csv"), label="body_mass_g", ignore="sex")
    assert mass.task == "regression" and mass.m == 342
    assert mass.Y.mean() == pytest.approx(4201.754, abs=1e-3)


def test_digits_are_pictures():
    data = make(sample_data("digits.csv"))
    assert data.image_shape == (8, 8) and data.X.max() == 16
    assert data.class_names == tuple("0123456789")


def test_settings_reach_the_reader(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("title\na|b|k\n1,5|00012|u\n2,5|00013|v\n3,5|00012|u\n")
    data = make(
        path, delimiter="bar", decimal="comma", header="yes", skip_lines="1", encoding="utf-8",
        quote="none", text_columns="b", label="k",
    )  # fmt: skip
    assert data.feature_names == ("a", "b = 00013") and data.X[0].tolist() == [1.5, 2.5, 3.5]


def test_what_the_reader_tells_stays_with_the_dataset(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,k\n1,u\n2\n3,v\n4,u\n")
    assert "Line 3 has 1 value" in make(path).notices[0].text


@pytest.mark.parametrize(
    ("text", "settings", "sentence", "place"),
    [
        ("", {}, "The file is empty.", (None, None)),
        ("x\n1\n2\n", {}, "The table has one column, 'x'", (None, 1)),
        ("a,k\n1,u\n2,u\n", {}, "Column 'k' is 'u' in every row", (2, 2)),
        ("a,k\n1,u\nx,v\n3,u\n4,v\n", {"missing": "refuse"}, "Line 3: 'a' is missing", (3, None)),
        ("a,k\n1,u\n2,v\n", {"label": "z"}, "There is no column 'z'", (None, None)),
        ("a,k\n1,u\n2,v\n", {"skip_lines": "x"}, "'x' lines cannot be skipped", (None, None)),
    ],
)
def test_what_cannot_be_used_is_refused_by_file_line_and_column(
    tmp_path, text, settings, sentence, place
):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=sentence) as refused:
        make(path, **settings)
    assert "mine.csv" in str(refused.value) and "mine.csv" in refused.value.path
    assert (refused.value.line, refused.value.column) == place


def test_no_file_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(DataError, match="No file is chosen"):
        make("")
    with pytest.raises(DataError, match=r"nothing\.csv' cannot be read: there is no such file"):
        make(tmp_path / "nothing.csv")
