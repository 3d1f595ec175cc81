"""Polluted tables after the Pollock benchmark: one clean table, spoilt in one place at a time.

The kinds of pollution are those of Vitagliano et al., *Pollock: a data loading benchmark* (VLDB
2023); the table is our own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

NAMES = ["date", "time", "quantity", "product", "price", "kind", "description", "link", "comments"]
_KINDS = ["Men's Boots", "Towel, organic", 'Table, round 48"', "Cap", "Fly rod 8 wt."]
_TEXTS = [
    "Rugged enough for peak performance, yet light",
    "The next level of protection. From running, biking or walking, it won't let you down.",
    "Made to hold up heavy wool pants without stretching.",
]


def clean_rows(count: int = 24) -> list[list[str]]:
    """The cells of the clean table."""
    return [
        [
            f"{1 + i % 28:02}/0{1 + i % 9}/2018",
            f"{i % 24:02}:{15 * (i % 4):02}",
            str(i * 7 % 10),
            f"{['MG', 'RI', 'CC', 'YY'][i % 4]}-{1000 + 37 * i}",
            f"${10 + 3.71 * i:.2f}",
            _KINDS[i % 5],
            _TEXTS[i % 3],
            f"https://www.example.com/product/{1000 + 37 * i}.html",
            "",
        ]
        for i in range(count)
    ]


def written(rows: list[list[str]], end: str = "\n", **options) -> str:
    """The table as a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, **options).writerows(rows)
    return text.getvalue()


def polluted() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Name, text, and the rows that are right."""
    rows = clean_rows()
    table = [NAMES, *rows]
    lines = [written([row]).rstrip("\n") for row in table]
    yield "source", written(table), rows
    yield "no_trailing_newline", written(table).rstrip("\n"), rows
    yield "double_trailing_newline", written(table) + "\n", rows
    yield "no_header", written(rows), rows
    yield "header_multirow_2", written([NAMES, *table]), rows
    yield "header_multirow_3", written([NAMES, NAMES, *table]), rows
    padding = [""] * (len(NAMES) - 1)
    yield "preamble", written([["PREAMBLE", *padding], ["", *padding], *table]), rows
    for name, second in (
        ("less", [row[:-1] for row in table]),
        ("same", table),
        ("more", [[*row, "x"] for row in table]),
    ):
        yield f"multitable_{name}", written(table) + written(second), rows
    yield "one_data_row", written(table[:2]), rows[:1]
    for delimiter in " ;\t":
        yield f"field_delimiter_{ord(delimiter):x}", written(table, delimiter=delimiter), rows
    yield (
        "field_delimiter_comma_space",
        written(table).replace(",", ", ").replace(",  ", ", "),
        rows,
    )
    yield "quotation_char", written(table, quotechar="'"), rows
    yield "escape_char", written(table, doublequote=False, escapechar="\\"), rows
    yield "no_escape", written(table).replace('""', '"'), rows
    yield "record_delimiter_cr", written(table, end="\r"), rows
    yield "record_delimiter_crlf", written(table, end="\r\n"), rows
    for r, row in enumerate(table):
        quoted = [written([[cell]]).rstrip("\n") if cell else "" for cell in row]

        def spoilt(line: str, r: int = r) -> str:
            return "\n".join([*lines[:r], line, *lines[r + 1 :]]) + "\n"

        for c in range(len(row)):
            more = [*quoted[:c], "", *quoted[c:]]
            yield f"row_more_sep_row{r}_col{c}", spoilt(",".join(more)), rows
            if c > 0:
                less = [*quoted[: c - 1], quoted[c - 1] + quoted[c], *quoted[c + 1 :]]
                yield f"row_less_sep_row{r}_col{c}", spoilt(",".join(less)), rows
            extra = [*quoted[:c], '"' + quoted[c], *quoted[c + 1 :]]
            yield f"row_extra_quote{r}_col{c}", spoilt(",".join(extra)), rows
        yield f"row_field_delimiter_{r}", spoilt(" ".join(quoted)), rows
