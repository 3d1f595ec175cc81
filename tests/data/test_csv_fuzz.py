"""Damaged files: no exception escapes, and what is read without a word is what others read."""

from __future__ import annotations

import random

import numpy as np
import pytest
from csv_files import read_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from independent_reader import read as read_independently

from playground.assets import sample_data
from playground.data import DataError, read_table

_SIGNS = [
    b",", b";", b"\t", b'"', b"'", b"\n", b"\r", b"\0", b"\xff", b"\xe9", b"-", b".", b"e", b"1",
    b" ", b"#", b"\\", b"\xef\xbb\xbf", b'""', b"NA", b"inf", b"%", b",,",
]  # fmt: skip


def _lines(name: str, first: int, count: int) -> bytes:
    header, *lines = sample_data(name).read_bytes().splitlines(keepends=True)
    return header + b"".join(lines[first : first + count])


_BASES = {
    "numbers and a label": (_lines("iris.csv", 30, 50), ","),
    "thirteen columns": (_lines("wine.csv", 50, 12), ","),
    "texts": (_lines("penguin_mass.csv", 40, 30), ","),
    "quotes": (b"x,note,y\n" + b"".join(b'%d,"a, b%d",0\n' % (i, i % 3) for i in range(25)), ","),
    "semicolons": (b"a;b;c\n" + b"".join(b"%d;%d.5;u%d\n" % (i, i, i % 2) for i in range(25)), ";"),
    "tabs": ("ä\tb\tç\n" + "".join(f"{i}\t{i / 7}\té{i % 2}\n" for i in range(25)), "\t"),
}  # fmt: skip


def damaged(data: bytes, r: random.Random) -> bytes:
    """`data` with some bytes replaced, put in, taken out, repeated, cut off or moved."""
    spoilt = bytearray(data)
    for _ in range(r.choice([1, 1, 1, 2, 3, 8])):
        place, other = sorted(r.randrange(len(spoilt) + 1) for _ in range(2))
        kind = r.randrange(8)
        if kind in (0, 1):
            spoilt[place : place + 1] = r.choice(_SIGNS)
        elif kind == 2:
            spoilt[place:place] = r.choice(_SIGNS)
        elif kind == 3:
            del spoilt[place : place + r.choice([1, 1, 2, 5, 20])]
        elif kind == 4:
            spoilt[place : place + 1] = r.randbytes(1)
        elif kind == 5:
            spoilt[other:other] = spoilt[place : place + r.choice([1, 5, 40])]
        elif kind == 6 and place:
            del spoilt[place:]
        else:
            lines = bytes(spoilt).splitlines(keepends=True)
            r.shuffle(lines)
            spoilt = bytearray(b"".join(lines))
    return bytes(spoilt)


@pytest.mark.parametrize("name", _BASES)
def test_what_is_read_without_a_word_is_what_others_read(name, tmp_path):
    base, delimiter = _BASES[name]
    base = base if isinstance(base, bytes) else base.encode()
    compared = 0
    for seed in range(150):
        data = damaged(base, random.Random(f"{name} {seed}"))
        try:
            table = read_bytes(tmp_path, data)
        except DataError:
            continue
        if table.notices or table.set_aside:
            continue
        names, columns = read_independently(data, delimiter)
        assert table.names == [" ".join(given.replace("\ufeff", "").split()) for given in names], (
            seed,
            data,
        )
        assert [list(column) for column in table.columns] == columns, (seed, data)
        compared += 1
    assert compared > 10  # the comparison has not become empty


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=300))
def test_any_bytes_make_a_table_or_a_sentence(data, tmp_path):
    _table_or_sentence(tmp_path, data)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet=" ,;\t\"'\r\n\\#.-+eé0123456789abNA%|", max_size=200))
def test_any_text_makes_a_table_or_a_sentence(text, tmp_path):
    _table_or_sentence(tmp_path, text.encode())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=200),
    encoding=st.sampled_from([None, "utf-8", "cp1252", "utf-16", "ascii", "no such thing"]),
    delimiter=st.sampled_from([None, ",", ";", " ", "x", ",,", "\n"]),
    quote=st.sampled_from([None, "", '"', "'", ","]),
    decimal=st.sampled_from([None, ".", ",", "x"]),
    header=st.sampled_from([None, True, False]),
    skip_lines=st.sampled_from([None, 0, 1, 3, -1]),
)
def test_any_overrides_make_a_table_or_a_sentence(data, tmp_path, **overrides):
    _table_or_sentence(tmp_path, data, **overrides)


def _table_or_sentence(folder, data: bytes, **overrides) -> None:
    path = folder / "data.csv"
    path.write_bytes(data)
    try:
        table = read_table(path, **overrides)
    except DataError as error:
        assert error.path == "data.csv" and str(error).strip()
        return
    assert table.rows > 0 and len(set(table.names)) == len(table.names)
    for column in table.columns:
        assert column.shape == (table.rows,)
        if column.dtype == object:
            assert all(cell is None or isinstance(cell, str) for cell in column)
        else:
            assert column.dtype == np.float64 and not np.isinf(column).any()
