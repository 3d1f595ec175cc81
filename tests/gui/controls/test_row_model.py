"""RowModel: rows in a table, as its columns say."""

import math

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QTableView

from playground.gui.controls.row_model import LEFT, RIGHT, SORT, Column, RowModel, lay_out

COLUMNS = (
    Column("Name", lambda row: row[0], tip="What it is <called>", of_words=True),
    Column("Size", lambda row: f"{row[1]:,.1f}", lambda row: row[1]),
)
ROWS = [("b", 2000.0), ("a", math.nan), ("c", 30.0)]


@pytest.fixture
def table(qtbot):
    table = QTableView()
    qtbot.addWidget(table)
    return table


def test_columns_say_what_stands_in_them_and_on_which_side(table):
    model = RowModel(COLUMNS, table)
    assert (model.rowCount(), model.columnCount()) == (0, 2)
    model.show_rows(ROWS)
    assert [model.index(0, column).data() for column in range(2)] == ["b", "2,000.0"]
    head = Qt.Orientation.Horizontal
    assert [model.headerData(column, head) for column in range(2)] == ["Name", "Size"]
    align = Qt.ItemDataRole.TextAlignmentRole
    for column, side in enumerate((LEFT, RIGHT)):
        assert model.index(0, column).data(align) == model.headerData(column, head, align) == side
    assert "&lt;called&gt;" in model.headerData(0, head, Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_numbers_are_sorted_as_numbers_and_what_is_none_comes_last(table):
    model = RowModel(COLUMNS, table)
    model.show_rows(ROWS)
    ordered = QSortFilterProxyModel(table, sourceModel=model, sortRole=SORT)
    for column, expected in ((0, "abc"), (1, "cba")):
        ordered.sort(column)
        assert "".join(ordered.index(row, 0).data() for row in range(3)) == expected


def test_a_table_is_left_by_tab_and_has_rows_of_one_height(table):
    model = RowModel(COLUMNS, table)
    table.setModel(model)
    model.show_rows(ROWS)
    lay_out(table, "Sizes", 31)
    assert table.accessibleName() == "Sizes" and not table.tabKeyNavigation()
    assert {table.rowHeight(row) for row in range(3)} == {31}
    table.selectRow(1)
    assert len(table.selectedIndexes()) == 2
