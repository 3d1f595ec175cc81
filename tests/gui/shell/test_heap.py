"""Memory that was needed once goes back to the system."""

import subprocess
import sys

import pytest

PROGRAM = """
import numpy as np
from pathlib import Path
from playground.gui.shell.heap import return_large_blocks

return_large_blocks()

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

def filled():
    return np.ones(1 << 19)  # 4 MB

filled()  # letting it go is what raises the threshold
before = megabytes()
many = [filled() for _ in range(40)]
last = [np.ones(100) for _ in range(2000)]  # above them in the heap
del many
print(megabytes() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library's own way elsewhere")
def test_large_arrays_go_back_to_the_system_when_they_are_let_go():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 20
