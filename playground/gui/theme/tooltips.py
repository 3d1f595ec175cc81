"""Tooltips: how a plain text remains one.

Qt takes what looks like a page for one, and would open its pictures.
"""

from __future__ import annotations

import html
import textwrap

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

_WIDTH = 72  # characters
_DOES = "does"  # the property that keeps what a control says it does


def plain_tip(text: str) -> str:
    """A tooltip that shows the characters of a text, whatever they are."""
    if not {"<", "&"} & set(text):
        return text
    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>'


def wrapped(text: str) -> str:
    """A long text in lines that can be read, which Qt does for pages only."""
    return plain_tip("\n".join(textwrap.fill(line, _WIDTH) for line in text.split("\n")))


def allow(control: QWidget | QAction, refusal: str = "") -> None:
    """Enable a control, whose tooltip says what it does in plain words; or not, and it says why."""
    if control.property(_DOES) is None:
        control.setProperty(_DOES, control.toolTip())
    control.setEnabled(not refusal)
    control.setToolTip(plain_tip(refusal or control.property(_DOES)))
