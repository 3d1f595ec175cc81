"""Tables in files that are no CSV: the same numbers whatever they are kept in."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile

import numpy as np
import pytest
from csv_files import columns, texts
from workbooks import open_document, workbook

from playground.data import DataError, read_table

TEXT = "size,kind,ok\n1.5,red,true\n2.25,blue,false\n,red,true\n4,blue,true\n"
COLUMNS = [[1.5, 2.25, None, 4], ["red", "blue", "red", "blue"], ["true", "false", "true", "true"]]
RECORDS = [
    {"size": 1.5, "kind": "red", "ok": True},
    {"size": 2.25, "kind": "blue", "ok": False},
    {"kind": "red", "ok": True},
    {"size": 4, "kind": "blue", "ok": True},
]


def archive(**members: str) -> bytes:
    """A zip archive of text files; what macOS adds is in a folder of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__MACOSX_", "__MACOSX/._a"), text)
    return stream.getvalue()


ROWS = [["size", "kind", "ok"], *([r.get("size"), r["kind"], r["ok"]] for r in RECORDS)]
FLOATS = [[float(v) if type(v) in (int, float) else v for v in row] for row in ROWS]

FILES = {
    "a.csv.gz": lambda: gzip.compress(TEXT.encode()),
    "a.csv.bz2": lambda: bz2.compress(TEXT.encode()),
    "a.csv.xz": lambda: lzma.compress(TEXT.encode()),
    "a.csv.zip": lambda: archive(a=TEXT),
    "a.zip": lambda: archive(a=TEXT, __MACOSX_="x"),
    "a.tsv": lambda: TEXT.replace(",", "\t").encode(),
    "a.txt": lambda: TEXT.replace(",", ";").encode(),
    "a.xlsx": lambda: workbook(("one", ROWS)),
    "a.ods": lambda: open_document(("one", FLOATS)),
    "records.json": lambda: json.dumps(RECORDS).encode(),
    "wrapped.json": lambda: json.dumps({"about": "x", "data": RECORDS}).encode(),
    "columns.json": lambda: json.dumps(
        {name: [record.get(name) for record in RECORDS] for name in ("size", "kind", "ok")}
    ).encode(),
    "rows.json": lambda: json.dumps(ROWS).encode(),
    "a.jsonl": lambda: "\n".join(map(json.dumps, RECORDS)).encode(),
    "a.jsonl.gz": lambda: gzip.compress("\n".join(map(json.dumps, RECORDS)).encode()),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_in_every_format(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    table = read_table(path)
    assert table.names == ["size", "kind", "ok"] and columns(table) == COLUMNS
    assert texts(table) == ["Column 'size': 1 value is missing (line 4)"]


def test_parquet(tmp_path):
    pyarrow, parquet = map(pytest.importorskip, ("pyarrow", "pyarrow.parquet"))
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(RECORDS), path)
    assert columns(read_table(path)) == COLUMNS
    exact = np.random.default_rng(0).normal(size=1000) * 10.0 ** np.arange(-500, 500).clip(
        -300, 300
    )
    parquet.write_table(pyarrow.table({"v": exact, "k": np.arange(1000) % 2}), path)
    assert (read_table(path).columns[0] == exact).all()


NAMED = [{"y": "y", "2": "x"}, {"y": "x", "2": "y"}, {"y": "y", "2": None}, {"y": "x", "2": "z"}]


def _named_files():
    yield "a.json", json.dumps(NAMED).encode()
    yield "a.jsonl", "\n".join(map(json.dumps, NAMED)).encode()
    yield "a.json", json.dumps({name: [row[name] for row in NAMED] for name in NAMED[0]}).encode()
    yield "a.json", json.dumps({str(n): row for n, row in enumerate(NAMED)}).encode("utf-16")
    rows = [[*row.values()] for row in NAMED]
    yield (
        "a.json",
        json.dumps({"columns": ["y", "2"], "index": [0, 1, 2, 3], "data": rows}).encode(),
    )
    pyarrow, parquet = map(pytest.importorskip, ("pyarrow", "pyarrow.parquet"))
    parquet.write_table(pyarrow.Table.from_pylist(NAMED), stream := io.BytesIO())
    yield "a.parquet", stream.getvalue()


def test_what_a_format_calls_names_are_names_though_they_look_like_values(tmp_path):
    for name, data in _named_files():
        (tmp_path / name).write_bytes(data)
        table = read_table(tmp_path / name)
        assert table.names == ["y", "2"] and table.dialect.header
        assert columns(table) == [["y", "x", "y", "x"], ["x", "y", None, "z"]]


def test_the_first_sheet_in_sight_with_a_table_is_read(tmp_path):
    path = tmp_path / "a.xlsx"
    book = workbook(("old", [["p", "q"], [9, 9], [8, 8]]), ("about", [["By us"]]), ("one", ROWS))
    path.write_bytes(_edited(book, 'name="old"', 'name="old" state="hidden"'))
    table = read_table(path)
    assert columns(table) == COLUMNS
    assert any(text.startswith("The sheet 'one' was read") for text in texts(table))


SHEETS = (
    ("about", [["by", "us"], ["of", "May"], ["and", "June"]]),
    ("one", FLOATS),
    ("empty", [[None]]),
)


@pytest.mark.parametrize("make", [workbook, open_document])
def test_a_sheet_is_chosen_by_its_name(tmp_path, make):
    path = tmp_path / ("a.xlsx" if make is workbook else "a.ods")
    path.write_bytes(make(*SHEETS))
    first, chosen = read_table(path), read_table(path, sheet="one")
    assert first.names == ["by", "us"] and first.sheet == "about"
    assert columns(chosen) == COLUMNS and chosen.sheet == "one"
    assert list(chosen.sheets) == ["about", "one", "empty"]
    assert [text for text in texts(first) if "data.source.sheet=NAME" in text]
    assert not [text for text in texts(chosen) if "sheet" in text]
    with pytest.raises(DataError, match="no sheet 'One'; choose from about, one and empty"):
        read_table(path, sheet="One")
    with pytest.raises(DataError, match="The sheet 'empty' has no values"):
        read_table(path, sheet="empty")


def test_lists_in_a_json_document_are_chosen_like_sheets(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"test": RECORDS[:2], "train": RECORDS}))
    assert columns(read_table(path)) == columns(read_table(path, sheet="train")) == COLUMNS
    assert texts(read_table(path))[0].startswith("The list 'train' was read; the file has 'test'")
    assert read_table(path, sheet="test").rows == 2
    with pytest.raises(DataError, match="no sheet 'dev'; choose from train and test"):
        read_table(path, sheet="dev")


