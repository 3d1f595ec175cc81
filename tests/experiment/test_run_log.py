"""The table of past runs: what is kept, what goes, and how runs differ."""

import csv
import io
import math
from dataclasses import replace

import numpy as np
import pytest
from past_runs import past_run

from playground.experiment.differing import as_csv, as_rows, differing_paths, settings_text
from playground.experiment.run_log import LONGEST_NAME, RunLog, thinned
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


def numbers(past):
    return [run.number for run in past.runs]


def test_pinned_runs_outlive_the_limit(monkeypatch):
    monkeypatch.setattr(RunLog, "MOST", 3)
    past = RunLog(past_run(number) for number in range(1, 4))
    past.pin(1, True)
    past.put(past_run(4))
    assert numbers(past) == [1, 3, 4]


def test_a_name_and_a_pin_stay_when_a_run_is_renewed():
    past = RunLog([past_run(1)])
    past.rename(1, "  my\n best ")
    past.pin(1, True)
    past.put(past_run(1, epochs=9))
    assert (past[1].name, past[1].pinned, past[1].epochs) == ("my best", True, 9)
    past.rename(1, " \t ")
    assert past[1].name == "my best"
    past.rename(1, "x" * 1000)
    assert past[1].name == "x" * LONGEST_NAME


def test_what_is_removed_comes_back_into_its_place_and_up_to_date():
    past = RunLog(past_run(number) for number in range(1, 5))
    past.rename(2, "second")
    past.remove([2, 3])
    assert numbers(past) == [1, 4] and [run.number for run in past.removed] == [2, 3]
    past.put(past_run(3, epochs=7))  # it goes on training although nobody sees it
    assert numbers(past) == [1, 4]
    assert past.next_number() == 5
    past.bring_back()
    assert numbers(past) == [1, 2, 3, 4]
    assert past[2].name == "second" and past[3].epochs == 7
    assert past.removed == ()


def test_numbers_go_on_behind_those_of_a_file():
    assert RunLog([past_run(7)]).next_number() == 8


def test_what_differs_does_not_depend_on_the_seed():
    spec = ExperimentSpec()
    other = replaced(replaced(spec, "seed", 9), "training.l2", 0.1)
    assert differing_paths([spec, other]) == ("training.l2",)
    assert settings_text(other, ["training.l2"]) == "L2 penalty (λ) 0.1"
    words = settings_text(other, ["training.patience", "network.class_weights", "training.epochs"])
    assert words == "Early stopping after off, Class weights Equal, Epochs by size"
    assert differing_paths([]) == ()


def test_the_csv_has_a_column_for_every_setting_that_differs():
    one = past_run(1, began=86_400.0, name='mine, "best"', pinned=True)
    spec = replaced(ExperimentSpec(), "network.hidden_layers", (3,))
    two = past_run(2, spec, dev_error=math.nan, seeds=(4, 5))
    rows = list(csv.DictReader(io.StringIO(as_csv([one, two]))))
    assert [row["network.hidden_layers"] for row in rows] == ["8-4", "3"]
    assert rows[0]["name"] == 'mine, "best"' and rows[0]["pinned"] == "yes"
    assert rows[1]["dev_error"] == "" and rows[1]["seeds"] == "4 5"
    assert as_rows([one])[0]["train_cost"] == one.train_cost
    assert as_csv([]) == ""


@pytest.mark.parametrize("n", [0, 1, 2, 239, 240, 241, 10_000, 300_000])
def test_thinned_evaluations_keep_order_and_ends(n):
    evaluations = np.arange(7.0 * n).reshape(n, 7)
    kept = thinned(evaluations, 240)
    assert len(kept) <= 240 and len(kept) >= min(n, 240) * 0.6
    assert (np.diff(kept[:, 0]) > 0).all()
    if n:
        np.testing.assert_array_equal(kept[[0, -1]], evaluations[[0, -1]])
    assert not np.shares_memory(kept, evaluations)


def test_the_best_curve_of_a_row_without_curves_is_none():
    run = past_run(1, curves=())
    assert run.best_curve is None
    assert replace(run, best=5).best_curve is None
