"""Tooltips of plain text: Qt takes what looks like a page for one, and would open its pictures."""

from __future__ import annotations

import html
import textwrap

_WIDTH = 72  # characters


def plain_tip(text: str) -> str:
    """A tooltip that shows the characters of a text, whatever they are."""
    if not {"<", "&"} & set(text):
        return text
    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>'


def wrapped(text: str) -> str:
    """A long text in lines that can be read, which Qt does for pages only."""
    return plain_tip("\n".join(textwrap.fill(line, _WIDTH) for line in text.split("\n")))
