"""Overrides, previews, progress, cancelling, encodings, and both ways through a file."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from csv_files import columns, read_bytes, texts

from playground.cancellation import Cancelled
from playground.data import DataError, read_table


def numbers_file(rows: int) -> str:
    return "a,b,c\n" + "".join(f"{i},{i / 7},{-i * 1e-3}\n" for i in range(rows))


# ---------------------------------------------------------------------------- overrides


def test_a_separator_can_be_chosen(tmp_path):
    table = read_bytes(tmp_path, "a;b,c\n1;2,3\n4;5,6\n", delimiter=",")
    assert table.names == ["a;b", "c"] and columns(table) == [["1;2", "4;5"], [3, 6]]


def test_a_decimal_mark_can_be_chosen(tmp_path):
    data = "a;b\n1,234;x\n2,345;y\n"
    assert columns(read_bytes(tmp_path, data, decimal="."))[0] == [1234, 2345]
    assert columns(read_bytes(tmp_path, data, decimal=","))[0] == [1.234, 2.345]
    assert texts(read_bytes(tmp_path, data, decimal=",")) == []


def test_no_quotation_mark_can_be_chosen(tmp_path):
    table = read_bytes(tmp_path, 'a,b\n"x",1\n"y",2\n', quote="")
    assert columns(table)[0] == ['"x"', '"y"']


def test_spaces_on_both_sides_of_a_separator_belong_to_it(tmp_path):
    spaced = 'k , n , v\nred , 1 , p\nblue, 2 , q \nred , 3 , p\n"red ", 4 , "a , b"\n'
    table = read_bytes(tmp_path, spaced)
    assert columns(table)[0] == ["red", "blue", "red", "red "]  # what is quoted stays
    assert columns(table)[2] == ["p", "q", "p", "a , b"]
    before = read_bytes(tmp_path, "k ;n\n" + "red ;1\nblue ;2\n" * 20)
    assert set(columns(before)[0]) == {"red", "blue"}
    # Where a space is rare it is the value's own.
    assert columns(read_bytes(tmp_path, "k,n\nred ,1\n" + "red,2\n" * 9))[0][:2] == ["red ", "red"]


def test_names_can_be_claimed_and_denied(tmp_path):
    data = "a,b\n1,2\n3,4\n"
    assert read_bytes(tmp_path, data, header=False).names == ["column 1", "column 2"]
    assert columns(read_bytes(tmp_path, data, header=False))[0] == ["a", "1", "3"]
    assert read_bytes(tmp_path, "1,2\n3,4\n5,6\n", header=True).names == ["1", "2"]


def test_lines_can_be_skipped(tmp_path):
    data = "a,b\n1,2\nc,d\n3,4\n5,6\n"
    table = read_bytes(tmp_path, data, skip_lines=2)
    assert table.names == ["c", "d"] and columns(table) == [[3, 5], [4, 6]]
    assert table.dialect.skip_lines == 2 and list(table.lines) == [4, 5]
    assert "above the table" not in "".join(texts(table))


def test_an_encoding_can_be_chosen(tmp_path):
    data = "k,v\nŁódź,1\nKraków,2\n".encode("cp1250")
    assert columns(read_bytes(tmp_path, data, encoding="cp1250"))[0] == ["Łódź", "Kraków"]


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"encoding": "klingon"}, "There is no encoding 'klingon'"),
        ({"encoding": "utf-16"}, "is not valid utf-16"),
        ({"delimiter": "ab"}, "must be one character"),
        ({"delimiter": "\n"}, "must be one character"),
        ({"quote": "''"}, "must be one character or none"),
        ({"delimiter": '"', "quote": '"'}, "both separator and quotation mark"),
        ({"decimal": ";"}, "choose '.' or ','"),
        ({"skip_lines": -1}, "write 0 or more"),
        ({"skip_lines": 99}, "99 lines cannot be skipped; the file has 3"),
        ({"text_columns": ["c"]}, "There is no column 'c'; choose from a and b"),
    ],
)
def test_an_impossible_override_is_refused(tmp_path, overrides, words):
    with pytest.raises(DataError, match=words):
        read_bytes(tmp_path, "a,b\n1,2\n3,5\n", **overrides)


def test_columns_can_be_kept_as_text(tmp_path):
    table = read_bytes(tmp_path, "zip,v\n00123,1\n01234,2\n", text_columns=["zip"])
    assert columns(table) == [["00123", "01234"], [1, 2]] and texts(table) == []
    assert columns(read_bytes(tmp_path, "a,b\n1,2\n", text_columns=[1])) == [[1], ["2"]]


# ---------------------------------------------------------------------------- what is no table


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x1f\x8b\x08" + b"\0" * 50, "a gzip archive. Unpack it first."),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"ARROW1\0\0", r"Arrow or Feather file\. Save it as Parquet or CSV"),
        (b"\x80\x04\x95.", r"Python pickle\. Read it"),
        (b"+1 1:0.5 3:2\n-1 2:1e-3 3:4 7:1\n", "a LibSVM file"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "an old Excel workbook"),
        (b"PAR1" + b"\0" * 50, "a Parquet file"),
        (b"\n<!DOCTYPE html><html>", "a web page"),
        (b'[ {"a": 1}, {"a": 2} ]', "a JSON document"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path, data, words):
    with pytest.raises(DataError, match=words):
        read_bytes(tmp_path, data)


def test_a_file_that_does_not_exist(tmp_path):
    with pytest.raises(
        DataError, match=r"'.*nothing\.csv' cannot be read: there is no such file"
    ) as refused:
        read_table(tmp_path / "nothing.csv")
    assert refused.value.path == "nothing.csv"


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(DataError, match="it is a folder"):
        read_table(tmp_path)


def test_no_line_fits(tmp_path):
    with pytest.raises(DataError, match=r"No line fits a table of 3 columns\. Line 2 has 2 values"):
        read_bytes(tmp_path, "a,b,c\n1,2\n")


# ---------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_in_all_its_forms(tmp_path, encoding):
    text = "größe;name\n1,5;Zoë\n2,5;Ångström\n3,25;東京\n" + "4;x\n" * 40
    table = read_bytes(tmp_path, text.encode(encoding))
    assert table.names == ["größe", "name"] and columns(table)[1][:3] == ["Zoë", "Ångström", "東京"]
    assert texts(table) == []


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("имя,v\nИван,1\nАнна,2\nПётр,3\n", "cp1251", "Windows-1251"),
        ("名前,v\n太郎さん,1\n花子さん,2\n", "shift_jis", "Shift JIS"),
        ("城市,v\n北京,1\n上海,2\n北京,3\n上海,4\n", "gb18030", "GB18030"),
        ("도시,v\n서울,1\n부산,2\n서울,3\n부산,4\n", "euc_kr", "EUC-KR"),
        ("nazwa,v\nŁódź,1\nKraków,2\nŻółw,3\nśnieg,4\n", "cp1250", "Windows-1250"),
        ("nom,v\nFrançois,1\nHélène,2\nBenoît,3\n", "cp1252", "Windows-1252"),
    ],
)
def test_other_encodings_are_told(tmp_path, text, encoding, label):
    table = read_bytes(tmp_path, text.encode(encoding))
    assert columns(table)[0] == [line.split(",")[0] for line in text.splitlines()[1:]]
    assert texts(table) == [
        f"The file is not UTF-8; it was read as {label}. Check letters with accents."
    ]


@pytest.mark.parametrize("word", ["Größe", "naïve", "Fuß", "señor", "Höß"])
def test_few_accented_letters_are_western(tmp_path, word):
    table = read_bytes(tmp_path, f"nr,{word}\n1,2\n3,4\n".encode("cp1252"))
    assert table.names == ["nr", word]


def test_a_letter_that_is_cut_off_at_the_end_is_told_by_its_line(tmp_path):
    table = read_bytes(tmp_path, "k,n\nä,1\nö,2\nü".encode()[:-1])
    assert table.notices[0].line == 4 and "not valid UTF-8" in texts(table)[0]


def test_letters_that_were_stored_twice_are_told(tmp_path):
    table = read_bytes(tmp_path, "a,k\n1,u\n2,KÃ¶ln\n3,v\n")
    assert "Line 3: 'Ã¶' seems to be 'ö' in a wrong encoding" in texts(table)[0]
    assert texts(read_bytes(tmp_path, "a,k\n1,São\n2,Ã\n")) == []


def test_many_foreign_bytes_are_counted_not_listed(tmp_path):
    lines = [f"{i},Zoë Größe" for i in range(100)]
    data = ("id,name\n" + "\n".join(lines) + "\n").encode()
    foreign = "Größe".encode("cp1252")
    for i in range(0, 60, 2):
        data = data.replace(f"\n{i},Zoë Größe".encode(), f"\n{i},Zoë ".encode() + foreign)
    table = read_bytes(tmp_path, data)
    assert set(columns(table)[1]) == {"Zoë Größe"}
    assert [notice.line for notice in table.notices] == list(range(2, 24, 2))
    assert texts(table)[-1].startswith("Line 22 and others below have bytes that are not valid")


# ---------------------------------------------------------------------------- large files


def test_both_ways_through_a_file_give_the_same_bits(tmp_path):
    text = numbers_file(60_000)
    fast = read_bytes(tmp_path, text)
    head, first, rest = text.split("\n", 2)
    careful = read_bytes(tmp_path, "\n".join([head, '"' + first.replace(",", '","') + '"', rest]))
    for one, other in zip(fast.columns, careful.columns):
        assert one.tobytes() == other.tobytes()
    assert list(fast.lines) == list(careful.lines) == list(range(2, 60_002))
    assert fast.notices == careful.notices == []


def test_a_column_of_text_beside_numbers_far_into_a_file(tmp_path):
    rows = [f"{i},{'ab'[i % 2]}x,{i / 3}" for i in range(90_000)]
    rows[70_000] = '70000,"a, quoted",0'
    table = read_bytes(tmp_path, "n,k,v\n" + "\n".join(rows) + "\n")
    assert table.columns[1][70_000] == "a, quoted" and table.columns[1][69_999] == "bx"
    assert columns(table)[2][-1] == 89_999 / 3 and table.notices == []


def test_a_column_that_turns_to_text_late_keeps_every_cell(tmp_path):
    rows = [f"{i},{i}" for i in range(60_000)] + [f"{i},x{i}" for i in range(30_000)]
    table = read_bytes(tmp_path, "a,b\n" + "\n".join(rows) + "\n")
    assert table.columns[1][0] == "0" and table.columns[1][-1] == "x29999"
    assert "are not a number; it was read as text." in texts(table)[0]


def test_many_columns_that_turn_to_text_are_found_in_one_go(tmp_path):
    numbers, words = ",".join("1234567"), ",".join("abcdefg")
    rows = [f"{i},{numbers}" for i in range(12_000)] + [f"{i},{words}" for i in range(6_000)]
    shares: list[float] = []
    table = read_bytes(
        tmp_path, "n,a,b,c,d,e,f,g\n" + "\n".join(rows) + "\n", progress=shares.append
    )
    assert [column.dtype == object for column in table.columns] == [False] + [True] * 7
    assert sum(now < before for before, now in itertools.pairwise(shares)) <= 2  # one more reading
    assert len(table.notices) == 7


def test_gaps_far_into_a_file_do_not_end_the_numbers(tmp_path):
    text = numbers_file(80_000).replace("\n50000,", "\n,").replace("\n79000,", "\n,")
    table = read_bytes(tmp_path, text)
    assert np.flatnonzero(np.isnan(table.columns[0])).tolist() == [50_000, 79_000]
    assert texts(table) == ["Column 'a': 2 values are missing (lines 50,002, 79,002)"]


def test_thousands_of_bad_rows_are_all_set_aside_but_few_are_told(tmp_path):
    rows = [f"{i},{i}" if i % 2 else f"{i}" for i in range(4_000)]
    table = read_bytes(tmp_path, "a,b\n" + "\n".join(rows) + "\n")
    assert table.rows == 2_000 and len(table.set_aside) == 2_000
    assert len(table.notices) == 21 and texts(table)[-1] == "1,980 further rows were set aside."


def test_a_preview_reads_no_more_than_it_needs(tmp_path):
    table = read_bytes(tmp_path, numbers_file(100_000), limit=100)
    assert 100 <= table.rows < 5_000 and table.columns[0][99] == 99


def test_progress_rises_to_one(tmp_path):
    seen: list[float] = []
    read_bytes(tmp_path, numbers_file(150_000), progress=seen.append)
    assert len(seen) > 3 and seen == sorted(seen) and seen[-1] == 1.0


def test_values_over_several_lines_with_spaces_around_their_marks(tmp_path):
    path = tmp_path / "notes.csv"
    rows = [
        "id,note,k",
        '1, "first\nline" ,a',
        '2,"plain",b',
        '3, "x\ny\nz" ,"u\nv" ',
        "4,n,c",
        *(f'{k}, "plain", b' for k in range(5, 30)),
        '30, "open" one ,d',
        "31,m,e",
    ]
    path.write_text("\n".join(rows) + "\n")
    table = read_table(path)
    numbers, notes, kinds = (column.tolist() for column in table.columns)
    assert numbers == [*range(1, 30), 31]
    assert notes[:4] == ["first\nline", "plain", "x\ny\nz", "n"] and notes[-1] == "m"
    assert kinds[:4] == ["a", "b", "u\nv", "c"] and kinds[-1] == "e"
    assert list(table.lines[:5]) == [2, 4, 5, 9, 10]
    assert [(row.line, row.text) for row in table.set_aside] == [(35, '30, "open" one ,d')]


@pytest.mark.parametrize("quote", ["", '"'])
def test_reading_stops_on_request(tmp_path, quote):
    text = numbers_file(200_000)
    text += f"{quote}1{quote},2,3\n"
    asked = []

    def cancel() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        read_bytes(tmp_path, text, cancel=cancel)
    assert len(asked) == 4


def test_unclosed_quotation_marks_everywhere_do_not_take_for_ever(tmp_path):
    table = read_bytes(tmp_path, "a,b\n" + ('1,"x\n' + "2,3\n" * 50) * 400)
    assert table.rows == 400 * 50 and len(table.set_aside) == 400
    assert len(table.notices) < 30


def test_a_line_too_long_for_a_table_is_refused(tmp_path):
    with pytest.raises(DataError, match="Line 2 is longer than 16,777,216 bytes") as refused:
        read_bytes(tmp_path, b"a,b\n" + b"1" * 17_900_000)
    assert refused.value.line == 2


def test_a_very_wide_table(tmp_path):
    names = ",".join(f"c{i}" for i in range(3_000))
    row = ",".join(map(str, range(3_000)))
    table = read_bytes(tmp_path, f"{names}\n" + f"{row}\n" * 30)
    assert len(table.names) == 3_000 and columns(table)[2_999] == [2_999.0] * 30


def test_names_lose_what_nobody_sees_and_nobody_would_write(tmp_path):
    """A second mark of the byte order, a space of no width, a soft hyphen."""
    table = read_bytes(tmp_path, "\ufeff\ufeffa,\u200bb,ta\u00adble\n1,2,3\n4,5,6\n7,8,9\n")
    assert table.names == ["a", "b", "table"]
