"""A window that trains flat out for minutes, with a recovery file every ten seconds.

Run with ``python -m tests.benchmarks.soak [--minutes N]``. Prints how late the event loop is, how
long training is held, and the most memory, against what is wanted of each. The machine must be
quiet: other work makes the event loop late as well.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="playground-soak-")
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME.name

import numpy as np  # noqa: E402
from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from playground.experiment.session import Session  # noqa: E402
from playground.experiment.spec import ExperimentSpec  # noqa: E402
from playground.gui.app import create_window  # noqa: E402
from playground.gui.shell.heap import return_large_blocks  # noqa: E402
from playground.settings import replaced  # noqa: E402
from tests.benchmarks.window_speed import SETTINGS, Lateness, spin  # noqa: E402

#: What is wanted: milliseconds late, milliseconds held, megabytes.
LATE, HELD, PEAK = 33.0, 33.0, 250.0

_SECONDS = 10  # from one recovery file to the next


class Holds:
    """How long training stands still between two mini-batches, but for the frames of the window.

    Looks at the steps a session has taken from a thread of its own.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self._ended = threading.Event()
        self._since, self._steps = time.perf_counter(), -1
        self.session: Session | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.002):
            session, now = self.session, time.perf_counter()
            steps = -1 if session is None else session.trainer.steps
            if steps != self._steps:
                self._since, self._steps = now, steps
            else:
                self.longest = max(self.longest, now - self._since)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    spec = ExperimentSpec()
    for path, value in SETTINGS.items():
        spec = replaced(spec, path, value)
    QApplication([])
    return_large_blocks()
    window = create_window()
    bench, recovery = window.playground.workbench, window.playground.recovery
    recovery.set_interval(0)
    spin(3.0)
    gc.freeze()  # as the program does
    bench.propose(spec)
    bench.set_pace(None)
    spin(1.0)
    print(f"idle: {_resident():.0f} MB")
    bench.train()
    spin(2.0)
    holds, late = Holds(), Lateness()
    holds.session = bench._link.worker._session
    timer, sizes = QTimer(), []
    timer.timeout.connect(recovery.save_beside)
    timer.timeout.connect(lambda: sizes.append(_size(recovery.path)))
    timer.start(1000 * _SECONDS)
    for minute in range(1, max(1, int(np.ceil(options.minutes))) + 1):
        spin(60.0 * min(1.0, options.minutes - minute + 1))
        print(
            f"minute {minute}: {bench.history.n_steps:,} mini-batches, {_resident():.0f} MB, "
            f"late p99.9 {np.quantile(late.late, 0.999):.1f} ms",
            flush=True,
        )
    timer.stop()
    late._timer.stop()
    holds.end()
    figures = {
        "late at the 99.9th percentile, ms": (float(np.quantile(late.late, 0.999)), LATE),
        "training held at most, ms": (1000 * holds.longest, HELD),
        "memory at its peak, MB": (_peak(), PEAK),
    }
    print(f"recovery files: {sum(size > 0 for size in sizes)}, the last {max(sizes):,} bytes")
    print(f"latest of all: {max(late.late):.0f} ms late")
    for name, (figure, wanted) in figures.items():
        print(f"{name}: {figure:.1f} (wanted: at most {wanted:g})")
    window.close()
    return 0 if all(figure <= wanted for figure, wanted in figures.values()) else 1


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _resident() -> float:
    """Megabytes of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _peak() -> float:
    """The most megabytes that were ever in use."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
