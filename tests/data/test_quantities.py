"""Money and dates as numbers."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.columns.quantities import with_quantities
from playground.data.csv_source import CsvFile
from playground.data.tables import Dialect, Table


def table(folder, text: str, **settings):
    path = folder / "data.csv"
    path.write_text(text)
    return CsvFile(path=str(path), **settings).read()


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["$1,250.50", "$99.00", "-$3.25"], [1250.5, 99, -3.25]),
        (["1.250,50 €", "99,00 €", "-3,25 €"], [1250.5, 99, -3.25]),
        (["£12", "£7", "(£5)"], [12, 7, -5]),
        (["USD 1,000,000", "USD 5", "USD 12.5"], [1e6, 5, 12.5]),
        (["5,50 zł", "7,00 zł", "1.200,00 zł"], [5.5, 7, 1200]),
        (["R$ 5,50", "R$ 7,00", "R$ 1.200,00"], [5.5, 7, 1200]),
        (["₹1,000", "₹12,500.50", "₹7"], [1000, 12500.5, 7]),
        (["$5", "6", "$1,250"], [5, 6, 1250]),
    ],
)
def test_money_is_a_number_and_said(tmp_path, cells, values):
    read = table(tmp_path, "a;b\n" + "".join(f"{cell};1\n" for cell in cells))
    assert read.columns[0].tolist() == values
    (notice,) = read.notices
    assert notice.text.startswith("Column 'a': amounts of money were read as numbers")
    assert notice.column == 1


@pytest.mark.parametrize(
    ("cells", "values", "told"),
    [
        (
            ["60 kg", "7.5 kg", "-3 kg"],
            [60, 7.5, -3],
            "amounts in kg were read as numbers, '60 kg'",
        ),
        (["50 km/h", "7 km/h", "1,200 km/h"], [50, 7, 1200], "amounts in km/h"),
        (["36 months", "60 months"], [36, 60], "amounts in months"),
        (["21°C", "19.5°C"], [21, 19.5], "amounts in °C"),
        (["(12.50)", "1,300.00", "7.00"], [-12.5, 1300, 7], "numbers, '(12.50)' as -12.5."),
        (["3.453,41-", "12,00", "1,50-"], [-3453.41, 12, -1.5], "numbers, '3.453,41-' as"),
        (["1,25,000", "85,000", "2,50,00,000.5"], [125e3, 85e3, 25000000.5], "'1,25,000' as 125"),
        (["₹ 1,25,000", "₹ 85,000"], [125e3, 85e3], "amounts of money"),
    ],
)
def test_amounts_are_numbers_and_said(tmp_path, cells, values, told):
    read = table(tmp_path, "a;b\n" + "".join(f"{cell};1\n" for cell in cells))
    assert read.columns[0].tolist() == values
    assert told in read.notices[-1].text and "read as text" not in str(read.notices)


@pytest.mark.parametrize(
    "cells",
    [
        ["5 k", "3 M", "2 k"],  # of two units
        ["007A", "012A", "110A"],
        ["12345678901234567", "12345678901234568"],
        ["3-4", "5-9", "(5) 6"],
        ["B12", "B7", "B9"],
        ["1st", "2nd", "3rd"],
        ["(2012)", "(1999)", "(2001)"],  # each below zero?
        ["10-", "20-", "30-"],
        ["(5", "6", "7"],
        ["-5-", "6", "7"],
        ["1,25,000", "1,2", "3,4,5"],  # lists
        [*["10+ years"] * 5, *(f"{k} years" for k in range(1, 12))],  # in many rows no amount
    ],
)
def test_what_is_no_amount_stays_a_text(tmp_path, cells):
    read = table(tmp_path, "a;b\n" + "".join(f"{cell};1\n" for cell in cells))
    assert read.columns[0].tolist() == cells


def test_what_the_reader_said_of_amounts_as_texts_is_told_no_longer(tmp_path):
    read = table(tmp_path, "a;b\n1,25,000;1\n85,000;2\n")
    assert read.columns[0].tolist() == [125000, 85000]
    (notice,) = read.notices  # no doubt whether '85,000' is 85
    assert "'1,25,000' as 125000" in notice.text


def test_a_column_of_texts_without_any_stays_as_it_is():
    empty = Table(
        path="", names=["a"], columns=[np.array([None, None])], lines=[2, 3], dialect=Dialect()
    )
    assert with_quantities(empty, dates=True).columns[0].tolist() == [None, None]


def test_money_stays_text_where_that_is_wanted_or_something_else_stands_among_it(tmp_path):
    text = "a;b\n$5;1\n$6;2\n$7;3\n"
    assert table(tmp_path, text, text_columns="a").columns[0].tolist() == ["$5", "$6", "$7"]
    mixed = table(tmp_path, "a;b\n$5;1\n€6;2\n$7;3\n")
    assert mixed.columns[0].tolist() == ["$5", "€6", "$7"]


def test_one_word_among_much_money_is_missing_and_said(tmp_path):
    rows = "".join(f"${100 + i};1\n" for i in range(20))
    read = table(tmp_path, f"a;b\n{rows}free;2\n")
    assert read.columns[0][:2].tolist() == [100, 101] and np.isnan(read.columns[0][-1])
    assert "'free' is no amount; treated as missing." in read.notices[-1].text


def test_money_can_be_predicted(tmp_path):
    rows = "".join(f'{i},"${1000 + 17 * i:,}.00"\n' for i in range(40))
    (tmp_path / "data.csv").write_text("rooms,price\n" + rows)
    data = CsvFile(path=str(tmp_path / "data.csv")).make(np.random.default_rng(0))
    assert data.task == "regression" and data.Y[0, :2].tolist() == [1000, 1017]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2024-02-28", "2024-03-01", "2024-02-28T12:00:00"], [0, 2, 0.5]),
        (["28.2.2024", "1.3.2024", "29.2.24"], [0, 2, 1]),
        (["2/28/2024", "3/1/2024", "2/29/2024"], [0, 2, 1]),
        (["28/2/2024", "1/3/2024", "29/2/2024"], [0, 2, 1]),
        (["28 February 2024", "1 March 2024", "29 Feb 2024"], [0, 2, 1]),
        (["28-Feb-24", "01-Mar-24", "29-Feb-2024"], [0, 2, 1]),
        (['"Feb 28, 2024"', '"March 1st, 2024"', '"Feb 29, 2024 12:00"'], [0, 2, 1.5]),
    ],
)
def test_dates_are_days_since_the_first_on_request(tmp_path, cells, days):
    text = "d,v\n" + "".join(f"{cell},1\n" for cell in cells)
    assert table(tmp_path, text).columns[0].tolist() == [cell.strip('"') for cell in cells]
    read = table(tmp_path, text, dates="days")
    assert read.columns[0].tolist() == days
    assert "days since 2024-02-28, the first one" in read.notices[-1].text


def test_months_are_dates_and_times_of_day_parts_of_one(tmp_path):
    text = "m,t,v\n2024-01,6:00,1\n2024-03,10:30 PM,2\n2024-02,18:00:36,3\n"
    read = table(tmp_path, text, dates="days")
    assert read.columns[0].tolist() == [0, 60, 31]
    assert read.columns[1].tolist() == pytest.approx([0.25, 22.5 / 24, 18.01 / 24])
    assert read.notices[-1].text == "Column 't': times of day were read as parts of a day."


def test_an_order_of_day_and_month_that_is_open_is_said(tmp_path):
    read = table(tmp_path, "d,v\n1/2/2024,1\n3/4/2024,2\n", dates="days")
    assert read.notices[-1].text.endswith("with the month before day. That is a guess.")


def test_dates_that_are_none_stay_texts(tmp_path):
    for cells in (["2024-13-45", "2024-01-01"], ["May be 2020", "May 1 2020"], ["1.2.3", "1.2.4"]):
        read = table(tmp_path, f"d,v\n{cells[0]},1\n{cells[1]},2\n", dates="days")
        assert read.columns[0].tolist() == cells


def test_dates_are_counted_as_they_were_before(tmp_path):
    trained = table(tmp_path, "d,v\n25/2/2024,1\n1/3/2024,2\n", dates="days")
    (tmp_path / "later.csv").write_text("d,v\n2/3/2024,1\n4/3/2024,2\n")
    source = CsvFile(path=str(tmp_path / "later.csv"), dates="days")
    later = source.read(trained.since)
    assert later.columns[0].tolist() == [6, 8]
    assert "days since 2024-02-25, with the day before month." in later.notices[-1].text
