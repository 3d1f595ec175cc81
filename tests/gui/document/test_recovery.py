"""What a crash leaves behind is offered, and what ends in peace leaves nothing."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.app import create_window
from playground.gui.document.recovery import Recovery
from playground.io.session.file import load_session, read_session, save_session

CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
from playground.experiment.spec import ExperimentSpec
from playground.gui.document.recovery import Recovery
from playground.gui.training.workbench import Workbench
bench = Workbench(ExperimentSpec())
recovery = Recovery(bench, folder=Path(sys.argv[1]))
bench.start()
def check():
    if bench.snapshot is None:
        return
    if bench.snapshot.steps == 0:
        bench.step()
    elif not recovery.path.exists():
        recovery.save()
    else:
        os.kill(os.getpid(), 9)
timer = QTimer(interval=5)
timer.timeout.connect(check)
timer.start()
app.exec()
"""


def test_a_killed_window_leaves_its_work_and_the_next_one_offers_it(bench, qtbot, tmp_path):
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path)],
        timeout=110,
        check=False,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert killed.returncode == -9
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    message = bench.messages[-1]
    assert message.sentence.startswith("The playground ended unexpectedly.")
    message.do()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    recovery.close()
    assert list(tmp_path.glob("*.playground")) == []
    assert list(tmp_path.glob("*.lock")) == []


def test_a_window_that_is_open_is_not_a_crash(bench, qtbot, tmp_path):
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    open_window, other = Recovery(bench, folder=tmp_path), Recovery(bench, folder=tmp_path)
    open_window.save()
    qtbot.waitUntil(open_window.path.exists)
    said = len(bench.messages)
    other.offer()
    assert len(bench.messages) == said
    open_window.close()
    other.close()
    assert not open_window.path.exists()


def test_the_file_is_renewed_as_the_work_goes_on_and_only_then(bench, qtbot, tmp_path):
    recovery = Recovery(bench, folder=tmp_path)
    for steps in (1, 2):
        bench.step()
        qtbot.waitUntil(lambda steps=steps: bench.snapshot.steps == steps)
        recovery.save()
        qtbot.waitUntil(lambda: not recovery._writing)
        assert load_session(recovery.path).trainer.steps == steps
    written = recovery.path.stat().st_mtime_ns
    recovery.save()
    assert not recovery._writing and recovery.path.stat().st_mtime_ns == written
    recovery.close()


def test_work_that_was_left_stays_where_another_file_came_in_its_place(bench, qtbot, tmp_path):
    left, other = tmp_path / "left.playground", tmp_path / "other" / "other.playground"
    other.parent.mkdir()
    for path, steps in ((left, 5), (other, 3)):
        session = Session(bench.spec)
        for _ in range(steps):
            session.step()
        save_session(session, path)
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    bench.messages[-1].do()
    bench.resume(str(other))
    qtbot.waitUntil(lambda: bench.snapshot.steps == 3)
    recovery.close()
    assert left.exists()


def test_nothing_is_kept_of_an_untouched_window(bench, tmp_path):
    recovery = Recovery(bench, folder=tmp_path / "new")
    recovery.save()
    recovery.close()
    assert not (tmp_path / "new").exists()


def test_a_session_opened_in_the_window_goes_on_bit_for_bit(bench, qtbot, tmp_path):
    bench.set("training.epochs", 9)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 7)
    path = tmp_path / "kept.playground"
    bench.call(lambda session: save_session(session, path))
    qtbot.waitUntil(path.exists)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    expected = bench.snapshot.theta
    bench.set("training.epochs", 12)
    bench.resume(str(path))
    qtbot.waitUntil(lambda: bench.snapshot.steps == 7)
    assert bench.spec.training.epochs == 9
    assert bench.history.n_steps == 7
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    np.testing.assert_array_equal(bench.snapshot.theta, expected)
    session = load_session(path)
    session.run()
    np.testing.assert_array_equal(session.network.theta, expected)