PEOPLE = {
    "ann": {"age": 30, "h": 1.5, "kind": "a"},
    "bob": {"age": 40, "h": None, "kind": "b"},
    "cem": {"age": 50, "h": 3, "kind": "a"},
}


def _forms(labels):
    """The forms in which pandas writes one table, by what it calls them."""
    people = dict(zip(labels, PEOPLE.values()))
    rows = [list(person.values()) for person in people.values()]
    names = list(PEOPLE["ann"])
    return {
        "index": people,
        "columns": {n: {label: person[n] for label, person in people.items()} for n in names},
        "split": {"columns": names, "index": list(labels), "data": rows},
        "table": {
            "schema": {"fields": [{"name": name} for name in ("index", *names)]},
            "data": [{"index": label} | person for label, person in people.items()],
        },
    }


@pytest.mark.parametrize("labels", [list(PEOPLE), ["2024-01-01", "2024-01-02", "2024-01-03"]])
@pytest.mark.parametrize("form", _forms(PEOPLE))
def test_objects_are_read_the_way_pandas_writes_them_and_it_is_said(tmp_path, form, labels):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(_forms(labels)[form]))
    table = read_table(path)
    assert table.names == ["index", "age", "h", "kind"]
    assert columns(table) == [labels, [30, 40, 50], [1.5, None, 3], ["a", "b", "a"]]
    assert texts(table)[0].endswith(f'(in pandas orient="{form}").')


@pytest.mark.parametrize("form", ["index", "columns", "split"])
def test_numbers_of_rows_are_no_column(tmp_path, form):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(_forms(["0", "1", "2"])[form]))
    assert read_table(path).names == ["age", "h", "kind"]


def test_which_way_a_table_of_numbers_stands_is_told_as_a_guess_or_asked(tmp_path):
    path = tmp_path / "a.json"
    rows = {f"run {k}": {"x": k, "y": 2 * k} for k in range(5)}
    for value in (rows, {name: {run: row[name] for run, row in rows.items()} for name in "xy"}):
        path.write_text(json.dumps(value))
        table = read_table(path)
        assert columns(table)[1:] == [[0, 1, 2, 3, 4], [0, 2, 4, 6, 8]]
        assert "That is a guess; if rows and columns are exchanged" in texts(table)[0]
    path.write_text(json.dumps({name: rows[name] for name in list(rows)[:2]}))
    with pytest.raises(DataError, match=r"rows or columns: write it as a list of records"):
        read_table(path)


