"""The panel of bias and variance: what it is measured against, the recipe, one look at the test."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QImage, QPainter

from playground.experiment.diagnosis import diagnose
from playground.experiment.session import Session
from playground.experiment.studies.kinds.recipe import proposals
from playground.gui.theme import LIGHT
from playground.gui.views.diagnosis import bars as bars_module
from playground.gui.views.diagnosis.bars import Bars
from playground.settings import replaced

EPOCHS = 5


@pytest.fixture
def main(window, qtbot):
    bench(window).propose(replaced(bench(window).spec, "training.epochs", EPOCHS))
    qtbot.waitUntil(lambda: not bench(window).busy)
    bench(window).set_pace(None)
    return window


def bench(main):
    return main.playground.workbench


def trained(main, qtbot):
    """Train to the end; the panel."""
    main.findChild(QAction, "diagnose").trigger()
    views = main.playground.views
    qtbot.waitUntil(lambda: any(view.name == "diagnosis" for view in views))
    view = next(view for view in views if view.name == "diagnosis")
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch >= EPOCHS and not bench(main).running)
    qtbot.waitUntil(lambda: view.diagnosis is not None)
    return view


def session_of(spec):
    session = Session(spec)
    session.run()
    return session


def test_a_network_that_has_not_learnt_yet_is_not_judged(main, qtbot):
    view = trained(main, qtbot)
    assert not view.bars.isHidden() and any(b.isVisible() for b in view.buttons.values())
    bench(main).reset()
    qtbot.waitUntil(lambda: view.diagnosis is None)
    assert view.words.text().startswith("Train the network first")
    assert view.bars.isHidden() and all(b.isHidden() for b in view.buttons.values())
    assert view.test.place.isHidden()


def test_the_test_error_is_hidden_until_it_is_asked_for(main, qtbot):
    view = trained(main, qtbot)
    assert view.test.button.isEnabled() and view.test.error.text() == ""
    assert view.test.place.currentWidget() is view.test.button
    assert "Look once" in view.test.words.text()
    qtbot.mouseClick(view.test.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(view.test.error.text()))
    error = session_of(bench(main).spec).test_error()
    assert view.test.error.text() == f"Test error {round(100 * error, 2):g} %"
    assert view.test.place.currentWidget() is view.test.error
    assert f"Looked at once, after epoch {EPOCHS}" in view.test.words.text()


def test_training_on_does_not_show_the_test_error_live(main, qtbot):
    view = trained(main, qtbot)
    view.test.button.click()
    qtbot.waitUntil(lambda: bool(view.test.error.text()))
    before = view.test.error.text(), view.test.words.text()
    bench(main).set("training.epochs", 200)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch >= 200 and not bench(main).running)
    assert (view.test.error.text(), view.test.words.text()) == before


def test_a_new_run_hides_it_and_further_looks_are_counted(main, qtbot):
    view = trained(main, qtbot)
    view.test.button.click()
    qtbot.waitUntil(lambda: bool(view.test.error.text()))
    bench(main).set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: view.diagnosis is None)
    trained(main, qtbot)
    assert view.test.place.currentWidget() is view.test.button
    view.test.button.click()
    qtbot.waitUntil(lambda: bool(view.test.error.text()))
    assert "Looked at 2 times by now" in view.test.words.text()
    bench(main).set("seed", 5)
    qtbot.waitUntil(lambda: view.diagnosis is None)
    trained(main, qtbot)
    assert view.test.place.currentWidget() is view.test.button
    view.test.button.click()
    qtbot.waitUntil(lambda: bool(view.test.error.text()))
    assert "Looked at once" in view.test.words.text()  # other examples than those before


def test_without_a_test_set_there_is_nothing_to_reveal(main, qtbot):
    bench(main).set("data.division", "70/30")
    qtbot.waitUntil(lambda: not bench(main).busy)
    view = trained(main, qtbot)
    assert not view.test.button.isEnabled()
    assert "no test set" in view.test.words.text()


def test_bayes_error_and_tolerance_are_set_in_the_panel(main, qtbot):
    view = trained(main, qtbot)
    fields = view.measures.fields
    assert {name: field.value() for name, field in fields.items()} == {
        "bayes_error": 0.0,
        "tolerance": 2.0,
    }
    fields["bayes_error"].setValue(15)
    assert bench(main).spec.diagnosis.bayes_error == 0.15
    qtbot.waitUntil(lambda: view.diagnosis.bayes_error == 0.15)
    assert "Bayes error of 15\N{NO-BREAK SPACE}%" in view.words.text()  # never apart
    bench(main).undo()
    qtbot.waitUntil(lambda: fields["bayes_error"].value() == 0)


def test_the_recipe_is_a_button_each_and_the_look_at_the_test_stands_last(main, qtbot):
    view = trained(main, qtbot)
    found = proposals(bench(main).spec, view.diagnosis)
    assert list(view.buttons) == [proposal.name for proposal in found]
    assert all(view.buttons[p.name].isEnabled() == p.available for p in found)
    bench(main).set("training.l2", 0.1)  # now there is regularization that may be weakened
    qtbot.waitUntil(lambda: "weaker_regularization" in view.buttons)
    parts = [*view.buttons.values(), view.test.place]
    places = [view._recipe.getItemPosition(view._recipe.indexOf(part))[:2] for part in parts]
    assert places == sorted(set(places))
    main.show_dock("diagnosis")
    # No column takes the room of the others.
    qtbot.waitUntil(lambda: min(button.width() for button in view.buttons.values()) > 60)


@pytest.mark.parametrize("dev_error", [0.0125, 0.02, 0.0])
def test_the_bars_have_the_numbers_of_the_sentence(qapp, monkeypatch, dev_error):
    """1.25 % was 1.2 % beside its bar."""
    judged, written = diagnose(1e-12, dev_error), []
    bars = Bars(LIGHT)
    bars.show_diagnosis(judged)
    monkeypatch.setattr(bars_module, "write", lambda _p, _r, words, *_: written.append(words))
    image = QImage(400, 80, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    bars.paint(painter, QRectF(image.rect()))
    painter.end()
    _, bias, _, variance = written
    assert f"avoidable bias {bias}" in judged.sentence
    assert f"variance {variance}" in judged.sentence or variance == "0 %"
