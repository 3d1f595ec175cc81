"""ColumnReader: collects the cells of one column and decides whether they are numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.data.tables.filling.cells import CellColumn
from playground.data.tables.filling.column_notices import ColumnNotice
from playground.data.tables.numbers import (
    MISSING_IN_TEXT,
    NumberFormat,
    has_leading_zero,
    number_like,
)
from playground.data.tables.wording import LineRuns, agreeing, plural, quoted

_MOST_BAD = 0.1  # share of texts among numbers above which a column is one of texts
_SETTLED = 1000  # so many texts among numbers are no accident, however long the column
_REPEATED = 3  # a text that comes so often among the numbers of classes is a class
_MOST_CLASSES = 20  # different whole numbers
_WORDS = 1000  # different texts of a column that are looked at
_MOST_TOLD = 10  # different texts of one column that are told one by one


class ColumnTypeChanged(Exception):
    """Columns that were read as numbers turn out to be texts: read the file again.

    Attributes
    ----------
    reasons : dict of int to str
        For each of these columns a sentence that says why.
    """

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


@dataclass
class _Findings:
    """What the cells of a column were found to be."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[int, str]] = field(default_factory=dict)
    bad: dict[tuple[str, str], LineRuns] = field(default_factory=dict)
    further: LineRuns = field(default_factory=LineRuns)
    missing: LineRuns = field(default_factory=LineRuns)
    certain_groups: bool = False

    def add_bad(self, line: int, text: str, finding: str) -> None:
        """Remember a cell that is no number, by its text as long as there are few of them."""
        if (text, finding) in self.bad or len(self.bad) < _MOST_TOLD:
            self.bad.setdefault((text, finding), LineRuns()).add([line])
        else:
            self.further.add([line])

    @property
    def numbers(self) -> int:
        """How many cells are numbers, usable or not."""
        return self.counts.total() - self.counts["not a number"] - self.counts["missing"]

    @property
    def too_many_texts(self) -> bool:
        """Whether there are too many texts for a column of numbers with some slips."""
        bad = self.counts["not a number"]
        if bad == 1:
            return self.numbers < 3
        return bad > _MOST_BAD * (bad + self.numbers)


