"""Results in the window: matrix, baseline, threshold, examples worst first, symptoms."""

from __future__ import annotations

import csv
import io
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from playground.cancellation import cancellable
from playground.data.datasets import Dataset
from playground.experiment.full_frame import full_frame
from playground.experiment.linear.model import LinearModel
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.studies.variations import Variation
from playground.experiment.text import codec
from playground.gui.plotting.pointing import Examples, Threshold
from playground.gui.theme import DARK, LIGHT
from playground.gui.training.calls import Afterwards
from playground.gui.views.boundary.decisions import value_at
from playground.gui.views.results.charts import Sheet, charts_of
from playground.gui.views.results.view import ResultsView, headline
from playground.io.curves import curves_csv
from playground.io.session.file import load_session, save_session

EXPERIMENTS = {
    "binary": 'data.source = {kind = "moons", samples = 200, noise = 0.4}',
    "several classes": 'data.source = {kind = "rings", samples = 200}',
    "regression": 'data.source = {kind = "plane", samples = 200}',
}


def session_of(text: str, epochs: int = 6, dataset: Dataset | None = None) -> Session:
    session = Session(codec.loads(text), dataset)
    for _ in range(epochs):
        session.step_epoch()
    return session


def shown(qtbot, session, theme=LIGHT) -> ResultsView:
    view = ResultsView(theme)
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.draw(full_frame(session))
    view.refresh()
    return view


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_what_is_shown_is_what_was_measured(qtbot, text, theme):
    session = session_of(text)
    view, found = shown(qtbot, session, theme), results(session, "dev")
    assert view.summary() == headline(found)
    order = found.worst_first()
    assert np.array_equal(view.model.places, order) and view.model.rowCount() == found.m
    assert view.model.text(0, 0) == f"{order[0] + 1:,}"
    image = image_of(view)
    assert len({image.pixel(x, y) for x in range(0, 720, 3) for y in range(0, 420, 3)}) > 8
    assert view.threshold.isVisibleTo(view) == (text is EXPERIMENTS["binary"])


def test_the_table_that_is_exported_calls_the_classes_by_their_names(qtbot):
    session = session_of(EXPERIMENTS["several classes"])
    view, found = shown(qtbot, session), results(session, "dev")
    rows = list(csv.DictReader(io.StringIO(curves_csv(view.x_name, view.curves()))))
    names = found.class_names
    assert [row["truth"] for row in rows] == [names[place] for place in found.truth]
    assert [row["prediction"] for row in rows] == [names[place] for place in found.predicted]
    assert [float(row["loss"]) for row in rows] == found.losses.tolist()


def test_an_example_is_called_by_its_line_in_the_file(qtbot, tmp_path):
    cells = [(i, i * 7 % 11, "yn"[i % 3 == 0]) for i in range(40)]
    rows = [f"{a},{'' if a == 5 else b},{label}" for a, b, label in cells]
    (tmp_path / "t.csv").write_text("\n".join(["a,b,label", *rows]) + "\n")
    text = f'data.source = {{kind = "csv", path = "{tmp_path / "t.csv"}"}}'
    save_session(session_of(text), tmp_path / "s.playground")
    for session in (session_of(text), load_session(tmp_path / "s.playground")):
        view, found = shown(qtbot, session), results(session, "dev")
        assert view.model.headerData(0, Qt.Orientation.Horizontal) == "Line"
        written = (tmp_path / "t.csv").read_text().splitlines()
        for row in range(view.model.rowCount()):
            line = written[int(view.model.text(row, 0)) - 1]
            assert line.endswith(f",{view.model.text(row, 1)}")
        table = csv.DictReader(io.StringIO(curves_csv(view.x_name, view.curves())))
        told = {int(row["line"]): row["truth"] for row in table}
        assert told == {int(a): found.class_names[k] for a, k in zip(found.lines, found.truth)}


