"""The report of an experiment: one HTML file with everything in it, for handing in."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping, Sequence
from functools import singledispatch
from html import escape
from typing import Any

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.experiment.text.formulas import SCALE, SIZE
from playground.io.formats import ExportFormat, formats
from playground.io.loaded_session import LoadedSession
from playground.io.report.blocks import (
    INK,
    Block,
    Bullets,
    Figure,
    Formula,
    Listing,
    Paragraph,
    Table,
    Words,
)
from playground.io.report.content import Report, report_of

_STYLE = f"""
body {{ font: 11pt/1.5 system-ui, sans-serif; color: {INK}; background: #fff;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }} h2 {{ font-size: 1.15rem; margin-top: 2rem; }}
table {{ border-collapse: collapse; margin: .5rem 0; }}
th, td {{ text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #d8dde3;
         vertical-align: top; }}
td.number, th.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
figure {{ margin: 1rem 0; break-inside: avoid; }} figure img {{ width: 100%; }}
figcaption, .muted {{ color: #59636e; }} tr.changed td {{ font-weight: 600; }}
pre {{ white-space: pre-wrap; font-size: .85em; background: #f5f6f8; padding: .75rem; }}
h2, tr {{ break-after: avoid; break-inside: avoid; }}
"""


@formats.register("report", label="Report (.html)")
class ReportPage(ExportFormat):
    """The whole experiment as one page to hand in, without pictures where nothing is drawn."""

    suffixes, title, file = (".html",), "the report", "report.html"
    has_figures = True

    def content(self, session: Session) -> bytes:
        """The report of the session as it is."""
        return report_html(session, self.figures).encode()

    def write_loaded(self, loaded: LoadedSession, path: str | os.PathLike) -> None:
        """Write the report with what was answered in a lesson."""
        report = report_of(loaded.session, attached=loaded)
        write_whole(path, as_html(report.with_figures(self.figures)).encode())


_TAGS = {"italic": "i", "bold": "b", "code": "code"}


def report_html(
    session: Session,
    pictures: Mapping[str, bytes] | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The whole experiment as one page that needs nothing beside it, no script and no network.

    Parameters
    ----------
    session : Session
    pictures : mapping of str to bytes, optional
        PNG or SVG by title.
    runs : sequence of mappings, optional
        Earlier runs to list, each from the same columns to values.
    """
    return as_html(report_of(session, runs).with_figures(pictures or {}))


def as_html(report: Report, style: str = _STYLE) -> str:
    """A report as the text of an HTML file; `style` is its style sheet."""
    title = escape(report.title)
    parts = [f"<h1>{title}</h1>"]
    if report.byline:
        parts.append(f'<p class="muted">{escape(report.byline)}</p>')
    for section in (*report.preface, *report.sections):
        if section.heading:
            parts.append(f"<h2>{escape(section.heading)}</h2>")
        parts += [html_of(block) for block in section.blocks]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


@singledispatch
def html_of(block: Block) -> str:
    """A block of a report as HTML; who draws otherwise may register blocks of their own."""
    raise TypeError(f"A report has no {type(block).__name__}.")


@html_of.register
def _(block: Paragraph) -> str:
    return f"<p{_class('muted' if block.muted else '')}>{_inline(block)}</p>"


@html_of.register
def _(block: Bullets) -> str:
    tag = "ul" if block.first is None else "ol"
    start = "" if block.first in (None, 1) else f' start="{block.first}"'
    points = "\n".join(f"<li>{_inline(point)}</li>" for point in block.points)
    return f"<{tag}{start}>\n{points}\n</{tag}>"


def _inline(paragraph: Paragraph) -> str:
    return "".join(map(_part, paragraph.parts))


def _part(part: str | Words | Formula) -> str:
    if isinstance(part, str):
        return escape(part)
    if isinstance(part, Words):
        return f"<{_TAGS[part.style]}>{escape(part.text)}</{_TAGS[part.style]}>"
    if part.picture is None:
        return f"<code>{escape(part.latex)}</code>"
    # As large as the words around it, and on their line.
    height, depth = (SCALE * n / SIZE for n in (part.picture.height, part.picture.depth))
    style = f"height: {height:.3f}em; vertical-align: {-depth:.3f}em"
    source = _data("svg+xml", part.picture.svg)
    return f'<img alt="{escape(part.latex)}" style="{style}" src="{source}">'


def _data(kind: str, content: bytes) -> str:
    """A picture as the address of itself."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


@html_of.register
def _(block: Figure) -> str:
    title = escape(block.title)
    kind = "png" if block.content.startswith(b"\x89PNG") else "svg+xml"
    return (
        f'<figure><img alt="{title}" src="{_data(kind, block.content)}">'
        f"<figcaption>{title}</figcaption></figure>"
    )


@html_of.register
def _(block: Listing) -> str:
    return f"<pre>{escape(block.text)}</pre>"


@html_of.register
def _(block: Table) -> str:
    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{_class(number(index))}>{escape(cell)}</{tag}>"
            for index, cell in enumerate(row)
        )

    def number(index: int) -> str:
        numbers = block.numbers_from
        return "number" if numbers is not None and index >= numbers else ""

    rows = [
        f"<tr{_class('changed' if index in block.marked else '')}>{cells('td', row)}</tr>"
        for index, row in enumerate(block.rows)
    ]
    head = f"<thead><tr>{cells('th', block.header)}</tr></thead>"
    return f'<table cellspacing="0">\n{head}\n' + "\n".join(rows) + "\n</table>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
