"""Text from files is text: no label, message or tooltip takes it for a page with pictures."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip
from test_architecture import MODULES, PACKAGE

from playground.gui.app import create_window
from playground.gui.training.workbench import Message

PAGE = "<b>x</b> <img src='file:///dev/zero'>"

#: Modules that show rich text, with everything from elsewhere in it escaped.
RICH = {"playground.gui.dialogs.import_data.notices"}


@pytest.fixture
def window(qtbot):
    window = create_window()
    qtbot.waitUntil(lambda: window.playground.workbench.snapshot is not None)
    yield window
    window.close()


def _guessing() -> list[QLabel]:
    labels = [w for w in QApplication.allWidgets() if isinstance(w, QLabel)]
    for label in labels:
        label.ensurePolished()
    return [label for label in labels if label.textFormat() is Qt.TextFormat.AutoText]


def test_a_message_shows_the_characters(window, qtbot):
    bar = window.messages
    bar.show_message(Message("error", PAGE))
    assert bar.text.textFormat() is Qt.TextFormat.PlainText and bar.text.text() == PAGE
    assert bar.text.sizeHint().width() > 5 * bar.text.fontMetrics().horizontalAdvance("file:")


def test_no_label_guesses_its_format(window):
    assert [label.objectName() or label.text() for label in _guessing()] == []


def test_neither_does_a_dialog_nor_a_tooltip(window, qtbot):
    box = QMessageBox(window)
    box.setText(PAGE)
    box.setInformativeText(PAGE)
    box.open()
    QToolTip.showText(QPoint(5, 5), PAGE, window)
    texts = [w.text() for w in QApplication.allWidgets() if isinstance(w, QLabel)]
    assert texts.count(PAGE) >= 3
    assert [label.text() for label in _guessing()] == []
    QToolTip.hideText()
    box.close()


def test_rich_text_is_written_where_it_is_escaped_and_nowhere_else():
    asked = re.compile(r"TextFormat\.(RichText|AutoText|MarkdownText)|setProperty\(.rich.")
    for name in MODULES:
        path = PACKAGE.parent.joinpath(*name.split("."))
        path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        if name.startswith("playground.gui") and name not in RICH:
            assert not asked.search(path.read_text(encoding="utf-8")), name