def test_a_threshold_moves_the_matrix_and_the_boundary(qtbot):
    session = session_of(EXPERIMENTS["binary"])
    view, found = shown(qtbot, session), results(session, "dev")
    pointed = []
    view.pointed.connect(pointed.append)
    view.threshold.setValue(80)
    assert pointed == [Threshold(0.8)]
    said = found.output[0] >= 0.8
    wrong = float(np.mean(said != found.truth))
    assert wrong != found.error
    assert f"Dev {100 * wrong:.4g} % wrong" in view.summary()
    column = [view.model.text(row, 2)[0] for row in range(view.model.rowCount())]
    assert column == [found.class_names[int(said[place])][0] for place in view.model.places]
    view.grab()  # paints, so that the cells have places
    view.choose_at(view._matrix.cells[1, 0].center())
    missed = (found.truth == 1) & (found.output[0] < 0.8)
    assert sorted(view.model.places) == np.flatnonzero(missed).tolist()
    view.choose_at(view._matrix.cells[1, 0].center())
    assert view.model.rowCount() == found.m


def test_choosing_an_example_points_at_it(qtbot):
    view = shown(qtbot, session_of(EXPERIMENTS["binary"]))
    pointed = []
    view.pointed.connect(pointed.append)
    view.table.selectRow(2)
    assert pointed == [Examples("dev", (int(view.model.places[2]),))]
    view.table.clearSelection()
    assert pointed[1:] == [Examples("dev")]


def test_the_examples_of_a_cell_are_chosen_and_follow_the_threshold(qtbot):
    session = session_of(EXPERIMENTS["binary"])
    view, found = shown(qtbot, session), results(session, "dev")
    pointed = []
    view.pointed.connect(pointed.append)
    view.grab()
    view.choose_at(view._matrix.cells[1, 0].center())
    missed = np.flatnonzero((found.truth == 1) & (found.predicted == 0))
    assert pointed[-1].part == "dev" and sorted(pointed[-1].places) == missed.tolist()
    view.threshold.setValue(80)
    missed = np.flatnonzero((found.truth == 1) & (found.output[0] < 0.8))
    assert len(missed) and sorted(pointed[-1].places) == missed.tolist()
    view.choose_at(view._matrix.cells[1, 0].center())
    assert pointed[-1] == Examples("dev")


def rare() -> Dataset:
    rng = np.random.default_rng(5)
    Y = (np.arange(500) % 50 == 0).astype(float)[np.newaxis]
    X = rng.normal(size=(3, 500))
    return Dataset(X=X, Y=Y, feature_names=("a", "b", "c"), class_names=("no", "yes"))


def test_a_rare_class_is_not_called_a_success(qtbot):
    view = shown(qtbot, session_of("training.epochs = 60", 60, rare()))
    assert "always 'no' is 2 % wrong: this network is" in view.summary()
    assert "than that." in view.summary()
    assert view.symptom.finding.name == "rare_class"


def test_the_name_of_a_chart_is_not_cut_after_other_data(qtbot):
    view = ResultsView(LIGHT)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    for text in ("several classes", "regression", "binary"):
        view.draw(full_frame(session_of(EXPERIMENTS[text])))
        view.refresh()
        names = [view.chart.itemText(place) for place in range(view.chart.count())]
        widest = max(map(view.chart.fontMetrics().horizontalAdvance, names))
        assert view.chart.sizeHint().width() >= widest + 16


def test_without_a_dev_set_only_the_training_set_is_offered(qtbot):
    """Its results were shown under the name of the dev set."""
    view = shown(qtbot, session_of('data.source = "typed"'))
    offered = [view.part.itemText(place) for place in range(view.part.count())]
    assert offered == ["Training set"] and view.words.text().startswith("Train ")
    view.draw(full_frame(session_of(EXPERIMENTS["binary"])))
    view.refresh()
    assert view.part.currentText() == "Dev set" and view.words.text().startswith("Dev ")


