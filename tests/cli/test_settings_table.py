"""The reference table: complete, and the same in the README."""

from __future__ import annotations

from pathlib import Path

from update_readme import with_settings_table

from playground.cli import main
from playground.cli.settings_table import settings_table
from playground.experiment.spec import ExperimentSpec
from playground.settings import Registry, settings_of, walk

README = Path(__file__).parents[2] / "README.md"


def test_every_setting_is_in_it_with_its_words():
    table = settings_table()
    for entry in walk(ExperimentSpec()):
        if not entry.is_section:
            assert f"`{entry.path}`" in table
            assert entry.setting.help.replace("|", "\\|") in table


def test_every_class_of_every_choice_is_in_it_with_its_settings():
    table = settings_table()
    for entry in walk(ExperimentSpec()):
        if entry.setting.kind is Registry:
            for name in entry.setting.names:
                assert f"= `{name}` |" in table
                for below in settings_of(entry.setting.registry[name]):
                    assert f"`{entry.path}.{below}`" in table


def test_it_is_a_table_of_five_columns(capsys):
    assert main(["settings"]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert line.replace("\\|", "").count("|") == 6, line


def test_the_readme_holds_it():
    text = README.read_text(encoding="utf-8")
    same = text == with_settings_table(text)  # not in the assertion: a page of differences
    assert same, "The settings have changed: run python tests/update_readme.py"
