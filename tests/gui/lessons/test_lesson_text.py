"""The text of a lesson: formulas in their places, and nothing but words of what is hostile."""

import re

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from playground.gui.lessons.text import LessonText, spoken, without_formulas
from playground.gui.plotting.formulas import formulas


@pytest.fixture
def text(qtbot):
    text = LessonText("Text of the step")
    qtbot.addWidget(text)
    text.resize(300, 100)
    text.show()
    yield text
    formulas().give_up()
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)


@pytest.mark.parametrize(
    ("markdown", "latex"),
    [
        ("a $x_1$ and $y * z$.", ["x_1", "y * z"]),
        ("$$\\frac{1}{m}$$", ["\\frac{1}{m}"]),
        ("it costs $5, or $6 at most", []),
        (r"\$x\$ is text", []),
        ("`$x$` is code", []),
        ("```\n$x$\n```", []),
    ],
)
def test_what_is_a_formula(markdown, latex):
    assert without_formulas(markdown)[1] == latex


def test_formulas_are_set_among_the_words(text, qtbot):
    text.show_markdown("The units $a_1 = a_2$ stay *alike* in $W$.")
    assert text.toPlainText() == "The units \ufffc stay alike in \ufffc"  # with its stop
    assert text.accessibleDescription() == "The units a_1 = a_2 stay alike in W."
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)
    with_pictures = text.grab().toImage()
    text.show_markdown("The units stay *alike* in.")
    assert text.grab().toImage() != with_pictures


def test_stars_and_underscores_of_a_formula_are_no_markdown(text):
    text.show_markdown("$a_1 * b_1$ and $a_2 * b_2$")
    assert text.toPlainText() == "\ufffc and \ufffc"


def test_a_formula_that_cannot_be_set_is_shown_as_it_is_written(text, qtbot, caplog):
    text.show_markdown(r"So $\notamacro{x}{$ it is.")
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)
    text.grab()
    assert r"\notamacro{x}{" in text.accessibleDescription()


HOSTILE = """
<script>alert(1)</script> <b>bold</b>

<img src="file:///etc/passwd"> ![words](file:///etc/passwd) ![](http://example.invalid/x.png)

[a link](file:///etc/passwd) <http://example.invalid> <iframe src="x"></iframe>
"""


def test_hostile_text_is_words_and_nothing_is_loaded(text):
    text.show_markdown(HOSTILE)
    text.grab()
    shown = text.toPlainText()
    assert "<script>alert(1)</script> <b>bold</b>" in shown
    assert '<img src="file:///etc/passwd">' in shown
    assert "[picture: words]" in shown
    assert re.findall(r'href="([^"]*)"', text.toHtml()) == ["http://example.invalid"]
    assert "<img" not in text.toHtml()


RED = QColor("#FF0000")


@pytest.fixture
def red(tmp_path):
    """A picture in a file."""
    path = tmp_path / "red.png"
    picture = QImage(400, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    picture.save(str(path))
    return path


def is_red_anywhere(text):
    shown = text.grab().toImage()
    pixels = ((x, y) for x in range(shown.width()) for y in range(shown.height()))
    return any(shown.pixel(*at) == RED.rgb() for at in pixels)


def test_a_picture_that_is_there_is_not_loaded(text, red):
    url = QUrl.fromLocalFile(str(red))
    text.show_markdown(f"![red]({url.toString()}) ![red]({red})")
    kind = QTextDocument.ResourceType.ImageResource
    for name in (url, QUrl(str(red))):  # asked once more: what has been loaded is kept
        assert text.document().resource(kind.value, name).size() == QSize(1, 1)
    assert text.toPlainText() == "[picture: red] [picture: red]"
    assert not is_red_anywhere(text)


def test_a_picture_of_the_lesson_is_shown_as_wide_as_fits(text, red):
    text.picture_of = {"red.png": QImage(str(red))}.get
    text.show_markdown("![red](red.png) ![other](other.png)")
    assert is_red_anywhere(text)
    assert text.document().size().width() <= text.width()
    assert "[picture: other]" in text.toPlainText()


def test_links_to_pages_and_lessons_are_told_and_no_others(text, qtbot):
    text.show_markdown("[page](https://example.invalid/x), [lesson](lesson:zeros), [no](x.html)")
    assert text.toHtml().count("href") == 2
    with qtbot.waitSignal(text.followed) as followed:
        text.anchorClicked.emit(QUrl("lesson:zeros"))
    assert followed.args == ["lesson:zeros"]


def test_it_is_as_high_as_its_words(text):
    text.show_markdown("one line")
    low = text.height()
    text.show_markdown("\n\n".join(["a paragraph"] * 10))
    assert text.height() > 5 * low
    assert not text.verticalScrollBar().isVisible()


def test_what_a_screen_reader_hears_has_no_marks():
    assert spoken("**So** `W` is $0$.\n\n- one") == "So W is 0.\none"


@pytest.mark.parametrize("key", ["Space", "PageDown", "Down", "End"])
def test_no_key_hides_its_first_line(text, qtbot, key):
    text.show_markdown("One.\n\nTwo.\n\nThree.")
    text.setFixedHeight(20)  # as where a line was added and the layout is still to come
    qtbot.keyClick(text, getattr(Qt.Key, f"Key_{key}"))
    assert text.verticalScrollBar().value() == 0


def test_a_number_and_its_per_cent_sign_stay_in_one_line(text):
    text.show_markdown("At most 30 % are wrong.")
    assert "30\u00a0%" in text.document().toRawText()
