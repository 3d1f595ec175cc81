"""What is true of many columns, or of many cells, is one sentence that says of how many."""

from __future__ import annotations

from csv_files import columns, read_bytes, texts

from playground.data.columns.column import columns_of
from playground.data.columns.roles import SaidRoles
from playground.data.preparation import to_dataset


def wide(width: int, *rows: list[str]) -> str:
    """A file whose columns are called f1, f2, ..., and a label k of two classes."""
    names = [*(f"f{i + 1}" for i in range(width)), "k"]
    lines = [",".join(names)]
    for i, row in enumerate(rows):
        lines.append(",".join([*row, "ab"[i % 2]]))
    return "\n".join(lines) + "\n"


def of_dataset(folder, text: str, missing: str = "drop"):
    """The notices that preparing a file's columns gives."""
    table = read_bytes(folder, text)
    return to_dataset(table, SaidRoles().roles(columns_of(table)), missing)[1]


def test_many_constant_columns_are_one_sentence(tmp_path):
    rows = [["5"] * 40 + [str(i * 1.5)] for i in range(8)]
    (notice,) = of_dataset(tmp_path, wide(41, *rows))
    assert notice.text == "Columns 'f1', 'f2', 'f3' and 37 more have the same value in every row."
    assert (notice.line, notice.column) == (None, 1)


def test_identifiers_are_one_sentence_and_left_out(tmp_path):
    text = "row,row id,v,k\n" + "".join(f"{i},{i},{i * i},{'ab'[i % 2]}\n" for i in range(1, 9))
    (notice,) = of_dataset(tmp_path, text)
    assert notice.text == (
        "Columns 'row' and 'row id' seem to number or name the rows; they tell nothing new. "
        "They are left out."
    )


def test_a_few_constant_columns_are_all_named(tmp_path):
    rows = [["5", str(i * 1.5), "6"] for i in range(8)]
    (notice,) = of_dataset(tmp_path, wide(3, *rows))
    assert notice.text.startswith("Columns 'f1' and 'f3' have the same value in every row.")
    rows = [["5"] * 5 + [str(i * 1.5)] for i in range(8)]
    (notice,) = of_dataset(tmp_path, wide(6, *rows))
    assert "Columns 'f1', 'f2', 'f3', 'f4' and 'f5' have the same value" in notice.text


def test_a_text_among_numbers_is_told_with_all_its_lines(tmp_path):
    rows = [["oops" if i in (0, 3, 4, 5) else str(i)] for i in range(60)]
    table = read_bytes(tmp_path, wide(1, *rows))
    (notice,) = table.notices
    assert notice.text == "Lines 2, 5-7, column 'f1': 'oops' is not a number; treated as missing."
    assert (notice.line, notice.column) == (2, 1)


def test_different_texts_are_told_one_by_one_up_to_ten_and_then_by_their_lines(tmp_path):
    rows = [[f"bad{i}" if i < 14 else str(i)] for i in range(200)]
    table = read_bytes(tmp_path, wide(1, *rows))
    assert [notice.line for notice in table.notices] == [*range(2, 12), None]
    assert texts(table)[-1] == (
        "Column 'f1': 4 further cells without a number (lines 12-15); treated as missing."
    )


def test_a_spoilt_line_is_one_sentence_for_all_its_columns(tmp_path):
    rows = [[("?!" if i == 20 else str(i + j)) for j in range(30)] for i in range(60)]
    table = read_bytes(tmp_path, wide(30, *rows))
    assert texts(table) == [
        "Line 22, columns 'f1', 'f2', 'f3' and 27 more: '?!' is not a number; treated as missing."
    ]
    assert all(values[20] is None for values in columns(table)[:30])


def test_gaps_in_the_same_lines_are_one_sentence(tmp_path):
    rows = [[("" if i in (20, 21) else str(i + j)) for j in range(3)] for i in range(60)]
    table = read_bytes(tmp_path, wide(3, *rows))
    assert texts(table) == ["Columns 'f1', 'f2' and 'f3' each miss 2 values (lines 22-23)"]


def test_gaps_of_many_columns_are_added_up(tmp_path):
    rows = [[("" if j < 20 and i <= j else str(i + j)) for j in range(30)] for i in range(60)]
    table = read_bytes(tmp_path, wide(30, *rows))
    assert texts(table) == [
        "Columns 'f1', 'f2', 'f3' and 17 more: 210 values are missing, up to 20 in one column"
    ]
    filled = of_dataset(tmp_path, wide(30, *rows), "fill")
    assert [notice.text for notice in filled] == [
        "Columns 'f1', 'f2', 'f3' and 17 more: 210 missing values filled with the median of each "
        "column, or its most frequent value."
    ]


def test_columns_without_values_are_one_sentence(tmp_path):
    rows = [["", "", str(i)] for i in range(10)]
    assert texts(read_bytes(tmp_path, wide(3, *rows))) == ["Columns 'f1' and 'f2' have no values."]


def test_what_differs_stays_apart(tmp_path):
    rows = [["12%" if i == 3 else "2.5%", str(i), "01" if i else "007"] for i in range(20)]
    table = read_bytes(tmp_path, wide(3, *rows))
    assert texts(table) == [
        "Line 2, column 'f1': '2.5%' was read as 0.025.",
        "Line 2, column 'f3': '007' was read as a number, without its leading zeros.",
    ]