def test_values_are_found_by_the_names_of_their_rows(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"x": {"0": 1, "1": 2, "2": 3}, "k": {"2": "c", "0": "a"}}')
    assert columns(read_table(path)) == [[1, 2, 3], ["a", None, "c"]]


def test_names_that_are_described_and_objects_around_a_table(tmp_path):
    path = tmp_path / "a.json"
    described = {"columns": [{"name": "x", "type": "int"}, {"name": "k"}], "rows": [[1, "a"]]}
    path.write_text(json.dumps({"result": described}))
    assert read_table(path).names == ["x", "k"] and columns(read_table(path)) == [[1], ["a"]]


def test_rows_beside_names_may_lack_values(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"columns": ["x", "k"], "index": 7, "data": [[1, "a"], [2], [3, "b"]]}')
    assert columns(read_table(path)) == [[1, 2, 3], ["a", None, "b"]]


def test_a_text_that_is_called_a_workbook_opens_under_the_name_that_is_advised(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(TEXT.replace(",", "\t").encode())
    with pytest.raises(DataError, match=r"no workbook.* let its name end with \.txt"):
        read_table(path)
    assert columns(read_table(path.rename(tmp_path / "a.txt"))) == COLUMNS


def test_records_in_another_encoding_are_said(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('[{"Größe": 1, "k": "ä"}, {"Größe": 2, "k": "b"}]'.encode("cp1252"))
    table = read_table(path)
    assert table.names == ["Größe", "k"] and "read as Windows-1252" in texts(table)[0]


def test_lists_in_parquet_are_texts_and_bytes_are_letters(tmp_path):
    pyarrow, parquet = map(pytest.importorskip, ("pyarrow", "pyarrow.parquet"))
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"a": [[1], [2], [2]], "b": [b"u", b"v", b"u"]}), path)
    table = read_table(path)
    assert columns(table)[1] == ["u", "v", "u"]
    assert "Column 'a' holds lists or objects, which were read as text." in texts(table)


def test_lists_in_records_are_texts_and_said(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1, "b": [1, 2]}, {"a": 2, "b": [3]}]')
    assert "Column 'b' holds lists or objects, which were read as text." in texts(read_table(path))


def test_what_stands_above_the_names_of_a_sheet_is_told_by_its_row(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook(
            ("numbers", [["March"], [None], ["a", "b", "k"], [1, 0.5, "u"], [2, 1.5, "v"]]),
            ("notes", [["x"]]),
        )
    )
    table = read_table(path)
    assert table.names == ["a", "b", "k"] and table.lines.tolist() == [4, 5]
    said = "The sheet 'numbers' was read; the file has 'notes' too. To read another, set"
    assert any(text.startswith(said) for text in texts(table))
    assert any("March" in text for text in texts(table))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b'{"type": "x", "size": 3}', "holds no table"),
        ("a.json", b"[1, 2, 3]", "holds no table"),
        ("a.json", b"[" * 100_000, "JSON document"),
        ("a.json", b'{"a": [1, 2], "b": [1]}', "holds no table"),
        ("a.json", b"no json", "mistake on line 1"),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n{"a": ', "mistake on line 3"),
        ("a.csv", b'[{"a": 1}]', r"JSON document\. Let its name end with \.json"),
        ("a.xlsx", b"PK\x03\x04 and nothing", "damaged"),
        ("a.ods", b"nothing", "no workbook"),
        ("a.csv.gz", gzip.compress(TEXT.encode(), mtime=0)[:-9], "damaged"),
        ("a.csv.gz", b"no gzip", "damaged"),
        ("a.csv.bz2", b"no bzip", "damaged"),
        ("a.csv.zip", b"PK\x03\x04 and nothing", "damaged"),
        (
            "a.csv.zip",
            archive(a="x,y\n" + "12,34\n" * 99).replace(b"PK\x01\x02", b"PK\x01\x09"),
            "damaged",
        ),
        ("a.zip", archive(a=TEXT, b=TEXT), "holds 2 files; unpack it"),
        ("a.zip", archive(), "holds 0 files"),
        ("a.parquet", b"PAR1 and nothing", "Parquet"),
        ("a.csv.gz", gzip.compress(b"\x89PNG" + bytes(99), mtime=0), "a PNG image"),
    ],
)
def test_what_is_no_table_gets_a_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=words):
        read_table(path)


