"""The twenty cases a CSV import must get right, each with its values and its sentence."""

from __future__ import annotations

import math
import random
import struct
import zipfile
from io import BytesIO

import numpy as np
import pytest

from playground.data import DataError, read_table


@pytest.fixture
def read(tmp_path):
    """Read bytes as if they were a file called ``data.csv``."""

    def read_bytes(data: bytes, **overrides):
        path = tmp_path / "data.csv"
        path.write_bytes(data)
        return read_table(path, **overrides)

    return read_bytes


def columns(table) -> list[list]:
    """The columns as lists, with None for what is missing."""
    return [
        [None if value is None or value != value else value for value in column.tolist()]
        for column in table.columns
    ]


def texts(table) -> list[str]:
    return [notice.text for notice in table.notices]


def iris_like() -> tuple[bytes, list[list]]:
    r = random.Random(7)
    rows = [
        [round(r.gauss(5 + k, 0.3), 1) for _ in range(4)] + [("setosa", "versicolor", "other")[k]]
        for k in (i // 50 for i in range(150))
    ]
    names = "sepal_length,sepal_width,petal_length,petal_width,species\n"
    text = names + "".join(",".join(map(str, row)) + "\n" for row in rows)
    return text.encode(), [list(column) for column in zip(*rows)]


def test_a01_an_ordinary_file_needs_no_word(read):
    data, expected = iris_like()
    table = read(data)
    assert table.names[0] == "sepal_length" and len(table.names) == 5
    assert columns(table) == expected
    assert [column.dtype for column in table.columns] == [np.float64] * 4 + [object]
    assert table.notices == [] and table.set_aside == []


def test_a02_excel_with_german_settings(read):
    data = b"\xef\xbb\xbf" + "Länge;Breite;Klasse\r\n5,1;3,5;setosa\r\n6,25;2,75;other\r\n".encode()
    table = read(data)
    assert table.names == ["Länge", "Breite", "Klasse"]
    assert columns(table) == [[5.1, 6.25], [3.5, 2.75], ["setosa", "other"]]
    assert table.dialect.summary == "separator semicolon, decimal comma"
    assert table.notices == []


def test_a03_windows_1252_and_thousands_points(read):
    text = "Stadt;Fläche;Zahl\r\nKöln;1.234,50;3\r\nMünchen;12,00;4\r\nZürich;999,99;5\r\n"
    table = read((text + "Fürth;10.500,25;6\r\n").encode("cp1252"))
    assert table.names == ["Stadt", "Fläche", "Zahl"]
    assert columns(table)[0] == ["Köln", "München", "Zürich", "Fürth"]
    assert columns(table)[1] == [1234.5, 12.0, 999.99, 10500.25]
    assert texts(table) == [
        "The file is not UTF-8; it was read as Windows-1252. Check letters with accents."
    ]


def test_a04_utf_16_with_tabs(read):
    text = "x\ty\tname\r\n1.0\t2.5\tα\r\n2.0\t3.5\tβ\r\n3.0\t4.5\tγ\r\n"
    table = read(b"\xff\xfe" + text.encode("utf-16-le"))
    assert columns(table) == [[1.0, 2.0, 3.0], [2.5, 3.5, 4.5], ["α", "β", "γ"]]
    assert table.notices == []


def test_a05_separators_line_breaks_and_marks_within_quotes(read):
    table = read(b'x,note,y\n1,"a, b",2\n2,"say ""hi""",3\n3,"two\nlines",4\n4,plain,5\n')
    assert columns(table)[1] == ["a, b", 'say "hi"', "two\nlines", "plain"]
    assert list(table.lines) == [2, 3, 4, 6]


def test_a05b_a_value_of_sixty_lines(read):
    remark = b"\n".join(b"remark %d" % i for i in range(60))
    table = read(b'id,note,v\n1,"' + remark + b'",5\n2,ok,6\n3,ok,7\n')
    assert table.dialect.delimiter == ","
    assert columns(table) == [[1, 2, 3], [remark.decode(), "ok", "ok"], [5, 6, 7]]


def test_a06_spellings_of_missing_values(read):
    spellings = ["", "NA", "N/A", "null", "NaN", "-", "?", " "]
    rows = [f"{i},{spelling}\n" for i, spelling in enumerate(spellings)]
    rows += [f"{i},{i * 1.5}\n" for i in range(8, 40)]
    table = read(("x,y\n" + "".join(rows)).encode())
    assert columns(table)[1] == [None] * 8 + [i * 1.5 for i in range(8, 40)]
    assert texts(table) == ["Column 'y': 8 values are missing (lines 2-9)"]


def test_a07_a_name_twice_and_a_name_missing(read):
    table = read(b"x,x,,y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n")
    assert table.names == ["x", "x (2)", "column 3", "y"]
    assert columns(table) == [[1, 5, 9], [2, 6, 10], [3, 7, 11], [4, 8, 12]]
    assert texts(table) == [
        "Column name 'x' occurs twice; the second is now 'x (2)'. "
        "Column 3 had no name; it is now 'column 3'."
    ]


def test_a08_a_short_row(read):
    rows = [f"{i},{i * 2},{i * 3}" for i in range(2, 22)]
    rows[5] = "7,14"
    table = read(("a,b,c\n" + "\n".join(rows) + "\n").encode())
    sentence = "Line 7 has 2 values, but the table has 3 columns. It was set aside."
    assert table.rows == 19 and 7 not in columns(table)[0]
    assert texts(table) == [sentence] and table.notices[0].line == 7
    assert table.set_aside == [(7, "7,14", sentence)]


def test_a09_a_long_row_far_down(read):
    rows = [f"{i},{i * 2},{i * 3}" for i in range(2, 30002)]
    rows[24999] += ",99"
    table = read(("a,b,c\n" + "\n".join(rows) + "\n").encode())
    assert table.rows == 29999
    assert texts(table) == [
        "Line 25,001 has 4 values, but the table has 3 columns. It was set aside."
    ]
    assert [(line, text) for line, text, _ in table.set_aside] == [(25001, "25001,50002,75003,99")]
    assert list(table.lines[24998:25001]) == [25000, 25002, 25003]


def test_a10_a_separator_at_the_end_of_every_data_line(read):
    table = read(b"a,b,c\n1,2,3,\n4,5,6,\n7,8,9,\n")
    assert table.names == ["a", "b", "c"]
    assert columns(table) == [[1, 4, 7], [2, 5, 8], [3, 6, 9]]
    assert texts(table) == [
        "Every data line ends with a separator; the empty last column was left out."
    ]


def test_a11_no_names(read):
    data = b"5.1,3.5,0\n4.9,3.0,0\n6.2,2.8,1\n5.9,3.0,1\n"
    table = read(data)
    assert table.names == ["column 1", "column 2", "column 3"]
    assert columns(table) == [[5.1, 4.9, 6.2, 5.9], [3.5, 3.0, 2.8, 3.0], [0, 0, 1, 1]]
    assert texts(table) == ["No column names found"]
    assert read(data, header=True).names == ["5.1", "3.5", "0"]


def test_a12_years_as_names(read):
    table = read(b"country,2019,2020,2021\nA,1.5,2.5,3.5\nB,4.5,5.5,6.5\nC,7.5,8.5,9.5\n")
    assert table.names == ["country", "2019", "2020", "2021"]
    assert columns(table)[1:] == [[1.5, 4.5, 7.5], [2.5, 5.5, 8.5], [3.5, 6.5, 9.5]]
    assert texts(table) == [
        "It is not certain whether the first line holds column names; check the preview."
    ]


def test_a13_comments_above_the_names(read):
    above = b"# Lab export, station 4\n# date: 2024-05-01\n# units: mm\n\n"
    rows = b"".join(b"%d,%d.5,%s\n" % (i, i, [b"a", b"b"][i % 2]) for i in range(30))
    table = read(above + b"t,depth,class\n" + rows)
    assert table.names == ["t", "depth", "class"] and table.rows == 30
    assert columns(table)[1] == [i + 0.5 for i in range(30)]
    assert texts(table) == ["3 lines above the table were left out: '# Lab export, station 4' ..."]


def test_a14_a_quotation_mark_that_is_not_closed(read):
    lines = ["id,text,v"] + [f'{i},"t{i}",{i * 2}' for i in range(2, 202)]
    lines[3] = '4,"t4,8'
    table = read(("\n".join(lines) + "\n").encode())
    sentence = "Line 4: a quotation mark is opened and not closed; lines 4-5 could not be read."
    assert table.rows == 198 and columns(table)[0][:4] == [2, 3, 6, 7]
    assert texts(table) == [sentence]
    assert table.set_aside == [(4, '4,"t4,8', sentence), (5, '5,"t5",10', sentence)]


def test_a15_an_excel_workbook(read):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as workbook:
        workbook.writestr("xl/worksheets/sheet1.xml", "<row/>" * 400)
    sentence = (
        "This is not a CSV file. It looks like an Excel workbook or a zip archive. "
        "Open it in the spreadsheet program and save it as CSV."
    )
    with pytest.raises(DataError) as refused:
        read(archive.getvalue())
    assert str(refused.value) == sentence and refused.value.path == "data.csv"


def test_a15_a_picture(read):
    r = random.Random(3)
    picture = b"\x89PNG\r\n\x1a\n" + r.randbytes(6000)
    with pytest.raises(DataError, match="It looks like a PNG image"):
        read(picture)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (b"a,b,c\n", "The file has column names but no data rows."),
        (b'"a","b"\r\n', "The file has column names but no data rows."),
    ],
)
def test_a16_nothing_to_read(read, data, sentence):
    with pytest.raises(DataError) as refused:
        read(data)
    assert str(refused.value) == sentence


