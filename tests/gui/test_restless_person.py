"""A person who does everything at once while it trains: the window never shows what is not so.

A few seconds by default; for longer set PLAYGROUND_RESTLESS_SECONDS, for other doings
PLAYGROUND_RESTLESS_SEED.
"""

import os
import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt

from playground.data.sources import sources
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.gui.app import create_window
from playground.gui.controls.editors import OptionEditor
from playground.gui.controls.number_editor import NumberEditor
from playground.gui.plotting.pointing import Unit
from playground.settings import walk

SECONDS = float(os.environ.get("PLAYGROUND_RESTLESS_SECONDS", "5"))
SEED = int(os.environ.get("PLAYGROUND_RESTLESS_SEED", "7"))
SETTLE_EVERY = 12  # doings

SLIDERS = (
    "training.learning_rate",
    "training.l2",
    "training.l1",
    "training.keep_prob",
    "training.batch_size",
    "data.source.noise",
    "data.source.samples",
    "diagnosis.tolerance",
)
GENERATED = ("circle", "moons", "xor", "gaussians", "rings", "flower", "multi_gaussian", "curve")
FEATURES = ("", "x1, x2, x1^2", "x2, sin(x1), x1*x2")


class Person:
    """Does one thing after another to a window, by chance."""

    def __init__(self, window, qtbot, rng):
        self.window, self.qtbot, self.rng = window, qtbot, rng
        self.playground = window.playground
        self.bench = window.playground.workbench
        self.done = []

    def do_something(self):
        doings = (
            [self.weight, self.bias, self.slide, self.layers] * 3
            + [self.draw, self.hover, self.press, self.data, self.choose, self.look] * 2
            + [self.undo, self.features, self.speed]
        )
        doing = doings[self.rng.integers(len(doings))]
        self.done.append(doing.__name__)
        doing()

    def weight(self):
        sizes = self.bench.run.layer_sizes
        layer = int(self.rng.integers(1, len(sizes)))
        row, column = (int(self.rng.integers(n)) for n in (sizes[layer], sizes[layer - 1]))
        self.playground.views["network"].parameter_edited.emit(
            layer, row, column, float(self.rng.normal())
        )

    def bias(self):
        sizes = self.bench.run.layer_sizes
        layer = int(self.rng.integers(1, len(sizes)))
        row = int(self.rng.integers(sizes[layer]))
        self.playground.views["network"].parameter_edited.emit(
            layer, row, None, float(self.rng.normal())
        )

    def slide(self):
        path = SLIDERS[self.rng.integers(len(SLIDERS))]
        try:
            slider = self.window.controls.editor(path).slider
        except KeyError:  # the present data set has no such setting
            return
        # Not beyond the middle of the number of points: this is no test of speed.
        top = slider.maximum() // (3 if path.endswith("samples") else 1)
        for value in np.sort(self.rng.integers(0, top + 1, 4)).tolist():
            slider.setValue(value)
            self.qtbot.wait(1)

    def layers(self):
        diagram = self.playground.views["network"]
        steppers = [diagram.top_row.stepper, *diagram.units_row.steppers]
        stepper = steppers[self.rng.integers(len(steppers))]
        button = (stepper.plus, stepper.minus)[self.rng.integers(2)]
        if button.isEnabled():
            button.click()

    def draw(self):
        boundary = self.playground.views["boundary"]
        if not boundary.drawing.tool.can_draw:
            return
        boundary.drawing.open()
        size = boundary.plot.viewport().size()
        for _ in range(3):
            x, y = (
                int(self.rng.uniform(0.25, 0.7) * side) for side in (size.width(), size.height())
            )
            self.qtbot.mouseClick(
                boundary.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y)
            )
        if self.rng.random() < 0.3:
            boundary.drawing.close()

    def hover(self):
        sizes = self.bench.run.layer_sizes
        layer = int(self.rng.integers(1, len(sizes)))
        boundary = self.playground.views["boundary"]
        boundary.show_pointed(Unit(layer, int(self.rng.integers(sizes[layer]))))
        self.qtbot.wait(5)
        if self.rng.random() < 0.7:
            boundary.show_pointed(None)

    def press(self):
        names = ("run", "run", "run", "step", "step_epoch", "reset", "new_seed")
        getattr(self.window.actions_, names[self.rng.integers(len(names))]).trigger()

    def data(self):
        gallery = self.window.controls.editor("data.source")
        if self.rng.random() < 0.7:
            gallery.buttons[GENERATED[self.rng.integers(len(GENERATED))]].click()
        else:
            gallery.again.click()

    def choose(self):
        path = ("network.activation", "training.optimizer", "data.scaling", "training.schedule")[
            self.rng.integers(4)
        ]
        combo = self.window.controls.editor(path).combo
        index = int(self.rng.integers(combo.count()))
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def look(self):
        options = self.playground.views["boundary"].options
        (options.test, options.discrete)[self.rng.integers(2)].trigger()
        docks = ("error", "activation", "images", "diagnosis")
        self.window.show_dock(docks[self.rng.integers(len(docks))])

    def undo(self):
        for action in (
            self.window.actions_.undo,
            self.window.actions_.undo,
            self.window.actions_.redo,
        ):
            action.trigger()

    def features(self):
        self.bench.set("data.features", FEATURES[self.rng.integers(len(FEATURES))])

    def speed(self):
        self.window.speed.slider.setValue(int(self.rng.integers(6, 13)))


