"""The report on paper: nothing cut in two, nothing outside of the page, everything in it."""

import re
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from view_frames import flower_beds, spec_of

from playground.experiment.probes.full_frame import full_frame
from playground.experiment.session import Session
from playground.gui.export.plots import Plots
from playground.gui.export.report import Drawing, as_pdf
from playground.gui.export.report.pages import Pages, font
from playground.gui.export.report.tables import _fitted, put_table
from playground.gui.export.report.text import Text
from playground.io.report_content import Listing, Paragraph, Report, Section, Table, report_of

RUNS = [
    {"run": f"Run {n}", "what differs": "Optimizer momentum, " * (n % 5), "dev error": "2 %"}
    for n in range(90)
]


class Placed(Pages):
    """Pages that remember the height of everything on them."""

    def __init__(self):
        super().__init__()
        self.placed = []

    def put(self, height, paint):
        super().put(height, paint)
        at = self._pages[-1][-1][0]
        self.placed.append((len(self._pages), at.y(), at.y() + height))


def pages_of(data):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


@pytest.fixture
def report(qapp):
    session = Session(spec_of(training__epochs=3))
    session.step_epoch()
    return report_of(session, RUNS, "Emmy Nöther", "3 May 2026"), Plots(full_frame(session))


def test_a_whole_report_is_a_few_pages_with_all_pictures(report):
    content, plots = report
    assert [drawing.title for drawing in plots.report_drawings()] == [
        "Decision boundary",
        "Cost",
        "Error",
        "Network",
        "Activation",
    ]
    bare, whole = as_pdf(content), as_pdf(content, plots.report_drawings())
    assert bare.startswith(b"%PDF") and whole.rstrip().endswith(b"%%EOF")
    assert 4 <= pages_of(bare) < pages_of(whole) <= 12
    assert b"/Title" in whole and len(whole) > len(bare)


@pytest.mark.parametrize("classes", [3, 9])
def test_reports_of_several_classes_and_components(qapp, classes):
    session = Session(spec_of(), flower_beds(classes=classes))
    plots = Plots(full_frame(session))
    assert pages_of(as_pdf(report_of(session), plots.report_drawings())) >= 3


def test_no_row_is_cut_in_two_and_the_head_stands_on_every_page(qapp):
    pages = Placed()
    rows = tuple(tuple(row.values()) for row in RUNS)
    put_table(pages, Table(tuple(RUNS[0]), rows))
    count = pages.placed[-1][0]
    assert count > 1 and len(pages.placed) == 90 + count
    top = min(begin for _, begin, _ in pages.placed)
    for number in range(1, count + 1):
        spans = [(begin, end) for page, begin, end in pages.placed if page == number]
        assert spans[0][0] == top and spans == sorted(spans)
        assert spans[-1][1] <= top + pages.height
        assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("widths", "whole"), [([30, 40], 480), ([30, 900, 40], 480), ([200] * 12, 480), ([1e5], 480)]
)
def test_columns_fit_on_the_page(widths, whole):
    fitted = _fitted(widths, whole)
    assert sum(fitted) <= whole + 16 + 1e-6 and all(width > 0 for width in fitted)
    if sum(widths) <= whole:
        assert fitted == widths
    assert fitted[0] == pytest.approx(min(widths[0], max(fitted)))  # the narrow ones stay


def test_long_words_are_broken_and_per_cent_is_kept(qapp):
    text = Text(["x" * 500], font(10), 100, "#000000")
    assert text.n_lines > 5 and text.height == text.n_lines * text.line_height
    room = QFontMetricsF(font(10)).horizontalAdvance("error of 2") + 1
    words = Text(["error of 2 %"], font(10), room, "#000000")
    assert words.n_lines == 2 and words.line(1) == "2\N{NO-BREAK SPACE}%"


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(qapp):
    lines = tuple(Paragraph((f"Line {n}.",)) for n in range(200))
    sections = tuple(Section(f"Part {n}", lines[: 7 * n]) for n in range(1, 9))
    data = as_pdf(
        Report("Many parts", "Nothing", (*sections, Section("End", (Listing("a\n" * 90),))))
    )
    assert pages_of(data) > 6


def test_a_picture_wider_than_the_page_is_made_to_fit(qapp):
    seen = []

    def paint(painter):
        scale = painter.transform().m11() * 72 / painter.device().logicalDpiX()
        seen.append((painter.transform().dx(), scale * 2000))

    report = Report("Wide", "Nothing", (Section("Result", ()),))
    data = as_pdf(report, [Drawing("Wide", (2000, 100), paint)])
    assert pages_of(data) == 1
    assert seen[0][1] == pytest.approx(Pages.width)


def test_what_is_painted_on_the_first_page_has_ink(qapp):
    text = Text(["Decision boundary"], font(17, bold=True), 300, "#000000")
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    text.paint(painter, QPointF(0, 0))
    painter.end()
    dark = [image.pixelColor(x, y).lightness() < 128 for x in range(200) for y in range(40)]
    assert sum(dark) > 200
