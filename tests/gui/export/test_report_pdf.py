"""The report on paper: nothing cut in two, nothing outside of the page, everything in it."""

import re

import pytest
from PySide6.QtGui import QImage, QPainter
from view_frames import flower_beds, spec_of

from playground.experiment.full_frame import full_frame
from playground.experiment.session import Session
from playground.gui.export.plots import Plots
from playground.gui.export.report import Drawing, as_pdf, paged
from playground.gui.plotting.formula_painter import FormulaPainter
from playground.io.report.blocks import Listing, Paragraph, Section, Table
from playground.io.report.content import Report, report_of
from playground.io.report.markdown import blocks_of

RUNS = [
    {"run": f"Run {n}", "what differs": "Optimizer momentum, " * (n % 5), "dev error": "2 %"}
    for n in range(90)
]
SIDE, TOP, BOTTOM = 75, 86, 79  # pixels of a sheet of A4 that stay empty around the text


def pages_of(data):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


def places_of(document):
    """Page, and top and bottom on it, of each line of text, with the text; in their order."""
    layout, height = document.documentLayout(), document.pageSize().height()
    block = document.begin()
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        lines = block.layout()
        for number in range(lines.lineCount()):
            line = lines.lineAt(number)
            # A block that begins on the page before says so by its first line.
            top = rect.y() + line.y()
            text = block.text()[line.textStart() : line.textStart() + line.textLength()]
            yield int(top // height), top % height, (top + line.height()) % height, text
        block = block.next()


@pytest.fixture
def report(qapp):
    session = Session(spec_of(training__epochs=3))
    session.step_epoch()
    return report_of(session, RUNS, "Emmy Nöther", "3 May 2026"), Plots(full_frame(session))


def test_a_whole_report_is_a_few_pages_with_all_pictures(report):
    content, plots = report
    titles = [drawing.title for drawing in plots.report_drawings()]
    assert titles[:5] == ["Decision boundary", "Cost", "Error", "Network", "Activation"]
    bare, whole = as_pdf(content), as_pdf(content, plots.report_drawings())
    assert bare.startswith(b"%PDF") and whole.rstrip().endswith(b"%%EOF")
    assert 4 <= pages_of(bare) < pages_of(whole) <= 12
    assert b"/Title" in whole and len(whole) > len(bare)


@pytest.mark.parametrize("classes", [3, 9])
def test_reports_of_several_classes_and_components(qapp, classes):
    session = Session(spec_of(), flower_beds(classes=classes))
    plots = Plots(full_frame(session))
    assert pages_of(as_pdf(report_of(session), plots.report_drawings())) >= 3


def test_no_line_is_cut_in_two_and_all_stand_on_the_paper(report):
    content, plots = report
    document = paged(content, plots.report_drawings())
    height = document.pageSize().height()
    places = list(places_of(document))
    assert {page for page, *_ in places} == set(range(document.pageCount()))
    for _, top, bottom, text in places:
        assert TOP - 2 <= top < bottom <= height - BOTTOM + 2, text


@pytest.mark.parametrize("height", range(100, 1000, 90))
def test_the_last_line_is_on_paper_wherever_the_pages_end(qapp, height):
    session = Session(spec_of())
    document = paged(report_of(session), [Drawing("Picture", (640, height), lambda painter: None)])
    document.pageCount()
    text = "".join(text for *_, text in places_of(document))
    for line in ("[diagnosis]", "tolerance = 0.02", "Neural playground"):
        assert line in text[-400:], "the lines that repeat the experiment"


def test_the_head_of_a_table_stands_on_every_page_of_it(qapp):
    rows = tuple(tuple(row.values()) for row in RUNS)
    report = Report("Runs", "Nothing", (Section("Runs", (Table(tuple(RUNS[0]), rows),)),))
    document = paged(report)
    assert document.pageCount() > 1
    [table] = document.rootFrame().childFrames()
    assert table.format().toTableFormat().headerRowCount() == 1
    firsts = {page: top for page, top, _, _ in reversed(list(places_of(document)))}
    # Below the first page, the head is painted above the first row.
    assert all(firsts[page] > TOP + 10 for page in range(1, document.pageCount()))


def test_long_words_are_broken_and_per_cent_is_kept(qapp):
    words = ("x" * 500, "An error of 2 %")
    sections = (Section("Result", (Listing(words[0]), Paragraph((words[1],)))),)
    document = paged(Report("Words", "Nothing", sections))
    assert "2\N{NO-BREAK SPACE}%" in document.toRawText()
    width = document.pageSize().width() - 2 * SIDE
    block = document.begin()
    while block.isValid():
        lines = block.layout()
        for number in range(lines.lineCount()):
            assert lines.lineAt(number).naturalTextWidth() <= width + 1, block.text()
        block = block.next()


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(qapp):
    lines = tuple(Paragraph((f"Line {n}.",)) for n in range(200))
    sections = tuple(Section(f"Part {n}", lines[: 7 * n]) for n in range(1, 9))
    document = paged(Report("Many parts", "Nothing", sections))
    places = list(places_of(document))
    headings = [place for place, at in enumerate(places) if at[3].startswith("Part")]
    assert len(headings) == 8 and document.pageCount() > 4
    for place in headings:
        assert places[place + 2][0] == places[place][0], "two lines follow on the same page"


def test_a_picture_wider_than_the_page_is_made_to_fit(qapp):
    seen = []

    def paint(painter):
        seen.append(painter.transform().m11() * 2000)
        painter.drawText(0, 50, "Wide")

    report = Report("Wide", "Nothing", (Section("Result", ()),))
    drawing = Drawing("Wide", (2000, 100), paint)
    assert pages_of(as_pdf(report, [drawing])) == 1
    room = paged(report).pageSize().width() - 2 * SIDE
    assert seen and seen[-1] == pytest.approx(room, abs=2)


def test_pictures_stand_side_by_side_where_they_fit_in_their_own_size(qapp):
    at = {}

    def painted(name):
        def paint(painter):
            matrix = painter.transform()
            at[name] = matrix.dx(), matrix.dy(), matrix.m11()

        return paint

    sizes = {"wide": (600, 200), "left": (300, 200), "right": (300, 200)}
    drawings = [Drawing(name, size, painted(name)) for name, size in sizes.items()]
    as_pdf(Report("Three", "Nothing", (Section("Result", ()),)), drawings)
    assert at["left"][1] == at["right"][1] > at["wide"][1] + 200
    assert at["left"][0] == at["wide"][0] and at["right"][0] >= at["left"][0] + 300
    assert {scale for *_, scale in at.values()} == {1.0}


def test_what_is_written_on_the_first_page_has_ink(report):
    content, _ = report
    document = paged(content)
    image = QImage(document.pageSize().toSize(), QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    dark = [
        image.pixelColor(x, y).lightness() < 128 for x in range(75, 600) for y in range(86, 130)
    ]
    assert sum(dark) > 200


def test_formulas_of_the_notes_are_set_and_paint_in_their_place(qapp):
    words = blocks_of(r"The cost $J = \frac{1}{m} \sum L$ falls.")
    document = paged(Report("A report", "It", (Section("Result", ()),), (Section("Notes", words),)))
    [block] = [b for b in blocks(document) if "falls" in b.text()]
    [formula] = [part for part in parts_of(block) if FormulaPainter.is_formula(part.charFormat())]
    assert formula.text() == "\ufffc"
    place = document.documentLayout().blockBoundingRect(block)
    image = QImage(700, 600, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    line = block.layout().lineAt(0)
    left = place.left() + line.cursorToX(formula.position() - block.position())[0]
    right = place.left() + line.cursorToX(formula.position() - block.position() + 1)[0]
    assert right - left > 50
    inside = image.copy(round(left), round(place.top()), round(right - left), round(place.height()))
    dark = sum(
        inside.pixelColor(x, y).lightness() < 128
        for x in range(inside.width())
        for y in range(inside.height())
    )
    assert dark > 50


def blocks(document):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def parts_of(block):
    parts = block.begin()
    while not parts.atEnd():
        yield parts.fragment()
        parts += 1
