"""Run history: what was run is kept, found again, named, pinned and restored."""

import math
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from past_runs import falling, past_run
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLineEdit

from playground.experiment.attachments import Attachments
from playground.experiment.differing import as_csv
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.run_log import RunCurve
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import Compare
from playground.experiment.studies.kinds.rate_finder import RateFinder
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.results.table import table
from playground.experiment.text import codec
from playground.experiment.thumbnail import CLASS, COLORS, SHAPE, thumbnail
from playground.gui.document.recovery import Recovery
from playground.gui.export.file_menu import text_writer
from playground.gui.export.picture_formats import save_view
from playground.gui.run_history.cells import wrapped
from playground.gui.run_history.pictures import SIZE, palette, picture_of
from playground.gui.run_history.playlist import Player, playlist
from playground.gui.run_history.table import BEGAN, COST, DEV, NAME, PIN, SEED, SETTINGS
from playground.gui.theme import DARK, LIGHT
from playground.io.png import pixels_of
from playground.io.session.file import read_session, save_session
from playground.settings import replaced

#: Rates that no logarithm has.
NEGATIVE = RunCurve("", -np.ones((4, 7)))


@pytest.fixture
def main(window, qtbot):
    bench(window).set_pace(None)
    bench(window).set("training.epochs", 3)
    qtbot.waitUntil(lambda: not bench(window).busy)
    return window


def bench(main):
    return main.playground.workbench


def recorder(main):
    return main.playground.studies.recorder


def session_of(text, steps):
    session = Session(codec.loads(text))
    for _ in range(steps):
        session.step()
    return session


def train(main, qtbot, path=None, value=None):
    if path:
        bench(main).set(path, value)
        qtbot.waitUntil(lambda: not bench(main).busy)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.stop is not None and not bench(main).running)


def history(main):
    main.findChild(QAction, "run_history").trigger()
    return main.playground.studies.history


def shown(window, column=NAME):
    model = window.sorted
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_a_run_stands_in_the_table_with_its_results(main, qtbot):
    window = history(main)
    assert shown(window) == [] and "once it has trained" in window.table.words
    train(main, qtbot)
    latest = bench(main).history.latest
    (run,) = window.model.rows
    assert run.spec == bench(main).spec
    assert (run.train_cost, run.dev_error) == (latest["train_cost"], latest["dev_error"])
    assert (run.epochs, run.seeds) == (3, (bench(main).spec.seed,))
    assert run.sentence == bench(main).snapshot.stop.sentence
    assert shown(window, COST) == [f"{latest['train_cost']:.4g}"]


def test_a_run_that_never_trained_is_no_run(main, qtbot):
    for seed in (11, 12):
        bench(main).set("seed", seed)
        qtbot.waitUntil(lambda: not bench(main).busy)
    assert history(main).model.rows == ()


def test_a_run_that_goes_on_is_renewed_not_repeated(main, qtbot):
    window = history(main)
    train(main, qtbot)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 3)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    (run,) = window.model.rows
    assert run.epochs == bench(main).snapshot.epoch > 3


def test_a_run_that_another_takes_the_place_of_is_kept(main, qtbot):
    window = history(main)
    bench(main).set("training.epochs", 1_000_000)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.steps > 100)
    bench(main).set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: len(window.model.rows) > 0)
    assert window.model.rows[0].spec.network.hidden_layers == (8, 4)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)


def test_only_the_settings_that_differ_are_told(main, qtbot):
    window = history(main)
    train(main, qtbot)
    assert shown(window, SETTINGS) == ["–"]
    train(main, qtbot, "network.hidden_layers", (3,))
    bench(main).reset()  # the penalty alone would be taken up by the run as it stands
    qtbot.waitUntil(lambda: bench(main).snapshot.steps == 0)
    train(main, qtbot, "training.l2", 0.5)
    assert set(shown(window, SETTINGS)) == {
        "Hidden layers 8-4, L2 penalty (λ) 0",
        "Hidden layers 3, L2 penalty (λ) 0",
        "Hidden layers 3, L2 penalty (λ) 0.5",
    }


