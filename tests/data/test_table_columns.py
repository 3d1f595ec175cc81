"""A data set remembers all columns of its table, the unused ones too."""

from __future__ import annotations

import numpy as np

from playground.data import sources


def test_a_file_names_all_its_columns(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,a,colour,class\n" + "".join(f"{k},{k / 7},{'rgb'[k % 3]},{'uv'[k % 2]}\n"
                                                    for k in range(1, 31)))  # fmt: skip
    data = sources["csv"](path=str(path)).make(np.random.default_rng(0))
    assert data.table_columns == ("id", "a", "colour", "class")
    assert data.take([0, 1]).table_columns == data.table_columns


def test_what_came_from_no_table_names_none():
    assert sources["moons"]().make(np.random.default_rng(0)).table_columns == ()
