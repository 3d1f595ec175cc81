"""What columns hold, what they are for, and who decides."""

from __future__ import annotations

import pytest
from csv_files import read_bytes

from playground.data import DataError
from playground.data.columns.column import columns_of
from playground.data.columns.label_guess import guessed_label
from playground.data.columns.roles import SaidRoles


@pytest.fixture
def look(tmp_path):
    """The columns of a table given as text."""

    def look_at(text: str):
        return columns_of(read_bytes(tmp_path, text))

    return look_at


def table_of(**columns) -> str:
    """The text of a table with these columns."""
    rows = zip(*columns.values())
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n"


def test_kinds(look):
    columns = look(
        table_of(
            number=[1.5, 2, 3],
            answer=["yes", "no", "yes"],
            word=["red", "blue", "red"],
            day=["2024-01-05", "2024-02-05", "2024-03-05"],
            other_day=["5.1.2024", "6.1.2024", "7.1.2024 10:30"],
            nothing=["", "", ""],
            gaps=["1", "", "2"],
        )
    )
    kinds = ["number", "boolean", "category", "date", "date", "empty", "number"]
    assert [column.kind for column in columns] == kinds
    assert [column.missing for column in columns] == [0, 0, 0, 0, 0, 3, 1]
    assert [column.distinct for column in columns] == [3, 2, 2, 3, 3, 0, 2]
    assert "days since a start" in columns[3].sentence and "no values" in columns[5].sentence


def test_answers_come_in_pairs(look):
    columns = look(
        table_of(a=["T", "f", "t"], b=["f", "n", "f"], c=["yes", "true", "yes"], d=["yes"] * 3)
    )
    assert [column.kind for column in columns] == ["boolean"] + ["category"] * 3


def test_identifiers_are_pointed_out(look):
    n = 40
    columns = look(
        table_of(
            patient_id=[(i * 7919) % 10007 for i in range(n)],
            index=range(n),
            userId=range(100, 100 + n),
            name=[f"person {i}" for i in range(n)],
            width=range(n),
            age=[i % 9 for i in range(n)],
        )
    )
    assert [column.identifier for column in columns] == [True, True, True, True, False, False]
    assert "seems to number or name the rows" in columns[0].sentence


@pytest.mark.parametrize("name", ["Nr.", "lfd. Nr.", "#", "Item no.", "№"])
def test_a_running_number_is_abbreviated_in_many_ways(look, name):
    rows = "".join(f"{i},{i * i % 7},{'ab'[i % 2]}\n" for i in range(1, 9))
    assert look(f"{name},x,label\n{rows}")[0].identifier


def test_an_unnamed_running_number_is_an_identifier(look):
    assert look(",a,b\n0,1.5,x\n1,2.5,y\n2,3.5,x\n3,1,y\n4,2,x\n")[0].identifier
    assert not look("5.1,3.5,0\n4.9,3.0,0\n6.2,2.8,1\n5.9,3.0,1\n5,3,1\n")[0].identifier


def test_an_unnamed_index_is_an_identifier_in_any_order(look):
    order = [(i * 7) % 11 for i in range(11)]
    text = "".join(f"{n},{n / 3},{'uv'[n % 2]}\n" for n in order)
    assert look(",a,k\n" + text)[0].identifier
    assert not look("n,a,k\n" + text)[0].identifier


def test_the_index_of_two_tables_in_one_is_an_identifier(look):
    column, _ = look(",v\n" + "".join(f"{i % 30},{i % 4}\n" for i in range(60)))
    assert column.identifier


@pytest.mark.parametrize("name", ["customer_id", "Kundennummer", "level_0", "Unnamed: 0"])
def test_an_identifier_may_have_a_double(look, name):
    column, _ = look(table_of(**{name: [*range(100, 140), 139], "v": [i % 4 for i in range(41)]}))
    assert column.identifier


def test_names_of_rows_may_have_a_double(look):
    column, _ = look(table_of(who=[f"N{max(i, 1)}" for i in range(21)], v=[*range(3)] * 7))
    assert column.identifier


def test_a_constant_with_gaps_is_no_feature(look):
    columns = look(table_of(flag=["x", ""] * 10, v=range(20), label=["a", "a", "b", "b"] * 5))
    assert roles(columns) == {"flag": "ignore", "v": "feature", "label": "label"}
    assert columns[0].sentence == "Column 'flag' has the same value in every row that has one."


def test_a_column_called_label_is_the_label_though_hardly_filled(look):
    columns = look(table_of(v=range(50), w=range(0, 100, 2), label=["a", "b", *[""] * 48]))
    assert guessed_label(columns) == ("label", True)


def test_a_text_of_its_own_in_each_of_few_rows_names_them(look):
    columns = look(table_of(ref=[f"K{i}" for i in range(12)], a=[i % 4 for i in range(12)]))
    assert columns[0].identifier