def test_a_study_is_kept_with_its_best_variation(main, qtbot):
    window = history(main)
    main.playground.studies.compare_optimizers()
    qtbot.waitUntil(lambda: len(window.model.rows) == 1, timeout=20_000)
    (run,) = window.model.rows
    rows = table(main.playground.studies.window.outcome.result)
    assert run.kind == "study" and run.name == "Compare: optimizers"
    assert run.dev_error == min(row.dev_error for row in rows)
    assert shown(window, SEED) == ["4 to 8"]
    assert run.sentence == main.playground.studies.window.verdict.text


def test_one_click_restores_the_experiment_of_a_run(main, qtbot):
    window = history(main)
    first = bench(main).spec
    train(main, qtbot)
    train(main, qtbot, "network.hidden_layers", (3,))
    second = bench(main).spec
    window.table.clearSelection()
    assert not window.restore.isEnabled()
    window.table.selectRow(shown(window).index("Run 1"))
    window.restore.click()
    assert bench(main).spec == first
    bench(main).undo()
    assert bench(main).spec == second


def test_what_is_restored_begins_anew_though_the_present_run_could_take_it_up(main, qtbot):
    """Otherwise it would go on with the weights of another experiment."""
    window = history(main)
    first = bench(main).spec
    train(main, qtbot)
    bench(main).reset()
    qtbot.waitUntil(lambda: not bench(main).busy)
    train(main, qtbot, "training.l2", 0.5)
    second, present = bench(main).spec, bench(main).run
    assert shown(window) == ["Run 2", "Run 1"]
    window.table.selectRow(1)
    window.restore.click()
    assert bench(main).spec == first
    qtbot.waitUntil(lambda: bench(main).run is not present)
    assert bench(main).snapshot.steps == 0 and not bench(main).running
    assert window.hint.text().startswith("Restored")
    bench(main).undo()
    assert bench(main).spec == second


def test_there_is_room_for_a_cost_that_shrinks_while_the_window_stands_open(main, qtbot):
    window = history(main)
    main.playground.studies.recorder.past.put(past_run(1, train_cost=6.966e-11))
    main.playground.studies.recorder.changed.emit()
    assert window.table.columnWidth(COST) >= window.table.sizeHintForColumn(COST)


def test_names_pins_sorting_and_finding(main, qtbot):
    recorder = main.playground.studies.recorder
    costs = {1: 0.3, 2: 0.1, 3: 0.2}
    for number, cost in costs.items():
        recorder.past.put(past_run(number, train_cost=cost, began=float(number)))
    window = history(main)
    assert shown(window) == ["Run 3", "Run 2", "Run 1"]
    window.table.sortByColumn(COST, Qt.SortOrder.AscendingOrder)
    assert shown(window) == ["Run 2", "Run 3", "Run 1"]
    first = window.sorted.index(2, PIN)
    assert window.sorted.setData(first, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert shown(window) == ["Run 1", "Run 2", "Run 3"]
    window.table.sortByColumn(COST, Qt.SortOrder.DescendingOrder)
    assert shown(window) == ["Run 1", "Run 3", "Run 2"]
    assert window.sorted.setData(window.sorted.index(1, NAME), "my best")
    assert shown(window) == ["Run 1", "my best", "Run 2"]
    window.filter.setText("BEST my")
    assert shown(window) == ["my best"]
    assert window.hint.text() == "1 of 3 shown"
    window.filter.clear()
    recorder.past.put(past_run(3, train_cost=0.05, began=3.0))
    recorder.changed.emit()
    assert "my best" in shown(window)


def test_a_run_without_a_number_sorts_last(main):
    recorder = main.playground.studies.recorder
    for number, error in ((1, math.nan), (2, 0.1)):
        recorder.past.put(past_run(number, dev_error=error, began=float(number)))
    window = history(main)
    window.table.sortByColumn(DEV, Qt.SortOrder.AscendingOrder)
    assert shown(window, DEV) == ["10 %", "–"]
    assert window.model.headerData(BEGAN, Qt.Orientation.Horizontal) == "Began"


# ---------------------------------------------------------------------- pictures


def test_a_run_in_the_plane_has_a_picture_of_its_boundary(main, qtbot):
    window = history(main)
    train(main, qtbot)
    (run,) = window.model.rows
    frame = bench(main).frame
    expected = thumbnail(frame.probes[SurfaceProbe], frame.snapshot.dataset)
    np.testing.assert_array_equal(pixels_of(run.picture, SHAPE), expected)
    before = run.picture
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 3)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    assert window.model.rows[0].picture != before


