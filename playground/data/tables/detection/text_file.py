"""TextFile: the lines of a file in a known encoding, and how far reading is."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import BinaryIO

from playground.atomic import opened
from playground.data.tables.detection.encodings import Encoding

_SAMPLE_CHARACTERS = 1 << 16
_SAMPLE_LINES = 25  # at least so many, where lines are long
_LARGEST_SAMPLE = 1 << 22


class TextFile:
    """A text file that is opened several times: for a sample, for its rows.

    Lines end with a line feed, a carriage return, or both; their ends are kept.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self.encoding = encoding
        self.size = path.stat().st_size

    def open(self) -> io.TextIOWrapper:
        """The text from its beginning."""
        encoding = self.encoding
        return io.TextIOWrapper(
            opened(self._path), encoding.name, errors=encoding.errors, newline=""
        )

    def open_bytes(self) -> BinaryIO:
        """The bytes from the beginning, without a mark of their order."""
        file = opened(self._path)
        if self.encoding.name == "utf-8-sig" and file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        return file

    def sample(self, skipped: int) -> list[str]:
        """The first lines: some 65,000 letters of them and enough rows behind `skipped` lines."""
        with self.open() as text:
            sample = text.read(_SAMPLE_CHARACTERS) + text.readline()
            lines = list(io.StringIO(sample, newline=""))
            letters = len(sample)
            while len(lines) < skipped + _SAMPLE_LINES and letters < _LARGEST_SAMPLE:
                line = text.readline()
                if not line:
                    break
                lines.append(line)
                letters += len(line)
        return lines

    @property
    def ends_with_line_end(self) -> bool:
        """Whether the last line has an end."""
        with opened(self._path) as file:
            file.seek(max(0, self.size - 4))
            return any(end in file.read() for end in (b"\n", b"\r"))
