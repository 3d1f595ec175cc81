"""Data augmentation: jitter of points; shifts, rotations and mirror images of pictures."""

from copy import deepcopy

import numpy as np
import pytest

from playground.engine import EngineError, Ensemble, Network, Trainer, reference
from playground.engine.regularization.augmentation import augmentations
from playground.engine.rehearsal import coming_step, rehearsed
from playground.settings import SettingError

Jitter, MovedPictures = augmentations["jitter"], augmentations["pictures"]


def images(height=5, width=5, channels=1, m=200):
    """One bright pixel, off centre."""
    X = np.zeros((height, width, channels, m))
    X[1, 2] = 1
    return X.reshape(-1, m)


def augmented(words, seed=0, **shape):
    X = images(**shape)
    size = {"height": 5, "width": 5, "channels": 1} | shape
    size.pop("m", None)
    moving = MovedPictures(**{"shift": 0} | words)
    out = moving.augmented(X, np.random.default_rng(seed), tuple(size.values()))
    assert out.shape == X.shape and out.dtype == X.dtype and out.flags.c_contiguous
    return X, out


def test_jitter_has_the_spread_it_is_given_and_leaves_x_alone():
    X = np.zeros((3, 5000))
    out = Jitter(sigma=0.2).augmented(X, np.random.default_rng(0))
    assert out.std() == pytest.approx(0.2, rel=0.02)
    assert not X.any()
    single = Jitter().augmented(X.astype("float32"), np.random.default_rng(0))
    assert single.dtype == np.float32


def test_nothing_switched_on_changes_nothing():
    X, out = augmented({}, channels=3)
    np.testing.assert_array_equal(out, X)
    assert augmentations["none"]().augmented(X, None) is X


def test_shifts_reach_everywhere_within_their_bound_and_no_further():
    _, out = augmented({"shift": 1})
    places = np.argwhere(out.reshape(5, 5, -1).sum(axis=2) > 0)
    assert sorted(map(tuple, places)) == [(r, c) for r in (0, 1, 2) for c in (1, 2, 3)]
    assert (out.sum(axis=0) == 1).all()


def test_what_comes_in_at_the_border_is_black():
    X = np.ones((25, 50))
    out = MovedPictures(shift=2).augmented(X, np.random.default_rng(0), (5, 5))
    assert set(np.unique(out)) == {0, 1}


def test_half_of_the_images_are_mirrored():
    X = np.zeros((5, 5, 400))
    X[1, 0] = 1
    moving = MovedPictures(shift=0, mirror=True)
    out = moving.augmented(X.reshape(25, -1), np.random.default_rng(0), (5, 5))
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
    moving = MovedPictures(shift=1, rotation=15, mirror=True)
    out = moving.augmented(X, np.random.default_rng(1), (5, 4, 3))
    pixels = {tuple(p) for p in X.reshape(20, 3, 30).swapaxes(1, 2).reshape(-1, 3)} | {(0, 0, 0)}
    assert {tuple(p) for p in out.reshape(20, 3, 30).swapaxes(1, 2).reshape(-1, 3)} <= pixels


def test_same_seed_same_images():
    words = {"shift": 2, "rotation": 30, "mirror": True}
    assert (augmented(words)[1] == augmented(words)[1]).all()
    assert (augmented(words)[1] != augmented(words, seed=1)[1]).any()


@pytest.mark.parametrize("shape", [(6, 5), (4, 5, 3)])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    "chosen", [Jitter(sigma=0.3), MovedPictures(shift=2, rotation=40, mirror=True)]
)
def test_it_is_what_the_formulas_say_to_the_last_bit(chosen, dtype, shape):
    X = np.random.default_rng(3).random((np.prod(shape), 40)).astype(dtype)
    plain = reference.function_of(chosen)(X, np.random.default_rng(5), shape)
    mine = chosen.augmented(X, np.random.default_rng(5), shape)
    assert mine.dtype == plain.dtype == dtype
    assert (mine == plain).all() and (mine != X).any()


@pytest.mark.parametrize("words", [{"shift": -1}, {"rotation": 200}, {"shift": 65}, {"shift": 2.5}])
def test_bad_settings_are_refused(words):
    with pytest.raises(SettingError, match=next(iter(words))):
        MovedPictures(**words)