def test_where_there_is_no_boundary_the_costs_are_the_picture(main, qtbot):
    train(main, qtbot, "data.source", "curve")
    (run,) = recorder(main).past.runs
    assert run.picture == b"" and run.curves[0].column("train_cost").size == 4
    image = picture_of(run, LIGHT, 2.0).toImage()
    assert (image.width(), image.height()) == (2 * SIZE.width(), 2 * SIZE.height())
    pixels = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(108)}
    assert {LIGHT.train.lower(), LIGHT.panel.lower()} <= pixels


def test_pictures_have_the_colours_of_the_theme(main, qtbot):
    train(main, qtbot)
    (run,) = recorder(main).past.runs
    corner = pixels_of(run.picture, SHAPE)[4, 4]
    for theme in (LIGHT, DARK, LIGHT.with_palette("petroff")):
        shown_colour = picture_of(run, theme, 1.0).toImage().pixel(1, 1) & 0xFFFFFF
        expected = palette(theme, "binary")[corner] & 0xFFFFFF
        assert all(abs((shown_colour >> s & 255) - (expected >> s & 255)) < 12 for s in (0, 8, 16))
    for task in ("binary", "multiclass", "regression"):
        assert len(set(palette(DARK, task)[CLASS : CLASS + COLORS].tolist())) == COLORS


@pytest.mark.parametrize(
    "run",
    [
        past_run(1, curves=()),
        past_run(1, curves=(RunCurve("", np.full((3, 7), np.nan)),)),
        past_run(1, curves=(RunCurve("", np.full((3, 7), np.inf)),)),
        past_run(1, curves=(RunCurve("", np.zeros((1, 7))),)),
        past_run(1, kind="study", curves=tuple(falling(4, 1e300, str(k)) for k in range(8))),
        past_run(
            1, study=StudyRequest(RateFinder(), ExperimentSpec(), seeds=1).study, curves=(NEGATIVE,)
        ),
    ],
    ids=["none", "nan", "infinite", "a point", "a study", "no rates"],
)
def test_any_curve_makes_a_picture(qapp, run):
    with np.errstate(invalid="ignore"):
        assert not picture_of(run, DARK, 1.0).isNull()


# ---------------------------------------------------------------------- the run on screen


def test_the_run_that_trains_stands_in_the_table_at_once(main, qtbot):
    window = history(main)
    bench(main).set("training.epochs", 1_000_000)
    bench(main).train()
    qtbot.waitUntil(lambda: window.model.rowCount() == 1)
    assert window.model.rows[0].sentence == "Training now."
    bench(main).set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    assert window.model.rows[0].sentence == "Ended when another run began."
    assert window.model.rows[0].picture
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    assert window.model.rows[1].sentence == "Paused."


def test_the_curve_of_the_run_that_trains_grows(main, qtbot):
    window = history(main)
    train(main, qtbot)
    window.table.selectRow(0)
    window.actions_["tick"].trigger()
    line = window.overlay.lines[1, "train"]
    np.testing.assert_array_equal(line.y, bench(main).history.column("train_cost"))
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 4)
    qtbot.waitUntil(lambda: window.overlay.lines[1, "train"].x[-1] > 30)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    assert window.overlay.lines[1, "train"].y[-1] == bench(main).history.latest["train_cost"]


def test_a_weight_set_by_hand_is_seen_in_the_row(main, qtbot):
    window = history(main)
    train(main, qtbot)
    before = window.model.rows[0]
    bench(main).set_parameter(1, 0, 0, 5.0)
    qtbot.waitUntil(lambda: window.model.rows[0] is not before)
    run = window.model.rows[0]
    assert run.train_cost == bench(main).history.latest["train_cost"] != before.train_cost
    assert run.picture != before.picture


def test_a_row_that_was_removed_does_not_come_back_by_itself(main, qtbot):
    window = history(main)
    train(main, qtbot)
    window.table.selectRow(0)
    window.remove.click()
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 3)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    assert window.model.rowCount() == 0
    window.back.click()
    assert window.model.rows[0].epochs == bench(main).snapshot.epoch
    assert recorder(main).kept().present == 1


