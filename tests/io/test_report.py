"""The report: complete, self-contained, and harmless whatever the data are called."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from small_sessions import session_called, session_of

from playground.data.sources import sources
from playground.experiment.attachments import Attachments
from playground.experiment.results import results
from playground.experiment.text import codec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment
from playground.io.formats import formats
from playground.io.report.content import report_of
from playground.io.report.html import as_html, report_html
from playground.io.summary import summary
from playground.settings import replaced

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'


class Reader(HTMLParser):
    """Tags, their attributes, and all text of a page; fails where tags do not match."""

    VOID = {"meta", "img", "br"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_everything_of_the_experiment_is_in_it(session):
    page = Reader(report_html(session, {"Cost": SVG}, [{"run": 1, "dev error": "2 %"}]))
    assert codec.dumps(session.spec) in page.text
    assert f"{session.network.n_parameters:,} parameters" in page.text
    assert f"{session.history.latest['train_cost']:.4g}" in page.text
    assert "training.learning_rate" in page.text and "2 %" in page.text
    for name in session.dataset.class_names:
        assert name in page.text


def test_what_0_switches_off_is_off_in_it():
    text = Reader(report_html(session_of("training.patience = 7"))).text
    assert "Stop at costoff" in text and "Early stopping after7 epochs" in text
    assert "Stop at dev erroroff" in text


def test_it_needs_nothing_beside_it():
    page = report_html(session_of(""), {"Boundary": PNG, "Cost": SVG})
    tags = Reader(page).tags
    sources = [attributes["src"] for tag, attributes in tags if tag == "img"]
    assert [source.partition(";")[0] for source in sources] == [
        "data:image/png",
        "data:image/svg+xml",
    ]
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in tags}
    assert "http" not in page.replace("data:image", "")


def test_names_from_a_file_stay_text():
    evil = "<script>alert(1)</script>\"'&"
    page = Reader(report_html(session_called(evil, "b"), {evil: PNG}, [{evil: evil}]))
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.text.count(evil) >= 4


def test_what_was_changed_is_marked():
    text = 'training.l2 = 0.5\ntraining.optimizer = {kind = "momentum", beta = 0.8}'
    page = report_html(session_of(text, 0))
    marked = [line for line in page.splitlines() if '<tr class="changed">' in line]
    found = {line.partition("<td>")[2].partition("<")[0] for line in marked}
    assert {"training.l2", "training.optimizer", "training.optimizer.beta"} <= found
    assert not {"training.learning_rate", "training.optimizer.variant"} & found


def test_a_file_is_named_without_its_folder():
    session = session_of("", 0)
    source = sources["csv"](path=str(Path("somewhere", "mine.csv").absolute()))
    session.spec = replaced(session.spec, "data.source", source)
    page = report_html(session)
    assert "<h1>CSV file mine.csv: 2-8-4-1 with tanh" in page
    assert "somewhere" not in page and 'path = "mine.csv"' in Reader(page).text


@pytest.mark.parametrize("text", ['data.division = "70/30"', "training.epochs = 1"])
def test_sessions_without_a_part_or_an_end(text, tmp_path):
    session = session_of(text, 0)
    formats["report"]().write(session, tmp_path / "report.html")
    page = Reader((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "Stood at epoch 0, step 0." in page.text and "nan" not in page.text


def test_author_and_date_stand_below_the_title():
    report = report_of(session_of("", 0), author="Ada <L>", date="3 May 2026")
    assert '</h1>\n<p class="muted">Ada &lt;L&gt;, 3 May 2026</p>' in as_html(report)
    assert 'class="muted">,' not in as_html(report_of(session_of("", 0)))


def test_a_report_is_the_same_with_and_without_its_parts_apart(session):
    runs = [{"run": 1, "dev error": "2 %"}]
    whole = as_html(report_of(session, runs).with_figures({"Cost": SVG}))
    assert whole == report_html(session, {"Cost": SVG}, runs)


def test_the_test_error_is_hidden_until_somebody_wants_it(session):
    hidden, shown = report_of(session), report_of(session, with_test=True)
    parts = [[row[0] for row in report.sections[0].blocks[1].rows] for report in (hidden, shown)]
    assert parts == [["train", "dev"], ["train", "dev", "test"]]
    assert "The test error is not shown" in as_html(hidden)
    assert "The test error is not shown" not in as_html(shown)


def test_without_a_test_set_nothing_is_said_of_it():
    session = session_of('data.division = "70/30"', 0)
    assert session.split.test.m == 0
    assert "test error" not in as_html(report_of(session))


def test_every_notice_about_the_data_is_in_it(tmp_path):
    rows = [f"{n},{n % 7},{'ab'[n % 2]}" for n in range(40)]
    rows[5], rows[9] = "1,,a", "1,2,3,4,5"
    (tmp_path / "x.csv").write_text("\n".join(["one,two,label", *rows]) + "\n")
    session = session_of(f'data.source = {{kind = "csv", path = "{tmp_path / "x.csv"}"}}', 0)
    page = Reader(as_html(report_of(session)))
    found = summary(session)["notices"]
    assert len(session.dataset.notices) >= 2
    assert [notice["text"] for notice in found] == [each.text for each in session.dataset.notices]
    for notice in session.dataset.notices:
        assert notice.text in page.text
    json.dumps(summary(session), allow_nan=False)


def test_the_summary_tells_results_baseline_and_best_epoch(session):
    told = summary(session)
    for part in ("train", "dev"):
        assert told["results"][part] == results(session, part).summary()
    assert told["baseline"]["error"] == told["results"]["dev"]["baseline_error"]
    errors = session.history.column("dev_error")
    assert told["best_epoch"] == session.history.column("epoch")[errors.argmin()]
    json.dumps(told, allow_nan=False)


def test_notes_and_answer_come_first_and_stay_text(session):
    notes = Notes("Raise *L2*.\n\n- <b>why</b>?", "Ada", "Because.")
    attached = Attachments(written=WrittenExperiment(notes=notes))
    report = report_of(session, attached=attached)
    page = as_html(report)
    order = [page.index(word) for word in ("Ada", "Notes</h2>", "Answer</h2>", "Result</h2>")]
    assert order == sorted(order)
    assert "Raise <i>L2</i>." in page and "<li>&lt;b&gt;why&lt;/b&gt;?</li>" in page
    with_figures = report.with_figures({"Cost": b"\x89PNG"})
    assert as_html(with_figures).index("Result</h2>") < as_html(with_figures).index("<figure>")
    assert report_of(session, author="Eve", attached=attached).author == "Eve"
    assert "Notes</h2>" not in as_html(report_of(session))
