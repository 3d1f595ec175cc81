"""The numbers of a run as CSV: exact, and read back bit for bit."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment.history import EVALUATION_COLUMNS, History
from playground.io.curves import batch_costs_csv, curves_csv, evaluations_of, history_csv
from playground.io.errors import ExportError

_rows = st.lists(
    st.tuples(st.integers(0, 2**40), st.integers(0, 2**30), *[st.floats(allow_infinity=False)] * 5)
)


@given(_rows)
def test_evaluations_come_back_bit_for_bit(rows):
    history = History()
    for row in rows:
        history.add_evaluation(*row)
    back = evaluations_of(history_csv(history), "x")
    assert np.array_equal(back, history.evaluations, equal_nan=True)


def test_counts_are_whole_and_gaps_are_empty():
    history = History()
    history.add_evaluation(30, 1, 0.01, 0.5, np.nan, 0.25, np.inf)
    header, row = csv.reader(io.StringIO(history_csv(history)))
    assert header == list(EVALUATION_COLUMNS)
    assert row == ["30", "1", "0.01", "0.5", "", "0.25", "inf"]


def test_batch_costs_are_numbered_from_one():
    history = History()
    history.add_step(0.1)
    history.add_step(1 / 3)
    assert batch_costs_csv(history) == "step,cost\n1,0.1\n2,0.3333333333333333\n"


@pytest.mark.parametrize("text", ["", "a,b\n", ",".join(EVALUATION_COLUMNS) + "\n1,2\n"])
def test_foreign_text_is_refused(text):
    with pytest.raises(ExportError, match="'x', line"):
        evaluations_of(text, "x")


def test_words_stand_in_a_column_as_a_table_writes_them():
    x, words = np.arange(3.0), np.array(["a, b", 'c "d"\ne', ""], object)
    rows = list(csv.reader(io.StringIO(curves_csv("x", {"word": (x, words), "n": (x, x)}))))
    assert [row[1] for row in rows] == ["word", *words] and [row[2] for row in rows[1:]] == [*"012"]
