"""Run history: what was run is kept, found again, named, pinned and restored."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction

from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.standings import table
from playground.gui.app import create_window
from playground.gui.run_history.past import Past, PastRun, differing_paths, settings_text
from playground.gui.run_history.table import BEGAN, COST, DEV, NAME, PIN, SEED, SETTINGS
from playground.settings import replaced


@pytest.fixture
def main(qtbot):
    QSettings().clear()
    window = create_window()
    bench = window.playground.workbench
    try:
        qtbot.waitUntil(lambda: bool(window.playground.views) and bench.snapshot is not None)
        bench.set_pace(None)
        bench.set("training.epochs", 3)
        qtbot.waitUntil(lambda: not bench._awaited)
        yield window
    finally:
        window.close()
        window.deleteLater()


def bench(main):
    return main.playground.workbench


def train(main, qtbot, path=None, value=None):
    if path:
        bench(main).set(path, value)
        qtbot.waitUntil(lambda: not bench(main)._awaited)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.stop is not None and not bench(main).running)


def history(main):
    main.findChild(QAction, "run_history").trigger()
    return main.playground.studies.history


def shown(window, column=NAME):
    model = window.sorted
    return [model.index(row, column).data() for row in range(model.rowCount())]


def past_run(number, spec=None, **words):
    spec = spec or ExperimentSpec()
    made = PastRun(
        number=number,
        kind="run",
        name=f"Run {number}",
        spec=spec,
        seeds=(spec.seed,),
        epochs=1,
        train_cost=0.5,
        train_error=0.1,
        dev_error=0.2,
        task="binary",
        seconds=1.0,
        began=0.0,
    )
    return replace(made, **words)


def test_a_run_stands_in_the_table_with_its_results(main, qtbot):
    window = history(main)
    assert shown(window) == [] and "once it has trained" in window.hint.text()
    train(main, qtbot)
    latest = bench(main).history.latest
    (run,) = window.model.runs
    assert run.spec == bench(main).spec
    assert (run.train_cost, run.dev_error) == (latest["train_cost"], latest["dev_error"])
    assert (run.epochs, run.seeds) == (3, (bench(main).spec.seed,))
    assert run.sentence == bench(main).snapshot.stop.sentence
    assert shown(window, COST) == [f"{latest['train_cost']:.4g}"]


def test_a_run_that_never_trained_is_no_run(main, qtbot):
    for seed in (11, 12):
        bench(main).set("seed", seed)
        qtbot.waitUntil(lambda: not bench(main)._awaited)
    assert history(main).model.runs == ()


def test_a_run_that_goes_on_is_renewed_not_repeated(main, qtbot):
    window = history(main)
    train(main, qtbot)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.epoch > 3)
    bench(main).pause()
    qtbot.waitUntil(lambda: not bench(main).running)
    (run,) = window.model.runs
    assert run.epochs == bench(main).snapshot.epoch > 3


def test_a_run_that_another_takes_the_place_of_is_kept(main, qtbot):
    window = history(main)
    bench(main).set("training.epochs", 1_000_000)
    bench(main).train()
    qtbot.waitUntil(lambda: bench(main).snapshot.steps > 100)
    bench(main).set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: len(window.model.runs) > 0)
    assert window.model.runs[0].spec.network.hidden_layers == (8, 4)
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
    qtbot.waitUntil(lambda: len(window.model.runs) == 1, timeout=20_000)
    (run,) = window.model.runs
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
    assert not window.restore.isEnabled()
    window.table.selectRow(shown(window).index("Run 1"))
    window.restore.click()
    assert bench(main).spec == first
    bench(main).undo()
    assert bench(main).spec == second


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


def test_pinned_runs_outlive_the_limit(monkeypatch):
    monkeypatch.setattr(Past, "MOST", 3)
    past = Past()
    for number in range(1, 4):
        past.put(past_run(number))
    past.pin(1, True)
    past.put(past_run(4))
    assert [run.number for run in past.runs] == [1, 3, 4]


def test_what_differs_does_not_depend_on_the_seed():
    spec = ExperimentSpec()
    other = replaced(replaced(spec, "seed", 9), "training.optimizer", "gd")
    assert differing_paths([spec, other]) == ("training.optimizer",)
    assert settings_text(other, ["training.optimizer"]) == "Optimizer Gradient descent"
    assert differing_paths([]) == ()
