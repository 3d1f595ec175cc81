"""Data augmentation: jitter of points; shifts, rotations and mirror images of images."""

import numpy as np
import pytest

from playground.engine import EngineError
from playground.engine.augmentation import ImageAugmentation, jitter


def images(height=5, width=5, channels=1, m=200):
    """One bright pixel, off centre."""
    X = np.zeros((height, width, channels, m))
    X[1, 2] = 1
    return X.reshape(-1, m)


def augmented(words, seed=0, **shape):
    X = images(**shape)
    size = {"height": 5, "width": 5} | {k: v for k, v in shape.items() if k != "m"}
    out = ImageAugmentation(**size, **words)(X, np.random.default_rng(seed))
    assert out.shape == X.shape and out.dtype == X.dtype and out.flags.c_contiguous
    return X, out


def test_jitter_has_the_spread_it_is_given_and_leaves_x_alone():
    X = np.zeros((3, 5000))
    out = jitter(X, 0.2, np.random.default_rng(0))
    assert out.std() == pytest.approx(0.2, rel=0.02)
    assert not X.any()
    assert jitter(X.astype("float32"), 0.2, np.random.default_rng(0)).dtype == np.float32


def test_nothing_switched_on_changes_nothing():
    X, out = augmented({}, channels=3)
    np.testing.assert_array_equal(out, X)


def test_shifts_reach_everywhere_within_their_bound_and_no_further():
    _, out = augmented({"shift": 1})
    places = np.argwhere(out.reshape(5, 5, -1).sum(axis=2) > 0)
    assert sorted(map(tuple, places)) == [(r, c) for r in (0, 1, 2) for c in (1, 2, 3)]
    assert (out.sum(axis=0) == 1).all()


def test_what_comes_in_at_the_border_is_the_fill():
    X = np.ones((25, 50))
    out = ImageAugmentation(5, 5, shift=2, fill=-3)(X, np.random.default_rng(0))
    assert set(np.unique(out)) == {-3, 1}


def test_half_of_the_images_are_mirrored():
    X = np.zeros((5, 5, 400))
    X[1, 0] = 1
    out = ImageAugmentation(5, 5, mirror=True)(X.reshape(25, -1), np.random.default_rng(0))
    counts = out.reshape(5, 5, -1).sum(axis=2)
    assert counts[1, 0] + counts[1, 4] == 400
    assert counts[1, 4] == pytest.approx(200, abs=40)


def test_rotations_keep_the_distance_from_the_middle():
    _, out = augmented({"rotation": 180})
    counts = out.reshape(5, 5, -1).sum(axis=2)
    assert counts[2, 2] == 0
    assert all(counts[place] > 0 for place in [(1, 2), (2, 1), (2, 3), (3, 2)])
    rows, columns = np.nonzero(counts)
    assert (np.hypot(rows - 2, columns - 2) < 1.5).all()


def test_all_channels_of_a_pixel_move_together():
    X = np.random.default_rng(0).normal(size=(5 * 4 * 3, 30))
    out = ImageAugmentation(5, 4, 3, shift=1, rotation=15, mirror=True)(X, np.random.default_rng(1))
    pixels = {tuple(p) for p in X.reshape(20, 3, 30).swapaxes(1, 2).reshape(-1, 3)} | {(0, 0, 0)}
    assert {tuple(p) for p in out.reshape(20, 3, 30).swapaxes(1, 2).reshape(-1, 3)} <= pixels


def test_same_seed_same_images():
    words = {"shift": 2, "rotation": 30, "mirror": True}
    assert (augmented(words)[1] == augmented(words)[1]).all()
    assert (augmented(words)[1] != augmented(words, seed=1)[1]).any()


@pytest.mark.parametrize(
    "words", [{"shift": -1}, {"rotation": 200}, {"height": 0}, {"shift": 9}, {"width": 2.5}]
)
def test_bad_settings_are_refused(words):
    with pytest.raises(EngineError, match=next(iter(words))):
        ImageAugmentation(**{"height": 5, "width": 5} | words)


def test_columns_that_are_no_such_image_are_refused():
    with pytest.raises(EngineError, match="24 numbers in a column are not an image of 5 x 5 x 1"):
        ImageAugmentation(5, 5)(np.zeros((24, 3)), np.random.default_rng(0))
    with pytest.raises(EngineError, match="sigma"):
        jitter(np.zeros((1, 1)), -1, np.random.default_rng(0))
