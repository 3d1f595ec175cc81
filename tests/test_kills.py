"""A few kills at random moments in every run; ``python tests/killed.py`` does hundreds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_whatever_a_killed_process_leaves_is_whole():
    # In a process of its own, for a fork copies whatever threads the tests have running.
    done = subprocess.run(
        [sys.executable, HERE / "killed.py", "--kills", "16"],
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )
    assert done.returncode == 0, done.stderr
    files = [int(line.split("kills, ")[1].split()[0]) for line in done.stdout.splitlines()]
    assert len(files) == 8 and sum(files) > 0
