"""Forms come from declarations: whatever is declared can be seen and edited."""

from unittest.mock import patch

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QSlider,
    QStylePainter,
    QWidget,
)

from playground.engine.optimizers import optimizers
from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.fields import FormComboBox
from playground.gui.controls.panel import ControlPanel
from playground.settings import Settings, find, number, replaced, walk


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
        if entry.is_section:
            continue
        editor = panel.editor(entry.path)
        assert editor.objectName() == entry.path
        assert editor.focus_widget().accessibleName() == entry.setting.label
        assert entry.setting.help in editor.toolTip()


def test_typing_a_number_proposes_it(panel, qtbot):
    edits = edits_of(panel)
    line = panel.editor("training.learning_rate").line
    line.setText("0.3")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert edits == [("training.learning_rate", 0.3)]


@pytest.mark.parametrize("typed", ["fast", "-1", "0", "1e9", "nan", "", "0,3", "１"])
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
    editors = [panel.editor(entry.path) for entry in walk(ExperimentSpec()) if not entry.is_section]
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


def test_an_optimizer_registered_in_one_place_appears_in_the_form(qtbot):
    @optimizers.register("dummy", label="Dummy of the test")
    class Dummy(Settings):
        """Does nothing."""

        strength: float = number(0.5, label="Strength", minimum=0, maximum=1)

    try:
        panel = ControlPanel()
        qtbot.addWidget(panel)
        combo = panel.editor("training.optimizer").combo
        assert combo.findText("Dummy of the test") >= 0
        panel.show_spec(replaced(ExperimentSpec(), "training.optimizer", "dummy"))
        assert panel.editor("training.optimizer.strength").line.text() == "0.5"
        assert combo.currentData() == "dummy"
    finally:
        optimizers.discard("dummy")


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
        if not entry.is_section and not panel.editor(entry.path).isHidden()
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