# ---------------------------------------------------------------------- studies


def test_a_search_for_a_learning_rate_is_a_row(main, qtbot):
    main.playground.studies.start("rate_finder")
    qtbot.waitUntil(lambda: len(recorder(main).past.runs) == 1, timeout=20_000)
    (run,) = recorder(main).past.runs
    found = main.playground.studies.window.outcome.reading
    assert (run.kind, run.study.kind, run.sentence) == ("study", "rate_finder", found.sentence)
    assert run.train_cost == found.costs.min()
    assert set(run.curves[0].column("learning_rate")) <= set(found.rates)
    assert math.isnan(run.train_error) and math.isnan(run.dev_error)


def test_the_curves_of_a_study_are_its_medians_and_the_best_one_is_known(main, qtbot):
    main.playground.studies.compare_optimizers()
    qtbot.waitUntil(lambda: len(recorder(main).past.runs) == 1, timeout=20_000)
    (run,) = recorder(main).past.runs
    scene = main.playground.studies.window.finished.scene
    assert [curve.label for curve in run.curves] == list(scene.study.labels)
    for curve in run.curves:
        band = scene.curves["dev_cost"][curve.label]
        np.testing.assert_array_equal(curve.column("dev_cost"), band.median)
        np.testing.assert_array_equal(curve.column("step"), band.x)
        assert curve.column("epoch").tolist() == [0, 1, 2, 3]
    assert run.best_curve.column("train_cost")[-1] == run.train_cost
    assert run.varied.startswith("Optimizer")


@pytest.mark.parametrize("ask", ["compare", "learning_curve", "rate_finder"])
def test_what_came_of_a_study_can_be_seen_again(main, qtbot, tmp_path, ask):
    studies = main.playground.studies
    studies.start(ask)
    qtbot.waitUntil(lambda: len(recorder(main).past.runs) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not studies.runner.running)
    outcome, said = studies.window.outcome, studies.window.verdict.text
    studies.window.close()
    window = history(main)
    window.table.selectRow(0)
    window.results.click()
    assert studies.window.isVisible() and studies.window.outcome is outcome
    assert studies.window.verdict.text == said
    studies.window.close()
    recorder(main).finished.clear()  # as in a session from a file: the same seeds, once more
    window.results.click()
    qtbot.waitUntil(lambda: not studies.runner.running, timeout=20_000)
    again = studies.window.outcome
    assert again is not outcome and studies.window.verdict.text == said
    for one, other in zip(outcome.result.records, again.result.records):
        assert one.theta.tobytes() == other.theta.tobytes()
    assert len(recorder(main).past.runs) == 1
    window.results.click()
    assert studies.window.outcome is again


def test_results_wait_while_another_study_is_going_on(main, qtbot):
    studies, window = main.playground.studies, history(main)
    study = StudyRequest(Compare(), bench(main).spec, seeds=1).study
    recorder(main).past.put(past_run(1, kind="study", study=study))
    recorder(main).changed.emit()
    bench(main).set("training.epochs", 100_000)
    qtbot.waitUntil(lambda: not bench(main).busy)
    studies.compare_optimizers()
    request = studies.window.request
    window.table.selectRow(0)
    window.results.click()
    assert "going on" in window.hint.text() and studies.window.request is request


def test_a_run_has_no_results_to_show(main, qtbot):
    window = history(main)
    train(main, qtbot)
    window.table.selectRow(0)
    assert not window.results.isEnabled() and window.restore.isEnabled()


# ---------------------------------------------------------------------- several curves


def fill(main, *runs):
    for run in runs:
        recorder(main).past.put(run)
        recorder(main).past.next_number()
    recorder(main).changed.emit()
    return history(main)


def tick(window, *numbers):
    return [window.model.tick(number, True) for number in numbers]


