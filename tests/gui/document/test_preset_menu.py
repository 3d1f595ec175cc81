"""The menu of ready-made experiments: groups, pictures, sentences, and a teacher's own folder."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.experiment.text import codec
from playground.gui.document.preset_menu import Entry
from playground.gui.document.presets import Preset, examples_of, presets
from playground.settings import replaced

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)

OWN = {
    "zeros.toml": "# Week 3: zeros. What do units do? Press Run.\nnetwork.initializer = 'zeros'\n",
    "lines.toml": "# Week 3: lines. A task.\n#\n# Which *one*?\ntraining.l2 = 0.5\n",
    "plain.toml": "training.l2 = 0.25\n",
    "broken.toml": "# Broken. It is.\ntraining.l2 = 'x'\n",
    "table.toml": "# Table. From a file.\ndata.source = {kind = 'csv', path = 'x.csv'}\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in OWN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("no experiment")
    (tmp_path / "deeper.toml").mkdir()
    return tmp_path


def entries(menu):
    return [action for action in menu.actions() if isinstance(action, Entry)]


def groups(menu):
    return {action.text(): action.menu() for action in menu.actions() if action.menu()}


def opened(window, qtbot):
    menu = window.menus["preset"]
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    return menu


def entry(menu, title):
    return next(each for each in entries(menu) if each.text() == title)


def test_first_lines_say_title_group_and_sentence(folder):
    found = {preset.path.name: preset for preset in presets(folder)}
    assert set(found) == set(OWN)
    assert found["zeros.toml"] == Preset(
        folder / "zeros.toml", "Week 3", "Zeros", "What do units do? Press Run."
    )
    assert (found["plain.toml"].group, found["plain.toml"].title) == ("", "Plain")
    assert presets(folder / "nowhere") == []


@pytest.mark.parametrize(
    "line, title, lesson",
    [
        ("# # Exercise 1: a penalty\n", "Exercise 1: A penalty", ""),
        ("# **Exercise 1.** Raise `l2`, please. Why?\r\n", "Exercise 1", "Raise l2, please. Why?"),
        ("#\n", "The file", ""),
        (f"# {codec.TITLE}\n", "The file", ""),
        ("seed = 3 # three\n", "The file", ""),
        ("\ufeff# A mark. Before.\n", "A mark", "Before."),
    ],
)
def test_a_first_line_is_read_as_the_markdown_it_is(tmp_path, line, title, lesson):
    (tmp_path / "the_file.toml").write_text(line, encoding="utf-8")
    assert presets(tmp_path) == [Preset(tmp_path / "the_file.toml", "", title, lesson)]


def test_every_built_in_preset_has_a_group_or_stands_alone_and_a_sentence():
    found = presets()
    assert {"By hand", "Trouble", "Remedy"} <= {preset.group for preset in found}
    assert all(preset.lesson.endswith(".") for preset in found)
    assert [p.group for p in found] == sorted(p.group for p in found)


def test_pictures_are_of_few_examples_and_never_an_error(folder):
    made = examples_of(preset.path for preset in presets(folder))
    assert made[folder / "table.toml"] is None and made[folder / "broken.toml"] is None
    assert made[folder / "plain.toml"].m <= 150


def test_groups_with_pictures_and_sentences(window, qtbot):
    menu = opened(window, qtbot)
    assert {preset.title for preset in presets() if not preset.group} == {
        each.text() for each in entries(menu)
    }
    trouble = groups(menu)["Trouble"]
    trouble.aboutToShow.emit()
    rows = entries(trouble)
    assert [row.text() for row in rows] == [p.title for p in presets() if p.group == "Trouble"]
    qtbot.waitUntil(lambda: all(not row._picture.pixmap().isNull() for row in rows))
    assert "Four units that start alike" in entry(trouble, "Zeros").row.accessibleName()
    menu.close()


def test_an_entry_is_chosen_by_mouse_and_by_key(window, qtbot):
    bench = window.playground.workbench
    menu = opened(window, qtbot)
    spot = menu.actionGeometry(entry(menu, "Spiral")).center()
    qtbot.mouseMove(menu, spot)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=spot)
    assert bench.spec.data.source.name == "spiral"
    assert "Two arms" in window.messages.message.sentence
    menu = opened(window, qtbot)
    menu.setActiveAction(entry(menu, "Many rings"))
    assert entry(menu, "Many rings").row.property("marked")
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert bench.spec.data.source.name == "rings"


def test_a_folder_of_ones_own_is_in_the_menu(window, qtbot, folder):
    app = window.playground
    menu = opened(window, qtbot)
    assert menu.actions()[-1].text() == "A folder of your own…"
    menu.close()
    app.looks.preferences = replaced(app.looks.preferences, "lessons_folder", str(folder))
    menu = opened(window, qtbot)
    assert [each.text() for each in entries(groups(menu)["Week 3"])] == ["Lines", "Zeros"]
    assert {"Plain", "Broken", "Table"} <= {each.text() for each in entries(menu)}
    entry(groups(menu)["Week 3"], "Lines").trigger()
    assert app.workbench.spec.training.l2 == 0.5
    assert app.files.document.path == ""  # a save asks for another name
    assert app.files.document.notes.text.endswith("Which *one*?")
    assert window.companions["notes"].isVisible()
    before = app.workbench.spec
    entry(menu, "Broken").trigger()
    assert "broken.toml, line 2: training.l2: 'x'" in window.messages.message.sentence
    assert app.workbench.spec == before
    (folder / "new.toml").write_text("# New. One more.\n")
    menu.close()
    assert "New" in {each.text() for each in entries(opened(window, qtbot))}
    window.menus["preset"].close()


def test_an_empty_folder_says_so(window, qtbot, tmp_path):
    looks = window.playground.looks
    looks.preferences = replaced(looks.preferences, "lessons_folder", str(tmp_path / "empty"))
    menu = opened(window, qtbot)
    assert menu.actions()[-1].text() == "There is no experiment in it"
    menu.close()
