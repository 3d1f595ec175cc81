"""Notes with an experiment: shown, changed, answered, kept, printed; nothing in them is loaded."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument

from playground.assets import resource
from playground.experiment.text import codec, written
from playground.experiment.text.notes import Notes
from playground.gui.document.notes_panel import LONGEST, NotesPanel
from playground.io.session.file import read_session

EXERCISE = """\
# **Exercise 1.** Raise the L2 penalty.
#
# - Which value?
version = 1
# few
data.source = {kind = "moons", samples = 60}  # on purpose
training.epochs = 5 # short
"""


@pytest.fixture
def exercise(tmp_path):
    path = tmp_path / "exercise.toml"
    path.write_text(EXERCISE, encoding="utf-8")
    return str(path)


def bench(window):
    return window.playground.workbench


def dock(window):
    return window.companions["notes"]


def opened(window, qtbot, path):
    files = window.playground.files
    files.open_path(path)
    qtbot.waitUntil(lambda: files.document.path == path)
    return window.playground.notes


def test_the_words_above_the_settings_are_shown_when_the_file_is_opened(window, qtbot, exercise):
    assert dock(window).isHidden()
    panel = opened(window, qtbot, exercise)
    assert dock(window).isVisible() and panel.page.isVisible()
    words = " ".join(panel.page.toPlainText().split())
    assert words == "Exercise 1. Raise the L2 penalty. Which value?"
    assert not window.playground.files.document.modified
    window.workspaces.show("landscape")
    assert dock(window).isVisible()  # they stay while one looks at something else
    window.playground.files.open_preset(_preset("spiral"))
    assert dock(window).isHidden()


def test_a_lesson_begins_without_the_notes_of_what_stood_before(window, qtbot, exercise):
    panel = opened(window, qtbot, exercise)
    lesson = sorted(resource("lessons").glob("*.lesson"))[0]
    window.playground.lessons.open_path(str(lesson))
    qtbot.waitUntil(lambda: window.playground.lessons.dock.isVisible())
    assert dock(window).isHidden() and panel.notes == Notes()


def test_other_data_begin_without_the_words_of_the_file_before(window, qtbot, exercise):
    panel = opened(window, qtbot, exercise)
    files = window.playground.files
    (iris,) = [a for a in window.menus["sample"].actions() if a.text().startswith("Iris")]
    iris.trigger()
    qtbot.waitUntil(lambda: files.document.name == "iris.csv")
    assert dock(window).isHidden() and panel.notes == Notes()
    assert files.document.written.text == ""


def _preset(stem):
    from playground.gui.document.presets import presets

    return next(preset for preset in presets() if preset.path.stem == stem)


def test_an_answer_is_saved_with_the_comments(window, qtbot, exercise):
    panel = opened(window, qtbot, exercise)
    document = window.playground.files.document
    qtbot.keyClicks(panel.name, "Ada")
    qtbot.keyClicks(panel.answer, "It is 0.03.")
    assert document.modified and bench(window).spec == codec.read(exercise)
    bench(window).set("training.l2", 0.03)
    window.playground.files.saving.save()
    assert not document.modified
    text = Path(exercise).read_text(encoding="utf-8")
    assert text.startswith(EXERCISE.rpartition("training.epochs")[0])
    assert "training.epochs = 5 # short" in text and "training.l2 = 0.03" in text
    again = written.read(exercise)
    assert again.notes == Notes(
        "**Exercise 1.** Raise the L2 penalty.\n\n- Which value?", "Ada", "It is 0.03."
    )
    assert again.spec == bench(window).spec


def test_a_session_keeps_notes_answer_and_comments(window, qtbot, exercise, tmp_path):
    panel = opened(window, qtbot, exercise)
    qtbot.keyClicks(panel.answer, "Because.")
    path = str(tmp_path / "x.playground")
    window.playground.files.saving.save_path(path)
    qtbot.waitUntil(lambda: window.playground.files.document.path == path)
    notes = window.playground.files.document.notes
    with zipfile.ZipFile(path) as archive:
        assert archive.read("notes.md").decode() == f"{notes.text}\n"
        assert "# on purpose" in archive.read("experiment.toml").decode()
    assert read_session(path).written.notes == notes
    window.playground.files.open_preset(_preset("spiral"))
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source.name == "spiral")
    opened(window, qtbot, path)
    assert panel.answer.toPlainText() == "Because." and dock(window).isVisible()
    window.playground.files.saving.save_path(exercise)
    assert "# on purpose" in Path(exercise).read_text(encoding="utf-8")


def test_a_long_file_is_written_beside_the_window(window, qtbot, tmp_path, monkeypatch):
    import threading

    path, threads, write = tmp_path / "long.toml", [], written.write

    def watched(path, experiment):
        threads.append(threading.current_thread())
        return write(path, experiment)

    monkeypatch.setattr(written, "write", watched)
    path.write_text(EXERCISE + "# more\n" * 5000, encoding="utf-8")
    opened(window, qtbot, str(path))
    bench(window).set("training.l2", 0.5)
    window.playground.files.saving.save()
    qtbot.waitUntil(lambda: not window.playground.files.document.modified)
    assert threads and threading.main_thread() not in threads
    assert path.read_text(encoding="utf-8").count("# more") == 5000
    assert codec.read(path).training.l2 == 0.5


def test_notes_are_edited_in_the_window(window, qtbot):
    window.actions_.notes.trigger()
    panel = window.playground.notes
    assert dock(window).isVisible() and "No notes yet" in panel.page.toPlainText()
    qtbot.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.text, "Try *this* & <b>that</b>")
    qtbot.keyClick(panel.text, Qt.Key.Key_Escape)
    assert panel.text.toPlainText() == "Try *this* & <b>that</b>"  # Escape takes nothing back
    qtbot.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    assert panel.page.toPlainText() == "Try this & <b>that</b>"
    assert window.playground.files.document.notes.text == "Try *this* & <b>that</b>"
    window.actions_.notes.trigger()
    assert dock(window).isHidden() and not window.actions_.notes.isChecked()


def test_keys_of_actions_are_letters_in_an_answer(window, qtbot):
    window.actions_.notes.trigger()
    panel, before = window.playground.notes, bench(window).run
    panel.answer.setFocus()
    qtbot.waitUntil(panel.answer.hasFocus)
    qtbot.keyClicks(panel.answer, "R n w")
    assert panel.answer.toPlainText() == "R n w" and bench(window).run is before
    assert not bench(window).running
    qtbot.keyClick(panel.answer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.answer.toPlainText() != "R n w"


def test_a_report_begins_with_the_notes_and_the_answer(window, qtbot, exercise, tmp_path):
    panel = opened(window, qtbot, exercise)
    qtbot.keyClicks(panel.name, "Ada")
    qtbot.keyClicks(panel.answer, "Because <b>so</b>.")
    exporting = window.playground.exporting
    exporting.ask()
    page = exporting.dialog.report
    assert page.author.text() == "Ada"
    qtbot.waitUntil(lambda: bool(page.jobs()))
    [job] = page.jobs()
    report = job.look(read_session_of(window, qtbot, tmp_path))
    assert [section.heading for section in report.preface] == ["Notes", "Answer"]
    assert report.author == "Ada"
    exporting.dialog.close()


def read_session_of(window, qtbot, tmp_path):
    path = str(tmp_path / "of.playground")
    window.playground.files.saving.save_path(path)
    qtbot.waitUntil(lambda: window.playground.files.document.path == path)
    return read_session(path).session


def test_what_is_written_survives_a_crash(window, qtbot, exercise):
    panel = opened(window, qtbot, exercise)
    qtbot.keyClicks(panel.answer, "Half a")
    recovery = window.playground.recovery
    recovery.save()
    qtbot.waitUntil(recovery.path.is_file)
    assert read_session(recovery.path).written.notes.answer == "Half a"


HOSTILE = (
    "<img src='file:///dev/zero'><script>x</script> ![a](file:///dev/zero) "
    "![b](http://192.0.2.1/x.png) [c](file:///etc/passwd) $\\frac{1}{m}$ "
)


def test_foreign_markdown_loads_nothing_and_renders_no_html(window, qtbot, monkeypatch, tmp_path):
    panel, followed, picture = window.playground.notes, [], tmp_path / "x.png"
    assert QImage(300, 300, QImage.Format.Format_RGB32).save(str(picture))
    monkeypatch.setattr(
        "playground.gui.document.notes_panel.QDesktopServices.openUrl", followed.append
    )
    notes = Notes(f"{HOSTILE} ![d]({picture}) ![e](file://{picture})")
    window.show_companion("notes", True)
    panel.show_notes(notes)
    assert "<img src='file:///dev/zero'><script>x</script>" in panel.page.toPlainText()
    kind = QTextDocument.ResourceType.ImageResource
    for address in ("file:///dev/zero", "http://192.0.2.1/x.png", str(picture)):
        assert panel.page.document().resource(kind, QUrl(address)).size() == QSize(1, 1)
    assert panel.page.document().size().height() < 250  # the picture of 300 pixels is not there
    for link in ("file:///etc/passwd", "lesson:zeros", "javascript:x"):
        panel.page.anchorClicked.emit(QUrl(link))
    assert followed == []
    panel.page.anchorClicked.emit(QUrl("https://example.org"))
    assert followed == [QUrl("https://example.org")]


@pytest.mark.parametrize("part", ["> ", "- ", "[", "*a ", "![", "`", "# ", "``a`", "$a ", "$$"])
def test_signs_that_nest_or_never_close_do_not_hold_up_the_window(qtbot, part):
    panel = NotesPanel()
    qtbot.addWidget(panel)
    panel.show()
    before = time.process_time()
    panel.show_notes(Notes(part * (LONGEST // len(part))))
    assert time.process_time() - before < 5
    panel.show_notes(Notes(part * LONGEST))
    assert time.process_time() - before < 10