class ColumnReader:
    """One column of a table while it is read.

    The first cells decide whether it is a column of numbers. Where later cells contradict,
    `ColumnTypeChanged` asks for another reading, in which it is text from the start: then every
    cell is kept as it stands.

    Parameters
    ----------
    index : int
        Its place in the table, from 0.
    name : str
    numbers : NumberFormat
    as_text : bool
        Whether it is text whatever the cells say.

    Attributes
    ----------
    is_text : bool
        Whether it holds texts, as far as that is known.
    """

    def __init__(self, index: int, name: str, numbers: NumberFormat, as_text: bool = False) -> None:
        self.index = index
        self.name = name
        self.is_text = as_text
        self._forced = as_text
        self._numbers = numbers
        self._parts: list[np.ndarray] = []
        self._words: dict[str, str] = {}  # one object for each different text
        self._findings = _Findings()
        self._zeros: tuple[int, str] | None = None

    def add(self, cells: CellColumn, lines: np.ndarray) -> None:
        """Add cells, with the line on which the row of each begins.

        Raises
        ------
        ColumnTypeChanged
            When these cells show that the column was wrongly taken for one of numbers.
        """
        if self.is_text:
            self._parts.append(self._read_text(cells.texts(), lines))
            return
        undecided = self._findings.numbers == self._findings.counts["not a number"] == 0
        values = self._read_numbers(cells, lines)
        found = self._findings
        if undecided and found.too_many_texts and not self._parts:
            self.is_text = True
            self._findings = _Findings()
            values = self._read_text(cells.texts(), lines)
        elif found.too_many_texts and (undecided or found.counts["not a number"] > _SETTLED):
            raise self._turns_out_text()
        self._parts.append(values)

    def finish(self) -> tuple[np.ndarray, list[ColumnNotice]]:
        """The whole column, and what to tell about it.

        Raises
        ------
        ColumnTypeChanged
            When all cells together show that it was wrongly taken for one of numbers.
        """
        if not self.is_text and self._findings.too_many_texts:
            raise self._turns_out_text()
        values = np.concatenate(self._parts) if self._parts else np.empty(0)
        if not self.is_text and self._are_classes(values):
            raise self._turns_out_text()
        self._parts = []
        return values, self._text_notices() if self.is_text else self._number_notices(len(values))

    def _are_classes(self, values: np.ndarray) -> bool:
        """Whether a text comes again and again among few whole numbers, as one class more."""
        texts = [
            lines for (_, finding), lines in self._findings.bad.items() if finding == "not a number"
        ]
        if not texts or self._findings.further.count or min(t.count for t in texts) < _REPEATED:
            return False
        numbers = np.unique(values[~np.isnan(values)])
        return len(numbers) <= _MOST_CLASSES and not (numbers % 1).any()

    def _turns_out_text(self) -> ColumnTypeChanged:
        line, cell = self._findings.examples["not a number"]
        count = self._findings.counts["not a number"]
        reason = (
            f"Column '{self.name}': {plural(count, 'cell')} such as {quoted(cell)} (line {line:,}) "
            f"{agreeing(count, 'is/are')} not a number; it was read as text."
        )
        return ColumnTypeChanged({self.index: reason})

    def _read_numbers(self, cells: CellColumn, lines: np.ndarray) -> np.ndarray:
        """The numbers in some cells: plain ones all at once, the others one by one."""
        values, plain, zeros = cells.numbers()
        count = int(np.count_nonzero(plain))
        self._findings.counts["number"] += count
        if self._zeros is None and zeros.any():
            row = zeros.argmax()
            self._zeros = (int(lines[row]), cells.texts(np.array([row]))[0])
        if count == len(values):
            return values
        blank = cells.blank
        odd = np.flatnonzero(~(plain | blank))
        missing = [np.flatnonzero(blank)]
        self._findings.counts["missing"] += len(missing[0])
        if len(odd):
            texts = cells.texts(odd)
            found = self._numbers.read_plain(texts)
            self._note_zeros(texts, lines[odd])
            if found is not None:
                self._findings.counts["number"] += len(odd)
                values[odd] = found
            else:
                values[odd], gaps = self._read_one_by_one(texts, lines[odd])
                missing.append(odd[gaps])
        rows = missing[0] if len(missing) == 1 else np.sort(np.concatenate(missing))
        self._findings.missing.add(lines[rows].tolist())
        return values

    def _note_zeros(self, cells: Sequence[str], lines: np.ndarray) -> None:
        """Remember the first cell that begins with a zero, as a code may."""
        if self._zeros is not None and self._zeros[0] <= lines[0]:
            return
        row = next((row for row, cell in enumerate(cells) if has_leading_zero(cell)), None)
        if row is not None and (self._zeros is None or lines[row] < self._zeros[0]):
            self._zeros = (int(lines[row]), cells[row].strip())

    def _read_one_by_one(
        self, cells: Sequence[str], lines: np.ndarray
    ) -> tuple[np.ndarray, list[int]]:
        """The numbers in cells that are written in some special way, and which have none."""
        values, missing, found = np.empty(len(cells)), [], self._findings
        for row, (cell, line) in enumerate(zip(cells, lines.tolist())):
            values[row], finding = self._numbers.read(cell)
            found.counts[finding] += 1
            text = cell.strip()
            if finding == "number":
                continue
            found.examples.setdefault(finding, (line, text))
            if finding == "too long":
                reason = (
                    f"Column '{self.name}': whole numbers as long as {quoted(text)} (line "
                    f"{line:,}) cannot be told apart as numbers; it was read as text."
                )
                raise ColumnTypeChanged({self.index: reason})
            if finding in ("missing", "unusable"):
                missing.append(row)
            elif finding == "grouped":
                found.certain_groups |= self._numbers.has_certain_groups(text)
            if finding in ("unusable", "not a number"):
                found.add_bad(line, text, finding)
        return values, missing

    def _read_text(self, cells: Sequence[str], lines: np.ndarray) -> np.ndarray:
        words = self._words
        new = [cell for cell in dict.fromkeys(cells) if cell not in words]
        gaps = {cell for cell in new if cell.strip() in MISSING_IN_TEXT}
        words.update((cell, cell) for cell in new if cell not in gaps)
        # A text that is not among the words is missing: `get` gives None for it.
        values = np.array(list(map(words.get, cells)), dtype=object)
        if gaps:
            self._findings.missing.add(
                lines[np.equal(values, np.array(None, dtype=object))].tolist()
            )
        return values

    def _number_notices(self, rows: int) -> list[ColumnNotice]:
        found = self._findings
        notices = [self._bad_notice(*cell, lines) for cell, lines in found.bad.items()]
        if found.further.count:
            cells = plural(found.further.count, "further cell")
            notices.append(
                self._notice(
                    f"{cells} without a number ({found.further.text}); treated as missing."
                )
            )
        if found.missing.count == rows > 0:
            notices.append(
                ColumnNotice(self.name, self.index, "", " has no values.", " have no values.")
            )
        elif found.missing.count:
            notices.append(self._missing_notice())
        if found.counts["grouped"] and not found.certain_groups:
            notices.append(self._reading_notice("grouped"))
        if found.counts["percent"]:
            notices.append(self._reading_notice("percent"))
            if plain := found.counts["number"] + found.counts["grouped"]:
                values = plural(plain, "value", "has/have")
                text = f"{values} no per cent sign and stayed as written."
                notices.append(self._notice(text))
        if self._zeros is not None:
            line, cell = self._zeros
            text = f"{quoted(cell.strip())} was read as a number, without its leading zeros."
            notices.append(self._notice(text, LineRuns([line])))
        return notices

    def _reading_notice(self, finding: str) -> ColumnNotice:
        line, cell = self._findings.examples[finding]
        value = self._numbers.read(cell)[0]
        return self._notice(f"{quoted(cell)} was read as {value:.15g}.", LineRuns([line]))

    def _bad_notice(self, cell: str, finding: str, lines: LineRuns) -> ColumnNotice:
        if finding == "unusable":
            return self._notice(f"{quoted(cell)} is not a usable number", lines)
        return self._notice(f"{quoted(cell)} is not a number; treated as missing.", lines)

    def _text_notices(self) -> list[ColumnNotice]:
        notices = [self._missing_notice()] if self._findings.missing.count else []
        if self._forced:
            return notices
        words = list(self._words)
        words = words[:: 1 + len(words) // _WORDS]
        kinds = {word: self._numbers.read(word)[1] for word in words}
        others = [word for word, kind in kinds.items() if kind in ("not a number", "unusable")]
        if others and len(words) >= 2 * len(others):
            notices.append(
                self._notice(
                    f"texts such as {quoted(others[0])} stand among numbers; it was read as text."
                )
            )
        elif cell := number_like(words):
            notices.append(
                self._notice(f"{quoted(cell)} is written like a number, but was read as text.")
            )
        return notices

    def _missing_notice(self) -> ColumnNotice:
        missing = self._findings.missing
        values = plural(missing.count, "value", "is/are")
        many = f" each miss {plural(missing.count, 'value')} ({missing.text})"
        notice = self._notice(f"{values} missing ({missing.text})")
        return notice._replace(after_many=many, missing=missing.count)

    def _notice(self, text: str, lines: LineRuns | None = None) -> ColumnNotice:
        before = "" if lines is None else f"{lines.text}, "
        first = None if lines is None else lines.first
        return ColumnNotice(self.name, self.index, before, f": {text}", line=first)
