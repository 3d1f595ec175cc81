"""The folder of a run appears whole or not at all, and nobody hears of what it is written into."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest
from small_sessions import session_of

from playground import atomic
from playground.atomic import FileError, write_whole
from playground.io.run_folder import run_folder, write_run


def test_a_new_folder_is_not_there_before_all_of_it_is(tmp_path):
    target = tmp_path / "far" / "away" / "run"
    with run_folder(target) as folder:
        (folder / "summary.json").write_text("{}")
        assert not target.exists()
    assert os.listdir(target) == ["summary.json"] and os.listdir(target.parent) == ["run"]


@pytest.mark.parametrize("stands", [False, True])
def test_what_ends_early_leaves_everything_as_it_was(tmp_path, stands):
    target = tmp_path / "far" / "run"
    if stands:
        target.mkdir(parents=True)
        (target / "summary.json").write_text("old")
        (target / "mine.txt").write_text("mine")
    with pytest.raises(RuntimeError), run_folder(target) as folder:
        (folder / "summary.json").write_text("new")
        raise RuntimeError
    if not stands:
        assert os.listdir(tmp_path) == []
        return
    with run_folder(target) as folder:
        (folder / "history.csv").write_text("new")
    assert {file.name: file.read_text() for file in target.iterdir()} == {
        "summary.json": "old",
        "mine.txt": "mine",
        "history.csv": "new",
    }


def test_a_full_disk_is_told_of_the_file_that_was_meant(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic.os, "fsync", full)
    target = tmp_path / "run"
    with pytest.raises(FileError) as refused, run_folder(target) as folder:
        write_whole(folder / "weights.npz", b"x")
    assert str(refused.value) == f"'{target / 'weights.npz'}' cannot be written: the disk is full."
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="who is alive is known elsewhere by other means")
def test_folders_that_dead_processes_left_are_swept_up(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead, alive = (
        tmp_path / f".playground-{atomic._HOST}-{number}-0.part"
        for number in (child.pid, os.getpid())
    )
    for part in (dead, alive):
        part.mkdir()
        (part / "weights.npz").write_bytes(b"half")
    with run_folder(tmp_path / "run") as folder:
        (folder / "summary.json").write_text("{}")
    assert sorted(os.listdir(tmp_path)) == sorted([alive.name, "run"])


def test_only_what_cannot_be_made_again_is_forced_to_the_disk(tmp_path, monkeypatch):
    """The session and the weights: a file each, and its name in the folder."""
    forced, fsync = [], os.fsync
    monkeypatch.setattr(atomic.os, "fsync", lambda handle: (forced.append(handle), fsync(handle)))
    with run_folder(tmp_path / "run") as folder:
        write_run(session_of("", 1), folder)
    assert len(os.listdir(tmp_path / "run")) == 5 and 2 <= len(forced) <= 4
