"""Files are written whole or not at all, and what goes wrong is a sentence."""

from __future__ import annotations

import errno
import os
import time

import pytest

from playground import atomic
from playground.atomic import FileError, read_bounded, whole_file, write_whole


def test_the_content_is_there_and_nothing_beside_it(tmp_path):
    path = tmp_path / "with spaces — 試験.txt"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == [path.name]


def test_an_error_halfway_leaves_the_old_content(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    with pytest.raises(ZeroDivisionError), whole_file(path) as file:
        file.write(b"half of the ne")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    "number, words",
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "you are not allowed to, or another program has it open"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(tmp_path, monkeypatch, number, words):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, "fsync", refuse)
    with pytest.raises(FileError, match=f"^'{path}' cannot be written: {words}.$"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is full")
def test_a_disk_that_is_really_full(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "open", lambda *_: open("/dev/full", "wb"), raising=False)  # noqa: SIM115
    with pytest.raises(FileError, match="cannot be written: the disk is full"):
        write_whole(tmp_path / "a", b"x")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_not_there_or_a_name_that_cannot_be(tmp_path):
    for path, words in {
        tmp_path / "none" / "a.txt": "there is no such file or folder",
        tmp_path: "it is a folder",
        tmp_path / ("n" * 300): "its name is too long",
    }.items():
        with pytest.raises(FileError, match=words):
            write_whole(path, b"x")
    assert os.listdir(tmp_path) == []


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(tmp_path):
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, b"new")
    assert link.is_symlink() and file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_a_killed_process_left_is_swept_up_later(tmp_path):
    old, young = tmp_path / ".playground-1.part", tmp_path / ".playground-2.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    write_whole(tmp_path / "a", b"x")
    assert sorted(os.listdir(tmp_path)) == [young.name, "a"]


def test_reading_is_bounded_and_refuses_what_is_no_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(FileError, match="it is larger than 4 bytes"):
        read_bounded(path, 4)
    with pytest.raises(FileError, match="it is a folder"):
        read_bounded(tmp_path, 4)
    with pytest.raises(FileError, match="there is no such file"):
        read_bounded(tmp_path / "b", 4)
    with pytest.raises(FileError, match="cannot be read: embedded null byte"):
        read_bounded("a\0b", 4)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="it is not an ordinary file"):
        read_bounded(tmp_path / "pipe", 4)
