"""What a person should know of a file, one sentence below another."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy

from playground.gui.controls.window_words import in_window_words
from playground.gui.theme.style import restyle

_MOST_LINES = 4  # shown at once; further ones by scrolling
_MOST_SENTENCES = 200


class NoticeList(QScrollArea):
    """Sentences, as tall as they need, up to a few lines; hidden where there are none.

    The first one may say why the data cannot be used.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notices")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.label = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.label.setObjectName("notice_text")
        self.label.setProperty("rich", True)  # what comes from files in it is escaped
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self.label)
        self.sentences: list[str] = []
        self.hide()

    def show_sentences(self, error: str, notices: Sequence[str]) -> None:
        """Show why the data cannot be used, if so, then what there is to know."""
        sentences = list(dict.fromkeys(map(in_window_words, filter(None, (error, *notices)))))
        self.sentences = sentences
        restyle(self, kind="error" if error else "warning")
        shown = [escape(sentence) for sentence in sentences[:_MOST_SENTENCES]]
        if error:
            shown[0] = f"<b>{shown[0]}</b>"
        if (more := len(sentences) - len(shown)) > 0:
            shown.append(f"and {more:,} more.")
        self.label.setText("".join(f'<p style="margin: 2px 0 2px 0">{line}</p>' for line in shown))
        self.setAccessibleName("Notices: " + " ".join(sentences) if sentences else "No notices")
        self.setVisible(bool(sentences))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height() + 4
        needed = max(self.label.heightForWidth(max(self.viewport().width(), 100)), line)
        # Half a line more shows that there is something to scroll to.
        self.setFixedHeight(min(needed, round((_MOST_LINES + 0.5) * line) + 6))
