"""How fast and how frugally is a large CSV file read, beside NumPy and the standard library?

    python -m tests.benchmarks.reading_speed [rows]

A file of a million rows of six numbers (some 110 MB), the same with a column of text, and the same
with every first cell quoted, each read in a fresh process. Ratios are of processor time, which
other work on the machine disturbs little. Goals: on the fast path (numbers) at most 1.5 times
`numpy.loadtxt`, and memory at most three times the array; on the careful path (quoted) at most
twice `csv.reader` with `float` for every cell; no more than 0.2 s between two questions whether to
stop.
"""

from __future__ import annotations

import csv
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


def write_files(folder: Path, rows: int) -> dict[str, Path]:
    """Plain numbers; the same with a text in each row; the same with the first cell quoted."""
    paths = {name: folder / f"{name}.csv" for name in ("numbers", "texts", "quoted")}
    rng = np.random.default_rng(0)
    files = {name: path.open("w", encoding="utf-8") for name, path in paths.items()}
    for name, file in files.items():
        file.write("a,b,c,d,e,f" + (",species" if name == "texts" else "") + "\n")
    for _ in range(0, rows, 50_000):
        lines = [",".join(map(repr, row)) for row in (rng.normal(size=(50_000, 6)) * 100).tolist()]
        files["numbers"].writelines(line + "\n" for line in lines)
        files["quoted"].writelines('"' + line.replace(",", '",', 1) + "\n" for line in lines)
        files["texts"].writelines(
            f"{line},{('setosa', 'virginica')[i % 2]}\n" for i, line in enumerate(lines)
        )
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


def loadtxt(path: Path) -> float:
    np.loadtxt(path, delimiter=",", skiprows=1, usecols=range(COLUMNS))
    return 0.0


def reader(path: Path) -> float:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file, strict=True):
            pass
    return 0.0


def reader_with_floats(path: Path) -> float:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file, strict=True)
        next(rows)
        kept = [[float(cell) for cell in row[:COLUMNS]] for row in rows]
    return 0.0 * len(kept)


def _measured(work: Callable[[Path], float], path: Path, answer) -> None:
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
        size = paths["numbers"].stat().st_size / 1e6
        array = rows * COLUMNS * 8 / 1e6
        print(f"{rows:,} rows of {COLUMNS} numbers, {size:.0f} MB; the array {array:.0f} MB")
        peers = {
            "loadtxt": measured(loadtxt, paths["numbers"])[0],
            "csv.reader": measured(reader, paths["numbers"])[0],
            "csv.reader and float": measured(reader_with_floats, paths["numbers"])[0],
        }
        peers["csv.reader, quoted"] = measured(reader, paths["quoted"])[0]
        print("  ".join(f"{name} {seconds:.2f} s" for name, seconds in peers.items()))
        for name, path in paths.items():
            seconds, memory, gap = measured(ours, path)
            ratios = "  ".join(
                f"{seconds / peer:.2f} x {peer_name}" for peer_name, peer in peers.items()
            )
            print(
                f"{name:8} {seconds:.2f} s: {ratios}; {memory / array:.1f} x the array; "
                f"longest gap {gap:.2f} s"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
