"""What the start of the window costs, as a ratio to importing what it stands on.

Run with ``python -m tests.benchmarks.start_up``. Compares the processor time of opening the window
until all plots are painted with that of importing PySide6.QtWidgets, pyqtgraph and numpy alone,
in fresh processes, turn and turn about, both from compiled modules, as an installation has them.
Closing it again is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

IMPORTS = "import PySide6.QtWidgets, pyqtgraph, numpy"

#: As `playground.cli.window` does it, from the garbage collector on.
WINDOW = """
import gc, os, sys
gc.disable()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication
app = QApplication([])
from playground.gui.app import create_window
window = create_window()
early = []
window.first_painted.connect(lambda: early.append("pyqtgraph" in sys.modules))
while not (len(window.playground.views) >= 4 and window.playground.workbench.snapshot):
    app.processEvents()
app.processEvents()
assert early == [False], early
"""

#: Once the time is taken: a thread that still runs would be killed in the middle of its work.
CLOSE = "window.close()"

MEASURE = """
import time
{code}
print(time.process_time())
{after}
"""


def processor_time(code: str, after: str = "") -> float:
    """Seconds of processor time that a fresh interpreter takes for `code`, without `after`."""
    # The imports alone start a BLAS thread for every core, as they do for whoever says nothing.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.endswith("_NUM_THREADS")
    }
    with tempfile.TemporaryDirectory() as settings:
        # As for somebody who opens it for the first time, whatever was left open here.
        environment["XDG_CONFIG_HOME"] = environment["XDG_DATA_HOME"] = settings
        done = subprocess.run(
            [sys.executable, "-c", MEASURE.format(code=code, after=after)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout.split()[-1])


def measured(rounds: int = 5) -> tuple[float, float, float]:
    """Seconds of the window and of the imports alone, and the ratio: medians."""
    processor_time(IMPORTS), processor_time(WINDOW, CLOSE)  # warm the disk cache
    pairs = [(processor_time(WINDOW, CLOSE), processor_time(IMPORTS)) for _ in range(rounds)]
    window, imports = (statistics.median(column) for column in zip(*pairs))
    return window, imports, statistics.median(w / i for w, i in pairs)


def main() -> None:
    window, imports, ratio = measured()
    print(f"window {window:.2f} s, imports alone {imports:.2f} s of processor time: {ratio:.2f} x")


if __name__ == "__main__":
    main()