def test_nothing_wrong_says_nothing(qtbot):
    view = shown(qtbot, session_of('data.source = "gaussians"', 20))
    assert view.symptom.finding is None and not view.symptom.isVisibleTo(view)


def test_in_the_window_symptom_and_remedy_lead_to_a_study(window, qtbot):
    bench = window.playground.workbench
    bench.set("network.initializer", "zeros")
    bench.set("training.epochs", 30)
    bench.set_pace(None)
    qtbot.waitUntil(lambda: not bench.busy)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    window.actions_.results.trigger()
    qtbot.waitUntil(lambda: "results" in window.playground.views, timeout=10_000)
    view = window.playground.views["results"]
    qtbot.waitUntil(lambda: view.symptom.finding is not None, timeout=10_000)
    assert view.symptom.finding.name == "identical_units"
    qtbot.mouseClick(view.symptom.remedy, Qt.MouseButton.LeftButton)
    studies = window.playground.studies
    qtbot.waitUntil(lambda: not studies.runner.running, timeout=30_000)
    assert studies.window.outcome is not None, studies.window.verdict.text
    assert studies.window.outcome.result.study.variations == (
        Variation("Present setting"),
        Variation("Initial weights: Xavier", (("network.initializer", "xavier"),)),
    )
    studies.close()


def image_of(view) -> QImage:
    image = QImage(720, 420, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 720, 420))
    painter.end()
    return image


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_each_chart_is_another_picture(qtbot, text):
    view = shown(qtbot, session_of(text))
    titles = [view.chart.itemText(k) for k in range(view.chart.count())]
    assert titles == [chart.title for chart in charts_of(view.found).values()]
    seen = []
    for place in range(view.chart.count()):
        view.chart.setCurrentIndex(place)
        view.chart.activated.emit(place)
        seen.append(image_of(view))
        clone = view.clone()
        assert image_of(clone) == seen[-1]  # a report shows the same
    assert all(one != other for one, other in combinations(seen, 2))


def test_a_threshold_moves_the_point_on_every_curve_it_is_on(qtbot):
    view = shown(qtbot, session_of(EXPERIMENTS["binary"]))
    for name, moves in (("roc", True), ("precision_recall", True), ("calibration", False)):
        view.set_view_state({"threshold": 50, "chart": name})
        canvas = QRectF(0, 0, 720, 420)
        images = []
        for at in (50, 95):
            image = QImage(720, 420, QImage.Format.Format_RGB32)
            image.fill(0)
            painter = QPainter(image)
            chart = charts_of(view.found)[name]
            chart.paint(Sheet(painter, canvas, LIGHT), view.found, at / 100)
            painter.end()
            images.append(image)
        assert (images[0] != images[1]) == moves


@pytest.mark.parametrize("name", ["predicted", "residuals"])
def test_a_point_of_a_chart_chooses_its_example(qtbot, name):
    view = shown(qtbot, session_of(EXPERIMENTS["regression"]))
    view.set_view_state({"threshold": 50, "chart": name})
    view.grab()  # paints, so that the points have places
    pointed = []
    view.pointed.connect(pointed.append)
    place = 7
    view.choose_at(QPointF(*view._places[place]))
    [example] = pointed
    found = view.found  # where points lie upon each other, any of them is meant
    [chosen] = example.places
    assert np.hypot(*(view._places[chosen] - view._places[place])) < 1
    assert found.part == example.part == "dev"
    view.choose_at(QPointF(-100, -100))
    assert pointed[-1] == Examples("dev")


def test_of_each_class_the_measures_are_shown_as_far_as_there_is_room(qtbot):
    rng = np.random.default_rng(0)
    names = tuple(f"kind {k}" for k in range(30))
    many = Dataset(
        X=rng.normal(size=(2, 900)),
        Y=np.eye(30)[:, np.arange(900) % 30],
        feature_names=("a", "b"),
        class_names=names,
    )
    view = shown(qtbot, session_of("", 2, many))
    view.set_view_state({"threshold": 50, "chart": "classes"})
    assert image_of(view) != image_of(shown(qtbot, session_of("", 2, many)))


