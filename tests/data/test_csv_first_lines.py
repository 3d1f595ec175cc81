"""The first lines of a file: what cannot be read there is told like anywhere else."""

from __future__ import annotations

import pytest
from csv_files import columns, read_bytes, texts

from playground.data import DataError

UNREADABLE = {
    "a stray mark before the names": ('x,"y,z\n1,2,3\n4,5,6\n7,8,9\n', [1]),
    "text behind a closed mark": ('"5"m;8\n1;2\n3;4\n9;7\n', [1]),
    "names with another separator": ('"height";"width"\n"1","x"\n"2","y"\n"4","y"\n', [1]),
    "a mark that swallows rows": (
        'p,q,"r\n1,2,u\n3,4\n5,6,u\n7,"8",u\n9,1,u\n2,3,v\n4,4,u\n',
        [1, 2, 3, 4, 5],
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_lines_that_cannot_be_read_above_the_table_are_named(name, tmp_path):
    data, lines = UNREADABLE[name]
    table = read_bytes(tmp_path, data)
    assert [row.line for row in table.set_aside] == lines
    assert any(notice.line == 1 and "could not be read" in notice.text for notice in table.notices)


def test_every_line_is_read_or_named_wherever_a_stray_mark_stands(tmp_path):
    rows = ["name,size,weight", *(f"n{i},{i},{i}.5" for i in range(1, 12))]
    for line in range(12):
        for cell in range(3):
            cells = rows[line].split(",")
            cells[cell] = '"' + cells[cell]
            polluted = [*rows[:line], ",".join(cells), *rows[line + 1 :]]
            table = read_bytes(tmp_path, "\n".join(polluted) + "\n")
            seen = {*map(int, table.lines), *(row.line for row in table.set_aside)}
            header = {1} if table.dialect.header else set()
            assert seen | header == set(range(1, 13)), (line, cell)


def test_no_row_can_be_read_for_a_reason(tmp_path):
    with pytest.raises(DataError, match="Line 2: other text follows") as refused:
        read_bytes(tmp_path, 'size,weight\n"7"kg,2\n')
    assert "no data rows" not in str(refused.value)


def test_names_that_may_stand_over_the_wrong_columns(tmp_path):
    table = read_bytes(tmp_path, "day,hourcount,price\nmo,7,3,\ntu,9,4,\nwe,8,5,\n")
    assert any("Line 1 has 3 names, but the lines below have 4 values" in t for t in texts(table))


def test_prose_above_the_names_is_no_row_of_names(tmp_path):
    table = read_bytes(
        tmp_path, "measured in March\nby two people of the lab\nt u v\n0 1 2\n3 4 5\n6 7 8\n"
    )
    assert table.names == ["t", "u", "v"]
    assert columns(table) == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
    assert texts(table) == ["2 lines above the table were left out: 'measured in March' ..."]


def test_comments_and_prose_of_as_many_words_as_columns_are_no_names(tmp_path):
    table = read_bytes(tmp_path, "# a remark\nseen by day\nt u v\n0 1 2\n3 4 5\n6 7 8\n")
    assert table.names == ["t", "u", "v"] and table.rows == 3


@pytest.mark.parametrize("names", ['size,mass"', "'size,mass", 'size",mass'])
def test_a_stray_mark_in_a_name_is_told(tmp_path, names):
    told = texts(read_bytes(tmp_path, f"{names}\n1,2\n3,4\n5,7\n"))
    assert any("Line 1: a quotation mark stands within the name" in text for text in told)


def test_years_beside_a_name_are_names(tmp_path):
    table = read_bytes(tmp_path, "nr,1998,1999,kind\n1,0.5,2.5,u\n2,0.75,2.1,v\n3,1.5,2.2,v\n")
    assert table.names == ["nr", "1998", "1999", "kind"] and table.rows == 3


def test_texts_over_texts_like_them_may_be_a_row(tmp_path):
    table = read_bytes(tmp_path, "Bonn,B-12\nKiel,C-4\nJena,C-4\nUlm,D-9\n")
    assert any("not certain whether the first line holds column names" in t for t in texts(table))


def test_names_unlike_the_texts_below_them_are_certain(tmp_path):
    table = read_bytes(tmp_path, "cap,odour\nx,p\nx,a\nb,a\n")
    assert table.names == ["cap", "odour"] and texts(table) == []
