"""What separates the values of a file, and which quotation mark surrounds them.

Each candidate reads a sample. The best one gives rows of one width, filled with cells that look
like values: a number, a date, a word, not two values with another separator between them. Where
two candidates are close, clevercsv is asked, and the doubt is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from playground.data.tables.records import Records
from playground.data.tables.table import Dialect, Notice
from playground.data.tables.wording import separator_name
from playground.dataclass import dataclass

SAMPLE_ROWS = 200

_USUAL = (",", ";", "\t", "|")
_UNUSUAL = (":", "~", "^", "#", "!", "\x1f", "\x01")  # only where every row agrees
_CELLS = 4000  # looked at for each candidate
_CLEVERCSV_CHARACTERS = 1 << 14
_CLEVERCSV_LONGEST_WORD = 400  # it takes quadratic time for longer ones

_VALUE = re.compile(
    r"[+\-−$€£¥]? ?[\d.,'’]*\d ?(?:[eE][+-]?\d+)? ?[%$€£¥]?"  # number
    r"|[+\-−]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?"  # number in groups
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\S*)?"  # date
    r"|\d{1,2}:\d{2}(?::\d{2})?"  # time
    r"|\w+://\S+"  # address
)
_TWO_NUMBERS = re.compile(r"[\d.,+-]*\d(?:(?:[.,]?\s+|:)[\d.,+-]*\d)+\.?")
_QUOTED = re.compile(r'"[^"\r\n]*"')
_OTHER_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_OTHER_SPACE = re.compile(r"(?<!\d) | (?!\d{3}(?!\d))")
_APOSTROPHES = re.compile(r"(?:^|[,;\t| ])('[^'\r\n]*')(?=[,;\t| \r\n]|$)")
_CLOSE_COMMA = re.compile(r",\S")


#: A dialect as far as separator and quotation mark go, and what to tell about it.
Separators = tuple[Dialect, list[Notice]]


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    dialect: Dialect
    width: int  # cells in most rows
    share: float  # of the rows that have that width
    clean: float  # share of the cells that look like values
    above: int = 0  # rows before the first of them that have other widths or cannot be read

    @property
    def score(self) -> float:
        return 0.0 if self.width < 2 else self.share * (0.1 + 0.9 * self.clean**2)


def detected_separators(
    lines: Sequence[str], delimiter: str | None, quote: str | None
) -> Separators:
    """The separator and the quotation mark that some lines speak for.

    Parameters
    ----------
    lines : sequence of str
        The first lines of the table, with their ends.
    delimiter, quote : str or None
        What is known already.
    """
    if quote is not None:
        return _best_of(lines, delimiter, [quote])
    dialect, notices = _best_of(lines, delimiter, _possible_quotes(lines))
    if dialect.quote == "'":
        return _checked_apostrophes(lines, dialect, notices)
    return dialect, notices


def _best_of(lines: Sequence[str], delimiter: str | None, quotes: Sequence[str]) -> Separators:
    """The best of all candidates with one of these quotation marks."""
    if delimiter is not None:
        found = [c for q in quotes for c in _read_by(lines, delimiter, q)]
        return max(found, key=lambda c: c.share * (0.1 + c.clean)).dialect, []
    found = [c for q in quotes for d in _USUAL for c in _read_by(lines, d, q)]
    best = max(found, key=lambda c: c.score)
    decimal_commas = _has_decimal_commas(lines)
    if best.score < 0.65 or best.above or decimal_commas:
        # First, for they win where they are as good.
        found[:0] = [c for q in quotes for c in _read_by(lines, " ", q)]
        best = max(found, key=lambda c: c.score)
    # What reads the first line too, which may hold the names, needs no cleaner cells.
    whole = [c for c in found if c.share == 1 and not c.above and c.score > best.score / 2]
    if best.dialect.delimiter == "\t":  # which would be as good as a space
        whole = [c for c in whole if c.dialect.delimiter != " "]
    if best.above and whole:
        best = max(whole, key=lambda c: c.score)
    if best.width < 2 or best.share < 0.5:
        return _last_resort(lines, quotes, best)
    rivals = [c for c in found if c.dialect.delimiter != best.dialect.delimiter]
    rival = max(rivals, key=lambda c: c.score)
    if rival.score < 0.7 * best.score:
        return best.dialect, []
    if decimal_commas and best.dialect.delimiter == " ":
        return best.dialect, [_uncertain(best.dialect, rival.dialect)]
    return _arbitrated(lines, best, rival)


def _has_decimal_commas(lines: Sequence[str]) -> bool:
    """Whether every comma stands between digits, and spaces elsewhere too than in groups of them.

    Between spaces such commas are decimal marks, of which each line may have as many.
    """
    text = _QUOTED.sub("", "".join(lines))
    return "," in text and not _OTHER_COMMA.search(text) and _OTHER_SPACE.search(text) is not None


def _checked_apostrophes(
    lines: Sequence[str], dialect: Dialect, notices: list[Notice]
) -> Separators:
    """Apostrophes are quotation marks where rows need them, or a whole column has them."""
    double = replace(dialect, quote='"')
    single, other = _candidate(lines, dialect), _candidate(lines, double)
    if single.width != other.width or single.share > other.share + 1e-9:
        return dialect, notices  # rows of one width need them
    if '"' in "".join(lines) or not _has_quoted_column(lines, double):
        return double, notices
    line, cell = next(
        (number, match[1])
        for number, line in enumerate(lines, 1)
        if (match := _APOSTROPHES.search(line))
    )
    text = (
        f"The apostrophe was taken for the quotation mark: {cell} in line {line:,} of the table "
        f"was read as {cell[1:-1]}. Check the preview."
    )
    return dialect, [*notices, Notice(text)]


def _has_quoted_column(lines: Sequence[str], dialect: Dialect) -> bool:
    """Whether every value of some column, its name aside, stands between apostrophes."""
    rows = [row for row in Records(lines, dialect).batch(SAMPLE_ROWS).rows if len(row) > 1]
    columns = ([cell.strip() for cell in cells if cell.strip()] for cells in zip(*rows[1:]))
    return any(cells and all(c[0] == c[-1] == "'" for c in cells) for cells in columns)


def _last_resort(lines: Sequence[str], quotes: Sequence[str], best: _Candidate) -> Separators:
    """An unusual separator on which all rows agree, or one column, or the best of the poor."""
    if len(lines) >= 3:
        for delimiter in _UNUSUAL:
            for candidate in _read_by(lines, delimiter, quotes[0]):
                if candidate.width >= 2 and candidate.share == 1 and candidate.clean > 0.9:
                    name = separator_name(delimiter)
                    text = f"The values seem to be separated by {name}; check the preview."
                    return candidate.dialect, [Notice(text)]
    if best.score > 0.3 and best.share > 0.3:
        return best.dialect, [_uncertain(best.dialect, None)]
    single = Dialect(quote=quotes[0])
    text = "No separator was found; each line was read as one value. Check the preview."
    return single, [Notice(text)]


def _arbitrated(lines: Sequence[str], best: _Candidate, rival: _Candidate) -> Separators:
    """Two candidates are close: clevercsv chooses, and the doubt is told unless it is small."""
    choice = _clevercsv_delimiter("".join(lines)[:_CLEVERCSV_CHARACTERS])
    if choice == rival.dialect.delimiter and rival.score > 0.9 * best.score:
        best, rival = rival, best
    elif choice == best.dialect.delimiter and rival.score < 0.85 * best.score:
        return best.dialect, []
    return best.dialect, [_uncertain(best.dialect, rival.dialect)]


def _uncertain(dialect: Dialect, other: Dialect | None) -> Notice:
    taken = separator_name(dialect.delimiter)
    rather = f" rather than {separator_name(other.delimiter)}" if other else ""
    return Notice(
        f"It is not certain what separates the values; {taken} was taken{rather}. "
        "Check the preview."
    )


def _clevercsv_delimiter(sample: str) -> str | None:
    if max(map(len, sample.split()), default=0) > _CLEVERCSV_LONGEST_WORD:
        return None
    import clevercsv  # takes a fifth of a second and is rarely needed

    try:
        found = clevercsv.Detector().detect(sample, delimiters=[*_USUAL, " "])
    except Exception:  # its own parser gives up on some texts, in several ways
        return None
    return found.delimiter if found else None


def _possible_quotes(lines: Sequence[str]) -> list[str]:
    """The double mark, and the single one where some cell stands between two of them."""
    return ['"', "'"] if any(map(_APOSTROPHES.search, lines)) else ['"']


def _read_by(lines: Sequence[str], delimiter: str, quote: str) -> list[_Candidate]:
    """How the lines read with a separator, with and without the spaces around it."""
    tight = Dialect(delimiter=delimiter, quote=quote)
    loose = replace(tight, skip_spaces=True)
    text = "".join(lines)
    if delimiter == " ":
        dialects = [tight, loose] if "  " in text else [tight]
    else:
        spaced = max(text.count(delimiter + " "), text.count(" " + delimiter))
        all_of_them = len(re.findall(f"{re.escape(delimiter)}(?![\r\n])", text))
        dialects = [loose] if all_of_them and spaced > 0.9 * all_of_them else [tight]
        if quote and delimiter + " " + quote in text:
            dialects = [loose, tight]  # other separators may stand within the quotation marks
    return [_candidate(lines, dialect) for dialect in dialects]


def _candidate(lines: Sequence[str], dialect: Dialect) -> _Candidate:
    records = Records(lines, dialect)
    batch = records.batch(SAMPLE_ROWS)
    unreadable = len(records.unreadable)
    filled = [k for k, row in enumerate(batch.rows) if row and (len(row) > 1 or row[0].strip())]
    rows = [batch.rows[k] for k in filled]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return _Candidate(dialect=dialect, width=1, share=1.0, clean=1.0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    # Rows above the first of that width are a title, not evidence against it.
    begin = next(i for i, row in enumerate(rows) if len(row) == width)
    considered = len(rows) - min(begin, 20) + unreadable
    cells = [cell for row in rows if len(row) == width for cell in row][:_CELLS]
    clean: float = sum(map(_is_clean, cells))
    if dialect.delimiter == " ":
        clean -= sum(not cell for cell in cells)  # two spaces in a row: rather aligned columns
    clean /= len(cells)
    share = count / considered
    above = begin + sum(row.line < batch.first[filled[begin]] for row in records.unreadable)
    return _Candidate(dialect=dialect, width=width, share=share, clean=clean, above=above)


def _is_clean(cell: str) -> bool:
    """Whether a cell looks like one value."""
    text = cell.strip(" ")
    if not text or _VALUE.fullmatch(text):
        return True
    if any(sign in cell for sign in ";\t|") or text[0] in "\"'" or text[-1] == '"':
        return False
    if text.count('"') % 2 or text.endswith((",", ";")):
        return False  # half of a quoted value, or with a separator behind it
    return not (_CLOSE_COMMA.search(text) or _TWO_NUMBERS.fullmatch(text))
