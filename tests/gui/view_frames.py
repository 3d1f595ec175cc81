"""Frames and views for tests: small, quick, with numbers and colours that can be told before."""

import gc

import numpy as np
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from playground.data.datasets import Dataset, one_hot
from playground.experiment.history import History
from playground.experiment.inputs.plane import Plane
from playground.experiment.probe import ProbeResults
from playground.experiment.probes.surface import Surface, SurfaceMap, SurfaceProbe
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.theme import LIGHT
from playground.settings import replaced

FLOWERS = ("rose", "lily", "iris", "daisy", "aster", "poppy", "tulip", "violet", "peony")


def spec_of(**settings):
    """The default specification with some settings changed: ``data__source="moons"``."""
    spec = ExperimentSpec()
    for path, value in {"data__source__samples": 60, **settings}.items():
        spec = replaced(spec, path.replace("__", "."), value)
    return spec


def frame_of(dataset=None, *, epochs=2, plane=None, history=None, running=False, **settings):
    """A frame of a session that has trained for some epochs."""
    if dataset is None:
        spec = spec_of(**settings)
    else:
        settings = {path: value for path, value in settings.items() if "source" not in path}
        spec = ExperimentSpec()
        for path, value in settings.items():
            spec = replaced(spec, path.replace("__", "."), value)
    session = Session(spec, dataset)
    for _ in range(epochs):
        session.step_epoch()
    plane = plane or Plane.around(session.dataset, cells=40)
    theta = session.network.theta.copy()
    snapshot = Snapshot(
        run=Run.of(session),
        spec=spec,
        running=running,
        steps=session.trainer.steps,
        epoch=session.trainer.epoch,
        learning_rate=session.trainer.current_learning_rate,
        theta=theta,
        points=session.history.since((0, 0)),
        dataset=session.dataset,
        split=session.split,
        probes=ProbeResults({SurfaceProbe: Surface.of(session, plane, session.dataset).map(theta)}),
    )
    return Frame(snapshot, history or session.history)


def with_results(frame, results):
    """The same frame with other results of probes, by their classes."""
    return Frame(frame.snapshot, frame.history, ProbeResults(results).after(frame.probes))


def with_output(frame, output):
    """The same frame, the network's output over its plane replaced by `output`."""
    surface = SurfaceMap(frame.probes[SurfaceProbe].plane, np.asarray(output, np.float32))
    return with_results(frame, {SurfaceProbe: surface})


def flower_beds(classes=3, n_x=4, m=45):
    """Examples of several classes with several features, each class around a place of its own."""
    rng = np.random.default_rng(7)
    labels = np.arange(m) % classes
    X = rng.normal(size=(n_x, m)) * 0.3 + labels
    return Dataset(
        X=X,
        Y=one_hot(labels, classes),
        feature_names=tuple(f"petal {k + 1}" for k in range(n_x)),
        label_name="species",
        class_names=FLOWERS[:classes],
    )


def history_of(costs, evaluations):
    """A history of mini-batch costs, and of rows (step, epoch, train/dev cost, train/dev error)."""
    history = History()
    for cost in costs:
        history.add_step(cost)
    for step, epoch, *measured in evaluations:
        history.add_evaluation(step, epoch, 0.01, *measured)
    return history


def shown(view, size=(520, 380)):
    """Show a view for a test, as the body of a fixture; afterwards nothing of it may be left."""
    view.resize(*size)
    view.show()
    QApplication.processEvents()
    yield view
    children = view.findChildren(QWidget)
    assert children
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not any(shiboken6.isValid(widget) for widget in (view, *children))


def pixel(view, x, y):
    """The colour on the screen at a place of the axes."""
    QApplication.processEvents()
    (left,), (top,) = view.plot.to_pixels([x], [y])
    at = view.plot.mapTo(view, view.plot.mapFromScene(view.plot.box.mapToScene(left, top)))
    return view.grab().toImage().pixelColor(at)


def is_near(color, role, theme=LIGHT, slack=40):
    """Whether a colour is about that of a role, or of a colour's name."""
    wanted = QColor(role if role.startswith("#") else theme.color(role))
    pairs = zip(color.getRgb()[:3], wanted.getRgb()[:3])
    return max(abs(a - b) for a, b in pairs) <= slack
