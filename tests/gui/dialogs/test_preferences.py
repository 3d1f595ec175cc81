"""Preferences are kept, survive spoilt storage, and change no number."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from playground.gui import theme as themes
from playground.gui.app import create_window
from playground.gui.controls.gallery import GalleryEditor
from playground.gui.dialogs.preferences import PreferencesDialog
from playground.gui.export import picture_formats
from playground.gui.theme import preferences
from playground.gui.theme.data_palettes import PALETTES
from playground.gui.theme.numbers import number_text, prefer_digits
from playground.gui.theme.preferences import Preferences
from playground.settings import replaced


@pytest.fixture(autouse=True)
def _clean_store(qapp):
    QSettings().clear()
    yield
    QSettings().clear()
    prefer_digits(4)
    themes.apply(qapp, themes.LIGHT)


def test_what_is_kept_is_loaded(tmp_path):
    chosen = Preferences(
        theme="dark", palette="petroff", digits=6, folder=str(tmp_path / "a b ü"), autosave=False
    )
    preferences.keep(chosen)
    assert preferences.load() == chosen
    preferences.keep(Preferences())
    assert preferences.load() == Preferences()


@pytest.mark.parametrize("spoilt", ["", "purple", "12.5", None])
def test_spoilt_storage_means_the_default(spoilt):
    for name in ("theme", "palette", "digits", "autosave", "autosave_minutes"):
        QSettings().setValue(f"preferences/{name}", spoilt)
    assert preferences.load() == Preferences()


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(Preferences(), parent)
    dialog.said = []
    dialog.changed.connect(dialog.said.append)
    yield dialog


def typed(qtbot, dialog, name, text):
    line = dialog.form.editor(name).line
    line.setText(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_each_change_is_announced_and_a_wrong_one_is_a_sentence(dialog, qtbot):
    typed(qtbot, dialog, "digits", "7")
    assert dialog.said == [replaced(Preferences(), "digits", 7)]
    typed(qtbot, dialog, "digits", "99")
    assert not dialog.problem.isHidden()
    assert "between 2 and 8" in dialog.problem.text()
    dialog.restore_defaults()
    assert dialog.said[-1] == Preferences()
    assert dialog.form.editor("digits").line.text() == "4"
    assert dialog.problem.isHidden()


def test_cancel_takes_back_what_was_tried(dialog, qtbot):
    dialog.open()
    typed(qtbot, dialog, "digits", "7")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert dialog.said == [replaced(Preferences(), "digits", 7), Preferences()]
    assert not dialog.isVisible()


def test_a_refused_value_keeps_the_dialog_open(dialog, qtbot, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    dialog.open()
    typed(qtbot, dialog, "digits", "99")
    dialog.accept()
    assert dialog.isVisible() and not dialog.problem.isHidden()
    now[0] += 1
    dialog.accept()
    assert not dialog.isVisible()


def test_only_a_folder_that_exists_is_a_default_folder(dialog, qtbot, tmp_path):
    typed(qtbot, dialog, "folder", str(tmp_path / "none"))
    assert "there is no folder" in dialog.problem.text() and not dialog.said
    typed(qtbot, dialog, "folder", str(tmp_path))
    assert dialog.said == [Preferences(folder=str(tmp_path))]


def test_every_palette_shows_its_colours_in_the_list(dialog):
    combo = dialog.form.editor("palette").combo
    assert [combo.itemData(row) for row in range(combo.count())] == list(PALETTES)
    for row in range(combo.count()):
        image = combo.itemIcon(row).pixmap(52, 12).toImage()
        seen = {image.pixelColor(x, 6).name() for x in range(image.width())}
        expected = PALETTES[combo.itemData(row)].light.classes[:4]
        assert {color.lower() for color in expected} <= seen


# ---------------------------------------------------------------------- in the window


def colours_of(widget):
    image = widget.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in places}


def test_a_palette_reaches_every_view_at_once_and_cancel_takes_it_back(window, qtbot):
    playground = window.playground
    playground.workbench.step_epoch()
    qtbot.waitUntil(lambda: playground.workbench.snapshot.epoch == 1)
    before = playground.looks.theme
    window.actions_.preferences.trigger()
    dialog = window.findChild(PreferencesDialog)
    dialog._on_edited("palette", "petroff")
    theme = playground.looks.theme
    assert theme is before.with_palette("petroff")
    assert themes.shown_theme(window) is theme
    for view in playground.views:
        assert view.theme is theme
    assert {theme.classes[0].lower(), theme.classes[1].lower()} <= colours_of(
        playground.views["boundary"]
    )
    assert theme.classes[0].lower() in colours_of(playground.views["network"])
    gallery = window.controls.findChild(GalleryEditor)
    qtbot.waitUntil(lambda: gallery._painted_for is theme and not gallery._painter.isActive())
    icon = gallery.buttons["moons"].icon().pixmap(34, 34).toImage()
    reddish = QColor(theme.classes[1]).hue()
    assert any(
        icon.pixelColor(x, y).alpha() == 255 and abs(icon.pixelColor(x, y).hue() - reddish) < 3
        for x in range(icon.width())
        for y in range(icon.height())
    )
    dialog.reject()
    assert playground.looks.theme is before
    assert all(view.theme is before for view in playground.views)
    assert preferences.load() == Preferences()


def test_what_was_accepted_is_in_force_at_the_next_start(window, qtbot, tmp_path):
    window.actions_.preferences.trigger()
    dialog = window.findChild(PreferencesDialog)
    for name, value in {
        "theme": "dark", "palette": "tol_bright", "digits": 6,
        "folder": str(tmp_path), "autosave": False,
    }.items():  # fmt: skip
        dialog._on_edited(name, value)
    dialog.accept()
    window.close()
    other = create_window()
    qtbot.addWidget(other)
    assert other.playground.looks.theme is themes.DARK.with_palette("tol_bright")
    assert number_text(1 / 3) == "0.333333"
    assert not other.playground.recovery.is_active
    other.playground.files.choose_and_open()
    assert other.playground.files.dialog.directory().path() == str(tmp_path)
    other.playground.files.dialog.reject()
    other.close()


def test_a_picture_is_exported_in_the_palette_on_screen(window, tmp_path):
    window.playground.looks.recolour(themes.LIGHT.with_palette("petroff"))
    picture_formats.save_view(
        window.playground.views["boundary"], tmp_path / "boundary.png", scale=1
    )
    image = QImage(str(tmp_path / "boundary.png"))
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(300)}
    assert window.playground.looks.theme.classes[0].lower() in seen