def test_ticked_runs_lie_over_one_another_each_in_a_colour(main):
    runs = [past_run(n, curves=(falling(4 + n, n / 10),)) for n in (1, 2, 3)]
    window = fill(main, *runs)
    assert "Tick runs" in window.overlay.summary()
    assert tick(window, 1, 3) == [True, True]
    overlay = window.overlay
    assert set(overlay.lines) == {(1, "train"), (1, "dev"), (3, "train"), (3, "dev")}
    np.testing.assert_array_equal(overlay.lines[3, "train"].x, runs[2].curves[0].column("step"))
    np.testing.assert_array_equal(overlay.lines[3, "dev"].y, runs[2].curves[0].column("dev_cost"))
    assert overlay.lines[3, "dev"].dashed and not overlay.lines[3, "train"].dashed
    roles = {number: overlay.lines[number, "train"].role for number in (1, 3)}
    assert roles[1] != roles[3]
    assert overlay.legend.texts[:2] == ["Run 1", "Run 3"]
    tick(window, 2)
    window.model.tick(1, False)
    assert overlay.lines[3, "train"].role == roles[3]  # a colour stays while others go
    assert set(overlay.lines) == {(n, part) for n in (2, 3) for part in ("train", "dev")}
    window.model.tick(2, False)
    window.model.tick(3, False)
    assert overlay.lines == {} or not any(line.isVisible() for line in overlay.lines.values())


def test_more_curves_than_colours_are_refused_with_a_sentence(main):
    window = fill(main, *(past_run(n) for n in range(1, 11)), past_run(11, curves=()))
    assert tick(window, *range(1, 9)) == [True] * 8
    assert len({line.role for line in window.overlay.lines.values()}) == 8
    assert tick(window, 9) == [False] and "untick one first" in window.hint.text()
    window.model.tick(4, False)
    assert tick(window, 9) == [True]
    window.model.tick(1, False)
    assert tick(window, 11) == [False] and "no curve" in window.hint.text()


def test_errors_against_epochs_and_powers_of_ten(main):
    window = fill(main, past_run(1), past_run(2, curves=(falling(9, 0.001),)))
    tick(window, 1, 2)
    overlay = window.overlay
    overlay.quantity.setCurrentIndex(1)
    np.testing.assert_array_equal(overlay.lines[1, "train"].x, [0, 1, 2, 3, 4])
    assert overlay.lines[1, "dev"].y[-1] == pytest.approx(100 * 0.5 / 4)
    assert (overlay.plot.bottom.name, overlay.plot.left.name) == ("Epoch", "Error, %")
    overlay.log_button.click()
    assert overlay.plot.log_y
    low, high = overlay.plot.y_range
    assert 10**low < 100 * 0.001 / 5 and 10**high > 100 * 0.5 * 2**4 / 5
    overlay.parts["dev"].click()
    assert set(overlay.lines) == {(1, "train"), (2, "train")}
    overlay.parts["train"].click()  # nothing at all would help nobody
    assert set(overlay.lines) == {(1, "dev"), (2, "dev")}
    rows = {name: value for name, value, _ in overlay._rows_at(4.0)[1]}
    assert rows["Run 1"] == "12.5 %"


def test_errors_of_another_unit_are_left_out_and_said_to_be(main):
    squared = replaced(ExperimentSpec(), "network.loss", "half_squared_error")
    window = fill(main, past_run(1, squared), past_run(2, task="regression"))
    tick(window, 1, 2)
    assert len(window.overlay.lines) == 4
    window.overlay.quantity.setCurrentIndex(1)
    assert set(window.overlay.lines) == {(1, "train"), (1, "dev")}
    assert "another unit left out" in window.overlay.legend.texts[-1]


def test_costs_of_another_loss_are_left_out_and_said_to_be(main, qtbot):
    squared = replaced(ExperimentSpec(), "network.loss", "half_squared_error")
    for number, spec in enumerate((None, squared, None), 1):
        recorder(main).past.put(past_run(number, spec, curves=(falling(),)))
    window = history(main)
    for number in (1, 2, 3):
        assert window.model.tick(number, True)
    assert {number for number, _ in window.overlay.lines} == {1, 3}
    assert "1 with costs of another loss left out" in window.overlay.legend.texts[-1]
    window.overlay.quantity.setCurrentIndex(1)
    assert {number for number, _ in window.overlay.lines} == {1, 2, 3}


def test_a_study_is_drawn_as_its_best_variation(main):
    curves = (falling(5, 0.5, "gd"), falling(5, 0.1, "adam"))
    window = fill(main, past_run(1, kind="study", name="Race", curves=curves, best=1))
    tick(window, 1)
    assert window.overlay.legend.texts[0] == "Race: adam"
    assert window.overlay.lines[1, "train"].y[-1] == 0.1


