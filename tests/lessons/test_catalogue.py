"""The lessons there are, as a menu lists them."""

from __future__ import annotations

from lesson_texts import FRONT, run

from playground.lessons.catalogue import lesson_called, lessons_in


def test_a_folder_is_listed_in_the_order_of_its_files(tmp_path):
    (tmp_path / "02-b.lesson").write_text(FRONT + run("epochs = 1"))
    (tmp_path / "01-a.lesson").write_text(FRONT.replace("summary", "sumary"))
    (tmp_path / "words.md").write_text("no lesson")
    (tmp_path / "folder.lesson").mkdir()
    first, second = lessons_in(tmp_path)
    assert (first.name, second.name, second.title, second.minutes) == ("a", "b", "Made up", 5)
    assert first.problem.startswith("01-a.lesson, line 3: sumary") and not second.problem
    assert lessons_in(tmp_path / "nowhere") == []


def test_there_is_no_lesson_of_an_unknown_name():
    assert lesson_called("no-such-lesson") is None
