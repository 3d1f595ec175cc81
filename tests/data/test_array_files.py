"""Files of named arrays as the course saves them: HDF5 and MATLAB, and parts beside one another."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import numpy as np
import pytest

from playground.data import DataError, split
from playground.data.array_files import arrays_in
from playground.data.arrays import read_arrays

R = np.random.default_rng(0)
X = R.integers(0, 256, (30, 8, 8, 3), np.uint8)
Y = np.arange(30) % 2


def hdf5(path, **arrays):
    with pytest.importorskip("h5py").File(path, "w") as file:
        for name, array in arrays.items():
            file[name] = array


def course_files(folder):
    names = np.array([b"dog", b"bird"])
    hdf5(folder / "train_pets.h5", train_set_x=X, train_set_y=Y, list_classes=names)
    hdf5(folder / "test_pets.h5", test_set_x=X[:10], test_set_y=Y[:10], list_classes=names)
    return folder / "train_pets.h5"


def test_pictures_as_the_course_saves_them(tmp_path):
    data = read_arrays(course_files(tmp_path))
    assert data.image_shape == (8, 8, 3) and data.class_names == ("dog", "bird")
    assert data.parts.tolist() == [0] * 30 + [2] * 10
    assert (data.X[:, 3] == X[3].ravel()).all() and data.labels[:4].tolist() == [0, 1, 0, 1]
    assert data.notices[0].text == "test_pets.h5 beside the file was read with it."


def test_the_test_file_brings_its_training_set(tmp_path):
    data = read_arrays(course_files(tmp_path).with_name("test_pets.h5"))
    assert data.parts.tolist() == [0] * 30 + [2] * 10


def test_the_division_of_the_file_can_be_kept(tmp_path):
    data = read_arrays(course_files(tmp_path))
    kept = split(data, 1.0, 0.0, np.random.default_rng(0))
    assert (kept.train.m, kept.dev.m, kept.test.m) == (30, 0, 10)
    usual = split(data, 0.6, 0.2, np.random.default_rng(0))
    assert usual.test.m == 10 and usual.dev.m == 8


def matlab(compressed: bool = True, order: str = "<", **arrays: np.ndarray) -> bytes:
    """A file of MATLAB 5 with these arrays, written by hand."""
    kinds = {"f8": (6, 9), "u1": (9, 2), "i2": (10, 3)}
    elements = b""
    for name, array in arrays.items():
        class_, type_ = kinds[array.dtype.str[1:]]
        content = b"".join(
            (
                _element(order, 6, struct.pack(f"{order}II", class_, 0)),
                _element(order, 5, struct.pack(f"{order}{array.ndim}i", *array.shape)),
                _element(order, 1, name.encode()),
                _element(order, type_, array.astype(array.dtype.newbyteorder(order)).tobytes("F")),
            )
        )
        element = _element(order, 14, content)
        if compressed:
            packed = zlib.compress(element)
            element = struct.pack(f"{order}II", 15, len(packed)) + packed
        elements += element
    mark = b"IM" if order == "<" else b"MI"
    return b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack(f"{order}H", 0x0100) + mark + elements


def _element(order: str, kind: int, content: bytes) -> bytes:
    if 0 < len(content) <= 4:
        return struct.pack(f"{order}I", len(content) << 16 | kind) + content.ljust(4, b"\0")
    return struct.pack(f"{order}II", kind, len(content)) + content + bytes(-len(content) % 8)


POINTS = R.normal(size=(20, 2))
PARTS = {
    "X": POINTS,
    "y": Y[:20, None].astype("u1"),
    "Xval": POINTS[:6],
    "yval": np.ones((6, 1), "u1"),
}


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("order", ["<", ">"])
def test_matlab_files_with_a_validation_set(tmp_path, compressed, order):
    path = tmp_path / "data.mat"
    path.write_bytes(matlab(compressed, order, **PARTS))
    data = read_arrays(path)
    assert data.parts.tolist() == [0] * 20 + [1] * 6
    assert (data.X[:, :20] == POINTS.T).all() and data.labels[20:].tolist() == [1] * 6


def test_matlab_files_agree_with_scipy(tmp_path):
    scipy_io = pytest.importorskip("scipy.io")
    cube = R.integers(-9, 9, (4, 2, 3)).astype("i2")
    values = {"a": R.normal(size=(5, 3)), "b": cube, "t": "text"}
    for packed in (False, True):
        path = tmp_path / "data.mat"
        scipy_io.savemat(path, values, do_compression=packed)
        with arrays_in(path) as arrays:
            assert set(arrays) == {"a", "b"}  # a text is no array of numbers
            for name, stored in arrays.items():
                assert (stored.read() == values[name]).all() and stored.shape == values[name].shape


def test_matlab_files_cut_off_anywhere_are_refused_in_a_sentence(tmp_path):
    whole = matlab(False, **PARTS)
    for length in range(0, len(whole) - 1, 7):
        path = tmp_path / "data.mat"
        path.write_bytes(whole[:length])
        try:
            read_arrays(path)
        except DataError as error:
            assert "MATLAB" in str(error) or "X and y" in str(error)


def test_a_file_whose_sizes_are_beyond_reason_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.npz"
    header = np.lib.format.header_data_from_array_1_0(np.zeros((1, 1), np.uint8))
    np.savez(path, X=np.zeros((4, 2)), y=np.arange(4))
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(member, {**header, "shape": (10**6, 10**4)})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X.npy", member.getvalue() + bytes(1000))
        archive.writestr("y.npy", member.getvalue())
    with pytest.raises(DataError, match="has 10,000,000,000 numbers; in a file of this size"):
        read_arrays(path)


@pytest.mark.parametrize("suffix", [".h5", ".mat", ".npz"])
def test_what_is_no_such_file_gets_a_sentence(tmp_path, suffix):
    if suffix == ".h5":
        pytest.importorskip("h5py")
    path = tmp_path / f"data{suffix}"
    path.write_bytes(b"PK\x03\x04 nothing of the kind" * 20)
    with pytest.raises(DataError, match=r"no (HDF5|MATLAB|NumPy)"):
        read_arrays(path)
