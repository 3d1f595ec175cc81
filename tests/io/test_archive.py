"""Archives: equal bytes for equal content, and no harm from hostile ones."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from zipped import zipped

from playground.io.archive import Archive, arrays_of, npz
from playground.io.errors import ExportError


def test_content_comes_back_and_bytes_are_equal():
    members = {"a.txt": b"one", "ü/b.txt": b"two" * 1000}
    for compressed in ((), (".txt",)):
        data = zipped(members, compressed)
        assert data == zipped(members, compressed)
        archive = Archive(data, "x")
        assert {name: archive.read(name, 10_000) for name in archive.members} == members


def test_arrays_come_back_in_type_shape_and_value():
    arrays = {
        "reals": np.array([[1.5, -0.0], [np.inf, np.nan]]),
        "single": np.float32([1, 2, 3]),
        "order": np.arange(5),
        "words": np.array(["a", "größer"]),
        "none": np.empty((0, 3)),
        "number": np.array(7),
        "columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    }
    back = arrays_of(npz(arrays), "x", 10_000)
    assert back.keys() == arrays.keys()
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype and back[name].shape == array.shape
        assert back[name].tobytes() == array.tobytes()
    loaded = np.load(io.BytesIO(npz(arrays)), allow_pickle=False)
    assert np.array_equal(loaded["columns"], arrays["columns"])


def _zip(write) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        write(archive)
    return stream.getvalue()


def _read_all(data: bytes, limit: int = 1_000_000) -> None:
    archive = Archive(data, "x")
    for member in archive.members:
        archive.read(member, limit)


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/evil", "\\evil", "a\\..\\evil"])
def test_paths_that_lead_outside_are_refused(name):
    with pytest.raises(ExportError, match="which leads outside"):
        Archive(_zip(lambda archive: archive.writestr(name, b"x")), "x")


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = _zip(lambda archive: archive.writestr("a", b"\0" * 20_000_000))
    tracemalloc.start()
    with pytest.raises(ExportError, match="would unpack to 20,000,000 bytes"):
        _read_all(data)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_cut_off():
    data = bytearray(_zip(lambda archive: archive.writestr("a", b"\0" * 20_000_000)))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)  # its size in the list of contents
    tracemalloc.start()
    with pytest.raises(ExportError, match="damaged"):
        _read_all(bytes(data))
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_truncated_foreign_and_damaged_archives_are_refused():
    data = zipped({"a": bytes(range(256)) * 10, "b": b"x"}, ("a", "b"))
    for cut in range(0, len(data), 7):
        with pytest.raises(ExportError):
            _read_all(data[:cut])
    for place in range(40, 200, 13):
        damaged = bytearray(data)
        damaged[place] ^= 0xFF
        with pytest.raises(ExportError):
            _read_all(bytes(damaged))
    with pytest.raises(ExportError, match="'x' is damaged or no such archive"):
        Archive(b"not a zip", "x")


def test_other_methods_and_doubled_names_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"x")
    with pytest.raises(ExportError, match="packed in a way"):
        _read_all(stream.getvalue())

    def twice(archive):
        archive.writestr("a", b"x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"y")

    with pytest.raises(ExportError, match="list of contents"):
        Archive(_zip(twice), "x")


def _npy(header: str, content: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    text = header.encode().ljust(118) + b"\n"
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + content


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "is no array"),
        (b"nothing", "is no array"),
        (
            _npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", b"x"),
            "only plain numbers",
        ),
        (_npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}"), "only plain"),
        (_npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10**15,)}"), "is no array"),
        (
            _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,)}"),
            "its size is not the one it claims",
        ),
        (
            _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}", b"12345678"),
            "claims",
        ),
        (_npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", b"12345678"), "claims"),
        (_npy("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,)}"), "only plain"),
        (_npy("__import__('os')"), "is no array"),
        (
            _npy("{'descr': '<f8', 'fortran_order': False, 'shape': ()}", b"12345678", b"\x07\0"),
            "no",
        ),
    ],
)
def test_hostile_arrays_are_refused(content, words):
    with pytest.raises(ExportError, match=words):
        arrays_of(zipped({"a.npy": content}), "x", 1_000_000)


def test_a_pickled_array_is_refused():
    stream = io.BytesIO()
    np.savez(stream, a=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ExportError, match="only plain numbers and text"):
        arrays_of(stream.getvalue(), "x", 1_000_000)


def test_the_limit_holds_for_all_arrays_together():
    data = npz({name: np.zeros(1000) for name in "abcdef"})
    assert len(arrays_of(data, "x", 60_000)) == 6
    with pytest.raises(ExportError, match="is refused"):
        arrays_of(data, "x", 30_000)