def test_curves_that_are_not_numbers_do_no_harm(main):
    odd = np.full((4, 7), np.nan)
    window = fill(
        main,
        past_run(1, curves=(RunCurve("", odd),)),
        past_run(2, curves=(RunCurve("", np.full((4, 7), np.inf)),)),
        past_run(3, curves=(RunCurve("", np.zeros((4, 7))),)),
    )
    tick(window, 1, 2, 3)
    for log in (True, False):
        window.overlay.set_log(log)
        assert np.isfinite([*window.overlay.plot.x_range, *window.overlay.plot.y_range]).all()
        window.overlay.quantity.setCurrentIndex(int(log))
        assert not window.overlay.grab().isNull()


def test_the_plot_and_the_table_can_be_saved(main, tmp_path):
    window = fill(main, past_run(1, name="twin"), past_run(2, name="twin"))
    tick(window, 1, 2)
    window.overlay.quantity.setCurrentIndex(1)
    window.overlay.set_log(True)
    window.filter.setText("twin")
    window.exports.menu.aboutToShow.emit()
    offered = {action.text() for action in window.exports.menu.actions() if action.text()}
    title = window.overlay.title
    assert offered == {"Table as CSV…", f"{title} as PNG…", f"{title} as SVG…", f"{title} as CSV…"}
    save_view(window.overlay, tmp_path / "curves.csv")
    header = (tmp_path / "curves.csv").read_text().splitlines()[0]
    assert header == '"Epoch","twin (1), train"'.replace('"Epoch"', "Epoch") + (
        ',"twin (1), dev","twin (2), train","twin (2), dev"'
    )
    save_view(window.overlay, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    write = text_writer(lambda: as_csv(recorder(main).past.runs))
    window.exports.save(write, str(tmp_path / "runs.csv"))
    assert window.hint.text() == "Saved runs.csv."
    rows = (tmp_path / "runs.csv").read_text().splitlines()
    assert len(rows) == 3 and rows[1].startswith("1,run,twin,")


# ---------------------------------------------------------------------- keys


def test_keys_tick_restore_pin_and_remove(main, qtbot):
    spec = replaced(ExperimentSpec(), "network.hidden_layers", (2,))
    window = fill(main, past_run(1, spec), past_run(2), past_run(3))
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.table.hasFocus())
    assert window.restore.isEnabled()  # the keyboard has a row to begin at
    window.table.selectRow(shown(window).index("Run 1"))
    qtbot.keyClick(window.table, Qt.Key.Key_Space)
    assert list(window.model.ticked) == [1] and not bench(main).running
    qtbot.keyClick(window.table, Qt.Key.Key_Space)
    assert list(window.model.ticked) == []
    qtbot.keyClick(window.table, Qt.Key.Key_P)
    assert recorder(main).past[1].pinned and shown(window)[0] == "Run 1"
    qtbot.keyClick(window.table, Qt.Key.Key_Return)
    assert bench(main).spec == spec
    window.table.selectRow(shown(window).index("Run 2"))
    qtbot.keyClick(window.table, Qt.Key.Key_Delete)
    assert shown(window) == ["Run 1", "Run 3"]
    assert window.hint.text() == "Removed 1 row."
    assert len(window.table.selectionModel().selectedRows()) == 1  # the keyboard goes on
    window.table.selectAll()
    qtbot.keyClick(window.table, Qt.Key.Key_Space)
    assert sorted(window.model.ticked) == [1, 3]
    assert not window.restore.isEnabled()  # which of them?
    qtbot.keyClick(window.table, Qt.Key.Key_Backspace)
    assert shown(window) == [] and window.model.ticked == {} and not window.remove.isEnabled()
    window.back.click()
    assert shown(window) == ["Run 1", "Run 3"] and window.back.isHidden()
    qtbot.waitUntil(lambda: not bench(main).busy)
    assert bench(main).snapshot.steps == 0  # the space bar trains in the main window alone


def test_a_name_is_typed_in_the_table(main, qtbot):
    window = fill(main, past_run(1))
    window.table.selectRow(0)
    window.actions_["rename"].trigger()
    editor = window.table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "My p o")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: recorder(main).past[1].name == "My p o")
    assert not recorder(main).past[1].pinned
    assert window.model.ticked == {}


