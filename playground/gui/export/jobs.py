"""Jobs: what can become a file, and in which thread each part of the work is done."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, ClassVar

from playground.atomic import write_whole
from playground.dataclass import dataclass
from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.gui.export import picture_formats
from playground.gui.export.plots import Plots
from playground.gui.export.report import pdf_steps
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.registry import views
from playground.io.formats import ExportFormat
from playground.io.report.content import Report, report_of
from playground.io.report.html import as_html
from playground.io.report.run_table import run_table


@dataclass(frozen=True, kw_only=True)
class Job:
    """One file to write, in three parts: look, draw, write.

    Attributes
    ----------
    title : str
        What it is, in the middle of a sentence: "the cost".
    name, suffix : str
        The file's suggested name, and its ending without the dot.
    draws : bool
        Whether there is anything to do in the window's thread.
    """

    title: str
    name: str
    suffix: str

    draws: ClassVar[bool] = False

    @property
    def file(self) -> str:
        """The suggested name of the file."""
        return f"{self.name}.{self.suffix}"

    def plots(self, plots: Plots) -> tuple[str, ...]:
        """The names of the plots it draws, of those there are."""
        return ()

    def companions(self, path: str | os.PathLike) -> tuple[Path, ...]:
        """The files that are written beside `path`."""
        return ()

    def look(self, session: Session) -> Any:
        """Take from the session what is needed, in the worker's thread."""

    def draw(self, plots: Plots, seen: Any) -> Generator[None, None, Any]:
        """Draw in the window's thread, in short steps; returns what `write` takes."""
        yield
        return seen

    def write(self, session: Session, drawn: Any, path: str | os.PathLike) -> None:
        """Write the file, in the worker's thread.

        Raises
        ------
        FileError
            When it cannot be written.
        ExportError
            When this session has no such form.
        """
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class FormatJob(Job):
    """A session in one of the formats of `playground.io`."""

    format: ExportFormat

    @classmethod
    def of(cls, kind: type[ExportFormat]) -> FormatJob:
        """The session in that format."""
        file = Path(kind.file)
        return cls(title=kind.title, name=file.stem, suffix=file.suffix[1:], format=kind())

    def companions(self, path: str | os.PathLike) -> tuple[Path, ...]:
        """Those of the format."""
        return self.format.companions(path)

    def write(self, session: Session, drawn: Any, path: str | os.PathLike) -> None:
        """Write the session as it is now."""
        self.format.write(session, path)


@dataclass(frozen=True, kw_only=True)
class PictureJob(Job):
    """A plot as a picture, or the numbers of its curves; `options` are those of its format."""

    plot: str
    options: Mapping[str, Any] = field(default_factory=dict)

    draws: ClassVar[bool] = True

    def plots(self, plots: Plots) -> tuple[str, ...]:
        """The one."""
        return (self.plot,)

    @classmethod
    def of(cls, plot: str, suffix: str, **options: Any) -> PictureJob:
        """The plot of that name as a file of that kind."""
        named = picture_formats.PICTURE_FORMATS[suffix].named
        title = named.format(views[plot].title.lower())
        return cls(title=title, name=plot, suffix=suffix, plot=plot, options=options)

    def draw(self, plots: Plots, seen: Any) -> Generator[None, None, picture_formats.Encode]:
        """Draw it."""
        yield
        draw = picture_formats.PICTURE_FORMATS[self.suffix].draw
        return plots.draw(self.plot, draw, **self.options)

    def write(self, session: Session, drawn: Any, path: str | os.PathLike) -> None:
        """Encode what was drawn."""
        write_whole(path, drawn())


@dataclass(frozen=True, kw_only=True)
class ReportJob(Job):
    """The report, as one page of HTML or as a PDF.

    Attributes
    ----------
    author, date : str
        Stand in it; empty for neither.
    attached : Attachments
        What lies beside the session in its file: runs, words and answers.
    with_test : bool
        Whether it tells the test error; where somebody has looked at it already, it does so.
    theme : Theme
        A light one, since paper is.
    """

    author: str = ""
    date: str = ""
    attached: Attachments = field(default_factory=Attachments)
    with_test: bool = False
    theme: Theme = LIGHT

    draws: ClassVar[bool] = True

    def plots(self, plots: Plots) -> tuple[str, ...]:
        """Those of a report."""
        return plots.report_names()

    @classmethod
    def of(cls, suffix: str, **options: Any) -> ReportJob:
        """The report as ``"html"`` or ``"pdf"``."""
        return cls(title="the report", name="report", suffix=suffix, **options)

    def look(self, session: Session) -> Report:
        """Everything but the pictures."""
        runs = run_table(self.attached.runs.runs, session.spec)
        seen = self.with_test or bool(session.test_looks)
        return report_of(session, runs, self.author, self.date, seen, self.attached)

    def draw(self, plots: Plots, seen: Report) -> Generator[None, None, Any]:
        """Draw picture after picture, or page after page."""
        if self.suffix == "pdf":
            return (yield from pdf_steps(seen, plots.report_drawings(self.theme)))
        figures = {}
        for title, figure in plots.report_figures(self.theme):
            figures[title] = figure
            yield
        return seen, figures

    def write(self, session: Session, drawn: Any, path: str | os.PathLike) -> None:
        """Write pages or page."""
        if self.suffix == "pdf":
            write_whole(path, drawn)
            return
        report, figures = drawn
        content = {title: encode() for title, encode in figures.items()}
        write_whole(path, as_html(report.with_figures(content)).encode())