def answered(view, session):
    """Whatever the view asks of the worker is answered at once, as for a session of its own."""

    def answer(function, done):
        outcome = function(session)
        done(outcome.function() if isinstance(outcome, Afterwards) else outcome)

    view.call_requested.connect(answer)


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_a_linear_model_on_request(qtbot, text):
    session = session_of(text)
    view = shown(qtbot, session)
    answered(view, session)
    assert view.linear.words.text() == ""
    qtbot.mouseClick(view.linear.button, Qt.MouseButton.LeftButton)
    found = LinearModel.known_to(session)  # the report tells of it from now on
    assert view.linear.words.text() == found.beside_network(session)
    assert view.linear.button.text() == "Linear model"
    session.step_epoch()
    view.draw(full_frame(session))
    view.refresh()
    assert view.linear.words.text() == found.beside_network(session)
    view.draw(full_frame(session_of(text)))  # other data, as far as anybody knows
    view.refresh()
    assert view.linear.words.text() == ""


def test_a_linear_model_can_be_given_up(qtbot):
    session = session_of(EXPERIMENTS["binary"])
    view, asked = shown(qtbot, session), []
    view.call_requested.connect(lambda function, done: asked.append((function, done)))
    for _ in range(2):  # asked for, and stopped
        qtbot.mouseClick(view.linear.button, Qt.MouseButton.LeftButton)
    [(function, done)] = asked
    assert view.linear.button.text() == "Linear model"
    rest = function(session)
    with cancellable(rest.given_up):
        outcome = rest.function()
    assert outcome is None
    done(outcome)
    assert view.linear.words.text() == ""
    qtbot.mouseClick(view.linear.button, Qt.MouseButton.LeftButton)
    function, done = asked[1]
    rest = function(session)
    with cancellable(rest.given_up):
        done(rest.function())
    assert view.linear.words.text() != ""


def test_in_the_window_the_training_goes_on_while_a_linear_model_is_found(window, qtbot):
    bench = window.playground.workbench
    window.actions_.results.trigger()
    qtbot.waitUntil(lambda: "results" in window.playground.views, timeout=10_000)
    view = window.playground.views["results"]
    qtbot.waitUntil(lambda: view.found is not None)
    bench.train()
    qtbot.mouseClick(view.linear.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.linear.words.text() != "", timeout=20_000)
    remembered = []
    bench.call(LinearModel.known_to).then(remembered.append)
    qtbot.waitUntil(lambda: bool(remembered))
    assert remembered[0].split is bench.snapshot.split
    assert view.linear.words.text().startswith("A linear model (logistic regression): train ")


def test_a_row_is_chosen_where_its_example_was_clicked_elsewhere(qtbot):
    view = shown(qtbot, session_of(EXPERIMENTS["binary"]))
    view.show_pointed(Examples("train", (3,)))  # not of the part that is shown
    assert not view.table.selectionModel().hasSelection()
    view.show_pointed(Examples("dev", (3,)))
    (row,) = {index.row() for index in view.table.selectionModel().selectedIndexes()}
    assert view.model.places[row] == 3


def test_what_was_chosen_here_gives_way_to_what_is_chosen_elsewhere(qtbot):
    session, pointed = session_of(EXPERIMENTS["binary"]), []
    view = shown(qtbot, session)
    view.pointed.connect(pointed.append)
    view.grab()
    view.choose_at(view._matrix.cells[0, 0].center())
    view.table.selectRow(0)
    view.show_pointed(Examples("train", (int(view.model.places[0]),)))
    pointed.clear()
    for _ in range(2):  # further results must not take it back
        session.step_epoch()
        view.draw(full_frame(session))
        view.refresh()
    assert pointed == [] and view.model.rowCount() == view.found.m
    view.table.selectRow(0)
    assert pointed == [Examples("dev", (int(view.model.places[0]),))]


