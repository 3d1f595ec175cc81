"""What is not certain in a file is said."""

from __future__ import annotations

import pytest
from csv_files import columns, read_bytes, texts

# The file, its columns, and the sentences that must be among the notices.
DOUBTS = {
    "thousands or decimals": (
        "a;b\n1,234;x\n2,345;y\n",
        [[1.234, 2.345], ["x", "y"]],
        ["Line 2, column 'a': '1,234' may mean 1234 or 1.234; it was read as 1.234."],
    ),
    "thousands or decimals, between commas": (
        'a,b\n"1,234",x\n"2,345",y\n',
        [[1234, 2345], ["x", "y"]],
        ["'1,234' may mean 1234 or 1.234; it was read as 1234."],
    ),
    "decimals or German thousands": (
        "a;b\n1.234;x\n2.345;y\n",
        [[1.234, 2.345], ["x", "y"]],
        ["'1.234' may mean 1234 or 1.234; it was read as 1.234."],
    ),
    "both decimal marks": (
        "a;b\n1,5;2.25\n3,5;4.75\n",
        [["1,5", "3,5"], [2.25, 4.75]],
        ["Numbers are written with a decimal point and with a decimal comma"],
    ),
    "identifiers of seventeen digits": (
        "id,v\n12345678901234567,1\n12345678901234568,2\n",
        [["12345678901234567", "12345678901234568"], [1, 2]],
        ["cannot be told apart as numbers; it was read as text."],
    ),
    "numbers with units": (
        "w,v\n12 kg,1\n13.5 kg,2\n",
        [["12 kg", "13.5 kg"], [1, 2]],
        ["Column 'w': '12 kg' is written like a number, but was read as text."],
    ),
    "full-width digits": (
        "a,b\n１２,2\n３,4\n",
        [["１２", "３"], [2, 4]],
        ["Column 'a': '１２' is written like a number, but was read as text."],
    ),
    "money": (
        "w,v\n$12.50,1\n$13,2\n",
        [["$12.50", "$13"], [1, 2]],
        ["Column 'w': '$12.50' is written like a number, but was read as text."],
    ),
    "percent": (
        "w,v\n12%,1\n13.5 %,2\n",
        [[0.12, 0.135], [1, 2]],
        ["Line 2, column 'w': '12%' was read as 0.12."],
    ),
    "leading zeros far down": (
        "zip,v\n" + "".join(f"{i},1\n" for i in range(20000, 20400)) + "00420,2\n",
        [[*range(20000, 20400), 420], [1] * 400 + [2]],
        ["Line 402, column 'zip': '00420' was read as a number, without its leading zeros."],
    ),
    "leading zeros of long numbers": (
        "who,call\n"
        + "".join(f"A,{i}\n" for i in range(600_000_000, 600_000_300))
        + "B,0049123456\n",
        [["A"] * 300 + ["B"], [*range(600_000_000, 600_000_300), 49123456]],
        ["Line 302, column 'call': '0049123456' was read as a number, without its leading zeros."],
    ),
    "per cent beside numbers": (
        "w,v\n12%,1\n13,2\n14.5,3\n",
        [[0.12, 13, 14.5], [1, 2, 3]],
        ["Column 'w': 2 values have no per cent sign and stayed as written."],
    ),
    "groups between semicolons": (
        "name;card\nA;4111 1111 1111 1110\nB;4111 1111 1111 1120\nC;4111 1111 1111 1130\n",
        [["A", "B", "C"], [f"4111 1111 1111 11{n}0" for n in (1, 2, 3)]],
        ["It is not certain what separates the values; semicolon was taken rather than space."],
    ),
    "groups that may be a telephone number": (
        "who,call\nA,030 555 771\nB,030 555 772\nC,030 555 773\n".replace("030", "130"),
        [["A", "B", "C"], [130555771, 130555772, 130555773]],
        ["Line 2, column 'call': '130 555 771' was read as 130555771."],
    ),
    "a column in apostrophes": (
        "a,b\n'u',1\n'v',2\n'u',3\n",
        [["u", "v", "u"], [1, 2, 3]],
        ["The apostrophe was taken for the quotation mark: 'u' in line 2"],
    ),
    **{
        f"written like a number: {cells[0]}": (
            "c;d\n" + "".join(f"{cell};1\n" for cell in cells),
            [[*cells], [1] * len(cells)],
            [f"Column 'c': '{cells[0]}' is written like a number, but was read as text."],
        )
        for cells in (
            ("2,00,000", "3,10,000", "9,99,999"),
            ("7_000", "8_100", "9_999"),
            ("3/8", "5/8", "1/16"),
            ("30 km/h", "55 km/h", "130 km/h"),
            ("(12)", "(3.5)", "(7)"),
            ("７１", "８", "９２"),
            ("15-", "6-", "8.5-"),
            ("~15", "~6", "~8.5"),
            ("<0.1", "<0.2", "<0.5"),
            ("1:2", "3:4", "16:9"),
            ("(1.5)", "2.5", "(3)"),
            ("<5", ">6", "<7"),
            ("$5", "€6", "£7"),
            ("3*", "4", "5**"),
            ("1 1/2", "3/4", "2"),
            ("1st", "2nd", "3rd"),
            ("5CR", "6CR", "7DR"),
            ("0x1F", "0x2A", "0xC0"),
        )
    },
    "leading zeros": (
        "zip,v\n00123,1\n01234,2\n",
        [[123, 1234], [1, 2]],
        ["Line 2, column 'zip': '00123' was read as a number, without its leading zeros."],
    ),
    "two tables, the second narrower": (
        "a,b,c\n1,2,3\n4,5,6\n\nx,y\n7,8\n",
        [[1, 4], [2, 5], [3, 6]],
        ["Line 5 has 2 values, but the table has 3 columns. It was set aside."],
    ),
    "two tables of one width": (
        "a,b\n1,2\n4,5\n6,7\n\nx,y\n7,8\n",
        [[1, 4, 6, None, 7], [2, 5, 7, None, 8]],
        ["Line 5 is blank; reading went on behind it.", "'x' is not a number"],
    ),
    "the names again": (
        "a,b\n1,2\n4,5\na,b\n7,8\n",
        [[1, 4, 7], [2, 5, 8]],
        ["Line 4 repeats the column names. It was set aside; a second table may begin there."],
    ),
    "a last row cut off": (
        "a,b,c\n1,2,3\n4,5,6\n7,8",
        [[1, 4], [2, 5], [3, 6]],
        ["Line 4 has 2 values, but the table has 3 columns. It was set aside."],
    ),
    "a last number cut off": (
        "a,b\n1.5,2.25\n4,5.25\n7,9.75\n7,1.",
        [[1.5, 4, 7, 7], [2.25, 5.25, 9.75, 1]],
        ["Line 5 may be cut off: the file ends without a line end"],
    ),
    "a last word cut off": (
        "a,k\n1,setosa\n4,virginica\n7,setosa\n7,virgi",
        [[1, 4, 7, 7], ["setosa", "virginica", "setosa", "virgi"]],
        ["Line 5 may be cut off"],
    ),
    "a last quotation mark cut off": (
        'a,k\n1,"x"\n4,"y"\n7,"z',
        [[1, 4], ["x", "y"]],
        ["Line 4: a quotation mark is opened and not closed; line 4 could not be read."],
    ),
    "totals": (
        "k,v\nx,2\ny,5\nTotal,7\n",
        [["x", "y", "Total"], [2, 5, 7]],
        ["Line 4 seems to hold totals ('Total'); it was read as data."],
    ),
    **{
        f"totals: {word}": (
            f"k,v\nx,2\ny,5\n{word},7\n",
            [["x", "y", word], [2, 5, 7]],
            [f"Line 4 seems to hold totals ('{word}'); it was read as data."],
        )
        for word in ("Sum of both", "Moyenne :", "Итого", "Total (2 rows)")
    },
    "the names on every page": (
        "a,b\n" + "1,2\n3,4\n5,6\n7,8\n" + "a,b\n" + "9,10\n11,12\n13,14\n",
        [[1, 3, 5, 7, 9, 11, 13], [2, 4, 6, 8, 10, 12, 14]],
        ["Line 6 repeats the column names. It was set aside; a second table may begin there."],
    ),
    "dashes under the names": (
        "who    n\n-----  ---\nAnn    12\nBob    13\nCem    14\n",
        [["Ann", "Bob", "Cem"], [12, 13, 14]],
        ["Line 2 is a row of dashes. It was set aside."],
    ),
    "a table of Markdown": (
        "| a | b |\n|:--|---|\n| 1 | u |\n| 2 | v |\n",
        [[None, None], [1, 2], [" u ", " v "]],
        ["Line 2 is a row of dashes. It was set aside."],
    ),
    "zeros left by a program that died": (
        "a,b\n1,2\n3,4\n" + 64 * "\0",
        [[1, 3], [2, 4]],
        ["Line 4 has 1 value, but the table has 2 columns. It was set aside."],
    ),
    "a zero byte in a small file": (
        "a,b\n1,\0\n3,4\n5,6\n7,8\n",
        [[1, 3, 5, 7], [None, 4, 6, 8]],
        [r"Line 2, column 'b': '\x00' is not a number; treated as missing."],
    ),
    "counting names over whole numbers": (
        "pixel,0,1,2,3\na,12,0,13,255\nb,0,0,0,13\nc,1,2,3,4\n",
        [["a", "b", "c"], [12, 0, 1], [0, 0, 2], [13, 0, 3], [255, 13, 4]],
        ["It is not certain whether the first line holds column names"],
    ),
    "whole numbers as names": (
        "0,1,2\n1.5,2.5,3.5\n2.5,3.5,4.5\n",
        [[1.5, 2.5], [2.5, 3.5], [3.5, 4.5]],
        ["It is not certain whether the first line holds column names"],
    ),
    "nothing but texts": (
        "a,b\nc,a\na,b\nc,a\n",
        [["a", "c", "a", "c"], ["b", "a", "b", "a"]],
        ["It is not certain whether the first line holds column names", "No column names found"],
    ),
    "one name too few": (
        "a,b\nr1,1,2\nr2,3,4\nr3,5,6\n",
        [["r1", "r2", "r3"], [1, 3, 5], [2, 4, 6]],
        ["Line 1 has 2 names for 3 columns"],
    ),
    "one name too many": (
        "a,b,c,d\n1,2,3\n4,5,6\n7,8,9\n",
        [[1, 4, 7], [2, 5, 8], [3, 6, 9]],
        ["Line 1 has 4 names for 3 columns"],
    ),
    "units below the names": (
        "t,depth\ns,mm\n1,2.5\n2,3.5\n3,4.5\n",
        [[1, 2, 3], [2.5, 3.5, 4.5]],
        ["Line 2 holds texts where the other lines have numbers"],
    ),
    "units below the names but for one that has none": (
        "t,depth,ok\ns,mm,-\n1,2.5,0\n2,3.5,1\n3,4.5,0\n",
        [[1, 2, 3], [2.5, 3.5, 4.5], [0, 1, 0]],
        ["Line 2 holds texts where the other lines have numbers"],
    ),
    "bars around values at the ends of lines too": (
        "| a | k |\n|---|---|\n" + "| 1 | u |\n| 2 | v |\n" * 9,
        [[None] * 18, [1, 2] * 9, ["u", "v"] * 9],
        ["Line 2 is a row of dashes."],
    ),
    "rows swallowed by a quotation mark": (
        'id,t,v\n1,"a,5\n2,b,6\n3,c",7\n4,d,8\n5,e,9\n',
        [[1, 4, 5], ["a,5\n2,b,6\n3,c", "d", "e"], [7, 8, 9]],
        ["Line 2: a quoted value runs over lines 2-4, which look like rows themselves"],
    ),
    "a separator lost before a quoted value": (
        'a,b,c\nx,"y, z",3\np"q, r",6\nt,"u, v",9\n',
        [["x", 'p"q', "t"], ["y, z", ' r"', "u, v"], [3, 6, 9]],
        ["Line 3: a quotation mark stands within the value 'p\"q'"],
    ),
    "a quotation mark never closed": (
        'id,t,v\n1,"a",5\n2,"b,6\n' + "3,c,8\n" * 30,
        [[1] + [3] * 30, ["a"] + ["c"] * 30, [5] + [8] * 30],
        ["Line 3: a quotation mark is opened and not closed; line 3 could not be read."],
    ),
    "marks escaped with a backslash": (
        'a,b\n"x \\"q\\" y",1\n"z, w",2\n',
        [['x "q" y', "z, w"], [1, 2]],
        ["was read as a quotation mark within the value"],
    ),
    "texts among numbers": (
        "a,b\n1,x\n2,3\n4,y\n5,6\n7,8\n",
        [[1, 2, 4, 5, 7], ["x", "3", "y", "6", "8"]],
        ["Column 'b': texts such as 'x' stand among numbers; it was read as text."],
    ),
    "an unusual separator": (
        "a:b:c\n1:2:3\n4:5:6\n7:8:9\n",
        [[1, 4, 7], [2, 5, 8], [3, 6, 9]],
        ["The values seem to be separated by ':'; check the preview."],
    ),
    "no separator": (
        "x\n1\n2\n3\n",
        [[1, 2, 3]],
        ["No separator was found; each line was read as one value. Check the preview."],
    ),
    "a missing word": (
        "k,v\nNA,1\nDE,2\nFR,3\n",
        [[None, "DE", "FR"], [1, 2, 3]],
        ["Column 'k': 1 value is missing (line 2)"],
    ),
    "empty rows": (
        "a,b,c\n1,2,3\n,,\n7,8,9\n",
        [[1, 7], [2, 8], [3, 9]],
        ["Line 3 has no values. It was set aside."],
    ),
    "a value behind a trailing separator": (
        "a,b\n1,2,\n3,4,9\n5,6,\n7,8,\n",
        [[1, 5, 7], [2, 6, 8]],
        [
            "Every data line ends with a separator; the empty last column was left out.",
            "Line 3 has 3 values, but the table has 2 columns. It was set aside.",
        ],
    ),
    "a separator named in vain": (
        "sep=,\na;b\n1;2\n3;4\n",
        [[1, 3], [2, 4]],
        ["names the separator (comma); it is not data. No other line has it"],
    ),
    "most rows of another width": (
        "a,b\n" + "1,2\n" * 300 + "1,2,3\n" * 400,
        [[1] * 300, [2] * 300],
        ["Line 302 has 3 values", "More lines were set aside than read"],
    ),
    "a zero byte": (
        "a,b\n" + "1,2\n" * 100 + "3,\0\n",
        [[1] * 100 + [3], [2] * 100 + [None]],
        ["Line 102, column 'b': '\\x00' is not a number; treated as missing."],
    ),
    "titles padded by a spreadsheet": (
        "Report,,\n,,\na,b,c\n1,2,3\n4,5,6\n",
        [[1, 4], [2, 5], [3, 6]],
        ["2 lines above the table were left out: 'Report,,' ..."],
    ),
    "one title": (
        "My report, 2024\na,b,c\n1,2,3\n4,5,6\n",
        [[1, 4], [2, 5], [3, 6]],
        ["1 line above the table was left out: 'My report, 2024'."],
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_said(name, tmp_path):
    data, expected, sentences = DOUBTS[name]
    table = read_bytes(tmp_path, data)
    assert columns(table) == expected
    for sentence in sentences:
        assert any(sentence in text for text in texts(table)), texts(table)


# Files that need no word, however unusual.
CLEAR = {
    "bars": ("a|b|c\n1|2|x\n3|4|y\n", [[1, 3], [2, 4], ["x", "y"]]),
    "single spaces": ("a b c\n1 2 x\n3 4 y\n", [[1, 3], [2, 4], ["x", "y"]]),
    "aligned columns": (
        "x      y    label\n1.0    2.5  a\n10.25  3.5  b\n3.0    14.5 a\n",
        [[1, 10.25, 3], [2.5, 3.5, 14.5], ["a", "b", "a"]],
    ),
    "spaces on both sides of each comma": ('"u" , "v"\n"7" , "8"\n"9" , "6"\n', [[7, 9], [8, 6]]),
    "groups of thousands between commas": (
        "town,people\nA,2 104 700.5\nB,1 100 300.5\n",
        [["A", "B"], [2104700.5, 1100300.5]],
    ),
    "commas in quotes between spaces": (
        'k town m\n1 "Ulm, D" 3\n2 "Wien, A" 4\n3 "Bern, CH" 9\n',
        [[1, 2, 3], ["Ulm, D", "Wien, A", "Bern, CH"], [3, 4, 9]],
    ),
    "one word in apostrophes": ("w,n\n'so',3\nyes,3\n", [["'so'", "yes"], [3, 3]]),
    "apostrophes beside quotation marks": (
        'w;n\n"say ""so""";1\n\'so\';2\n',
        [['say "so"', "'so'"], [1, 2]],
    ),
    "three digits behind a comma that groups nothing": (
        "k;v\na;1204,125\nb;1180,500\n",
        [["a", "b"], [1204.125, 1180.5]],
    ),
    "a space behind each comma": (
        'a, b, c\n1, "x, y", 3\n2, z, 4\n',
        [[1, 2], ["x, y", "z"], [3, 4]],
    ),
    "apostrophes as quotation marks": ("a,b\n'x, y',1\n'z',2\n", [["x, y", "z"], [1, 2]]),
    "tabs around spaces": ("a\tb c\n1\tfoo bar\n2\tbaz\n", [[1, 2], ["foo bar", "baz"]]),
    "decimal commas between tabs": ("a\tb\n1,5\t2,25\n3,5\t4,75\n", [[1.5, 3.5], [2.25, 4.75]]),
    "quoted decimal commas": ('a,b\n"1,5","2,25"\n"3,5","4,75"\n', [[1.5, 3.5], [2.25, 4.75]]),
    "powers of ten": ("a,b\n1e-3,2E5\n1.5e+3,-2e0\n", [[0.001, 1500], [200000, -2]]),
    "thousands with spaces": ("a;b\n1 234,5;1\n2\u00a0345,7;2\n", [[1234.5, 2345.7], [1, 2]]),
    "thousands with apostrophes": ("a;b\n1'234.5;1\n2'345.7;2\n", [[1234.5, 2345.7], [1, 2]]),
    "typographic minus": ("a,b\n−1.5,2\n−3,4\n", [[-1.5, -3], [2, 4]]),
    "thousands with decimals": ('a,b\n"1,234.5",1\n"2,345,678",2\n', [[1234.5, 2345678], [1, 2]]),
    "commas in texts between semicolons": (
        "a;b\nHello, world;1\nFoo, bar;2\n",
        [["Hello, world", "Foo, bar"], [1, 2]],
    ),
    "names in a comment": ("# x,y\n1,2\n3,4\n", [[1, 3], [2, 4]]),
    "mixed line ends": ("a,b\r\n1,2\n3,4\r5,6\n", [[1, 3, 5], [2, 4, 6]]),
    "no last line end": ("a,b\n1,2\n3,4\n5,6\n7,8", [[1, 3, 5, 7], [2, 4, 6, 8]]),
    "blank lines at the end": ("a,b\n1,2\n3,4\n\n\n", [[1, 3], [2, 4]]),
    "a value of two lines": ('a,b\n"x\ny",2\nz,3\n', [["x\ny", "z"], [2, 3]]),
    "dates": ("d,v\n2024-01-01,1\n2024-01-02,2\n", [["2024-01-01", "2024-01-02"], [1, 2]]),
    "texts with few values": (
        "colour,shape\nred,round\nblue,square\nred,square\n",
        [["red", "blue", "red"], ["round", "square", "square"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAR)
def test_what_is_clear_needs_no_word(name, tmp_path):
    data, expected = CLEAR[name]
    table = read_bytes(tmp_path, data)
    assert columns(table) == expected
    assert texts(table) == [] and table.set_aside == []
