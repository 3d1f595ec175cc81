"""Studies in the window: what is drawn, tabled and said is what was studied."""

import csv
import io
import json
import math
import threading
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

from playground.assets import sample_data
from playground.cli import main as cli
from playground.experiment.diagnosis import diagnose
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import Compare, compare_optimizers
from playground.experiment.studies.kinds.kind import StudyKind
from playground.experiment.studies.kinds.presets import STUDY_PRESETS
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.kinds.sweep import Sweep
from playground.experiment.studies.proposals import proposals
from playground.experiment.studies.results.bands import curve, final_band
from playground.experiment.studies.results.table import sentence, table
from playground.experiment.studies.running.run import run
from playground.experiment.text import codec
from playground.gui import theme as themes
from playground.gui.app import create_window
from playground.gui.studies import columns
from playground.gui.studies.ask import ValuesDialog
from playground.gui.studies.head import experiment_text
from playground.io.studies import histories_csv, runs_csv
from playground.settings import replaced

EPOCHS = 12


def small(spec=None, epochs=EPOCHS):
    spec = replaced(spec or ExperimentSpec(), "training.epochs", epochs)
    return replaced(spec, "training.stop_after", True)


@pytest.fixture
def main(window, qtbot):
    bench(window).propose(small())
    qtbot.waitUntil(lambda: not bench(window).busy)
    return window


def bench(main):
    return main.playground.workbench


def press(main, name):
    main.menus["train"].aboutToShow.emit()  # offers the kinds of studies
    main.findChild(QAction, name).trigger()
    return main.playground.studies.window


def wait_for_end(main, qtbot):
    studies = main.playground.studies
    qtbot.waitUntil(
        lambda: not studies.runner.running and studies.window.verdict.currentIndex() == 1,
        timeout=30_000,
    )
    return studies.window


def proposal(spec, name):
    return next(p for p in proposals(spec, diagnose(0.1, 0.3)) if p.name == name)


def rows_of(window):
    """What stands in the table."""
    return tuple(line.row for line in window.table.model.lines)


def shown(window):
    """The table as a person reads it, row after row."""
    model = window.table.view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


# ---------------------------------------------------------------------- comparing optimizers


def test_one_button_races_all_optimizers_over_five_seeds(main, qtbot):
    window = press(main, "compare_optimizers")
    assert window.isVisible() and not window.isModal()
    assert window.objectName() == "study_window"
    wait_for_end(main, qtbot)
    result = window.outcome.result
    assert result.study == compare_optimizers(small())
    assert all(record.complete for record in result.records)
    assert rows_of(window) == table(result)
    assert window.verdict.text == sentence(result)


