"""Markdown in the report: what it becomes, and that nothing of it is ever HTML or loaded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.io.report.blocks import Bullets, Formula, Listing, Paragraph, Words
from playground.io.report.html import html_of
from playground.io.report.markdown import blocks_of

TEXT = """\
# The *L2* penalty

Raise it until
the **dev error** falls below `25 %`.

1. Which value?
2. Why, and
   since when?

- one
* two
```
print("<b>")
```
After [the notes](https://example.org/a_b) and _so_ on, snake_case.
"""


def test_the_blocks_of_a_text():
    heading, words, numbers, bullets, listing, last = blocks_of(TEXT)
    assert heading == Paragraph(tuple(Words(each, "bold") for each in ("The ", "L2", " penalty")))
    assert words.parts == (
        "Raise it until the ",
        Words("dev error", "bold"),
        " falls below ",
        Words("25 %", "code"),
        ".",
    )
    points = (Paragraph(("Which value?",)), Paragraph(("Why, and since when?",)))
    assert numbers == Bullets(points, 1)
    assert bullets == Bullets((Paragraph(("one",)), Paragraph(("two",))))
    assert listing == Listing('print("<b>")')
    assert last.parts == (
        "After ",
        "the notes (https://example.org/a_b)",
        " and ",
        Words("so", "italic"),
        " on, snake_case.",
    )


def test_nothing_is_html_and_nothing_is_loaded():
    hostile = (
        "<img src='file:///etc/passwd'> <script>x</script>\n\n"
        "![a picture](file:///dev/zero) [x](javascript:y) `<i>` **<u>**\n\n"
        "- <iframe src=//x>\n```html\n<style>@import 'x'</style>\n```\n"
    )
    page = "".join(map(html_of, blocks_of(hostile)))
    tags = {"<p>", "</p>", "<b>", "</b>", "<code>", "</code>", "<ul>", "</ul>"}
    tags |= {"<li>", "</li>", "<pre>", "</pre>"}
    for tag in tags:
        page = page.replace(tag, "")
    assert "<" not in page and ">" not in page and "a picture" in page
    assert "/dev/zero" not in page


def test_a_list_that_begins_elsewhere_says_so():
    [numbers] = blocks_of("3. three\n4. four")
    assert html_of(numbers).startswith('<ol start="3">')


def test_formulas_are_pictures_inside_the_page():
    [words, bullets] = blocks_of("The cost $J = x_1^2$ at \\$5, or `$c$`.\n\n- $$\\frac{1}{2}$$")
    before, cost, after, sign, *_ = words.parts
    assert (before, cost.latex, after, sign) == ("The cost ", "J = x_1^2", " at ", "$")
    assert bullets.points[0].parts[0].latex == r"\frac{1}{2}"
    page = html_of(words)
    assert 'alt="J = x_1^2"' in page and 'src="data:image/svg+xml;base64,' in page
    assert "<code>$c$</code>" in page and page.count("<img") == 1


def test_a_formula_that_cannot_be_set_stays_its_latex():
    [words] = blocks_of("As $\\frac{<b>$ says.")
    assert words.parts[1] == Formula(r"\frac{<b>", None)
    assert html_of(words) == r"<p>As <code>\frac{&lt;b&gt;</code> says.</p>"


def _letters(block):
    if isinstance(block, Bullets):
        return sum(map(_letters, block.points))
    parts = block.parts if isinstance(block, Paragraph) else (block.text,)
    return sum((part if isinstance(part, str) else part.text).count("a") for part in parts)


@given(st.text(alphabet="a *_[]!#-1.\n<&", max_size=200))
def test_no_letter_is_lost(text):
    assert sum(map(_letters, blocks_of(text))) == text.count("a")


@pytest.mark.parametrize(
    "part", ["[", "*", "`", "_", "![", "[a](", "- ", "#", "**a", "> ", "$", "$a ", "\\"]
)
def test_signs_that_never_close_cost_no_more_than_their_number(part):
    before = time.process_time()
    blocks_of(part * (200_000 // len(part)))
    assert time.process_time() - before < 5
