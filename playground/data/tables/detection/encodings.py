"""In which encoding a file is written, and what to tell where that is a guess."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.tables.detection.signatures import refuse_binary
from playground.data.tables.progress import Progress
from playground.data.tables.table import Notice
from playground.data.tables.wording import quoted
from playground.dataclass import dataclass
from playground.limits import LONGEST_LINE

_ASCII = bytes(range(128))
HEAD = 1 << 16  # bytes looked at for signatures, marks and zeros
_BLOCK = 1 << 20
_MOST_LINES = 10  # lines with invalid bytes that are named one by one
_NEAR = 200  # bytes before and behind an invalid one in which its line begins and ends
_ENOUGH = 1000  # invalid places, and fewer valid ones: this is not UTF-8

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# What chardet may find besides Western European; anything rarer is likelier to be a mistake.
_OTHER_ENCODINGS = {
    **{f"windows-{page}": f"Windows-{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257)},
    **{f"iso-8859-{part}": f"ISO-8859-{part}" for part in (2, 5, 6, 7, 8, 9)},
    "koi8-r": "KOI8-R",
    "shift_jis": "Shift JIS",
    "cp932": "Shift JIS",
    "euc-jp": "EUC-JP",
    "gb2312": "GB2312",
    "gb18030": "GB18030",
    "big5": "Big5",
    "euc-kr": "EUC-KR",
    "cp949": "EUC-KR",
    "cp437": "DOS (cp437)",
    "cp850": "DOS (cp850)",
    "cp852": "DOS (cp852)",
    "ibm866": "DOS (cp866)",
    "macroman": "Mac Roman",
}


#: Bytes that are no UTF-8, as letters.
_INVALID = re.compile("[\udc80-\udcff]+")
#: One letter of Western Europe, of which each byte of UTF-8 was stored as a letter.
_TWICE = re.compile(rb"\xc3[\x82\x83]\xc2[\xa0-\xbf]")
_WESTERN_LETTERS = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüŒœ°²³µ€–’“”„«»…•·§£©®™"
)


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How bytes become letters.

    Attributes
    ----------
    name : str
        Python's name of the encoding.
    errors : str
        Python's name of what happens to bytes that do not fit.
    notices : list of Notice
    """

    name: str
    errors: str = "strict"
    notices: list[Notice] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """Its name for bytes without a mark of their order before them."""
        return "utf-8" if self.name == "utf-8-sig" else self.name

    @property
    def keeps_ascii(self) -> bool:
        """Whether bytes below 128 are ASCII letters wherever they stand."""
        if codecs.lookup(self.plain).name == "utf-8":
            return True
        every = bytes(range(256)).decode(self.plain, "replace")
        return len(every) == 256 and every.isascii() is False and every[:128].encode() == _ASCII


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    invalid = error.object[error.start : error.end]
    letters = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in invalid)
    return "".join(letters), error.end


codecs.register_error("playground.cp1252", _as_cp1252)


def detected_encoding(path: Path, head: bytes, progress: Progress) -> Encoding:
    """The encoding of a file, found from its marks, its zeros, or all of its bytes.

    Raises
    ------
    DataError
        When the file holds binary data, or one line is too long for a table.
    """
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if name := marked or _wide_encoding(head):
        _check_line_lengths(path, progress)
        return Encoding(name=name)
    refuse_binary(head)
    invalid = _invalid_utf8(path, progress)
    if invalid.count == 0:
        return Encoding(name="utf-8", notices=_stored_twice(head))
    if invalid.valid > invalid.count:
        return Encoding(name="utf-8", errors="playground.cp1252", notices=invalid.notices())
    name, label = _guessed_encoding(invalid)
    notice = Notice(
        f"The file is not UTF-8; it was read as {label}. Check letters with accents.",
        line=invalid.lines[0],
    )
    return Encoding(name=name, errors="playground.cp1252", notices=[notice])


def chosen_encoding(name: str, path: Path, progress: Progress) -> Encoding:
    """The encoding a person chose by name for a file.

    Raises
    ------
    DataError
        When there is none of that name.
    """
    _check_line_lengths(path, progress)
    try:
        if not codecs.lookup(name)._is_text_encoding:
            raise LookupError
        return Encoding(name="utf-8-sig" if codecs.lookup(name).name == "utf-8" else name)
    except (LookupError, ValueError):
        raise DataError(
            f"There is no encoding '{name}'; common ones are utf-8, cp1252 and utf-16."
        ) from None


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark, which shows in a zero beside nearly every letter."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    zeros_first, zeros_second = head[0::2].count(0), head[1::2].count(0)
    if zeros_second > 0.6 * pairs and zeros_first < 0.05 * pairs:
        return "utf-16-le"
    if zeros_first > 0.6 * pairs and zeros_second < 0.05 * pairs:
        return "utf-16-be"
    return None