@pytest.mark.parametrize(
    ("names", "label", "certain"),
    [
        ("a,Outcome,b", "Outcome", True),
        ("survived,class,age", "survived", False),
        ("carat,price,x,y,z", "price", True),
        ("x,y", "y", True),
        ("age,default,balance,y", "y", False),
        ("income,survived,y", "survived", False),
        ("x,y,k", "k", False),
        ("area,SalePrice,rooms", "SalePrice", False),
        ("is_fraud,amount,hour", "is_fraud", False),
        ("MSSubClass,rooms,SalePrice", "SalePrice", False),
        ("a,b,c", "c", False),
    ],
)
def test_a_label_is_guessed_and_how_sure_that_is(look, names, label, certain):
    values = {name: [1, 2, 2, 1] for name in names.split(",")}
    assert guessed_label(look(table_of(**values))) == (label, certain)


def test_what_may_be_a_feature_is_no_certain_label_before_a_class(look):
    columns = look(table_of(age=range(20), income=range(20), buys=["yes", "no"] * 10))
    assert guessed_label(columns) == ("income", False)
    columns = look(table_of(species=["a", "b"] * 10, sex=["f", "m"] * 10))
    assert guessed_label(columns) == ("species", True)


def test_what_is_the_same_in_every_row_is_guessed_last(look):
    columns = look(table_of(a=range(20), b=[1, 2] * 10, end=["eor"] * 20))
    assert guessed_label(columns) == ("b", False)


def test_a_text_of_its_own_in_every_row_is_no_label(look):
    columns = look(table_of(rooms=[1, 2] * 10, price=[f"about {k}" for k in range(20)]))
    assert guessed_label(columns).name == "rooms"


def test_constants_and_many_words_are_pointed_out(look):
    constant, words = look(table_of(unit=["cm"] * 70, word=[f"w{i % 35}" for i in range(70)]))
    assert constant.constant and "the same value in every row" in constant.sentence
    assert words.too_many_categories and "35 different texts" in words.sentence


def roles(columns, **said) -> dict[str, str]:
    return dict(zip([column.name for column in columns], SaidRoles(**said).roles(columns)))


@pytest.mark.parametrize("name", ["class", "Species", "TARGET", "label", "diagnosis"])
def test_a_label_is_known_by_its_name(look, name):
    columns = look(table_of(a=[1, 2, 3], **{name: ["u", "v", "u"]}, b=[2, 1, 3]))
    assert roles(columns) == {"a": "feature", name: "label", "b": "feature"}


def test_otherwise_the_last_column_that_can_be_one_is_the_label(look):
    columns = look(
        table_of(a=[1, 2, 3], k=["u", "v", "u"], day=["2024-01-01", "2024-01-02", "2024-01-03"])
    )
    assert roles(columns) == {"a": "feature", "k": "label", "day": "ignore"}


def test_a_column_that_names_the_parts_is_one(look):
    text = table_of(a=[1, 2, 3, 4], k=["u", "v", "u", "v"], part=["train", "test", "train", "dev"])
    columns = look(text)
    assert roles(columns) == {"a": "feature", "k": "label", "part": "split"}
    assert roles(columns, ignore=["part"])["part"] == "ignore"
    assert roles(columns, label="part") == {"a": "feature", "k": "feature", "part": "label"}


def test_what_is_said_counts(look):
    columns = look(table_of(id=range(5), a=[1, 2, 3, 1, 2], k=list("uvuvu")))
    assert roles(columns)["id"] == "ignore"
    assert roles(columns, features=["id"])["id"] == "feature"
    assert roles(columns, label="a", ignore=["k"], features=["id"]) == {
        "id": "feature",
        "a": "label",
        "k": "ignore",
    }


def test_where_no_feature_is_left_the_setting_that_keeps_one_is_named_and_does(look):
    columns = look(table_of(**{"the id": range(9)}, k=list("uvuvuvuvu")))
    with pytest.raises(DataError, match=r"data\.source\.feature_columns='the id' uses it"):
        SaidRoles().roles(columns)
    assert SaidRoles(features=["the id"]).roles(columns) == ["feature", "label"]


@pytest.mark.parametrize(
    ("text", "said", "sentence"),
    [
        ("x\n1\n2\n", {}, "The table has one column, 'x'"),
        ("a,b\n1,2\n3,4\n", {"label": "c"}, "There is no column 'c'; choose from a and b"),
        ("a,b\n1,2\n3,4\n", {"ignore": ["z"]}, "There is no column 'z'"),
        ("day,k\n2024-01-01,u\n2024-01-02,v\n", {}, "No column is left as a feature"),
    ],
)
def test_roles_that_cannot_be_are_refused(look, text, said, sentence):
    with pytest.raises(DataError, match=sentence):
        SaidRoles(**said).roles(look(text))