def settled(person):
    """Wait until everything asked for has been done, and nothing trains."""
    bench, qtbot = person.bench, person.qtbot
    bench.pause()
    qtbot.wait(100)  # strokes and movements are put forward a moment later
    qtbot.waitUntil(lambda: not bench.busy, timeout=20_000)
    bench.pause()
    answers = []
    bench.call(lambda session: None).then(answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    qtbot.waitUntil(lambda: not bench.running and not bench.busy, timeout=20_000)
    qtbot.wait(20)


def check_that_all_is_so(person):
    """What is on the screen is what is in force, number by number."""
    window, bench, playground = person.window, person.bench, person.playground
    session = bench._link.worker._session  # at rest: nobody changes it
    what = f"after {person.done}"
    assert bench.spec == session.spec == bench.snapshot.spec, what
    np.testing.assert_array_equal(bench.snapshot.theta, session.network.theta, what)
    np.testing.assert_array_equal(bench.history.batch_costs, session.history.batch_costs, what)
    np.testing.assert_array_equal(bench.history.evaluations, session.history.evaluations, what)
    assert bench.snapshot.split is session.split, what

    for view in playground.views:
        assert view.frame.snapshot is bench.snapshot, f"{view.name} {what}"
        assert view.frame.run is bench.run, f"{view.name} {what}"
    surface = bench.probes[SurfaceProbe]
    output = Surface.of(session, surface.plane).map(session.network.theta).output
    np.testing.assert_array_equal(surface.output, output, what)
    boundary = playground.views["boundary"]
    assert boundary._surface is surface, what
    shown = session.split.train.m + session.split.dev.m
    shown += session.split.test.m if boundary.options.test.isChecked() else 0
    assert len(boundary.points.x) == min(shown, 5000), what
    canvas = playground.views["network"].canvas
    assert canvas.layout_.layer_sizes == tuple(session.network.layer_sizes), what

    for entry in walk(bench.spec):
        if entry.is_section or entry.path.startswith("diagnosis."):
            continue
        editor = window.controls.editor(entry.path)
        if isinstance(editor, NumberEditor):
            assert editor.line.text() == editor.text_of(entry.value), f"{entry.path} {what}"
        elif isinstance(editor, OptionEditor):
            assert editor.combo.currentData() == editor._word(entry.value), f"{entry.path} {what}"


@pytest.mark.timeout(SECONDS * 3 + 120)
def test_whatever_a_restless_person_does_the_window_shows_what_is_so(qtbot):
    assert set(GENERATED) <= set(sources)
    QSettings().clear()
    window = create_window()
    bench = window.playground.workbench
    failures = []
    bench.message_changed.connect(
        lambda message: failures.extend([message.details] if message and message.details else [])
    )
    try:
        qtbot.waitUntil(lambda: bool(window.playground.views) and bench.snapshot is not None)
        person = Person(window, qtbot, np.random.default_rng(SEED))
        bench.set_pace(None)
        bench.train()
        end = time.monotonic() + SECONDS
        checks = 0
        while time.monotonic() < end or not checks:
            for _ in range(SETTLE_EVERY):
                person.do_something()
                qtbot.wait(int(person.rng.integers(1, 40)))
                assert not failures, f"{failures} after {person.done}"
            settled(person)
            check_that_all_is_so(person)
            assert not failures
            checks += 1
            person.done.clear()
            bench.train()
    finally:
        window.close()
        window.deleteLater()
