"""Wrong input of every kind ends with exit 2 and one sentence; outputs may be closed or full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from playground.cli import door, main
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.io.archive import npz
from playground.io.weights.weights import save_weights

ROOT = Path(__file__).parents[2]


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("training.epochs = 2\n")
    return path


def said(capsys, *argv: object) -> str:
    """The one sentence on standard error of a command line that is refused."""
    assert main([str(word) for word in argv]) == 2
    sentence = capsys.readouterr().err
    assert sentence.endswith("\n") and sentence.count("\n") == 1 and len(sentence) < 1000
    return sentence


def test_settings_nobody_can_mean(experiment, tmp_path, capsys):
    out = ("--out", tmp_path / "out", "--no-plots", "--quiet")
    assert "too large" in said(capsys, "train", experiment, "--seed", "9" * 5000, *out)
    huge = "network.hidden_layers=" + "4096," * 40 + "4096"
    assert "parameters" in said(capsys, "train", experiment, "--set", huge, *out)
    many = "network.hidden_layers=" + "1," * 5000 + "1"
    assert "5,001 layers" in said(capsys, "train", experiment, "--set", many, *out)
    (tmp_path / "hex.toml").write_text("seed = 0x" + "f" * 6000)
    assert "too large" in said(capsys, "train", tmp_path / "hex.toml", *out)
    assert not (tmp_path / "out").exists()


def test_texts_that_are_nested_too_deeply(tmp_path, capsys):
    for text in ("a." * 1000 + "a = 1", "x = " + "[" * 500, "a." * 20_000 + "a = 1"):
        (tmp_path / "deep.toml").write_text(text)
        began = time.process_time()
        sentence = said(capsys, "train", tmp_path / "deep.toml", "--out", tmp_path / "out")
        assert "nested too deeply" in sentence and time.process_time() - began < 2


def test_a_file_whose_name_is_no_text(tmp_path, capsys):
    path = os.fsencode(tmp_path) + b"/data\xff.csv"
    with open(path, "wb") as file:
        file.write(b"a,b\n1,2\n3,4\n")
    sentence = said(capsys, "train", os.fsdecode(path), "--out", tmp_path / "out")
    assert "not UTF-8" in sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
@pytest.mark.parametrize("ending", ["toml", "playground", "npz", "h5", "mat", "json", "xlsx"])
def test_pipes_and_devices_hold_up_no_reader(tmp_path, capsys, ending):
    os.mkfifo(tmp_path / f"pipe.{ending}")
    os.symlink("/dev/zero", tmp_path / f"zero.{ending}")
    for name in (f"pipe.{ending}", f"zero.{ending}"):
        sentence = said(capsys, "train", tmp_path / name, "--out", tmp_path / "out")
        assert "it is not an ordinary file" in sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_a_pipe_holds_up_nothing_that_is_read_beside_an_experiment(experiment, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.npz")
    os.mkfifo(tmp_path / "pipe.lesson")
    os.mkfifo(tmp_path / "pipe.playground")
    for words in (
        ("train", experiment, "--out", tmp_path / "out", "--weights", tmp_path / "pipe.npz"),
        ("lesson", "check", tmp_path / "pipe.lesson"),
        ("check", tmp_path / "pipe.playground"),
    ):
        assert "not an ordinary file" in said(capsys, *words)


def test_damaged_weights(experiment, tmp_path, capsys):
    save_weights(Session(ExperimentSpec()), tmp_path / "w.npz")
    whole = (tmp_path / "w.npz").read_bytes()
    for place in range(4, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        (tmp_path / "w.npz").write_bytes(damaged)
        out = ("--out", tmp_path / "out", "--no-plots", "--quiet", "--force")
        code = main(
            ["train", str(experiment), "--weights", str(tmp_path / "w.npz"), *map(str, out)]
        )
        assert code in (0, 2) and "Traceback" not in capsys.readouterr().err
    (tmp_path / "w.npz").write_bytes(npz({"version": np.array(1), "activations": np.zeros(10**6)}))
    words = said(capsys, "train", experiment, "--weights", tmp_path / "w.npz", *out)
    assert "more than 500 hidden layers" in words


def test_too_little_memory_is_a_sentence(experiment, tmp_path, capsys, monkeypatch):
    def greedy(*_, **__):
        raise MemoryError

    monkeypatch.setattr("playground.cli.train.train", greedy)
    words = said(capsys, "train", experiment, "--out", tmp_path / "out", "--no-plots", "--quiet")
    assert words == "There is not enough memory for this.\n"


def test_an_error_of_the_program_itself_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        door.refuse(ZeroDivisionError("of the program"))


def test_a_folder_without_a_name_and_a_folder_in_the_way(experiment, tmp_path, capsys):
    assert "has no name" in said(capsys, "train", experiment, "--out", "", "--quiet")
    (tmp_path / "out" / "summary.json").mkdir(parents=True)
    sentence = said(capsys, "train", experiment, "--out", tmp_path / "out", "--force", "--quiet")
    assert "summary.json' cannot be written: it is a folder" in sentence
    assert os.listdir(tmp_path / "out") == ["summary.json"]


def run(arguments: str, folder: Path, **words: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m playground {arguments}'],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
        timeout=100,
        **words,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is full")
def test_an_output_that_takes_nothing(experiment):
    done = run("settings > /dev/full", experiment.parent, stderr=subprocess.PIPE)
    assert done.returncode == 2 and "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_an_error_stream_that_is_closed(experiment):
    done = run("train none.toml --out out 2>&-", experiment.parent, stdout=subprocess.PIPE)
    assert done.returncode == 2 and "Traceback" not in done.stdout
    done = run("train x.toml --out out --no-plots 2>&-", experiment.parent, stdout=subprocess.PIPE)
    assert done.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_politely_ended_a_training_is_written(tmp_path, name):
    (tmp_path / "x.toml").write_text("training.epochs = 10000000")
    child = subprocess.Popen(
        [sys.executable, "-m", "playground", "train", "x.toml", "--out", "out", "--no-plots"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".playground-*.part")) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.2)
    child.send_signal(getattr(signal, name))
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 130 and "Traceback" not in errors
    assert (tmp_path / "out" / "session.playground").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.toml"]


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="looks for processes in /proc")
def test_no_worker_outlives_a_study_that_was_killed(tmp_path):
    (tmp_path / "x.toml").write_text("training.epochs = 10000000")
    arguments = "sweep x.toml --over training.l2=0,0.1,1 --seeds 2 --workers 2 --out out --no-plots"
    child = subprocess.Popen(
        [sys.executable, "-m", "playground", *arguments.split()],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while len(workers := children_of(child.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert workers
    time.sleep(1)
    child.kill()
    child.wait()
    until = time.monotonic() + 30
    while any(alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.2)
    assert [pid for pid in workers if alive(pid)] == []


def children_of(pid: int) -> list[int]:
    every = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
    return [child for child in every if state_and_parent(child)[1:] == [str(pid)]]


def alive(pid: int) -> bool:
    return state_and_parent(pid)[:1] not in ([], ["Z"])


def state_and_parent(pid: int) -> list[str]:
    """What the kernel says of a process; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return []


def test_a_cluster_without_workers_is_told_once(capsys, monkeypatch):
    from playground.cli import executors

    monkeypatch.setattr(executors, "LOOK", 0.01)
    counts = iter([2, 0, 1, 0, 0, 0, 0])
    with executors.told_of_dead_workers(lambda: next(counts)):
        time.sleep(0.5)
    said = capsys.readouterr().err
    assert said.count("The cluster has no worker any more.") == 1 and "Ctrl+C" in said


def test_an_address_that_is_none_is_a_sentence(experiment, tmp_path, capsys):
    pytest.importorskip("distributed")
    arguments = ["--over", "training.l2=0,1", "--scheduler", "tls://", "--out", tmp_path / "out"]
    assert "tls://: no scheduler answers" in said(capsys, "sweep", experiment, *arguments)
