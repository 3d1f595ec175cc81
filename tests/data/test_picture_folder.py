"""Folders of pictures as data: what becomes of files of every kind, and what is told."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from playground.cancellation import Cancelled, cancellable
from playground.data.errors import DataError
from playground.data.pictures import reading as pictures
from playground.data.pictures.files import picture_shape, read_picture
from playground.data.pictures.folder import PictureFolder
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


def saved(path: Path, pixels: np.ndarray, **how) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype(np.uint8)).save(path, **how)
    return path


def cats_and_dogs(folder: Path, m: int = 12, side: int = 8) -> Path:
    """Bright pictures called cat, dark ones called dog."""
    rng = np.random.default_rng(0)
    for k in range(m):
        low, kind = ((140, "cat"), (0, "dog"))[k % 2]
        saved(folder / kind / f"{k:02}.png", rng.integers(low, low + 110, (side, side)))
    return folder


def read(folder: Path, **settings):
    return PictureFolder(path=str(folder), **settings).make(np.random.default_rng(0))


def told(dataset) -> str:
    return " ".join(notice.text for notice in dataset.notices)


def test_a_folder_a_class_becomes_examples_with_the_pixels_of_the_files(tmp_path):
    data = read(cats_and_dogs(tmp_path))
    assert data.class_names == ("cat", "dog") and data.image_shape == (8, 8) and data.m == 12
    assert data.labels.tolist() == [0] * 6 + [1] * 6 and told(data) == ""
    first = np.asarray(Image.open(tmp_path / "cat" / "00.png"))
    assert np.array_equal(data.X[:, 0].reshape(8, 8), first)
    assert data.rows is not None and data.rows.used == data.rows.total == 12


def test_colors_are_three_numbers_a_pixel_and_greys_one_where_they_are_wanted(tmp_path):
    cats_and_dogs(tmp_path)
    color = np.random.default_rng(1).integers(0, 256, (8, 8, 3))
    saved(tmp_path / "cat" / "99.png", color)
    data = read(tmp_path)
    assert data.image_shape == (8, 8, 3)
    assert np.array_equal(data.X[:, 6].reshape(8, 8, 3), color)
    assert "differ in size or colors; all become 8 x 8 x 3" in told(data)
    grey = read(tmp_path, colors="grey")
    assert grey.image_shape == (8, 8)
    luma = color @ [0.299, 0.587, 0.114]
    assert np.allclose(grey.X[:, 6].reshape(8, 8), luma, atol=1)
    assert read(cats_and_dogs(tmp_path / "grey"), colors="color").image_shape == (8, 8, 3)


def test_pictures_of_other_sizes_are_scaled_by_the_mean_of_what_a_pixel_covers(tmp_path):
    big = np.arange(16 * 32).reshape(16, 32) % 251
    saved(tmp_path / "cat" / "a.png", big)
    saved(tmp_path / "dog" / "b.png", np.zeros((8, 8)))
    data = read(tmp_path, side=8)
    blocks = big.reshape(8, 2, 8, 4).mean(axis=(1, 3))
    assert np.allclose(data.X[:, 0].reshape(8, 8), blocks, atol=1)
    assert read(tmp_path).image_shape == (64, 64), "they differ"
    assert read(cats_and_dogs(tmp_path / "large", side=65)).image_shape == (64, 64)
    assert read(cats_and_dogs(tmp_path / "small", side=64)).image_shape == (64, 64)


def test_what_is_transparent_is_white_and_what_the_camera_turned_stands_upright(tmp_path):
    pixels = np.zeros((8, 8, 4))
    pixels[:4, :, 3] = 255  # black above, nothing below
    clear = saved(tmp_path / "clear.png", pixels)
    seen = read_picture(clear, (8, 8)).reshape(8, 8)
    assert (seen[:4] == 0).all() and (seen[4:] == 255).all()
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter, clockwise
    picture = np.zeros((8, 8))
    picture[:, :4] = 255
    turned = saved(tmp_path / "turned.png", picture, exif=exif)
    seen = read_picture(turned, (8, 8)).reshape(8, 8)
    assert (seen[:4] == 255).all() and (seen[4:] == 0).all()


def test_sixteen_bits_of_grey_keep_their_upper_eight(tmp_path):
    values = (np.arange(64).reshape(8, 8) * 1000).astype(np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")
    assert picture_shape(tmp_path / "deep.png") == (8, 8)
    assert np.array_equal(read_picture(tmp_path / "deep.png", (8, 8)), values.ravel() // 256)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "webp", "tif", "ppm"])
def test_every_usual_format_is_read(tmp_path, suffix):
    pixels = np.full((8, 8, 3), (200, 90, 30))
    path = saved(tmp_path / f"plain.{suffix}", pixels)
    assert np.allclose(read_picture(path, (8, 8, 3)).reshape(8, 8, 3), pixels, atol=6)


def test_folders_train_and_test_divide_the_pictures(tmp_path):
    cats_and_dogs(tmp_path / "train", 12)
    cats_and_dogs(tmp_path / "test", 4)
    data = read(tmp_path)
    assert data.m == 16 and (data.parts == 0).sum() == 12 and (data.parts == 2).sum() == 4
    assert data.class_names == ("cat", "dog")
    spec = replaced(ExperimentSpec(), "data.source", PictureFolder(path=str(tmp_path)))
    session = Session(replaced(spec, "data.division", "as_given"))
    assert (session.split.train.m, session.split.dev.m, session.split.test.m) == (12, 0, 4)


def test_damaged_files_are_left_out_and_named(tmp_path):
    cats_and_dogs(tmp_path)
    whole = (tmp_path / "cat" / "00.png").read_bytes()
    (tmp_path / "cat" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "dog" / "words.jpg").write_text("This is no picture.")
    (tmp_path / "dog" / "empty.gif").touch()
    (tmp_path / "dog" / "notes.txt").write_text("not looked at")
    data = read(tmp_path)
    assert data.m == 12 and data.rows.total == 15 and data.rows.dropped == 3
    for name in ("cut.png", "words.jpg", "empty.gif"):
        assert f"'{name}' is damaged, or no picture; it is left out." in told(data)
    assert data.rows.loss == "3 of 15 rows are left out: they could not be read."


def test_of_many_damaged_files_some_are_named_and_the_others_counted(tmp_path):
    cats_and_dogs(tmp_path)
    for k in range(9):
        (tmp_path / "cat" / f"x{k}.png").write_bytes(b"nothing")
    said = told(read(tmp_path))
    assert said.count("it is left out") == 5 and "4 further pictures cannot be read." in said


def test_what_belongs_to_no_class_is_told(tmp_path):
    cats_and_dogs(tmp_path)
    saved(tmp_path / "loose.png", np.zeros((8, 8)))
    (tmp_path / "birds").mkdir()
    (tmp_path / ".hidden").mkdir()
    said = told(read(tmp_path))
    assert "1 picture beside the folders belongs to no class." in said
    assert "The folder 'birds' has no pictures and is no class." in said and "hidden" not in said


def one_class(folder: Path) -> None:
    saved(folder / "cat" / "a.png", np.zeros((8, 8)))


def all_damaged(folder: Path) -> None:
    for kind in ("cat", "dog"):
        (folder / kind).mkdir()
        (folder / kind / "a.png").write_bytes(b"x")


def many_classes(folder: Path) -> None:
    for k in range(101):
        saved(folder / f"kind{k}" / "a.png", np.zeros((2, 2)))


REFUSED = {
    "no folders": (lambda folder: saved(folder / "a.png", np.zeros((8, 8))), "has no folders with"),
    "empty": (lambda folder: None, "has no folders with pictures in them"),
    "one class": (one_class, "two classes at least; only 'cat' has pictures"),
    "all damaged": (all_damaged, "'a.png' is damaged, or no picture"),
    "too many classes": (many_classes, "101 folders of pictures"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_data_is_refused_in_a_sentence(tmp_path, make, words):
    make(tmp_path)
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    assert words in str(caught.value) and str(caught.value).endswith(".")


def test_no_folder_and_a_file_in_its_place_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"No folder is chosen\."):
        PictureFolder().make(np.random.default_rng(0))
    with pytest.raises(DataError, match="does not exist"):
        read(tmp_path / "none")
    with pytest.raises(DataError, match="is a file, not a folder"):
        read(saved(tmp_path / "a.png", np.zeros((8, 8))))


def test_limits_are_told_before_memory_is_taken(tmp_path, monkeypatch):
    cats_and_dogs(tmp_path)
    monkeypatch.setattr(pictures, "MOST_PICTURE_BYTES", 12 * 64 - 1)
    with pytest.raises(
        DataError, match=r"12 pictures of 8 x 8 are 768 numbers.*data\.source\.side"
    ):
        read(tmp_path)
    assert read(tmp_path, side=7).m == 12
    monkeypatch.setattr(pictures, "MOST_PICTURES", 11)
    with pytest.raises(DataError, match="12 pictures; at most 11 are read"):
        read(tmp_path)


def test_a_picture_that_unpacks_to_more_than_it_may_is_refused_by_its_size(tmp_path):
    """Many pixels of one colour are a file of a few kilobytes."""
    for side, words in ((10_100, "has 10,100 x 10,100 pixels"), (20_000, "has too many pixels")):
        Image.new("1", (side, side)).save(tmp_path / "bomb.png")
        assert os.path.getsize(tmp_path / "bomb.png") < 1_000_000
        with pytest.raises(DataError, match=f"'bomb.png' {words}; at most 100,000,000 are read"):
            read_picture(tmp_path / "bomb.png", (8, 8))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names elsewhere")
def test_a_pipe_called_like_a_picture_is_left_out(tmp_path):
    cats_and_dogs(tmp_path)
    os.mkfifo(tmp_path / "cat" / "pipe.png")
    assert read(tmp_path).m == 12


def test_reading_stops_where_somebody_asks_for_it(tmp_path):
    cats_and_dogs(tmp_path)
    with pytest.raises(Cancelled), cancellable(lambda: True):
        read(tmp_path)
