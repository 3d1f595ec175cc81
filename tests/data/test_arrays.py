"""NumPy archives: X and y, pictures, parts, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data import DataError, sources, split
from playground.data.arrays import read_arrays
from playground.data.pictures.rows import image_shape, usual_scaling


@pytest.fixture
def archive(tmp_path):
    """Save arrays as an archive and give its path."""

    def saved(**arrays):
        path = tmp_path / "data.npz"
        np.savez(path, **arrays)
        return path

    return saved


r = np.random.default_rng(0)


def test_the_notes_cats(archive):
    X = r.integers(0, 256, (209, 64, 64, 3), dtype=np.uint8)
    y = r.integers(0, 2, 209)
    path = archive(X=X, y=y)
    data = sources["csv"](path=str(path)).make(np.random.default_rng(0))
    assert data.X.shape == (12288, 209) and data.image_shape == (64, 64, 3)
    assert np.array_equal(data.X[:, 7], X[7].ravel()) and np.array_equal(data.labels, y)
    assert data.task == "binary" and usual_scaling(data) == "divide_by_255"


def test_grey_pictures_and_colours_first(archive):
    grey = read_arrays(archive(X=r.random((5, 9, 7)), y=np.arange(5) % 2))
    assert grey.image_shape == (9, 7) and grey.n_x == 63
    X = r.random((4, 3, 8, 8))
    coloured = read_arrays(archive(X=X, y=np.arange(4) % 2))
    assert coloured.image_shape == (8, 8, 3)
    assert np.array_equal(coloured.X[:, 1].reshape(8, 8, 3)[2, 5], X[1, :, 2, 5])


def test_parts_with_arrays_of_their_own_are_followed(archive):
    data = read_arrays(
        archive(
            x_train=r.random((60, 4)),
            y_train=np.arange(60) % 3,
            x_test=r.random((10, 4)),
            y_test=np.arange(10) % 3,
        )
    )
    parts = split(data, 0.6, 0.2, np.random.default_rng(0))
    assert parts.test_indices.min() == 60 and (parts.train.m, parts.dev.m) == (45, 15)


def test_labels_in_their_many_forms(archive):
    X = r.random((4, 3))
    assert read_arrays(archive(X=X, y=np.array([0, 1, 0, 1]))).task == "binary"
    assert read_arrays(archive(X=X, y=np.array([[0], [1], [0], [1]]))).task == "binary"
    assert read_arrays(archive(X=X, Y=np.array([[0, 1, 0, 1]]))).task == "binary"
    assert read_arrays(archive(X=X, y=np.array(["b", "a", "b", "a"]))).labels.tolist() == [
        1,
        0,
        1,
        0,
    ]
    assert read_arrays(archive(X=X, y=np.eye(4))).class_names == ("0", "1", "2", "3")
    assert read_arrays(archive(X=X, y=np.array([0.5, 1.5, 2, 3]))).task == "regression"


def test_examples_as_columns_are_taken_where_the_labels_tell(archive):
    X = r.random((3, 7))
    assert np.array_equal(read_arrays(archive(X=X, y=np.arange(7) % 2)).X, X)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"a": np.ones(3)}, "There must be arrays X and y; the file has a"),
        ({"X": np.ones((3, 2))}, "There must be arrays X and y"),
        ({"X": np.ones((3, 2)), "y": np.ones(4)}, "X has 3 examples, but y has 4 labels"),
        ({"X": np.ones((3, 2)), "y": np.ones(3)}, "at least two classes"),
        ({"X": np.ones(3), "y": np.arange(3)}, "must hold an example in each row"),
        ({"X": np.array([["a"], ["b"]]), "y": np.arange(2)}, "it must hold numbers"),
        ({"X": np.ones((3, 2)), "y": np.array([0.5, np.nan, 2])}, "not finite"),
        ({"X": np.full((3, 2), np.inf), "y": np.array([0, 1, 1])}, "must be finite"),
        ({"X": np.array([object(), object()]), "y": np.arange(2)}, "no NumPy archive of plain"),
    ],
)
def test_archives_without_a_dataset_are_refused(archive, arrays, sentence):
    with pytest.raises(DataError, match=sentence) as refused:
        read_arrays(archive(**arrays))
    assert refused.value.path == "data.npz"


def test_files_that_are_no_archive_are_refused(tmp_path):
    path = tmp_path / "x.npz"
    with pytest.raises(DataError, match="there is no such file"):
        read_arrays(path)
    path.write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(DataError, match="no NumPy archive"):
        read_arrays(path)
    np.save(tmp_path / "one.npy", np.ones(3))
    (tmp_path / "one.npy").rename(path)
    with pytest.raises(DataError, match="a single NumPy array"):
        read_arrays(path)


def test_tables_of_measurements_are_no_pictures():
    assert image_shape(r.normal(size=(64, 30))) is None  # negative
    scales = 10.0 ** -np.arange(64)[:, None]
    assert image_shape(200 * scales * r.random((64, 30))) is None  # different scales
    assert image_shape(r.random((60, 30))) is None  # no square
    assert image_shape(255 * r.random((192, 30))) == (8, 8, 3)
    assert image_shape(np.zeros((64, 30))) is None
