"""Pictures from files: trained on, and predicted as the session would predict their pixels."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from PIL import Image

import playground
from playground.cli.main import main
from playground.data.errors import DataError
from playground.io.prediction.pictures import picture_as_example, predictions_of
from tests.data.test_picture_folder import cats_and_dogs, saved


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return cats_and_dogs(tmp_path_factory.mktemp("pictures"), 40)


@pytest.fixture(scope="module")
def session(folder):
    session = playground.load(folder)
    session.run()
    return session


def test_a_folder_is_loaded_with_what_suits_pictures_and_is_learned(session):
    assert session.spec.data.scaling.name == "divide_by_255"
    assert session.spec.network.hidden_layers == (32, 16)
    assert session.history.latest["dev_error"] == 0


def test_a_picture_is_predicted_as_its_pixels_are(session, tmp_path):
    path = saved(tmp_path / "mine.png", np.full((8, 8), 210))
    made = session.predict_table(path)
    assert made.predicted == ["cat"] and made.names == ("mine.png",)
    assert np.array_equal(made.output, session.predict(np.full((64, 1), 210.0)))


def test_a_picture_of_another_size_is_seen_as_one_of_the_size_trained_on(session, tmp_path):
    picture = np.kron(np.arange(64).reshape(8, 8) * 4, np.ones((5, 5)))
    color = np.repeat(picture[..., np.newaxis], 3, axis=2)
    path = saved(tmp_path / "large.png", color)
    assert np.array_equal(picture_as_example(session, path), 4.0 * np.arange(64))


def test_a_folder_of_pictures_is_predicted_file_by_file(session, folder, tmp_path):
    cats_and_dogs(tmp_path, 4)
    (tmp_path / "dog" / "x.png").write_bytes(b"no picture")
    made = session.predict_table(tmp_path / "dog")
    assert made.predicted == ["dog"] * 2 and made.names == ("01.png", "03.png")
    assert [notice.text for notice in made.notices] == [
        "'x.png' is damaged, or no picture; it is left out."
    ]


def test_white_is_what_it_is_in_the_data(tmp_path):
    """The digits that come with the program run from 0 to 16."""
    from playground.assets import sample_data

    session = playground.load(sample_data("digits.csv"))
    path = saved(tmp_path / "white.png", np.full((9, 9), 255))
    assert np.array_equal(picture_as_example(session, path), np.full(64, 16.0))


def test_what_was_not_trained_on_pictures_says_so(tmp_path):
    from playground.assets import sample_data

    session = playground.load(sample_data("iris.csv"))
    path = saved(tmp_path / "mine.png", np.zeros((8, 8)))
    with pytest.raises(DataError, match="not trained on pictures but on 4 columns"):
        predictions_of(session, str(path))


def test_the_command_line_trains_on_a_folder_and_predicts_a_picture(folder, tmp_path, capsys):
    out, mine = tmp_path / "out", saved(tmp_path / "mine.png", np.full((20, 20), 20))
    train = ["train", str(folder), "--out", str(out), "--no-plots", "--set", "training.epochs=30"]
    assert main(train) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(
        "Predicting 'kind' (binary classification: cat, dog) from pictures of 8 x 8 (64 features); "
        "40 of 40 rows are used: 24 train, 8 dev, 8 test."
    )
    assert "hidden layers 32-16" in captured.err
    summary = json.loads((out / "summary.json").read_text())
    assert summary["dev"]["error"] == 0
    answers = tmp_path / "answers.csv"
    assert main(["predict", str(out), str(mine), "--out", str(answers)]) == 0
    assert "Predicted kind of 1 picture" in capsys.readouterr().out
    [row] = csv.DictReader(answers.open(encoding="utf-8"))
    assert row["file"] == "mine.png" and row["kind"] == "dog"
    again = playground.load(out)
    assert float(row["probability of dog"]) == pytest.approx(
        again.predict(np.full((64, 1), 20.0))[0, 0], abs=1e-12
    )


def test_one_picture_is_no_data(tmp_path, capsys):
    path = saved(tmp_path / "mine.png", np.zeros((8, 8)))
    assert main(["train", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "'mine.png' is one picture. Open a folder" in capsys.readouterr().err


def test_an_experiment_file_names_its_folder_relative_to_itself(folder, tmp_path):
    cats_and_dogs(tmp_path / "data", 20)
    text = 'version = 2\ndata.source = {kind = "pictures", path = "data", side = 4}\n'
    (tmp_path / "x.toml").write_text(text + "training.epochs = 2")
    session = playground.load(tmp_path / "x.toml")
    assert session.dataset.image_shape == (4, 4) and session.dataset.m == 20
    session.save(tmp_path / "y.toml")
    assert 'path = "data"' in (tmp_path / "y.toml").read_text()
    session.run()
    session.save(tmp_path / "z.playground")
    resumed = playground.load(tmp_path / "z.playground")
    assert np.array_equal(resumed.dataset.X, session.dataset.X)
    assert resumed.dataset.image_shape == (4, 4)


def test_large_pictures_stay_bytes(tmp_path):
    rng = np.random.default_rng(0)
    for k in range(8):
        picture = Image.fromarray(rng.integers(0, 256, (500, 500, 3), np.uint8))
        path = tmp_path / "ab"[k % 2] / f"{k}.bmp"
        path.parent.mkdir(exist_ok=True)
        picture.save(path)
    data = playground.load(tmp_path).dataset
    assert data.image_shape == (64, 64, 3)
    from playground.data.pictures.folder import PictureFolder

    large = PictureFolder(path=str(tmp_path), side=500).make(rng)
    assert large.X.dtype == np.uint8 and large.n_x * large.m > 4_000_000
