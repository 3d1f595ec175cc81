"""Where the links of a lesson may lead."""

from __future__ import annotations

#: How a link to another lesson begins.
LESSON_LINK = "lesson:"


def is_link(target: str) -> bool:
    """Whether a link leads to a page of the web, or to another lesson."""
    return target.startswith(("https://", "http://", LESSON_LINK))
