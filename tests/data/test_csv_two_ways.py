"""Blocks of bytes and the careful reader give the same: every cell, every notice."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from csv_files import columns
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.data import DataError, read_table
from playground.data.tables.filling import filling
from playground.data.tables.filling.cells import CellColumn, cells_in

CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(-1000, 1000).map(lambda value: f"{value:.3f}"),
    st.integers(-(10**6), 10**6).map(str),
    st.integers(-(10**18), 10**18).map(str),
    st.sampled_from(
        ["", "", "", " ", "NA", "nan", "?", "-", ".", "5.", ".5", "+7", "-0", "-0.0", "007", "1e5"]
    ),
    st.sampled_from(
        [
            "inf",
            "1e400",
            "1_000",
            "12%",
            "1 234",
            "1,5",
            "−3",
            "0x1f",
            "１２",
            "$5",
            "abc",
            "x",
            "yes",
        ]
    ),
    st.sampled_from(
        ['"a ""b"" c"', '"u, v"', '"1.5"', '""', "' '", "é", "naïve", "a\u00a0b", "a b"]
    ),
    st.sampled_from(['"open', 'in"side', '"a"b', '"two\nlines"', "a,b", "x\t"]),
)
ODD = 0.1  # of the rows are shuffled about


@st.composite
def tables(draw) -> bytes:
    """A table of cells of a few kinds in each column, and some lines that are odd."""
    width = draw(st.integers(2, 5))
    kinds = [draw(st.lists(CELLS, min_size=1, max_size=4)) for _ in range(width)]
    seed, rows = draw(st.integers(0, 10**6)), draw(st.integers(1, 40))
    delimiter = draw(st.sampled_from(",,,;\t|"))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    rng = random.Random(seed)
    lines = [delimiter.join(f"n{i}" for i in range(width))]
    for _ in range(rows):
        cells = [rng.choice(kind) for kind in kinds]
        if rng.random() < ODD / 2:
            cells = rng.choice([[""], cells[1:], [*cells, "more"], [""] * width, [" "] * width])
        lines.append(delimiter.join(cells))
        if rng.random() < ODD / 4:
            lines.append(lines[0])
    return (end.join(lines) + rng.choice([end, ""])).encode()


def both_ways(path) -> tuple:
    """What `read_table` gives with and without blocks."""
    found = []
    for suits in (filling._suits_blocks, lambda plan: False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(filling, "_suits_blocks", suits)
            try:
                table = read_table(path)
            except DataError as error:
                found.append((str(error), error.line, error.column))
                continue
        shown = [[repr(cell) for cell in column] for column in columns(table)]
        notices = [tuple(notice) for notice in table.notices]
        found.append((table.names, shown, list(map(int, table.lines)), notices, table.set_aside))
    return tuple(found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=tables())
def test_a_table_reads_the_same_both_ways(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("two") / "data.csv"
    path.write_bytes(data)
    blocks, careful = both_ways(path)
    assert blocks == careful


def test_many_blocks_read_like_one_careful_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "_BLOCK", 700)
    rng = random.Random(3)
    rows = [f"{rng.gauss(0, 1)!r},{rng.choice(['u', 'v', ''])},{rng.choice(['', '7', '8.5'])}"
            for _ in range(2000)]  # fmt: skip
    rows[700] = '0.5,"a ""quoted"" u",3'
    rows[900], rows[1200], rows[1500] = "1.5,u", "a,k,b", 'x,"u\nv",7'
    path = tmp_path / "data.csv"
    path.write_text("a,k,b\n" + "\n".join(rows) + "\n")
    blocks, careful = both_ways(path)
    assert blocks == careful
    assert len(blocks[4]) == 2 and len(blocks[2]) == 1998


@pytest.mark.parametrize("spread", [1e-9, 1.0, 1e6])
def test_numbers_are_those_that_float_reads_to_the_last_bit(spread):
    values = np.random.default_rng(1).normal(size=20_000) * spread
    texts = [form(v) for v in values.tolist() for form in (repr, "{:.0f}".format, "{:.7f}".format)]
    texts += ["0", "-0", "0.0", "9007199254740993", "9007199254740992.5", "0.1", "00000001"]
    texts += ["123456789012345678", "1.7976931348623157", "4503599627370496.5", "99999999.99999999"]
    numbers = CellColumn.of(texts, ".").numbers()
    for text, value, plain in zip(texts, numbers.values, numbers.plain):
        if plain:
            assert value == float(text) and math.copysign(1, value) == math.copysign(1, float(text))
    if spread == 1.0 and np.finfo(np.longdouble).nmant >= 63:
        assert numbers.plain.mean() > 0.9


def test_halfway_cases_are_rounded_like_float(tmp_path):
    """Decimals next to the middle between two numbers, where a second rounding may go wrong."""
    rng = np.random.default_rng(2)
    low = rng.uniform(1, 8, 3000)
    middle = [
        f"{int(m) // 10**15}.{int(m) % 10**15:015d}"
        for m in ((low + np.nextafter(low, 9)) / 2 * 1e15).astype(np.int64)
    ]
    path = tmp_path / "data.csv"
    path.write_text("a,b\n" + "".join(f"{text},1\n" for text in middle))
    assert read_table(path).columns[0].tolist() == list(map(float, middle))


ODD_BLOCKS = (
    *(b"1,2\n3\n", b"1,2\n\n", b"1,2,3\n", b'1,"2\n', b'"1"2,3\n', b'1,2"3\n4,5"6\n'),
    *(b'"a\nb",2\n', b"1,2\r3,4\n", b'"a"b"c",2\n', b'"",""""""",\n', b'"a" "b",2\n'),
)


@pytest.mark.parametrize("block", ODD_BLOCKS)
def test_what_is_odd_is_left_to_the_careful_reader(block):
    assert cells_in(block, ",", '"', ".", 2, ("utf-8", "strict")) is None
