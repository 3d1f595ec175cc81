"""Forms come from declarations: whatever is declared can be seen and edited."""

from unittest.mock import patch

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QSlider,
    QStylePainter,
    QWidget,
)

from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.fields import FormComboBox, FormSlider
from playground.gui.controls.panel import ControlPanel
from playground.gui.controls.restriction import Restriction
from playground.gui.controls.scale import POSITIONS, SliderScale
from playground.settings import find, replaced, walk


@pytest.fixture
def panel(qtbot):
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.show_spec(ExperimentSpec())
    return panel


def edits_of(panel):
    """Every edit the panel announces from now on, as path and value."""
    edits = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    return edits


def test_every_setting_has_an_editor_with_a_name_for_a_screen_reader(panel):
    for entry in walk(ExperimentSpec()):
        if entry.is_section or entry.path.startswith("diagnosis."):
            continue  # the latter have theirs beside what they matter for
        editor = panel.editor(entry.path)
        assert editor.objectName() == entry.path
        assert editor.focus_widget().accessibleName() == entry.setting.label
        assert entry.setting.help in " ".join(editor.toolTip().split())


def test_typing_a_number_proposes_it(panel, qtbot):
    edits = edits_of(panel)
    line = panel.editor("training.learning_rate").line
    line.setText("0.3")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert edits == [("training.learning_rate", 0.3)]


