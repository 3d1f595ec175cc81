"""Markdown of a lesson as it is read: formulas set as in a book, nothing loaded from anywhere."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from playground.experiment.text.formulas import FORMULA, latex_of
from playground.gui.lessons.links import is_link
from playground.gui.plotting.formula_painter import FormulaPainter
from playground.gui.plotting.formulas import formulas
from playground.gui.theme.style import shown_theme

_PLACE = re.compile("\ue000(\\d+)\ue001")  # where a formula belongs, by its number
_BEFORE_STOP = re.compile(_PLACE.pattern + r"([.,;])(?=\s|$)")
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)

_K = Qt.Key
_SCROLLING = {_K.Key_Space, _K.Key_Up, _K.Key_Down, _K.Key_PageUp, _K.Key_PageDown}
_SCROLLING |= {_K.Key_Home, _K.Key_End}

_BY_KEYS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


def without_formulas(markdown: str) -> tuple[str, list[str]]:
    """Markdown with a mark in the place of each formula, and the LaTeX of these."""
    found: list[str] = []

    def mark(match: re.Match[str]) -> str:
        if not (latex := latex_of(match)):
            return match[0]
        found.append(latex)
        return f"\ue000{len(found) - 1}\ue001"

    return FORMULA.sub(mark, re.sub("[\ue000\ue001]", "", markdown)), found


_NOTHING = QImage(1, 1, QImage.Format.Format_ARGB32)
_NOTHING.fill(0)


class _Sealed(QTextDocument):
    """A document that loads nothing by itself: Qt would open any file a picture names."""

    def loadResource(self, kind: int, name: QUrl) -> QImage:
        """An empty picture, whatever a text names: for nothing, Qt would open the file itself."""
        return _NOTHING


class LessonText(QTextBrowser):
    """Shows Markdown as high as it is; HTML in it is shown as it stands.

    Of pictures those are shown that `picture_of` finds, of others their words. Links are told of
    where `is_link` knows them; nothing is opened or fetched here.

    Parameters
    ----------
    name : str
        What a screen reader calls it.

    Signals
    -------
    followed(str)
        A person wants to go where a link leads.

    Attributes
    ----------
    picture_of : callable
        Given the name of a picture, the picture, no larger than may be shown; None for none.
    """

    followed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture_of: Callable[[str], QImage | None] = lambda name: None
        self.setDocument(_Sealed(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("lesson", True)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._on_anchor)
        self.setUndoRedoEnabled(False)
        # A click leaves the keyboard where it is: Space goes on meaning Run.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._markdown = ""
        self._painter = FormulaPainter(
            self.document(), self._picture, self._room, self._muted, self
        )
        formulas().arrived.connect(self._on_formulas)

    def show_markdown(self, markdown: str) -> None:
        """Show a text."""
        self._markdown = markdown
        words, latex = without_formulas(markdown)
        # Qt breaks a line behind any object: a stop goes into the formula, or begins the next line.
        for match in _BEFORE_STOP.finditer(words):
            latex[int(match[1])] += match[2]
        words = _BEFORE_STOP.sub("\ue000\\1\ue001", words)
        # A number and its per cent sign stay in one line.
        self.document().setMarkdown(words.replace(" %", "\u00a0%"), _FEATURES)
        _settle(self.document(), self._fitting)
        _plain_headings(self.document())
        self._set_formulas(latex)
        self.setAccessibleDescription(spoken(markdown))
        self._fit()

    def _fitting(self, name: str) -> QImage | None:
        picture = self.picture_of(name)
        if picture is None or picture.isNull():
            return None
        width = max(1, self.viewport().width() - 2)
        if picture.width() > width:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(width, smooth)
        return picture

    @Slot(QUrl)
    def _on_anchor(self, url: QUrl) -> None:
        self.followed.emit(url.toString())

    def _set_formulas(self, latex: list[str]) -> None:
        """Put formulas into their places, from the last to the first."""
        cursor = QTextCursor(self.document())
        for match in reversed(list(_PLACE.finditer(_characters(self.document())))):
            cursor.setPosition(match.start())
            cursor.setPosition(match.end(), QTextCursor.MoveMode.KeepAnchor)
            form = self._painter.format_of(latex[int(match[1])], cursor.charFormat())
            cursor.insertText("\ufffc", form)

    def _picture(self, latex: str) -> QSvgRenderer | None:
        colour = self._muted() if self.property("role") else shown_theme(self.window()).text
        return formulas().picture(latex, colour)

    def _room(self) -> float:
        return self.viewport().width()

    def _muted(self) -> str:
        return shown_theme(self.window()).muted

    # ------------------------------------------------------------------ size

    @Slot()
    def _on_formulas(self) -> None:
        if self.isVisible():
            cursor = QTextCursor(self.document())
            # How a formula stands on its line is known with its picture only.
            for position in _objects(self.document()):
                cursor.setPosition(position)
                cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
                form = cursor.charFormat()
                form.setVerticalAlignment(self._painter.alignment(form))
                cursor.setCharFormat(form)
            self.document().markContentsDirty(0, self.document().characterCount())
            self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to others what would scroll: the text is shown whole, wherever the focus is."""
        if event.key() in _SCROLLING:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys have come here; whoever uses the mouse needs no such mark."""
        super().focusInEvent(event)
        if self.is_reached != (event.reason() in _BY_KEYS):
            self.setProperty("reached", not self.is_reached)
            self.style().polish(self)

    @property
    def is_reached(self) -> bool:
        """Whether keys have brought the keyboard here."""
        return bool(self.property("reached"))

    def changeEvent(self, event: QEvent) -> None:
        """Take larger letters, or other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._markdown:
            self.show_markdown(self._markdown)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        formulas().give_up()


def spoken(markdown: str) -> str:
    """A text for a screen reader: without the marks of Markdown, formulas as LaTeX."""
    words, latex = without_formulas(markdown)
    document = _Sealed()
    document.setMarkdown(words, _FEATURES)
    _settle(document, lambda name: None)
    return _PLACE.sub(lambda match: latex[int(match[1])], document.toPlainText())


def _characters(document: QTextDocument) -> str:
    """The characters by their places in the document, of which `toPlainText` changes some."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor.selectedText()


def _fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            yield parts.fragment()
            parts += 1
        block = block.next()


def _objects(document: QTextDocument) -> list[int]:
    """The places of formulas."""
    return [
        part.position() + offset
        for part in _fragments(document)
        if FormulaPainter.is_formula(part.charFormat())
        for offset in range(part.length())
    ]


def _settle(document: QTextDocument, picture_of: Callable[[str], QImage | None]) -> None:
    """Put pictures into their places, and words where there is none; keep the links one knows."""
    cursor = QTextCursor(document)
    for part in reversed(list(_fragments(document))):
        form = part.charFormat()
        if not form.isImageFormat() and not form.isAnchor():
            continue
        cursor.setPosition(part.position())
        cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
        if form.isImageFormat():
            words = form.property(QTextFormat.Property.ImageAltText) or "without words"
            picture = picture_of(form.toImageFormat().name())
            if picture is None:
                cursor.insertText(f"[picture: {words}]", QTextCharFormat())
            else:
                cursor.insertImage(picture)
        elif not is_link(form.anchorHref()):
            cursor.setCharFormat(QTextCharFormat())


def _plain_headings(document: QTextDocument) -> None:
    """Headings in bold and of the size of the words below: there are two sizes in all."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            form = QTextCharFormat()
            form.setFontWeight(700)
            form.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            cursor.mergeCharFormat(form)
        block = block.next()
