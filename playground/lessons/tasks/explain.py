"""Explain: text to read."""

from __future__ import annotations

from playground.lessons.tasks.task import Task, tasks


@tasks.register("explain")
class Explain(Task):
    """Text and formulas to read; a step without a block is one."""
