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

from playground.data import DataError, read_table

TEXT = "size,kind,ok\n1.5,red,true\n2.25,blue,false\n,red,true\n4,blue,true\n"
COLUMNS = [[1.5, 2.25, None, 4], ["red", "blue", "red", "blue"], ["true", "false", "true", "true"]]
RECORDS = [
    {"size": 1.5, "kind": "red", "ok": True},
    {"size": 2.25, "kind": "blue", "ok": False},
    {"kind": "red", "ok": True},
    {"size": 4, "kind": "blue", "ok": True},
]


def workbook(*sheets: tuple[str, list[list]]) -> bytes:
    """An Excel workbook with these sheets, made by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        numbers = range(1, len(sheets) + 1)
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
                f'ContentType="{kind}.worksheet+xml"/>'
                for n in numbers
            )
            + "</Types>",
        )
        relation = f'<Relationships xmlns="{package}/relationships">'
        archive.writestr(
            "_rels/.rels",
            f'{relation}<Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
            for n, (name, _) in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            relation
            + "".join(
                f'<Relationship Id="r{n}" Type="{office}/worksheet" '
                f'Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + "</Relationships>",
        )
        for n, (_, rows) in enumerate(sheets, 1):
            lines = "".join(
                f'<row r="{r}">'
                + "".join(map(_cell, range(len(row)), [r] * len(row), row))
                + "</row>"
                for r, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
            )
    return stream.getvalue()


def _cell(column: int, row: int, value) -> str:
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def archive(**members: str) -> bytes:
    """A zip archive of text files; what macOS adds is in a folder of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__MACOSX_", "__MACOSX/._a"), text)
    return stream.getvalue()


def open_document(rows: list[list]) -> bytes:
    """A workbook of LibreOffice with one sheet, made by hand."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cells = {
        str: lambda v: (
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        ),
        bool: lambda v: (
            '<table:table-cell office:value-type="boolean" '
            f'office:boolean-value="{str(v).lower()}"/>'
        ),
        float: lambda v: f'<table:table-cell office:value-type="float" office:value="{v}"/>',
        type(None): lambda v: "<table:table-cell/>",
    }
    lines = "".join(
        "<table:table-row>" + "".join(cells[type(v)](v) for v in row) + "</table:table-row>"
        for row in rows
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" '
            f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="one">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
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
    "a.ods": lambda: open_document(FLOATS),
    "records.json": lambda: json.dumps(RECORDS).encode(),
    "wrapped.json": lambda: json.dumps({"about": "x", "data": RECORDS}).encode(),
    "columns.json": lambda: json.dumps(
        {name: [record.get(name) for record in RECORDS] for name in ("size", "kind", "ok")}
    ).encode(),
    "pandas.json": lambda: json.dumps(
        {n: {str(i): r.get(n) for i, r in enumerate(RECORDS)} for n in ("size", "kind", "ok")}
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
    said = "The sheet 'numbers' was read; the workbook has 'notes' too. To read another, move it"
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
        open_document([*SPARSE, [2.0]]),
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
    path.write_bytes(_edited(open_document(SPARSE), "</table:table>", rest))
    assert read_table(path).columns[0].tolist() == [1.0]


def test_a_line_too_long_for_a_table_is_refused_in_every_encoding(tmp_path):
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(("a,b\n1,2\n" + "x" * 20_000_000).encode(encoding))
        with pytest.raises(DataError, match=r"is longer than .* no row of a table"):
            read_table(path)