@pytest.mark.parametrize(
    "address", ["https://example.org/a.csv", "http://example.org/a.csv", "s3://bucket/a.csv"]
)
def test_an_address_gets_a_sentence(address):
    with pytest.raises(DataError, match=r"address on the web\. Download the file"):
        read_table(address)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_pipes_and_devices_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    os.symlink("/dev/zero", tmp_path / "zero.csv")
    for name in ("pipe.csv", "zero.csv", "pipe.csv.gz"):
        if name.endswith(".gz"):
            os.mkfifo(tmp_path / name)
        with pytest.raises(DataError, match="it is not an ordinary file"):
            read_table(tmp_path / name)
    with pytest.raises(DataError, match="it is a folder"):
        read_table(tmp_path)


def test_a_packed_file_that_swells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("playground.data.files.UNPACKED_FREELY", 1 << 16)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * (1 << 20)))
    with pytest.raises(DataError, match="unpacks to more than"):
        read_table(path)


def test_a_workbook_that_lies_about_its_sizes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("playground.data.files.UNPACKED_FREELY", 1 << 16)
    honest = workbook(("one", [["a" * 20_000] * 20] * 40))
    size = zipfile.ZipFile(io.BytesIO(honest)).getinfo("xl/worksheets/sheet1.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    for data in (honest, lying):
        path = tmp_path / "a.xlsx"
        path.write_bytes(data)
        with pytest.raises(DataError, match="unpacks to more than"):
            read_table(path)


SPARSE = [["a", "k"], [1.0, "u"]]


def _edited(data: bytes, old: str, new: str) -> bytes:
    """A zip archive whose members have another text in place of the last `old`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            head, found, tail = before.read(name).decode().rpartition(old)
            after.writestr(name, head + (new if found else "") + tail)
    return stream.getvalue()


def _far(place: str) -> bytes:
    return _edited(workbook(("one", SPARSE)), 'r="B2"', f'r="{place}"')


def _repeated(columns: int, rows: int) -> bytes:
    """The last row of a sheet stands for so many, its only cell too."""
    return _edited(
        open_document(("one", [*SPARSE, [2.0]])),
        "<table:table-row><table:table-cell ",
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" ',
    )


def _binary_workbook() -> bytes:
    """A sheet of records, a row and a cell, that are as far away as any can be."""
    row = b"\x00\x04" + (1_048_575).to_bytes(4, "little")
    cell = b"\x01\x08" + (16_383).to_bytes(4, "little") + bytes(4)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr("xl/worksheets/sheet1.bin", b"\x91\x01\x00" + row + cell)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reach"),
    [
        ("a.xlsx", lambda: _far("XFD1048576"), "row 1,048,576 and column 16,384"),
        ("a.ods", lambda: _repeated(60_000_000, 1), "row 3 and column 60,000,000"),
        ("a.ods", lambda: _repeated(2, 30_000_000), "row 30,000,002 and column 2"),
        ("a.ods", lambda: _repeated(16_000, 1_000_000), "row 1,000,002 and column 16,000"),
        ("a.xlsb", _binary_workbook, "row 1,048,576 and column 16,384"),
    ],
)
def test_a_sheet_that_reaches_farther_than_memory_is_refused(tmp_path, name, data, reach):
    path = tmp_path / name
    path.write_bytes(data())
    assert path.stat().st_size < 5_000
    with pytest.raises(DataError, match=f"reaches to {reach}; at most 20,000,000 cells"):
        read_table(path)


def test_what_repeats_in_a_sheet_is_read_as_often_and_empty_rows_below_are_nothing(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(_repeated(2, 40))
    table = read_table(path)
    assert table.names == ["a", "k"] and table.columns[0].tolist() == [1.0] + [2.0] * 40
    rest = (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    path.write_bytes(_edited(open_document(("one", SPARSE)), "</table:table>", rest))
    assert read_table(path).columns[0].tolist() == [1.0]


def test_a_line_too_long_for_a_table_is_refused_in_every_encoding(tmp_path):
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(("a,b\n1,2\n" + "x" * 20_000_000).encode(encoding))
        with pytest.raises(DataError, match=r"is longer than .* no row of a table"):
            read_table(path)
