"""Answers to a lesson: kept in the session file, told in the report, harmless where damaged."""

from __future__ import annotations

import json
import math
import zipfile

import pytest
from small_sessions import session_of

from playground.cli import main
from playground.experiment.answers import Answer, Progress
from playground.experiment.attachments import Attachments
from playground.io.errors import ExportError
from playground.io.report.content import report_of
from playground.io.report.html import as_html
from playground.io.session.file import read_session, save_session
from playground.io.session.lesson_answers import beside, plain, progress_in

ANSWERS = (
    Answer(2, "What will the error be?", "Near 0 %", "Near 0 %", 80, "wrong", "Near 50 %"),
    Answer(3, "How high?", "0.25 %", 0.25, None, "right", "0.3 %"),
    Answer(4, "Sketch it", "a curve", ((0.0, 1.0), (10.0, 0.5)), 50, "seen"),
    Answer(5, "What did you see?", "It <b>fell</b> & rose", "It <b>fell</b> & rose"),
)
MANY = {"lesson": "x", "title": "x"}
PROGRESS = Progress(
    "zeros", "Zeros", 6, 7, True, ANSWERS, {"plain": {"dev_error": 0.5, "train_cost": math.inf}}
)


def test_a_session_file_keeps_them(tmp_path):
    save_session(session_of("", 1), tmp_path / "x.playground", Attachments(window=beside(PROGRESS)))
    with zipfile.ZipFile(tmp_path / "x.playground") as archive:
        assert json.loads(archive.read("lesson.json"))["answers"][0]["confidence"] == 80
    loaded = read_session(tmp_path / "x.playground")
    assert progress_in(loaded.window) == PROGRESS


def test_a_session_without_a_lesson_has_none(tmp_path):
    save_session(session_of("", 1), tmp_path / "x.playground")
    assert progress_in(read_session(tmp_path / "x.playground").window) is None


def test_the_report_tells_them_as_text():
    page = as_html(report_of(session_of("", 1), attached=Attachments(window=beside(PROGRESS))))
    assert "<h2>Lesson: Zeros</h2>" in page
    for words in ("What will the error be?", "80 %", "not so: Near 50 %", "right: 0.3 %"):
        assert words in page
    assert "It &lt;b&gt;fell&lt;/b&gt; &amp; rose" in page and "<b>fell" not in page
    assert "Lesson" not in as_html(report_of(session_of("", 1)))


@pytest.mark.parametrize(
    "markdown, words",
    [
        ("Is $v_1$ the *same* as `v`?", "Is v_1 the same as v?"),
        ("**Bold** $$a + b$$", "Bold a + b"),
        ("5 * 3 * 2, 5$ and 6$ a_b_c", "5 * 3 * 2, 5$ and 6$ a_b_c"),
    ],
)
def test_marks_of_markdown_do_not_stand_in_the_report(markdown, words):
    assert plain(markdown) == words


def test_training_and_exporting_a_session_take_them_along(tmp_path):
    save_session(session_of("", 1), tmp_path / "x.playground", Attachments(window=beside(PROGRESS)))
    trained, exported = tmp_path / "trained", tmp_path / "exported"
    file = str(tmp_path / "x.playground")
    more = ["--set", "training.epochs=3", "--no-plots", "--quiet"]
    assert main(["train", file, "--out", str(trained), *more]) == 0
    assert main(["export", file, "--as", "report,session", "--out", str(exported), "--quiet"]) == 0
    for folder in (trained, exported):
        assert "Lesson: Zeros" in (folder / "report.html").read_text()
        assert progress_in(read_session(folder / "session.playground").window) == PROGRESS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"lesson": 3}',
        b'{"lesson": "x", "title": "x", "step": true}',
        b'{"lesson": "x", "title": "x", "answers": [3]}',
        b'{"lesson": "x", "title": "x", "answers": [{"step": 1, "given": NaN}]}',
        b'{"lesson": "x", "title": "x", "answers": [{"step": 1, "given": [[1]]}]}',
        b'{"lesson": "x", "title": "x", "answers": [{"step": 1, "given": "", "confidence": 900}]}',
        b'{"lesson": "x", "title": "x", "answers": [{"step": 1, "given": "", "outcome": "no"}]}',
        b'{"lesson": "x", "title": "x", "kept": {"a": {"b": [1]}}}',
        b'{"lesson": "x", "title": "\\ud800"}',
        b'{"lesson": "x", "title": "' + b"x" * 300_000 + b'"}',
        json.dumps(
            {"lesson": "x", "title": "x", "answers": [{"step": 1, "given": ""}] * 201}
        ).encode(),
    ],
)
def test_damaged_answers_are_said_and_refuse_no_session(content, tmp_path):
    save_session(
        session_of("", 1), tmp_path / "x.playground", Attachments(window={"lesson.json": content})
    )
    loaded = read_session(tmp_path / "x.playground")
    with pytest.raises(ExportError, match=r"What was answered in a lesson cannot be read"):
        progress_in(loaded.window)
    assert "cannot be read" in as_html(report_of(loaded.session, attached=loaded))


def test_an_open_answer_gives_way_and_a_judged_one_stays():
    progress = Progress("zeros", "Zeros")
    first, second, judged = (Answer(2, "?", text, text) for text in ("a", "b", "c"))
    progress = progress.answered(first).answered(second)
    assert progress.answers == (second,)
    right = Answer(2, "?", "b", "b", outcome="right")
    progress = progress.answered(right).answered(judged)
    assert progress.answers == (right, judged) and progress.answer_to(2) == judged
    assert progress.at(5).at(3).furthest == 5
    assert progress.keep("plain", {"dev_error": 0.1}).values() == {"plain_dev_error": 0.1}
