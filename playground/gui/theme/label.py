"""A label that says what part its words play; the style sheet draws it so."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel


class Label(QLabel):
    """A text with a role.

    Parameters
    ----------
    words : str
    role : str
        One of those of ``resources/theme.qss``: ``"heading"``, ``"caption"``, ``"error"``; empty
        for a text like any other.
    **properties
        As of `QLabel`: ``wordWrap=True`` and the like.
    """

    def __init__(self, words: str = "", role: str = "", **properties: Any) -> None:
        super().__init__(words, **properties)
        self.setProperty("role", role)

    def setText(self, words: str) -> None:
        """Say something else: the same words again would have all around laid out anew."""
        if words != self.text():
            super().setText(words)
