"""Lessons made up for tests."""

from __future__ import annotations

from pathlib import Path

from playground.lessons.lesson import Lesson
from playground.lessons.lesson_file import loads

FRONT = """+++
title = "Made up"
summary = "It is."
[experiment]
data.source = {kind = "circle", samples = 60}
network.hidden_layers = [3]
training.optimizer = "gd"
training.batch_size = 1000
+++
"""

#: The line on which the first step begins.
FIRST = FRONT.count("\n") + 1


def lesson(steps: str, front: str = FRONT, path: Path | None = None) -> Lesson:
    """A lesson of the steps in a text."""
    return loads(front + steps, "x.lesson", path)


def run(*keys: str) -> str:
    """A step that runs."""
    return block("run", *keys)


def block(kind: str, *keys: str, heading: str = "A step") -> str:
    """A step with a block: the heading, the fence, and a key a line."""
    return "\n".join([f"## {heading}", f"```{kind}", *keys, "```", ""])
