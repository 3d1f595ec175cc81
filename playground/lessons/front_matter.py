"""The front matter of a lesson."""

from __future__ import annotations

from playground.lessons.fields import Changes, changes
from playground.settings import SettingError, Settings, declared, integer, text


@declared
class FrontMatter(Settings):
    """What a lesson says of itself."""

    title: str = text("", label="Title", help="A few words.")
    section: str = text("", label="Section", help="Where the course notes treat it.")
    minutes: int = integer(5, label="Minutes", help="How long it takes.", within="[1, 240]")
    summary: str = text("", label="Summary", help="What is learned, in one sentence.")
    experiment: Changes = changes(
        label="Experiment", help="The experiment it begins with, as in an experiment file."
    )

    def check(self) -> None:
        for name in ("title", "summary"):
            if not getattr(self, name).strip():
                raise SettingError(name, f"the {name} is missing.")