def test_columns_that_are_no_such_image_are_refused():
    with pytest.raises(EngineError, match="24 numbers in a column are not a picture of 5 x 5 x 1"):
        MovedPictures().augmented(np.zeros((24, 3)), np.random.default_rng(0), (5, 5))


# ---------------------------------------------------------------------- in training


def trainer(seed=0, batch_size=8, augmentation=None, m=30, optimizer="gd", sizes=(3, 4, 1)):
    rng = np.random.default_rng(seed)
    activations = ["tanh", "sigmoid"][-len(sizes) + 1 :]
    network = Network(sizes, activations, "binary_cross_entropy")
    network.initialize("xavier", rng)
    X = np.random.default_rng(1).normal(size=(sizes[0], m))
    made = Trainer(network, optimizer, 0.1, batch_size=batch_size, rng=rng)
    made.attach(X, (X[:1] > 0).astype(float))
    made.augmentation = augmentation and augmentation.augmented
    return made


@pytest.mark.parametrize("batch_size", [8, 100], ids=["mini-batches", "full batch"])
def test_each_step_is_taken_on_the_examples_it_makes_and_on_no_others(batch_size):
    training = trainer(batch_size=batch_size, augmentation=Jitter(sigma=0.5))
    for _ in range(9):
        X, Y = training.training_set
        coming, network = coming_step(training), training.network.copy()
        fresh = Jitter(sigma=0.5).augmented(
            X[:, coming.places], deepcopy(training.augmentation_rng)
        )
        assert (fresh == coming.X).all() and (Y[:, coming.places] == coming.Y).all()
        expected = rehearsed(training)
        cost = training.advance()
        assert cost == pytest.approx(network.cost(fresh, coming.Y), rel=1e-12)
        assert (training.network.theta == expected).all()
    assert (training.training_set[0] == trainer().training_set[0]).all()


def test_switched_off_it_leaves_every_number_as_it_was():
    """Its chance is its own: neither the order of the examples nor the masks hear of it."""
    plain, augmenting = trainer(), trainer(augmentation=Jitter(sigma=0.0))
    for _ in range(9):
        assert plain.advance() == augmenting.advance()
    states = plain.state(), augmenting.state()
    assert (states[0]["order"] == states[1]["order"]).all()
    assert (
        states[0]["rng"] == states[1]["rng"]
        and states[0]["dropout_rng"] == states[1]["dropout_rng"]
    )
    assert states[0]["augmentation_rng"] != states[1]["augmentation_rng"]


def test_a_whole_epoch_does_what_its_mini_batches_do():
    whole, steps = (trainer(augmentation=Jitter(sigma=0.5)) for _ in range(2))
    for _ in range(2):
        whole.train_epoch(*whole.training_set)
        steps.advance()
        while not steps.at_epoch_end:
            steps.advance()
    assert (whole.network.theta == steps.network.theta).all()


def test_a_full_batch_does_not_go_by_inner_products_that_no_longer_hold(monkeypatch):
    from playground.engine.shortcut import gram

    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    training = trainer(batch_size=100, m=20, sizes=(60, 1))
    training.advance()
    assert training.gram is not None
    training.augmentation = Jitter(sigma=0.5).augmented
    expected = rehearsed(training)
    training.advance()
    assert training.gram is None and (training.network.theta == expected).all()


def test_it_goes_on_bit_for_bit_from_a_state():
    training, other = (trainer(augmentation=Jitter(sigma=0.5)) for _ in range(2))
    for _ in range(6):
        training.advance()
    other.network.theta = training.network.theta
    other.restore(training.state())
    for _ in range(6):
        assert training.advance() == other.advance()


@pytest.mark.parametrize("batch_size", [8, 100])
def test_members_of_an_ensemble_are_augmented_each_in_its_own_way(batch_size):
    sigmas = (None, 0.2, 0.2, 0.9)

    def members():
        made = [sigma and Jitter(sigma=sigma) for sigma in sigmas]
        return [trainer(k, batch_size, each, optimizer="adam") for k, each in enumerate(made)]

    ensemble, alone = Ensemble(members()), members()
    assert ensemble.together
    for _ in range(10):
        costs = ensemble.advance()
        np.testing.assert_allclose(costs, [t.advance() for t in alone], rtol=1e-12)
    for mine, single in zip(ensemble.release(), alone):
        np.testing.assert_allclose(mine.advance(), single.advance(), rtol=1e-12)
