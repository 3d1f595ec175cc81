"""Damaged and hostile files of every kind that is read: nothing but sentences comes of them.

Run with ``python -m tests.fuzz [--mutations N] [--seed N] [KIND ...]``. Each kind of file is
written once as it should be, and damaged again and again; every reading must give what it should
or an error with a sentence, within `SECONDS` and `BYTES` of memory.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from past_runs import past_run, picture

from playground.assets import resource as asset
from playground.experiment.answers import Answer, Progress
from playground.experiment.attachments import Attachments
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.experiment.studies.kinds.compare import Compare
from playground.experiment.studies.kinds.presets import STUDY_PRESETS
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.text import codec
from playground.io.errors import SENTENCES
from playground.io.session.file import read_session, save_session
from playground.io.session.lesson_answers import beside as answers
from playground.io.session.lesson_answers import progress_in
from playground.io.weights.weights import load_weights, save_weights
from playground.lessons.formulas import broken_formulas
from playground.lessons.lesson_file import read as read_lesson

SECONDS, BYTES = 5.0, 1 << 30

#: The most characters of a sentence, the path of the file besides.
LONGEST = 1000

_EXTREMES = (
    b"NaN", b"-1", b"1e999", b"9" * 5000, b"4503599627370496", b"null", b"[]", b"{}", b'""',
    b'"\\ud800"', b"true", b"0", b"[" * 2000, b"a." * 500, b"\xff\xfe", b"<img src='file:///x'>",
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


class Kind(NamedTuple):
    """A kind of file: what its name ends with, how one is made, and how it is read."""

    suffix: str
    make: Callable[[Path], object]
    read: Callable[[Path], object]


def _session() -> Session:
    text = 'data.source = {kind = "circle", samples = 60}\ntraining.patience = 3'
    session = Session(codec.loads(text))
    for _ in range(21):
        session.step()
    return session


def _save(path: Path) -> None:
    """A session with runs before it, a study among them, and a layout of the window."""
    session = _session()
    study = StudyRequest(Compare(preset=next(iter(STUDY_PRESETS))), session.spec, seeds=2).study
    tried = past_run(2, kind="study", study=study, seeds=study.seeds)
    runs = (past_run(1, picture=picture()), tried)
    answer = Answer(2, "What will it be?", "0.5", 0.5, 80, "right", "0.4")
    beside = {"layout.json": b'{"version": 1}'} | answers(
        Progress("zeros", "Zeros", 3, 3, True, (answer,))
    )
    save_session(session, path, Attachments(runs=RunEntries(runs, 1), window=beside))


def _read_session(path: Path) -> object:
    loaded = read_session(path)
    return progress_in(loaded.window)


def _experiment(path: Path) -> None:
    path.write_text(codec.dumps(_session().spec), encoding="utf-8")


def _table(path: Path) -> None:
    rows = [f"{i / 7},{i % 5},word {i % 3},{'yes' if i % 2 else 'no'}" for i in range(60)]
    path.write_text("\n".join(["a,b,c,label", *rows]) + "\n", encoding="utf-8")


def _arrays(path: Path) -> None:
    rng = np.random.default_rng(0)
    np.savez(path, X=rng.integers(0, 255, (40, 8, 8)).astype(np.uint8), y=np.arange(40) % 4)


def _read_data(path: Path) -> object:
    from playground.data.sources import sources

    return Session(codec.loads(""), sources["csv"](path=str(path)).make(np.random.default_rng(0)))


def _lesson(path: Path) -> None:
    path.write_bytes(asset("templates", "beginning.lesson").read_bytes())


def _check_lesson(path: Path) -> object:
    lesson = read_lesson(path)
    return list(broken_formulas(lesson))


KINDS = {
    "session": Kind(".playground", _save, _read_session),
    "experiment": Kind(".toml", _experiment, codec.read),
    "lesson": Kind(".lesson", _lesson, _check_lesson),
    "table": Kind(".csv", _table, _read_data),
    "arrays": Kind(".npz", _arrays, _read_data),
    "weights": Kind(".npz", lambda path: save_weights(_session(), path), load_weights),
    "weights as text": Kind(".json", lambda path: save_weights(_session(), path), load_weights),
}


def mutations(content: bytes, rng: np.random.Generator) -> Iterator[bytes]:
    """Damaged versions of a file, without end; of an archive, often of what is in it."""
    while True:
        if content[:2] == b"PK" and rng.random() < 0.7:
            yield _mutated_archive(content, rng)
        else:
            yield _mutated(content, rng)


def _mutated_archive(content: bytes, rng: np.random.Generator) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(members)[rng.integers(len(members))]
    choice = rng.random()
    if choice < 0.1:
        del members[name]
    elif choice < 0.15:
        members[name] = b"\0" * int(10.0 ** rng.uniform(3, 8))  # a bomb
    elif members[name][:2] == b"PK" and choice < 0.6:
        members[name] = _mutated_archive(members[name], rng)
    else:
        members[name] = _mutated(members[name], rng)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return stream.getvalue()


def _mutated(content: bytes, rng: np.random.Generator) -> bytes:
    data = bytearray(content)
    if not data:
        return bytes(rng.bytes(20))
    place, size = int(rng.integers(len(data))), int(rng.integers(1, 64))
    extreme = _EXTREMES[rng.integers(len(_EXTREMES))]
    match rng.integers(7):
        case 0:
            data[place] ^= 1 << rng.integers(8)
        case 1:
            del data[place : place + size]
        case 2:
            data = data[:place]
        case 3:
            data[place:place] = rng.bytes(size)
        case 4:
            data[place:place] = data[place : place + size] * int(rng.integers(2, 200))
        case 5:
            numbers = list(_NUMBER.finditer(content))
            if numbers:
                found = numbers[rng.integers(len(numbers))]
                data[found.start() : found.end()] = extreme
        case _:
            data[place : place + size] = extreme
    return bytes(data)


def failures(kind: str, count: int, seed: int, folder: Path) -> list[str]:
    """What went wrong with so many damaged files of a kind, in words; empty where nothing did."""
    suffix, make, read = KINDS[kind]
    path, found = folder / f"mine{suffix}", []
    make(path)
    content, rng = path.read_bytes(), np.random.default_rng([seed, *kind.encode()])
    read(path)
    for number, damaged in zip(range(count), mutations(content, rng)):
        path.write_bytes(damaged)
        before, memory = time.process_time(), _memory()
        problem = ""
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                read(path)
        except SENTENCES as error:
            sentence = str(error)
            if not sentence or len(sentence) > LONGEST or "\n" in sentence:
                problem = f"no sentence: {sentence[:200]!r}"
        except Exception:
            problem = traceback.format_exc()
        seconds = time.process_time() - before
        if seconds > SECONDS:
            problem = f"{seconds:.1f} s"
        if _memory() - memory > BYTES:
            problem = f"{(_memory() - memory) / 1e6:.0f} MB"
        if problem:
            found.append(f"{kind}, seed {seed}, mutation {number}: {problem}")
    return found


def _memory() -> int:
    """The most bytes of memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("kinds", nargs="*", default=[], metavar="KIND", help=json.dumps([*KINDS]))
    options = parser.parse_args()
    problems = []
    for kind in options.kinds or KINDS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            found = failures(kind, options.mutations, options.seed, Path(folder))
        seconds = time.perf_counter() - began
        print(f"{kind}: {options.mutations} files, {len(found)} problems, {seconds:.0f} s")
        problems += found
    print(*problems, f"memory at its peak: {_memory() / 1e6:.0f} MB", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