def test_only_what_is_pinned_stays_when_the_rest_is_cleared(main):
    window = fill(main, *(past_run(n, pinned=n == 2) for n in range(1, 5)))
    window.clear.click()
    assert shown(window) == ["Run 2"] and not window.clear.isEnabled()
    window.back.click()
    assert len(shown(window)) == 4


def test_words_that_no_run_holds_are_said_to_be_so(main):
    window = fill(main, past_run(1))
    window.filter.setText("zzz")
    assert shown(window) == [] and window.table.words == "No run holds all these words."
    window.filter.clear()
    assert window.table.words == ""


def test_words_are_cut_where_the_cell_ends(qapp):
    metrics = QFontMetrics(qapp.font())
    text = "Data set Flower, Hidden layers 16-8, Optimizer Gradient descent, Stop after 20"
    lines = wrapped(text, metrics, 160, 2)
    assert len(lines) == 2 and lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= 160 for line in lines)
    assert wrapped(text, metrics, 10_000, 3) == [text]
    assert wrapped("", metrics, 100, 2) == [] and wrapped(text, metrics, 100, 0) == []
    assert len(wrapped("W" * 300, metrics, 100, 1)[0]) < 300


# ---------------------------------------------------------------------- files


def saved(main, qtbot, path):
    write = partial(save_session, path=path, attached=Attachments(runs=recorder(main).kept()))
    bench(main).call(write)
    qtbot.waitUntil(path.exists)


def test_a_session_from_a_file_brings_its_table(main, qtbot, tmp_path):
    studies, path = main.playground.studies, tmp_path / "mine.playground"
    train(main, qtbot)
    train(main, qtbot, "network.hidden_layers", (3,))
    studies.compare_optimizers()
    qtbot.waitUntil(lambda: len(recorder(main).past.runs) == 3, timeout=20_000)
    recorder(main).past.rename(1, "My first")
    recorder(main).past.pin(3, True)
    saved(main, qtbot, path)
    before, window = recorder(main).past.runs, history(main)
    tick(window, 1)
    recorder(main).past.remove([1, 3])
    recorder(main).past.rename(2, "gone")
    bench(main).set("seed", 77)
    train(main, qtbot)
    bench(main).resume(str(path))
    qtbot.waitUntil(lambda: bench(main).spec.seed == 4)
    qtbot.waitUntil(lambda: main.messages.message is not None)
    after = window.model.rows
    assert [run.name for run in after] == ["My first", "Run 2", "Compare: optimizers"]
    assert [run.pinned for run in after] == [False, False, True]
    assert [run.picture for run in after] == [run.picture for run in before]
    assert [run.sentence for run in after] == [run.sentence for run in before]
    assert after[2].study.labels == before[2].study.labels
    assert (
        window.overlay.lines[1, "train"].y.tolist()
        == before[0].curves[0].column("train_cost").tolist()
    )
    # The session's own run goes on in its row.
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 3)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    assert len(window.model.rows) == 3
    assert window.model.rows[1].epochs == bench(main).snapshot.epoch


def test_rows_that_stood_there_before_can_be_kept(main, qtbot, tmp_path):
    path = tmp_path / "mine.playground"
    train(main, qtbot)
    saved(main, qtbot, path)
    recorder(main).past.put(past_run(2, name="of today"))
    said = []
    bench(main).message_changed.connect(said.append)
    bench(main).resume(str(path))
    qtbot.waitUntil(lambda: any(m is not None and "2 rows" in m.sentence for m in said))
    assert [run.name for run in recorder(main).past.runs] == ["Run 1"]
    said[-1].do()
    names = [(run.number, run.name) for run in recorder(main).past.runs]
    assert names == [(1, "Run 1"), (2, "Run 1"), (3, "of today")]


def test_an_older_session_has_no_table_and_its_run_becomes_the_first_row(main, qtbot, tmp_path):
    session = session_of("", 9)
    save_session(session, tmp_path / "old.playground")
    bench(main).resume(str(tmp_path / "old.playground"))
    qtbot.waitUntil(lambda: bench(main).snapshot.steps == 9)
    (run,) = recorder(main).past.runs
    assert run.train_cost == session.history.latest["train_cost"]


