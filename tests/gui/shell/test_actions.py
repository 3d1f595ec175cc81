"""Actions declared once: in menu, toolbar, list of shortcuts, with what they do and why not."""

import pytest
from PySide6.QtCore import QSettings, Qt

from playground.gui.app import create_window
from playground.gui.help.pages import pages
from playground.gui.shell.actions.action import Action, ActionRegistry, actions


@pytest.fixture
def dummy():
    """An action that another room would register; it gathers its calls."""
    calls, locked = [], []
    action = Action(
        "water_plants",
        "Water the plants",
        "Give each unit a drop of water",
        lambda app: calls.append(app.workbench),
        keys="Ctrl+Shift+W; F9",
        menu="help",
        group="garden",
        toolbar="study",
        refusal=lambda app: "The can is empty." if locked else "",
    )
    actions.register(action)
    yield calls, locked
    actions.discard(action.name)


@pytest.fixture
def open_window(qtbot):
    QSettings().clear()
    windows = []

    def open_one():
        windows.append(create_window())
        qtbot.waitUntil(lambda: windows[-1].playground.workbench.snapshot is not None)
        return windows[-1]

    yield open_one
    for window in windows:
        window.close()
        window.deleteLater()


def texts(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_an_action_from_elsewhere_is_wherever_actions_are(dummy, open_window, qtbot):
    calls, locked = dummy
    window = open_window()
    assert "Water the plants" in texts(window.menus["help"])
    button = window.toolbar.widgetForAction(window.actions_.water_plants)
    assert button.text() == "Water the plants"
    shortcuts = next(page.text for page in pages() if page.name == "shortcuts")
    assert "| Ctrl+Shift+W or F9 | Water the plants: Give each unit a drop" in shortcuts
    button.click()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert calls == [window.playground.workbench] * 2
    locked.append(True)
    window.actions_.refresh()
    assert not button.isEnabled() and button.toolTip() == "The can is empty."
    locked.clear()
    window.actions_.refresh()
    assert button.isEnabled() and button.toolTip() == (
        "Give each unit a drop of water (Ctrl+Shift+W)"
    )


def test_what_cannot_be_undone_says_why_and_then_can_be(window):
    undo = window.actions_.undo
    assert not undo.isEnabled() and undo.toolTip() == "Nothing was changed yet."
    window.playground.workbench.set("training.learning_rate", 0.02)
    assert undo.isEnabled() and undo.toolTip() == "Undo the last change of a setting (Ctrl+Z)"


@pytest.mark.parametrize(
    "other, taken",
    [
        (Action("one", "One", "", print), "two actions"),
        (Action("two", "Two", "", print, keys="F4; F2"), "F2"),
        (Action("two", "Two", "", print, menu="garden"), "menu"),
        (Action("two", "Two", "", print, toolbar="garden"), "toolbar"),
    ],
)
def test_a_name_and_a_key_belong_to_one_action(other, taken):
    registry = ActionRegistry()
    registry.register(Action("one", "One", "", print, keys="F2"))
    with pytest.raises(ValueError, match=taken):
        registry.register(other)
    assert list(registry) == ["one"]


def test_every_action_is_in_a_menu_with_a_tip(window):
    shown = {action for menu in window.menus.values() for action in menu.actions()}
    for name, declared in actions.items():
        assert getattr(window.actions_, name) in shown, f"{name} is in no menu"
        assert declared.tip and not declared.tip.endswith("."), name


def test_about_stands_last_in_help_and_quit_in_file(window):
    assert texts(window.menus["help"])[-1] == "About"
    assert texts(window.menus["file"])[-1] == "Quit"


def test_no_menu_is_higher_than_a_small_screen(window):
    """One that is opens in two columns, the second without its keys beside it."""
    for name, menu in window.menus.items():
        assert menu.sizeHint().height() <= 660, name
