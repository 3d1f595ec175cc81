"""Dataset: checked when made, never changed."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from playground.data import DataError, Dataset
from playground.data.dataset import Part
from playground.data.datasets import one_hot


def dataset(labels=(0, 1, 1, 0), classes=2, **words) -> Dataset:
    m = len(labels)
    given = {
        "X": np.arange(2.0 * m).reshape(2, m),
        "Y": one_hot(np.array(labels), classes),
        "feature_names": ("a", "b"),
        "class_names": tuple("uvwxyz"[:classes]),
    }
    return Dataset(**given | words)


def test_its_shapes_and_task():
    data = dataset()
    assert (data.m, data.n_x, data.n_y, data.task) == (4, 2, 1, "binary")
    assert data.labels.tolist() == [0, 1, 1, 0] and data.class_counts.tolist() == [2, 2]
    several = dataset((2, 0, 1), classes=3)
    assert (several.n_y, several.task) == (3, "multiclass")
    assert several.Y.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert several.labels.tolist() == [2, 0, 1]
    surface = dataset(Y=[[0.5, 1.5, -2, 3]], class_names=())
    assert surface.task == "regression"
    with pytest.raises(DataError, match="no classes"):
        _ = surface.labels


def test_nobody_can_change_it():
    X = np.zeros((2, 4))
    data = dataset(X=X)
    X[0, 0] = 7
    assert data.X[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        data.X[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        data.take([0, 1]).Y[0, 0] = 1


def test_taking_examples():
    data = dataset(parts=[0, 1, 2, 0])
    part = data.take([3, 1])
    assert part.X.tolist() == [[3, 1], [7, 5]] and part.labels.tolist() == [0, 1]
    assert part.parts.tolist() == [0, 1] and part.class_names == data.class_names
    assert data.take([]).m == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"X": np.zeros((2, 3))}, "X has shape"),
        ({"X": np.zeros(4)}, "X has shape"),
        ({"feature_names": ("a",)}, "1 feature names for 2 rows"),
        ({"X": [[1, 2, np.nan, 4], [0, 0, 0, 0]]}, "Example 3: 'a' is nan"),
        ({"X": [[1, 2, 3, 4], [0, np.inf, 0, 0]]}, "Example 2: 'b' is inf"),
        ({"X": [[1, 2, 3, 4], [0, 1e101, 0, 0]]}, "at most 1e\\+100 in size"),
        ({"Y": [[0, 1, 2, 0]]}, "must be 0 or 1"),
        ({"Y": np.zeros((2, 4))}, "Y has 2 rows; 2 classes need 1"),
        ({"class_names": ("u",)}, "at least two classes"),
        ({"class_names": ("u", "u")}, "same name"),
        ({"class_names": tuple("uvw"), "Y": np.ones((3, 4))}, "exactly one 1"),
        ({"image_shape": (8, 8)}, "has not 2 pixels"),
        ({"parts": [0, 1, 2, 3]}, "0, 1 or 2"),
        ({"parts": [0, 1]}, "0, 1 or 2"),
        ({"lines": [1, 2]}, "one for each example"),
    ],
)
def test_what_is_no_dataset_is_refused(words, sentence):
    with pytest.raises(DataError, match=sentence):
        dataset(**words)


def test_a_large_part_keeps_places_and_gives_the_same_examples(monkeypatch):
    monkeypatch.setattr("playground.data.dataset.MOST_NUMBERS_AT_ONCE", 50)
    rng = np.random.default_rng(0)
    pixels, labels = rng.integers(0, 256, (30, 4), dtype=np.uint8), np.arange(30) % 2
    whole = Dataset(
        X=pixels.T,
        Y=labels[np.newaxis],
        feature_names=tuple("abcd"),
        class_names=("no", "yes"),
        parts=np.arange(30) % 3,
        lines=np.arange(30) + 2,
    )
    assert whole.X.dtype == np.uint8 and not whole.X.flags.writeable
    chosen = rng.permutation(30)[:20]
    part = whole.take(chosen)
    assert isinstance(part, Part) and (part.m, part.n_x) == (20, 4)
    for one in (part, pickle.loads(pickle.dumps(part))):
        np.testing.assert_array_equal(one.X, pixels[chosen].T)
        np.testing.assert_array_equal(one.labels, labels[chosen])
        np.testing.assert_array_equal(one.parts, chosen % 3)
        np.testing.assert_array_equal(one.lines, chosen + 2)
        few = one.take(np.array([3, 1]))
        assert not isinstance(few, Part) and few.X.dtype == np.float64
        assert few.lines.tolist() == (chosen[[3, 1]] + 2).tolist()
        np.testing.assert_array_equal(few.X, pixels[chosen[[3, 1]]].T)
    with pytest.raises(DataError, match="must be finite"):
        Dataset(X=np.full((1, 60), np.nan, np.float32), Y=np.zeros((1, 60)), feature_names=("a",))
