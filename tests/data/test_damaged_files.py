"""Damaged files of every format are refused in a sentence, or read: nothing else happens."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from test_array_files import PARTS, matlab
from test_table_formats import FILES

from playground.data import DataError
from playground.data.csv_source import CsvFile

MUTATIONS = 40


def npz() -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, X=np.arange(60.0).reshape(20, 3), y=np.arange(20) % 2)
    return stream.getvalue()


ORIGINALS = FILES | {
    "a.npz": npz,
    "a.mat": lambda: matlab(True, **PARTS),
    "plain.mat": lambda: matlab(False, **PARTS),
}


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The same bytes, cut off, with some of them changed, or with others between them."""
    place = rng.randrange(len(data))
    kind = rng.randrange(4)
    if kind == 0:
        return data[:place]
    if kind == 1:
        return data[:place] + rng.randbytes(rng.randrange(1, 50)) + data[place:]
    changed = bytearray(data)
    if kind == 2:
        changed[place : place + 4] = rng.choice(
            [b"\xff\xff\xff\xff", b"\x00" * 4, b"\xff\xff\xff\x7f"]
        )
    for _ in range(rng.choice([1, 1, 5, 20])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(tmp_path, name):
    rng, original, path = random.Random(name), ORIGINALS[name](), tmp_path / name
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(original, rng))
        try:
            CsvFile(path=str(path)).make(np.random.default_rng(0))
        except DataError as error:
            assert str(error).strip()
