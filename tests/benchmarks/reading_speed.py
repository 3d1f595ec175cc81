"""How fast and how frugally is a large CSV file read, beside pandas' reader in C?

    python -m tests.benchmarks.reading_speed [rows]

Files of a million rows of six columns (some 110 MB): numbers of 17 digits; the same with a column
of text; with a quoted text that holds a separator, and gaps; with a blank in one row of twenty; and
with doubled quotation marks. Each is read in a fresh process, the best of three; ratios are of
processor time, which other work on the machine disturbs little. Goals: at most 4, 6, 8, 8 and 8
times pandas, and memory at most three times the columns; no more than 0.2 s between two questions
whether to stop. Without pandas, NumPy's `loadtxt` takes its place for the numbers.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from playground.data import read_table

COLUMNS = 6
GOALS = {"numbers": 4, "texts": 6, "quotes and gaps": 8, "blanks": 8, "doubled marks": 8}


def write_files(folder: Path, rows: int) -> dict[str, Path]:
    """One file of each kind."""
    paths = {name: folder / f"{name}.csv" for name in GOALS}
    rng = np.random.default_rng(0)
    files = {name: path.open("w", encoding="utf-8") for name, path in paths.items()}
    for file in files.values():
        file.write("a,b,c,d,e,f\n")
    for begin in range(0, rows, 50_000):
        count = min(50_000, rows - begin)
        table = (rng.normal(size=(count, COLUMNS)) * 100).tolist()
        for i, row in enumerate(table):
            cells = list(map(repr, row))
            lines = {name: list(cells) for name in GOALS}
            lines["texts"][5] = ("setosa", "virginica")[i % 2]
            lines["quotes and gaps"][5] = f'"leaf, {i % 7}"'
            lines["doubled marks"][5] = f'"the ""{i % 7}th"" leaf"'
            if i % 10 == 0:
                lines["quotes and gaps"][2] = ""
            if i % 20 == 0:
                lines["blanks"][i // 20 % COLUMNS] = ""
            for name, line in lines.items():
                files[name].write(",".join(line) + "\n")
    for file in files.values():
        file.close()
    return paths


class Gaps:
    """Asked whether to stop, it never wants to, and remembers the longest wait between."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()

    def __call__(self) -> bool:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        return False


def ours(path: Path) -> float:
    gaps = Gaps()
    read_table(path, cancel=gaps)
    return gaps.longest


def peer(path: Path) -> float:
    try:
        import pandas
    except ImportError:
        np.loadtxt(path, delimiter=",", skiprows=1)
    else:
        pandas.read_csv(path, engine="c")
    return 0.0


def _measured(work: Callable[[Path], float], path: Path, answer) -> None:
    if work is peer:
        peer(path.with_name("warm.csv"))  # its import is no part of it
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    gap = work(path)
    seconds = time.process_time() - started
    answer.put((seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, gap))


def measured(work: Callable[[Path], float], path: Path) -> tuple[float, float, float]:
    """Processor seconds, megabytes beyond the start, longest gap: the best of three processes."""
    context = multiprocessing.get_context("spawn")
    results = []
    for _ in range(3):
        answer = context.Queue()
        process = context.Process(target=_measured, args=(work, path, answer))
        process.start()
        results.append(answer.get())
        process.join()
    return min(results)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(Path(folder), rows)
        (Path(folder) / "warm.csv").write_text("a,b\n1,2\n3,4\n")
        size = paths["numbers"].stat().st_size / 1e6
        array = rows * COLUMNS * 8 / 1e6
        print(f"{rows:,} rows of {COLUMNS} columns, {size:.0f} MB; as numbers {array:.0f} MB")
        for name, path in paths.items():
            other = measured(peer, path)[0]
            seconds, memory, gap = measured(ours, path)
            print(
                f"{name:16} {seconds:.2f} s: {seconds / other:.1f} times pandas' {other:.2f} s "
                f"(goal {GOALS[name]}); {memory / array:.1f} x the columns; longest gap {gap:.2f} s"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
