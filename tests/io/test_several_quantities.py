"""Several quantities leave the program and come back by their names, one a column."""

from __future__ import annotations

import numpy as np
import pytest
from small_sessions import EXPERIMENTS, session_of

from playground.experiment.results import results
from playground.gui.views.boundary.decisions import output_rows
from playground.io.prediction.predictions import predictions_csv, row_prediction
from playground.io.session.data import data_arrays, dataset_of_arrays, description
from playground.io.session.file import load_session, save_session


def session():
    return session_of(EXPERIMENTS["several quantities"])


def test_a_session_file_gives_them_back(tmp_path):
    one = session()
    save_session(one, tmp_path / "two.playground")
    other = load_session(tmp_path / "two.playground")
    assert other.dataset.output_names == ("sum", "product")
    assert np.array_equal(other.dataset.Y, one.dataset.Y)
    for _ in range(3):
        one.step()
        other.step()
    assert np.array_equal(one.network.theta, other.network.theta)


def test_large_data_do_so_as_arrays():
    data = session().dataset
    again = dataset_of_arrays(data_arrays(data), description(data), None, "data.npz")
    assert np.array_equal(again.Y, data.Y) and again.output_names == data.output_names


def test_predictions_have_a_column_each():
    one = session()
    made = row_prediction(one, ["1", "2"])
    head, row = predictions_csv(made).splitlines()
    assert head == "row,sum,product"
    told = [float(cell) for cell in row.split(",")[1:]]
    np.testing.assert_array_equal(told, one.predict(np.array([[1.0], [2.0]]))[:, 0])


def test_error_and_baseline_are_those_of_all_of_them():
    one = session()
    found = results(one, "train")
    data = one.split.train
    off = one.predict(data.X) - data.Y
    assert np.isclose(found.error, np.sqrt((off**2).sum(axis=0).mean()))
    assert np.isclose(found.mean_absolute_error, np.abs(off).mean())
    r2_score = pytest.importorskip("sklearn.metrics").r2_score
    assert np.isclose(
        found.r_squared, r2_score(data.Y.T, one.predict(data.X).T, multioutput="variance_weighted")
    )
    spread = data.Y - data.Y.mean(axis=1, keepdims=True)
    assert np.isclose(found.baseline_error, np.sqrt((spread**2).sum(axis=0).mean()))


def test_under_the_pointer_each_is_named():
    rows = output_rows(session().dataset, np.array([1.5, -2.0]))
    assert [(name, float(text.replace("−", "-"))) for name, text, _ in rows] == [
        ("sum", 1.5),
        ("product", -2.0),
    ]
