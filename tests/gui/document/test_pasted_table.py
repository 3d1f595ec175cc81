"""What on the clipboard is a table, and where pasted tables go."""

import pytest

from playground.gui.document.pasted_table import is_table, save


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\n1\t2\n", True),
        ("a;b\n1,5;2\n", True),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", True),
        ("seed = 1\n\n[training]\nepochs = 3\n", False),
        ("[network]\nhidden_layers = [8, 4]\n", False),
        ("Dear Anna,\n", False),
        ("one line, two values", False),
        ("", False),
    ],
)
def test_a_table_is_told_from_an_experiment(text, expected):
    assert is_table(text) is expected


def test_pasted_tables_are_files_of_which_the_latest_stay(tmp_path, monkeypatch):
    times = iter(f"2026-01-{day:02} 10.00.00" for day in range(1, 29))
    monkeypatch.setattr("time.strftime", lambda _: next(times))
    paths = [save(f"a,b\n{n},2\n", tmp_path) for n in range(28)]
    assert len(list(tmp_path.iterdir())) == 20
    with open(paths[-1], encoding="utf-8") as file:
        assert file.read() == "a,b\n27,2\n"
    monkeypatch.undo()
    assert save("a\tb\n1\t2\n", tmp_path).endswith(".tsv")
