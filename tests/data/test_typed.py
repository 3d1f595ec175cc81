"""Typed tables: rows that are part of the experiment, one being enough."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data import sources
from playground.data.by_hand.typed_table import MOST_COLUMNS, MOST_ROWS, parse_table
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.settings import SettingError, replaced

TYPED = sources["typed"]


def made(text: str, problem: str = "auto"):
    return TYPED(table=text, problem=problem).make(np.random.default_rng(0))


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\tkind\n1,5\t−2\tcat\n2\t3e1\tdog\n",  # as a spreadsheet copies it
        "a;b;kind\n1,5;-2;cat\n2;30;dog",
        "a, b, kind\n1.5, -2, cat\n\n2, 30.0, dog",
        "a b kind\n1.5 -2 cat\n2 3e1 dog",
        "a, b, kind; 1.5, -2, cat; 2, 30, dog",
        '"a","b","kind"\r\n"1.5","-2","cat"\r\n"2","30","dog"\r\n',
    ],
)
def test_however_it_was_typed_or_pasted_it_is_the_same_table(text):
    data = made(text)
    assert data.feature_names == ("a", "b") and data.label_name == "kind"
    assert data.X.tolist() == [[1.5, 2], [-2, 30]]
    assert data.class_names == ("cat", "dog") and data.labels.tolist() == [0, 1]


def test_what_stands_in_the_settings_is_the_same_however_it_was_written():
    one = TYPED(table="x\ty\n1,5\t0\n\n2\t1\n")
    assert one == TYPED(table="x, y; 1.5, 0; 2, 1") and one.table == "x, y\n1.5, 0\n2, 1"
    again = codec.loads(codec.dumps(codec.loads("data.source = 'typed'")))
    assert again == codec.loads("data.source = 'typed'")


@pytest.mark.parametrize(
    ("text", "problem", "Y", "classes"),
    [
        ("1 1", "auto", [[1]], ("0", "1")),
        ("1 0.5", "auto", [[0.5]], ()),
        ("1 3", "auto", [[3]], ()),
        ("1 1", "regression", [[1]], ()),
        ("16 -6 2", "classification", [[0], [0], [1]], ("0", "1", "2")),
    ],
)
def test_one_row_is_enough(text, problem, Y, classes):
    data = made(text, problem)
    assert data.m == 1 and data.Y.tolist() == Y and data.class_names == classes
    words = text.split()
    assert data.feature_names == tuple(f"x{k}" for k in range(1, len(words)))
    session = Session(
        codec.loads(f'data.source = {{kind="typed", table="{text}", problem="{problem}"}}')
    )
    before = session.network.theta.copy()
    session.step()
    assert session.split.train.m == 1 and session.split.dev.m == session.split.test.m == 0
    assert np.isfinite(session.history.latest["train_cost"])
    assert not np.array_equal(session.network.theta, before)


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("", "auto", "two columns"),
        ("x\n1\n2", "auto", "two columns"),
        ("x, y", "auto", "at least one row"),
        ("x, x\n1, 2", "auto", "'x' is the name of two columns"),
        ("x,,y\n1,2,3", "auto", "Column 2: it has no name"),
        ("x, y\n1, 2\n3,", "auto", "Row 2: y is missing"),
        ("x, y, z\n1, 2, 3\n4", "auto", "Row 2: y and z are missing"),
        ("x, y\n1, 2\n, 3", "auto", "Row 2: x is missing"),
        ("x, y\nred, 0\n2, 1", "auto", "Row 1, column x: 'red' is not a number"),
        ("x, y\nnan, 0", "auto", "'nan' is not a number"),
        ("x, y\n1, cat", "auto", "has 1 class; it must have between 2"),
        ("x, y\n1, cat\n2, dog", "regression", "'cat' in column y is not a number"),
        ("x, y\n1, -1\n2, 1", "classification", "whole numbers from 0"),
        ("x, y\n1, 1e30\n2, 1", "classification", "whole numbers from 0"),
        ("x, y\n" + "1, 1\n" * (MOST_ROWS + 1), "auto", "open a larger table as a file"),
        (", ".join("1" * (MOST_COLUMNS + 1)), "auto", "open a larger table as a file"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(text, problem, words):
    with pytest.raises(SettingError, match=words):
        TYPED(table=text, problem=problem)


def test_rows_and_columns_in_which_nothing_stands_are_passed_over():
    assert parse_table("x,,y\n1,,2\n,,\n3,,4\n").rows == (("1", "2"), ("3", "4"))


def test_several_quantities_are_predicted_at_once():
    data = TYPED(table="x, sum, product; 1, 2, 3; 4, 5, 6", outputs=2).make(np.random.default_rng())
    assert data.X.tolist() == [[1, 4]] and data.Y.tolist() == [[2, 5], [3, 6]]
    assert data.task == "regression" and data.output_names == ("sum", "product")
    assert data.label_name == "sum and product"
    three = TYPED(table="x, a, b, c; 1, 2, 3, 4", outputs=3).make(np.random.default_rng())
    assert three.label_name == "a, b and c"
    for settings, words in (
        ({"outputs": 2, "table": "x, y; 1, 2"}, "at least one must be a feature"),
        ({"outputs": 2, "table": "x, y, z; 1, 2, red"}, "Row 1, column z: 'red'"),
        ({"outputs": 2, "table": "x, y, z; 1, 0, 1", "problem": "classification"}, "one column"),
    ):
        with pytest.raises(SettingError, match=words):
            TYPED(**settings)


@pytest.mark.parametrize(("rows", "dev"), [(9, 0), (10, 2)])
def test_from_ten_rows_on_some_are_kept_for_the_dev_set(rows, dev):
    table = "x, y\n" + "\n".join(f"{k}, {k / 7}" for k in range(rows))
    spec = replaced(ExperimentSpec(), "data.source", TYPED(table=table))
    assert Session(spec).split.dev.m == dev
