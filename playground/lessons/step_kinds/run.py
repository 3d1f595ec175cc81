"""Run: training, for so long or until something holds."""

from __future__ import annotations

import re

from playground.lessons.conditions import Condition
from playground.lessons.fields import condition, conditions
from playground.lessons.step_kinds.task import Task, step_kinds
from playground.settings import SettingError, integer, text

#: The epochs after which nobody waits any longer for a condition.
LIMIT = 1000


@step_kinds.register("run")
class Run(Task):
    """Training, for some epochs or steps, or until a condition holds."""

    until: Condition | None = condition(
        label="Until", help="The run ends with the first epoch after which this holds."
    )
    epochs: int = integer(
        0,
        label="Epochs",
        help="The epochs it takes; beside until, the most, 1,000 unless said otherwise.",
        within="[0, 100_000]",
    )
    steps: int = integer(
        0,
        label="Steps",
        help="In place of epochs: the mini-batches it takes.",
        within="[0, 1_000_000]",
    )
    keep: str = text(
        "",
        label="Keep as",
        help="A name under which its values stay: kept as plain, its dev_error is called "
        "plain_dev_error from then on.",
    )
    claims: tuple[Condition, ...] = conditions(
        label="Claims", help="What is so at the end of the run."
    )

    @property
    def limit(self) -> int:
        """The most epochs it takes, where it does not count steps."""
        return self.epochs or LIMIT

    def check(self) -> None:
        super().check()
        if not (self.until or self.epochs or self.steps):
            raise SettingError("epochs", "how long it runs is missing: until, epochs or steps.")
        if self.steps and (self.until or self.epochs):
            raise SettingError("steps", "a run counts steps, or epochs, not both.")
        if not re.fullmatch(r"([a-z][a-z0-9_]{0,30})?", self.keep):
            raise SettingError(
                "keep", f"'{self.keep}' is not a name of small letters, such as with_momentum."
            )
