"""``playground compare`` and ``playground sweep``: the folder, how it ends, what is refused."""

from __future__ import annotations

import csv
import json
import os
import sys

import pytest
from terminal import interrupted

from playground.cli import main
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare_optimizers
from playground.experiment.studies.running.run import run
from playground.experiment.text import codec
from playground.io.session.file import save_session
from playground.io.studies import histories_csv, runs_csv
from playground.settings import replaced

FILES = {"runs.csv", "history.csv", "summary.json", "experiment.toml"}

QUICK = replaced(ExperimentSpec(), "training.epochs", 10)


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "experiment.toml"
    codec.write(path, QUICK)
    return path


def study(command: str, file, out, *more: str) -> int:
    return main([command, str(file), "--out", str(out), "--seeds", "2", "--no-plots", *more])


def rows_of(folder, name: str = "runs.csv") -> list[dict[str, str]]:
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_comparison_is_the_same_as_in_the_window(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    over = "training.optimizer=gd,momentum,rmsprop,adam"
    assert study("compare", experiment, out, "--over", over) == 0
    assert {file.name for file in out.iterdir()} == FILES
    result = run(compare_optimizers(QUICK, seeds=2))
    assert (out / "runs.csv").read_text(encoding="utf-8") == runs_csv(result)
    assert (out / "history.csv").read_text(encoding="utf-8") == histories_csv(result)
    assert codec.read(out / "experiment.toml") == QUICK
    said = capsys.readouterr()
    assert not said.err
    head, gd = said.out.splitlines()[:2]
    assert head.split()[:6] == ["train", "cost", "train", "error", "dev", "error"]
    assert gd.startswith("Gradient descent ") and " µs" in gd
    assert said.out.endswith(f"8 runs in '{out}'.\n")


def test_the_rows_are_tidy_and_exact(experiment, tmp_path):
    out = tmp_path / "out"
    over = ["--over", "training.l2=0,0.1", "--over", "network.hidden_layers=3,4-2"]
    assert study("sweep", experiment, out, *over) == 0
    rows = rows_of(out)
    assert len(rows) == 8
    assert {(row["training.l2"], row["network.hidden_layers"]) for row in rows} == {
        ("0.0", "3"), ("0.0", "4-2"), ("0.1", "3"), ("0.1", "4-2"),
    }  # fmt: skip
    for row in rows:
        spec = replaced(QUICK, "training.l2", float(row["training.l2"]))
        layers = tuple(map(int, row["network.hidden_layers"].split("-")))
        spec = replaced(replaced(spec, "network.hidden_layers", layers), "seed", int(row["seed"]))
        session = Session(spec)
        session.run()
        assert row["ended"] == "finished" and row["epochs"] == "10" and row["steps"] == "60"
        for name in ("train_cost", "dev_cost", "train_error", "dev_error"):
            assert float(row[name]) == pytest.approx(session.history.latest[name], abs=1e-12)
    histories = rows_of(out, "history.csv")
    assert len(histories) == 8 * 11
    assert {row["run"] for row in histories} == {str(i) for i in range(1, 9)}


def test_a_sweep_writes_what_it_chose_and_its_test_error(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    assert study("sweep", experiment, out, "--over", "training.l2=0,0.1,30") == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["kind"] == "sweep" and summary["title"] == "L2 penalty (λ)"
    assert summary["settings"] == ["training.l2"] and summary["seeds"] == [4, 5]
    assert summary["chosen"]["label"] in ("0", "0.1")
    assert 0 <= summary["chosen"]["test_error"] <= 1
    assert [v["settings"]["training.l2"] for v in summary["variations"]] == [0, 0.1, 30]
    assert not summary["cancelled"] and not summary["failures"]
    assert summary["sentences"][0] in capsys.readouterr().out


def test_a_tuned_race_says_what_was_picked(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    assert study("compare", experiment, out, "--tune") == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    rates = summary["learning_rates"]
    assert set(rates) == {"Gradient descent", "Momentum", "RMSprop", "Adam"}
    assert rates["Gradient descent"] > rates["Adam"]
    for variation in summary["variations"]:
        assert variation["settings"]["training.learning_rate"] == rates[variation["label"]]
        assert variation["step_seconds"] > 0
    assert "Learning rates tuned first" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["gd", "Gradient descent"])
def test_a_value_may_have_a_learning_rate_of_its_own(name, experiment, tmp_path):
    out = tmp_path / "out"
    assert study("compare", experiment, out, "--rate", f"{name}=0.3", "--rate", "adam=0.02") == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    rates = [v["settings"]["training.learning_rate"] for v in summary["variations"]]
    assert rates == [0.3, 0.01, 0.01, 0.02]
    assert rows_of(out)[0]["training.learning_rate"] == "0.3"


def test_processes_change_nothing(experiment, tmp_path):
    over = ["--over", "network.hidden_layers=3,4-2"]
    assert study("sweep", experiment, tmp_path / "one", *over) == 0
    assert study("sweep", experiment, tmp_path / "two", *over, "--workers", "2") == 0
    assert rows_of(tmp_path / "one") == rows_of(tmp_path / "two")


def test_a_session_gives_its_experiment_and_its_examples(tmp_path):
    session = Session(QUICK)
    session.run()
    save_session(session, tmp_path / "kept.playground")
    assert study("sweep", tmp_path / "kept.playground", tmp_path / "out", "--over",
                 "training.l2=0,1") == 0  # fmt: skip
    first = rows_of(tmp_path / "out")[0]
    assert first["seed"] == "4"
    assert float(first["dev_cost"]) == pytest.approx(session.history.latest["dev_cost"])


def test_plots_are_drawn_where_qt_is(experiment, tmp_path, capsys):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    over = ["--over", "training.l2=0,1", "--seeds", "2"]
    for command, plots in (
        ("compare", {"curves", "paths", "boundaries"}),
        ("sweep", {"curves", "boundaries", "errors"}),
    ):
        out = tmp_path / command
        assert main([command, str(experiment), "--out", str(out), *over]) == 0
        drawn = {file.name for file in out.iterdir()} - FILES
        assert drawn == {f"{name}.{ending}" for name in plots for ending in ("png", "svg")}
        assert all((out / name).stat().st_size > 2000 for name in drawn)
    assert not capsys.readouterr().err


def test_without_qt_the_numbers_are_written_and_the_missing_plots_said(
    experiment, tmp_path, capsys, monkeypatch
):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    out = tmp_path / "out"
    over = ["--over", "training.l2=0,1", "--seeds", "2"]
    assert main(["sweep", str(experiment), "--out", str(out), *over]) == 0
    assert {file.name for file in out.iterdir()} == FILES
    assert capsys.readouterr().err.startswith("No plots were drawn. ")


def test_quiet_says_nothing(experiment, tmp_path, capsys):
    assert study("sweep", experiment, tmp_path / "out", "--over", "training.l2=0,1", "--quiet") == 0
    said = capsys.readouterr()
    assert not said.out and not said.err


def test_what_is_printed_may_be_for_programs(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    assert study("sweep", experiment, out, "--over", "training.l2=0,0.1", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert not said.err


def test_runs_that_failed_are_named_and_the_others_are_kept(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    assert study("compare", experiment, out, "--over", "data.features=,log(x1)") == 0
    said = capsys.readouterr()
    assert said.err.count("log(x1), seed ") == 2
    ended = [(row["ended"], bool(row["why"])) for row in rows_of(out)]
    assert ended == [("finished", False)] * 2 + [("failed", True)] * 2
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert [failure["run"] for failure in summary["failures"]] == [3, 4]
    assert [variation["label"] for variation in summary["variations"]] == [
        "the columns as they are",
        "log(x1)",
    ]
    assert summary["variations"][1]["median"]["dev_error"] is None


def test_nothing_but_failures_is_a_failure(experiment, tmp_path):
    assert study("compare", experiment, tmp_path / "out", "--over", "data.features=log(x1)") == 1
    assert len(rows_of(tmp_path / "out")) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sweep"], "What is to be tried?"),
        (["sweep", "--over", "training.l2"], "names no values"),
        (["sweep", "--over", "training.l2=0,x"], "training.l2: 'x' is not a number"),
        (["sweep", "--over", "training.l3=0"], "training.l3: there is no such setting"),
        (["sweep", "--over", "training.l2=1,1"], "The value '1' is given twice."),
        (
            ["sweep", "--over", "training.l2=0,1", "--over", "training.l2=2"],
            "training.l2: it is given twice; write its values together: training.l2=2,...",
        ),
        (
            ["compare", "--over", "training.l2=0,1", "--preset", "activations"],
            "--over and --preset both say what is tried; give one of them.",
        ),
        (["compare", "--seeds", "0"], "--seeds 0: this is not a whole number from 1"),
        (["compare", "--seeds", "many"], "--seeds many"),
        (["compare", "--seeds", "9999"], "at most 10,000"),
        (["compare", "--workers", "0"], "--workers 0"),
        (["compare", "--over", "seed=1,2"], "say how many seeds"),
        (["compare", "--tune", "--over", "training.learning_rate=1,2"], "compared already"),
        (["compare", "--set", "training.epochs=-1"], "training.epochs"),
        (["compare", "--rate", "newton=1"], "--rate newton=1: write VALUE=RATE"),
        (["compare", "--rate", "gd=fast"], "training.learning_rate: 'fast' is not a number"),
        (["compare", "--rate", "gd=1", "--tune"], "not allowed with argument"),
        (["compare", "--over", "training.learning_rate=1,2", "--rate", "1=2"], "compared already"),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_written(
    arguments, sentence, experiment, tmp_path, capsys
):
    command, *more = arguments
    seeds = [] if "--seeds" in more else ["--seeds", "2"]
    out = tmp_path / "out"
    assert main([command, str(experiment), "--out", str(out), *seeds, *more]) == 2
    said = capsys.readouterr()
    assert sentence in said.err and said.err.count("\n") == 1 and not said.out
    assert not out.exists()


# ---------------------------------------------------------------------- in a process of its own


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_ctrl_c_keeps_what_is_finished(experiment, tmp_path):
    """Two architectures: one is done at once, the other would take for ever."""
    out = tmp_path / "out"
    command = [sys.executable, "-u", "-m", "playground", "sweep", experiment, "--out", out]
    command += ["--seeds", "2", "--no-plots", "--over", "training.epochs=1,10000000"]
    command += ["--over", "network.hidden_layers=2,100"]
    code, shown = interrupted(command, lambda shown: b"left" in shown and b"2 of 8 runs" in shown)
    assert code == 130
    assert b"Traceback" not in shown
    assert {file.name for file in out.iterdir()} == FILES
    ended = [row["ended"] for row in rows_of(out)]
    assert ended.count("finished") == 2 and ended.count("cancelled") == 6
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["cancelled"]


def test_a_study_refuses_a_table_that_loses_most_rows_and_tells_a_smaller_loss(tmp_path, capsys):
    rows = [f"{i % 9},{i % 5 + i / 7:.3f},{'uv'[i % 2]}" for i in range(40)]
    table = tmp_path / "data.csv"
    words = ["--over", "training.optimizer=gd,adam", "--seeds", "1", "--no-plots"]
    words += ["--set", "training.epochs=1", "--out", str(tmp_path / "out")]
    lost = [row if i % 3 else f",{row.partition(',')[2]}" for i, row in enumerate(rows)]
    table.write_text("a,b,label\n" + "\n".join(lost) + "\n")
    assert main(["compare", str(table), *words]) == 0
    assert "14 of 40 rows are left out: most of them lack a value in 'a'" in capsys.readouterr().err
    lost = [f",{row.partition(',')[2]}" if i % 3 else row for i, row in enumerate(rows)]
    table.write_text("a,b,label\n" + "\n".join(lost) + "\n")
    words[-1] = str(tmp_path / "other")
    assert main(["compare", str(table), *words]) == 2
    assert "data.source.missing=fill" in capsys.readouterr().err