def test_a17_lines_that_end_with_a_carriage_return(read):
    rows = "".join(f"{i},{i * 2},{'ab'[i % 2]}\r" for i in range(20))
    table = read(("x,y,k\r" + rows).encode())
    assert columns(table)[:2] == [list(range(20)), list(range(0, 40, 2))]
    assert table.notices == [] and list(table.lines) == list(range(2, 22))


def test_a18_a_text_among_numbers_far_down(read):
    rows = [f"{i},{i * 0.5}" for i in range(2, 30002)]
    rows[14999] = "15001,abc"
    data = ("x,y\n" + "\n".join(rows) + "\n").encode()
    table = read(data)
    assert columns(table)[1] == [None if i == 15001 else i * 0.5 for i in range(2, 30002)]
    assert texts(table) == ["Line 15,001, column 'y': 'abc' is not a number; treated as missing."]
    assert (table.notices[0].line, table.notices[0].column) == (15001, 2)
    switched = read(data, text_columns=[1])
    assert switched.columns[1][14999] == "abc" and switched.columns[1][0] == "1.0"


def test_a19_a_line_that_names_the_separator(read):
    table = read(b"sep=;\r\nx;y;k\r\n1,5;2;a\r\n2,5;3;b\r\n3,5;4;a\r\n")
    assert columns(table) == [[1.5, 2.5, 3.5], [2, 3, 4], ["a", "b", "a"]]
    assert texts(table) == ["The first line names the separator (semicolon); it is not data."]