def test_the_window_and_a_run_without_it_come_to_the_same_numbers(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    alone = run(compare_optimizers(small()))
    for here, there in zip(window.outcome.result.records, alone.records):
        assert here.run == there.run
        assert here.column("train_cost").tolist() == there.column("train_cost").tolist()
        assert here.theta.tobytes() == there.theta.tobytes()


@pytest.mark.parametrize(
    ("command", "over"),
    [
        ("compare", ["training.optimizer=gd,momentum,rmsprop,adam"]),
        ("compare", ["network.hidden_layers=3,8-4", "training.batch_size=16,512"]),
        ("sweep", ["training.l2=0,0.1,10"]),
    ],
)
def test_the_command_line_comes_to_the_same_bits(main, qtbot, tmp_path, command, over):
    studies = main.playground.studies
    studies.run_over({"sweep": Sweep(), "compare": Compare()}[command], over)
    window = wait_for_end(main, qtbot)
    file, out = tmp_path / "experiment.toml", tmp_path / "out"
    codec.write(file, bench(main).spec)
    texts = [word for text in over for word in ("--over", text)]
    assert cli([command, str(file), "--out", str(out), "--no-plots", "--quiet", *texts]) == 0
    result = window.outcome.result
    assert (out / "runs.csv").read_text(encoding="utf-8") == runs_csv(result)
    assert (out / "history.csv").read_text(encoding="utf-8") == histories_csv(result)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert " ".join(summary["sentences"]) == window.verdict.text


def test_the_curves_are_the_medians_and_bands_of_the_runs(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    result, race = window.outcome.result, window.plots["curves"]
    for index, column in enumerate(("train_cost", "dev_cost", "train_error", "dev_error")):
        race.column.setCurrentIndex(index)
        factor = 100 if column.endswith("error") else 1
        for label in result.study.labels:
            expected = curve(result.of(label), column)
            line, fill = race.lines[label]
            np.testing.assert_array_equal(line.x, expected.x)
            np.testing.assert_array_equal(line.y, factor * expected.median)
            np.testing.assert_array_equal(fill.low, factor * expected.low)
            np.testing.assert_array_equal(fill.high, factor * expected.high)
    assert [end.text for end in race.ends.labels] == list(result.study.labels)


def test_the_tiles_show_the_network_of_the_first_seed(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    result = window.outcome.result
    assert [tile.label for tile in window.tiles.tiles] == list(result.study.labels)
    for tile in window.tiles.tiles:
        record = result.of(tile.label)[0]
        assert record.run.seed == bench(main).spec.seed
        surface = record.start.surface(tile.boundary.surface.plane).map(record.theta)
        np.testing.assert_array_equal(tile.boundary.surface.output, surface.output)
        assert tile.boundary.split.train.m == bench(main).run.split.train.m


def test_the_tiles_name_their_axes(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    names = "x1 to the right, x2 upwards"
    assert window.tiles.axis_names() == names and names in window.tiles.summary()
    main.playground.files.open_path(str(sample_data("iris.csv")))
    qtbot.waitUntil(lambda: bench(main).run.dataset.n_x == 4)
    qtbot.waitUntil(lambda: bench(main).snapshot.spec == bench(main).spec)
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    assert window.tiles.axis_names().endswith("upwards; a slice: 2 other features at the median")
    places = window.tiles.places(window.tiles.rect().toRectF())
    foot = window.tiles.rect().bottom() - window.tiles.fontMetrics().height()
    assert max(place.bottom() for place in places) <= foot


@pytest.mark.parametrize("source", ["curve", "plane", "rings"])
def test_tiles_show_lines_numbers_and_many_classes(main, qtbot, source):
    bench(main).set("data.source", source)
    qtbot.waitUntil(lambda: not bench(main).busy)
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    assert not window.outcome.result.failures
    picture = window.tiles.grab().toImage()
    for place in window.tiles.places(window.tiles.rect().toRectF()):
        area = place.adjusted(2, 40, -2, -2).toRect()
        colors = {
            picture.pixelColor(x, y).name()
            for x in range(area.left(), area.right(), 3)
            for y in range(area.top(), area.bottom(), 3)
        }
        assert len(colors) > 4


def test_a_file_on_screen_is_not_read_again(main, qtbot, monkeypatch):
    from playground.data.csv_source import CsvFile

    main.playground.files.open_path(str(sample_data("iris.csv")))
    qtbot.waitUntil(lambda: bench(main).run.dataset.n_x == 4 and not bench(main).busy)

    def unreadable(self, rng):
        raise AssertionError("the file was read again")

    monkeypatch.setattr(CsvFile, "make", unreadable)
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    assert all(record.complete for record in window.outcome.result.records)
    assert window.tiles.tiles[0].boundary.dataset is bench(main).snapshot.dataset


def test_tiles_stand_side_by_side_and_do_not_overlap(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    places = window.tiles.places(window.tiles.rect().toRectF())
    assert len(places) == 4
    for i, one in enumerate(places):
        assert window.tiles.rect().toRectF().contains(one)
        assert not any(one.intersects(other) for other in places[:i])


def test_a_click_on_a_title_sorts_by_the_numbers_behind_the_words(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    window.table.view.sortByColumn(columns.COST, Qt.SortOrder.AscendingOrder)
    costs = {row.label: row.train_cost for row in rows_of(window)}
    assert [row[0] for row in shown(window)] == sorted(costs, key=costs.get)
    window.table.view.sortByColumn(columns.COST, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in shown(window)] == sorted(costs, key=costs.get, reverse=True)


def test_a_cost_that_is_typed_is_what_the_steps_are_counted_to(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    window.table.cost.setText("0.6")
    window.table.cost.editingFinished.emit()
    assert rows_of(window) == table(window.outcome.result, 0.6)
    title = window.table.view.model().headerData(columns.STEPS, Qt.Orientation.Horizontal)
    assert title == "Steps to 0.6"
    window.table.cost.setText("nonsense")
    window.table.cost.editingFinished.emit()
    assert rows_of(window) == table(window.outcome.result)
    assert window.table.cost.text() == ""


def test_a_rate_changed_in_the_table_is_run_with_the_next_time(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    index = window.table.model.index(0, columns.RATE)
    assert window.table.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert window.table.model.setData(index, "0.3")
    assert index.data() == "0.3"
    assert window.head.again.property("accent")
    window.head.seeds.setValue(2)
    window.head.again.click()
    wait_for_end(main, qtbot)
    assert not window.head.again.property("accent")
    study = window.outcome.result.study
    rates = [run.spec.training.learning_rate for run in study.runs]
    assert rates == [0.3, 0.3] + [0.01] * 6


def test_a_rate_that_is_none_is_refused_in_a_sentence(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    assert not window.table.model.setData(window.table.model.index(0, columns.RATE), "fast")
    assert "Learning rate" in window.verdict.text
    assert window.verdict.sentence.property("role") == "error"
    assert shown(window)[0][columns.RATE] == "0.01"


def test_tuning_first_runs_with_the_rates_it_says_it_picked(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    window.head.tune.setChecked(True)
    window.head.seeds.setValue(1)
    window.head.again.click()
    wait_for_end(main, qtbot)
    picks = {pick.label: pick.rate for pick in window.outcome.picks}
    assert set(picks) == set(window.outcome.result.study.labels)
    for record in window.outcome.result.records:
        assert record.run.spec.training.learning_rate == picks[record.run.label]
    assert window.verdict.text.startswith("Learning rates tuned first")
    rates = {row[0]: row[columns.RATE] for row in shown(window)}
    assert {label: float(rate) for label, rate in rates.items()} == picks


# ---------------------------------------------------------------------- other studies


@pytest.mark.parametrize("name", STUDY_PRESETS)
def test_every_ready_made_comparison_is_in_the_menu_and_runs(main, qtbot, name):
    bench(main).propose(small(epochs=2))
    main.menus["compare"].aboutToShow.emit()
    action = next(
        a for a in main.menus["compare"].actions() if a.text() == STUDY_PRESETS[name].label
    )
    action.trigger()
    window = wait_for_end(main, qtbot)
    assert (
        window.outcome.result.study
        == StudyRequest(Compare(preset=name), small(epochs=2), seeds=5).study
    )
    assert rows_of(window) == table(window.outcome.result)
    assert not window.outcome.result.failures or "failed" in window.verdict.text


def test_a_validation_curve_marks_what_the_dev_error_chooses(main, qtbot):
    press(main, "validation_curve")
    dialog = main.playground.studies.dialog
    assert isinstance(dialog, ValuesDialog)
    assert dialog.over == ["training.l2=0, 0.01, 0.1, 1, 10"]
    dialog.values[0].set_text("0, 0.1, 100")
    dialog.try_accept()
    window = wait_for_end(main, qtbot)
    outcome = window.outcome
    errors = window.plots["errors"]
    for part, line, fill in (
        ("train", errors.train, errors.fills["train"]),
        ("dev", errors.dev, errors.fills["dev"]),
    ):
        band = final_band(outcome.result, f"{part}_error", np.array([0, 0.1, 100]))
        np.testing.assert_array_equal(line.y, 100 * band.median)
        np.testing.assert_array_equal(fill.low, 100 * band.low)
        np.testing.assert_array_equal(fill.high, 100 * band.high)
    # A logarithmic axis has 0 one decade left of the smallest value.
    np.testing.assert_allclose(window.plots["errors"].train.x, [-2, -1, 2])
    assert [tick.text for tick in window.plots["errors"].plot.bottom.ticks] == ["0", "0.1", "100"]
    assert window.plots["errors"].choice.text == f"chosen: {outcome.reading.label}"
    assert window.verdict.text == outcome.reading.sentence
    assert window.verdict.use.text() == f"Use L2 penalty {outcome.reading.label}"
    np.testing.assert_array_equal(window.plots["errors"].curves()["dev"][0], [0, 0.1, 100])


@pytest.mark.parametrize("values", ["", "0, often", "0, 0", "-1, 2"])
def test_values_that_make_no_study_are_told_in_the_dialog(main, qtbot, values):
    press(main, "validation_curve")
    dialog = main.playground.studies.dialog
    chosen = []
    dialog.chosen.connect(chosen.append)
    dialog.values[0].set_text(values)
    dialog.try_accept()
    assert dialog.isVisible() and dialog.why.isVisible() and dialog.why.text()
    assert chosen == []
    dialog.reject()


def test_enter_in_the_values_runs_them_and_never_cancels(main, qtbot):
    press(main, "validation_curve")
    dialog = main.playground.studies.dialog
    qtbot.waitActive(dialog)
    chosen = []
    dialog.chosen.connect(chosen.append)
    line = dialog.values[0].line
    line.setFocus()
    line.setText("0, often")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.why.isVisible()
    assert not chosen
    line.setText("0, 0.1")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [["training.l2=0, 0.1"]]
    wait_for_end(main, qtbot)


@pytest.mark.parametrize("kind", [Sweep(), Compare()])
def test_every_setting_comes_with_values_that_make_a_study(qtbot, kind):
    dialog = ValuesDialog(kind, ExperimentSpec())
    qtbot.addWidget(dialog)
    chosen = []
    dialog.chosen.connect(chosen.append)
    for i in range(dialog.settings[0].count()):
        dialog.settings[0].setCurrentIndex(i)
        dialog.try_accept()
        assert dialog.why.isHidden(), (dialog.over, dialog.why.text())
    assert len(chosen) == dialog.settings[0].count() > 8
    names = [dialog.settings[0].itemText(i) for i in range(dialog.settings[0].count())]
    assert len(set(names)) == len(names)


def test_any_pair_of_settings_is_compared_in_every_combination(main, qtbot):
    main.menus["compare"].aboutToShow.emit()
    main.menus["compare"].actions()[-1].trigger()
    dialog = main.playground.studies.dialog
    for setting, values, path, text in zip(
        dialog.settings,
        dialog.values,
        ("training.batch_size", "network.activation"),
        ("16, 64", "tanh, relu"),
    ):
        setting.setCurrentIndex(setting.findData(path))
        values.set_text(text)
    dialog.try_accept()
    window = wait_for_end(main, qtbot)
    result = window.outcome.result
    assert [row[0] for row in shown(window)] == list(result.study.labels)
    made = {
        (record.run.spec.training.batch_size, record.run.spec.network.activation.name)
        for record in result.records
    }
    assert made == {(16, "tanh"), (16, "relu"), (64, "tanh"), (64, "relu")}


def test_settings_that_are_names_are_chosen_by_check_boxes(main, qtbot):
    main.menus["compare"].aboutToShow.emit()
    main.menus["compare"].actions()[-1].trigger()
    dialog = main.playground.studies.dialog
    setting, values = dialog.settings[0], dialog.values[0]
    setting.setCurrentIndex(setting.findData("network.activation"))
    assert [box.text() for box in values.boxes.values()] == [
        "Sigmoid", "Tanh", "ReLU", "Leaky ReLU", "Linear"
    ]  # fmt: skip
    assert dialog.how_many.text() == "5 values, each with 5 seeds: 25 runs"
    for name in ("sigmoid", "leaky_relu", "linear"):
        values.boxes[name].click()
    assert dialog.over == ["network.activation=tanh, relu"]
    other = dialog.settings[1]
    other.setCurrentIndex(other.findData("training.batch_size"))
    assert dialog.how_many.text() == "8 combinations, each with 5 seeds: 40 runs"
    values.boxes["tanh"].click()
    values.boxes["relu"].click()
    dialog.try_accept()
    assert dialog.isVisible() and dialog.why.text()  # nothing is left to vary
    dialog.reject()


def test_what_does_not_fit_into_memory_is_cut_into_parts_and_says_so(main, qtbot, monkeypatch):
    from playground.experiment.studies.running import run

    monkeypatch.setattr(run, "run", partial(run.run, memory=200_000))
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    result = window.outcome.result
    assert all(record.complete for record in result.records)
    (notice,) = result.notices
    assert notice.startswith("The study was cut into ") and notice in window.verdict.text


def test_a_learning_curve_says_what_it_implies(main, qtbot):
    window = press(main, "learning_curve")
    wait_for_end(main, qtbot)
    outcome = window.outcome
    np.testing.assert_array_equal(window.plots["errors"].train.x, outcome.reading.train.x)
    np.testing.assert_array_equal(window.plots["errors"].dev.y, 100 * outcome.reading.dev.median)
    assert window.verdict.text == outcome.reading.sentence
    assert window.verdict.use.isHidden()
    assert not window.head.tune.isEnabled()


def test_the_rate_finder_marks_its_range_and_a_button_uses_the_rate(main, qtbot):
    window = press(main, "find_rate")
    wait_for_end(main, qtbot)
    found = window.outcome.reading
    np.testing.assert_array_equal(window.plots["learning_rates"].line.x, np.log10(found.rates))
    np.testing.assert_array_equal(window.plots["learning_rates"].line.y, found.costs)
    assert (window.plots["learning_rates"].span.low, window.plots["learning_rates"].span.high) == (
        found.low,
        found.high,
    )
    assert window.tiles.isHidden() and not window.table.isVisible()
    assert window.verdict.use.text() == f"Use {found.suggested:g}"
    window.verdict.use.click()
    assert bench(main).spec.training.learning_rate == found.suggested


def test_a_proposal_is_shown_before_and_after_and_used_by_a_button(main, qtbot):
    spec = bench(main).spec
    press(main, "diagnose")
    views = main.playground.views
    qtbot.waitUntil(lambda: "diagnosis" in views)
    view = views["diagnosis"]
    proposed = proposal(spec, "bigger_network")
    view.study_proposed.emit(proposed)
    window = wait_for_end(main, qtbot)
    assert window.outcome.result.study.labels == ("Present setting", "Bigger network")
    before, after = table(window.outcome.result)
    assert f"{round(100 * before.dev_error, 2):g} %" in window.verdict.text
    assert f"{round(100 * after.dev_error, 2):g} %" in window.verdict.text
    assert bench(main).spec == spec
    assert window.verdict.use.text() == "Use this"
    window.verdict.use.click()
    assert bench(main).spec == proposed.applied_to(spec)
    qtbot.waitUntil(lambda: bench(main).snapshot.steps > 0)
    bench(main).undo()
    assert bench(main).spec == spec


def test_what_is_used_begins_anew_though_a_finished_run_could_take_it_up(main, qtbot):
    """Otherwise nothing would happen: it has trained for all its epochs."""
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.stop is not None)
    finished, before = bench(main).run, bench(main).spec
    tried = proposal(before, "l2")
    main.playground.studies.try_proposal(tried)
    window = wait_for_end(main, qtbot)
    window.verdict.use.click()
    qtbot.waitUntil(lambda: bench(main).run is not finished and bench(main).snapshot.steps > 0)
    assert bench(main).run.spec.training.l2 == 0.1
    bench(main).undo()
    assert bench(main).spec == before


def test_the_row_that_is_selected_can_be_used(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    assert window.verdict.use.isHidden()
    window.table.view.selectRow(0)
    assert window.verdict.use.text() == "Use Gradient descent"
    window.verdict.use.click()
    assert bench(main).spec.training.optimizer.name == "gd"


def test_run_again_takes_the_experiment_as_it_is_now(main, qtbot):
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    bench(main).set("network.hidden_layers", (3,))
    window.head.seeds.setValue(1)
    window.head.run_again()
    wait_for_end(main, qtbot)
    expected = compare_optimizers(replaced(small(), "network.hidden_layers", (3,)), 1)
    assert window.outcome.result.study == expected
    assert "hidden layers 3" in window.head.experiment.text()


def test_more_seeds_are_offered_where_these_see_no_difference(main, qtbot):
    main.playground.studies.run_over(Compare(), ["training.batch_size=24, 32"])
    window = wait_for_end(main, qtbot)
    assert "is seen with 5 seeds (paired t test at 5 %)" in window.verdict.text
    assert window.verdict.more.isVisible() and window.verdict.more.text() == "Run with 20 seeds"
    window.verdict.more.click()
    wait_for_end(main, qtbot)
    assert len(window.outcome.result.study.seeds) == 20
    main.playground.studies.run_over(Compare(), ["training.batch_size=32, 512"])
    wait_for_end(main, qtbot)
    assert window.verdict.more.isVisible() == bool(window.outcome.more_seeds)


def test_a_race_of_different_losses_shows_errors(main, qtbot):
    main.playground.studies.run_over(Compare(), ["network.loss=automatic, half_squared_error"])
    window = wait_for_end(main, qtbot)
    race = window.plots["curves"]
    assert race.column.currentData() == "dev_error"
    assert "costs of different losses are not comparable" in race.legend.texts[-1]
    assert {row[columns.STEPS] for row in shown(window)} == {columns.NOTHING}
    race.column.setCurrentIndex(0)  # whoever wants to see them can
    assert race.column.currentData() == "train_cost" and len(race.ends.labels) == 2


def test_the_window_is_no_larger_than_its_screen(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    assert window.height() <= window.screen().availableSize().height() - 40
    least = window.minimumSizeHint()
    assert least.width() <= 1024 and least.height() <= 560


def test_the_head_names_the_file_of_the_data():
    spec = replaced(replaced(ExperimentSpec(), "data.source", "csv"), "data.source.path", "a/b.csv")
    assert experiment_text(spec).startswith("CSV file b.csv · hidden layers 8-4 · Adam at 0.01")


# ---------------------------------------------------------------------- cancel, errors, end


def test_cancel_is_answered_soon_and_keeps_what_is_there(main, qtbot):
    bench(main).propose(small(epochs=1_000_000))
    window = press(main, "compare_optimizers")
    qtbot.waitUntil(lambda: window.scene is not None and window.scene.rows[0].train_cost < 5)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.verdict.stage.text() == "Canceling…"
    assert not window.verdict.cancel.isEnabled()
    wait_for_end(main, qtbot)
    result = window.outcome.result
    assert result.cancelled
    for record in result.records:
        assert record.stop.reason == "cancelled" and record.steps > 0
    (steps,) = {record.steps for record in result.records}
    where = f"canceled at step {steps:,}"
    assert [row[columns.ENDED] for row in shown(window)] == [where] * 4
    assert [tile.caption for tile in window.tiles.tiles] == [where] * 4
    assert where in window.plots["curves"].legend.texts[-1]
    assert window.verdict.text.startswith(f"C{where[1:]}, before any run came to its end.")
    assert (
        window.plots["curves"].plot.x_range[1] < 3 * steps
    )  # as far as it came, not as it was to go
    for row, label in zip(rows_of(window), result.study.labels):
        finals = [record.final("train_cost") for record in result.of(label)]
        assert row.train_cost == float(np.median(finals))
        assert len(window.plots["curves"].lines[label][0].x)
    assert "anceled" in window.verdict.text


def test_cancel_keeps_the_runs_that_are_finished_as_they_are(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)

    main.playground.studies.run_over(Compare(), ["training.epochs=2, 1000000"])
    qtbot.waitUntil(
        lambda: window.scene is not None and all(r.complete for r in window.scene.result.of("2"))
    )
    window.verdict.cancel.click()
    wait_for_end(main, qtbot)
    result = window.outcome.result
    assert all(record.complete for record in result.of("2"))
    finished, tabled = rows_of(window)[0], table(result)[0]
    assert repr(finished) == repr(tabled)  # the time of a step was not measured, and nan != nan
    assert not any(record.complete for record in result.of("1,000,000"))
    assert math.isfinite(rows_of(window)[1].train_cost)
    assert "canceled before all runs were done" in window.verdict.text


def test_cancelling_while_rates_are_tuned_leaves_nothing_hanging(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    (first,) = main.playground.studies.recorder.past.runs
    bench(main).propose(small(epochs=1_000_000))
    window.head.tune.setChecked(True)
    window.head.again.click()
    qtbot.waitUntil(lambda: window.verdict.stage.text().startswith("Finding each"))
    window.verdict.cancel.click()
    wait_for_end(main, qtbot)
    assert "anceled" in window.verdict.text
    assert window.verdict.text.startswith("Canceled before the learning rates were found.")
    assert {row[columns.ENDED] for row in shown(window)} == {"canceled before the first step"}
    assert main.playground.studies.recorder.past.runs == (first,)


def test_a_run_that_fails_says_why_and_the_others_stay(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    gd = window.table.model.index(0, columns.RATE)
    bench(main).set("data.source", "plane")
    qtbot.waitUntil(lambda: not bench(main).busy)
    assert window.table.model.setData(gd, "100")
    window.head.again.click()
    wait_for_end(main, qtbot)
    result = window.outcome.result
    assert {record.run.label for record in result.failures} == {"Gradient descent"}
    row = shown(window)[0]
    assert row[columns.ENDED] == f"all 5 runs failed: {result.failures[0].failure}"
    assert window.tiles.tiles[0].note == result.failures[0].failure
    assert all(r.complete for label in ("Momentum", "RMSprop", "Adam") for r in result.of(label))


def test_an_error_of_the_program_inside_one_run_is_told(main, qtbot, monkeypatch):
    from playground.experiment.session import Session

    whole = Session.__init__

    def broken(self, spec, *args, **words):
        if spec.training.optimizer.name == "adam":
            raise ZeroDivisionError("made up")
        whole(self, spec, *args, **words)

    monkeypatch.setattr(Session, "__init__", broken)
    press(main, "compare_optimizers")
    window = wait_for_end(main, qtbot)
    rows = {row[0]: row for row in shown(window)}
    assert "made up" in rows["Adam"][columns.ENDED]
    assert rows["Gradient descent"][columns.ENDED] == "finished"
    assert math.isfinite(rows_of(window)[0].dev_error)


class Broken(StudyKind):
    """A kind of study that comes to nothing."""

    def __init__(self, error):
        object.__setattr__(self, "make", partial(self._fail, error))

    def _fail(self, error, *arguments):
        raise error


def test_a_study_that_cannot_be_is_told_in_a_sentence(main, qtbot):
    main.playground.studies.run(Broken(ValueError("there is nothing to compare.")))
    window = wait_for_end(main, qtbot)
    assert window.verdict.text == "There is nothing to compare."
    assert window.verdict.sentence.property("role") == "error"


def test_a_value_that_is_not_allowed_is_told_by_the_name_the_form_has_for_it(main, qtbot):
    main.playground.studies.run_over(Compare(), ["training.learning_rate=0.01, 1000"])
    window = wait_for_end(main, qtbot)
    assert window.verdict.text.startswith("Learning rate: 1000 is not allowed; it must be")


def test_an_error_of_the_program_ends_the_study_with_its_details(main, qtbot):
    main.playground.studies.run(Broken(ZeroDivisionError("made up")))
    window = wait_for_end(main, qtbot)
    assert "error in the program: made up" in window.verdict.text
    assert "ZeroDivisionError" in window.verdict.sentence.toolTip()
    press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    assert window.outcome.result is not None


def test_another_study_takes_the_place_of_one_that_is_going_on(main, qtbot):
    bench(main).propose(small(epochs=1_000_000))
    window = press(main, "compare_optimizers")
    qtbot.waitUntil(lambda: window.scene is not None)
    bench(main).propose(small())
    press(main, "learning_curve")
    wait_for_end(main, qtbot)
    assert window.outcome.result.study.kind == "learning_curve"
    assert window.head.heading.text() == "Learning curve"


def test_closing_the_study_window_ends_its_study(main, qtbot):
    bench(main).propose(small(epochs=1_000_000))
    window = press(main, "compare_optimizers")
    qtbot.waitUntil(lambda: window.scene is not None)
    window.close()
    qtbot.waitUntil(lambda: not main.playground.studies.runner.running)
    bench(main).propose(small())
    press(main, "compare_optimizers")
    assert window.isVisible()
    wait_for_end(main, qtbot)
    assert window.outcome.result.study == compare_optimizers(small())


def test_closing_the_main_window_in_the_middle_of_a_study(qtbot, capfd):
    main = create_window()
    qtbot.waitUntil(lambda: main.playground.workbench.snapshot is not None)
    main.playground.workbench.propose(small(epochs=1_000_000))
    window = press(main, "compare_optimizers")
    qtbot.waitUntil(lambda: window.scene is not None)
    main.close()
    assert not window.isVisible()
    assert not main.playground.studies.runner.running
    main.deleteLater()
    qtbot.wait(20)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_the_study_never_trains_in_the_thread_of_the_window(main, qtbot, monkeypatch):
    from playground.experiment.studies.running import run as running

    threads, whole = [], running.run

    def watched(*args, **words):
        threads.append(threading.current_thread())
        return whole(*args, **words)

    monkeypatch.setattr(running, "run", watched)
    press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    assert threads and threading.main_thread() not in threads


# ---------------------------------------------------------------------- looks and files


def test_light_and_dark_reach_everything(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    for theme in (themes.DARK, themes.LIGHT):
        main.playground.looks.recolour(theme)
        for view in (*window.plots.values(), window.tiles):
            assert view.theme is theme
        picture = window.tiles.grab().toImage()
        assert picture.pixelColor(3, 3).name().upper() == theme.panel.upper()


def test_everything_in_the_window_has_a_name_for_a_screen_reader(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for kind in (QAbstractButton, QComboBox, QLineEdit, QSpinBox)
        for widget in window.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), (QComboBox, QSpinBox))
        and type(widget).__name__ != "QTableCornerButton"
        and type(widget) is not QAbstractButton  # the corner of the table
    ]
    assert nameless == []
    assert "Adam" in window.plots["curves"].accessibleDescription()


def test_what_is_exported_is_what_is_shown(main, qtbot, tmp_path):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    offered = [action.text() for action in window.exports.menu.actions() if action.text()]
    assert offered == [
        "Table as CSV…",
        "All runs as CSV…",
        "Curves as PNG…",
        "Curves as SVG…",
        "Curves as CSV…",
        "Paths as PNG…",
        "Paths as SVG…",
        "Paths as CSV…",
        "Decision boundaries as PNG…",
        "Decision boundaries as SVG…",
    ]
    saved = {}
    for action in window.exports.menu.actions():
        if action.text():
            action.trigger()
            dialog = window.exports.question.dialog
            path = tmp_path / dialog.selectedFiles()[0].rpartition("/")[2]
            dialog.fileSelected.emit(str(path))
            dialog.reject()
            saved[path.name] = path.read_bytes()
    assert window.verdict.text == "Saved boundaries.svg."
    rows = list(csv.DictReader(io.StringIO(saved["table.csv"].decode())))
    for row, expected in zip(rows, table(window.outcome.result)):
        assert row["label"] == expected.label
        assert float(row["train_cost"]) == expected.train_cost
        assert float(row["dev_error"]) == expected.dev_error
    runs = list(csv.DictReader(io.StringIO(saved["runs.csv"].decode())))
    assert len(runs) == 20
    assert saved["curves.png"].startswith(b"\x89PNG") and b"<svg" in saved["curves.svg"]
    assert b"RMSprop" in saved["boundaries.svg"] and b"RMSprop" in saved["paths.svg"]
    numbers = list(csv.DictReader(io.StringIO(saved["curves.csv"].decode())))
    assert float(numbers[-1]["Adam"]) == pytest.approx(table(window.outcome.result)[3].train_cost)


def test_a_file_that_cannot_be_written_is_told(main, qtbot, tmp_path):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    window.exports.menu.actions()[0].trigger()
    window.exports.question.dialog.fileSelected.emit(str(tmp_path / "nowhere" / "table.csv"))
    window.exports.question.dialog.reject()
    assert window.verdict.sentence.property("role") == "error"


def test_the_logarithmic_axis_shows_the_lowest_cost(main, qtbot):
    window = press(main, "compare_optimizers")
    wait_for_end(main, qtbot)
    window.plots["curves"].log_button.click()
    low, high = window.plots["curves"].plot.y_range
    lowest = min(band.median.min() for band in window.scene.curves["train_cost"].values())
    assert 10**low < lowest < 10**high