def test_a_row_stays_chosen_wherever_further_results_put_it(qtbot):
    session = session_of(EXPERIMENTS["binary"])
    view = shown(qtbot, session)
    view.table.selectRow(4)
    place, order = view.model.places[4], view.model.places
    for _ in range(30):
        session.step_epoch()
    view.draw(full_frame(session))
    view.refresh()
    assert not np.array_equal(view.model.places, order)
    (row,) = {index.row() for index in view.table.selectionModel().selectedIndexes()}
    assert view.model.places[row] == place


def test_what_was_chosen_of_other_data_is_forgotten(qtbot):
    view = shown(qtbot, session_of(EXPERIMENTS["several classes"]))
    image_of(view)
    view.choose_at(view._matrix.cells[2, 2].center())
    for text in (EXPERIMENTS["regression"], 'data.source = {kind = "plane", samples = 40}'):
        view.draw(full_frame(session_of(text)))
        view.refresh()
        assert view.model.rowCount() == view.found.m
        image_of(view)
        view.table.selectRow(int(np.argmax(view.model.places)))


def test_the_boundary_rings_the_example_and_follows_the_threshold(window, qtbot):
    boundary, bench = window.playground.views["boundary"], window.playground.workbench
    boundary.show_pointed(Examples("dev", (3, 7)))
    X = bench.snapshot.split.dev.X
    assert boundary.ring.at == tuple(map(tuple, X[:, [3, 7]].T.tolist()))
    boundary.show_pointed(None)  # of something else, such as a unit
    assert len(boundary.ring.at) == 2
    boundary.show_pointed(Examples("dev"))
    assert boundary.ring.at == ()
    surface = bench.frame.probes[SurfaceProbe]
    for level in np.percentile(surface.output, (25, 75)):
        boundary.show_pointed(Threshold(level))
        line = boundary.pane.contours.points
        values = np.array([value_at(surface, *at)[0] for at in line[np.isfinite(line[:, 0])]])
        assert len(values) > 20
        assert np.abs(values - level).max() < 0.1 * np.ptp(surface.output)


def two_quantities() -> Session:
    """Of which the network learns the second better: it is linear, and the first is not."""
    rng = np.random.default_rng(3)
    X = rng.uniform(-1, 1, (2, 200))
    Y = np.stack([np.sin(9 * X[0]), X[0] - X[1]])
    data = Dataset(X=X, Y=Y, feature_names=("x1", "x2"), label_names=("wave", "slope"))
    return session_of("network.hidden_layers = []", 20, data)


def test_of_several_quantities_one_is_shown_and_can_be_chosen(qtbot):
    session = two_quantities()
    view, found = shown(qtbot, session), results(session, "dev")
    assert view.quantity.isVisibleTo(view)
    assert [view.quantity.itemText(k) for k in range(2)] == ["wave", "slope"]
    waves = np.sqrt(np.mean((found.output[0] - found.targets[0]) ** 2))
    slopes = np.sqrt(np.mean((found.output[1] - found.targets[1]) ** 2))
    assert view.found.error == pytest.approx(waves) and np.hypot(waves, slopes) == pytest.approx(
        found.error
    )
    view.quantity.setCurrentIndex(1)
    view.quantity.activated.emit(1)
    assert view.found.error == pytest.approx(slopes) and slopes < waves
    assert view.found.r_squared > 0.9
    np.testing.assert_array_equal(view.found.truth, found.targets[1])
    np.testing.assert_array_equal(view.curves()["prediction"][1], found.output[1])


def test_of_one_quantity_nothing_is_to_be_chosen(qtbot):
    view = shown(qtbot, session_of(EXPERIMENTS["regression"]))
    assert not view.quantity.isVisibleTo(view)