@pytest.mark.parametrize("typed", ["fast", "-1", "0", "1e9", "nan", "", "1,000", "１"])
def test_typing_nonsense_is_refused_in_a_sentence_and_the_value_stays(panel, qtbot, typed):
    edits = edits_of(panel)
    line = panel.editor("training.learning_rate").line
    with qtbot.waitSignal(panel.refused) as refused:
        line.setText(typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert refused.args[0].startswith("Learning rate: ")
    assert line.text() == "0.01"
    assert edits == []


def test_space_in_a_number_is_the_key_of_the_window_and_what_was_typed_counts(panel, qtbot):
    pressed = []
    shortcut = QShortcut(QKeySequence("Space"), panel)
    shortcut.activated.connect(lambda: pressed.append(True))
    edits = edits_of(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    line = panel.editor("training.learning_rate").line
    line.setFocus()
    line.setText("0.3")
    qtbot.keyClick(line, Qt.Key.Key_Space)
    assert pressed == [True]
    assert edits == [("training.learning_rate", 0.3)]
    assert line.text() == "0.3"


def test_all_editors_of_a_panel_stand_in_one_column(panel):
    panel.show_advanced(True)
    panel.resize(304, 800)
    panel.show()
    editors = [
        panel.editor(entry.path)
        for entry in walk(ExperimentSpec())
        if not entry.is_section and not entry.path.startswith("diagnosis.")
    ]
    places = {
        editor.mapTo(panel, QPoint()).x()
        for editor in editors
        if not editor.wide and editor.isVisible()
    }
    assert len(editors) > 20 and len(places) == 1


def test_scrolling_the_panel_changes_no_setting(panel, qtbot):
    panel.show_advanced(True)
    panel.resize(304, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    edits, bar = edits_of(panel), panel.verticalScrollBar()
    fields = [
        field
        for kind in (QComboBox, QSlider, QAbstractSpinBox)
        for field in panel.widget().findChildren(kind)
        if field.isVisible()
    ]
    assert len(fields) > 20 and bar.maximum() > 500
    for field in fields:
        bar.setValue(200)
        middle = QPointF(field.rect().center())
        turned = QWheelEvent(
            middle,
            field.mapToGlobal(middle),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, turned)
        assert bar.value() > 200 or turned.isAccepted() is False
    assert edits == []


def test_a_choice_that_is_too_long_for_its_field_ends_in_dots(qtbot):
    combo = FormComboBox()
    qtbot.addWidget(combo)
    combo.addItems(["Softmax cross-entropy, which is far too long", "Softmax cross-"])
    combo.resize(110, 30)
    painted = []
    with patch.object(
        QStylePainter, "drawControl", lambda self, element, option: painted.append(option)
    ):
        combo.grab()
    assert painted[0].currentText.endswith("…")


def test_sliding_proposes_allowed_values(panel):
    edits = edits_of(panel)
    panel.editor("training.learning_rate").slider.setValue(400)
    panel.editor("training.l2").slider.setValue(0)
    assert edits == [("training.learning_rate", 10.0)]


def test_showing_a_specification_announces_nothing(panel):
    edits = edits_of(panel)
    spec = ExperimentSpec()
    for path, value in {"training.optimizer": "gd", "network.hidden_layers": (3, 2, 1),
                        "data.division": "by_hand", "data.source": "spiral"}.items():  # fmt: skip
        spec = replaced(spec, path, value)
    panel.show_spec(spec)
    assert edits == []
    assert panel.editor("network.hidden_layers").line.text() == "3, 2, 1"
    assert panel.editor("training.optimizer").combo.currentData() == "gd"
    assert not panel.editor("data.train_share").isHidden()


def test_choosing_another_optimizer_shows_its_settings(panel):
    assert panel.editor("training.optimizer.beta2").line.text() == "0.999"
    panel.show_spec(replaced(ExperimentSpec(), "training.optimizer", "momentum"))
    assert panel.editor("training.optimizer.beta").line.text() == "0.9"
    with pytest.raises(KeyError):
        panel.editor("training.optimizer.beta2")


def test_what_does_not_matter_now_is_hidden(panel):
    assert panel.editor("data.train_share").isHidden()
    assert panel.editor("network.precision").isHidden()


def test_layers_are_added_and_removed_by_buttons(panel):
    edits = edits_of(panel)
    editor = panel.editor("network.hidden_layers")
    editor._add_one()
    editor._drop()
    assert edits == [("network.hidden_layers", (8, 4, 4)), ("network.hidden_layers", (8,))]


def test_tab_comes_to_a_row_made_late_after_the_row_above_it(panel, qtbot):
    panel.show()
    qtbot.waitExposed(panel)
    panel.show_advanced(True)
    order, widget = [], panel
    for _ in range(400):
        widget = widget.nextInFocusChain()
        if widget.objectName().endswith("/field"):
            order.append(widget.objectName().removesuffix("/field"))
    order = list(dict.fromkeys(order))
    for above, below in (
        ("training.optimizer.beta2", "training.schedule"),
        ("training.schedule", "training.batch_size"),
        ("training.l2", "training.l1"),
        ("training.l1", "training.keep_prob"),
    ):
        assert order.index(below) > order.index(above)


def test_tab_reaches_every_visible_field(panel, qtbot):
    panel.show()
    qtbot.waitExposed(panel)
    visible = {
        entry.path
        for entry in walk(ExperimentSpec())
        if not entry.is_section
        and not entry.path.startswith("diagnosis.")
        and not panel.editor(entry.path).isHidden()
    }
    reached, widget = set(), panel
    for _ in range(400):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            parent: QWidget | None = widget
            while parent is not None and parent.objectName() not in visible:
                parent = parent.parentWidget()
            if parent is not None:
                reached.add(parent.objectName())
    assert reached == visible
    assert find(ExperimentSpec(), "seed").path in reached
    QApplication.processEvents()


# ---------------------------------------------------------------------- values one thinks in


def typed(panel, qtbot, path, text):
    """What typing a text into the field of a setting proposes, or the sentence against it."""
    outcome = []
    panel.edited.connect(lambda path, value: outcome.append(value))
    panel.refused.connect(outcome.append)
    line = panel.editor(path).line
    line.setText(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    return outcome[0] if outcome else None


@pytest.mark.parametrize(
    "path, text, meant",
    [
        ("training.learning_rate", "0,1", 0.1),
        ("training.learning_rate", "1,5e-2", 0.015),
        ("training.learning_rate", "1,000", "Learning rate: '1,000' is not a number; write 1000"),
        ("data.source.samples", "5,5", "Points: '5,5' is not a whole number."),
        ("data.source.samples", "1,000", 1000),
        ("seed", "1,234,567", 1234567),
        ("seed", "1,23,4", "Seed: '1,23,4' is not a whole number."),
    ],
)
def test_a_comma_is_what_is_meant_by_it_or_asked_about(panel, qtbot, path, text, meant):
    found = typed(panel, qtbot, path, text)
    assert found.startswith(meant) if isinstance(meant, str) else found == meant


def turn(widget, up):
    middle = QPointF(widget.rect().center())
    turned = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_click_on_a_slider_goes_to_where_it_was_made(qtbot, share):
    slider = FormSlider(Qt.Orientation.Horizontal, minimum=0, maximum=10)
    qtbot.addWidget(slider)
    slider.setValue(5)
    slider.resize(300, 24)
    slider.show()
    place = QPoint(1 + round(share * 298), 12)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert slider.value() == round(10 * share)


def test_the_learning_rate_steps_through_1_3_and_10(panel, qtbot):
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    editor, edits = panel.editor("training.learning_rate"), edits_of(panel)
    editor.line.setFocus()
    qtbot.keyClick(editor.line, Qt.Key.Key_Up)
    turn(editor.line, up=True)
    editor.slider.setFocus()
    qtbot.keyClick(editor.slider, Qt.Key.Key_Right)
    turn(editor.slider, up=True)
    for _ in range(6):
        qtbot.keyClick(editor.slider, Qt.Key.Key_Down)
    rates = [value for _, value in edits]
    assert rates == [0.03, 0.1, 0.3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]


def test_steps_end_where_the_setting_does(panel):
    for entry in walk(ExperimentSpec()):
        if entry.is_section or not SliderScale.suits(entry.setting):
            continue
        scale = SliderScale(entry.setting)
        for direction in (1, -1):
            value, ends = scale.value(POSITIONS if direction > 0 else 0), []
            for _ in range(30):
                value = entry.setting.checked(scale.stepped(value, direction))
                ends.append(value)
            assert sorted(ends, reverse=direction < 0) == ends, entry.path


def test_seven_layers_never_look_like_two(panel, qtbot):
    panel.resize(304, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    line = panel.editor("network.hidden_layers").line
    for sizes, shown in (((8, 4), "8, 4"), ((8,) * 7, "7 layers of 8"), ((9, 8) * 6, "12 layers")):
        panel.show_spec(replaced(ExperimentSpec(), "network.hidden_layers", sizes))
        assert line.shown_text() == shown
        assert line.fontMetrics().horizontalAdvance(shown) < line.width() - 8
        assert line.toolTip() == line.text() == ", ".join(map(str, sizes))


# ---------------------------------------------------------------------- what is not at its default


def label_of(panel, path):
    editor = panel.editor(path)
    return next(
        label for label in panel.findChildren(QLabel) if label.buddy() is editor.focus_widget()
    )


def test_what_is_not_at_its_default_is_marked_and_can_go_back(panel):
    edits = edits_of(panel)
    label = label_of(panel, "training.learning_rate")
    (restore,) = label.actions()
    assert label.text() == "Learning rate" and not restore.isEnabled()
    assert "Default: 0.01." in label.toolTip()
    panel.show_spec(replaced(ExperimentSpec(), "training.learning_rate", 0.5))
    assert label.text() == "Learning rate\u00a0•"
    restore.trigger()
    assert edits == [("training.learning_rate", 0.01)]
    label = label_of(panel, "training.optimizer")
    panel.show_spec(replaced(ExperimentSpec(), "training.optimizer", "gd"))
    assert label.text() == "Optimizer\u00a0•"
    label.actions()[0].trigger()
    assert edits[-1] == ("training.optimizer", "adam")


def test_a_rare_setting_that_has_an_effect_is_to_be_seen(panel):
    changed = replaced(ExperimentSpec(), "data.scaling", "none")
    assert panel.editor("data.scaling").isHidden()
    panel.show_spec(changed)
    assert not panel.editor("data.scaling").isHidden()
    assert label_of(panel, "data.scaling").text().endswith("•")
    panel.show_spec(ExperimentSpec())
    assert panel.editor("data.scaling").isHidden()


def test_what_the_diagnosis_is_judged_by_does_not_meet_the_beginner(panel):
    words = {label.text() for label in panel.findChildren(QLabel)}
    assert not {"Bayes error", "Tolerance", "Bias and variance"} & words


REASON = "Another setting is meant."


def test_a_locked_setting_says_why_and_one_that_is_meant_is_marked(panel):
    meant = ("training.learning_rate",)
    panel.restrict(Restriction(meant, REASON))
    free, locked = panel.editor(meant[0]), panel.editor("training.batch_size")
    assert free.isEnabled() and free.property("meant")
    assert free.toolTip() != REASON
    assert not locked.isEnabled() and not locked.property("meant")
    assert locked.toolTip() == REASON
    panel.restrict(Restriction())
    assert locked.isEnabled() and not free.property("meant")
    assert locked.setting.help in " ".join(locked.toolTip().split())


def test_a_setting_that_is_meant_is_shown_even_among_those_rarely_changed(panel):
    path = next(
        e.path
        for e in walk(ExperimentSpec())
        if e.setting.advanced and e.path.startswith("training.")
    )
    assert panel.editor(path).isHidden()
    panel.restrict(Restriction((path,)))
    assert not panel.editor(path).isHidden()
    panel.restrict(Restriction())
    assert panel.editor(path).isHidden()


def test_settings_of_what_is_chosen_later_are_locked_as_well(panel):
    panel.restrict(Restriction(("training.optimizer.beta1",), REASON))
    panel.show_spec(replaced(ExperimentSpec(), "training.optimizer", "adam"))
    assert panel.editor("training.optimizer.beta1").isEnabled()
    assert not panel.editor("training.optimizer.beta2").isEnabled()
    assert not panel.editor("training.optimizer").isEnabled()
