"""From tables to datasets: labels, words, gaps, parts, and what is told."""

from __future__ import annotations

import numpy as np
import pytest
from csv_files import read_bytes

from playground.data import DataError
from playground.data.columns.column import columns_of
from playground.data.columns.roles import SaidRoles
from playground.data.preparation import small_classes, to_dataset
from playground.data.problem_rows import problem_rows


@pytest.fixture
def prepare(tmp_path):
    """The dataset in a table given as text, and the sentences told of it."""

    def prepared(text: str, roles: dict | None = None, **how):
        table = read_bytes(tmp_path, text)
        dataset, notices = to_dataset(
            table, SaidRoles(**(roles or {})).roles(columns_of(table)), **how
        )
        return dataset, [notice.text for notice in notices]

    return prepared


GAPS = "a,b,c,k\n1,2,x,u\n,4,y,v\n5,,y,u\n7,8,,v\n9,1,y,\n3,3,y,v\n"


def test_numbers_words_and_answers_become_features(prepare):
    data, _ = prepare(
        "size,colour,sex,ok,k\n1.5,red,m,yes,u\n2,green,f,no,v\n3,blue,f,yes,u\n4,red,m,no,v\n"
    )
    assert data.feature_names == (
        "size", "colour = blue", "colour = green", "colour = red", "sex = m", "ok",
    )  # fmt: skip
    assert data.X.tolist() == [
        [1.5, 2, 3, 4], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 1], [1, 0, 0, 1], [1, 0, 1, 0],
    ]  # fmt: skip
    assert data.class_names == ("u", "v") and data.labels.tolist() == [0, 1, 0, 1]
    assert data.label_name == "k" and data.table_columns[0] == "size"


def test_words_can_be_numbered_instead(prepare):
    data, _ = prepare("c,k\nred,u\ngreen,v\nblue,u\n", categories="ordinal")
    assert data.feature_names == ("c",) and data.X.tolist() == [[2, 1, 0]]


def test_words_that_differ_by_spaces_are_one_and_by_capitals_are_told(prepare):
    data, told = prepare('c,n,k\n"red ",1,u\nred,2,v\nRed,3,u\n')
    assert data.feature_names == ("c = red", "n") and data.X[0].tolist() == [1, 1, 0]
    assert "Column 'c': texts that differ only by the spaces around them count as one." in told
    assert any("'Red' and 'red' differ only in capital letters" in text for text in told)


def test_nines_far_from_all_values_are_told(prepare):
    def told(cells):
        rows = "".join(f"{cell},{k % 2}\n" for k, cell in enumerate(cells))
        return [text for text in prepare("temp,k\n" + rows)[1] if "missing" in text]

    (sentence,) = told([20.5, -999, 3, 15, -999, 8])
    assert sentence.startswith("Column 'temp': -999 stands in 2 rows, far from all other values.")
    assert told([1, 2, 99, 3, 5, 99]) and told([0, -9999, -9999, 0])
    assert not told([20.5, -999, 3, 15, 7, 8])  # one is a slip
    assert not told([97, 98, 99, 99, 95, 40]) and not told([-999, -500, -999, 0, 3, 8])


def test_rows_with_gaps_are_left_out_and_counted(prepare):
    data, told = prepare(GAPS)
    assert data.X[0].tolist() == [1, 3] and data.m == 2
    assert "1 row is left out because the label 'k' is missing." in told
    assert "3 rows are left out because a feature is missing." in told


def test_gaps_are_filled_with_median_and_most_frequent_word(prepare):
    data, told = prepare(GAPS, missing="fill")
    assert data.X.tolist() == [[1, 4, 5, 7, 3], [2, 4, 3.5, 8, 3], [0, 1, 1, 1, 1]]
    assert "Column 'a': 1 missing value filled with its median, 4." in told
    assert "Column 'c': 1 missing value filled with its most frequent value, y." in told


def test_gaps_can_be_refused_with_their_line(prepare):
    with pytest.raises(DataError, match=r"Line 3: 'a' is missing\.") as refused:
        prepare(GAPS, missing="refuse")
    assert refused.value.line == 3


def test_problem_rows_are_listed_with_line_text_and_reason(tmp_path):
    table = read_bytes(tmp_path, GAPS + "1,2,x\n")
    rows = problem_rows(table, ["feature", "feature", "ignore", "label"])
    assert [(row.line, row.text) for row in rows] == [
        (3, ",4,y,v"), (4, "5,,y,u"), (6, "9,1,y,"), (8, "1,2,x"),
    ]  # fmt: skip
    assert rows[0].reason == "'a' is missing." and "has 3 values" in rows[3].reason


