"""Put the present table of settings into the README: ``python tests/update_readme.py``."""

from __future__ import annotations

from pathlib import Path

from playground.cli.settings_table import settings_table

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- settings: begin -->\n", "\n<!-- settings: end -->"


def with_settings_table(text: str) -> str:
    """The text of the README with the table as it should be."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    return before + start + settings_table() + end + after


if __name__ == "__main__":
    README.write_text(with_settings_table(README.read_text(encoding="utf-8")), encoding="utf-8")