def test_the_recovery_file_holds_the_table(main, qtbot, tmp_path):
    recovery = Recovery(bench(main), folder=tmp_path)
    recovery.attachments = lambda: Attachments(runs=recorder(main).kept())
    recorder(main).past.put(past_run(1, name="precious"))
    recovery.save()
    # One that is being written is not written anew beside itself.
    qtbot.waitUntil(lambda: recovery.path.exists() and not recovery._writing)
    (run,) = read_session(recovery.path).runs.runs
    assert run.name == "precious"
    first = recovery.path.stat().st_mtime_ns
    recovery.save()  # nothing is new
    recorder(main).past.rename(1, "dear")
    recovery.save()
    qtbot.waitUntil(lambda: recovery.path.stat().st_mtime_ns != first)
    qtbot.waitUntil(lambda: read_session(recovery.path).runs.runs[0].name == "dear")
    recovery.close()
    main.playground.recovery.attachments = lambda: Attachments(runs=recorder(main).kept())


def test_the_window_keeps_the_table_wherever_it_saves_a_session(main):
    kept = recorder(main).kept()
    for keeper in (main.playground.recovery, main.playground.files.saving):
        assert keeper.attachments().runs == kept


def test_a_reset_that_is_undone_goes_on_in_its_row(main, qtbot):
    train(main, qtbot)
    past, steps = recorder(main).past, bench(main).snapshot.steps
    assert [run.number for run in past.runs] == [1]
    bench(main).reset()
    qtbot.waitUntil(lambda: bench(main).snapshot.steps == 0)
    bench(main).step()
    qtbot.waitUntil(lambda: bench(main).snapshot.steps == 1)
    assert [run.number for run in past.runs] == [1, 2]
    bench(main).undo()
    qtbot.waitUntil(lambda: bench(main).snapshot.steps == steps)
    assert recorder(main).live == 1
    assert [run.number for run in past.runs] == [1, 2]


def test_the_pinned_runs_or_all_take_turns():
    specs = [replaced(ExperimentSpec(), "training.epochs", 10 + n) for n in range(3)]
    runs = [replace(past_run(n + 1), spec=specs[n % 3]) for n in range(5)]
    assert [run.number for run in playlist(runs)] == [1, 2, 3]  # the others are the same again
    player = Player()
    assert player.step([], 1) is None
    turns = [player.step(runs, by).run.number for by in (1, 1, 1, 1, -1, -1)]
    assert turns == [1, 2, 3, 1, 3, 2]
    runs[0], runs[4] = replace(runs[0], pinned=True), replace(runs[4], pinned=True)
    played = [player.step(runs, -1) for _ in range(2)]
    assert [(p.run.number, p.place, p.total) for p in played] == [(5, 2, 2), (1, 1, 2)]


def test_keys_open_one_entry_after_another(main, qtbot):
    actions = main.actions_
    assert not actions.next_run.isEnabled()
    assert "Nothing has been trained yet" in actions.next_run.toolTip()
    train(main, qtbot)
    train(main, qtbot, "network.hidden_layers", (3,))
    recorder(main).past.rename(2, "Three units")
    control = Qt.KeyboardModifier.ControlModifier
    layers = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        qtbot.keyClick(main, key, control)
        qtbot.waitUntil(lambda: not bench(main).busy)
        layers.append(bench(main).run.layer_sizes)
        words = main.messages.message.sentence
    assert layers == [(2, 8, 4, 1), (2, 3, 1), (2, 8, 4, 1)]
    assert words == "1 of 2: Run 1"
    bench(main).undo()
    qtbot.waitUntil(lambda: not bench(main).busy)
    assert bench(main).spec.network.hidden_layers == (3,)


def test_what_is_opened_while_training_trains_at_once(main, qtbot):
    train(main, qtbot)
    bench(main).set("training.stop_after", False)
    bench(main).set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: not bench(main).busy)
    bench(main).train()
    qtbot.waitUntil(lambda: len(recorder(main).past.runs) == 2)
    main.actions_.next_run.trigger()
    assert main.messages.message.sentence == "1 of 2: Run 1"
    qtbot.waitUntil(lambda: bench(main).run.layer_sizes == (2, 8, 4, 1))
    qtbot.waitUntil(lambda: bench(main).snapshot.steps > 0)