def test_whole_numbers_are_classes_when_they_are_few(prepare):
    rows = "".join(f"{i},{i % 4}\n" for i in range(40))
    data, told = prepare("a,k\n" + rows)
    assert data.task == "multiclass" and data.class_names == ("0", "1", "2", "3")
    assert any("they are taken for classes" in text for text in told)
    data, told = prepare("a,k\n" + rows, problem="regression")
    assert data.task == "regression" and data.Y[0, :5].tolist() == [0, 1, 2, 3, 0]
    assert told == []


def test_two_whole_numbers_are_two_classes_without_a_word(prepare):
    data, told = prepare("a,k\n" + "1,-1\n2,1\n" * 3)
    assert data.class_names == ("-1", "1") and data.labels.tolist() == [0, 1, 0, 1, 0, 1]
    assert told == []


def test_many_or_broken_numbers_are_quantities(prepare):
    assert prepare("a,y\n1,1.5\n2,2.5\n3,1.5\n")[0].task == "regression"
    assert prepare("a,y\n" + "".join(f"{i % 7},{i}\n" for i in range(30)))[0].task == "regression"
    forced, _ = prepare("a,y\n1,1.5\n2,2.5\n3,1.5\n", problem="classification")
    assert forced.class_names == ("1.5", "2.5")


def test_parts_follow_the_column_that_names_them(prepare):
    data, _ = prepare("a,k,part\n1,u,train\n2,v,TEST\n3,u,validation\n4,v,train\n")
    assert data.n_x == 1 and data.parts.tolist() == [0, 2, 1, 0]


def test_a_slip_among_the_parts_is_refused_and_not_taken_for_a_feature(prepare):
    rows = "".join(f"{i},{'uv'[i % 2]},{('train', 'test')[i % 3 > 1]}\n" for i in range(20))
    with pytest.raises(DataError, match=r"Line 22, column 'part': 'trian' names no part.*=part"):
        prepare("a,k,part\n" + rows + "7,u,trian\n")
    rows = "".join(f"{i},{'uv'[i % 2]},{('train', 'bus', 'test')[i % 3]}\n" for i in range(20))
    data, _ = prepare("a,k,way\n" + rows, {"label": "k"})
    assert data.parts is None and "way = train" in data.feature_names


def test_a_word_that_names_no_part_is_refused_with_its_line(prepare):
    with pytest.raises(DataError, match="Line 3, column 'part': 'tset' names no part") as refused:
        prepare("a,k,part\n1,u,train\n2,v,tset\n3,u,dev\n", {"split": "part"})
    assert (refused.value.line, refused.value.column) == (3, 3)


def test_pictures_are_recognised(prepare):
    r = np.random.default_rng(0)
    pixels = r.integers(0, 17, (40, 64))
    names = ",".join(f"p{i}" for i in range(64))
    rows = "".join(",".join(map(str, row)) + f",{i % 2}\n" for i, row in enumerate(pixels))
    data, _ = prepare(f"{names},k\n{rows}")
    assert data.image_shape == (8, 8)


@pytest.mark.parametrize(
    ("text", "how", "sentence"),
    [
        ("a,k\n1,u\n2,u\n3,u\n", {}, "Column 'k' is 'u' in every row that can be used"),
        ("a,k\n1,7\n2,7\n3,7\n", {}, "Column 'k' is '7' in every row"),
        ("a,k\n1,u\n2,v\n3,u\n", {"problem": "regression"}, "Column 'k' holds texts such as 'u'"),
        ("a,k\n,u\n,v\n,u\n1,\n2,\n", {}, "nothing is left to train on"),
        (
            "a,k\n" + "".join(f"{i / 3},w{i}\n" for i in range(150)) + "1,w1\n",
            {},
            "150 different values; a label can have at most 100 classes",
        ),
    ],
)
def test_tables_that_make_no_dataset_are_refused(prepare, text, how, sentence):
    with pytest.raises(DataError, match=sentence) as refused:
        prepare(text, {"label": "k"}, **how)
    if "nothing is left" not in sentence:
        assert refused.value.column == 2 and refused.value.path == "data.csv"
        assert refused.value.line is not None


def test_small_classes_are_pointed_out(prepare):
    data, told = prepare("a,k\n" + "".join(f"{i},u\n" for i in range(9)) + "9,v\n")
    assert told == [
        "Class 'v' has only 1 example; it cannot be in each of the 3 sets (training, dev and test)."
    ]
    assert small_classes(data, parts=1) == []


def test_small_classes_by_the_dozen_are_one_sentence(prepare):
    _, told = prepare("a,k\n" + "".join(f"{i / 3},w{i % 12}\n" for i in range(24)))
    assert told == [
        "12 classes, such as 'w0', have fewer than 3 examples; they cannot be in each of the 3 "
        "sets (training, dev and test)."
    ]


