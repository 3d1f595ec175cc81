"""``playground train``: what is in the folder, how it ends, and what is refused."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sessions import members_of
from terminal import interrupted

from playground.assets import sample_data
from playground.cli import main
from playground.experiment.session import Session
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.io.archive import npz
from playground.io.curves import history_csv
from playground.io.prediction.predictor import Predictor
from playground.io.session.file import load_session, save_session
from playground.io.weights.weights import as_npz, import_weights, load_weights, save_weights
from playground.settings import replaced

FILES = {
    "summary.json", "history.csv", "batch_costs.csv", "weights.npz", "session.playground",
    "report.html",
}  # fmt: skip


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "experiment.toml"
    codec.write(path, replaced(ExperimentSpec(), "training.epochs", 20))
    return path


def train(file, out, *more: str) -> int:
    return main(["train", str(file), "--out", str(out), "--no-plots", *more])


def test_with_json_standard_output_is_the_summary_and_nothing_else(experiment, tmp_path, capsys):
    table = sample_data() / "iris.csv"
    assert train(table, tmp_path / "a", "--json", "--set", "training.epochs=2") == 0
    said = capsys.readouterr()
    assert said.out == (tmp_path / "a" / "summary.json").read_text()
    assert json.loads(said.out)["epochs"] == 2
    assert said.err.startswith("Predicting 'species'")
    more = ("--json", "--quiet", "--weights", str(tmp_path / "a" / "weights.npz"))
    assert train(table, tmp_path / "b", *more, "--set", "training.epochs=1") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["network"]["began_with"] and not said.err


def test_the_words_above_the_settings_are_shown(tmp_path, capsys):
    path = tmp_path / "exercise.toml"
    path.write_text(f"# Exercise 1.\n# Raise *L2*.\n{SHORT}")
    assert train(path, tmp_path / "a") == 0
    said = capsys.readouterr()
    assert said.out.startswith("Predicting") and said.err.endswith("Exercise 1.\nRaise *L2*.\n")
    assert train(path, tmp_path / "b", "--quiet") == 0
    assert capsys.readouterr().err == ""


SHORT = "version = 2\ntraining = {epochs = 1, stop_after = true}\n"


def test_everything_about_the_run_is_in_the_folder(experiment, tmp_path, capsys):
    out = tmp_path / "deep" / "er"
    assert train(experiment, out) == 0
    assert {file.name for file in out.iterdir()} == FILES
    expected = Session(codec.read(experiment))
    expected.run()
    assert (out / "weights.npz").read_bytes() == as_npz(Predictor.of(expected))
    assert (out / "history.csv").read_text() == history_csv(expected.history)
    summary = json.loads((out / "summary.json").read_text())
    assert summary["epochs"] == 20 and summary["stopped"] == "finished"
    assert summary["dev"]["error"] == expected.history.latest["dev_error"]
    assert summary["test"]["error"] == expected.test_error()
    assert load_session(out / "session.playground").trainer.steps == expected.trainer.steps
    said = capsys.readouterr()
    assert "\nFinished 20 epochs. Error: train " in said.out and not said.err


def test_a_csv_file_is_an_experiment_too(tmp_path):
    assert train(sample_data("iris.csv"), tmp_path / "out", "--quiet") == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["data"]["classes"] == ["setosa", "versicolor", "virginica"]
    assert summary["dev"]["error"] < 0.05
    assert load_weights(tmp_path / "out" / "weights.npz").class_names[0] == "setosa"


def test_what_is_left_out_of_a_file_is_told_before_it_is_learnt_from(tmp_path, capsys):
    assert train_on(tmp_path, with_remarks(every=3, of=60, gap=True)) == 0
    said = capsys.readouterr()
    assert "20 rows are left out because a feature is missing.\n" in said.err


def test_rows_that_are_left_out_are_told_even_quietly(tmp_path, capsys):
    assert train_on(tmp_path, with_remarks(every=3, of=60, gap=True), "--quiet") == 0
    assert capsys.readouterr() == (
        "",
        "20 of 60 rows are left out: most of them lack a value in 'remark' (20 rows).\n",
    )


def test_rows_that_could_not_be_read_count_as_left_out(tmp_path, capsys):
    """Also where nothing else is said; and more than half of them are too many."""
    whole = [f"{i * 7 % 11},{i},{'uv'[i % 2]}" for i in range(40)]
    some = [f"{row},9" if i % 8 == 7 else row for i, row in enumerate(whole)]
    assert train_on(tmp_path, "\n".join(("a,b,label", *some, "")), "--quiet") == 0
    said = capsys.readouterr()
    assert said == ("", "5 of 40 rows are left out: they could not be read.\n")
    most = [row + ",9" * (i % 3 + 1 if i > 15 else 0) for i, row in enumerate(whole)]
    assert train_on(tmp_path, "\n".join(("a,b,label", *most, ""))) == 2
    said = capsys.readouterr().err
    assert "24 of 40 rows are left out: they could not be read." in said
    assert "data.source.missing=fill" not in said and "data.source.ignore" not in said


def test_losing_most_rows_is_refused_with_the_remedies(tmp_path, capsys):
    table = with_remarks(every=3, of=60, gap=False)
    assert train_on(tmp_path, table) == 2
    said = capsys.readouterr().err
    assert "40 of 60 rows are left out" in said and "'remark' (40 rows)" in said
    assert "data.source.missing=fill" in said and "data.source.ignore=remark" in said
    assert not (tmp_path / "out").exists()
    assert train_on(tmp_path, table, "--set", "data.source.missing=fill") == 0
    assert train_on(tmp_path, table, "--set", "data.source.ignore=remark") == 0
    assert train_on(tmp_path, table, "--set", "data.source.missing=drop") == 0


@pytest.mark.parametrize("name", ["b", "b, c", 'b "c"', "b's", "b (m)"])
def test_the_remedies_for_gaps_work_as_they_are_printed(tmp_path, capsys, name):
    """Two columns must go for most rows to be whole, whatever they are called."""
    header = ",".join(f'"{each}"' for each in ("a", name.replace('"', '""'), "d", "label"))
    rows = [
        f"{i * 7 % 11},{i if i % 5 < 2 else ''},{i if i % 7 < 2 else ''},{'uv'[i % 2]}"
        for i in range(100)
    ]
    table = "\n".join((header, *rows, ""))
    assert train_on(tmp_path, table) == 2
    said = capsys.readouterr().err
    fill, ignore = re.search(r"\((data.*?=fill)\).*?\((data\.source\.ignore=.*)\)\.", said).groups()
    for remedy in (fill, ignore):
        (change,) = shlex.split(remedy)
        assert train_on(tmp_path, table, "--force", "--set", change) == 0
        assert "100 of 100 rows are used" in capsys.readouterr().out


def test_no_remedy_is_named_that_leaves_nothing_to_learn_from(tmp_path, capsys):
    rows = "".join(f"{i if i % 5 < 2 else ''},{'uv'[i % 2]}\n" for i in range(50))
    assert train_on(tmp_path, "a,label\n" + rows) == 2
    said = capsys.readouterr().err
    assert "data.source.missing=fill" in said and "data.source.ignore" not in said


LONG = "x" * 100_000


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("a,y", (f"{LONG}u", f"{LONG}U")),  # two that look alike, and one that is always answered
        (f"a,{LONG}", ("$1", "$2")),  # a guess, and money
        (f"{LONG}id,y", ("u", "v")),
        (f"a,{LONG},y", ("2020-01-01,u", "2020-01-02,v")),
        (f"{LONG},{LONG},y", ("1,u", "2,v")),
    ],
    ids=["classes", "label", "identifier", "dates", "twice"],
)
def test_words_that_fill_pages_leave_every_sentence_a_line(tmp_path, capsys, names, words):
    rows = "".join(f"{i},{words[i % 2]}\n" for i in range(30))
    assert train_on(tmp_path, f"{names}\n{rows}", "--set", "data.source.feature_columns=a") in (
        0,
        2,
    )
    said = capsys.readouterr()
    assert LONG[:99] in said.out + said.err
    assert max(map(len, (said.out + said.err).splitlines())) < 1000


def test_missing_labels_cannot_be_filled_and_no_such_thing_is_said(tmp_path, capsys):
    rows = "".join(f"{i * 7 % 11},{'uv'[i % 2] if i % 10 < 3 else ''}\n" for i in range(50))
    assert train_on(tmp_path, "a,label\n" + rows) == 2
    said = capsys.readouterr().err
    assert "'label' (35 rows)" in said and "data.source.label=NAME" in said
    assert "missing=fill" not in said and "ignore" not in said


def test_the_first_line_says_what_is_predicted_from_what(tmp_path, capsys):
    rows = "".join(f"{i},{i * i % 7},{'uv'[i % 2]},{i % 5}\n" for i in range(20))
    assert train_on(tmp_path, "a,b,k,d\n" + rows + "1,2\n", "--set", "data.source.label=k") == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "Predicting 'k' (binary classification: u, v) from 3 features (a, b, d); 20 of 21 rows "
        "are used: 12 train, 4 dev, 4 test."
    )


def test_a_table_may_come_from_standard_input(tmp_path, capsys, monkeypatch):
    rows = "".join(f"{i};{i % 2}\n" for i in range(20))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"a;k\n{rows}".encode())))
    assert train("-", tmp_path / "out", "--set", "training.epochs=2") == 0
    assert "20 of 20 rows are used" in capsys.readouterr().out.splitlines()[0]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert train("-", tmp_path / "other") == 2
    assert capsys.readouterr().err == "Standard input: The file is empty.\n"


def test_a_label_that_was_guessed_is_said(tmp_path, capsys):
    rows = "".join(f"{i},{i * i % 7 + i / 9},{i % 5 + i / 8}\n" for i in range(20))
    assert train_on(tmp_path, "a,b,c\n" + rows) == 0
    assert "That 'c' is to be predicted is a guess." in capsys.readouterr().err
    assert train_on(tmp_path, "a,b,c\n" + rows, "--set", "data.source.label=c") == 0
    assert "guess" not in capsys.readouterr().err


def test_the_error_stands_beside_that_of_an_answer_that_looks_at_nothing(tmp_path, capsys):
    rows = "".join(f"{i * 7 % 11},{'yes' if i % 20 == 0 else 'no'}\n" for i in range(100))
    assert train_on(tmp_path, "a,fraud\n" + rows) == 0
    said = capsys.readouterr().out
    assert "Always answering 'no' gives dev 5 %: the network is no better than that." in said
    rows = "".join(f"{i},{2 * i}\n" for i in range(40))
    assert train_on(tmp_path, "a,price\n" + rows, "--force") == 0
    assert "Always answering the mean of the training labels gives dev 2" in capsys.readouterr().out


def test_a_linear_model_is_trained_where_it_is_asked_for(experiment, tmp_path, capsys):
    assert train(experiment, tmp_path / "plain") == 0
    assert "linear_model" not in json.loads((tmp_path / "plain" / "summary.json").read_text())
    assert "linear model" not in (tmp_path / "plain" / "report.html").read_text()
    assert train(experiment, tmp_path / "out", "--linear-model") == 0
    found = json.loads((tmp_path / "out" / "summary.json").read_text())["linear_model"]
    assert found["sentence"].startswith("A linear model (logistic regression): train ")
    assert found["sentence"] in capsys.readouterr().out
    assert found["sentence"].partition(";")[0] in (tmp_path / "out" / "report.html").read_text()
    assert 0 < found["dev"]["error"] < 0.5 and found["converged"]


def test_few_rows_all_train(tmp_path, capsys):
    assert train_on(tmp_path, "a,b,label\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n1,2,0\n") == 0
    assert "5 of 5 rows are used: all train" in capsys.readouterr().out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["data"]["examples"] == {"train": 5, "dev": 0, "test": 0}


def with_remarks(every: int, of: int, gap: bool) -> str:
    """A table in which every so-manieth row lacks a remark, or where none but these have one."""
    words = ("new", "old", "worn")
    rows = (
        f"{i % 5}.5,{i % 7},{'' if (i % every == 0) == gap else words[i % 4 % 3]},{'ab'[i % 2]}\n"
        for i in range(of)
    )
    return "x,y,remark,label\n" + "".join(rows)


def train_on(folder: Path, table: str, *more: str) -> int:
    """Train one epoch on a table given as text; the exit code."""
    (folder / "data.csv").write_text(table)
    arguments = ["train", str(folder / "data.csv"), "--out", str(folder / "out"), "--no-plots"]
    return main([*arguments, "--set", "training.epochs=1", "--force", *more])


def test_an_error_of_all_examples_is_a_hundred_per_cent(tmp_path, capsys):
    """Each class has one example: those of the dev set have never been seen."""
    rows = "".join(f"{i / 3:.4f},{letter}\n" for i, letter in enumerate("abcdefghij"))
    (tmp_path / "data.csv").write_text("x,label\n" + rows)
    arguments = ["train", str(tmp_path / "data.csv"), "--out", str(tmp_path / "out"), "--no-plots"]
    wanted = ["--set", "training.patience=0", "--set", "data.source.label=label"]
    assert main([*arguments, *wanted]) == 0
    assert "dev 100 %, test 100 %." in capsys.readouterr().out


def test_quiet_says_nothing(experiment, tmp_path, capsys):
    assert train(experiment, tmp_path / "out", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_settings_and_seed_are_changed_by_name(experiment, tmp_path):
    changes = ["--set", "training.optimizer=momentum", "--set", "training.optimizer.beta=0.5"]
    changes += ["--set", "network.hidden_layers=3, 2", "--set", "training.epochs=2", "--seed", "9"]
    assert train(experiment, tmp_path / "out", *changes) == 0
    spec = load_session(tmp_path / "out" / "session.playground").spec
    assert spec.training.optimizer.name == "momentum" and spec.training.optimizer.beta == 0.5
    assert spec.network.hidden_layers == (3, 2) and spec.seed == 9


def test_a_session_goes_on_where_it_stopped(experiment, tmp_path):
    assert train(experiment, tmp_path / "whole") == 0
    assert train(experiment, tmp_path / "half", "--set", "training.epochs=8") == 0
    half = tmp_path / "half" / "session.playground"
    assert train(half, tmp_path / "rest", "--set", "training.epochs=20") == 0
    for name in ("weights.npz", "history.csv"):
        assert (tmp_path / "rest" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    rest, whole = (members_of(tmp_path / name / "session.playground") for name in ("rest", "whole"))
    # It remembers that it was to end earlier.
    assert [name for name in whole if rest[name] != whole[name]] == ["changes.json"]


def test_the_same_experiment_makes_the_same_session_file(experiment, tmp_path):
    assert train(experiment, tmp_path / "a") == 0
    assert train(experiment, tmp_path / "b") == 0
    files = [tmp_path / name / "session.playground" for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_training_again_replaces_the_files_and_keeps_others(experiment, tmp_path):
    out = tmp_path / "out"
    assert train(experiment, out) == 0
    (out / "notes.txt").write_text("mine")
    assert train(experiment, out, "--set", "training.epochs=3", "--force") == 0
    assert json.loads((out / "summary.json").read_text())["epochs"] == 3
    assert {file.name for file in out.iterdir()} == FILES | {"notes.txt"}


def test_divergence_is_told_and_written(experiment, tmp_path, capsys):
    changes = ("training.optimizer=gd", "training.learning_rate=100", "network.activation=linear")
    arguments = [word for change in changes for word in ("--set", change)]
    arguments += ["--set", "data.source=plane"]
    assert train(experiment, tmp_path / "out", *arguments) == 1
    said = capsys.readouterr()
    assert said.err.startswith("The training diverged at step ")
    assert said.out.startswith("Predicting 'y'") and said.out.count("\n") == 1
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["stopped"] == "diverged" and summary["train"]["cost"] is not None
    assert train(experiment, tmp_path / "json", *arguments, "--json") == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == summary and "The training diverged at step " in said.err


# ---------------------------------------------------------------------- refusals

REFUSED = {
    "no such file": (["none.toml"], "'none.toml' cannot be read: there is no such file or folder."),
    "no such data": (["none.csv"], "none.csv"),
    "no such session": (["none.playground"], "'none.playground' cannot be read: there is no such"),
    "wrong setting": (
        ["x.toml", "--set", "training.epochs=-1"],
        "training.epochs: -1 is not allowed",
    ),
    "no such setting": (
        ["x.toml", "--set", "training.epoch=1"],
        "training.epoch: there is no such",
    ),
    "no value": (["x.toml", "--set", "training.epochs"], "--set training.epochs: write SETTING="),
    "not a number": (
        ["x.toml", "--set", "training.l2=many"],
        "training.l2: 'many' is not a number",
    ),
    "no such choice": (
        ["x.toml", "--set", "training.optimizer=sgd"],
        "training.optimizer: there is no optimizer 'sgd'; choose from gd,",
    ),
    "no setting of this choice": (
        ["x.toml", "--set", "training.optimizer=gd", "--set", "training.optimizer.beta1=0"],
        "training.optimizer.beta1: there is no such setting of gd; adam has it.",
    ),
    "a misspelled setting": (
        ["x.toml", "--set", "training.epoch=2"],
        "training.epoch: there is no such setting; perhaps 'epochs' is meant.",
    ),
    "no settings at all": (
        ["x.toml", "--set", "training.optimizer=gd", "--set", "training.optimizer.x=0"],
        "training.optimizer.x: there is no such setting, nor any other here.",
    ),
    "two seeds": (["x.toml", "--seed", "5", "--set", "seed=6"], "--seed 5 and --set seed=6: give"),
    "wrong seed": (["x.toml", "--seed", "-1"], "seed: -1 is not allowed"),
    "unknown flag": (["x.toml", "--sed", "1"], "Unrecognized arguments: --sed 1. Help: "),
    "wrong file": (["wrong.toml"], "wrong.toml, line 2: seed: 'x' is not a whole number."),
    "labels that do not fit": (
        ["x.toml", "--set", "network.loss=softmax_cross_entropy"],
        "network.loss: Softmax cross-entropy does not suit 'class', which is of two classes",
    ),
    "labels that are numbers": (
        [
            *("x.toml", "--set", "data.source=plane"),
            *("--set", "network.loss=binary_cross_entropy"),
        ],
        "network.loss: Binary cross-entropy does not suit 'y', which is a number; automatic takes",
    ),
    "no such weights": (["none.json"], "'none.json' cannot be read: there is no such file"),
    "an address": (
        ["https://example.org/a.csv"],
        "https://example.org/a.csv: This is an address on the web.",
    ),
    "a session that is none": (["wrong.playground"], "'wrong.playground' is damaged or no such"),
    "a folder": (["."], "folder"),
}


def test_a_change_that_counts_for_nothing_is_told(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("training.epochs = 1\n")
    train = ["train", str(tmp_path / "x.toml"), "--quiet", "--no-plots", "--set"]
    assert main([*train, "data.train_share=0.9", "--out", str(tmp_path / "a")]) == 0
    assert capsys.readouterr().err == (
        "--set data.train_share changes nothing: it counts with --set data.division=by_hand only.\n"
    )
    by_hand = ["data.train_share=0.5", "--set", "data.division=by_hand"]
    assert main([*train, *by_hand, "--out", str(tmp_path / "b")]) == 0
    assert not capsys.readouterr().err


@pytest.mark.parametrize("arguments, words", REFUSED.values(), ids=REFUSED)
def test_wrong_input_is_one_sentence_and_nothing_is_written(
    tmp_path, monkeypatch, capsys, arguments, words
):
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_text("")
    Path("wrong.toml").write_text("\nseed = 'x'")
    Path("wrong.playground").write_text("x")
    before = set(os.listdir())
    assert main(["train", *arguments, "--out", "new/out"]) == 2
    said = capsys.readouterr()
    assert words in said.err and said.err.count("\n") == 1 and not said.out
    assert set(os.listdir()) == before


def test_a_run_may_begin_with_the_weights_of_another(experiment, tmp_path, capsys):
    assert train(experiment, tmp_path / "first", "--quiet") == 0
    weights = tmp_path / "first" / "weights.npz"
    other = ["--weights", str(weights), "--set", "data.scaling=min_max"]
    assert train(experiment, tmp_path / "second", *other) == 0
    said = capsys.readouterr().out
    assert "\nBegan with the weights in weights.npz. They were trained with another" in said
    summary = json.loads((tmp_path / "second" / "summary.json").read_text())
    assert summary["network"]["began_with"] == "weights.npz"
    session = Session(replaced(codec.read(experiment), "data.scaling", "min_max"))
    import_weights(session, weights)
    session.run()
    written = (tmp_path / "second" / "weights.npz").read_bytes()
    assert written == as_npz(Predictor.of(session))
    resumed = load_session(tmp_path / "second" / "session.playground")
    assert resumed.initial_weights.origin == "weights.npz"


@pytest.mark.parametrize(
    "file, words",
    [
        ("small.npz", "'small.npz' does not fit: these weights are for the network 2-3-1; the"),
        ("none.npz", "'none.npz' cannot be read: there is no such file"),
        ("broken.json", "'broken.json' has no weights"),
    ],
)
def test_weights_that_cannot_be_are_one_sentence(tmp_path, monkeypatch, capsys, file, words):
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_text("")
    Path("broken.json").write_text("[]")
    save_weights(Session(replaced(ExperimentSpec(), "network.hidden_layers", (3,))), "small.npz")
    assert main(["train", "x.toml", "--out", "out", "--weights", file]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1 and not Path("out").exists()


def test_weights_come_too_late_for_a_session_that_has_trained(experiment, tmp_path, capsys):
    train(experiment, tmp_path / "out", "--quiet")
    session = tmp_path / "out" / "session.playground"
    weights = str(tmp_path / "out" / "weights.npz")
    assert train(session, tmp_path / "other", "--weights", weights) == 2
    assert "comes too late: this session has trained already" in capsys.readouterr().err


def test_a_folder_that_cannot_be_is_found_out_before_training(experiment, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "out", tmp_path / ("n" * 300)):
        assert train(experiment, out, "--set", "training.epochs=10000000") == 2
        assert "cannot be the folder of a run: " in capsys.readouterr().err
    assert sorted(os.listdir(tmp_path)) == ["experiment.toml", "file"]


def test_a_seed_is_no_live_change_of_a_session(experiment, tmp_path, capsys):
    assert train(experiment, tmp_path / "out", "--quiet") == 0
    assert train(tmp_path / "out" / "session.playground", tmp_path / "two", "--seed", "3") == 2
    assert "has begun: Only a new session can change seed." in capsys.readouterr().err


@pytest.mark.parametrize(
    "number, words", [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only")]
)
def test_a_disk_that_takes_no_more_is_a_sentence(
    experiment, tmp_path, monkeypatch, capsys, number, words
):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("playground.io.run_folder.save_weights", fail)
    assert train(experiment, tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert said == f"'{tmp_path / 'out'}' cannot be the folder of a run: {words}.\n"
    assert os.listdir(tmp_path) == ["experiment.toml"]


def test_an_error_while_writing_leaves_nothing(experiment, tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr("playground.cli.train.write_run", fail)
    with pytest.raises(RuntimeError):
        train(experiment, tmp_path / "deep" / "out")
    assert os.listdir(tmp_path) == ["experiment.toml"]


# ---------------------------------------------------------------------- in a process of its own

_LONG = ["--set", "training.epochs=10000000"]


def _command(experiment, out) -> list[object]:
    command = [sys.executable, "-u", "-m", "playground", "train", experiment, "--out", out]
    return [*command, "--no-plots", *_LONG]


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_ctrl_c_on_a_terminal_writes_what_is_there(experiment, tmp_path):
    """The bar appears on a terminal; Ctrl+C ends the training after the step at hand."""
    command = _command(experiment, tmp_path / "out")
    code, shown = interrupted(command, lambda shown: b"epoch 1" in shown)
    assert code == 130
    assert b"steps/s" in shown and b"Interrupted in epoch" in shown and b"Traceback" not in shown
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES
    session = load_session(tmp_path / "out" / "session.playground")
    assert session.stop is None and session.trainer.steps > 0


_WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoQt())
from playground.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_training_does_not_need_qt(experiment, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_QT, "train", experiment, "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stderr.startswith("No plots were drawn. Qt is not installed")
    assert done.stderr.count("\n") == 1
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES


def test_a_weight_archive_by_another_hand_is_the_same(experiment, tmp_path):
    assert train(experiment, tmp_path / "out", "--quiet") == 0
    path = tmp_path / "out" / "weights.npz"
    with np.load(path, allow_pickle=False) as content:
        assert npz(dict(content)) == path.read_bytes()


def test_plots_are_drawn_where_there_is_qt(experiment, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    command = [sys.executable, "-m", "playground", "train", experiment, "--out", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    from playground.gui.views.registry import views

    run = Run.of(load_session(tmp_path / "out" / "session.playground"))
    plots = {name: view for name, view in views.items() if view.applies(run)}
    assert {"boundary", "cost", "error", "network", "activation"} <= set(plots)
    for plot in plots:
        png, svg = tmp_path / "out" / f"{plot}.png", tmp_path / "out" / f"{plot}.svg"
        assert png.read_bytes().startswith(b"\x89PNG") and png.stat().st_size > 5000
        assert "<svg" in svg.read_text(encoding="utf-8")
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert report.count('<img alt="') == sum(
        view.report_size is not None for view in plots.values()
    )
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")


# ---------------------------------------------------------------------- animations


def animated(experiment, out, *more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "playground", "train", experiment, "--out", out, "--no-plots"]
    return subprocess.run([*command, *more], capture_output=True, text=True)


def test_an_animation_lies_beside_the_rest(experiment, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    image_module = pytest.importorskip("PIL.Image", reason="the extra 'test' installs it")
    done = animated(experiment, tmp_path / "out", "--animation")
    assert (done.returncode, done.stderr) == (0, "")
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES | {"animation.gif"}
    with image_module.open(tmp_path / "out" / "animation.gif") as image:
        assert image.n_frames == 60 and image.width == 640


def test_an_animation_can_be_a_film(experiment, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    av = pytest.importorskip("av", reason="the extra 'animation' installs it")
    done = animated(experiment, tmp_path / "out", "--animation", "mp4", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with av.open(str(tmp_path / "out" / "animation.mp4")) as film:
        assert film.streams.video[0].frames == 60 + 20


def test_without_qt_there_is_no_animation_but_all_else(experiment, tmp_path):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    words = ["train", experiment, "--out", tmp_path / "out", "--no-plots", "--animation"]
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_QT, *words], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stderr.startswith("No animation was made. Qt is not installed")
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES


def test_an_animation_that_cannot_be_is_refused_before_training(
    experiment, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("playground.io.formats.find_spec", lambda module: None)
    assert train(experiment, tmp_path / "out", "--animation", "mp4") == 2
    assert capsys.readouterr().err == (
        "MP4 files need PyAV; install it with: pip install 'neural-playground[animation]'\n"
    )
    assert train(experiment, tmp_path / "out", "--animation", "avi") == 2
    assert "invalid choice: 'avi'" in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["experiment.toml"]


def test_an_animation_of_a_run_changed_by_hand_shows_the_change(experiment, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    session = Session(codec.read(experiment))
    session.step()
    session.apply(replaced(session.spec, "training.learning_rate", 0.05))
    session.step()
    save_session(session, tmp_path / "changed.playground")
    done = animated(tmp_path / "changed.playground", tmp_path / "out", "--animation")
    assert done.returncode == 0 and (tmp_path / "out" / "animation.gif").exists()
    assert done.stderr == ""


def test_ctrl_c_while_an_animation_is_made_keeps_the_rest(experiment, tmp_path, monkeypatch):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")

    def interrupted(session, path, cancelled, progress):
        signal.raise_signal(signal.SIGINT)
        assert cancelled()
        return "No animation was made: it was interrupted."

    monkeypatch.setattr("playground.cli.train.draw_animation", interrupted)
    assert train(experiment, tmp_path / "out", "--animation") == 130
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES


def test_a_session_can_be_gone_back_in_and_go_on_another_way(tmp_path):
    from playground.io.session.file import load_session

    (tmp_path / "x.toml").write_text("training.epochs = 5")
    quiet = ["--quiet", "--no-plots"]
    assert main(["train", str(tmp_path / "x.toml"), "--out", str(tmp_path / "a"), *quiet]) == 0
    path = str(tmp_path / "a" / "session.playground")
    change = ["--set", "training.learning_rate=0.1", "--set", "training.epochs=8"]
    back = ["train", path, "--from-step", "13", *change, "--out", str(tmp_path / "b"), *quiet]
    assert main(back) == 0
    first, branch = load_session(path), load_session(tmp_path / "b" / "session.playground")
    costs = branch.history.batch_costs
    assert np.array_equal(costs[:13], first.history.batch_costs[:13])
    assert not np.array_equal(costs[14:20], first.history.batch_costs[14:20])
    assert branch.trainer.epoch == 8
    first.branch(13)
    first.apply(replaced(replaced(first.spec, "training.learning_rate", 0.1), "training.epochs", 8))
    first.run()
    assert np.array_equal(first.network.theta, branch.network.theta)


@pytest.mark.parametrize("step", ["31", "-1", "x", "9" * 100])
def test_a_step_that_was_not_taken_is_refused(step, tmp_path, capsys):
    (tmp_path / "x.toml").write_text("training.epochs = 5")
    out = ["--out", str(tmp_path / "a"), "--quiet", "--no-plots"]
    assert main(["train", str(tmp_path / "x.toml"), *out]) == 0
    path = str(tmp_path / "a" / "session.playground")
    again = ["train", path, f"--from-step={step}", "--out", str(tmp_path / "b")]
    assert main(again) == 2
    assert "it has those up to 30" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()
    assert main(["train", str(tmp_path / "x.toml"), "--from-step=1", *out[:1], str(tmp_path)]) == 2


def test_results_are_not_replaced_unasked(experiment, tmp_path, capsys):
    out = tmp_path / "out"
    assert train(experiment, out, "--quiet", "--no-plots") == 0
    before = (out / "session.playground").read_bytes()
    capsys.readouterr()
    other = ["--quiet", "--no-plots", "--seed", "9"]
    assert train(experiment, out, *other) == 2
    said = capsys.readouterr().err
    assert said == (
        f"'{out}' has a summary.json already, which would be replaced; name another folder, or "
        "give --force as well.\n"
    )
    assert (out / "session.playground").read_bytes() == before
    assert main(["compare", str(experiment), "--over", "seed=1", "--out", str(out)]) == 2
    assert "already, which would be replaced" in capsys.readouterr().err
    assert train(experiment, out, *other, "--force") == 0
    assert load_session(out / "session.playground").spec.seed == 9


def test_a_run_goes_on_in_its_own_folder(experiment, tmp_path):
    out = tmp_path / "out"
    assert train(experiment, out, "--quiet", "--no-plots") == 0
    more = ["--quiet", "--no-plots", "--set", "training.epochs=27"]
    assert train(out / "session.playground", out, *more) == 0
    assert train(out, out, *more) == 0  # the folder stands for its session
    assert load_session(out / "session.playground").trainer.epoch == 27
