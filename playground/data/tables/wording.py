"""Words for sentences about a file: separators, places, long texts."""

from __future__ import annotations

from collections.abc import Sequence

SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
DECIMAL_NAMES = {".": "point", ",": "comma"}

_LONGEST_QUOTATION = 60  # characters of a cell that are repeated in a sentence
_MOST_RUNS = 6  # stretches of lines that are listed before "and more"
_MOST_NAMES = 5  # names of columns that are listed


def separator_name(delimiter: str) -> str:
    """``"semicolon"``; the sign itself where it has no name."""
    return SEPARATOR_NAMES.get(delimiter, f"'{delimiter}'")


def quoted(text: str) -> str:
    """A cell or line as it is repeated in a sentence: on one line, not too long, in quotes."""
    flat = "".join(sign if sign.isprintable() else _shown(sign) for sign in text[:1000])
    if len(flat) > _LONGEST_QUOTATION:
        flat = flat[: _LONGEST_QUOTATION - 3] + "..."
    return f"'{flat}'"


def _shown(sign: str) -> str:
    """A sign that cannot be seen, such as a line break or a zero byte, made visible."""
    return " " if sign in "\r\n\t\u00a0\u202f\u2009" else f"\\x{ord(sign):02x}"


def plural(count: int, noun: str, verbs: str = "") -> str:
    """``"1 line"``, ``"3 lines"``; with the verb of these that goes with it.

    >>> plural(3, "line", "is/are")
    '3 lines are'
    """
    verb = verbs and " " + agreeing(count, verbs)
    return f"{count:,} {noun}{'' if count == 1 else 's'}{verb}"


def agreeing(count: int, verbs: str) -> str:
    """The one of two forms, ``"is/are"``, that goes with so many things."""
    return verbs.split("/")[count != 1]


def swallowed(first: int, last: int) -> str:
    """What to tell of a quoted value that may have joined rows by mistake."""
    return (
        f"Line {first:,}: a quoted value runs over lines {first:,}-{last:,}, which look like rows "
        "themselves; check where its quotation mark is closed."
    )


def columns_named(names: Sequence[str]) -> str:
    """``"column 'a'"``, ``"columns 'a' and 'b'"``, ``"columns 'a', 'b', 'c' and 12 more"``."""
    shown = [f"'{name}'" for name in names[:_MOST_NAMES]]
    if len(names) == 1:
        return f"column {shown[0]}"
    if len(names) > _MOST_NAMES:
        shown[3:] = [f"{len(names) - 3:,} more"]
    return f"columns {listed(shown)}"


def listed(names: Sequence[str]) -> str:
    """Some names in a sentence: ``"x, y and z"``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def capitalized(sentence: str) -> str:
    """With a capital first letter; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


class LineRuns:
    """Line numbers, in rising order, remembered as stretches: ``lines 2-9, 15``."""

    def __init__(self, lines: Sequence[int] = ()) -> None:
        self.count = 0
        self._runs: list[list[int]] = []
        self.add(lines)

    def add(self, lines: Sequence[int]) -> None:
        """Remember further lines."""
        for place, line in enumerate(lines):
            if self._runs and line == self._runs[-1][1] + 1:
                self._runs[-1][1] = line
            elif len(self._runs) <= _MOST_RUNS:
                self._runs.append([line, line])
            else:
                self.count += len(lines) - place  # no further one is listed
                return
            self.count += 1

    @property
    def first(self) -> int:
        """The first of them; there must be one."""
        return self._runs[0][0]

    @property
    def text(self) -> str:
        """``"line 7"`` or ``"lines 2-9, 15"``, with ``"and more"`` where there are many."""
        shown = [
            f"{first:,}" if first == last else f"{first:,}-{last:,}"
            for first, last in self._runs[:_MOST_RUNS]
        ]
        listed = sum(last - first + 1 for first, last in self._runs[:_MOST_RUNS])
        ending = " and more" if listed < self.count else ""
        return f"line{'' if self.count == 1 else 's'} {', '.join(shown)}{ending}"
