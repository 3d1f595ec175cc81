"""Text from files is text: no label, message or tooltip takes it for a page with pictures."""

from __future__ import annotations

import ast
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from test_architecture import MODULES, PACKAGE

from playground.gui.app import create_window
from playground.gui.theme.tooltips import plain_tip
from playground.gui.training.messages import Message

PAGE = "<b>x</b> <img src='file:///dev/zero'>"

#: What makes a tooltip of a text from anywhere.
MAKERS = {"plain_tip", "wrapped", "tooltip"}

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


def test_no_label_guesses_its_format(window):
    assert [label.objectName() or label.text() for label in _guessing()] == []


def test_neither_does_a_dialog(window, qtbot):
    box = QMessageBox(window)
    box.setText(PAGE)
    box.setInformativeText(PAGE)
    box.open()
    texts = [label.text() for label in box.findChildren(QLabel)]
    assert texts.count(PAGE) == 2
    assert [label.text() for label in _guessing()] == []
    box.close()


@pytest.mark.parametrize("text", [PAGE, f" {PAGE}", f"&lt; {PAGE}", "a < b", "plain\ntext"])
def test_a_tooltip_shows_the_characters(text):
    shown = plain_tip(text)
    document = QTextDocument()
    document.setHtml(shown) if shown.startswith("<p") else document.setPlainText(shown)
    assert document.toPlainText().strip() == text.strip()
    assert "<img" not in shown and "<b" not in shown


def _constant(tree, name):
    """What stands behind the name of a constant of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
            return node.value
    return None


def test_every_tooltip_that_is_not_written_here_is_made_plain():
    """Whoever sets a tooltip gives a text of the program's own, or lets `plain_tip` look at it."""
    for name, tree in MODULES.items():
        for node in ast.walk(tree) if name.startswith("playground.gui") else ():
            if not isinstance(node, ast.Call):
                continue
            given = [word.value for word in node.keywords if word.arg == "toolTip"]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "setToolTip":
                given.append(node.args[0])
            if ast.unparse(node.func) == "QToolTip.showText":
                given.append(node.args[1])
            for text in given:
                made = isinstance(text, ast.Call) and ast.unparse(text.func) in MAKERS
                if isinstance(text, ast.Name) and text.id.isupper():
                    text = _constant(tree, text.id)
                joined = isinstance(text, ast.JoinedStr) and not any(
                    isinstance(part, ast.FormattedValue) for part in text.values
                )
                assert made or joined or isinstance(text, ast.Constant), f"{name}:{node.lineno}"


def test_rich_text_is_written_where_it_is_escaped_and_nowhere_else():
    asked = re.compile(r"TextFormat\.(RichText|AutoText|MarkdownText)|setProperty\(.rich.")
    for name in MODULES:
        path = PACKAGE.parent.joinpath(*name.split("."))
        path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        if name.startswith("playground.gui") and name not in RICH:
            assert not asked.search(path.read_text(encoding="utf-8")), name