def test_a_column_with_hardly_a_value_costs_no_row(prepare):
    rows = "".join(f"{i},{'seen' if i == 5 else ''},{'uv'[i % 2]}\n" for i in range(20))
    data, told = prepare("a,note,k\n" + rows)
    assert data.m == 20 and data.feature_names == ("a",)
    assert "Column 'note' has a value in 1 of 20 rows only. It is left out." in told
    asked, _ = prepare("a,note,k\n" + rows, {"features": ["note"]}, missing="fill")
    assert asked.n_x == 2


def test_where_no_row_is_whole_the_costliest_columns_and_the_remedies_are_named(prepare):
    rows = "".join(f"{'' if i % 2 else i},{i if i % 2 else ''},{'uv'[i % 2]}\n" for i in range(9))
    with pytest.raises(DataError) as refused:
        prepare("a,b,k\n" + rows)
    assert "'b' (5 rows) and 'a' (4 rows)" in str(refused.value)
    assert "missing=fill" in str(refused.value) and "ignore=b" in str(refused.value)


def test_a_label_with_one_class_left_names_the_column_that_cost_the_others(prepare):
    rows = "".join(f"{i},{i if i % 4 == 0 else ''},{'uv'[i % 4 > 0]}\n" for i in range(40))
    with pytest.raises(DataError, match=r"'k' is 'u' in every row .* 'rare' \(30 rows\)"):
        prepare("a,rare,k\n" + rows)
    half = "".join(f"{i},{i if i % 2 == 0 else ''},{'uv'[i % 2]}\n" for i in range(40))
    with pytest.raises(DataError, match=r"'k' is 'u' in every row .* 'rare' \(20 rows\)"):
        prepare("a,rare,k\n" + half)
    same = "".join(f"{i},{i if i % 2 == 0 else ''},u\n" for i in range(40))
    with pytest.raises(DataError, match=r"at least two classes\.$"):
        prepare("a,rare,k\n" + same, {"label": "k"})


def test_many_categories_are_used_on_request(prepare):
    rows = "".join(f"w{i % 40},{i},{'uv'[i % 2]}\n" for i in range(200))
    assert prepare("c,a,k\n" + rows)[0].n_x == 1
    assert prepare("c,a,k\n" + rows, {"features": ["c"]})[0].n_x == 41


def test_whole_numbers_that_may_be_classes_are_told_as_quantities(prepare):
    data, told = prepare("a,k\n" + "".join(f"{i / 7},{i % 25}\n" for i in range(100)))
    assert data.task == "regression"
    assert "has 25 different whole numbers; they are taken for quantities" in told[0]


def test_a_letter_among_the_numbers_of_classes_is_a_class(prepare):
    rows = "".join(f"{i / 7},{'123Z'[i % 4] if i % 3 else '123'[i % 3]}\n" for i in range(120))
    data, _ = prepare("a,k\n" + rows)
    assert data.class_names == ("1", "2", "3", "Z") and data.m == 120


def test_a_target_that_never_changes_is_refused(prepare):
    with pytest.raises(DataError, match=r"Column 'y' is 1\.5 in every row .* nothing to predict"):
        prepare("a,y\n" + "".join(f"{i},1.5\n" for i in range(20)))


def test_labels_far_from_the_others_are_told(prepare):
    rows = [f"{i},{(i * 37 % 100) / 10}" for i in range(100)]
    assert prepare("a,y\n" + "\n".join(rows))[1] == []
    rows[17] = "17,9000.5"
    (told,) = prepare("a,y\n" + "\n".join(rows))[1]
    assert "1 label of 'y' lies far from the others: 9000.5" in told


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("\u00fc", "u\u0308", "look alike"),
        ("Moskau", "\u041coskau", "look alike"),
        ("a\u200bb", "ab", "look alike"),
        ("<=30K", "<=30K.", "differ only in a sign or a space"),
        ("New York", "new-york", "differ only in a sign or a space"),
        ("\ufb01n", "fin", "look alike"),
        ("Yes", "yes", "differ only in capital letters"),
    ],
)
def test_labels_that_are_nearly_the_same_are_told(prepare, one, other, difference):
    rows = "".join(f"{i},{(one, other, 'third')[i % 3]}\n" for i in range(30))
    data, told = prepare("a,k\n" + rows)
    assert len(data.class_names) == 3
    assert len(told) == 1 and difference in told[0] and one in told[0] and other in told[0]


def test_numbers_and_signs_that_differ_are_no_lookalikes(prepare):
    rows = "".join(f"{i},{('<5', '<=5', 'A-1', 'A+1')[i % 4]}\n" for i in range(40))
    assert prepare("a,k\n" + rows)[1] == []


def test_names_never_occur_twice(prepare):
    data, _ = prepare("c,c = red,k\nred,1,u\nblue,2,v\nred,3,u\n")
    assert data.feature_names == ("c = red", "c = red (2)")
