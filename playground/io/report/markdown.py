"""Markdown as the blocks of a report: what notes are written in, and no more.

Whoever wrote it may have meant harm: nothing is loaded, and HTML stays the characters it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby, takewhile

from playground.experiment.text.formulas import IN_WORDS, latex_of, picture_of
from playground.io.report.blocks import INK, Block, Bullets, Formula, Listing, Paragraph, Words

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$")
_POINT = re.compile(r"[ \t]*(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")

#: Bounded, so that many signs that open and never close cost no more than their number.
_INLINE = re.compile(
    rf"`(?P<code>[^`\n]{{1,500}})`|\\(?P<sign>\$)|{IN_WORDS}"
    r"|\*\*(?P<bold>[^*\n]{1,500})\*\*|__(?P<strong>[^_\n]{1,500})__"
    r"|\*(?P<italic>[^*\s][^*\n]{0,500})\*|(?<!\w)_(?P<emphasis>[^_\s][^_\n]{0,500})_(?!\w)"
    r"|(?P<image>!?)\[(?P<words>[^\[\]\n]{0,500})\]\((?P<to>[^()\s]{0,500})\)"
)
_STYLES = {
    "code": "code",
    "bold": "bold",
    "strong": "bold",
    "italic": "italic",
    "emphasis": "italic",
}


@dataclass
class _Lines:
    """Lines that make one paragraph, or one point of a list."""

    lines: list[str]
    is_point: bool = False
    number: int | None = None

    @property
    def paragraph(self) -> Paragraph:
        return Paragraph(tuple(_inline(" ".join(self.lines))))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Paragraphs, headings, lists and listings of a Markdown text, in their order."""
    blocks: list[Block] = []
    for points, pieces in groupby(_pieces(text.split("\n")), _list_of):
        if points:
            together = [piece for piece in pieces if isinstance(piece, _Lines)]
            paragraphs = tuple(piece.paragraph for piece in together)
            blocks.append(Bullets(paragraphs, together[0].number))
        else:
            blocks += (each.paragraph if isinstance(each, _Lines) else each for each in pieces)
    return tuple(blocks)


def _list_of(piece: Block | _Lines) -> str:
    """Which kind of list a piece is a point of; empty for none."""
    if not isinstance(piece, _Lines) or not piece.is_point:
        return ""
    return "bullets" if piece.number is None else "numbers"


def _pieces(lines: Iterable[str]) -> list[Block | _Lines]:
    pieces: list[Block | _Lines] = []
    present: _Lines | None = None  # what the next line of words goes on with
    rest = iter(lines)
    for line in rest:
        words, present = present, None
        if fence := _FENCE.match(line):
            inside = takewhile(partial(_is_inside, fence[1]), rest)
            pieces.append(Listing("\n".join(inside)))
        elif not line.strip() or _RULE.match(line):
            continue
        elif heading := _HEADING.match(line):
            pieces.append(Paragraph(tuple(map(_bold, _inline(heading[1])))))
        elif point := _POINT.match(line):
            present = _Lines([point[2]], True, int(point[1]) if point[1] else None)
            pieces.append(present)
        elif words is None:
            present = _Lines([line.strip()])
            pieces.append(present)
        else:
            present = words
            present.lines.append(line.strip())
    return pieces


def _bold(part: str | Words | Formula) -> Words | Formula:
    if isinstance(part, Formula):
        return part
    return Words(part.text if isinstance(part, Words) else part, "bold")


def _is_inside(fence: str, line: str) -> bool:
    return not line.strip().startswith(fence)


def _inline(text: str) -> Iterator[str | Words | Formula]:
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        kind = found.lastgroup or ""
        if latex := latex_of(found):
            yield Formula(latex, picture_of(latex, INK))
        elif found["sign"]:
            yield "$"
        elif kind in _STYLES:
            yield Words(found[kind], _STYLES[kind])
        elif found["image"] or found["to"] == found["words"]:
            yield found["words"]
        else:
            yield f"{found['words']} ({found['to']})"
    if end < len(text):
        yield text[end:]
