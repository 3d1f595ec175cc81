"""Killed at any moment while saving, a session's file is the old one or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_KILL_AGAIN_AND_AGAIN = """
import os, signal, sys, time
from pathlib import Path
import numpy as np
from small_sessions import session_of
from playground.io.session.file import load_session, save_session

path, times = Path(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(0)
session = session_of("", 0)
save_session(session, path)
span, interrupted = 0.01, 0
for _ in range(times):
    session = load_session(path)
    before = session.trainer.steps
    child = os.fork()
    if not child:
        while True:
            session.step()
            save_session(session, path)
    time.sleep(span * rng.random())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    after = load_session(path)  # refuses whatever is not whole
    assert after.trainer.steps >= before and after.history.n_steps == after.trainer.steps
    # Whatever the machine's pace: about half of the children come to save once.
    span *= 1.2 if after.trainer.steps == before else 0.8
    left = [part for part in path.parent.iterdir() if part != path]
    assert all(part.name.endswith(".part") for part in left), left
    interrupted += len(left)
    for part in left:
        part.unlink()
print(interrupted, load_session(path).trainer.steps)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_hundred_kills_leave_a_whole_session(tmp_path):
    path = tmp_path / "mine.playground"
    done = subprocess.run(
        [sys.executable, "-c", _KILL_AGAIN_AND_AGAIN, path, "100"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(_search_path())},
    )
    assert done.returncode == 0, done.stderr
    interrupted, steps = map(int, done.stdout.split())
    assert interrupted > 0, "no kill fell into a saving"
    assert steps > 0


def _search_path() -> list[str]:
    here = Path(__file__).parent
    return [str(here), str(here.parent), str(here.parents[1])]
