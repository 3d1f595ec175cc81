"""``playground lesson``: an author's tools, without a window."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from playground.cli import main
from playground.lessons.measures import measures
from playground.lessons.step_kinds import step_kinds
from playground.settings import settings_of


@pytest.fixture
def new(tmp_path, capsys):
    file = tmp_path / "mine.lesson"
    assert main(["lesson", "new", str(file)]) == 0
    assert f"playground lesson check {file}" in capsys.readouterr().out
    return file


def line_of(words: str, text: str) -> int:
    """The line, from 1, on which a text first has some words."""
    return text[: text.index(words)].count("\n") + 1


def test_a_new_lesson_has_four_steps_and_passes_its_own_check(new, capsys):
    assert main(["lesson", "check", str(new)]) == 0
    out = capsys.readouterr().out
    assert out.count("held for 10 of 10 seeds.") == 3
    assert out.endswith("All 3 claims of 'The learning rate' hold.\n")
    assert new.read_text().count("\n## ") == 4


def test_a_broken_claim_fails_by_its_line(new, capsys):
    text = new.read_text().replace("train_cost < first_train_cost", "train_cost > first_train_cost")
    new.write_text(text)
    line = line_of("train_cost > first_train_cost", text)
    assert main(["lesson", "check", str(new), "--seeds", "2"]) == 1
    out = capsys.readouterr().out
    assert f"NOT line {line}: train_cost > first_train_cost: held for 0 of 2 seeds" in out
    assert "1 of 3 claims does not hold." in out


def test_a_goal_out_of_reach_fails(new, capsys):
    new.write_text(new.read_text().replace("train_error < 0.2 and", "train_error < 0 and"))
    assert main(["lesson", "check", str(new), "--seeds", "2"]) == 1
    line = line_of("goal =", new.read_text())
    assert f"NOT line {line}: train_error < 0 and epoch <= 100" in capsys.readouterr().out


def test_for_programs_it_is_one_object(new, capsys):
    assert main(["lesson", "check", str(new), "--seeds", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] is True and found["lesson"] == "mine" and found["seeds"] == 2
    assert [claim["held"] for claim in found["claims"]] == [2, 2, 2]
    assert found["claims"][0]["line"] == line_of("right =", new.read_text())
    new.write_text(new.read_text().replace("0.5 * first", "5 * first"))
    assert main(["lesson", "check", str(new), "--seeds", "2", "--json"]) == 1
    claim = json.loads(capsys.readouterr().out)["claims"][0]
    assert not claim["is_true"] and set(claim["failed"][0]["values"]) == {
        "train_cost",
        "first_train_cost",
    }


def test_nothing_is_replaced(new, capsys):
    before = new.read_bytes()
    assert main(["lesson", "new", str(new)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert new.read_bytes() == before


@pytest.mark.parametrize(
    "argv",
    [
        ["new", "mine.txt"],
        ["new", "no-such-folder/mine.lesson"],
        ["check", "nothing.lesson"],
        ["check", "MINE", "--seeds", "0"],
        ["check"],
        ["learn"],
        [],
    ],
)
def test_wrong_input_is_a_sentence(argv, new, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["lesson", *(str(new) if word == "MINE" else word for word in argv)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "Traceback" not in err


def test_a_mistake_in_a_file_is_a_sentence_with_its_line(new, capsys):
    new.write_text(new.read_text().replace("epochs = 20", "epoch = 20"))
    assert main(["lesson", "check", str(new)]) == 2
    line = line_of("epoch = 20", new.read_text())
    words = f"mine.lesson, line {line}: epoch: there is no such key"
    assert capsys.readouterr().err.startswith(words)
    new.write_text(
        new.read_text().replace("epoch = 20", "epochs = 20").replace("\\alpha", "\\alfa")
    )
    assert main(["lesson", "check", str(new)]) == 2
    assert "there is no \\alfa" in capsys.readouterr().err


def test_the_names_are_listed(capsys):
    assert main(["lesson", "names"]) == 0
    out = capsys.readouterr().out
    conditions, _, rest = out.partition("Panels, for view:\n")
    panels, _, actions = rest.partition("Actions, for mark:\n")
    assert [line.split()[0] for line in conditions.splitlines()[1:]] == list(measures)
    assert "    diagnosis " in panels and "Bias and variance" in panels
    assert "    new_weights " in actions and "    step_back " in actions


@pytest.mark.parametrize(
    "key, words",
    [
        ('view = "netwrk"', "there is no panel 'netwrk'"),
        ('mark = ["runn"]', "there is no action 'runn'; perhaps 'run' is meant"),
    ],
)
def test_a_panel_or_action_that_the_window_does_not_have_is_named_by_its_line(
    key, words, new, capsys
):
    new.write_text(new.read_text().replace("epochs = 20", f"epochs = 20\n{key}"))
    assert main(["lesson", "check", str(new)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{new.name}, line {line_of(key, new.read_text())}: ") and words in said


def test_the_kinds_of_step_are_listed_with_their_keys(capsys):
    assert main(["lesson", "keys"]) == 0
    out = capsys.readouterr().out
    for name, kind in step_kinds.items():
        page = out.partition(f"\n{name}: ")[2].partition("\n\n")[0]
        for key, setting in settings_of(kind).items():
            assert f"    {key}" in page and setting.help in page


def test_it_needs_no_qt(new):
    blocked = (
        "import sys\n"
        "for name in ('PySide6', 'pyqtgraph', 'shiboken6'): sys.modules[name] = None\n"
        "from playground.cli import main\n"
        f"sys.exit(main(['lesson', 'check', {str(new)!r}, '--seeds', '1']))\n"
    )
    assert subprocess.run([sys.executable, "-c", blocked]).returncode == 0
