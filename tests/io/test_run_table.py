"""Past runs as a report lists them."""

import math

from playground.experiment.run_log import RunEntry
from playground.experiment.spec import ExperimentSpec
from playground.io.report.run_table import run_table
from playground.settings import replaced


def run(number, spec, **more):
    values = {
        "number": number,
        "kind": "run",
        "name": f"Run {number}",
        "spec": spec,
        "seeds": (spec.seed,),
        "epochs": 1200,
        "train_cost": 0.123456,
        "train_error": 0.05,
        "dev_error": 0.125,
        "task": "binary",
        "seconds": 1.0,
        "began": 0.0,
    }
    return RunEntry(**{**values, **more})


def test_what_differs_stands_beside_what_came_of_it():
    spec = ExperimentSpec()
    other = replaced(spec, "training.l2", 0.5)
    rows = run_table([run(1, spec), run(2, other, seeds=(3, 4, 5), epochs=7)], spec)
    assert rows[0] == {
        "run": "Run 1",
        "what differs": "–",
        "seed": str(spec.seed),
        "epochs": "1,200",
        "train cost": "0.1235",
        "train error": "5 %",
        "dev error": "12.5 %",
    }
    assert rows[1]["what differs"] == "L2 penalty (λ) 0.5" and rows[1]["seed"] == "3 to 5"


def test_what_is_not_known_is_a_dash():
    [row] = run_table(
        [run(1, ExperimentSpec(), train_cost=math.nan, dev_error=math.nan, task="regression")],
        ExperimentSpec(),
    )
    assert (row["train cost"], row["dev error"]) == ("–", "–")
    assert row["train error"] == "0.05"


def test_without_runs_there_is_no_row():
    assert run_table([], ExperimentSpec()) == []


def test_a_row_says_no_more_than_how_its_run_differs_from_the_experiment():
    """However many settings the other runs have changed."""
    spec = ExperimentSpec()
    changes = {"training.l2": 0.5, "training.learning_rate": 0.1, "network.hidden_layers": (3,)}
    others = [replaced(spec, path, value) for path, value in changes.items()]
    rows = run_table([run(n, each) for n, each in enumerate([spec, *others], 1)], spec)
    assert [row["what differs"] for row in rows] == [
        "–",
        "L2 penalty (λ) 0.5",
        "Learning rate 0.1",
        "Hidden layers 3",
    ]


def test_a_column_that_says_the_same_of_every_run_is_left_out():
    spec = ExperimentSpec()
    rows = run_table([run(1, spec), run(2, replaced(spec, "training.l2", 0.5))], spec)
    assert list(rows[0]) == ["run", "what differs", "train cost", "train error", "dev error"]