def test_a_file_that_is_no_session_changes_nothing(bench, qtbot, tmp_path):
    path = tmp_path / "broken.playground"
    path.write_bytes(b"not a zip at all")
    run, spec = bench.run, bench.spec
    bench.resume(str(path))
    qtbot.waitUntil(lambda: any(m is not None and m.kind == "error" for m in bench.messages))
    assert "broken.playground" in bench.messages[-1].sentence
    assert bench.run is run and bench.spec == spec
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)


def crashed(folder, steps=3):
    """What a window that is gone has left in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    session = Session(ExperimentSpec())
    for _ in range(steps):
        session.step()
    path = folder / f"crashed after {steps}.playground"
    save_session(session, path, Attachments(window={"layout.json": b"{}"}))
    return path


def test_what_nobody_restored_is_offered_again(bench, tmp_path):
    path = crashed(tmp_path)
    for _ in range(2):
        recovery = Recovery(bench, folder=tmp_path)
        recovery.offer()
        assert bench.messages[-1].action == "Restore it"
        recovery.close()
        assert path.exists()


def told(bench):
    """The kind of the latest message, if it holds still."""
    return bench.messages[-1].kind if bench.messages[-1] is not None else ""


def test_however_old_it_is_it_stays_and_is_offered(bench, tmp_path):
    path = crashed(tmp_path)
    os.utime(path, (time.time() - 400 * 24 * 3600,) * 2)
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    assert bench.messages[-1].action == "Restore it"
    recovery.close()
    assert path.exists()


def test_what_cannot_be_restored_stays_and_is_said_where_until_the_person_removes_it(
    bench, qtbot, tmp_path
):
    path = crashed(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    for _ in range(2):
        recovery = Recovery(bench, folder=tmp_path)
        recovery.offer()
        bench.messages[-1].do()
        qtbot.waitUntil(lambda: told(bench) == "error")
        assert f"The file stays at {path}." in bench.messages[-1].sentence
        recovery.close()
        assert path.read_bytes() == whole[:-100]
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    bench.messages[-1].do()
    qtbot.waitUntil(lambda: told(bench) == "error")
    assert bench.messages[-1].action == "Remove the file"
    bench.messages[-1].do()
    assert list(tmp_path.iterdir()) == []
    recovery.close()


def test_another_file_opened_well_is_not_the_one_that_was_offered(bench, qtbot, tmp_path):
    path, other = crashed(tmp_path), tmp_path / "other.playground"
    save_session(Session(ExperimentSpec()), other)
    os.utime(other, (1, 1))
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    run = bench.run
    bench.resume(str(other))
    qtbot.waitUntil(lambda: bench.run is not run)
    recovery.close()
    assert path.exists()


def test_what_cannot_be_looked_at_is_passed_over(bench, qtbot, tmp_path, monkeypatch):
    path = crashed(tmp_path)
    (tmp_path / "nowhere.playground").symlink_to(tmp_path / "nothing")
    (tmp_path / "folder.playground").mkdir()
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    assert recovery._offered[0] == path
    recovery.close()


def test_a_folder_that_cannot_be_looked_into_is_said_and_the_window_starts(bench, qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    recovery = Recovery(bench, folder=tmp_path / "file" / "recovery")
    recovery.offer()
    assert bench.messages[-1].sentence.startswith("No recovery file can be kept in '")
    said = len(bench.messages)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    recovery.save()
    assert len([m for m in bench.messages[said:] if m is not None]) == 0
    recovery.close()


def test_a_file_that_could_not_be_written_is_tried_again_and_said_once(
    bench, qtbot, tmp_path, monkeypatch
):
    from playground.io.session import file as session_file

    full, real = [OSError("The disk is full.")], session_file.Saved.write

    def write(*arguments):
        if full:
            raise full[-1]
        real(*arguments)

    monkeypatch.setattr(session_file.Saved, "write", write)
    recovery = Recovery(bench, folder=tmp_path)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    bench.messages.clear()
    for error in (OSError("The disk is full."), RuntimeError("a wire came loose")):
        full.append(error)
        recovery.save()
        qtbot.waitUntil(lambda: not recovery._writing)
    (message,) = [message for message in bench.messages if message is not None]
    assert message.sentence == "The recovery file could not be written: The disk is full."
    assert not recovery.path.exists()
    full.clear()
    recovery.save()  # nothing has changed since
    qtbot.waitUntil(recovery.path.exists)
    recovery.close()


def test_the_newest_of_several_is_offered_first(bench, qtbot, tmp_path):
    os.utime(crashed(tmp_path, 2), (time.time() - 600,) * 2)
    newest = crashed(tmp_path, 5)
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    bench.messages[-1].do()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 5)
    recovery.close()
    assert not newest.exists() and len(list(tmp_path.glob("*.playground"))) == 1


def test_a_folder_that_cannot_be_is_said_once_and_the_work_goes_on(bench, qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    recovery = Recovery(bench, folder=tmp_path / "file" / "recovery")
    recovery.set_interval(1)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    recovery.save()
    assert bench.messages[-1].sentence.startswith("No recovery file can be kept in '")
    assert not recovery.is_active
    recovery.close()


def test_what_the_window_wants_to_find_again_is_in_the_file(bench, qtbot, tmp_path):
    recovery = Recovery(bench, folder=tmp_path)
    recovery.attachments = lambda: Attachments(window={"layout.json": b"docks"})
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    recovery.save()
    qtbot.waitUntil(recovery.path.exists)
    assert read_session(recovery.path).window == {"layout.json": b"docks"}
    recovery.close()


def test_the_interval_is_that_of_the_preferences(bench, tmp_path):
    recovery = Recovery(bench, folder=tmp_path)
    recovery.set_interval(7)
    assert recovery.is_active and recovery._timer.interval() == 7 * 60_000
    recovery.set_interval(0)
    assert not recovery.is_active
    recovery.close()


def test_what_is_restored_in_the_window_belongs_to_no_file(qtbot):
    window = create_window()
    qtbot.addWidget(window)
    path = crashed(window.playground.recovery.folder)
    window.close()
    window = create_window()
    qtbot.addWidget(window)
    bench = window.playground.workbench
    qtbot.waitUntil(lambda: bool(window.playground.views) and bench.frame is not None)
    qtbot.waitUntil(lambda: window.messages.action.text() == "Restore it")
    recent = window.playground.files.recent
    paths_before = list(recent.paths)
    window.messages.action.click()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 3)
    assert window.isWindowModified() and not window.playground.files.document.path
    assert recent.paths == paths_before
    window.close()
    assert not path.exists()


def test_training_goes_on_while_the_recovery_file_is_written(bench, qtbot, tmp_path, monkeypatch):
    from playground.io.session import file as session_file

    may_end, real, taken = threading.Event(), session_file.Saved.write, []

    def slow(saved, path):
        taken.append(saved.steps)
        may_end.wait(30)
        real(saved, path)

    monkeypatch.setattr(session_file.Saved, "write", slow)
    recovery = Recovery(bench, folder=tmp_path)
    bench.set("training.epochs", 10_000_000)
    bench.set_pace(None)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.steps > 5)
    recovery.save()
    qtbot.waitUntil(lambda: bool(taken) and bench.snapshot.steps > taken[0] + 100, timeout=20_000)
    assert recovery._writing and not recovery.path.exists()
    bench.pause()
    qtbot.waitUntil(lambda: not bench.running)
    may_end.set()
    qtbot.waitUntil(recovery.path.exists)
    # It holds the session as it stood when it was asked for.
    assert load_session(recovery.path).trainer.steps == taken[0] < bench.snapshot.steps
    recovery.close()
