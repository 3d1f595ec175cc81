"""What the README shows is true: its commands, its example, its dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from playground.cli.command import commands
from playground.engine import optimizers as optimizers_module
from playground.engine.optimizers import optimizers
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def added():
    before = set(optimizers)
    yield lambda: set(optimizers) - before
    for name in set(optimizers) - before:
        optimizers.discard(name)


def test_the_optimizer_in_the_readme_trains(added):
    examples = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    [example] = [code for code in examples if "@optimizers.register" in code]
    exec(example, dict(vars(optimizers_module)))
    [name] = added()
    session = Session(replaced(ExperimentSpec(), "training.optimizer", name))
    before = session.history.latest["train_cost"]
    for _ in range(10):
        session.step_epoch()
    assert session.history.latest["train_cost"] < before


def test_every_command_is_in_the_readme_and_no_other():
    assert set(re.findall(r"^playground ([a-z][a-z-]*)\b", README, re.MULTILINE)) == set(commands)


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[\w.-]+", word)[0] for word in project["dependencies"]}
    table = README.partition("## What it needs")[2].partition("##")[0]
    assert set(re.findall(r"^\| ([\w.-]+) \|", table, re.MULTILINE)) == declared
    for extra in project["optional-dependencies"]:
        assert f"`{extra}`" in table


def test_the_two_commands_come_first():
    first, second = re.findall(r"^```\n(.*?)\n```", README, re.MULTILINE | re.DOTALL)[:2]
    assert first == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/playground"
    assert second.endswith(" -m pytest") and "\n" not in first + second
