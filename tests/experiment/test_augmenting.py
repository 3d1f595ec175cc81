"""Augmentation in a session: of mini-batches only, in the unit of the pixels, refused else."""

import numpy as np
import pytest

from playground.data.datasets import Dataset
from playground.engine import EngineError
from playground.engine.rehearsal import coming_step
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.session.file import load_session, save_session
from playground.settings import replaced

PICTURES = 'network.hidden_layers = [4]\ntraining = {batch_size = 16, augmentation = "pictures"}\n'


def pictures(m=60, colours=1):
    rng = np.random.default_rng(0)
    shape = (8, 8) if colours == 1 else (8, 8, colours)
    X = rng.integers(0, 256, (64 * colours, m)).astype(float)
    return Dataset(
        X=X,
        Y=(X[:1] > 128).astype(float),
        feature_names=tuple(f"p{i}" for i in range(len(X))),
        class_names=("no", "yes"),
        image_shape=shape,
    )


@pytest.mark.parametrize("scaling", ["standardise", "min_max", "divide_by_255", "none"])
@pytest.mark.parametrize("colours", [1, 3])
def test_pictures_are_moved_before_they_are_scaled(scaling, colours):
    spec = codec.loads(PICTURES + f'data.scaling = "{scaling}"')
    spec = replaced(spec, "training.augmentation.shift", 2)
    session = Session(spec, pictures(colours=colours))
    coming = coming_step(session.trainer)
    original = session.split.train.X[:, coming.places]
    raw = session.scaler.invert(coming.X)
    moved = 0
    for before, after in zip(original.T.reshape(16, 8, 8, -1), raw.T.reshape(16, 8, 8, -1)):
        found = [
            (down, right)
            for down in range(-2, 3)
            for right in range(-2, 3)
            if np.allclose(shifted(before, down, right), after, atol=1e-6)
        ]
        assert len(found) == 1
        moved += found != [(0, 0)]
    assert moved > 8


def shifted(picture, down, right):
    """By hand: what comes in is 0."""
    framed = np.pad(picture, ((2, 2), (2, 2), (0, 0)))
    return framed[2 - down : 10 - down, 2 - right : 10 - right]


def test_what_is_measured_is_measured_on_the_examples_as_they_are():
    session = Session(codec.loads('training = {augmentation = {kind = "jitter", sigma = 3}}'))
    X, Y = session.preprocess(session.split.train)
    for _ in range(3):
        session.step_epoch()
        measured = session.network.cost_and_error(X, Y, penalty=False)
        assert session.history.latest["train_cost"] == pytest.approx(measured.cost, rel=1e-12)
        assert session.history.latest["train_error"] == measured.error


def test_without_augmentation_every_number_is_as_before():
    plain = Session(codec.loads(""))
    silent = Session(codec.loads('training.augmentation = {kind = "jitter", sigma = 0}'))
    plain.step_epoch()
    silent.step_epoch()
    assert (plain.network.theta == silent.network.theta).all()


def test_points_cannot_be_moved_as_pictures():
    with pytest.raises(EngineError, match="these examples are no pictures"):
        Session(codec.loads(PICTURES))
    with pytest.raises(EngineError, match="these examples are features computed of them"):
        Session(codec.loads(PICTURES + 'data.features = "p1, p2"'), pictures())


def test_a_running_session_takes_it_up_or_stays_as_it_was():
    session = Session(codec.loads(""))
    session.step_epoch()
    before = session.spec
    with pytest.raises(EngineError, match="no pictures"):
        session.apply(replaced(before, "training.augmentation", "pictures"))
    assert session.spec == before and session.trainer.augmentation is None
    session.apply(replaced(before, "training.augmentation", "jitter"))
    X = session.trainer.training_set[0]
    coming = coming_step(session.trainer)
    assert (X[:, coming.places] != coming.X).all()
    session.apply(before)
    coming = coming_step(session.trainer)
    assert (X[:, coming.places] == coming.X).all()


def test_a_saved_session_goes_on_with_the_same_bits(tmp_path):
    session = Session(codec.loads(PICTURES), pictures())
    for _ in range(5):
        session.step()
    save_session(session, tmp_path / "a.playground")
    again = load_session(tmp_path / "a.playground")
    for _ in range(9):
        assert session.step() == again.step()
    assert (session.network.theta == again.network.theta).all()
    assert (again.recording.state_at(7).theta == session.recording.state_at(7).theta).all()


def test_a_session_saved_before_there_was_augmentation_opens(tmp_path):
    session = Session(codec.loads(""))
    for _ in range(5):
        session.step()
    path = tmp_path / "new.playground"
    save_session(session, path)
    without_augmentation(path, tmp_path / "old.playground")
    again = load_session(tmp_path / "old.playground")
    for each in (session, again):
        each.apply(replaced(each.spec, "training.augmentation", "jitter"))
    for _ in range(9):
        assert session.step() == again.step()


def without_augmentation(path, old):
    """The same file as it was written before."""
    import json
    import zipfile

    with zipfile.ZipFile(path) as new, zipfile.ZipFile(old, "w") as other:
        for member in new.namelist():
            content = new.read(member)
            if member == "random_state.json":
                states = json.loads(content)
                assert states.pop("augmentation")
                content = json.dumps(states).encode()
            elif member == "experiment.toml":
                content, _, rest = content.partition(b"augmentation = ")
                content += rest.partition(b"\n")[2]
            elif member == "changes.json":
                changes = json.loads(content)
                for row in changes["keyframes"]:
                    del row["augmentation_rng"]
                content = json.dumps(changes).encode()
            other.writestr(member, content)