class _Invalid:
    """The bytes of a file that are not UTF-8, and how much of it is."""

    def __init__(self) -> None:
        self.count = 0  # invalid bytes
        self.valid = 0  # bytes beyond the first of valid letters
        self.lines: list[int] = []
        self.sample = b""

    @property
    def settled(self) -> bool:
        """Whether it is beyond doubt that the file is not UTF-8."""
        return self.count >= _ENOUGH and self.valid < self.count

    def look_at(self, text: str, line: int) -> None:
        """Note what is invalid in a text that begins on a line, and how much is not."""
        if text.isascii():
            return
        good = text.encode("utf-8", "ignore").decode()
        self.count += len(text) - len(good)
        self.valid += len(good.encode()) - len(good)
        begin = 0
        for match in _INVALID.finditer(text):
            if len(self.lines) > _MOST_LINES and len(self.sample) >= HEAD:
                return
            between, begin = text[begin : match.start()], match.start()
            line += between.count("\n") or between.count("\r")
            if line not in self.lines[-1:] and len(self.lines) <= _MOST_LINES:
                self.lines.append(line)
            if len(self.sample) < HEAD:
                start = text.rfind("\n", max(0, begin - _NEAR), begin) + 1 or max(0, begin - 40)
                end = text.find("\n", begin, begin + _NEAR) + 1 or begin + 40
                around = text[start:end].encode("utf-8", "surrogateescape")
                self.sample += b"" if self.sample.endswith(around) else around

    def notices(self) -> list[Notice]:
        told = [
            Notice(
                f"Line {line:,} has a byte that is not valid UTF-8; it was read as Windows-1252.",
                line=line,
            )
            for line in self.lines[:_MOST_LINES]
        ]
        for line in self.lines[_MOST_LINES:]:
            text = f"Line {line:,} and others below have bytes that are not valid UTF-8 either."
            told.append(Notice(text, line=line))
        return told


def _invalid_utf8(path: Path, progress: Progress) -> _Invalid:
    """Go through all bytes of a file, a block at a time, and note what is not UTF-8."""
    invalid, decoder = _Invalid(), codecs.getincrementaldecoder("utf-8")("surrogateescape")
    line, block = 1, b""
    for line, block in _blocks(path, progress):
        invalid.look_at(decoder.decode(block), line)
        if invalid.settled:
            _check_line_lengths(path, progress)
            return invalid
    invalid.look_at(decoder.decode(b"", final=True), line + _line_ends(block))
    return invalid


def _check_line_lengths(path: Path, progress: Progress) -> None:
    for _ in _blocks(path, progress):
        pass


def _blocks(path: Path, progress: Progress) -> Iterator[tuple[int, bytes]]:
    """A file block by block, with the line on which each begins; no line may be too long."""
    line, since_line_end = 1, 0
    with opened(path) as file:
        size = max(os.fstat(file.fileno()).st_size, 1)
        while block := file.read(_BLOCK):
            progress.report(0.1 * file.tell() / size)
            last_end = max(block.rfind(b"\n"), block.rfind(b"\r"))
            since_line_end = len(block) - last_end if last_end >= 0 else since_line_end + len(block)
            if since_line_end > LONGEST_LINE:
                line += block.count(b"\n")
                raise DataError(
                    f"Line {line:,} is longer than {LONGEST_LINE:,} bytes; that is no row of a "
                    "table.",
                    line=line,
                )
            yield line, block
            line += _line_ends(block)


def _line_ends(block: bytes) -> int:
    return block.count(b"\n") or block.count(b"\r")


def _stored_twice(head: bytes) -> list[Notice]:
    """What to tell of letters whose bytes were taken for letters and stored again."""
    if not (found := _TWICE.search(head)):
        return []
    letters = found[0].decode()
    line, meant = 1 + _line_ends(head[: found.start()]), letters.encode("latin-1").decode()
    text = (
        f"Line {line:,}: {quoted(letters)} seems to be {quoted(meant)} "
        "in a wrong encoding, since before the file was saved. Export it again if letters matter."
    )
    return [Notice(text, line=line)]


def _guessed_encoding(invalid: _Invalid) -> tuple[str, str]:
    """Python's name and a person's name of the encoding that a file seems to be in."""
    if not _is_western(invalid.sample):
        import chardet  # takes a tenth of a second and is rarely needed

        name = (chardet.detect(invalid.sample)["encoding"] or "").lower()
        if name in _OTHER_ENCODINGS:
            return name, _OTHER_ENCODINGS[name]
    return "cp1252", "Windows-1252"


def _is_western(sample: bytes) -> bool:
    """Whether accented letters of Western Europe stand among plain ones, one or two in a row.

    A few of them say too little to tell one alphabet from another, and these are the likeliest.
    """
    stretches = re.findall(rb"[\x80-\xff]+", sample)
    letters = b"".join(stretches).decode("cp1252", "replace")
    western = sum(letter in _WESTERN_LETTERS for letter in letters)
    within_words = len(re.findall(rb"[a-z][\x80-\xff]{1,2}(?![\x80-\xff])", sample, re.I))
    in_a_row = len(letters) / max(len(stretches), 1)
    short = in_a_row < 1.4 or (in_a_row <= 2 and within_words >= 0.5 * len(stretches))
    return short and western > 0.8 * len(letters)
