"""Explain: text to read."""

from __future__ import annotations

from playground.lessons.step_kinds.task import Task, step_kinds


@step_kinds.register("explain")
class Explain(Task):
    """Text and formulas to read; a step without a block is one."""
