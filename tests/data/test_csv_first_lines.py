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


@pytest.mark.parametrize(
    "cells", [["2001-01-01", "2001-02-11"], ["12 kg", "7 kg"], ["$5", "$16"], ["1:30", "2:45"]]
)
def test_dates_amounts_and_units_over_their_like_are_no_names(tmp_path, cells):
    table = read_bytes(tmp_path, f"{cells[0]},R\n{cells[1]},S\n{cells[1]},T\n")
    assert table.columns[0].tolist() == [*cells, cells[1]] and table.dialect.skip_lines == 0


@pytest.mark.parametrize(
    "text", ["0,1,2,3\n4,5,6,7\n8,9,10,11\n", "1,2,3,4\n2,1,4,3\n4,3,2,1\n3,4,1,2\n"]
)
def test_numbers_that_go_on_counting_and_ranks_are_rows(tmp_path, text):
    assert read_bytes(tmp_path, text).rows == text.count("\n")


def test_lines_joined_by_a_stray_mark_above_the_table_are_counted_and_told(tmp_path):
    text = 'a;b;"c\n1;2;k\n3;4;k\n7;8";k\n9;10;k\n11;12;k\n13;14;k\n'
    told = texts(read_bytes(tmp_path, text))
    assert any(sentence.startswith("4 lines above the table were left out") for sentence in told)
    assert any("runs over lines 1-4, which look like rows themselves" in t for t in told)


@pytest.mark.parametrize(
    ("text", "names", "first"),
    [
        ("n place v\n1 'Rome, IT' 3\n2 'Oslo, NO' 4\n3 'Bern, CH' 5\n", "n place v", "Rome, IT"),
        ("u  v\n1,5  2,5\n13,5  4,5\n5,5  16,25\n", "u v", 2.5),
        ("u v w\n0,5 x 1,25\n1,5 y 2,25\n12,5 x 0,75\n", "u v w", "x"),
        ('"a, b" w\n1,5 2,25\n3,5 4,25\n5,5 6,75\n', "a,_b w", 2.25),
        ('a, "b"\nx, "1,234,567"\ny, "2,234,567"\nx, "3,234,567"\n', "a b", 1234567),
        ('"a" , "b"\n"x, y" , "7"\n"" , "8"\n"z" , ""\n', "a b", 7),
        ('"a" \t "b"\n"say ""x""" \t "7%"\n"y" \t "8%"\n"z" \t "9%"\n', "a b", 0.07),
        ("Sales report\na\tb\n1\t2\n3\t4\n5\t6\n", "a b", 2),
        ("Sales report\na, b\n1, 2\n3, 4\n5, 6\n", "a b", 2),
    ],
)
def test_the_separator_is_one_that_reads_the_names_too(tmp_path, text, names, first):
    table = read_bytes(tmp_path, text)
    assert [name.replace(" ", "_") for name in table.names] == names.split()
    assert table.columns[1][0] == first


def test_decimal_commas_between_spaces_need_no_names(tmp_path):
    table = read_bytes(tmp_path, "-1,37 2020-10-13 yes\n1,67 2020-01-01 yes\n-1,13 2020-10-16 no\n")
    assert columns(table)[::2] == [[-1.37, 1.67, -1.13], ["yes", "yes", "no"]]
    table = read_bytes(tmp_path, "1 794 200,3 424\n2 794 200,4 424\n3 794 200,5 424\n")
    assert columns(table) == [[1794200, 2794200, 3794200], [3424, 4424, 5424]]


def test_a_tab_among_aligned_columns_is_as_good_as_a_space(tmp_path):
    cars = ("buick skylark 320", "ford torino", "amc rebel sst", "volvo")
    lines = (f'1{i}.0   8   3{i}7.0   {i}3504.   1  70\t"{car}"\n' for i, car in enumerate(cars))
    table = read_bytes(tmp_path, "".join(lines))
    assert columns(table)[-1] == [*cars] and columns(table)[3] == [3504, 13504, 23504, 33504]


def test_a_comment_of_as_many_words_as_columns_may_be_no_line_of_names(tmp_path):
    told = texts(read_bytes(tmp_path, "# a, b, c\nk,2019,label\nno,97.3,x\nno,0.6,y\nyes,1.5,x\n"))
    assert any("not certain whether the first line holds column names" in t for t in told)
    assert texts(read_bytes(tmp_path, "# a, b, c\n1,2,x\n3,4,y\n5,6,x\n")) == []


def test_a_word_for_nothing_is_none_with_spaces_around_it_too(tmp_path):
    table = read_bytes(
        tmp_path, "a , day , k\n1 , 2020-01-01 , x\n2 , NA , y\n3 , 2020-02-01 , x\n"
    )
    assert columns(table)[1][1] is None