def test_a20_one_foreign_byte(read):
    rows = [f"{i},Zoë,{i}" for i in range(2, 1500)]
    data = ("id,name,v\n" + "\n".join(rows) + "\n").encode()
    table = read(data.replace("900,Zoë,900".encode(), "900,Zoë,900".encode("cp1252")))
    assert columns(table)[1] == ["Zoë"] * 1498
    assert texts(table) == [
        "Line 900 has a byte that is not valid UTF-8; it was read as Windows-1252."
    ]


def test_a20_what_float_would_take_for_a_number(read):
    table = read(b"a,b,c\n1_000,1,1e400\n2_000,infinity,2\n3_000,3,3\n4_000,4,4\n")
    assert columns(table) == [
        ["1_000", "2_000", "3_000", "4_000"],
        [1, None, 3, 4],
        [None, 2, 3, 4],
    ]
    assert "Line 2, column 'c': '1e400' is not a usable number" in texts(table)
    assert "Line 3, column 'b': 'infinity' is not a usable number" in texts(table)
    assert not any(
        math.isinf(value) for column in table.columns[1:] for value in column if value == value
    )


def test_a_float_on_the_fast_path_is_the_float_python_reads(read):
    r = random.Random(1)
    numbers = [struct.unpack("<d", r.randbytes(8))[0] for _ in range(4000)]
    numbers = [number for number in numbers if 1e-300 < abs(number) < 1e15]
    data = "x,y\n" + "".join(f"{number!r},{i}\n" for i, number in enumerate(numbers))
    assert columns(read(data.encode()))[0] == numbers
