"""What the Markdown of a lesson may not hold: HTML, and what leads out of its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playground.lessons.places import inside

#: Where markup means nothing: code, fenced or within a line, and formulas. A run of marks is taken
#: whole or not at all (``++``): else many that never close would be tried in every length.
_VERBATIM = re.compile(
    r"^ {0,3}(```++|~~~++).*?^ {0,3}\1[ \t]*$|(?<!`)(`++).*?(?<!`)\2(?!`)|\$\$.*?\$\$|\$[^$\n]+\$",
    re.DOTALL | re.MULTILINE,
)
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https?://)[^<>\n]{0,40}>?")
_LINK = re.compile(r"(?P<image>!?)\[[^\]\n]{0,1000}\]\(\s*<?(?P<target>[^)\s>]*)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?(?P<target>\S*)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def problems(text: str, folder: Path | None) -> Iterator[tuple[int, str]]:
    """What a text may not hold, each with its line, counted from 0, and a sentence.

    Parameters
    ----------
    text : str
        Markdown.
    folder : Path or None
        Where the files lie that it may show; None where there are none.
    """
    bare = _VERBATIM.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)

    def line(at: int) -> int:
        return bare.count("\n", 0, at)

    for found in _HTML.finditer(bare):
        yield line(found.start()), f"'{found[0].strip()}' is HTML; write Markdown instead."
    for found in _REFERENCE.finditer(bare):
        if problem := _web_problem(found["target"]):
            yield line(found.start()), problem
    for found in _LINK.finditer(bare):
        target = found["target"]
        problem = _picture_problem(target, folder) if found["image"] else _web_problem(target)
        if problem:
            yield line(found.start()), problem


def _web_problem(target: str) -> str:
    if target.startswith(("https://", "http://", "#", "lesson:")):
        return ""
    return f"the link to '{target}' leads to no page; links begin with https://."


def _picture_problem(target: str, folder: Path | None) -> str:
    if _SCHEME.match(target):
        return f"the picture '{target}' is not a file beside the lesson."
    if folder is None:
        return f"the picture '{target}' cannot be shown: this text lies in no folder."
    try:
        path = inside(folder, target)
    except ValueError as error:
        return f"the picture {error}"
    return "" if path.is_file() else f"there is no picture '{target}' beside the lesson."
